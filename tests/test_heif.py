"""What phones write comes in upright, deep and with its colours, and leaves as the nearest format."""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pillow_heif
import pytest
from PIL import Image, ImageCms
from test_metadata import camera_exif, packet

from ganeditor.errors import PictureError
from ganeditor.project.export import edited_path, export_picture, nearest_suffix, other_format
from ganeditor.project.picture import Picture, read_picture

P3_LIKE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def ramp(channels: int, depth: type[np.uint8] | type[np.uint16] = np.uint8) -> npt.NDArray[Any]:
    """[48, 64, C] that compresses well, from black to white."""
    white = np.iinfo(depth).max
    across = np.linspace(0, white, 64).astype(depth)
    return np.repeat(np.repeat(across[None, :, None], 48, 0), channels, 2)


def save(path: Path, pixels: npt.NDArray[Any], **options: Any) -> Path:
    mode = {1: "L", 3: "RGB", 4: "RGBA"}[pixels.shape[2]] + (";16" if pixels.dtype == np.uint16 else "")
    file = pillow_heif.from_bytes(mode, (pixels.shape[1], pixels.shape[0]), pixels.tobytes())
    file.save(str(path), quality=-1 if pixels.dtype == np.uint8 else 95, **options)
    return path


@pytest.mark.parametrize("channels", [1, 3, 4])
@pytest.mark.parametrize("name", ["a.heic", "misnamed.jpg"])
def test_heic_is_read_with_its_metadata(tmp_path: Path, channels: int, name: str) -> None:
    path = save(tmp_path / name, ramp(channels), exif=b"Exif\0\0" + camera_exif(1), xmp=packet())
    picture = read_picture(path)
    assert picture.pixels.shape[:2] == (48, 64) and picture.pixels.dtype == np.uint8
    assert abs(picture.pixels[..., :1].astype(int) - ramp(1)).max() <= 3
    assert (picture.format, picture.notices) == ("HEIF", ())
    tags = Image.Exif()
    tags.load(picture.metadata.exif or b"")
    assert tags[271] == "Maker" and 274 not in tags
    assert picture.metadata.xmp == packet()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_turned_heic_and_avif_come_upright(tmp_path: Path, orientation: int) -> None:
    stored = np.zeros((48, 64, 3), np.uint8)
    stored[:16, :16] = 255  # one bright corner
    exif = Image.Exif()
    exif[274] = orientation
    image = Image.fromarray(stored)
    pillow_heif.from_pillow(image).save(str(tmp_path / "plain.heic"), quality=-1)
    image.save(tmp_path / "a.avif", exif=exif.tobytes(), quality=100)
    image.save(tmp_path / "a.png", exif=exif.tobytes())
    wanted = read_picture(tmp_path / "a.png").pixels
    assert abs(read_picture(tmp_path / "a.avif").pixels.astype(int) - wanted).max() < 40
    pillow_heif.register_heif_opener()
    image.save(tmp_path / "a.heic", exif=exif.tobytes(), quality=-1)
    picture = read_picture(tmp_path / "a.heic")
    assert picture.pixels.shape == wanted.shape
    assert abs(picture.pixels.astype(int) - wanted).max() < 40


def test_ten_bits_are_kept(tmp_path: Path) -> None:
    pixels = ramp(3, np.uint16)
    picture = read_picture(save(tmp_path / "a.heic", pixels))
    assert picture.pixels.dtype == np.uint16
    assert picture.pixels.max() == 65535 and abs(picture.pixels.astype(int) - pixels).mean() < 300
    assert export_picture(picture, tmp_path / "a.png") == ()
    assert any("16 bits" in notice for notice in export_picture(picture, tmp_path / "a.jpg"))


def test_colours_of_hdr_and_wide_gamut_are_said(tmp_path: Path) -> None:
    wide = {"color_primaries": 12, "transfer_characteristics": 13, "matrix_coefficients": 6, "full_range_flag": 1}
    file = pillow_heif.from_pillow(Image.fromarray(ramp(3)))
    file.save(str(tmp_path / "p3.heic"), save_nclx_profile=True, **wide)
    picture = read_picture(tmp_path / "p3.heic")
    assert picture.metadata.colours == ((b"cICP", bytes((12, 13, 0, 1))),)
    export_picture(picture, tmp_path / "p3.png")
    assert read_picture(tmp_path / "p3.png").metadata.colours == picture.metadata.colours
    assert any("colours" in notice for notice in export_picture(picture, tmp_path / "p3.jpg"))


@pytest.mark.parametrize("suffix", [".heic", ".avif"])
def test_damaged_files_are_refused_in_a_sentence(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    if suffix == ".heic":
        save(path, ramp(3))
    else:
        Image.fromarray(ramp(3)).save(path)
    data = path.read_bytes()
    for cut in (len(data) // 2, 40, 20):
        path.write_bytes(data[:cut])
        with pytest.raises(PictureError, match="damaged") as caught:
            read_picture(path)
        assert str(caught.value).endswith(".") and "\n" not in str(caught.value)
    with pytest.raises(PictureError, match="megapixels"):
        path.write_bytes(data)
        read_picture(path, max_megapixels=0.001)


def test_avif_keeps_format_and_metadata(tmp_path: Path) -> None:
    exif = camera_exif(1)
    Image.fromarray(ramp(3)).save(tmp_path / "a.avif", exif=exif, icc_profile=P3_LIKE, xmp=packet())
    picture = read_picture(tmp_path / "a.avif")
    assert export_picture(picture, tmp_path / "same.avif") == ()
    assert (tmp_path / "same.avif").read_bytes() == (tmp_path / "a.avif").read_bytes()
    pixels = picture.pixels.copy()
    pixels[:8, :8] = 0
    assert export_picture(picture.with_pixels(pixels), tmp_path / "b.avif") == ()
    again = read_picture(tmp_path / "b.avif")
    assert again.metadata.icc == P3_LIKE and b"Maker" in (again.metadata.exif or b"")
    assert abs(again.pixels.astype(int) - pixels).mean() < 3


def test_formats_that_are_only_read_are_written_as_the_nearest(tmp_path: Path) -> None:
    expected = {"a.heic": ".jpg", "a.HIF": ".jpg", "a.mpo": ".jpg", "a.gif": ".png", "a": ".png", "a.TIF": ".TIF"}
    assert {name: nearest_suffix(Path(name)) for name in expected} == expected
    assert edited_path(tmp_path / "a.HEIC") == tmp_path / "a_edited.jpg"
    (sentence,) = other_format(Path("a.heic"), Path("a.jpg"))
    assert "HEIC" in sentence and "JPEG" in sentence
    assert other_format(Path("a.png"), Path("a.jpg")) == ()
    assert isinstance(read_picture(save(tmp_path / "a.heic", ramp(3))), Picture)
