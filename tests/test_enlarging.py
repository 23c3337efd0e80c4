"""Photos enlarged: tiles that don't show, every depth and channel as it was, and an end when one is wanted."""

import io
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image
from torch import nn
from upscalers import tiny_rrdb, tiny_srresnet, tiny_srvgg

from ganeditor.checkpoints.upscalers import open_upscaler
from ganeditor.edits.enhance import EnhanceEdit
from ganeditor.engine.enhance import photo, tiles, upscaler
from ganeditor.engine.enhance.cost import Pace
from ganeditor.engine.enhance.photo import enlarge
from ganeditor.engine.enhance.upscaler import Upscaler
from ganeditor.engine.networks.rrdb import RRDBNet, RRDBSizes
from ganeditor.engine.stages import enhance as stage
from ganeditor.engine.stages.restyle import square_around
from ganeditor.engine.stages.scene import Scene
from ganeditor.errors import EditError, FaceError, UserError
from ganeditor.fields import Fields
from ganeditor.opencv import cv2
from ganeditor.progress import Cancelled, silent
from ganeditor.project.dimensions import xmp_with_dimensions
from ganeditor.project.document import Document, Set
from ganeditor.project.document import Photo as DocumentPhoto
from ganeditor.project.export import export_picture
from ganeditor.project.history import History, Step
from ganeditor.project.metadata import Metadata
from ganeditor.project.picture import Picture, read_picture
from ganeditor.project.store import Project, load_project, save_project

CPU = torch.device("cpu")
X4 = Upscaler("tiny", tiny_rrdb()).to(CPU)
COMPACT = Upscaler("compact", tiny_srvgg(4)).to(CPU)


def random_picture(height: int, width: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).random((height, width, 3), np.float32)


@pytest.mark.parametrize(
    "network",
    [tiny_rrdb(), tiny_rrdb(RRDBSizes(4, 3, 1, doublings=2, unshuffle=2)), tiny_srvgg(), tiny_srresnet()],
    ids=["esrgan", "unshuffled", "compact", "srgan"],
)
def test_tiles_are_the_whole(network: nn.Module, monkeypatch: pytest.MonkeyPatch) -> None:
    """These networks see less than the context, so that nothing may differ; nor with parts of the last layers."""
    made, picture = Upscaler("tiny", network).to(CPU), random_picture(203, 70)
    x = torch.from_numpy(np.pad(picture, ((0, -203 % network.multiple), (0, 0), (0, 0)), "edge")).permute(2, 0, 1)[None]
    plain = network(x)[0].permute(1, 2, 0).numpy()[: 203 * made.scale]
    monkeypatch.setattr(upscaler, "OUTER_SIDE", 17)
    np.testing.assert_allclose(made(picture), plain, atol=1e-5)
    rows = list(tiles.enlarged(made, picture, 60))
    assert [row.first for row in rows] == [sum(len(row.pixels) for row in rows[:index]) for index in range(len(rows))]
    assert len(rows) == 4
    tiled = np.concatenate([row.pixels for row in rows])
    np.testing.assert_allclose(tiled, tiles.true_to(picture, made), atol=2e-5)


def test_a_seam_would_show_with_less_context(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tiles, "MARGIN", tiles.RAMP // 2)
    picture = random_picture(40, 130)
    tiled = np.concatenate([row.pixels for row in tiles.enlarged(X4, picture, 65)])
    assert np.abs(tiled - tiles.true_to(picture, X4)).max() > 1 / 255


def test_wide_areas_keep_their_colours() -> None:
    """A network that makes everything darker and bluer."""
    network = tiny_srvgg(2)
    network.last.weight.data.zero_()
    network.last.bias.data.copy_(torch.tensor([-0.1] * 8 + [0.1] * 4))
    picture = np.full((30, 40, 3), 0.5, np.float32)
    np.testing.assert_allclose(tiles.true_to(picture, Upscaler("dark", network).to(CPU)), 0.5, atol=1e-5)


def test_memory_decides_how_large_tiles_are(monkeypatch: pytest.MonkeyPatch) -> None:
    sides = []
    for free in (0, 80 * X4.bytes_per_pixel * 400**2, 1 << 60):
        monkeypatch.setattr(tiles, "free_memory", lambda _device, free=free: free)
        sides.append(tiles.side_for(X4))
    assert sides[0] == tiles.SMALLEST and sides[2] == tiles.LARGEST
    assert sides == sorted(sides)


def test_the_cost_counts_what_tiles_see_of_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []

    def counted(picture: np.ndarray, _upscaler: Upscaler, _progress: Any) -> np.ndarray:
        seen.append(picture.size // 3)
        return picture.repeat(4, 0).repeat(4, 1)

    monkeypatch.setattr(tiles, "true_to", counted)
    list(tiles.enlarged(X4, random_picture(203, 170), 60))
    assert len(seen) == 12 and tiles.pixels_seen(203, 170, 60) == sum(seen)
    landmarks = [np.array([[30, 30], [50, 30], [40, 55]], np.float32)]
    x0, y0, x1, y1 = square_around(landmarks[0], 170, 203)
    face, whole, none = ([(x1 - x0, y1 - y0)], [(170, 203)], [])
    for edit, sizes in (
        (EnhanceEdit(4), whole),
        (EnhanceEdit(4, faces=True), face),
        (EnhanceEdit(4, strength=0.0), none),
        (EnhanceEdit(), none),
    ):
        assert stage.sizes_seen(edit, 170, 203, landmarks) == sizes
    assert Pace(0.5, 60).seconds_for(face + whole) == 0.5 * (sum(seen) + tiles.pixels_seen(y1 - y0, x1 - x0, 60))


def levels(height: int, width: int, channels: int, dtype: type) -> np.ndarray:
    top = np.iinfo(dtype).max
    return np.random.default_rng(1).integers(0, top, (height, width, channels), dtype, endpoint=True)


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("channels", [1, 2, 3, 4])
def test_depth_and_channels_stay(channels: int, dtype: type) -> None:
    pixels = levels(12, 9, channels, dtype)
    before = pixels.copy()
    large = enlarge(pixels, (36, 48), 1.0, X4)
    assert large.shape == (48, 36, channels) and large.dtype == dtype
    np.testing.assert_array_equal(pixels, before)
    if channels in (2, 4):
        alpha = cv2.resize(pixels[..., -1].astype(np.float64), (36, 48), interpolation=cv2.INTER_CUBIC)
        expected = alpha.clip(0, np.iinfo(dtype).max)
        np.testing.assert_allclose(large[..., -1].astype(float), expected, atol=1 + np.iinfo(dtype).max / 1e5)


def test_sixteen_bits_are_more_than_eight() -> None:
    ramp = np.linspace(20_000, 20_400, 40).astype(np.uint16)[None, :, None].repeat(12, 0).repeat(3, 2)
    assert len(np.unique(enlarge(ramp, (160, 48), 0.0, X4))) > 100


def test_grey_stays_grey() -> None:
    pixels = levels(12, 9, 1, np.uint8).repeat(3, 2)
    large = enlarge(pixels, (36, 48), 1.0, X4)
    np.testing.assert_array_equal(large, large[..., :1].repeat(3, 2))
    np.testing.assert_array_equal(large[..., :1], enlarge(pixels[..., :1], (36, 48), 1.0, X4))


@pytest.mark.parametrize("level", [0, 255])
def test_white_stays_white(level: int) -> None:
    pixels = np.full((40, 40, 3), level, np.uint8)
    assert (enlarge(pixels, (160, 160), 1.0, X4) == level).all()
    pixels[12:20, 12:20] = levels(8, 8, 3, np.uint8)
    large = enlarge(pixels, (160, 160), 1.0, X4)
    outside = np.ones((160, 160), bool)
    outside[11 * 4 : 21 * 4, 11 * 4 : 21 * 4] = False
    assert (large[outside] == level).all()


def test_what_is_hidden_does_not_bleed() -> None:
    """Red on nothing, whose pixels are black: no pixel that is to be seen gets darker."""
    pixels = np.zeros((24, 24, 4), np.uint8)
    pixels[6:18, 6:18] = (200, 40, 40, 255)
    large = enlarge(pixels, (96, 96), 0.0, X4)
    seen = large[..., 3] > 0
    assert np.abs(large[seen][:, :3].astype(int) - (200, 40, 40)).max() <= 2


def test_strength_goes_from_bicubic_to_the_network() -> None:
    pixels = levels(20, 30, 3, np.uint8)
    plain, half, full = (enlarge(pixels, (120, 80), strength, X4).astype(int) for strength in (0.0, 0.5, 1.0))
    cubic = cv2.resize(pixels.astype(np.float32), (120, 80), interpolation=cv2.INTER_CUBIC)
    np.testing.assert_array_equal(plain, np.rint(cubic.clip(0, 255)))
    inside = ((cubic > 0) & (cubic < 255) & (full > 0) & (full < 255)).all(2)
    assert inside.mean() > 0.3
    assert np.abs(half - (plain + full) / 2)[inside].max() <= 1.5


def test_bicubic_rows_are_those_of_the_whole() -> None:
    picture = random_picture(150, 8)
    whole = cv2.resize(picture, (32, 600), interpolation=cv2.INTER_CUBIC)
    strips = dict(photo._cubic_strips(picture, 4, silent))
    np.testing.assert_allclose(np.concatenate([*strips.values()]), whole, atol=1e-6)
    assert [*strips] == [0, 256, 512]
    np.testing.assert_allclose(photo._cubic_rows(picture, 4, 40, 44), whole[40:84], atol=1e-6)


@pytest.mark.parametrize(
    ("size_wh", "factor"), [((18, 24), 2), ((36, 48), 4), ((27, 36), 4), ((15, 20), 2), ((45, 60), 4)]
)
def test_other_sizes(size_wh: tuple[int, int], factor: int) -> None:
    """×2 of a network for ×4 is the mean of its pixels; any size comes from the next one above, or the largest."""
    pixels = levels(12, 9, 3, np.uint8)
    large = enlarge(pixels, size_wh, 1.0, X4)
    assert large.shape == (*size_wh[::-1], 3)
    assert photo._factor(size_wh[0] / 9, size_wh[1] / 12, 4) == factor
    if size_wh == (18, 24):
        whole = tiles.true_to((pixels / np.float32(255)).astype(np.float32), X4)
        means = whole.reshape(24, 2, 18, 2, 3).mean((1, 3))
        np.testing.assert_array_equal(large, np.rint(means.clip(0, 1) * 255))


class Full(nn.Module):
    """A network that has room for so many pixels."""

    scale, multiple, reach, inner_floats = 4, 1, 1, 1

    def __init__(self, room: int) -> None:
        super().__init__()
        self.weight, self.room, self.seen = nn.Parameter(torch.zeros(1)), room, []

    def inner(self, x: torch.Tensor) -> torch.Tensor:
        self.seen.append(x.shape[2] * x.shape[3])
        if self.seen[-1] > self.room:
            raise torch.OutOfMemoryError
        return x

    def outer(self, features: torch.Tensor, _x: torch.Tensor) -> torch.Tensor:
        return features.repeat_interleave(4, 2).repeat_interleave(4, 3)


def test_tiles_are_halved_where_memory_runs_out() -> None:
    network = Full(room=300 * 300)
    pixels = np.full((400, 600, 3), 99, np.uint8)
    large = enlarge(pixels, (2400, 1600), 1.0, Upscaler("full", network))
    assert (large == 99).all() and network.seen[0] == 400 * 600 and max(network.seen[-4:]) <= 300 * 300


def test_no_memory_at_all_is_one_sentence() -> None:
    with pytest.raises(UserError, match="not enough memory to enlarge"):
        enlarge(np.zeros((40, 40, 3), np.uint8), (160, 160), 1.0, Upscaler("full", Full(room=0)))


def test_it_reports_and_ends_when_asked_to() -> None:
    pixels, shares = levels(100, 90, 3, np.uint8), []

    def stop(fraction: float, _text: str) -> None:
        shares.append(fraction)
        if fraction > 0.4:
            raise Cancelled

    with pytest.raises(Cancelled):
        enlarge(pixels, (360, 400), 1.0, X4, stop)
    assert shares == sorted(shares) and len(shares) > 10 and shares[-1] < 0.6
    assert not any(part._forward_pre_hooks for part in X4.network.modules())


def test_one_step_of_the_largest_network_is_less_than_a_second() -> None:
    """Of one core, which does 80 thousand million multiplications in that time."""
    with torch.device("meta"):
        network = RRDBNet(RRDBSizes(channels=64, growth=32, blocks=1, doublings=2))
    inner = max(conv.weight.numel() for block in network.blocks for conv in block.modules() if hasattr(conv, "weight"))
    outer = max(conv.weight.numel() for conv in (*network.up, network.high)) * 4**2
    tile = tiles.LARGEST + 2 * tiles.MARGIN + tiles.ALIGNED
    assert max(inner * tile**2, outer * (upscaler.OUTER_SIDE + 2 * network.reach) ** 2) < 80e9


def test_a_cmyk_photo_is_enlarged_as_the_colours_that_it_shows(tmp_path: Path) -> None:
    path = tmp_path / "print.tif"
    Image.fromarray(levels(8, 12, 3, np.uint8)).convert("CMYK").save(path)
    picture = read_picture(path)
    large = enlarge(picture.pixels, (48, 32), 1.0, X4)
    export_picture(picture.with_pixels(large), tmp_path / "large.tif")
    np.testing.assert_array_equal(np.asarray(Image.open(tmp_path / "large.tif").convert("RGB")), large)
    assert picture.pixels.shape == (8, 12, 3) and large.shape == (32, 48, 3)


def test_a_project_has_it_again_and_a_step_back_takes_it_away(tmp_path: Path) -> None:
    file = io.BytesIO()
    Image.fromarray(levels(30, 46, 3, np.uint8)).save(file, "PNG")
    plain = Document(DocumentPhoto("p.png", sha256(file.getvalue()).hexdigest(), 46, 30))
    edit = EnhanceEdit(width=300, height=200, strength=0.4, model="mine", faces=True, denoise=0.5)
    steps = (Step("Opened", plain), Step("Enlarged", plain.with_edit(Set(None, edit))))
    save_project(tmp_path / "p.gedit", Project(plain.photo, file.getvalue(), steps, 1))
    opened = load_project(tmp_path / "p.gedit")
    history = History.restored(opened.steps, opened.index)
    assert history.document.get(None, EnhanceEdit) == edit
    history.undo()
    assert history.document == plain
    assert plain.with_edit(Set(None, edit)).with_edit(Set(None, EnhanceEdit())) == plain


def test_the_bundled_network_sharpens_a_photo_within_bounds(astronaut: np.ndarray) -> None:
    """Sharper by its gradients than bicubic, nearer to the truth's sharpness, and of the same mean."""
    truth = astronaut[60:188, 160:288]
    small = cv2.resize(truth, (32, 32), interpolation=cv2.INTER_AREA)
    network = open_upscaler()
    plain, sharp = (enlarge(small, (128, 128), strength, network) for strength in (0.0, 1.0))

    def sharpness(pixels: np.ndarray) -> float:
        return float(np.abs(np.diff(pixels.astype(float).mean(2), axis=1)).mean())

    assert sharpness(plain) * 1.1 < sharpness(sharp) < 1.5 * sharpness(truth)
    assert np.abs(plain.astype(float).mean((0, 1)) - sharp.astype(float).mean((0, 1))).max() < 2


@pytest.mark.parametrize("text", ["4", "2,0.5", "3000x2000", "3000×2000,0.25"])
def test_the_edit_is_typed_and_kept(text: str) -> None:
    edit = EnhanceEdit.parse(text)
    assert not edit.neutral and EnhanceEdit.from_json(Fields(edit.to_json())) == edit


@pytest.mark.parametrize("text", ["", "3", "0", "4,2", "4,x", "x", "0x5", "-3x5", "4,nan", "70000x3"])
def test_an_edit_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(EditError, match="is not 2, 4 or WIDTHxHEIGHT"):
        EnhanceEdit.parse(text)


def test_the_edits_sizes() -> None:
    assert EnhanceEdit(scale=4).size_of(30, 20) == (120, 80)
    assert EnhanceEdit(width=100, height=100).size_of(30, 20) == (100, 67)
    with pytest.raises(EditError, match="more than fit into 20 × 20"):
        EnhanceEdit(width=20, height=20).size_of(30, 20)
    with pytest.raises(EditError, match="400 megapixels"):
        EnhanceEdit(scale=4).size_of(8000, 6000)
    assert EnhanceEdit().neutral


def test_between_two_edits_the_network_comes_in_and_the_size_stays() -> None:
    half = EnhanceEdit().between(EnhanceEdit(scale=4, strength=0.8), 0.5)
    assert (half.scale, half.strength) == (4, 0.4)
    assert EnhanceEdit(scale=4, strength=0.8).between(EnhanceEdit(), 0.5) == EnhanceEdit(scale=4, strength=0.4)


def test_the_picture_says_its_new_size(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[256], exif[257], exif[271] = 12, 8, "Maker"
    exif.get_ifd(34665)[40962], exif.get_ifd(34665)[40963] = 12, 8
    path, icc = tmp_path / "a.jpg", b"".join((bytes(16), b"RGB XYZ ", bytes(12), b"acsp", bytes(88)))
    Image.fromarray(levels(8, 12, 3, np.uint8)).save(path, exif=exif, icc_profile=icc)
    picture = read_picture(path)
    large = picture.with_pixels(enlarge(picture.pixels, (48, 32), 1.0, X4))
    export_picture(large, tmp_path / "b.jpg")
    with Image.open(tmp_path / "b.jpg") as image:
        said = image.getexif()
        inner = said.get_ifd(34665)
        assert (image.width, image.height) == (48, 32)
        assert (said[256], said[257], said[271]) == (48, 32, "Maker")
        assert (inner[40962], inner[40963]) == (48, 32)
        assert image.info["icc_profile"] == picture.metadata.icc
    same = picture.with_pixels(picture.pixels.copy())
    assert same.metadata.exif == picture.metadata.exif


def test_xmp_says_the_new_size_too() -> None:
    packet = (
        b'<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description'
        b' xmlns:t="http://ns.adobe.com/tiff/1.0/" xmlns:exif="http://ns.adobe.com/exif/1.0/" t:ImageWidth="12"'
        b' exif:PixelYDimension="8"><t:ImageLength>8</t:ImageLength><exif:Note>8</exif:Note></rdf:Description>'
        b'</rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    )
    written = Picture(levels(8, 12, 3, np.uint8), metadata=Metadata(xmp=packet)).with_pixels(
        levels(32, 48, 3, np.uint8)
    )
    expected = packet.replace(b'"12"', b'"48"').replace(b'"8"', b'"32"').replace(b"Length>8", b"Length>32")
    assert written.metadata.xmp == expected
    for other in (None, b"<broken", packet.replace(b"tiff/1.0", b"own/1.0").replace(b"exif/1.0", b"own/1.0")):
        assert xmp_with_dimensions(other, 48, 32) == other


@pytest.mark.parametrize("size", [{"scale": 4}, {"width": 300, "height": 300}])
def test_only_faces_come_from_the_network_if_that_is_chosen(size: dict[str, int]) -> None:
    landmarks = np.array([[30, 30], [50, 30], [40, 55]], np.float32)
    x0, y0, x1, y1 = square_around(landmarks, 100, 90)
    pixels = levels(90, 100, 3, np.uint8)

    def drawn(places: dict[str, np.ndarray], **changes: Any) -> np.ndarray:
        scene = Scene(lambda _name: X4, None, lambda: places, None, None)  # type: ignore[arg-type]
        return stage.draw(pixels, EnhanceEdit(**size, **changes), scene, silent)

    made, plain = drawn({"a": landmarks}, faces=True), drawn({}, strength=0.0)
    factor = made.shape[1] / 100
    outside = np.ones(made.shape[:2], bool)
    outside[round(y0 * factor) : round(y1 * factor), round(x0 * factor) : round(x1 * factor)] = False
    np.testing.assert_array_equal(made[outside], plain[outside])
    middle = np.s_[round(40 * factor) : round(44 * factor), round(38 * factor) : round(42 * factor)]
    assert not np.array_equal(made[middle], plain[middle])
    with pytest.raises(FaceError, match="no face"):
        drawn({}, faces=True)
