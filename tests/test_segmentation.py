"""Segmentation heads: what a generator hands out, a planted segmentation learnt, and heads in packs."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from foreign import random_stylegan3
from planted import planted_model

from ganeditor.checkpoints.packs import heads, native
from ganeditor.checkpoints.packs.installed import find_model
from ganeditor.engine.latent.invert import synthesize
from ganeditor.engine.model import FaceModel
from ganeditor.engine.networks.segmentation import SegmentationHead, SegmentationSizes
from ganeditor.errors import ModelError, UserError
from ganeditor.progress import Cancelled
from ganeditor.segments import NUMBERS, SEGMENTS, UNKNOWN
from ganeditor.training.segmentation import (
    Sample,
    SegmentationSettings,
    intersections_over_unions,
    split,
    train,
)

SETTINGS = SegmentationSettings(steps=90, batch=8, hidden=16, rate=0.02)


def planted_head(model: FaceModel, classes: int = 3, seed: int = 3) -> SegmentationHead:
    """Random weights that tell the first few classes alone."""
    random = torch.Generator().manual_seed(seed)
    head = SegmentationHead(SegmentationSizes(model.generator.synthesis.feature_channels, 8, len(SEGMENTS)))
    for parameter in head.parameters():
        parameter.data.copy_(torch.randn(parameter.shape, generator=random))
    head.classes.bias.data[classes:] = -1e4
    return head.requires_grad_(False)


def planted_samples(model: FaceModel, count: int = 40) -> list[Sample]:
    """The class of a pixel is the largest of three sums of all features there."""
    random = torch.Generator().manual_seed(1)
    weights = torch.randn(3, sum(model.generator.synthesis.feature_channels), generator=random)
    ws = torch.randn(count, model.generator.num_ws, 8, generator=random)
    features: list[torch.Tensor] = []
    synthesize(model, ws, {}, features=features)
    enlarged = torch.cat([F.interpolate(x, size=(16, 16), mode="bilinear") for x in features], 1)
    normal = (enlarged - enlarged.mean((0, 2, 3), keepdim=True)) / enlarged.std((0, 2, 3), keepdim=True)
    labels = torch.einsum("kc,nchw->nkhw", weights, normal).argmax(1)
    return [Sample(*row) for row in zip(ws.numpy(), labels.numpy().astype(np.uint8), strict=True)]


def test_features_come_coarse_to_fine_and_leave_the_picture_alone() -> None:
    model = planted_model()
    ws = torch.randn(2, model.generator.num_ws, 8)
    features: list[torch.Tensor] = []
    image = synthesize(model, ws, {}, features=features)
    assert torch.equal(image, synthesize(model, ws, {}))
    assert [tuple(x.shape) for x in features] == [(2, 6, 4, 4), (2, 5, 8, 8), (2, 4, 16, 16)]


def test_stylegan3_hands_out_the_picture_s_square_without_its_margin() -> None:
    synthesis = random_stylegan3(radial=False).synthesis
    features: list[torch.Tensor] = []
    ws = torch.randn(1, synthesis.num_ws, synthesis.w_dim)
    assert torch.equal(synthesis(ws, features=features), synthesis(ws))
    assert tuple(x.shape[1] for x in features) == synthesis.feature_channels
    sides = [x.shape[2] for x in features]
    assert sides == sorted(sides) and sides[-1] == synthesis.resolution


def test_a_planted_segmentation_is_learnt_and_training_repeats_itself() -> None:
    model = planted_model()
    taught, held = split(planted_samples(model), SETTINGS)
    assert len(held) == 7
    # A part of the labels is hidden: what is unknown is not learnt from.
    taught = [Sample(ws, np.where(np.arange(16) < 4, UNKNOWN, labels).astype(np.uint8)) for ws, labels in taught]
    head = train(model, taught, SETTINGS)
    ious = intersections_over_unions(model, head, held)
    assert set(ious) == {"background", "skin", "left_brow"} and min(ious.values()) > 0.7
    again = train(model, taught, replace(SETTINGS, steps=5))
    other = train(model, taught, replace(SETTINGS, steps=5))
    assert all(torch.equal(a, b) for a, b in zip(again.parameters(), other.parameters(), strict=True))


def test_training_reports_can_be_stopped_and_says_when_there_is_nothing() -> None:
    model, seen = planted_model(), []

    def stop(fraction: float, _text: str) -> None:
        seen.append(fraction)
        if len(seen) == 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        train(model, planted_samples(model, 4), SETTINGS, stop)
    assert seen == [0, 1 / 90, 2 / 90]
    with pytest.raises(UserError, match="nothing to train with"):
        train(model, [], SETTINGS)


def test_a_head_comes_into_a_pack_and_latents_stay_where_they_are_filed(pack: Path, tmp_path: Path) -> None:
    folder = tmp_path / "pack"
    shutil.copytree(pack, folder)
    before = native.load(folder)
    head = planted_head(before, len(SEGMENTS))
    heads.keep_head(folder, head, {"skin": 0.9})
    after = native.load(folder)
    assert after.fingerprint == before.fingerprint
    assert json.loads((folder / "manifest.json").read_text())["held_out"]["segmentation_iou"] == {"skin": 0.9}
    assert after.segmentation is not None
    for own, kept in zip(head.parameters(), after.segmentation.parameters(), strict=True):
        torch.testing.assert_close(kept, own.half().float())
    other = SegmentationHead(SegmentationSizes((5, 4), 8, len(SEGMENTS)))
    heads.keep_head(folder, other, {})
    with pytest.raises(ModelError, match="segmentation head was trained for another generator"):
        native.load(folder)


@pytest.mark.parametrize("first", [True, False])
def test_a_head_that_can_t_be_written_whole_leaves_the_pack_as_it_was(
    pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: bool
) -> None:
    folder = tmp_path / "pack"
    shutil.copytree(pack, folder)
    model = native.load(folder)
    if not first:
        heads.keep_head(folder, planted_head(model, len(SEGMENTS)), {"skin": 0.9})
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    replace_file = Path.replace

    def replaced(path: Path, target: Path) -> Path:
        if target.name == "manifest.json":
            raise OSError("the disk is full")
        return replace_file(path, target)

    monkeypatch.setattr(Path, "replace", replaced)
    with pytest.raises(ModelError, match="the disk is full"):
        heads.keep_head(folder, SegmentationHead(SegmentationSizes((5, 4), 8, len(SEGMENTS))), {})
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    native.load(folder)


def test_a_bundled_pack_is_copied_before_a_head_comes_in(pack: Path) -> None:
    own = heads.own_pack(pack)
    assert own != pack and find_model("face-256") == own and heads.own_pack(own) == own


def test_segments_are_distinct() -> None:
    assert len({segment.colour for segment in SEGMENTS}) == len(NUMBERS) == len(SEGMENTS) == 13
