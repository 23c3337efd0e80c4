"""Faces that lost detail: what was done to them is found out, and the face comes back; with planted truths."""

import io
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from PIL import Image
from planted import planted_model
from tiny import W
from torch import nn

from ganeditor.edits.enhance import EnhanceEdit
from ganeditor.edits.restore import FACE, RestoreEdit
from ganeditor.engine.faces.detect import ALL, NEAR, choose_faces
from ganeditor.engine.faces.light import luminance
from ganeditor.engine.faces.regions import part_mask
from ganeditor.engine.latent.invert import InversionSettings, overrides, synthesize
from ganeditor.engine.perceptual import PerceptualDistance
from ganeditor.engine.restore import restored as restored_module
from ganeditor.engine.restore.cleaning import cleaned
from ganeditor.engine.restore.consistent import consistent
from ganeditor.engine.restore.degradation import SLOPE, Degradation, blur_and_noise, quiet_noise
from ganeditor.engine.restore.detail import Reference, detailed
from ganeditor.engine.restore.jpeg import as_saved, cosines, quality_of, steps_at
from ganeditor.engine.restore.restored import Likely, restored
from ganeditor.engine.restore.search import search
from ganeditor.engine.restore.view import View
from ganeditor.engine.swap.source import SourceFace
from ganeditor.engine.tensors import to_levels
from ganeditor.errors import EditError, FaceError
from ganeditor.fields import FieldError, Fields
from ganeditor.opencv import cv2
from ganeditor.progress import Cancelled
from ganeditor.project.document import Document, FaceEdits, Photo
from ganeditor.project.render import render

# --- what was done to it --------------------------------------------------------------------------------------------


def face_like(side: int = 160, seed: int = 0) -> np.ndarray:
    """A picture [side, side, 3] in levels with the spectrum that sharp faces have."""
    radius = np.hypot(np.fft.fftfreq(side)[:, None], np.fft.fftfreq(side)[None])
    radius[0, 0] = 1
    noise = np.fft.fft2(np.random.default_rng(seed).normal(size=(side, side)))
    grey = np.fft.ifft2(noise * np.minimum(radius, 1.0) ** (SLOPE / 2) * (radius > 1.5 / side)).real
    return np.repeat(128 + 40 * grey[..., None] / grey.std(), 3, 2).clip(0, 255).astype(np.float32)


def noisy(picture: np.ndarray, deviation: float) -> np.ndarray:
    grain = np.random.default_rng(1).normal(size=(*picture.shape[:2], 1)) * deviation
    return np.rint(picture + grain).clip(0, 255).astype(np.float32)


def saved(picture: np.ndarray, quality: int) -> np.ndarray:
    stream = io.BytesIO()
    Image.fromarray(picture.astype(np.uint8)).save(stream, "JPEG", quality=quality)
    return np.asarray(Image.open(stream))


@pytest.mark.parametrize(("blur", "noise"), [(0.0, 0.0), (1.5, 0.0), (3.0, 0.0), (6.0, 0.0), (0.0, 12.0), (1.5, 12.0)])
def test_blur_and_noise_are_read_off(blur, noise):
    picture = face_like()
    blurred = cv2.GaussianBlur(picture, (0, 0), blur) if blur else picture
    seen = noisy(blurred, noise)
    found = blur_and_noise(seen, quiet_noise(seen))
    assert found == (pytest.approx(blur, abs=max(0.4, 0.15 * blur)), pytest.approx(noise, abs=0.25 * noise + 1))


@pytest.mark.parametrize("quality", [15, 40, 75])
def test_the_quality_of_a_jpeg_is_read_off_its_blocks(quality):
    pixels = saved(face_like(), quality).astype(np.float32)
    assert quality_of(pixels, (0, 0)) == pytest.approx(quality, abs=1)
    assert quality_of(pixels[5:, 3:], (3, 5)) == pytest.approx(quality, abs=1)


def test_no_jpeg_has_no_quality_and_nothing_is_cleaned():
    sharp = face_like().astype(np.uint8)
    picture, _blur, _noise, quality = cleaned(sharp, sharp, (0, 0))
    assert quality is None and picture is sharp


@pytest.mark.parametrize("harm", [lambda picture: noisy(picture, 14), lambda picture: saved(picture, 12)])
def test_cleaned_is_nearer_the_truth(harm):
    truth = cv2.GaussianBlur(face_like(), (0, 0), 1.0)
    seen = harm(truth).astype(np.uint8)
    picture, *_ = cleaned(seen, seen, (0, 0))
    assert np.abs(picture - truth).mean() < 0.9 * np.abs(seen - truth).mean()


def test_texture_of_a_tiny_face_is_no_noise_where_its_surroundings_are_quiet():
    around = cv2.resize(face_like(320), (64, 64), interpolation=cv2.INTER_AREA)
    texture = np.random.default_rng(3).normal(size=(28, 28, 1)) * 12
    around[18:46, 18:46] += texture.astype(np.float32)
    around = around.clip(0, 255).astype(np.uint8)
    face = around[18:46, 18:46]
    assert cleaned(face, around, (18, 18))[0] is face
    assert cleaned(face, face, (18, 18))[0] is not face


def test_without_blocks_it_is_still_what_was_saved():
    seen = saved(cv2.GaussianBlur(face_like(), (0, 0), 1.0), 12)[3:, 5:].astype(np.float32)
    smoothed = cv2.GaussianBlur(seen, (0, 0), 2)
    made = as_saved(smoothed, seen, (5, 3), 12)
    steps = steps_at(12)

    def multiples(picture: np.ndarray) -> np.ndarray:
        whole = luminance(picture)[5:149, 3:155].reshape(18, 8, 19, 8).swapaxes(1, 2)
        return cosines() @ (whole - 128) @ cosines().T / steps

    away = [np.abs(multiples(picture) - np.rint(multiples(seen))).max() for picture in (smoothed, made)]
    assert away[0] > 1 and away[1] < 0.21
    np.testing.assert_array_equal(made[:5], smoothed[:5])


# --- the face that it may have been ---------------------------------------------------------------------------------

SIDE = 16
SETTINGS = InversionSettings(steps=100, learning_rate=0.3, prior=0.002)


def view_of(truth: np.ndarray, shrunk: int = 8) -> View:
    """What a photo shows of a face [SIDE, SIDE, 3] in levels, shrunk so many times."""
    matrix = np.array([[1.0, 0, 0], [0, 1, 0]]) / shrunk
    empty = np.zeros((SIDE // shrunk, SIDE // shrunk, 3), np.uint8)
    view = View(matrix, SIDE, Degradation(float(shrunk)), empty)
    shown = view.seen(torch.device("cpu"))(torch.from_numpy(truth / 127.5 - 1).permute(2, 0, 1)[None].float())
    return replace(view, clean=np.rint(to_levels(shown)[0]).astype(np.uint8))


def upsampled(view: View) -> np.ndarray:
    return cv2.resize(view.clean, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC).astype(np.float32)


@pytest.fixture(scope="module")
def face():
    """A face that a tiny model knows, of which the crop is what the photo shows."""
    model = planted_model(bare=False)
    torch.manual_seed(5)
    network = nn.Conv2d(3, 4, 3, stride=2).requires_grad_(False)
    perceptual = PerceptualDistance(lambda images: [network(images)])
    w = torch.randn(W, generator=torch.Generator().manual_seed(9))
    ws = w.expand(model.generator.num_ws, -1)
    truth = to_levels(synthesize(model, ws[None], {}))[0]
    networks = SimpleNamespace(model=model, perceptual=perceptual, device=model.device)
    view = view_of(truth)
    image = torch.from_numpy(upsampled(view) / 127.5 - 1).permute(2, 0, 1)[None]
    face = SimpleNamespace(model=model, networks=networks, image=image, truth=truth, view=view, ws=ws.numpy())
    face.likely = likely(face)
    return face


def likely(face, references=(), watch=lambda _step: None):
    found = search(face, face.view, references, SETTINGS, watch)
    return to_levels(synthesize(face.model, torch.from_numpy(found.ws)[None], overrides(face.model, found)))[0]


def error(picture: np.ndarray, face) -> float:
    return float(np.abs(picture - face.truth).mean())


def test_a_generated_face_comes_back_nearer_than_what_the_photo_shows(face):
    shown = error(upsampled(face.view), face)
    assert error(face.likely, face) < 0.8 * shown
    assert error(consistent(face.likely, face.view, 1.0), face) < 0.8 * shown


def test_another_photo_of_the_person_brings_it_nearer(face):
    mesh = landmarks = descriptor = None
    picture = face.truth.astype(np.uint8)
    reference = SourceFace(picture, mesh, landmarks, face.ws, descriptor, face.model.fingerprint)
    assert error(likely(face, [reference]), face) < 0.8 * error(face.likely, face)
    with pytest.raises(EditError, match="another model"):
        likely(face, [replace(reference, model="other")])


def test_nothing_of_an_ended_search_is_kept(face):
    def watch(_step):
        raise Cancelled

    with pytest.raises(Cancelled):
        likely(face, watch=watch)


def test_fidelity_goes_from_the_likely_face_to_what_the_photo_shows(face):
    stranger = np.full_like(face.truth, 90.0)
    seen = face.view.seen(torch.device("cpu"))

    def missed(picture: np.ndarray) -> float:
        shown = to_levels(seen(torch.from_numpy(picture / 127.5 - 1).permute(2, 0, 1)[None].float()))[0]
        return float(np.abs(shown - face.view.clean).mean())

    pictures = [consistent(stranger, face.view, fidelity) for fidelity in (0.0, 0.3, 1.0)]
    np.testing.assert_array_equal(pictures[0], stranger)
    far = [missed(picture) for picture in pictures]
    assert far[0] > 2 * far[1] > 4 * far[2] and far[2] < 2


def known_face(face, asset: bytes):
    """face, with an asset and a memory; what is drawn of it must not be searched for."""

    def known(_name, work):
        return work()

    view = SimpleNamespace(view=face.view)
    return SimpleNamespace(
        **vars(face) | vars(view), crop=face.truth.astype(np.uint8), asset=lambda _n: asset, known=known
    )


def test_what_was_found_is_drawn_without_a_search(face, monkeypatch):
    monkeypatch.setattr(View, "of", lambda face: face.view)
    found = Likely(face.likely.astype(np.uint8), face.model.fingerprint)
    again = restored(known_face(face, found.to_bytes()), (), "asset", None)
    np.testing.assert_array_equal(again.picture(0.0), found.picture)
    for data, said in (
        (found.to_bytes()[:50], "damaged"),
        (replace(found, model="other").to_bytes(), "another model"),
        (replace(found, picture=found.picture[:8]).to_bytes(), "another model"),
    ):
        with pytest.raises(EditError, match=said):
            restored(known_face(face, data), (), "asset", None)


# --- the person's own detail ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def portrait(shared_editor, astronaut):
    """A sharp face, the same without detail, and its mesh."""
    editor = shared_editor.sibling()
    (face,) = editor.set_photo(astronaut)
    sharp = editor.crop(face.id)
    mesh = editor.mesh(face.id).seen_through(editor._state(face.id).matrix)
    return SimpleNamespace(sharp=sharp, soft=cv2.GaussianBlur(sharp, (0, 0), 3).astype(np.float32), mesh=mesh)


def reference_of(picture, mesh, shown=1.0):
    return Reference(SourceFace(picture, mesh, None, None, None, ""), np.full(picture.shape[:2], shown, np.float32))


def with_detail_of(portrait, *references, finest=3.0):
    everywhere = np.ones(portrait.soft.shape[:2], np.float32)
    return detailed(portrait.soft, portrait.mesh, everywhere, references, finest)


def gained(portrait, made, mask) -> float:
    """Share of what soft lacks that made has."""
    lacking, left = (np.abs(picture - portrait.sharp)[mask].mean() for picture in (portrait.soft, made))
    return float(1 - left / lacking)


def test_detail_comes_from_another_photo(portrait):
    side = len(portrait.sharp)
    turn = np.array([[1.1, 0.2, -25], [-0.2, 1.1, 20]])
    elsewhere = cv2.warpAffine(portrait.sharp, turn, (side, side), flags=cv2.INTER_CUBIC)
    half = np.array([[0.5], [0.5]])
    turn[:, 2:] += half - turn[:, :2] @ half
    made = with_detail_of(portrait, reference_of(elsewhere, portrait.mesh.seen_through(turn)))
    oval = part_mask(portrait.mesh, "oval", side, side)
    skin = cv2.erode(oval, np.ones((25, 25))) * (1 - part_mask(portrait.mesh, "mouth_inside", side, side)) > 0
    assert gained(portrait, made, skin) > 0.4
    np.testing.assert_array_equal(made[oval == 0], portrait.soft[oval == 0])


def test_what_lies_otherwise_there_or_is_hidden_or_soft_gives_nothing(portrait):
    shut = portrait.mesh.points.copy()
    for upper, lower in ((159, 145), (158, 153), (160, 144), (157, 154), (161, 163)):
        shut[upper] = shut[lower]
    side = len(portrait.sharp)
    eye, cheek = (np.zeros((side, side), bool) for _ in range(2))
    for mask, point in (
        (eye, (portrait.mesh.flat[159] + portrait.mesh.flat[145]) / 2),
        (cheek, portrait.mesh.flat[50]),
    ):
        x, y = point.astype(int)
        mask[y - 4 : y + 4, x - 4 : x + 4] = True
    made = with_detail_of(portrait, reference_of(portrait.sharp, replace(portrait.mesh, points=shut)))
    assert gained(portrait, made, eye) < 0.2 and gained(portrait, made, cheek) > 0.5
    for picture, shown in ((portrait.sharp, 0.0), (cv2.GaussianBlur(portrait.sharp, (0, 0), 6), 1.0)):
        made = with_detail_of(portrait, reference_of(picture, portrait.mesh, shown))
        np.testing.assert_array_equal(made, portrait.soft)


def test_the_photo_that_shows_most_goes_first(portrait):
    whole = reference_of(portrait.sharp, portrait.mesh)
    hidden = reference_of(np.roll(portrait.sharp, 9, 1), portrait.mesh, 0.5)
    alone, *both = (with_detail_of(portrait, *chosen) for chosen in ([whole], [hidden, whole], [whole, hidden]))
    np.testing.assert_array_equal(*both)
    assert np.abs(both[0] - alone).mean() < 0.1
    sharp_already = with_detail_of(portrait, whole, finest=0.0)
    assert np.abs(sharp_already - portrait.soft).mean() < 0.3 * np.abs(alone - portrait.soft).mean()


def test_between_the_other_photos_it_can_be_ended():
    def ended():
        raise Cancelled

    with pytest.raises(Cancelled):
        restored_module._with_detail(None, np.zeros((2, 2, 3)), None, [None], 1.0, ended)


# --- the edit -------------------------------------------------------------------------------------------------------

EDIT = RestoreEdit(1.0, 0.3, ("ab" * 32,), FACE, "cd" * 32)


def test_the_edit_is_plain_values():
    assert RestoreEdit().neutral and not EDIT.neutral and EDIT.assets == (*EDIT.references, EDIT.found)
    assert RestoreEdit.from_json(Fields(EDIT.to_json())) == EDIT
    plain = {name: value for name, value in EDIT.to_json().items() if name != "found"}  # of a project before assets
    assert RestoreEdit.from_json(Fields(plain)) == replace(EDIT, found="")
    assert RestoreEdit.parse("0.25") == RestoreEdit(1.0, 0.25)
    half = RestoreEdit().between(EDIT, 0.5)
    assert half == replace(EDIT, amount=0.5)
    for wrong in ("2", "some", "nan"):
        with pytest.raises(EditError, match="a likely face"):
            RestoreEdit.parse(wrong)
    with pytest.raises(FieldError, match="64 hexadecimal"):
        RestoreEdit.from_json(Fields(EDIT.to_json() | {"references": ["x"]}))


def test_faces_are_near_unless_they_are_tiny():
    near, tiny = (SimpleNamespace(marks=marks, id=marks) for marks in ((), ("tiny",)))
    assert choose_faces([near, tiny], NEAR, "a.jpg") == [near]
    assert choose_faces([tiny], ALL, "a.jpg") == [tiny]
    with pytest.raises(FaceError, match="are tiny; ask for them"):
        choose_faces([tiny], NEAR, "a.jpg")


class _Editor:
    """Writes down for which photo an overlay is asked."""

    def __init__(self):
        self.shrinks = []

    def overlay(self, _face, _operations, shrink=1.0):
        self.shrinks.append(shrink)

    def whole(self, pixels, _operations):
        return np.repeat(np.repeat(pixels, 2, 0), 2, 1)


def test_in_an_enlarged_photo_a_restored_face_is_drawn_at_its_resolution():
    editor, document = _Editor(), Document(Photo("a.jpg", "", 8, 8))
    faces = FaceEdits("a", (EDIT,)), FaceEdits("b", ())
    render(replace(document, faces=faces, whole=(EnhanceEdit(2),)), np.zeros((8, 8, 3), np.uint8), editor)
    render(replace(document, faces=faces), np.zeros((8, 8, 3), np.uint8), editor)
    assert editor.shrinks == [0.5, 1]


# --- the command ----------------------------------------------------------------------------------------------------


@pytest.fixture
def quick(monkeypatch):
    """A search of two steps."""
    monkeypatch.setattr(restored_module, "SETTINGS", InversionSettings(steps=1, tune_steps=1))
    monkeypatch.setattr("ganeditor.batch.references.STEPS", 1)


@pytest.mark.usefixtures("one_editor", "quick")
def test_the_command_restores_the_face_and_nothing_else(run, photo, astronaut, tmp_path):
    blurred, out = tmp_path / "in" / "blurred.png", tmp_path / "out.png"
    blurred.parent.mkdir()
    part = np.ascontiguousarray(cv2.GaussianBlur(astronaut, (0, 0), 3)[:320, 60:380])
    Image.fromarray(part).save(blurred)
    said = run("enhance", blurred, "--restore", "0.5", "--like", photo, "-o", out, "--report", tmp_path / "r.json")
    assert said.code == 0 and "astronaut.png has a say: distance 0." in said.err, said.err
    assert '"fidelity": 0.5' in (tmp_path / "r.json").read_text()
    made = np.asarray(Image.open(out)).astype(int)
    changed = np.abs(made - part).max(2)
    assert made.shape == part.shape and changed[80:160, 120:200].mean() > 3 and not changed[:5].any()


@pytest.mark.usefixtures("one_editor", "quick")
def test_a_grey_face_in_a_folder_stays_grey(run, astronaut, tmp_path):
    grey = cv2.cvtColor(cv2.GaussianBlur(astronaut, (0, 0), 3), cv2.COLOR_RGB2GRAY)[:320, 60:380]
    folder = tmp_path / "folder"
    folder.mkdir()
    Image.fromarray(np.repeat(grey[..., None], 3, 2)).save(folder / "grey.png")
    (folder / "broken.png").write_bytes(b"no picture")
    said = run("enhance", folder, "--restore", "-o", tmp_path / "out")
    assert said.code == 1 and "1 of 2 photos done" in said.out
    made = np.asarray(Image.open(tmp_path / "out" / "grey.png")).astype(int)
    assert np.ptp(made, 2).max() == 0 and np.abs(made[..., 0] - grey).max() > 10


@pytest.mark.usefixtures("one_editor")
def test_what_cannot_be_restored_is_one_sentence(refused, run, photo, tmp_path):
    nobody = tmp_path / "nobody.png"
    Image.fromarray(np.zeros((64, 64, 3), np.uint8)).save(nobody)
    assert "Nobody was found in these photos" in refused("enhance", photo, "--restore", "--like", nobody)
    assert "give one photo" in refused("enhance", photo, nobody, "--restore", "--like", photo)
    assert "0 (a likely face) to 1" in run("enhance", photo, "--restore", "2").err
