"""Painted masks: their files, the search on a tiny model, and the edit in a photo."""

import json
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image
from planted import planted_model
from safetensors.numpy import save
from test_segmentation import planted_head
from torch import nn

from ganeditor.edits.eyes import EyesEdit
from ganeditor.edits.latent import LatentEdit
from ganeditor.edits.mask import MaskEdit
from ganeditor.engine.latent.invert import synthesize
from ganeditor.engine.latent.painted import (
    Painted,
    PaintingSettings,
    agreement_of,
    along,
    change_of,
    painted_bytes,
    read_painted,
    search,
    segments_of,
)
from ganeditor.engine.model import FaceModel
from ganeditor.engine.networks.encoder import Encoder, EncoderSizes
from ganeditor.engine.perceptual import PerceptualDistance
from ganeditor.errors import EditError
from ganeditor.fields import FieldError, Fields
from ganeditor.opencv import cv2
from ganeditor.project.assets import Assets
from ganeditor.project.document import Document, Photo, Set
from ganeditor.project.history import Step
from ganeditor.project.masks import mask_bytes, read_mask, read_mask_file
from ganeditor.project.render import Lenient, render
from ganeditor.project.store import Project, SavedFace, save_project
from ganeditor.segments import NUMBERS, SEGMENTS, UNKNOWN

LABELS = np.random.default_rng(0).integers(0, len(SEGMENTS), (32, 32)).astype(np.uint8)


# --- files --------------------------------------------------------------------------------------------------------


def test_a_mask_comes_back_from_its_file_and_from_what_paint_programs_make_of_it(tmp_path: Path) -> None:
    labels = LABELS.copy()
    labels[0, :5] = UNKNOWN
    data = mask_bytes(labels)
    np.testing.assert_array_equal(read_mask(data, 32), labels)
    with Image.open(BytesIO(data)) as image:
        assert image.mode == "P"
        for mode, suffix in (("RGB", "png"), ("RGBA", "png"), ("RGB", "bmp")):
            path = tmp_path / f"{mode}.{suffix}"
            image.convert(mode).save(path)
            np.testing.assert_array_equal(read_mask_file(path, 32), labels)


def picture(pixels: np.ndarray) -> bytes:
    stream = BytesIO()
    Image.fromarray(pixels).save(stream, "PNG")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "can't be read as a picture"),
        (b"no picture at all", "can't be read as a picture"),
        (mask_bytes(LABELS)[:200], "can't be read as a picture"),
        (picture(np.zeros((16, 16, 3), np.uint8)), "has 16 × 16 pixels where the face's mask has 32 × 32"),
        (picture(np.zeros((40, 32), np.uint8)), "has 32 × 40 pixels"),
        (picture(np.full((32, 32, 3), 9, np.uint8)), r"1024 pixels of colours that no class has, .* \(0, 0\): #090909"),
    ],
)
def test_other_files_are_refused_in_one_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(EditError, match=sentence) as caught:
        read_mask(data, 32, "m.png")
    assert str(caught.value).startswith("m.png") and "\n" not in str(caught.value)


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    data = bytearray(mask_bytes(LABELS))
    data[16:24] = (50_000).to_bytes(4, "big") * 2
    with pytest.raises(EditError):
        read_mask(bytes(data), 32)
    monkeypatch.setattr("ganeditor.project.masks.MOST_BYTES", 10)
    path = tmp_path / "m.png"
    path.write_bytes(mask_bytes(LABELS))
    with pytest.raises(EditError, match="larger than a mask can be"):
        read_mask_file(path, 32)
    with pytest.raises(EditError, match="There is no mask"):
        read_mask_file(tmp_path / "none.png", 32)


# --- the operation ------------------------------------------------------------------------------------------------


def test_the_operation_is_written_down_and_lies_between_others() -> None:
    edit = MaskEdit("a" * 64, "b" * 64, 0.5)
    assert MaskEdit.from_json(Fields(edit.to_json())) == edit
    assert MaskEdit().neutral and MaskEdit("a" * 64, strength=0).neutral and not edit.neutral
    assert edit.assets == ("a" * 64, "b" * 64) and MaskEdit().assets == ()
    assert MaskEdit().between(edit, 0.5).strength == 0.25 == edit.between(MaskEdit(), 0.5).strength
    assert edit.between(MaskEdit("a" * 64, "b" * 64, 1.5), 0.5).strength == 1.0
    for wrong in ({"found": "x"}, {"strength": 3}, {"painted": "../" * 21 + "a"}):
        with pytest.raises(FieldError):
            MaskEdit.from_json(Fields(edit.to_json() | wrong))
    with pytest.raises(EditError, match="is no mask"):
        MaskEdit.parse("1")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x10\0\0\0\0\0\0\0{not json at all}",
        save({"offset": np.zeros((6, 8), np.float32)}),
        save({"offset": np.full((6, 8), np.nan, np.float32), "region": np.zeros((16, 16), np.uint8)}),
        save({"offset": np.zeros((6, 8), np.float64), "region": np.zeros((16, 16), np.uint8)}),
        save({"offset": np.zeros((6, 8), np.float32), "region": np.zeros((16, 8), np.uint8)}),
    ],
)
def test_hostile_assets_are_refused(data: bytes) -> None:
    with pytest.raises(EditError, match="is damaged; apply the mask again"):
        read_painted(data, planted_model())


def test_an_offset_that_leaves_all_faces_behind_is_refused() -> None:
    model = planted_model()
    for length, fits in ((1.0, True), (1e30, False), (3e38, False)):
        data = painted_bytes(Painted(np.full((6, 8), length, np.float32), np.zeros((16, 16), np.uint8)))
        if fits:
            read_painted(data, model)
        else:
            with pytest.raises(EditError, match="leaves all faces behind; apply the mask again"):
                read_painted(data, model)


def test_what_another_model_has_found_is_refused() -> None:
    painted = Painted(np.zeros((14, 512), np.float32), np.zeros((16, 16), np.uint8))
    with pytest.raises(EditError, match=r"made with another model.*\[14, 512\].*\[6, 8\]"):
        read_painted(painted_bytes(painted), planted_model())


# --- the search ---------------------------------------------------------------------------------------------------


@pytest.fixture
def perceptual() -> PerceptualDistance:
    torch.manual_seed(5)
    network = nn.Conv2d(3, 4, 3, stride=2).requires_grad_(False)
    return PerceptualDistance(lambda images: [network(images)])


@pytest.fixture
def model() -> FaceModel:
    """With a head for which a pixel is skin where the last block's first feature is high."""
    plain = planted_model(torch.ones(8))
    head = planted_head(plain, 2)
    for block in head.blocks:
        block.zero_()
    head.blocks[-1][0, 0] = 2.0
    head.bias.zero_()
    for layer in (head.hidden, head.classes):
        layer.weight.zero_()
        layer.bias[:2] = 0
    head.hidden.weight[0, 0] = head.classes.weight[1, 0] = 1.0
    head.classes.bias[0] = 0.5
    return replace(plain, segmentation=head)


def painted_corner(model: FaceModel, ws: torch.Tensor) -> np.ndarray:
    """The mask with a corner of its skin grown."""
    own = segments_of(model, ws, {})
    assert 10 < (own == NUMBERS["skin"]).sum() < 246
    rows, columns = np.mgrid[:16, :16]
    edge = (own == 0) & ((np.roll(own, 1, 0) == 1) | (np.roll(own, 1, 1) == 1)) & (rows > 2) & (columns > 2)
    y, x = np.argwhere(edge)[len(np.argwhere(edge)) // 2]
    painted = own.copy()
    painted[y - 1 : y + 2, x - 1 : x + 2] = NUMBERS["skin"]
    return painted


def test_a_painted_corner_moves_and_the_rest_stays(model: FaceModel, perceptual: PerceptualDistance) -> None:
    ws = model.latents.mean + 0.3 * torch.randn(6, 8, generator=torch.Generator().manual_seed(2))
    painted, seen = painted_corner(model, ws), []
    settings = PaintingSettings(l2=60, reach=0.13)
    found = search(model, perceptual, ws, {}, painted, settings, lambda step: seen.append(step) and None)
    assert found.steps == 40 and len(seen) == 41 and seen[-1].fraction == 1
    assert found.agreement > seen[0].agreement + 0.05
    moved = ws + torch.from_numpy(found.offset)
    before, after = (synthesize(model, row[None], {})[0].mean(0).numpy() for row in (ws, moved))
    changed, region = change_of(segments_of(model, ws, {}), painted, settings.reach)
    assert (segments_of(model, moved, {})[changed] == NUMBERS["skin"]).mean() > 0.5
    difference = np.abs(after - before)
    assert difference[changed].mean() > 2.5 * difference[~region].mean()
    again = search(model, perceptual, ws, {}, painted, settings)
    np.testing.assert_array_equal(again.offset, found.offset)


def test_who_it_is_is_held_where_an_encoder_can_tell(model: FaceModel, perceptual: PerceptualDistance) -> None:
    torch.manual_seed(4)
    encoder = Encoder(EncoderSizes(16, (4, 8), 8, 8)).eval().requires_grad_(False)
    encoder.fc2.weight *= 100  # it sees small changes
    model = replace(model, encoder=encoder)
    ws = model.latents.mean + 0.3 * torch.randn(6, 8, generator=torch.Generator().manual_seed(2))
    painted = painted_corner(model, ws)
    moves = []
    for weight in (0.0, 10.0):
        settings = PaintingSettings(steps=12, identity=weight, l2=60, reach=0.13)
        found = search(model, perceptual, ws, {}, painted, settings)
        seen = [encoder(synthesize(model, row[None], {}))[0] for row in (ws, ws + found.step)]
        person, other = (model.latents.person(w) for w in seen)
        moves.append(float((person - other).norm()))
    assert 0 < moves[1] < 0.7 * moves[0]


def test_who_it_is_is_what_no_read_out_sees() -> None:
    space = planted_model(bare=False).latents
    w = space.mean + torch.randn(space.mean.shape, generator=torch.Generator().manual_seed(1))
    seen = space.factor @ (space.readout_weight[0] @ space.factor)
    torch.testing.assert_close(space.person(w + seen), space.person(w), atol=1e-4, rtol=1e-4)
    unseen = space.factor @ torch.linalg.svd(space.readout_weight @ space.factor).Vh[-1]
    assert float((space.person(w + unseen) - space.person(w)).norm()) > 0.9


def test_stopping_leaves_the_last_state_and_more_steps_go_on(model: FaceModel, perceptual: PerceptualDistance) -> None:
    ws = model.latents.mean + 0.3 * torch.randn(6, 8, generator=torch.Generator().manual_seed(2))
    painted = painted_corner(model, ws)
    stopped = search(model, perceptual, ws, {}, painted, PaintingSettings(), lambda step: step.fraction >= 0.25)
    assert stopped.steps == 10 and np.abs(stopped.offset).max() > 0
    seen: list[float] = []
    more = search(
        model,
        perceptual,
        ws,
        {},
        painted,
        PaintingSettings(),
        lambda step: seen.append(step.agreement) and None,
        stopped,
    )
    assert more.steps == 50 and seen[0] == pytest.approx(stopped.agreement, abs=0.1)
    assert more.agreement >= stopped.agreement


def test_what_can_t_be_searched_for_is_said(model: FaceModel, perceptual: PerceptualDistance) -> None:
    ws = model.latents.mean.repeat(6, 1)
    with pytest.raises(EditError, match="is the face's own"):
        search(model, perceptual, ws, {}, segments_of(model, ws, {}), PaintingSettings())
    with pytest.raises(EditError, match="paint on the face's own"):
        search(model, perceptual, ws, {}, np.zeros((8, 8), np.uint8), PaintingSettings())
    with pytest.raises(EditError, match="can't tell a face's parts yet"):
        segments_of(planted_model(), ws, {})


def test_a_direction_is_fitted_to_another_face(model: FaceModel, perceptual: PerceptualDistance) -> None:
    generator = torch.Generator().manual_seed(2)
    first, second = (model.latents.mean + 0.3 * torch.randn(6, 8, generator=generator) for _ in range(2))
    settings = PaintingSettings(steps=20, l2=60, reach=0.13)
    grown = search(model, perceptual, first, {}, painted_corner(model, first), settings)
    space = model.latents.with_directions({"grown": 3 * grown.step})
    model = replace(model, latents=space)
    painted, start = along(model, second, {}, "grown")
    moved = second + start.step
    np.testing.assert_array_equal(painted, segments_of(model, moved, {}))
    assert not np.array_equal(painted, segments_of(model, second, {}))
    fitted = search(model, perceptual, second, {}, painted, settings, start=start)
    before, rough, fine = (synthesize(model, row[None], {})[0].numpy() for row in (second, moved, second + fitted.step))
    outside = fitted.region == 0
    assert np.abs(fine - before)[:, outside].mean() < np.abs(rough - before)[:, outside].mean()
    assert fitted.agreement > 0.5
    with pytest.raises(EditError, match="tiny has no direction 'smaller'; it has grown"):
        along(model, second, {}, "smaller")
    space = space.with_directions({"nothing": torch.zeros(6, 8)})
    with pytest.raises(EditError, match="'nothing' changes no part of this face's mask"):
        along(replace(model, latents=space), second, {}, "nothing")


def test_agreement_is_the_iou_of_what_was_painted() -> None:
    said, wanted = np.zeros((4, 4), int), np.zeros((4, 4), int)
    said[:2], wanted[1:3] = 5, 5
    assert agreement_of(said, wanted, np.ones((4, 4), bool), [5]) == pytest.approx(1 / 3)


# --- in a photo ---------------------------------------------------------------------------------------------------


def test_the_bundled_model_s_mask_edit_end_to_end(editor: Any, astronaut: Any, tmp_path: Path) -> None:
    """Brows painted thicker: they darken, all else is bit-identical, and the project reopens to the same pixels."""
    (face,) = editor.set_photo(astronaut)
    editor.guess(face.id)
    own = editor.segments(face.id)
    assert own.shape == (editor.mask_side, editor.mask_side) == (256, 256)
    brows = np.isin(own, [NUMBERS["left_brow"], NUMBERS["right_brow"]])
    eyes = np.isin(own, [NUMBERS["left_eye"], NUMBERS["right_eye"]])
    assert 100 < brows.sum() < 6000 and np.argwhere(brows)[:, 0].mean() < np.argwhere(eyes)[:, 0].mean()
    painted = own.copy()
    for side in ("left_brow", "right_brow"):
        grown = cv2.dilate((own == NUMBERS[side]).astype(np.uint8), np.ones((13, 3), np.uint8)) > 0
        painted[grown & (own == NUMBERS["skin"])] = NUMBERS[side]
    found = editor.paint(face.id, painted, PaintingSettings(steps=6))
    assets = Assets()
    edit = MaskEdit(assets.add(painted_bytes(found)), assets.add(mask_bytes(painted)))
    editor.assets = assets
    photo = Photo("p", "0" * 64, 512, 512)
    document = Document(photo).with_edit(Set(face.id, edit))
    edited = render(document, astronaut, editor)
    region = cv2.dilate(found.region, np.ones((41, 41), np.uint8)) > 0
    height, width = astronaut.shape[:2]
    matrix = editor.mask_matrix(face.id)
    near = cv2.warpAffine(
        region.astype(np.uint8), matrix, (width, height), flags=cv2.INTER_NEAREST | cv2.WARP_INVERSE_MAP
    )
    assert not np.array_equal(edited, astronaut)
    np.testing.assert_array_equal(edited[near == 0], astronaut[near == 0])
    none = document.with_edit(Set(face.id, replace(edit, strength=0.0)))
    np.testing.assert_array_equal(render(none, astronaut, editor), astronaut)

    path = tmp_path / "a.gedit"
    saved = SavedFace(face.id, tuple(map(float, face.box_xyxy)), tuple(map(tuple, face.landmarks.tolist())), 1.0)
    project = Project(photo, None, (Step("Mask", document),), 0, (saved,), assets=dict(assets), embedded=False)
    save_project(path, project, embed_photo=False)
    loaded = json.loads(zipfile.ZipFile(path).read("project.json"))["steps"][0]["faces"][0]["mask"]
    again = MaskEdit.from_json(Fields(loaded))
    assert again == edit
    editor.assets = {name: zipfile.ZipFile(path).read(f"assets/{name}") for name in again.assets}
    np.testing.assert_array_equal(render(Document(photo).with_edit(Set(face.id, again)), astronaut, editor), edited)
    # With eyes opened over it, which look at what it has made, and as a preview.
    both = document.with_edit(Set(face.id, EyesEdit(lids_left=0.3))).operations(face.id)
    assert editor.overlay(face.id, both) is not None and editor.overlay(face.id, both, 2) is not None
    editor.assets = {edit.found: b"damaged"}
    with pytest.raises(EditError, match="damaged"):
        editor.overlay(face.id, [edit])
    smiling = Document(photo).with_edit(Set(face.id, LatentEdit({"smile": 1.0})))
    lenient = Lenient(editor)
    np.testing.assert_array_equal(
        render(smiling.with_edit(Set(face.id, edit)), astronaut, lenient), render(smiling, astronaut, editor)
    )
    (left_out,) = lenient.left_out(smiling.with_edit(Set(face.id, edit)))
    assert left_out.operation == edit and "damaged" in left_out.reason


def test_the_command_fits_a_direction(run: Any, refused: Any, photo: Path) -> None:
    arguments = ["--steps", "3", "--search-steps", "1"]
    code, out, _err = run("mask", photo, "--along", "smile", *arguments, "--keep", "grin")
    assert code == 0 and "as painted, after 1 steps" in out and photo.with_name("astronaut_edited.png").is_file()
    assert "grin" in run("directions", "list").out
    assert "has no direction 'wings'" in refused("mask", photo, "--along", "wings", *arguments)
