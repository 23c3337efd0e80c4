"""One person's face on another's, with faces that the bundled generator drew, of which the truth is known."""

import json
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from PIL import Image as PngPicture
from safetensors.numpy import load, save

from ganeditor.batch.sources import kept_source
from ganeditor.cli import swap
from ganeditor.edits.latent import LatentEdit
from ganeditor.edits.swap import PARTS, SwapEdit
from ganeditor.engine.faces.align import invert, transform_points
from ganeditor.engine.faces.glasses import frame
from ganeditor.engine.faces.mesh import LOOPS, Mesh
from ganeditor.engine.faces.regions import part_mask
from ganeditor.engine.latent.generate import pictures
from ganeditor.engine.latent.invert import Inversion, InversionSettings
from ganeditor.engine.latent.space import Change
from ganeditor.engine.swap import blending, reenactment
from ganeditor.engine.swap.light import lit_as, opposites
from ganeditor.engine.swap.reenactment import UNITS, expression, reenacted
from ganeditor.engine.swap.shape import shaped, width_of
from ganeditor.engine.swap.source import LARGEST, SourceFace
from ganeditor.engine.swap.swapped import person_in
from ganeditor.engine.swap.texture import Surface, texture, triangulated, visibility
from ganeditor.engine.swap.visible import alone, visible
from ganeditor.engine.tensors import to_tensor
from ganeditor.errors import EditError, UserError
from ganeditor.fields import FieldError, Fields
from ganeditor.opencv import cv2
from ganeditor.project.assets import Assets
from ganeditor.project.kept_faces import keep_face
from ganeditor.project.render import shrunk

SOURCE, TARGETS = 4, {5: 0.8, 9: -0.8}
"""Seeds of people; by how many deviations those who get a face are turned."""


def latents_of(model, seed, **moves):
    """A likely face [num_ws, w_dim], moved along directions by deviations."""
    space = model.latents
    random = torch.randn(space.factor.shape[1], generator=torch.Generator().manual_seed(seed))
    ws = (space.mean + 0.7 * space.factor @ random).expand(model.generator.num_ws, -1).clone()
    return space.edit(ws, {name: Change(amount) for name, amount in moves.items()}, 30.0).numpy()


def opened(editor, ws, change=lambda picture: picture):
    """An editor with the face of ws, as change makes it, and the face and its picture."""
    editor = editor.sibling()
    picture = change(np.ascontiguousarray(pictures(editor.model, ws[None])[0]))
    (face,) = editor.set_photo(picture)
    editor.use_inversion(face.id, Inversion(ws, ws.mean(0), 0.0, 0, 0.0))
    return editor, face, picture


def swap_of(editor, source, **choices):
    """The operation, with what it needs among editor's assets."""
    editor.assets = assets = Assets()
    return SwapEdit(assets.add(source.to_bytes()), **choices)


def swapped(opened_target, source, **choices):
    """The target's picture with the source's face."""
    editor, face, picture = opened_target
    pixels = picture.copy()
    overlay = editor.overlay(face.id, [swap_of(editor, source, **choices)])
    if overlay is not None:
        overlay.apply_to(pixels)
    return pixels


@pytest.fixture(scope="module")
def source(shared_editor):
    editor, face, _picture = opened(shared_editor, latents_of(shared_editor.model, 4))
    return editor.source_face(face.id)


@pytest.fixture(scope="module")
def target(shared_editor):
    return opened(shared_editor, latents_of(shared_editor.model, 3))


@pytest.fixture(scope="module")
def mesh(target):
    editor, face, _picture = target
    return editor.mesh(face.id)


# --- the operation ---------------------------------------------------------------------------------------------------


def test_the_operation_says_whether_it_does_anything():
    assert SwapEdit().neutral and SwapEdit("a" * 64, amount=0).neutral and not SwapEdit("a" * 64).neutral
    assert SwapEdit("a" * 64).assets == ("a" * 64,) and SwapEdit().assets == ()


def test_the_operation_is_written_and_read():
    edit = SwapEdit("ab" * 32, 0.5, ("skin", "mouth"), 0.25, 0.75, False)
    assert SwapEdit.from_json(Fields(edit.to_json())) == edit
    wrong = {"source": "x", "amount": 1.5, "parts": ["mouth", "skin"], "light": True, "feather": -1, "occlusion": 1}
    for name, value in wrong.items():
        with pytest.raises(FieldError, match=name):
            SwapEdit.from_json(Fields({**edit.to_json(), name: value}))
    with pytest.raises(EditError):
        SwapEdit.parse("anna")


def test_the_operation_lies_between_two():
    edit, none = SwapEdit("a" * 64, 0.8), SwapEdit()
    assert none.between(edit, 0.25).amount == pytest.approx(0.2)
    assert edit.between(none, 0.75).amount == pytest.approx(0.2)
    assert edit.between(SwapEdit("a" * 64, 0.4), 0.5).amount == pytest.approx(0.6)


# --- each step -------------------------------------------------------------------------------------------------------


def test_texture_goes_where_the_mesh_is(mesh):
    """A picture whose colours are places comes as the places that the mesh was moved from."""
    matrix = np.array([[0.9, -0.3, 40.0], [0.3, 0.9, -20.0]])
    moved, triangles = mesh.seen_through(matrix), triangulated(mesh)
    found = texture(moved, mesh, triangles, (256, 256))
    inside = part_mask(moved, "oval", 256, 256) > 0
    assert (found.seen > 0)[inside].mean() > 0.98
    ys, xs = np.nonzero((found.seen > 0.9) & inside)
    truth = transform_points(invert(matrix), np.stack([xs + 0.5, ys + 0.5], 1))
    np.testing.assert_allclose(found.places[ys, xs], truth, atol=0.1)
    rows, columns = np.mgrid[:256, :256].astype(np.float32)
    drawn = found.of(np.stack([columns + 0.5, rows + 0.5, 0 * rows], -1))
    there = (truth > 2).all(1) & (truth < 254).all(1)
    np.testing.assert_allclose(drawn[ys, xs, :2][there], truth[there], atol=0.5)


def test_what_faces_away_is_not_seen(mesh):
    triangles = triangulated(mesh)
    assert len(np.unique(triangles)) == 468
    middle = mesh.points.mean(0)
    for degrees, hidden in ((60, "left"), (-60, "right")):
        sine, cosine = np.sin(np.radians(degrees)), np.cos(np.radians(degrees))
        turn = np.array([[cosine, 0, sine], [0, 1, 0], [-sine, 0, cosine]])
        seen = visibility(Mesh(((mesh.points - middle) @ turn.T + middle).astype(np.float32)), triangles)
        left, right = seen[mesh.flat[:, 0] < middle[0]].mean(), seen[mesh.flat[:, 0] > middle[0]].mean()
        assert (left < 0.5 * right) if hidden == "left" else (right < 0.5 * left)


def test_a_shape_comes_by_its_share_and_leaves_the_outline(mesh, source):
    assert np.array_equal(shaped(mesh, source.mesh, 0.0).points, mesh.points)
    whole, half = (shaped(mesh, source.mesh, share) for share in (1.0, 0.5))
    outline = list(LOOPS["oval"])
    np.testing.assert_allclose(whole.flat[outline], mesh.flat[outline], atol=1e-3)
    moved = np.linalg.norm(whole.flat - mesh.flat, axis=1)
    assert moved.max() > 0.01 * width_of(mesh)
    np.testing.assert_allclose(half.flat, (whole.flat + mesh.flat) / 2, atol=1e-2)


def test_latents_take_over_pose_and_expression(shared_editor):
    """Those of the person's own picture turned and smiling, which the latents can reach."""
    model, anatomy = shared_editor.model, shared_editor.anatomy
    editor, face, _picture = opened(shared_editor, latents_of(model, 4, yaw=-1.5, smile=1.5))
    wanted = expression(editor.mesh(face.id))
    editor, face, _picture = opened(shared_editor, latents_of(model, 4))
    start = editor.mesh(face.id)
    _moved, acted, mesh = reenacted(
        model.latents,
        torch.from_numpy(editor.inversion(face.id).ws),
        wanted,
        lambda one: pictures(model, one.numpy()[None])[0].astype(np.float32),
        lambda picture: anatomy.mesh_again(picture, start),
    )
    before, after = (np.linalg.norm((expression(one) - wanted) / UNITS) for one in (start, mesh))
    assert before > 1 and after < 0.5 * before
    assert acted.shape == (256, 256, 3)


def test_what_is_before_a_face_is_told(target):
    editor, face, picture = target
    state, mesh = editor._state(face.id), editor.mesh(face.id)
    cheek = mesh.flat[425].astype(int)
    bar = np.s_[cheek[1] - 6 : cheek[1] + 6, cheek[0] - 6 : cheek[0] + 6]
    held = picture.copy()
    held[bar] = (30, 60, 200)
    landmarks = face.landmarks
    person = np.ones(picture.shape[:2], np.float32)
    free = visible(picture, mesh, landmarks, person, editor.segments(face.id))
    seen = visible(held, mesh, landmarks, person, editor.segments(face.id))
    assert free[bar].mean() > 0.95 and seen[bar].mean() < 0.15
    assert alone(seen, mesh)[bar].max() < 0.1
    elsewhere = part_mask(mesh, "nose", 256, 256) > 0
    assert seen[elsewhere].mean() > 0.95
    assert visible(picture, mesh, landmarks, 0 * person, None).max() == 0, "nobody is there"
    assert state.crop.shape[:2] == seen.shape


def test_skin_in_another_light_is_skin(target):
    """One half of the face lit blue, the other orange."""
    editor, face, picture = target
    mesh, person = editor.mesh(face.id), np.ones(picture.shape[:2], np.float32)
    middle = int(mesh.flat[4, 0])
    lamps = np.ones(picture.shape, np.float32)
    lamps[:, :middle], lamps[:, middle:] = (0.5, 0.9, 1.4), (1.3, 0.8, 0.5)
    lit = np.clip(picture * lamps, 0, 255).astype(np.uint8)
    seen = visible(lit, mesh, face.landmarks, person, None)
    for cheek in (mesh.flat[50], mesh.flat[280]):
        x, y = cheek.astype(int)
        assert seen[y - 6 : y + 6, x - 6 : x + 6].mean() > 0.9


@pytest.mark.parametrize("level", [25, 240])
def test_thin_glasses_are_told(target, level):
    editor, face, picture = target
    mesh = editor.mesh(face.id)
    assert frame(picture, mesh) is None
    distance = float(np.linalg.norm(mesh.anchors[1] - mesh.anchors[0]))
    rims = np.zeros(picture.shape[:2], np.uint8)
    for x, y in np.rint(mesh.anchors[:2]).astype(int).tolist():
        cv2.ellipse(rims, (x, y + 4), (round(0.38 * distance), round(0.33 * distance)), 0, 0, 360, 1, 2)
    told = frame(np.where(rims[..., None] > 0, level, picture).astype(np.uint8), mesh)
    below = rims > 0
    below[: int(mesh.anchors[:2, 1].mean()) + 6] = False
    assert told[below].mean() > 0.9 and (told > 0.5).mean() < 0.06


def test_a_person_is_told_with_what_is_around():
    """The mask comes back to where the crop lies in the photo."""
    photo = np.zeros((200, 200, 3), np.uint8)
    photo[90:120, 80:130] = 255
    asked = []

    def person(picture):
        asked.append(picture)
        return (picture[..., 0] / 255).astype(np.float32)

    matrix = np.array([[1.0, 0, -70], [0, 1, -80]])
    model = SimpleNamespace(template=SimpleNamespace(border="reflect"))
    state = SimpleNamespace(
        crop=photo[80:140, 70:130], matrix=matrix, photo=photo, model=model, anatomy=SimpleNamespace(person=person)
    )
    found = person_in(state)
    assert asked[0].sum(dtype=float) * 9 == pytest.approx(photo.sum(dtype=float), rel=0.1)
    assert found[13:37, 13:57].min() > 0.9 and found[:7].max() < 0.1 and found[:, :7].max() < 0.1


def mirrored(height, width):
    """Where each pixel of a picture that is a face from the front has its counterpart."""
    rows, columns = np.mgrid[:height, :width].astype(np.float32)
    return np.stack([width - 0.5 - columns, rows + 0.5], -1)


def test_light_is_matched_region_by_region():
    random = np.random.default_rng(0)
    detail = np.asarray(random.normal(0, 6, (120, 100, 1)), np.float32)
    slope = np.linspace(60, 160, 100, dtype=np.float32)[None, :, None] * np.array([1.0, 0.8, 0.7], np.float32)
    own = np.clip(slope + 0 * detail + np.zeros((120, 1, 1), np.float32), 0, 255)
    other = np.clip(120 + detail + np.zeros((1, 1, 3), np.float32), 0, 255).astype(np.float32)
    skin = np.ones((120, 100), np.float32)
    lit, toned, unlit = (
        lit_as(own, other, skin, skin, mirrored(120, 100), 80.0, light, tone)
        for light, tone in ((1.0, False), (1.0, True), (0.0, False))
    )
    for part in (np.s_[:, 10:30], np.s_[:, 40:60], np.s_[:, 70:90]):
        np.testing.assert_allclose(lit[part].mean((0, 1)), own[part].mean((0, 1)), atol=8)
    assert np.ptp(toned.mean((0, 1))) < 6 < np.ptp(own.mean((0, 1))), "its own tone, grey"
    np.testing.assert_allclose(unlit, other, atol=1.5)


def test_a_cast_shadow_goes_and_a_beard_stays():
    """Both have hard edges, but the beard has one on either half of the face."""
    skin, own = np.ones((120, 100), np.float32), np.full((120, 100, 3), 150, np.float32)
    shadow, beard = own.copy(), own.copy()
    shadow[:, :40] = 60
    beard[80:, 20:80] = 60
    gone, stayed = (lit_as(own, one, skin, skin, mirrored(120, 100), 80.0, 1.0, False) for one in (shadow, beard))
    assert abs(gone[60, 36].mean() - gone[60, 44].mean()) < 25
    assert stayed[76, 50].mean() - stayed[84, 50].mean() > 45


def test_a_lamps_colour_does_not_come_along():
    """A source that is lit red from one side only, on a face in even light."""
    skin, own = np.ones((120, 100), np.float32), np.full((120, 100, 3), (170, 140, 120), np.float32)
    other = own.copy()
    other[:, :50] *= (1.2, 0.7, 0.6)
    lit = lit_as(own, other, skin, skin, mirrored(120, 100), 80.0, 1.0, False)
    np.testing.assert_allclose(lit, own, atol=20)


def test_counterparts_lie_on_the_other_half(mesh):
    found = opposites(mesh, Surface.of(mesh, triangulated(mesh), (256, 256)))
    for one, other in ((50, 280), (280, 50), (117, 346)):
        x, y = mesh.flat[one].astype(int)
        assert np.linalg.norm(found[y, x] - mesh.flat[other]) < 0.06 * width_of(mesh)


def test_no_seam_is_left():
    own = np.full((90, 80, 3), 140, np.float32)
    texture_of_other = np.asarray(np.random.default_rng(0).normal(0, 4, (90, 80, 1)), np.float32)
    other = own - 30 + texture_of_other
    mask = np.zeros((90, 80), np.float32)
    mask[15:75, 15:65] = 1
    made = blending.joined(own, other, mask, np.ones_like(mask), 55.0)
    inside = made[20:70, 20:60]
    np.testing.assert_allclose(inside.mean((0, 1)), 140, atol=2)
    assert np.std(inside) == pytest.approx(4, rel=0.15), "its gradients stay"


def test_grain_is_restored_where_it_lacks():
    random = np.random.default_rng(0)
    skin = np.ones((80, 80), np.float32)
    grainy = np.asarray(120 + random.normal(0, 8, (80, 80, 1)) + np.zeros((1, 1, 3)), np.float32)
    smooth = np.full((80, 80, 3), 120, np.float32)
    assert np.std(blending.grained(grainy, smooth, skin)) > 4
    np.testing.assert_allclose(blending.grained(smooth, grainy, skin), grainy, atol=1e-3)


# --- all together ----------------------------------------------------------------------------------------------------


def test_a_planted_swap_is_the_source_in_that_pose(shared_editor, monkeypatch):
    """In the mean over pairs, by identity and a perceptual distance."""
    monkeypatch.setattr(reenactment, "MOVES", reenactment.MOVES[:3])  # the poses are all that differs
    model, perceptual = shared_editor.model, shared_editor.networks.perceptual
    targets = [(yaw, opened(shared_editor, latents_of(model, seed, yaw=yaw))) for seed, yaw in TARGETS.items()]
    rows = []
    editor, face, _picture = opened(shared_editor, latents_of(model, SOURCE))
    source = editor.source_face(face.id)
    for yaw, (editor, face, picture) in targets:
        result = swapped((editor, face, picture), source)
        truth = pictures(model, latents_of(model, SOURCE, yaw=yaw)[None])[0]
        inside = part_mask(editor.mesh(face.id), "oval", 256, 256)[..., None] > 0
        wanted, before, after = (
            to_tensor(np.where(inside, one, 127)[::2, ::2], model.device) for one in (truth, picture, result)
        )
        features = perceptual.features(wanted)
        far = [float(perceptual(one, features).sum()) for one in (before, after)]
        name = next(iter(editor.assets))
        rows.append([*far, editor.source_distance(face.id, name, result), editor.identity_distance(face.id, result)])
    before, after, to_source, to_target = np.mean(rows, 0)
    assert len(rows) == 2 and after < before
    assert to_source < 0.6 and to_source < to_target


def test_a_swap_lies_over_earlier_edits(target, source):
    """A face made to smile first has its smile with the source's face, too."""
    editor, face, picture = target
    anatomy, mesh = editor.anatomy, editor.mesh(face.id)
    edits = [LatentEdit({"smile": -3.0, "mouth_open": 3.0}), swap_of(editor, source)]
    shown = []
    for operations in (edits[:1], edits, edits[1:]):
        pixels = picture.copy()
        editor.overlay(face.id, operations).apply_to(pixels)
        shown.append(expression(anatomy.mesh_again(pixels, mesh))[5:])
    edited, both, swapped_alone = shown
    assert np.linalg.norm(both - edited) < 0.6 * np.linalg.norm(swapped_alone - edited)


def test_nothing_beside_the_face_is_touched(target, source):
    editor, face, picture = target
    result = swapped(target, source)
    outside = part_mask(editor.mesh(face.id), "oval", 256, 256) == 0
    assert np.array_equal(result[outside], picture[outside]) and (result != picture).any()
    assert np.array_equal(swapped(target, source), result), "the same every time"
    assert np.array_equal(swapped(target, source, amount=0.0), picture)
    half = np.abs(swapped(target, source, amount=0.5).astype(int) - picture).mean()
    assert 0 < half < np.abs(result.astype(int) - picture).mean()


def test_a_face_that_the_frame_cuts_off_is_swapped_up_to_there(shared_editor, source):
    """No rim of the old face is left along the frame."""
    cut = 75
    _editor, _face, picture = there = opened(
        shared_editor, latents_of(shared_editor.model, 3), lambda whole: np.ascontiguousarray(whole[:, cut:])
    )
    changed = np.abs(swapped(there, source).astype(int) - picture).max(2)
    assert changed[110:170, 0].mean() > 0.5 * changed[110:170, 10:20].mean()


def test_parts_that_stay(target, source):
    editor, face, picture = target
    eyes = part_mask(editor.mesh(face.id), "left_eye", 256, 256) > 0
    kept, taken = (swapped(target, source, parts=parts) for parts in (("brows", "mouth"), ("brows", "eyes", "mouth")))
    assert np.abs(kept[eyes].astype(int) - picture[eyes]).mean() < 1
    assert np.abs(taken[eyes].astype(int) - picture[eyes]).mean() > 3
    assert PARTS == ("shape", "skin", "brows", "eyes", "mouth")


def test_what_is_held_before_the_face_stays(shared_editor, source, mesh):
    cheek = mesh.flat[425].astype(int)
    bar = np.s_[cheek[1] - 8 : cheek[1] + 8, cheek[0] - 8 : cheek[0] + 8]

    def hold(picture):
        picture = picture.copy()
        picture[bar] = (30, 60, 200)
        return picture

    held = opened(shared_editor, latents_of(shared_editor.model, 3), hold)
    inner = np.s_[cheek[1] - 5 : cheek[1] + 5, cheek[0] - 5 : cheek[0] + 5]
    kept, drawn_over = (swapped(held, source, occlusion=occlusion) for occlusion in (True, False))
    assert np.abs(kept[inner].astype(int) - held[2][inner]).mean() < 12
    assert np.abs(drawn_over[inner].astype(int) - held[2][inner]).mean() > 40


def test_a_preview_is_the_picture_shrunk(target, source):
    editor, face, picture = target
    whole = shrunk(swapped(target, source), 2).astype(int)
    edit = SwapEdit(next(iter(editor.assets)))
    small = shrunk(picture, 2)
    editor.overlay(face.id, [edit], shrink=2).apply_to(small)
    assert np.abs(small.astype(int) - whole).mean() < 3


def test_a_source_is_written_and_read(source, target):
    again = SourceFace.from_bytes(source.to_bytes())
    assert np.array_equal(again.picture, source.picture) and np.array_equal(again.ws, source.ws)
    assert np.array_equal(again.mesh.points, source.mesh.points)
    good = load(source.to_bytes())
    big = np.zeros((LARGEST + 1, LARGEST + 1, 3), np.uint8)
    hostile = [b"", b"no", save({"mesh": good["mesh"]})]
    hostile += [save({**good, **wrong}) for wrong in ({"picture": big}, {"mesh": good["mesh"] * np.float32(np.inf)})]
    for data in hostile:
        with pytest.raises(EditError, match="damaged"):
            SourceFace.from_bytes(data)
    for wrong in ({"ws": source.ws[:3]}, {"model": "0123"}):
        with pytest.raises(EditError, match="another model"):
            swapped(target, replace(source, **wrong))


def test_the_command_tells_both_distances(shared_editor, tmp_path, run):
    for name, seed in (("anna", 4), ("ben", 3)):
        picture = pictures(shared_editor.model, latents_of(shared_editor.model, seed)[None])[0]
        PngPicture.fromarray(picture).save(tmp_path / f"{name}.png")
    anna, ben, out, report = (tmp_path / name for name in ("anna.png", "ben.png", "out.png", "report.json"))
    said = run("swap", anna, ben, "-o", out, "--report", report, "--steps", 3, "--amount", 1)
    (row,) = json.loads(report.read_text())["photos"]
    identity = row["faces"][0]["identity"]
    assert identity["source_distance"] < identity["distance"]
    assert f"distance to the source {identity['source_distance']:.2f}" in said.out
    assert np.asarray(PngPicture.open(out)).shape == (256, 256, 3)
    code, _out, err = run("swap", anna, ben, "--parts", "wings")
    assert code == 2 and "wings" in err


def test_a_kept_face_is_a_source_for_any_model(shared_editor, source):
    """It is as it was kept; with another model its latents are found anew, in the same picture."""
    settings, watched = InversionSettings(steps=1), []
    again = kept_source(shared_editor, source.to_bytes(), settings, watched.append)
    assert again.to_bytes() == source.to_bytes() and not watched
    foreign = replace(source, ws=source.ws[:3], model="0123")
    anew = kept_source(shared_editor, foreign.to_bytes(), settings, watched.append)
    assert watched and anew.model == shared_editor.model.fingerprint and anew.ws.shape == source.ws.shape
    assert np.abs(anew.mesh.flat - source.mesh.flat).mean() * 256 / len(source.picture) < 4


def test_what_a_source_can_be_called(shared_editor, source, run):
    def named(text, source_face=None):
        args = SimpleNamespace(source=text, source_face=source_face, steps=1, tune=0, seed=0)
        return swap._source(args, shared_editor)

    keep_face("Anna B", source.to_bytes())
    assert run("swap", "--list-kept").out.splitlines() == ["Anna B"]
    assert named("kept:Anna B").to_bytes() == source.to_bytes()
    assert named("seed:7").to_bytes() == named("seed:7").to_bytes() != named("seed:8").to_bytes()
    wrong = {"seed:x": "whole number", "seed:-1": "whole number", "kept:Ben": "Anna B"}
    for text, word in wrong.items():
        with pytest.raises(UserError, match=word):
            named(text)
    with pytest.raises(UserError, match="one face"):
        named("seed:7", "2")
