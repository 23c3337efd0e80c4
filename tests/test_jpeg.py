"""A JPEG stays the JPEG that it was wherever an edit does not touch it, decoded by any program."""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from ganeditor import child
from ganeditor.opencv import cv2
from ganeditor.project import jpeg
from ganeditor.project.export import export_picture
from ganeditor.project.picture import Picture, read_picture

BOX = (slice(70, 131), slice(90, 141))
"""What the edits below touch, in upright pixels of a picture with 333 rows and 251 columns."""
NEUTRAL_NOTE = b"AI"


def scene(seed: int = 0) -> npt.NDArray[np.uint8]:
    """[333, 251, 3] with soft shapes, fine noise, and places that are quite black and quite white."""
    random = np.random.default_rng(seed)
    soft = cv2.resize(random.normal(128, 90, (12, 9, 3)).astype(np.float32), (251, 333), interpolation=cv2.INTER_CUBIC)
    return (soft + random.normal(0, 12, soft.shape)).clip(0, 255).astype(np.uint8)


KINDS: dict[str, dict[str, Any]] = {
    "444": {"subsampling": 0},
    "422": {"subsampling": 1},
    "420": {"subsampling": 2},
    "411": {"subsampling": "4:1:1"},
    "progressive": {"subsampling": 2, "progressive": True},
    "restarts": {"subsampling": 2, "restart_marker_blocks": 3},
    "rgb": {"keep_rgb": True},
    "grey": {},
}


def save(path: Path, kind: str, orientation: int = 1, quality: int = 88) -> Path:
    exif = Image.Exif()
    exif[274] = orientation
    image = Image.fromarray(scene())
    image = image.convert("L") if kind == "grey" else image
    image.save(path, quality=quality, exif=exif.tobytes(), **KINDS[kind])
    return path


def edited(picture: Picture) -> Picture:
    """With another face in BOX."""
    pixels = picture.pixels.copy()
    pixels[BOX] = scene(1)[..., : pixels.shape[2]][BOX]
    return picture.with_pixels(pixels)


def far(pixels: npt.NDArray[Any], margin: int = 32) -> npt.NDArray[Any]:
    """Without BOX and what is nearer to it than margin, which is more than a minimum coded unit."""
    kept = pixels.copy()
    rows, columns = BOX
    kept[rows.start - margin : rows.stop + margin, columns.start - margin : columns.stop + margin] = 0
    return kept


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("orientation", [1, 6])
def test_pixels_that_an_edit_does_not_touch_decode_to_the_same(tmp_path: Path, kind: str, orientation: int) -> None:
    source = save(tmp_path / "a.jpg", kind, orientation)
    before = read_picture(source)
    assert export_picture(edited(before), tmp_path / "b.jpg") == ()
    after = read_picture(tmp_path / "b.jpg")
    np.testing.assert_array_equal(far(after.pixels), far(before.pixels))
    unchanged = (after.pixels == before.pixels).all(2)
    rows, columns = BOX
    assert unchanged[: rows.start - 17].all() and unchanged[:, columns.stop + 17 :].all()
    other = [cv2.imread(str(path), cv2.IMREAD_UNCHANGED) for path in (source, tmp_path / "b.jpg")]
    assert other[0] is not None and other[1] is not None
    if orientation == 1:
        np.testing.assert_array_equal(far(other[0].reshape(before.pixels.shape)), far(other[1].reshape(333, 251, -1)))
    with Image.open(source) as one, Image.open(tmp_path / "b.jpg") as two:
        assert (two.size, two.mode, two.layer) == (one.size, one.mode, one.layer)
        assert two.quantization == one.quantization
        assert two.getexif().get(274, 1) == orientation


@pytest.mark.parametrize("kind", ["444", "420", "grey"])
@pytest.mark.parametrize("quality", [50, 88, 98])
def test_the_edit_is_as_good_as_compressing_it_anew(tmp_path: Path, kind: str, quality: int) -> None:
    before = read_picture(save(tmp_path / "a.jpg", kind, quality=quality))
    wanted = edited(before)
    export_picture(wanted, tmp_path / "b.jpg")
    export_picture(Picture(wanted.pixels, jpeg=before.jpeg), tmp_path / "anew.jpg")
    errors = [
        np.square(read_picture(tmp_path / name).pixels[BOX].astype(float) - wanted.pixels[BOX]).mean() ** 0.5
        for name in ("b.jpg", "anew.jpg")
    ]
    assert errors[0] <= errors[1] * 1.05 + 0.2


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_way_to_lie_is_kept(tmp_path: Path, orientation: int) -> None:
    before = read_picture(save(tmp_path / "a.jpg", "420", orientation))
    export_picture(edited(before), tmp_path / "b.jpg")
    after = read_picture(tmp_path / "b.jpg")
    np.testing.assert_array_equal(far(after.pixels), far(before.pixels))
    assert abs(after.pixels[BOX].astype(int) - edited(before).pixels[BOX]).mean() < 12


@pytest.mark.parametrize("corner", [(0, 0), (-1, -1), (0, -1)])
def test_an_edit_may_reach_the_rim(tmp_path: Path, corner: tuple[int, int]) -> None:
    before = read_picture(save(tmp_path / "a.jpg", "420"))
    pixels = before.pixels.copy()
    pixels[corner] = 255 - pixels[corner]
    assert export_picture(before.with_pixels(pixels), tmp_path / "b.jpg") == ()
    different = (read_picture(tmp_path / "b.jpg").pixels != before.pixels).any(2)
    assert 0 < different.sum() <= 18 * 18


@pytest.mark.parametrize("orientation", [1, 6])
def test_a_photo_that_is_not_edited_is_the_same_file(tmp_path: Path, orientation: int) -> None:
    source = save(tmp_path / "a.jpg", "420", orientation)
    picture = read_picture(source)
    assert export_picture(picture.with_pixels(picture.pixels.copy()), tmp_path / "b.jpg") == ()
    assert (tmp_path / "b.jpg").read_bytes() == source.read_bytes()
    export_picture(picture, source, overwrite=True)
    assert (tmp_path / "b.jpg").read_bytes() == source.read_bytes()


def test_another_quality_or_size_compresses_anew(tmp_path: Path) -> None:
    picture = read_picture(save(tmp_path / "a.jpg", "420"))
    export_picture(picture, tmp_path / "q.jpg", quality=60)
    with Image.open(tmp_path / "q.jpg") as image:
        assert list(image.quantization.values()) != [list(row) for row in (picture.jpeg or 1).tables]
    assert export_picture(picture.with_pixels(picture.pixels[::2, ::2].copy()), tmp_path / "s.jpg") == ()
    assert read_picture(tmp_path / "s.jpg").pixels.shape == (167, 126, 3)


def test_stripping_keeps_the_coefficients_but_not_those_of_a_turned_photo(tmp_path: Path) -> None:
    picture = read_picture(save(tmp_path / "a.jpg", "420"))
    assert export_picture(picture, tmp_path / "b.jpg", strip=True, edited=False) == ()
    bare = read_picture(tmp_path / "b.jpg")
    np.testing.assert_array_equal(bare.pixels, picture.pixels)
    assert bare.metadata.exif is None
    (notice,) = export_picture(read_picture(save(tmp_path / "t.jpg", "420", 6)), tmp_path / "c.jpg", strip=True)
    assert "anew" in notice
    with Image.open(tmp_path / "c.jpg") as image:
        assert image.getexif().get(274, 1) == 1 and image.size == (333, 251)


def test_what_can_not_be_kept_is_compressed_anew_and_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Image.fromarray(scene()).convert("CMYK").save(tmp_path / "cmyk.jpg")
    picture = read_picture(tmp_path / "cmyk.jpg")
    (notice,) = export_picture(picture, tmp_path / "b.jpg")
    assert "anew" in notice
    assert read_picture(tmp_path / "b.jpg").notices == ()

    def ended(*_args: Any) -> None:
        raise child.ChildError("x", 1, "out of luck")

    monkeypatch.setattr(child, "run", ended)
    (notice,) = export_picture(edited(read_picture(save(tmp_path / "a.jpg", "420"))), tmp_path / "c.jpg")
    assert "anew" in notice and "out of luck" in notice


def test_further_pictures_end_with_the_first(tmp_path: Path) -> None:
    """An MPO's second picture is announced as left out, and what is kept does not announce it itself."""
    first, second = Image.fromarray(scene()), Image.fromarray(scene(2))
    first.save(tmp_path / "a.mpo", "MPO", save_all=True, append_images=[second])
    picture = read_picture(tmp_path / "a.mpo")
    assert "left out" in picture.notices[0]
    for name, exported in (("neutral.jpg", picture), ("edited.jpg", edited(picture))):
        assert export_picture(exported, tmp_path / name) == ()
        again = read_picture(tmp_path / name)
        assert again.notices == ()
        np.testing.assert_array_equal(far(again.pixels), far(picture.pixels))
        assert (tmp_path / name).stat().st_size < (tmp_path / "a.mpo").stat().st_size


def test_a_damaged_header_is_said(tmp_path: Path) -> None:
    data = save(tmp_path / "a.jpg", "420").read_bytes()
    blank = np.zeros((333, 251, 3), np.uint8)
    for broken in (data[:100], data[:2] + b"\0" + data[2:], b"\xff\xd8\xff\xd9"):
        with pytest.raises(jpeg.JpegError):
            jpeg.edited(broken, blank, blank)
        assert jpeg.said_in(broken) == jpeg.Said()
