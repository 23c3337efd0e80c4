"""What is exported has its source's pixels, quality and metadata, says that AI edited it, and never harms a file."""

import errno
import os
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import tifffile
from PIL import Image, ImageCms
from test_metadata import MAKER_NOTE, THUMBNAIL, camera_exif, packet, properties

from ganeditor.errors import PictureError
from ganeditor.files import atomic_write
from ganeditor.opencv import cv2
from ganeditor.project import export
from ganeditor.project.export import EXPORTERS, SOFTWARE, edited_path, export_picture
from ganeditor.project.metadata import AI_NOTE, AI_SOURCE_TYPE, Metadata
from ganeditor.project.picture import Picture, read_picture

SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
GREY = SRGB[:16] + b"GRAY" + SRGB[20:]


def noise(channels: int, dtype: type[np.uint8] | type[np.uint16] = np.uint8) -> npt.NDArray[Any]:
    """[701, 23, C] of every value a channel can have."""
    shape = (701, 23, channels)
    return np.random.default_rng(channels).integers(0, np.iinfo(dtype).max, shape, dtype=dtype, endpoint=True)


def smooth() -> npt.NDArray[np.uint8]:
    """[64, 48, 3] that compresses like a photo."""
    return np.asarray(Image.linear_gradient("L").resize((48, 64)).convert("RGB"))


def photo(tmp_path: Path, **options: Any) -> Path:
    """A JPEG as a camera writes it: stored lying, 48 wide and 64 high when upright."""
    path = tmp_path / "photo.jpg"
    xmp = packet('tiff:Orientation="6" dc:format="image/jpeg" xmp:CreatorTool="Camera"')
    exif = b"Exif\0\0" + camera_exif(orientation=6)
    image = Image.fromarray(smooth()).transpose(Image.Transpose.ROTATE_90)
    image.save(path, exif=exif, xmp=xmp, icc_profile=SRGB, dpi=(300, 300), **options)
    return path


def retouched(picture: Picture) -> Picture:
    """With one edited pixel."""
    pixels = picture.pixels.copy()
    pixels[9, 7] = ~pixels[9, 7]
    return picture.with_pixels(pixels)


LOSSLESS = [
    *[(".png", channels, dtype) for channels in (1, 2, 3, 4) for dtype in (np.uint8, np.uint16)],
    *[(".tif", channels, dtype) for channels in (1, 2, 3, 4) for dtype in (np.uint8, np.uint16)],
    *[(".webp", channels, np.uint8) for channels in (3, 4)],
    *[(".bmp", channels, np.uint8) for channels in (1, 3)],
]


@pytest.mark.parametrize("suffix, channels, dtype", LOSSLESS)
@pytest.mark.parametrize("exif", [None, camera_exif(order="<"), camera_exif(order=">")], ids=["bare", "II", "MM"])
def test_lossless_formats_give_the_same_pixels_back(
    tmp_path: Path, suffix: str, channels: int, dtype: Any, exif: bytes | None
) -> None:
    pixels = noise(channels, dtype)
    path = tmp_path / f"a{suffix}"
    notices = export_picture(Picture(pixels, Metadata(exif=exif)), path)
    assert notices == () or suffix == ".bmp"
    picture = read_picture(path)
    assert picture.notices == ()
    assert picture.pixels.dtype == dtype
    np.testing.assert_array_equal(picture.pixels, pixels)


@pytest.mark.parametrize("channels", [1, 2, 3, 4])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_other_readers_see_the_same_pixels(tmp_path: Path, channels: int, dtype: Any) -> None:
    pixels = noise(channels, dtype)
    metadata = Metadata(camera_exif(), None, GREY if channels < 3 else SRGB, (300, 300))
    export_picture(Picture(pixels, metadata), tmp_path / "a.tif")
    export_picture(Picture(pixels, metadata), tmp_path / "a.png")
    np.testing.assert_array_equal(tifffile.imread(tmp_path / "a.tif").reshape(pixels.shape), pixels)
    decoded = cv2.imread(str(tmp_path / "a.png"), cv2.IMREAD_UNCHANGED)
    assert decoded is not None
    decoded = decoded.reshape(*pixels.shape[:2], -1)
    order = {1: [0], 2: [0, 3], 3: [2, 1, 0], 4: [2, 1, 0, 3]}[channels]
    np.testing.assert_array_equal(decoded[..., order], pixels)


@pytest.mark.parametrize("suffix", [".png", ".tif", ".webp", ".bmp"])
def test_pixels_may_be_a_view(tmp_path: Path, suffix: str) -> None:
    turned = noise(3).swapaxes(0, 1)[::-1]
    export_picture(Picture(turned), tmp_path / f"a{suffix}")
    np.testing.assert_array_equal(read_picture(tmp_path / f"a{suffix}").pixels, turned)


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".tif"])
@pytest.mark.parametrize("deep", [False, True])
def test_metadata_survives_and_tells_the_truth(tmp_path: Path, suffix: str, deep: bool) -> None:
    picture = retouched(read_picture(photo(tmp_path)))
    if deep:
        picture = picture.with_pixels(picture.pixels.astype(np.uint16) * 257)
    path = tmp_path / f"out{suffix}"
    export_picture(picture, path)
    assert THUMBNAIL not in path.read_bytes()
    assert read_picture(path).pixels.shape == (64, 48, 3)
    with Image.open(path) as image:
        image.load()
        tags = image.getexif()
        assert (image.size, tags.get(274, 1)) == (((64, 48), 6) if suffix == ".jpg" else ((48, 64), 1))
        assert tags[271] == "Maker"
        assert tags[305] == SOFTWARE
        assert tags.get_ifd(34665)[37500] == MAKER_NOTE
        assert [float(part) for part in tags.get_ifd(34853)[2]] == [52.0, 31.0, 12.5]
        assert tags.get_ifd(1) == {}
        assert image.info["icc_profile"] == SRGB
        xmp = image.info["xmp"]
        if suffix != ".webp":
            assert [round(float(value)) for value in image.info["dpi"]] == [300, 300]
    assert properties(xmp, "iptc", "DigitalSourceType") == [AI_SOURCE_TYPE]
    assert properties(xmp, "xmp", "CreatorTool") == [SOFTWARE]
    assert properties(xmp, "photoshop", "Instructions") == [AI_NOTE]
    assert properties(xmp, "dc", "format") == ["image/jpeg"]
    assert properties(xmp, "tiff", "Orientation") == []


@pytest.mark.parametrize("first", [".png", ".webp", ".tif"])
def test_metadata_survives_the_way_back_to_jpeg(tmp_path: Path, first: str) -> None:
    export_picture(read_picture(photo(tmp_path)), tmp_path / f"a{first}")
    export_picture(read_picture(tmp_path / f"a{first}"), tmp_path / "b.jpg")
    with Image.open(tmp_path / "b.jpg") as image:
        tags = image.getexif()
        assert tags[271] == "Maker"
        assert tags.get_ifd(34665)[37500] == MAKER_NOTE
        assert tags.get_ifd(40965) == {1: "R98"}
        assert [float(part) for part in tags.get_ifd(34853)[2]] == [52.0, 31.0, 12.5]
        assert image.info["icc_profile"] == SRGB
        assert properties(image.info["xmp"], "dc", "format") == ["image/jpeg"]


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".tif"])
def test_strip_leaves_the_profile_and_the_note(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"out{suffix}"
    export_picture(read_picture(photo(tmp_path)), path, strip=True)
    for private in (b"Maker", MAKER_NOTE, b"Camera", b"2024:05:06"):
        assert private not in path.read_bytes()
    metadata = read_picture(path).metadata
    assert metadata.icc == SRGB
    assert AI_SOURCE_TYPE.encode() in (metadata.xmp or b"")


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".tif"])
def test_unedited_has_no_note_and_can_be_stripped_bare(tmp_path: Path, suffix: str) -> None:
    picture = read_picture(photo(tmp_path))
    export_picture(picture, tmp_path / f"kept{suffix}", edited=False)
    kept = read_picture(tmp_path / f"kept{suffix}").metadata
    assert b"Camera firmware" in (kept.exif or b"") and b"Camera" in (kept.xmp or b"")
    assert AI_NOTE.encode() not in (tmp_path / f"kept{suffix}").read_bytes()
    export_picture(picture, tmp_path / f"bare{suffix}", edited=False, strip=True)
    bare = read_picture(tmp_path / f"bare{suffix}").metadata
    assert (bare.exif, bare.xmp, bare.icc) == (None, None, SRGB)


@pytest.mark.parametrize("quality", [1, 35, 90, 100])
@pytest.mark.parametrize("subsampling", [0, 1, 2])
def test_jpeg_is_compressed_like_its_source(tmp_path: Path, quality: int, subsampling: int) -> None:
    source = photo(tmp_path, quality=quality, subsampling=subsampling)
    export_picture(read_picture(source), tmp_path / "out.jpg")
    with Image.open(source) as before, Image.open(tmp_path / "out.jpg") as after:
        assert after.quantization == before.quantization
        assert after.layer == before.layer


def test_grey_jpeg_is_compressed_like_its_source(tmp_path: Path) -> None:
    Image.fromarray(noise(1)[..., 0]).save(tmp_path / "grey.jpg", quality=50)
    export_picture(read_picture(tmp_path / "grey.jpg"), tmp_path / "out.jpg")
    with Image.open(tmp_path / "grey.jpg") as before, Image.open(tmp_path / "out.jpg") as after:
        assert after.mode == "L"
        assert after.quantization == before.quantization


def test_quality_can_be_chosen(tmp_path: Path) -> None:
    picture = Picture(noise(3))
    for suffix in (".jpg", ".webp"):
        sizes = []
        for quality in (10, 60, 100):
            export_picture(picture, tmp_path / f"{quality}{suffix}", quality=quality)
            sizes.append((tmp_path / f"{quality}{suffix}").stat().st_size)
        assert sizes == sorted(sizes) and len(set(sizes)) == 3
    with pytest.raises(PictureError, match="from 1 to 100"):
        export_picture(picture, tmp_path / "a.jpg", quality=101)


def test_webp_is_lossy_only_where_the_source_was(tmp_path: Path) -> None:
    Image.fromarray(noise(3)).save(tmp_path / "lossy.webp", quality=50)
    export_picture(read_picture(tmp_path / "lossy.webp"), tmp_path / "out.webp")
    assert not read_picture(tmp_path / "out.webp").lossless


@pytest.mark.parametrize("suffix", [".jpg", ".bmp"])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_alpha_is_put_on_white_with_a_notice(tmp_path: Path, suffix: str, dtype: Any) -> None:
    white = np.iinfo(dtype).max
    pixels = np.zeros((16, 48, 4), dtype)
    pixels[:, 16:32, 3] = white // 2
    pixels[:, 32:, 3] = white
    notices = export_picture(Picture(pixels), tmp_path / f"a{suffix}", edited=False)
    assert any("transparency" in notice for notice in notices)
    row = read_picture(tmp_path / f"a{suffix}").pixels[8, [8, 24, 40]].astype(int)
    assert abs(row - [[255] * 3, [128] * 3, [0] * 3]).max() <= 2
    opaque = Picture(np.full((8, 8, 4), 255, np.uint8))
    assert export_picture(opaque, tmp_path / f"b{suffix}", edited=False) == ()


def test_blending_is_rounded_to_the_nearest_value(tmp_path: Path) -> None:
    pixels = noise(4)
    export_picture(Picture(pixels), tmp_path / "a.bmp")
    opacity = pixels[..., 3:] / 255
    expected = np.floor(pixels[..., :3] * opacity + 255 * (1 - opacity) + 0.5)
    np.testing.assert_array_equal(read_picture(tmp_path / "a.bmp").pixels, expected)


@pytest.mark.parametrize("suffix", [".png", ".tif"])
def test_lossless_formats_are_compressed(tmp_path: Path, suffix: str) -> None:
    export_picture(Picture(smooth().astype(np.uint16) * 257), tmp_path / f"a{suffix}")
    assert (tmp_path / f"a{suffix}").stat().st_size < smooth().nbytes / 3


def test_16_bits_are_rounded_to_the_nearest_8_with_a_notice(tmp_path: Path) -> None:
    values = np.arange(65536, dtype=np.uint16).reshape(256, 256, 1)
    notices = export_picture(Picture(values), tmp_path / "a.bmp", edited=False)
    assert len(notices) == 1 and "16 bits" in notices[0]
    np.testing.assert_array_equal(read_picture(tmp_path / "a.bmp").pixels, np.round(values / 257))


def test_grey_stays_grey_or_becomes_colour_with_its_profile_left_out(tmp_path: Path) -> None:
    picture = Picture(noise(1), Metadata(icc=GREY))
    for suffix in (".png", ".tif", ".jpg"):
        assert export_picture(picture, tmp_path / f"a{suffix}") == ()
        again = read_picture(tmp_path / f"a{suffix}")
        assert again.pixels.shape[2] == 1 and again.metadata.icc == GREY
    notices = export_picture(picture, tmp_path / "a.webp")
    assert len(notices) == 1 and "profile" in notices[0]
    np.testing.assert_array_equal(read_picture(tmp_path / "a.webp").pixels, np.repeat(noise(1), 3, 2))


def test_bmp_says_what_it_can_not_hold(tmp_path: Path) -> None:
    notices = export_picture(read_picture(photo(tmp_path)), tmp_path / "a.bmp")
    assert [word for word in ("profile", "EXIF", "XMP", "AI") if any(word in notice for notice in notices)] == [
        "profile",
        "EXIF",
        "XMP",
        "AI",
    ]
    assert len(notices) == 4


def test_metadata_too_long_for_jpeg_is_left_out_with_a_notice(tmp_path: Path) -> None:
    picture = Picture(smooth(), Metadata(xmp=packet(f'dc:format="{"x" * 70_000}"')))
    assert export_picture(picture, tmp_path / "a.png") == ()
    notices = export_picture(picture, tmp_path / "a.jpg")
    assert len(notices) == 1 and "XMP" in notices[0]
    assert AI_SOURCE_TYPE.encode() in (read_picture(tmp_path / "a.jpg").metadata.xmp or b"")


def test_edited_path_is_always_new(tmp_path: Path) -> None:
    source = tmp_path / "Ünï photo.v2.JPG"
    assert edited_path(source) == tmp_path / "Ünï photo.v2_edited.JPG"
    edited_path(source).touch()
    assert edited_path(source).name == "Ünï photo.v2_edited-2.JPG"
    edited_path(source).symlink_to(tmp_path / "gone")
    assert edited_path(source).name == "Ünï photo.v2_edited-3.JPG"
    assert edited_path(source, tmp_path / "out") == tmp_path / "out" / "Ünï photo.v2_edited.JPG"
    assert edited_path(source, suffix=".png").name == "Ünï photo.v2_edited.png"
    assert edited_path(Path("dance.gif")) == Path("dance_edited.png")
    assert edited_path(Path("noname")) == Path("noname_edited.png")


def refused(path: Path, picture: Picture | None = None, **options: Any) -> str:
    """The sentence of the refusal; nothing in the path's folder may change."""

    def contents() -> dict[str, bytes | None]:
        if not path.parent.is_relative_to("/proc") and path.parent.is_dir():
            return {entry.name: entry.read_bytes() if entry.is_file() else None for entry in path.parent.iterdir()}
        return {}

    before = contents()
    with pytest.raises(PictureError) as caught:
        export_picture(picture or Picture(smooth()), path, **options)
    assert contents() == before
    sentence = str(caught.value)
    assert str(path) in sentence
    assert "\n" not in sentence and sentence.endswith(".")
    return sentence


def test_existing_names_are_never_overwritten_unless_told(tmp_path: Path) -> None:
    path = photo(tmp_path)
    assert "already exists" in refused(path)
    (tmp_path / "dangling.png").symlink_to(tmp_path / "gone.png")
    assert "already exists" in refused(tmp_path / "dangling.png")
    (tmp_path / "folder.png").mkdir()
    assert "is a folder" in refused(tmp_path / "folder.png")
    assert "is a folder" in refused(tmp_path / "folder.png", overwrite=True)
    export_picture(Picture(smooth()[:8]), path, overwrite=True)
    assert read_picture(path).pixels.shape[0] == 8
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["dangling.png", "folder.png", "photo.jpg"]


@pytest.mark.parametrize("hard_links", [True, False])
def test_a_name_taken_while_writing_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hard_links: bool
) -> None:
    def no_link(*_args: Any) -> None:
        raise OSError(errno.EPERM, "no hard links here")

    if not hard_links:
        monkeypatch.setattr(os, "link", no_link)
    path = tmp_path / "a.txt"

    def write(temporary: Path) -> None:
        path.write_text("somebody else's")
        temporary.write_text("ours")

    with pytest.raises(PictureError, match="already exists"):
        atomic_write(path, write)
    assert [entry.read_text() for entry in tmp_path.iterdir()] == ["somebody else's"]
    path = tmp_path / "b.txt"
    atomic_write(path, Path.touch)
    assert path.exists()
    assert len(list(tmp_path.iterdir())) == 2


def test_a_dangling_link_counts_as_existing_without_hard_links_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_link(*_args: Any) -> None:
        raise OSError(errno.EPERM, "no hard links here")

    monkeypatch.setattr(os, "link", no_link)
    (tmp_path / "dangling.png").symlink_to(tmp_path / "gone.png")
    assert "already exists" in refused(tmp_path / "dangling.png")
    assert (tmp_path / "dangling.png").is_symlink()


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions and links")
def test_overwriting_keeps_permissions_and_follows_links(tmp_path: Path) -> None:
    (tmp_path / "real.png").touch(mode=0o640)
    (tmp_path / "link.png").symlink_to("real.png")
    export_picture(Picture(smooth()), tmp_path / "link.png", overwrite=True)
    assert (tmp_path / "link.png").is_symlink()
    assert (tmp_path / "real.png").stat().st_mode & 0o777 == 0o640
    assert read_picture(tmp_path / "real.png").pixels.shape == (64, 48, 3)
    export_picture(Picture(smooth()), tmp_path / "new.png")
    (tmp_path / "ordinary.png").touch()
    assert (tmp_path / "new.png").stat().st_mode == (tmp_path / "ordinary.png").stat().st_mode


@pytest.mark.parametrize(
    "number, words",
    [
        (errno.ENOSPC, "disk is full"),
        (errno.EDQUOT, "disk is full"),
        (errno.EROFS, "read-only"),
        (errno.EACCES, "read-only"),
        (errno.EIO, "another name or folder"),
    ],
)
@pytest.mark.parametrize("overwrite", [False, True])
def test_failure_of_the_disk_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str, overwrite: bool
) -> None:
    if overwrite:
        (tmp_path / "a.png").write_bytes(b"precious")

    def failing(_descriptor: int) -> None:
        assert any(entry.stat().st_size > 100 for entry in tmp_path.iterdir())  # the temporary file is there
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", failing)
    assert words in refused(tmp_path / "a.png", overwrite=overwrite)


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".tif", ".bmp"])
def test_full_disk_in_the_middle_of_writing_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    def save(_picture: Picture, path: Path, _quality: int | None) -> None:
        path.write_bytes(b"half of")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    exporter = EXPORTERS[suffix]
    broken = export.Exporter(**{**vars(exporter), "save": save})
    monkeypatch.setitem(EXPORTERS, suffix, broken)
    assert "disk is full" in refused(tmp_path / f"a{suffix}")


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs /proc")
@pytest.mark.parametrize("suffix", [".jpg", ".png", ".tif"])
def test_a_folder_that_takes_no_files(suffix: str) -> None:
    refused(Path(f"/proc/a{suffix}"))


def test_other_refusals_say_what_to_do(tmp_path: Path) -> None:
    assert "no folder" in refused(tmp_path / "missing" / "a.png")
    (tmp_path / "file").touch()
    assert "no folder" in refused(tmp_path / "file" / "a.png")
    sentence = refused(tmp_path / "a.xyz")
    assert all(suffix in sentence for suffix in EXPORTERS)
    assert "another name" in refused(tmp_path / ("n" * 300 + ".png"))
    wide = Picture(np.zeros((1, 16384, 3), np.uint8))
    assert "at most 16383 pixels" in refused(tmp_path / "a.webp", wide)
    export_picture(wide, tmp_path / "a.png")


def test_complaint_of_an_encoder_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_args: Any, **_options: Any) -> None:
        raise ValueError("bad luck")

    monkeypatch.setattr(Image.Image, "save", failing)
    assert "as JPEG (bad luck)" in refused(tmp_path / "a.jpg")


def test_atomic_write_passes_other_errors_on_and_cleans_up(tmp_path: Path) -> None:
    class StopError(Exception):
        pass

    def write(temporary: Path) -> None:
        assert temporary.parent == tmp_path and temporary.suffix == ".mp4"
        temporary.touch()
        raise StopError

    with pytest.raises(StopError):
        atomic_write(tmp_path / "a.mp4", write)
    assert list(tmp_path.iterdir()) == []
