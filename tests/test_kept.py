"""What a file says beside its pixels comes back when an edited photo is saved; a failure leaves the photo whole."""

import errno
import os
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from test_export import photo, refused, retouched, smooth
from test_metadata import MAKER_NOTE, camera_exif, loaded

from ganeditor.project import export, jpeg
from ganeditor.project.export import EXPORTERS, export_picture
from ganeditor.project.metadata import Metadata, shortened
from ganeditor.project.picture import Picture, read_picture

IPTC = b"\x1c\x02\x05\0\x05Title\x1c\x02\x19\0\x07keyword"
RESOURCES = b"8BIM" + struct.pack(">HHI", 1028, 0, len(IPTC)) + IPTC + b"\0" * (len(IPTC) % 2)


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def again(picture: Picture, path: Path) -> Metadata:
    """The metadata of an edited picture that was saved and read."""
    export_picture(retouched(picture), path)
    return read_picture(path).metadata


def test_a_jpeg_keeps_comments_and_iptc(tmp_path: Path) -> None:
    path, comments = photo(tmp_path), (b"taken by Ann", "für Ben".encode())
    path.write_bytes(
        jpeg.with_segments(
            path.read_bytes(),
            density=(1, 300, 300),
            exif=camera_exif(),
            xmp=None,
            icc=None,
            photoshop=RESOURCES,
            comments=comments,
        )
    )
    picture = read_picture(path)
    assert picture.metadata.comments == comments and picture.metadata.photoshop == RESOURCES
    kept = again(picture, tmp_path / "b.jpg")
    assert kept.comments == comments and kept.photoshop == RESOURCES
    with Image.open(tmp_path / "b.jpg") as image:
        assert image.info["comment"] in comments
    assert again(picture, tmp_path / "b.tif").photoshop == RESOURCES


def test_a_png_keeps_texts_and_colours(tmp_path: Path) -> None:
    info = PngInfo()
    info.add_text("Author", "Ann")
    info.add_text("Description", "long " * 300, zip=True)
    info.add_itxt("Title", "Größe", "de", "Titel")
    path = tmp_path / "a.png"
    Image.fromarray(smooth()).save(path, pnginfo=info)
    colours = {
        b"cICP": bytes((9, 16, 0, 1)),
        b"gAMA": struct.pack(">I", 50000),
        b"cHRM": struct.pack(">8I", 31270, 32900, 68000, 32000, 26500, 69000, 15000, 6000),
    }
    density = chunk(b"pHYs", struct.pack(">IIB", 11811, 11811, 1))
    data = path.read_bytes()
    path.write_bytes(data[:33] + b"".join(chunk(*row) for row in colours.items()) + density + data[33:])
    picture = read_picture(path)
    assert dict(picture.metadata.colours) == colours and len(picture.metadata.texts) == 3
    kept = again(picture, tmp_path / "b.png")
    assert kept.texts == picture.metadata.texts and dict(kept.colours) == colours
    with Image.open(tmp_path / "b.png") as image:
        image.load()
        assert image.text["Title"] == "Größe" and image.text["Description"] == "long " * 300
        assert round(image.info["dpi"][0]) == 300 and image.info["gamma"] == 0.5


def long_exif(note: int, user: int = 10) -> bytes:
    exif = Image.Exif()
    exif[271] = "Maker"
    exif[34665] = {36867: "2024:05:06 07:08:09", 37500: MAKER_NOTE + bytes(note), 37510: b"ASCII\0\0\0" + b"x" * user}
    exif[34853] = {1: "N", 2: (52.0, 31.0, 12.5)}
    return exif.tobytes()[6:]


def test_exif_that_is_too_long_loses_the_cameras_notes_first(tmp_path: Path) -> None:
    picture = Picture(smooth(), Metadata(exif=long_exif(70_000)))
    (notice,) = export_picture(picture, tmp_path / "a.jpg")
    assert "the camera's own notes are left out" in notice
    with Image.open(tmp_path / "a.jpg") as image:
        tags = image.getexif()
        assert tags[271] == "Maker" and tags[305] and 37500 not in tags.get_ifd(34665)
        assert tags.get_ifd(34665)[36867] == "2024:05:06 07:08:09"
        assert [float(part) for part in tags.get_ifd(34853)[2]] == [52.0, 31.0, 12.5]
    (notice,) = export_picture(Picture(smooth(), Metadata(exif=long_exif(10, 70_000))), tmp_path / "b.jpg")
    assert "EXIF metadata, so that it is left out" in notice
    assert export_picture(picture, tmp_path / "a.png") == ()


def test_what_is_left_of_short_exif_is_about_the_photo() -> None:
    tags = loaded(shortened(camera_exif()))
    assert tags[271] == "Maker" and tags.get_ifd(34665)[36867] and tags.get_ifd(1) == {}


@pytest.mark.parametrize("suffix", sorted(EXPORTERS))
def test_a_photo_whose_replacement_fails_half_way_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    path = tmp_path / f"a{suffix}"
    export_picture(Picture(smooth()), path)
    picture = retouched(read_picture(path))

    def half(_picture: Picture, place: Path, _quality: int | None) -> tuple[str, ...]:
        place.write_bytes(b"half of")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setitem(EXPORTERS, suffix, export.Exporter(**{**vars(EXPORTERS[suffix]), "save": half}))
    assert "disk is full" in refused(path, picture, overwrite=True)


def test_coefficients_that_fail_half_way_leave_the_photo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = photo(tmp_path)

    def full(*_more: object, **_named: object) -> bytes:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(jpeg, "with_segments", full)
    assert "disk is full" in refused(path, retouched(read_picture(path)), overwrite=True)
