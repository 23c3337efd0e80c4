"""Every kind of picture comes in upright and lossless, and every bad file is refused in one clear sentence."""

import errno
import os
import struct
import subprocess
import sys
import warnings
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import tifffile
from PIL import Image, ImageCms, ImageOps

from ganeditor.errors import PictureError
from ganeditor.opencv import cv2
from ganeditor.project.metadata import directory_bytes, first_directory
from ganeditor.project.picture import JpegSettings, Picture, read_picture

SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def noise(channels: int, dtype: type[np.uint8] | type[np.uint16] = np.uint8) -> npt.NDArray[Any]:
    """[37, 23, C] of every value a channel can have."""
    shape = (37, 23, channels)
    return np.random.default_rng(channels).integers(0, np.iinfo(dtype).max, shape, dtype=dtype, endpoint=True)


def image_of(pixels: npt.NDArray[np.uint8]) -> Image.Image:
    return Image.fromarray(pixels[..., 0] if pixels.shape[2] == 1 else pixels)


def bgr(pixels: npt.NDArray[Any]) -> npt.NDArray[Any]:
    return np.ascontiguousarray(pixels[..., [2, 1, 0, 3][: pixels.shape[2]]] if pixels.shape[2] > 2 else pixels)


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def with_chunk(png: bytes, kind: bytes, data: bytes) -> bytes:
    """With a chunk put after IHDR, which is 25 bytes long."""
    return png[:33] + chunk(kind, data) + png[33:]


def with_tiff_orientation(data: bytes, orientation: int) -> bytes:
    """A little-endian TIFF with a new first directory at its end."""
    data += bytes(len(data) % 2)
    tail, place = directory_bytes("<", len(data), first_directory(data)[0], {274: (3, struct.pack("<H", orientation))})
    return data[:4] + struct.pack("<I", place) + data[8:] + tail


def save_tiff(path: Path, pixels: npt.NDArray[Any], **options: Any) -> None:
    channels = pixels.shape[2]
    if channels in (2, 4):
        options.setdefault("extrasamples", ["unassalpha"])
    options.setdefault("photometric", "minisblack" if channels < 3 else "rgb")
    tifffile.imwrite(path, pixels[..., 0] if channels == 1 else pixels, planarconfig="contig", **options)


def orientation_exif(orientation: int) -> bytes:
    exif = Image.Exif()
    exif[274] = orientation
    return exif.tobytes()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_is_turned_upright_in_every_format(tmp_path: Path, orientation: int) -> None:
    stored = noise(3)
    exif = orientation_exif(orientation)
    file = BytesIO()
    image_of(stored).save(file, "PNG", exif=exif)
    upright = np.asarray(ImageOps.exif_transpose(Image.open(file)))

    deep = stored.astype(np.uint16) * 257
    image_of(stored).save(tmp_path / "8.png", exif=exif)
    image_of(stored).save(tmp_path / "8.webp", exif=exif, lossless=True)
    image_of(stored).save(tmp_path / "8.tif", tiffinfo={274: orientation})
    save_tiff(tmp_path / "16.tif", deep, extratags=[(274, 3, 1, orientation, True)])
    lzw = cv2.imencode(".tif", bgr(deep))[1].tobytes()
    (tmp_path / "16lzw.tif").write_bytes(with_tiff_orientation(lzw, orientation))
    png = cv2.imencode(".png", bgr(deep))[1].tobytes()
    (tmp_path / "16.png").write_bytes(with_chunk(png, b"eXIf", exif[6:]))
    for path in tmp_path.iterdir():
        picture = read_picture(path)
        expected = upright if path.name.startswith("8") else upright.astype(np.uint16) * 257
        np.testing.assert_array_equal(picture.pixels, expected, err_msg=path.name)
        assert picture.pixels.flags.c_contiguous, path.name
        assert picture.notices == (), path.name
        exif_after = Image.Exif()
        exif_after.load(picture.metadata.exif or b"")
        assert 274 not in exif_after, path.name

    image_of(stored).save(tmp_path / "photo.jpg", exif=exif)
    with Image.open(tmp_path / "photo.jpg") as image:
        np.testing.assert_array_equal(read_picture(tmp_path / "photo.jpg").pixels, ImageOps.exif_transpose(image))


def test_a_picture_taller_than_a_strip_is_whole(tmp_path: Path) -> None:
    stored = np.random.default_rng(0).integers(0, 256, (700, 5, 3), dtype=np.uint8)
    image_of(stored).save(tmp_path / "tall.png", exif=orientation_exif(6))
    np.testing.assert_array_equal(read_picture(tmp_path / "tall.png").pixels, np.rot90(stored, -1))


@pytest.mark.parametrize("channels", [1, 2, 3, 4])
def test_8_bit_modes_are_kept(tmp_path: Path, channels: int) -> None:
    stored = noise(channels)
    for name in ("a.png", "a.tif"):
        image_of(stored).save(tmp_path / name)
        picture = read_picture(tmp_path / name)
        np.testing.assert_array_equal(picture.pixels, stored)
        assert picture.lossless and picture.notices == ()


@pytest.mark.parametrize("channels", [1, 2, 3, 4])
def test_16_bit_png_is_lossless(tmp_path: Path, channels: int) -> None:
    stored = noise(channels, np.uint16)
    if channels == 2:  # OpenCV writes no grey with alpha
        rows = np.pad(stored.astype(">u2").reshape(37, -1).view(np.uint8), ((0, 0), (1, 0)))
        png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 23, 37, 16, 4, 0, 0, 0))
        png += chunk(b"IDAT", zlib.compress(rows.tobytes())) + chunk(b"IEND", b"")
    else:
        png = cv2.imencode(".png", bgr(stored))[1].tobytes()
    (tmp_path / "a.png").write_bytes(png)
    picture = read_picture(tmp_path / "a.png")
    assert picture.pixels.dtype == np.uint16
    np.testing.assert_array_equal(picture.pixels, stored)


@pytest.mark.parametrize(
    "options",
    [{}, {"byteorder": ">"}, {"compression": "zlib", "predictor": True}, {"tile": (16, 16)}, {"bigtiff": True}],
    ids=str,
)
@pytest.mark.parametrize("channels", [1, 2, 3, 4])
def test_16_bit_tiff_is_lossless(tmp_path: Path, channels: int, options: dict[str, Any]) -> None:
    stored = noise(channels, np.uint16)
    save_tiff(tmp_path / "a.tif", stored, **options)
    picture = read_picture(tmp_path / "a.tif")
    assert picture.pixels.dtype == np.uint16 and picture.notices == ()
    np.testing.assert_array_equal(picture.pixels, stored)


def test_16_bit_tiff_in_planes_or_lzw_is_lossless(tmp_path: Path) -> None:
    stored = noise(3, np.uint16)
    tifffile.imwrite(tmp_path / "planes.tif", np.moveaxis(stored, -1, 0), photometric="rgb", planarconfig="separate")
    np.testing.assert_array_equal(read_picture(tmp_path / "planes.tif").pixels, stored)
    (tmp_path / "lzw.tif").write_bytes(cv2.imencode(".tif", bgr(stored))[1].tobytes())
    np.testing.assert_array_equal(read_picture(tmp_path / "lzw.tif").pixels, stored)


def test_16_bit_tiff_with_white_as_zero_or_premultiplied_alpha(tmp_path: Path) -> None:
    grey = noise(1, np.uint16)
    save_tiff(tmp_path / "white.tif", 65535 - grey, photometric="miniswhite")
    np.testing.assert_array_equal(read_picture(tmp_path / "white.tif").pixels, grey)

    half = np.full((4, 4, 4), 32768, np.uint16)
    half[..., 0] = 8192
    save_tiff(tmp_path / "premultiplied.tif", half, extrasamples=["assocalpha"])
    picture = read_picture(tmp_path / "premultiplied.tif")
    assert picture.pixels[0, 0].tolist() == [8192 * 65535 // 32768, 65535, 65535, 32768]
    assert len(picture.notices) == 1


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_float_tiff_becomes_16_bit_with_a_notice(tmp_path: Path, dtype: type[np.floating[Any]]) -> None:
    save_tiff(tmp_path / "a.tif", np.array([[[0, 0.5, 1], [-1, np.nan, 0.25]]], dtype))
    picture = read_picture(tmp_path / "a.tif")
    assert picture.pixels.tolist() == [[[0, 32768, 65535], [0, 0, 16384]]]
    assert len(picture.notices) == 1 and "float" in picture.notices[0]
    save_tiff(tmp_path / "bright.tif", np.array([[[0, 2, 4]]], dtype))
    assert read_picture(tmp_path / "bright.tif").pixels.tolist() == [[[0, 32768, 65535]]]


def test_32_bit_tiff_becomes_16_bit_with_a_notice(tmp_path: Path) -> None:
    save_tiff(tmp_path / "small.tif", np.array([[[0], [1000], [65535]]], np.int32))
    picture = read_picture(tmp_path / "small.tif")
    assert picture.pixels[0, :, 0].tolist() == [0, 1000, 65535]
    assert len(picture.notices) == 1 and "int32" in picture.notices[0]
    save_tiff(tmp_path / "large.tif", np.array([[[0], [2**31], [2**32 - 1]]], np.uint32))
    assert read_picture(tmp_path / "large.tif").pixels[0, :, 0].tolist() == [0, 32768, 65535]


@pytest.mark.parametrize("suffix", [".png", ".gif", ".tif"])
def test_palette_becomes_rgb_with_a_notice(tmp_path: Path, suffix: str) -> None:
    image = image_of(noise(3)).quantize(16)
    image.save(tmp_path / f"a{suffix}")
    picture = read_picture(tmp_path / f"a{suffix}")
    np.testing.assert_array_equal(picture.pixels, np.asarray(image.convert("RGB")))
    assert len(picture.notices) == 1 and "palette" in picture.notices[0]


@pytest.mark.parametrize("suffix", [".png", ".gif"])
def test_palette_with_transparency_becomes_rgba(tmp_path: Path, suffix: str) -> None:
    image = image_of(noise(3)).quantize(16)
    image.save(tmp_path / f"a{suffix}", transparency=3)
    picture = read_picture(tmp_path / f"a{suffix}")
    np.testing.assert_array_equal(picture.pixels[..., 3] == 0, np.asarray(image) == 3)
    assert len(picture.notices) == 1


def test_transparent_colour_becomes_alpha(tmp_path: Path) -> None:
    Image.fromarray(np.array([[7, 8]], np.uint8)).save(tmp_path / "grey.png", transparency=7)
    picture = read_picture(tmp_path / "grey.png")
    assert picture.pixels.tolist() == [[[7, 0], [8, 255]]]
    assert "transparent" in picture.notices[0]
    image_of(np.array([[[1, 2, 3], [4, 5, 6]]], np.uint8)).save(tmp_path / "rgb.png", transparency=(1, 2, 3))
    assert read_picture(tmp_path / "rgb.png").pixels.tolist() == [[[1, 2, 3, 0], [4, 5, 6, 255]]]


def test_one_bit_becomes_grey(tmp_path: Path) -> None:
    Image.fromarray(np.array([[0, 255]], np.uint8)).convert("1").save(tmp_path / "a.png")
    picture = read_picture(tmp_path / "a.png")
    assert picture.pixels.tolist() == [[[0], [255]]]
    assert len(picture.notices) == 1


def test_lab_and_ycbcr_tiff_become_rgb(tmp_path: Path) -> None:
    red = Image.new("RGB", (4, 4), (200, 10, 10))
    srgb, lab = ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB")
    image = ImageCms.profileToProfile(red, srgb, lab, outputMode="LAB")
    assert image is not None
    image.save(tmp_path / "lab.tif")
    picture = read_picture(tmp_path / "lab.tif")
    assert abs(picture.pixels[0, 0].astype(int) - (200, 10, 10)).max() <= 5
    assert "LAB" in picture.notices[0]
    red.convert("YCbCr").save(tmp_path / "ycbcr.tif")
    picture = read_picture(tmp_path / "ycbcr.tif")
    assert abs(picture.pixels[0, 0].astype(int) - (200, 10, 10)).max() <= 3


def cmyk_profile() -> bytes:
    """The smallest ICC profile of a printer: a table of 2^4 colours, in which the cyan ink is pink."""
    white, pink, black = bytes([255, 128, 128]), bytes([200, 190, 128]), bytes([0, 128, 128])
    colours = white + black * 7 + pink + black * 7
    identity = struct.pack(">9i", *[65536 if number % 4 == 0 else 0 for number in range(9)])
    ramp = bytes(range(256))
    table = b"mft1" + bytes(4) + bytes([4, 3, 2, 0]) + identity + ramp * 4 + colours + ramp * 3
    header = bytearray(128)
    header[8:12] = b"\x02\x40\0\0"
    header[12:24] = b"prtrCMYKLab "
    header[36:40] = b"acsp"
    header[68:80] = struct.pack(">3i", 63190, 65536, 54061)
    tags = struct.pack(">I4sII", 1, b"A2B0", 144, len(table))
    header[0:4] = struct.pack(">I", 144 + len(table))
    return bytes(header) + tags + table


@pytest.mark.parametrize("suffix", [".jpg", ".tif"])
def test_cmyk_goes_through_its_own_profile_which_is_then_dropped(tmp_path: Path, suffix: str) -> None:
    ink = Image.new("CMYK", (16, 16), (255, 0, 0, 0))
    ink.save(tmp_path / f"a{suffix}", icc_profile=cmyk_profile())
    picture = read_picture(tmp_path / f"a{suffix}")
    red, green, blue = picture.pixels[0, 0].tolist()
    assert red > 230 and green < 180 and blue > green
    assert picture.metadata.icc is None
    assert picture.notices == ("CMYK was converted to sRGB.",)

    for profile in (None, b"damaged profile"):
        ink.save(tmp_path / f"b{suffix}", icc_profile=profile)
        picture = read_picture(tmp_path / f"b{suffix}")
        assert picture.pixels[0, 0].tolist() == [0, 255, 255]
        assert picture.metadata.icc is None
        assert any("approximate" in notice for notice in picture.notices)


def test_metadata_and_jpeg_settings_are_read(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[271] = "Maker"
    image_of(noise(3)).save(
        tmp_path / "a.jpg", quality=71, subsampling=1, exif=exif, xmp=b"", icc_profile=SRGB, dpi=(300, 200)
    )
    picture = read_picture(tmp_path / "a.jpg")
    with Image.open(tmp_path / "a.jpg") as image:
        tables = tuple(tuple(table) for table in image.quantization.values())
    assert picture.jpeg == JpegSettings(tables, 1)
    assert picture.format == "JPEG" and not picture.lossless
    assert picture.metadata.icc == SRGB
    assert picture.metadata.dpi == (300, 200)
    assert b"Maker" in (picture.metadata.exif or b"")


@pytest.mark.parametrize("unit, expected", [(2, (300.0, 150.0)), (3, (762.0, 381.0)), (1, None)])
def test_tiff_resolution_is_per_inch(tmp_path: Path, unit: int, expected: tuple[float, float] | None) -> None:
    save_tiff(tmp_path / "a.tif", noise(3, np.uint16), resolution=(300, 150), resolutionunit=unit)
    assert read_picture(tmp_path / "a.tif").metadata.dpi == expected


def test_exif_as_hexadecimal_text_in_png_is_read(tmp_path: Path) -> None:
    exif = orientation_exif(6)
    text = f"\nexif\n{len(exif):8}\n{exif.hex()}\n".encode()
    file = BytesIO()
    image_of(noise(3)).save(file, "PNG")
    data = b"Raw profile type exif\0\0" + zlib.compress(text)
    (tmp_path / "a.png").write_bytes(with_chunk(file.getvalue(), b"zTXt", data))
    picture = read_picture(tmp_path / "a.png")
    np.testing.assert_array_equal(picture.pixels, np.rot90(noise(3), -1))
    assert picture.metadata.exif is not None


def test_damaged_metadata_is_left_out_with_a_notice(tmp_path: Path) -> None:
    image_of(noise(3)).save(tmp_path / "a.jpg", exif=b"Exif\0\0garbage", xmp=b"<not xml")
    picture = read_picture(tmp_path / "a.jpg")
    assert picture.metadata.exif is None and picture.metadata.xmp is None
    assert len(picture.notices) == 2


def test_profile_that_does_not_fit_is_left_out_with_a_notice(tmp_path: Path) -> None:
    image_of(noise(1)).save(tmp_path / "a.jpg", icc_profile=SRGB)
    picture = read_picture(tmp_path / "a.jpg")
    assert picture.metadata.icc is None
    assert len(picture.notices) == 1 and "profile" in picture.notices[0]


def test_with_pixels_keeps_everything_but_a_profile_that_does_not_fit(tmp_path: Path) -> None:
    image_of(noise(3)).save(tmp_path / "a.jpg", icc_profile=SRGB, dpi=(72, 72))
    picture = read_picture(tmp_path / "a.jpg")
    black = picture.with_pixels(np.zeros_like(picture.pixels))
    assert black.pixels.max() == 0
    assert (black.metadata, black.jpeg, black.format) == (picture.metadata, picture.jpeg, "JPEG")
    assert picture.with_pixels(noise(1)).metadata.icc is None


@pytest.mark.parametrize("bad", [np.zeros((4, 4), np.uint8), np.zeros((4, 4, 5), np.uint8), np.zeros((4, 4, 3))])
def test_picture_checks_its_pixels(bad: npt.NDArray[Any]) -> None:
    with pytest.raises(ValueError, match="expected uint8 or uint16"):
        Picture(bad)


def test_the_first_picture_of_an_mpo_is_read_with_a_notice(tmp_path: Path) -> None:
    first, second = Image.new("RGB", (8, 8), "red"), Image.new("RGB", (8, 8), "blue")
    first.save(tmp_path / "a.jpg", "MPO", save_all=True, append_images=[second])
    picture = read_picture(tmp_path / "a.jpg")
    assert picture.format == "JPEG" and picture.jpeg is not None
    assert picture.pixels[0, 0].tolist() == [254, 0, 0]
    assert len(picture.notices) == 1 and "further pictures" in picture.notices[0]


def test_lossless_webp_is_told_from_lossy(tmp_path: Path) -> None:
    for channels in (3, 4):
        image_of(noise(channels)).save(tmp_path / "lossless.webp", lossless=True, exif=orientation_exif(1))
        image_of(noise(channels)).save(tmp_path / "lossy.webp", quality=80, exif=orientation_exif(1))
        assert read_picture(tmp_path / "lossless.webp").lossless
        assert not read_picture(tmp_path / "lossy.webp").lossless


def refused(path: Path, **options: Any) -> str:
    with pytest.raises(PictureError) as caught:
        read_picture(path, **options)
    sentence = str(caught.value)
    assert str(path) in sentence
    assert "\n" not in sentence and sentence.endswith(".")
    return sentence


@pytest.mark.parametrize("suffix", [".gif", ".webp", ".png"])
def test_animation_is_refused(tmp_path: Path, suffix: str) -> None:
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue", "green")]
    frames[0].save(tmp_path / f"a{suffix}", save_all=True, append_images=frames[1:])
    sentence = refused(tmp_path / f"a{suffix}")
    assert "is an animation with 3 frames; save one frame as a picture and open that" in sentence


def test_tiff_of_several_pages_or_of_a_raw_converter_is_refused(tmp_path: Path) -> None:
    with tifffile.TiffWriter(tmp_path / "pages.tif") as writer:
        writer.write(noise(3), photometric="rgb")
        writer.write(noise(3), photometric="rgb")
    assert "has 2 pages; save one page" in refused(tmp_path / "pages.tif")
    tifffile.imwrite(tmp_path / "raw.dng", noise(3), photometric="rgb", subfiletype=1)
    assert "raw" in refused(tmp_path / "raw.dng")


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".tif", ".bmp", ".gif"])
def test_truncated_file_is_refused(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    image_of(noise(3)).save(path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert "damaged" in refused(path)


@pytest.mark.filterwarnings("ignore:Truncated")
@pytest.mark.parametrize("kept", [0.5, 0.95, 0.999])
def test_truncated_16_bit_file_is_refused(tmp_path: Path, kept: float) -> None:
    for suffix, data in {
        ".png": cv2.imencode(".png", noise(3, np.uint16))[1].tobytes(),
        ".tif": cv2.imencode(".tif", noise(3, np.uint16))[1].tobytes(),
    }.items():
        path = tmp_path / f"a{suffix}"
        path.write_bytes(data[: int(len(data) * kept)])
        assert "damaged" in refused(path)
    save_tiff(tmp_path / "b.tif", noise(3, np.uint16))
    data = (tmp_path / "b.tif").read_bytes()
    (tmp_path / "b.tif").write_bytes(data[: int(len(data) * kept)])
    assert "damaged" in refused(tmp_path / "b.tif")


def test_what_is_not_a_picture_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text.jpg").write_text("Dear diary")
    assert "damaged or not a PNG, JPEG, WebP, AVIF, HEIC, TIFF, BMP or GIF" in refused(tmp_path / "text.jpg")
    Image.new("RGB", (8, 8)).save(tmp_path / "a.ppm")
    assert "not a PNG" in refused(tmp_path / "a.ppm")
    (tmp_path / "empty.png").touch()
    assert "empty (0 bytes)" in refused(tmp_path / "empty.png")
    assert "is a folder" in refused(tmp_path)
    assert "no file" in refused(tmp_path / "missing.png")
    assert "no file" in refused(tmp_path / "missing" / "photo.png")
    assert "can't be opened" in refused(tmp_path / ("n" * 300))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a POSIX file system")
def test_links_and_pipes(tmp_path: Path) -> None:
    (tmp_path / "dangling.png").symlink_to(tmp_path / "gone.png")
    assert "gone.png, which doesn't exist" in refused(tmp_path / "dangling.png")
    os.mkfifo(tmp_path / "pipe.png")
    assert "device or a pipe" in refused(tmp_path / "pipe.png")
    image_of(noise(3)).save(tmp_path / "real.png")
    (tmp_path / "link.png").symlink_to(tmp_path / "real.png")
    np.testing.assert_array_equal(read_picture(tmp_path / "link.png").pixels, noise(3))


def test_lack_of_permission_and_of_memory_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    image_of(noise(3)).save(tmp_path / "a.png")

    def failing(error: Exception) -> Any:
        def open_(*_args: Any, **_options: Any) -> Any:
            raise error

        return open_

    monkeypatch.setattr(Path, "open", failing(PermissionError(errno.EACCES, "Permission denied")))
    assert "can't be opened (Permission denied)" in refused(tmp_path / "a.png")
    monkeypatch.setattr(Path, "open", failing(MemoryError()))
    assert "memory" in refused(tmp_path / "a.png")


def test_limit_is_checked_before_decoding_and_only_ours_counts(tmp_path: Path) -> None:
    path = tmp_path / "huge.png"  # a header, and pixels that end at once
    header = struct.pack(">IIBBBBB", 19_000, 10_000, 1, 0, 0, 0, 0)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0")))
    sentence = refused(path, max_megapixels=150)
    assert "190.0 megapixels (19000 × 10000) and the limit is 150" in sentence
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert "damaged" in refused(path)


@pytest.mark.parametrize("suffix", [".jpg", ".webp", ".tif", ".bmp", ".gif"])
def test_limit_holds_for_every_format(tmp_path: Path, suffix: str) -> None:
    image_of(noise(3)).save(tmp_path / f"a{suffix}")
    assert "megapixels" in refused(tmp_path / f"a{suffix}", max_megapixels=0.0005)
    read_picture(tmp_path / f"a{suffix}", max_megapixels=0.001)


@pytest.mark.skipif(sys.platform != "linux", reason="ru_maxrss has other units elsewhere")
def test_24_megapixels_need_little_more_than_twice_their_memory(tmp_path: Path) -> None:
    Image.new("RGB", (6000, 4000), "teal").save(tmp_path / "a.jpg", exif=orientation_exif(6))
    program = """
import resource, sys
from pathlib import Path
from ganeditor.project.picture import read_picture
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
pixels = read_picture(Path(sys.argv[1])).pixels
assert pixels.shape == (6000, 4000, 3)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024 / pixels.nbytes)
"""
    command = [sys.executable, "-c", program, str(tmp_path / "a.jpg")]
    copies = float(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    assert copies < 2.8  # Pillow holds RGB in 4 bytes: 1.33 + 1, and its buffers
