"""Photos restyled: depth, channels, faces, there and back, colour that leaves lightness alone, and what it takes."""

import io
from dataclasses import replace
from hashlib import sha256
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from PIL import Image

from ganeditor.edits.latent import LatentEdit
from ganeditor.edits.restyle import ALL_FACES, PARTS, RestyleEdit
from ganeditor.engine.faces.parts import parts_of
from ganeditor.engine.networks.translation import ResnetGenerator, ResnetSizes, UnetGenerator, UnetSizes
from ganeditor.engine.restyle import translator as translators
from ganeditor.engine.restyle.guided import along, flat, lines_of
from ganeditor.engine.restyle.lab import lab_of, rgb_of
from ganeditor.engine.restyle.photo import restyled
from ganeditor.engine.restyle.planes import planes_of
from ganeditor.engine.restyle.translator import Translator
from ganeditor.engine.stages import restyle
from ganeditor.engine.stages.scene import Scene
from ganeditor.errors import EditError, FaceError, UserError
from ganeditor.fields import FieldError, Fields
from ganeditor.opencv import cv2
from ganeditor.progress import Cancelled
from ganeditor.project.document import Document, Set
from ganeditor.project.document import Photo as DocumentPhoto
from ganeditor.project.history import Step
from ganeditor.project.render import Rendering
from ganeditor.project.store import Project, load_project, save_project

CHANNELS = {(np.uint8, 3), (np.uint16, 3), (np.uint8, 4), (np.uint16, 4)}


def tiny(name="tiny", inputs=3, outputs=3, seed=0, counterpart="", halvings=0):
    make = (
        (lambda: UnetGenerator(UnetSizes(inputs, outputs, 3, halvings=halvings)))
        if halvings
        else (lambda: ResnetGenerator(ResnetSizes(inputs, outputs, 3, blocks=1)))
    )
    network, random = make(), torch.Generator().manual_seed(seed)
    for parameter in network.parameters():
        inputs_of = max(1, parameter[0].numel()) if parameter.ndim > 1 else 20
        parameter.data.copy_(torch.randn(parameter.shape, generator=random) / inputs_of**0.5)
    return Translator(name, network.requires_grad_(False), counterpart)


def photo(dtype=np.uint8, channels=3, height=30, width=46):
    return np.random.default_rng(0).integers(0, np.iinfo(dtype).max, (height, width, channels)).astype(dtype)


def scene(*networks, faces=(), part=None):
    table = {network.name: network for network in networks}
    known = Scene(None, table.__getitem__, lambda: dict(faces), None, None)
    return known if part is None else SimpleNamespace(**vars(known), part=part)


def draw(pixels, edit, *networks, progress=lambda _fraction, _text: None, **known):
    return restyle.draw(pixels, edit, scene(*networks, **known), progress)


def lightness(pixels):
    """Levels of 255."""
    return lab_of(pixels[..., :3].astype(np.float32) / np.iinfo(pixels.dtype).max)[..., 0] * 2.55


@pytest.mark.parametrize(("dtype", "channels"), sorted(CHANNELS, key=str))
def test_at_full_size_and_strength_it_is_the_networks_picture_in_the_photos_depth(dtype, channels):
    network, pixels = tiny(), photo(dtype, channels, 32, 48)
    made = draw(pixels, RestyleEdit("tiny", size=0), network)
    top = np.iinfo(dtype).max
    own = pixels[..., :3].astype(np.float32) / top
    if channels == 4:
        own[pixels[..., 3] == 0] = own[pixels[..., 3] != 0].mean(0)
    wanted = (network.network(torch.from_numpy(own * 2 - 1).permute(2, 0, 1)[None])[0].permute(1, 2, 0).numpy() + 1) / 2
    assert made.dtype == dtype and made.shape == pixels.shape
    np.testing.assert_allclose(made[..., :3] / top, wanted, atol=1 / 255)
    np.testing.assert_array_equal(made[..., 3:], pixels[..., 3:])


def test_strength_lies_between_and_neutral_is_exact():
    network, pixels = tiny(), photo()
    full = draw(pixels, RestyleEdit("tiny"), network).astype(float)
    half = draw(pixels, RestyleEdit("tiny", strength=0.5), network).astype(float)
    np.testing.assert_allclose(half, (full + pixels) / 2, atol=1.01)
    for neutral in (RestyleEdit("tiny", strength=0), RestyleEdit(strength=0.7), RestyleEdit()):
        assert neutral.neutral and draw(pixels, neutral, network) is pixels


@pytest.mark.parametrize("size", [0, 64, 20])
@pytest.mark.parametrize("halvings", [0, 3])
def test_sizes_that_the_network_sees(size, halvings):
    seen = []
    network = tiny(halvings=halvings)
    run = network.network.over
    network.network.over = lambda rows, watch: seen.append((rows.height, rows.width)) or run(rows, watch)
    pixels = photo(height=30, width=46)
    assert draw(pixels, RestyleEdit("tiny", size=size), network).shape == pixels.shape
    height, width = seen[0]
    assert height % network.network.multiple == width % network.network.multiple == 0
    assert 0 <= width - (size or 46) < 16


def test_grey_photos_become_colourful_unless_the_network_is_grey():
    for channels in (1, 2):
        pixels = photo(channels=channels)
        made = draw(pixels, RestyleEdit("tiny"), tiny())
        assert made.shape[2] == channels + 2 and np.ptp(made[..., :3], axis=2).max() > 5
        grey = draw(pixels, RestyleEdit("tiny"), tiny(inputs=1, outputs=1))
        assert grey.shape == pixels.shape
        np.testing.assert_array_equal(grey[..., 1:], pixels[..., 1:])


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("inputs", [1, 4])
def test_colour_leaves_lightness_as_it_is(dtype, inputs):
    network = tiny(inputs=inputs, outputs=2)
    ramp = np.linspace(0, np.iinfo(dtype).max, 96).astype(dtype)
    pixels = np.broadcast_to(ramp[None, :, None], (40, 96, 1))
    made = draw(pixels, RestyleEdit("tiny", size=0), network)
    grey = np.broadcast_to(pixels, made.shape)
    assert np.abs(lightness(made) - lightness(grey)).max() <= 1
    assert np.ptp(made.astype(int), axis=2).mean() > 0.1 * np.iinfo(dtype).max
    colour = photo(dtype)
    made = draw(colour, RestyleEdit("tiny", strength=0.6), network)
    assert np.abs(lightness(made) - lightness(colour)).max() <= 1


def test_lab_is_cielab_and_goes_there_and_back():
    from skimage.color import rgb2lab

    rgb = np.random.default_rng(1).random((40, 50, 3), np.float32)
    np.testing.assert_allclose(lab_of(rgb), rgb2lab(rgb), atol=0.02)
    np.testing.assert_allclose(rgb_of(lab_of(rgb)), rgb, atol=2e-4)
    beyond = np.array([[[50, 120, 90], [97, -60, 80], [3, 40, -70]]], np.float32)
    np.testing.assert_allclose(lab_of(rgb_of(beyond))[..., 0], beyond[..., 0], atol=0.05)


def test_colour_that_is_enlarged_keeps_to_the_photos_edges():
    small, large = (np.where(np.arange(side) < side * 0.52, 20, 80).astype(np.float32) for side in (24, 240))
    chroma = np.zeros((24, 24, 2), np.float32)
    chroma[:, small > 50] = 30, -10
    assert np.array_equal(along(flat(chroma), np.tile(small, (24, 1))), chroma)
    lines = lines_of(chroma, np.tile(small, (24, 1)))
    made = along(cv2.resize(lines, (240, 240)), np.tile(large, (240, 1)))
    expected = np.where(large[:, None] > 50, (30, -10), (0, 0))
    plain = cv2.resize(chroma, (240, 240))
    assert np.abs(made - expected).mean() < np.abs(plain - expected).mean() / 2
    noisy = np.tile(small, (24, 1)) + np.random.default_rng(0).normal(0, 1, (24, 24)).astype(np.float32)
    even = along(lines_of(np.full_like(chroma, 9), noisy), noisy)
    np.testing.assert_allclose(even, 9, atol=1e-3)


def test_hints_colour_their_part_in_the_networks_planes():
    network, where = tiny(inputs=4, outputs=2), np.zeros((30, 46), np.float32)
    where[:15] = 1
    rgb = np.full((60, 92, 3), 0.5, np.float32)
    planes = planes_of(network, rgb, [(where, "#ff0000")])
    red = lab_of(np.array([[[1, 0, 0]]], np.float32))[0, 0, 1:] / 110
    np.testing.assert_allclose(planes[0, 0, 1:], [*red, 1], atol=1e-5)
    assert not planes[40:, :, 1:].any() and np.allclose(planes[..., 0], planes[0, 0, 0])
    asked = []
    part = lambda name: asked.append(name) or where  # noqa: E731
    edit = RestyleEdit("tiny").with_hint("hair", "#ff0000")
    made, plain = (draw(photo(), done, network, part=part) for done in (edit, RestyleEdit("tiny")))
    assert asked == ["hair"] and not np.array_equal(made, plain)
    with pytest.raises(EditError, match="no hints"):
        draw(photo(), edit, tiny())


def test_only_squares_around_faces_change():
    landmarks = np.array([[30, 30], [50, 30], [40, 55]], np.float32)
    pixels, network = photo(height=120, width=160), tiny()
    faces = {"left": landmarks, "right": landmarks + np.float32([70, 20])}
    x0, y0, x1, y1 = restyle.square_around(landmarks, 160, 120)
    assert x1 - x0 == pytest.approx(25 * restyle.ROOM, abs=1) and y0 < 30 and y1 > 55
    one = draw(pixels, RestyleEdit("tiny", face="left"), network, faces=faces)
    both = draw(pixels, RestyleEdit("tiny", face=ALL_FACES), network, faces=faces)
    outside = np.ones(pixels.shape[:2], bool)
    outside[y0:y1, x0:x1] = False
    np.testing.assert_array_equal(one[outside], pixels[outside])
    assert not np.array_equal(one[42, 40], pixels[42, 40]) and not np.array_equal(both[62, 110], pixels[62, 110])
    assert np.abs(one[42, x0].astype(int) - pixels[42, x0]).max() <= 2  # the rim begins with the photo
    for name in ("other", ALL_FACES):
        with pytest.raises(FaceError, match="no face"):
            draw(pixels, RestyleEdit("tiny", face=name), network, faces=faces if name == "other" else {})


def test_there_and_back_is_one_network_after_the_other():
    there, back, pixels = tiny("a", counterpart="b"), tiny("b", seed=1), photo(height=32, width=48)
    edit = RestyleEdit("a", size=0)
    once = restyled(pixels, [there], 0, 1.0)
    wanted = restyled(once, [back], 0, 1.0)
    made = draw(pixels, replace(edit, back=True), there, back)
    assert np.abs(made.astype(int) - wanted).mean() < 2  # it is not rounded between
    with pytest.raises(EditError, match="no counterpart"):
        draw(pixels, RestyleEdit("b", back=True), there, back)


def test_it_ends_between_bands_and_what_was_made_is_known():
    network, pixels, asked = tiny(), photo(), []

    def progress(fraction, _text):
        asked.append(fraction)
        if len(asked) == 5:
            raise Cancelled

    with pytest.raises(Cancelled):
        draw(pixels, RestyleEdit("tiny"), network, progress=progress)
    draw(pixels, RestyleEdit("tiny"), network, progress=lambda fraction, _text: asked.append(fraction))
    assert asked[5:] == sorted(asked[5:]) and asked[-1] <= 1 and len(asked) > 20
    network.network.over = None  # asked for again, it would fail
    draw(pixels, RestyleEdit("tiny", strength=0.3), network)


def test_too_large_is_said_before_it_begins(monkeypatch):
    monkeypatch.setattr(translators, "free_memory", lambda _device: 100_000)
    with pytest.raises(UserError, match="choose a working size of up to"):
        draw(photo(height=400, width=400), RestyleEdit("tiny", size=0), tiny())


def test_the_edit_is_written_down_and_read():
    edit = RestyleEdit("monet", 0.5, 1024, "all", True, True).with_hint("skin", "#aabbcc").with_hint("hair", "#102030")
    assert [part for part, _colour in edit.hints] == ["hair", "skin"]
    assert RestyleEdit.from_json(Fields(edit.to_json())) == edit
    assert edit.with_hint("hair", "").with_hint("skin", "") == replace(edit, hints=())
    assert RestyleEdit.parse("monet,0.7,0") == RestyleEdit("monet", 0.7, 0)
    assert RestyleEdit.parse("monet") == RestyleEdit("monet")
    for text in ("", ",1", "monet,2", "monet,1,10", "monet,x"):
        with pytest.raises(EditError):
            RestyleEdit.parse(text)
    for field, value in (
        ("strength", 2),
        ("size", 5),
        ("face", "a/b"),
        ("hints", {"nose": "#000000"}),
        ("hints", {"hair": "red"}),
    ):
        with pytest.raises(FieldError, match=field):
            RestyleEdit.from_json(Fields(edit.to_json() | {field: value}))
    assert set(PARTS) == {"hair", "skin", "clothes", "background"}


def test_between_two_the_strength_moves():
    one, other = RestyleEdit("monet", 0.2), RestyleEdit("monet", 0.8)
    assert one.between(other, 0.5).strength == pytest.approx(0.5)
    assert RestyleEdit().between(other, 0.25) == replace(other, strength=0.2)
    assert other.between(RestyleEdit(), 0.25) == replace(other, strength=pytest.approx(0.6))
    assert RestyleEdit("zebra", 1).between(other, 0.5).model == "monet"


class Counting:
    """An editor whose overlays add 10 in a corner, and whose whole turns light and dark around."""

    def __init__(self):
        self.asked = 0

    def overlay(self, _face, _operations):
        def apply_to(pixels):
            pixels[2:6, 2:6] += np.uint8(10)

        return SimpleNamespace(box_xyxy=(2, 2, 6, 6), apply_to=apply_to)

    def whole(self, pixels, operations):
        self.asked += 1
        assert all(operation.model == "tiny" for operation in operations)
        return 255 - pixels


def test_before_or_after_the_edits_of_faces_and_taken_back():
    pixels, editor = np.full((20, 30, 3), 100, np.uint8), Counting()
    rendering, plain = Rendering(pixels), Document(DocumentPhoto("p", "", 30, 20))
    aged = plain.with_edit(Set("face", LatentEdit({"age": 10.0})))
    for first, expected in ((False, 145), (True, 165)):
        styled = aged.with_edit(Set(None, RestyleEdit("tiny", first=first)))
        assert rendering.update(styled, editor) == [(0, 0, 30, 20)]
        assert rendering.pixels[3, 3, 0] == expected and rendering.pixels[10, 10, 0] == 155
    editor.asked = 0
    rendering.update(styled.with_edit(Set("face", LatentEdit({"age": 20.0}))), editor)
    assert editor.asked == 0  # what came first stays as it is
    assert rendering.update(aged, editor) == [(0, 0, 30, 20)]
    assert rendering.pixels[3, 3, 0] == 110 and rendering.pixels[10, 10, 0] == 100
    rendering.update(plain, editor)
    np.testing.assert_array_equal(rendering.pixels, pixels)


def test_parts_of_a_portrait_and_its_faces_are_found_when_they_are_asked_for(shared_editor, astronaut):
    editor = shared_editor.sibling()
    editor.translators = {"tiny": tiny(inputs=4, outputs=2)}.__getitem__
    editor.put_photo(astronaut)
    edit = RestyleEdit("tiny", size=64, face=ALL_FACES)
    made = editor.whole(astronaut, [edit])
    changed = (made != astronaut).any(2)
    assert changed[150, 220] and not changed[400].any() and len(editor.found.faces) == 1
    parts = parts_of(astronaut, [face.landmarks for face in editor.found.faces], editor.anatomy)
    places = {"hair": (35, 230), "skin": (120, 215), "clothes": (400, 250), "background": (60, 360)}
    for name, (row, column) in places.items():
        assert {other: mask[row, column] > 0.5 for other, mask in parts.items()} == {
            other: other == name for other in parts
        }
    empty = np.full((64, 64, 3), 90, np.uint8)
    editor.put_photo(empty)
    with pytest.raises(EditError, match="taken for hair"):
        editor.whole(empty, [edit.with_hint("hair", "#102030")])


def test_a_project_has_it_again(tmp_path):
    edit = RestyleEdit("tiny", 0.4, face="all", back=True).with_hint("skin", "#aabbcc")
    file = io.BytesIO()
    Image.fromarray(photo()).save(file, "PNG")
    plain = Document(DocumentPhoto("p.png", sha256(file.getvalue()).hexdigest(), 46, 30))
    steps = (Step("Opened", plain), Step("Restyle", plain.with_edit(Set(None, edit))))
    save_project(tmp_path / "p.gedit", Project(plain.photo, file.getvalue(), steps, 1))
    opened = load_project(tmp_path / "p.gedit")
    assert [step.document.get(None, RestyleEdit) for step in opened.steps] == [RestyleEdit(), edit]
