"""Lids, gaze and eyes from another photo, on faces that the bundled generator drew, of which the truth is known."""

import json
from functools import partial
from hashlib import sha256

import numpy as np
import pytest
import torch
from PIL import Image as PngPicture
from safetensors.numpy import load, save

from ganeditor.edits.eyes import HEAD, SIDES, EyesEdit
from ganeditor.edits.latent import LatentEdit
from ganeditor.engine.cache import LatentCache
from ganeditor.engine.eyes.exemplar import SIDE, Exemplar
from ganeditor.engine.eyes.filling import Search, SearchSettings
from ganeditor.engine.eyes.frame import Frame
from ganeditor.engine.eyes.lids import CLOSINGS, FULL, SHUT, Response, change_to, openness_of
from ganeditor.engine.face_state import FaceState
from ganeditor.engine.faces.align import transform_points
from ganeditor.engine.latent.generate import pictures
from ganeditor.engine.latent.invert import Inversion
from ganeditor.engine.stages import eyes as stages
from ganeditor.errors import EditError
from ganeditor.fields import FieldError, Fields
from ganeditor.opencv import cv2
from ganeditor.progress import Cancelled
from ganeditor.project.document import Document, Photo, Set
from ganeditor.project.history import Step
from ganeditor.project.render import render, shrunk
from ganeditor.project.store import Project, SavedFace, load_project, save_project
from ganeditor.segments import NUMBERS

PERSON, STRANGER = 4, 3


def latents_of(model, seed):
    """A likely face [num_ws, w_dim] with its eyes wide open."""
    space = model.latents
    random = torch.randn(space.factor.shape[1], generator=torch.Generator().manual_seed(seed))
    w = space.mean + 0.7 * space.factor @ random
    return (w + space.directions["eye_open"]).expand(model.generator.num_ws, -1).numpy().copy()


def generated(editor, seed):
    """The face of a seed, open in editor with the latents that it was drawn from."""
    ws = latents_of(editor.model, seed)
    picture = np.ascontiguousarray(pictures(editor.model, ws[None])[0])
    (face,) = editor.set_photo(picture)
    editor.use_inversion(face.id, Inversion(ws, ws.mean(0), 0.0, 0, 0.0))
    return face, picture


def drawn(editor, face, edit, photo):
    pixels = photo.copy()
    overlay = editor.overlay(face.id, [edit])
    if overlay is not None:
        overlay.apply_to(pixels)
    return pixels


@pytest.fixture(scope="module")
def wide(shared_editor):
    """A face whose eyes are wide open."""
    editor = shared_editor.sibling()
    return editor, *generated(editor, PERSON)


@pytest.fixture
def hasty(monkeypatch):
    """Searches that hardly search: where it is not told what they find."""
    monkeypatch.setattr(stages, "Search", partial(Search, settings=SearchSettings(steps=4)))


@pytest.fixture(scope="module")
def pair(shared_editor):
    """The same face with its lids shut; its open picture; and an asset of this in other light, turned and larger.

    The direction of the pack would move brows and corners along, so that the open picture were no truth any more.
    """
    opener = shared_editor.sibling()
    face, open_picture = generated(opener, PERSON)
    closed = drawn(opener, face, EyesEdit(-1, -1), open_picture)
    asset = elsewhere(shared_editor, open_picture)
    editor = shared_editor.sibling()
    inversion = opener.inversion(face.id)
    editor.set_photo(closed, [face])
    editor.use_inversion(face.id, inversion)
    name = sha256(asset).hexdigest()
    editor.assets = {name: asset}
    editor.prepare(face.id, [EyesEdit(exemplar=name)])
    return editor, face, closed, open_picture, name


def elsewhere(shared_editor, picture):
    """The eyes of a face as another photo has them."""
    matrix = cv2.getRotationMatrix2D((128, 128), 8, 1.3) + np.array([[0, 0, 60], [0, 0, 70]])
    other = cv2.warpAffine(picture, matrix, (380, 400), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT)
    other = np.clip(other * np.array([0.85, 0.75, 0.65]), 0, 255).astype(np.uint8)
    editor = shared_editor.sibling()
    face = max(editor.set_photo(other), key=lambda one: one.size)
    return editor.exemplar(face.id).to_bytes()


def eye_mask(editor, face, side, grown=0.0):
    """Between the lids of one eye of the photo, bool [H, W]."""
    frame = Frame(editor.eyes(face.id)[side], editor.photo.shape[1::-1])
    mask = np.zeros(editor.photo.shape[:2], bool)
    x0, y0, x1, y1 = frame.box_xyxy
    u, v = frame.grid
    mask[y0:y1, x0:x1] = (np.abs(u) < 0.5) & (v > frame.upper - grown) & (v < frame.lower + grown)
    return mask


# --- the operation ---------------------------------------------------------------------------------------------------


def test_the_operation_says_whether_it_does_anything():
    assert EyesEdit().neutral and EyesEdit(feather=0.1).neutral
    assert EyesEdit(exemplar="a" * 64, amount=0).neutral and EyesEdit(exemplar="a" * 64, take=()).neutral
    assert not EyesEdit(lids_left=0.1).neutral and not EyesEdit(exemplar="a" * 64).neutral
    assert EyesEdit(exemplar="a" * 64).assets == ("a" * 64,) and EyesEdit().assets == ()


def test_the_operation_is_written_and_read():
    edit = EyesEdit(-0.5, 0.25, 0.1, -1.0, "ab" * 32, ("right",), 0.5, 0.25, 0.75, HEAD)
    assert EyesEdit.from_json(Fields(edit.to_json())) == edit
    wrong = {"lids_left": 1.5, "gaze_x": True, "exemplar": "x", "take": ["right", "left"], "amount": -0.1, "gaze": "up"}
    for name, value in wrong.items():
        with pytest.raises(FieldError, match=name):
            EyesEdit.from_json(Fields({**edit.to_json(), name: value}))


def test_the_operation_lies_between_two():
    start, end = EyesEdit(lids_left=-1.0), EyesEdit(lids_right=0.5, exemplar="a" * 64, amount=0.8)
    middle = start.between(end, 0.25)
    assert (middle.lids_left, middle.lids_right) == (-0.75, 0.125)
    assert middle.exemplar == end.exemplar and middle.amount == pytest.approx(0.2)
    assert end.between(start, 0.75).amount == pytest.approx(0.2)
    assert start.between(EyesEdit(), 0.5) == EyesEdit(lids_left=-0.5)


def test_the_operation_is_typed():
    assert EyesEdit.parse("lids=-1, gaze_x=0.5") == EyesEdit(lids_left=-1, lids_right=-1, gaze_x=0.5)
    for text in ("", "lids", "lids=2", "lids=nan", "wide=1", "lids=1,lids_left=0"):
        with pytest.raises(EditError):
            EyesEdit.parse(text)


# --- lids and gaze ---------------------------------------------------------------------------------------------------


def test_wide_open_eyes_close(wide):
    editor, face, photo = wide
    before = editor.eyes(face.id)
    after = editor.eyes_in(face.id, drawn(editor, face, EyesEdit(-1, -1), photo))
    for eye, new in zip(before, after, strict=True):
        assert eye.state == "open" and eye.ratio > 0.3
        assert new.closed and new.ratio < 0.65 * eye.ratio


def test_each_eye_by_itself(wide):
    editor, face, photo = wide
    middle = int(np.mean([eye.corners.mean(0)[0] for eye in editor.eyes(face.id)]))
    for edit, kept in (
        (EyesEdit(lids_left=-0.6), np.s_[:, middle:]),
        (EyesEdit(lids_right=-0.6), np.s_[:, :middle]),
    ):
        pixels = drawn(editor, face, edit, photo)
        assert np.array_equal(pixels[kept], photo[kept]) and (pixels != photo).any()
    both = drawn(editor, face, EyesEdit(-0.6, -0.6), photo)
    left = drawn(editor, face, EyesEdit(lids_left=-0.6), photo)
    assert np.array_equal(both[:, :middle], left[:, :middle])


def test_lids_leave_the_iris_and_gaze_leaves_the_lids(wide):
    editor, face, photo = wide
    before = editor.eyes(face.id)
    for lids in (-0.3, 0.2):
        after = editor.eyes_in(face.id, drawn(editor, face, EyesEdit(lids, lids), photo))
        for old, new in zip(before, after, strict=True):
            assert abs(new.iris[0] - old.iris[0]) < 0.02 * old.width
    half = drawn(editor, face, EyesEdit(-0.4, -0.4), photo)
    for side in (0, 1):
        eye = before[side]
        x, y = (int(value) for value in (eye.iris[0], eye.iris[1] + 0.3 * eye.radius))
        around = np.s_[y - 1 : y + 2, x - 1 : x + 2]
        assert np.abs(half[around].astype(int) - photo[around]).max() < 40, "what lids leave free stays where it is"
    outside = ~(eye_mask(editor, face, 0) | eye_mask(editor, face, 1))
    for gaze in ({"gaze_x": 0.5}, {"gaze_x": -0.5}, {"gaze_y": 0.5}):
        pixels = drawn(editor, face, EyesEdit(**gaze), photo)
        assert np.array_equal(pixels[outside], photo[outside]), "lids are not touched at all"
        # What the network reads off lids depends on the iris between them.
        for old, new in zip(before, editor.eyes_in(face.id, pixels), strict=True):
            assert new.ratio == pytest.approx(old.ratio, rel=0.065)


def test_gaze_turns_as_it_is_told(wide):
    editor, face, photo = wide
    looks = [editor.eyes_in(face.id, drawn(editor, face, EyesEdit(gaze_x=x), photo)) for x in (-0.7, 0.0, 0.7)]
    for side in (0, 1):
        assert looks[0][side].gaze_x < looks[1][side].gaze_x - 0.05
        assert looks[2][side].gaze_x > looks[1][side].gaze_x + 0.05


def test_closings_come_from_what_was_read():
    linear = Response(np.array([0.3 - 0.15 * closing for closing in CLOSINGS]))
    assert linear.closing_for(0) == 0 and linear.closing_for(-1) == 1
    assert linear.closing_for(0.3) == pytest.approx(-0.3 * (FULL - SHUT) / 0.15)
    assert 0 < linear.closing_for(-0.2) < linear.closing_for(-0.5) < 1
    blind = Response(np.array([0.3 - 1e-6 * index for index in range(len(CLOSINGS))]))
    assert blind.closing_for(-1) == pytest.approx(1, abs=0.01), "an eye closes even if the network does not see it"


def test_an_eye_open_wider_than_others_shuts_too():
    wide_open = Response(np.array([0.42 - 0.25 * closing for closing in CLOSINGS]))
    own = float(wide_open.ratios[CLOSINGS.index(0.0)])
    assert openness_of(own) > 1
    assert wide_open.closing_for(-1) == pytest.approx(1)
    half = wide_open.closing_for(change_to(0.5, own))
    assert half == pytest.approx(1 - 0.5 / openness_of(own))
    assert (change_to(0, own), change_to(1, SHUT)) == (-1, 1)


def test_a_preview_is_the_picture_shrunk(wide):
    editor, face, photo = wide
    edit = EyesEdit(lids_left=-0.5, gaze_x=0.4)
    large = cv2.resize(photo, None, fx=4, fy=4, interpolation=cv2.INTER_CUBIC)
    opened = editor.sibling()
    (big,) = opened.set_photo(large)
    opened.use_inversion(big.id, editor.inversion(face.id))
    whole, small = drawn(opened, big, edit, large), shrunk(large, 2)
    opened.overlay(big.id, [edit], 2).apply_to(small)
    assert np.abs(small.astype(int) - shrunk(whole, 2)).mean() < 0.1
    assert np.abs(small.astype(int) - shrunk(large, 2)).max() > 20


def test_it_goes_over_what_else_is_done(wide):
    editor, face, photo = wide
    age, lids = LatentEdit({"age": 25.0}), EyesEdit(lids_left=-1)
    aged = drawn(editor, face, age, photo)
    both = photo.copy()
    editor.overlay(face.id, [age, lids]).apply_to(both)
    middle = int(np.mean([eye.corners.mean(0)[0] for eye in editor.eyes(face.id)]))
    assert np.array_equal(both[:, middle:], aged[:, middle:]) and (both != aged).any()


# --- eyes from another photo -----------------------------------------------------------------------------------------


def test_the_exemplar_brings_back_the_open_picture(pair, wide):
    editor, face, closed, truth, name = pair
    pixels = drawn(editor, face, EyesEdit(exemplar=name), closed)
    for side in (0, 1):
        mask = eye_mask(wide[0], wide[1], side, 0.05)
        errors = [np.abs(one[mask].astype(float) - truth[mask]).mean() for one in (closed, pixels)]
        assert errors[1] < errors[0] / 2
    x0, y0, x1, y1 = editor.overlay(face.id, [EyesEdit(exemplar=name)]).box_xyxy
    pixels[y0:y1, x0:x1] = closed[y0:y1, x0:x1]
    assert np.array_equal(pixels, closed)


def test_only_the_eyes_that_are_taken(pair):
    editor, face, closed, _truth, name = pair
    middle = int(np.mean([eye.corners.mean(0)[0] for eye in editor.eyes(face.id)]))
    for side, kept in zip(SIDES, (np.s_[:, middle:], np.s_[:, :middle]), strict=True):
        pixels = drawn(editor, face, EyesEdit(exemplar=name, take=(side,)), closed)
        assert np.array_equal(pixels[kept], closed[kept]) and (pixels != closed).any()
    half = drawn(editor, face, EyesEdit(exemplar=name, amount=0.5), closed)
    whole = drawn(editor, face, EyesEdit(exemplar=name), closed)
    assert 0 < np.abs(half.astype(int) - closed).sum() < np.abs(whole.astype(int) - closed).sum()


@pytest.mark.parametrize("edit", [{"exemplar": True}, {"exemplar": True, "gaze_x": 0.4}, {"lids_left": 0.5}])
@pytest.mark.usefixtures("hasty")
def test_the_frame_of_glasses_stays(pair, monkeypatch, edit):
    """The head is planted: a bar across the left eye is called a frame."""
    editor, face, closed, _truth, name = pair
    edit = EyesEdit(**{**edit, **({"exemplar": name} if "exemplar" in edit else {})})
    x, y = np.rint(editor.eyes(face.id)[0].corners.mean(0)).astype(int)
    bar = np.s_[y - 20 : y + 20, x - 2 : x + 3]
    labels = np.zeros((256, 256), np.uint8)
    x, y = np.rint(transform_points(editor.mask_matrix(face.id), [[x + 0.5, y + 0.5]])[0]).astype(int)
    labels[y - 30 : y + 30, x - 4 : x + 4] = NUMBERS["glasses"]
    without = drawn(editor, face, edit, closed)
    assert (without[bar] != closed[bar]).any()
    monkeypatch.setattr("ganeditor.engine.eyes.glasses.segments_of", lambda *_about: labels)
    for worn in (True, False):
        monkeypatch.setattr(FaceState, "glasses", worn)
        other = editor.sibling()
        other.assets = editor.assets
        other.set_photo(closed, [face])
        other.use_inversion(face.id, editor.inversion(face.id))
        pixels = drawn(other, face, edit, closed)
        assert np.array_equal(pixels[bar], closed[bar]) == worn
        assert (pixels != closed).any()


@pytest.mark.usefixtures("hasty")
def test_a_grey_face_gets_grey_eyes(pair):
    editor, face, closed, _truth, name = pair
    grey = np.repeat(closed.mean(2).astype(np.uint8)[..., None], 3, axis=2)
    other = editor.sibling()
    other.assets = editor.assets
    other.set_photo(grey, [face])
    other.use_inversion(face.id, editor.inversion(face.id))
    pixels = drawn(other, face, EyesEdit(exemplar=name), grey)
    assert (pixels != grey).any() and np.array_equal(pixels[..., 0], pixels[..., 2])


@pytest.mark.usefixtures("one_editor", "hasty")
def test_another_person_is_refused_unless_asked_for(shared_editor, tmp_path, run, refused):
    for name, seed in (("own", PERSON), ("other", STRANGER)):
        _face, picture = generated(shared_editor.sibling(), seed)
        PngPicture.fromarray(picture).save(tmp_path / f"{name}.png")
    out = tmp_path / "out.png"
    asked = ["eyes", tmp_path / "own.png", "--like", tmp_path / "other.png", "-o", out, "--steps", "1"]
    said = refused(*asked)
    assert "looks like face 1" in said and "below 0.6" in said and "--anyone" in said and not out.exists()
    code, said, _err = run(*asked, "--anyone")
    assert code == 0 and out.exists()
    assert "left eye open" in said and "eyes from a face at a distance of 0." in said


@pytest.mark.usefixtures("one_editor")
def test_one_eye_is_shut_by_the_command(shared_editor, tmp_path, run):
    _face, picture = generated(shared_editor.sibling(), PERSON)
    photo, out, report = (tmp_path / name for name in ("own.png", "out.png", "report.json"))
    PngPicture.fromarray(picture).save(photo)
    assert run("eyes", photo, "--eye", "left", "--open", "0", "-o", out, "--steps", "1", "--report", report).code == 0
    pixels = np.asarray(PngPicture.open(out))
    assert np.array_equal(pixels[:, 140:], picture[:, 140:]) and (pixels[:, :120] != picture[:, :120]).any()
    eyes = json.loads(report.read_text())["faces"][0]["eyes"]
    assert eyes["left"]["after"][1] < 0.65 * eyes["left"]["before"][1]


def test_cancelled_keeps_nothing(pair, shared_editor):
    editor, face, closed, _truth, name = pair
    other = shared_editor.sibling()
    other.assets, other.cache = editor.assets, LatentCache()
    other.set_photo(closed, [face])
    other.use_inversion(face.id, editor.inversion(face.id))
    seen = []

    def watch(step):
        seen.append(step.fraction)
        if len(seen) == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        other.prepare(face.id, [EyesEdit(exemplar=name)], watch)
    assert len(seen) == 2 and not any("exemplar" in key for key in other._state(face.id)._known)


def test_reopened_it_is_the_same(pair, tmp_path):
    editor, face, closed, _truth, name = pair
    document = Document(Photo("p.png", "0" * 64, 256, 256)).with_edit(
        Set(face.id, EyesEdit(exemplar=name, feather=0.3))
    )
    points = tuple(tuple(map(float, point)) for point in face.landmarks)
    saved = SavedFace(face.id, tuple(map(float, face.box_xyxy)), points, 1.0)
    project = Project(
        document.photo, None, (Step("Eyes", document),), 0, (saved,), embedded=False, assets=dict(editor.assets)
    )
    save_project(tmp_path / "eyes.gedit", project, embed_photo=False)
    (tmp_path / "p.png").write_bytes(b"")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ganeditor.project.store._with_linked_photo", lambda read, _path, _photo: read)
        read = load_project(tmp_path / "eyes.gedit")
    assert read.steps[0].document == document and read.assets == dict(editor.assets)
    other = editor.sibling()
    other.assets = read.assets
    other.set_photo(closed, [face])
    other.use_inversion(face.id, editor.inversion(face.id))
    assert np.array_equal(render(read.steps[0].document, closed, other), render(document, closed, editor))


def hostile(data):
    arrays = load(data)
    big = {**arrays, "picture": np.zeros((SIDE + 1, 8, 3), np.uint8)}
    nan = {**arrays, "lids": np.full((2, 16, 2), np.nan, np.float32)}
    flat = {**arrays, "lids": np.zeros((2, 16, 2), np.float32)}
    short = {name: array for name, array in arrays.items() if name != "mesh"}
    more = {**arrays, "more": np.zeros(3, np.float32)}
    kind = {**arrays, "mesh": np.zeros((468, 3), np.int64)}
    return [b"", b"\x89PNG", data[:-5], *map(save, (big, nan, flat, short, more, kind))]


def test_hostile_exemplars_are_refused(pair):
    editor, _face, *_rest, name = pair
    good = editor.assets[name]
    assert Exemplar.from_bytes(good).to_bytes() == good
    for data in hostile(good):
        with pytest.raises(EditError, match=r"damaged.*choose that photo again"):
            Exemplar.from_bytes(data)


def test_a_lost_asset_is_told(wide):
    editor, face, photo = wide
    with pytest.raises(EditError, match="missing or damaged in the project"):
        drawn(editor, face, EyesEdit(exemplar="0" * 64), photo)
