"""XMP put into pictures' files: pixels and all other bytes stay."""

import contextlib
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from test_metadata import camera_exif, packet

from ganeditor.project.embedding import EmbeddingError, Shape, packet_in, with_packet

OTHER = packet(children="<dc:title>" + "new " * 30 + "</dc:title>")


def save(path: Path, xmp: bytes | None, mode: str = "RGB", **options: object) -> bytes:
    pixels = np.random.default_rng(0).integers(0, 255, (20, 30, len(mode)), np.uint8)
    more = {} if xmp is None else {"xmp": xmp} if path.suffix != ".tif" else {"tiffinfo": {700: xmp}}
    if path.suffix == ".png" and xmp is not None:
        from PIL.PngImagePlugin import PngInfo

        info = PngInfo()
        info.add_itxt("XML:com.adobe.xmp", xmp.decode(), zip=options.pop("zip", False) is True)
        info.add_text("Title", "kept")
        more = {"pnginfo": info}
    Image.fromarray(pixels.squeeze()).save(path, **more, **options)
    return path.read_bytes()


CASES = {
    "plain.jpg": {"xmp": None},
    "photo.jpg": {"xmp": packet(), "exif": b"Exif\0\0" + camera_exif(6)},
    "plain.png": {"xmp": None},
    "photo.png": {"xmp": packet()},
    "packed.png": {"xmp": packet(), "zip": True},
    "plain.tif": {"xmp": None},
    "photo.tif": {"xmp": packet(), "compression": "tiff_lzw"},
    "plain.webp": {"xmp": None},
    "alpha.webp": {"xmp": None, "lossless": True, "mode": "RGBA"},
    "photo.webp": {"xmp": packet(), "exif": b"Exif\0\0" + camera_exif(8)},
}


@pytest.mark.parametrize("name", CASES)
def test_only_the_packet_changes(tmp_path: Path, name: str) -> None:
    options = dict(CASES[name])
    before = save(tmp_path / name, options.pop("xmp"), options.pop("mode", "RGB"), **options)
    found, shape = packet_in(tmp_path / name)
    assert found == CASES[name]["xmp"] and shape[:2] == (30, 20)
    if "exif" in CASES[name]:
        assert shape.orientation == (6 if name.endswith(".jpg") else 8) and shape.upright == (20, 30)
    after = with_packet(before, OTHER)
    (tmp_path / name).write_bytes(after)
    assert packet_in(tmp_path / name) == (OTHER, shape)
    with Image.open(BytesIO(before)) as old, Image.open(BytesIO(after)) as new:
        assert np.array_equal(np.asarray(old), np.asarray(new)) and old.mode == new.mode
        kept = [{name: image.info.get(name) for name in ("exif", "Title")} for image in (old, new)]
        assert kept[0] == kept[1]
    assert with_packet(after, OTHER) == after or name.endswith(".tif")
    assert with_packet(with_packet(before, OTHER + b" "), OTHER) == after or name.endswith(".tif")


def test_a_jpeg_keeps_every_other_byte(tmp_path: Path) -> None:
    data = save(tmp_path / "a.jpg", packet(), exif=b"Exif\0\0" + camera_exif(6))
    start = data.index(packet())
    assert with_packet(data, OTHER)[start : start + len(OTHER)] == OTHER
    assert with_packet(data, OTHER)[start + len(OTHER) :] == data[start + len(packet()) :]
    assert with_packet(data, OTHER)[: start - 31] == data[: start - 31]


def test_a_tiff_grows_at_its_end_alone(tmp_path: Path) -> None:
    data = save(tmp_path / "a.tif", packet())
    after = with_packet(data, OTHER)
    assert after[8 : len(data)] == data[8:]


def test_padding_makes_room_in_a_jpeg(tmp_path: Path) -> None:
    data = save(tmp_path / "a.jpg", None)
    padded = packet().replace(b"<?xpacket end", b" \n" * 33_000 + b"<?xpacket end")
    (tmp_path / "a.jpg").write_bytes(with_packet(data, padded))
    assert len(packet_in(tmp_path / "a.jpg")[0] or b"") < 2000
    with pytest.raises(EmbeddingError, match="longer than a JPEG"):
        with_packet(data, packet(children="x" * 70_000))


@pytest.mark.parametrize("name", ["a.gif", "a.bmp", "a.avif"])
def test_other_kinds_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(EmbeddingError, match="of a kind"):
        with_packet(save(tmp_path / name, None), OTHER)


@pytest.mark.parametrize("name", ["photo.jpg", "photo.tif", "photo.webp", "photo.png"])
def test_files_that_end_early_are_refused_or_stay_short(tmp_path: Path, name: str) -> None:
    data = save(tmp_path / name, packet())
    for end in (9, 14, 30, 60):
        with contextlib.suppress(EmbeddingError):
            assert len(with_packet(data[:end], OTHER)) < end + len(OTHER) + 200


def test_a_second_tiff_directory_stays(tmp_path: Path) -> None:
    image = Image.new("L", (4, 4), 7)
    image.save(tmp_path / "a.tif", save_all=True, append_images=[Image.new("L", (5, 5), 9)])
    with Image.open(BytesIO(with_packet((tmp_path / "a.tif").read_bytes(), OTHER))) as both:
        both.seek(1)
        assert both.size == (5, 5) and both.getpixel((0, 0)) == 9
    assert packet_in(tmp_path / "a.tif")[1] == Shape(4, 4, 1)
