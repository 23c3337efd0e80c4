"""The main job on a real photo with the bundled model."""

import numpy as np
import pytest
import torch

from ganeditor.edits.latent import LatentEdit
from ganeditor.engine.cache import LatentCache
from ganeditor.engine.latent.invert import InversionSettings, guess_w
from ganeditor.engine.tensors import choose_device, rgb8, search_dtype, to_image, to_tensor
from ganeditor.errors import EditError, FaceError, UserError
from ganeditor.likeness import SAME_PERSON
from ganeditor.project.document import Document, FaceEdits, Photo
from ganeditor.project.render import Rendering, render, shrunk

SETTINGS = InversionSettings(steps=30)


@pytest.fixture(scope="module")
def opened(shared_editor, astronaut):
    """The astronaut, inverted once for this file."""
    editor = shared_editor.sibling()
    (face,) = editor.set_photo(astronaut)
    editor.invert(face.id, SETTINGS)
    return editor, face


def test_reconstruction_resembles_the_face(opened):
    editor, face = opened
    figures = editor.figures(face.id)
    assert figures.mse < 0.05 and figures.psnr > 18 and figures.ssim > 0.5 and 0 < figures.perceptual < 4
    same = editor.figures.__globals__["compare"](
        editor.crop(face.id), editor.crop(face.id), editor.networks.perceptual, editor.model.device
    )
    assert same.mse == 0 and same.ssim == 1 and same.perceptual == pytest.approx(0, abs=1e-6)


def test_readings_are_plausible(opened):
    editor, face = opened
    readings = editor.readings(face.id)
    assert 20 < readings["age"].natural < 65
    assert readings["male"].natural < 0.5 and readings["glasses"].natural < 0.5
    assert readings["smile"].standardised > 0.5  # she smiles


def test_ageing_ages(opened, astronaut):
    editor, face = opened
    older = astronaut.copy()
    editor.overlay(face.id, [LatentEdit({"age": 30})]).apply_to(older)
    again = editor.sibling()
    (aged,) = again.set_photo(older)
    again.guess(aged.id)
    assert again.readings(aged.id)["age"].natural > editor.readings(face.id)["age"].natural + 4


def test_an_overlay_of_the_shrunk_photo_is_the_shrunk_overlay(opened, astronaut):
    editor, face = opened
    edits = [LatentEdit({"smile": -1.5, "yaw": 0.5})]
    whole, small = astronaut.copy(), shrunk(astronaut, 3)
    editor.overlay(face.id, edits).apply_to(whole)
    overlay = editor.overlay(face.id, edits, 3)
    overlay.apply_to(small)
    x0, y0, x1, y1 = overlay.box_xyxy
    differences = np.abs(small.astype(int) - shrunk(whole, 3))
    assert differences.mean() < 0.2 and differences[y0:y1, x0:x1].mean() < 3
    assert np.abs(small.astype(int) - shrunk(astronaut, 3))[y0:y1, x0:x1].mean() > 3
    small[y0:y1, x0:x1] = shrunk(astronaut, 3)[y0:y1, x0:x1]
    assert np.array_equal(small, shrunk(astronaut, 3))


def test_only_the_face_changes_and_neutral_is_exact(opened, astronaut):
    editor, face = opened
    assert editor.overlay(face.id, [LatentEdit({})]) is None
    assert editor.overlay(face.id, [LatentEdit({"age": 0.0}, keep=("glasses",))]) is None
    overlay = editor.overlay(face.id, [LatentEdit({"smile": -1.5, "yaw": 1.0})])
    edited = astronaut.copy()
    overlay.apply_to(edited)
    x0, y0, x1, y1 = overlay.box_xyxy
    outside = np.ones(astronaut.shape[:2], bool)
    outside[y0:y1, x0:x1] = overlay.mask == 0
    np.testing.assert_array_equal(edited[outside], astronaut[outside])
    assert (edited != astronaut).any()


def test_identity_distance_grows_with_the_edit(opened, astronaut):
    editor, face = opened
    distances = []
    for amount in (0.0, 10.0, 35.0):
        edited = astronaut.copy()
        overlay = editor.overlay(face.id, [LatentEdit({"age": amount})])
        if overlay:
            overlay.apply_to(edited)
        distances.append(editor.identity_distance(face.id, edited))
    assert distances[0] == 0 < distances[1] < distances[2] < SAME_PERSON + 0.2
    with pytest.raises(EditError, match="not the photo's size"):
        editor.identity_distance(face.id, astronaut[:100])


def test_a_sweep_of_age_reads_older_and_older(opened, astronaut):
    editor, face = opened
    editor_model = editor.model
    ages = []
    for amount in (-15, 0, 15, 30):
        pixels = astronaut.copy()
        if amount:
            editor.overlay(face.id, [LatentEdit({"age": amount})]).apply_to(pixels)
        image = editor.aligned(face.id, pixels)
        w = guess_w(editor_model, to_tensor(image, editor_model.device))[0]
        ages.append(editor_model.latents.read(w)["age"].natural)
    assert ages == sorted(ages)


def test_generated_mode_replaces_the_face(opened, astronaut):
    editor, face = opened
    overlay = editor.overlay(face.id, [LatentEdit({"age": 20}, mode="generated")])
    assert overlay.replaces
    edited = astronaut.copy()
    overlay.apply_to(edited)
    x0, y0, x1, y1 = overlay.box_xyxy
    inside = overlay.mask > 0.95
    means = [photo[y0:y1, x0:x1][inside].mean(0) for photo in (astronaut, edited)]
    np.testing.assert_allclose(means[0], means[1], atol=25)  # colour-matched, up to what ageing does
    with pytest.raises(EditError, match="no paste mode 'x'; choose one of detail, generated"):
        editor.overlay(face.id, [LatentEdit({"age": 20}, mode="x")])


def test_a_grey_photo_stays_grey(editor, astronaut):
    grey = np.repeat(astronaut.mean(2, keepdims=True).astype(np.uint8), 3, 2)
    (face,) = editor.set_photo(grey)
    editor.guess(face.id)
    edited = grey.copy()
    editor.overlay(face.id, [LatentEdit({"age": 30})]).apply_to(edited)
    assert (edited != grey).any() and (edited[..., 0] == edited[..., 2]).all()


@pytest.mark.parametrize("kind", ["rgba", "grey", "16-bit"])
def test_other_kinds_of_photo(editor, astronaut, kind):
    photo = {
        "rgba": np.dstack([astronaut, np.arange(512 * 512).reshape(512, 512) % 256]).astype(np.uint8),
        "grey": astronaut[..., 1:2].copy(),
        "16-bit": astronaut.astype(np.uint16) * 257 + 3,
    }[kind]
    (face,) = editor.set_photo(photo)
    editor.guess(face.id)
    neutral = Document(Photo("p", "", 512, 512), (FaceEdits(face.id, (LatentEdit(),)),))
    np.testing.assert_array_equal(render(neutral, photo, editor), photo)
    edited = render(Document(neutral.photo, (FaceEdits(face.id, (LatentEdit({"age": 25.0}),)),)), photo, editor)
    assert edited.dtype == photo.dtype and edited.shape == photo.shape and (edited != photo).any()
    np.testing.assert_array_equal(edited[300:], photo[300:])


def test_two_faces_are_edited_each_by_itself(editor, astronaut):
    photo = np.hstack([astronaut, astronaut[:, ::-1]])
    left, right = editor.set_photo(photo)
    for face in (left, right):
        editor.guess(face.id)
    document = Document(Photo("p", "", 1024, 512), (FaceEdits(right.id, (LatentEdit({"age": 30.0}),)),))
    edited = render(document, photo, editor)
    np.testing.assert_array_equal(edited[:, :512], photo[:, :512])
    assert (edited[:, 512:] != photo[:, 512:]).any()


def test_rendering_again_restores_what_was_there(opened, astronaut):
    editor, face = opened
    rendering = Rendering(astronaut)
    base = Document(Photo("p", "", 512, 512))
    older = Document(base.photo, (FaceEdits(face.id, (LatentEdit({"age": 30.0}),)),))
    first = rendering.update(older, editor)
    once = rendering.pixels.copy()
    second = rendering.update(base, editor)
    assert first == second and len(first) == 1
    np.testing.assert_array_equal(rendering.pixels, astronaut)
    rendering.update(older, editor)
    np.testing.assert_array_equal(rendering.pixels, once)


def test_the_same_face_is_never_inverted_twice(shared_editor, astronaut, tmp_path, monkeypatch):
    editor = shared_editor.sibling()
    editor.cache = LatentCache(tmp_path)
    (face,) = editor.set_photo(astronaut)
    quick = InversionSettings(steps=2)
    first = editor.invert(face.id, quick)
    fresh = shared_editor.sibling()
    fresh.cache = LatentCache(tmp_path)  # as after a restart
    (face,) = fresh.set_photo(astronaut)
    monkeypatch.setattr("ganeditor.engine.editor.invert", lambda *_a: pytest.fail("it inverted again"))
    np.testing.assert_array_equal(fresh.invert(face.id, quick).ws, first.ws)


def test_other_settings_and_stopped_inversions_are_not_taken_for_it(shared_editor, astronaut, tmp_path):
    editor = shared_editor.sibling()
    editor.cache = LatentCache(tmp_path)
    (face,) = editor.set_photo(astronaut)
    editor.invert(face.id, InversionSettings(steps=20), lambda step: step.step >= 5)
    assert not list(tmp_path.iterdir())
    assert editor.invert(face.id, InversionSettings(steps=2)).steps == 2
    assert editor.invert(face.id, InversionSettings(steps=3)).steps == 3
    assert len(list(tmp_path.iterdir())) == 2


def test_the_wrong_order_of_calls_names_the_remedy(editor, astronaut):
    with pytest.raises(FaceError, match="call set_photo first"):
        editor.crop("x")
    (face,) = editor.set_photo(astronaut)
    with pytest.raises(FaceError, match=f"no face 'x' in this photo; it has {face.id}"):
        editor.crop("x")
    with pytest.raises(EditError, match="call invert or guess first"):
        editor.overlay(face.id, [LatentEdit({"age": 1})])


def devices():
    return ["cpu"] + [
        name for name in ("cuda", "mps") if getattr(torch, name if name == "cuda" else "mps").is_available()
    ]


@pytest.mark.parametrize("name", devices())
def test_pictures_are_the_same_on_each_device(shared_editor, name):
    device = choose_device(name)
    generator = shared_editor.model.generator
    ws = generator.sample_ws(torch.randn(1, 512, generator=torch.Generator().manual_seed(0)), truncation_psi=0.7)
    expected = to_image(generator(ws))
    found = to_image(generator.to(device)(ws.to(device)))
    generator.to("cpu")
    assert np.abs(expected.astype(int) - found).max() <= 2


def test_tensors_and_images_are_inverses():
    image = np.arange(256 * 3, dtype=np.uint32).astype(np.uint8).reshape(16, 16, 3)
    np.testing.assert_array_equal(to_image(to_tensor(image, torch.device("cpu")))[0], image)
    assert rgb8(image) is not None and np.shares_memory(rgb8(image), image)
    np.testing.assert_array_equal(rgb8(image.astype(np.uint16) * 257), image)


def test_devices_are_checked():
    with pytest.raises(UserError, match="no device 'tpu'; choose one of auto, cpu"):
        choose_device("tpu")
    if not torch.cuda.is_available():
        with pytest.raises(UserError, match="no 'cuda' device that torch can use"):
            choose_device("cuda")
    assert search_dtype(torch.device("cpu")) in (torch.bfloat16, torch.float32)
