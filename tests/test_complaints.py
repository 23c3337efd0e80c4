"""Odd but harmless picture files: what libraries say of them does not reach the terminal."""

import logging
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import numpy as np
import pytest
import tifffile
from PIL import Image
from test_picture import chunk

from ganeditor.errors import PictureError
from ganeditor.project.picture import read_picture

SIDE = 64


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    """A folder of files at which Pillow, tifffile, libpng and libtiff grumble."""
    folder = tmp_path / "odd"
    folder.mkdir()
    pixels = np.random.default_rng(0).integers(0, 255, (SIDE, SIDE, 3), np.uint8)
    rows = b"".join(b"\0" + row.tobytes() for row in pixels.astype(">u2"))
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", SIDE, SIDE, 16, 2, 0, 0, 0))
    chunks = chunk(b"iCCP", b"x\0\0" + zlib.compress(b"no profile")) + chunk(b"gAMA", struct.pack(">I", 45455)) * 2
    data = chunks + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    (folder / "chunks.png").write_bytes(b"\x89PNG\r\n\x1a\n" + header + data)
    exif = b"Exif\0\0II*\0\x08\0\0\0\x50\0" + b"\x0f\x01\x02\0\xff\xff\xff\0\x99\x99\0\0" * 4
    Image.fromarray(pixels).save(folder / "exif.jpg", exif=exif)
    tifffile.imwrite(folder / "a.tif", pixels, photometric="rgb", extratags=[(65000, "H", 3, (1, 2, 3), True)])
    plain = (folder / "a.tif").read_bytes()
    (folder / "count.tif").write_bytes(with_entry(plain, 65000, "count", 5_000_000))
    (folder / "place.tif").write_bytes(with_entry(plain, 305, "value", 10_000_000))
    (folder / "many.tif").write_bytes(with_entry(plain, 282, "count", 7))
    return folder


def with_entry(data: bytes, tag: int, field: str, value: int) -> bytes:
    """A little-endian TIFF in whose first directory one field of a tag is another."""
    changed = bytearray(data)
    (start,) = struct.unpack_from("<I", data, 4)
    (count,) = struct.unpack_from("<H", data, start)
    places = (start + 2 + 12 * index for index in range(count))
    place = next(place for place in places if struct.unpack_from("<H", data, place)[0] == tag)
    struct.pack_into("<I", changed, place + {"count": 4, "value": 8}[field], value)
    return bytes(changed)


def test_libraries_are_silent_and_what_was_lost_is_said_once(odd, capfd, caplog):
    caplog.set_level(logging.INFO, "ganeditor")
    notices = {path.name: read_picture(path).notices for path in sorted(odd.iterdir())}
    assert capfd.readouterr() == ("", "")
    assert notices.pop("place.tif") == ("Some of the file's metadata is damaged and left out (TIFF tag 305).",)
    assert notices.pop("exif.jpg") == ("The picture's EXIF metadata can't be read and is left out.",)
    assert notices.pop("chunks.png") == ("The colour profile doesn't fit the pixels and is left out.",)
    assert set(notices.values()) == {()}
    assert all(word in caplog.text for word in ("libpng warning", "TiffTag 65000", "too many entries"))


def test_an_error_gives_the_terminal_back(tmp_path, capfd):
    Image.new("RGB", (SIDE, SIDE), "teal").save(tmp_path / "a.tif", compression="tiff_adobe_deflate")
    data = bytearray((tmp_path / "a.tif").read_bytes())
    data[20:40] = bytes(20)
    (tmp_path / "a.tif").write_bytes(data)
    with pytest.raises(PictureError, match="damaged"):
        read_picture(tmp_path / "a.tif")
    assert capfd.readouterr().err == ""
    print("here", file=sys.stderr)
    assert capfd.readouterr().err == "here\n"


def test_a_command_over_odd_files_says_nothing_of_libraries(odd):
    command = [sys.executable, "-m", "ganeditor", "faces", str(odd)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0 and len(result.stdout.splitlines()) == 6
    assert result.stderr == ""  # what was lost matters to who saves the photo, not to who counts faces
