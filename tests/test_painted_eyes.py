"""exemplar-eyes: a network learns to paint eyes as another picture of the person has them, and works as a Filling."""

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from test_eyes import PERSON, drawn, elsewhere, generated
from torch import nn

from ganeditor.batch.exemplars import LEFT, Choice, Seen
from ganeditor.batch.eyes import Plan, edit_for
from ganeditor.checkpoints.packs.eyes import read_eyes_pack
from ganeditor.checkpoints.packs.installed import find_model
from ganeditor.checkpoints.packs.manifest import read_manifest
from ganeditor.checkpoints.packs.native import template_of
from ganeditor.checkpoints.painters import open_painter
from ganeditor.edits.eyes import EyesEdit
from ganeditor.engine.eyes.filling import Painted
from ganeditor.engine.eyes.painter import EyePainter, boxes, holes
from ganeditor.engine.networks.exemplar import ExemplarNetwork, ExemplarSizes
from ganeditor.engine.stages import eyes as stage
from ganeditor.errors import ModelError, UserError
from ganeditor.fields import Fields
from ganeditor.training.draws import Share
from ganeditor.training.job import TrainJob, data_of
from ganeditor.training.loop import fabric_for, train
from ganeditor.training.pictures import Pictures, companions
from ganeditor.training.result import keep
from ganeditor.training.run import FIGURES, Run
from ganeditor.training.supply import Supply
from ganeditor.training.task import Data
from ganeditor.training.tasks.table import TASKS

SIDE = 16
TASK = TASKS["exemplar-eyes"]


@pytest.fixture(scope="module")
def template():
    return template_of(read_manifest(find_model()))


def people(template, count, each, seed):
    """Plain faces in any light, whose eyes have a colour that is the person's; each person has some pictures."""
    random = np.random.default_rng(seed)
    labels = np.repeat(np.arange(count), each)
    pixels = np.zeros((count * each, SIDE, SIDE, 3)) + random.uniform(90, 160, (count * each, 1, 1, 1))
    colours = random.uniform(0, 255, (count, 1, 1, 3))[labels]
    for x0, y0, x1, y1 in boxes(template, SIDE, 0.6, 0.4):
        pixels[:, y0:y1, x0:x1] = colours
    return Pictures(pixels.astype(np.uint8), labels, tuple(f"p{number}" for number in range(count)))


@pytest.fixture(scope="module")
def trained(template, tmp_path_factory):
    """The folder of a run, and the pack made of it."""
    folder = tmp_path_factory.mktemp("eyes")
    pictures = people(template, 12, 4, 0)
    data = Data(pictures, companions=companions(pictures))
    settings = replace(
        TASK.settings, side=SIDE, width=8, rate=2e-3, discriminator_rate=2e-3, half_life=200, pictures=16 * 100
    )
    torch.manual_seed(0)
    train(TASK.build(settings, data), data, settings, Run(folder / "run"), fabric_for("cpu", "float32"))
    return folder / "run", keep(TrainJob(TASK.name, folder, folder / "run", settings), data, folder / "blue", "CC0")


def test_eyes_of_people_it_has_not_seen_get_the_exemplar_s_colour(trained, template):
    run, pack = trained
    rows = Run(run).rows(FIGURES)
    assert rows[-1]["error"] < 0.65 * rows[0]["error"] and rows[-1]["code"] < rows[0]["code"]
    painter, shown = open_painter(str(pack)), people(template, 6, 2, 5).pixels.astype(np.float32)
    inside = holes(template, SIDE) > 0
    blank = np.abs(shown - 127)[:, inside].mean()
    off = []
    for photo, exemplar in zip(shown[::2], shown[1::2], strict=True):
        made = painter(photo, exemplar)
        np.testing.assert_allclose(made[~inside], photo[~inside], atol=1e-3)
        off.append(np.abs(made - photo)[inside].mean())
    assert np.mean(off) < 0.7 * blank


def test_the_pack_is_of_its_own_kind(trained):
    _run, folder = trained
    pack = read_eyes_pack(folder)
    assert (pack.kind, pack.about, pack.licence) == ("eyes", "eyes, 16 px", "CC0")
    with pytest.raises(ModelError, match="'nobody'"):
        open_painter("nobody")
    with pytest.raises(ModelError, match="is a model of faces, not a network that paints eyes"):
        open_painter("face-256")


def test_what_holes_cover_is_not_looked_at(template):
    torch.manual_seed(0)
    network, where = ExemplarNetwork(ExemplarSizes(4, 1)), torch.from_numpy(holes(template, SIDE))[None, None]
    photo, exemplar = torch.rand(2, 2, 3, SIDE, SIDE)
    other = torch.lerp(photo, torch.rand_like(photo), where)
    assert torch.equal(network(photo, exemplar, where), network(other, exemplar, where))
    assert not torch.equal(network(photo, exemplar, where), network(photo, other, where))


def test_companions_are_of_the_same_person_and_else_the_mirror_image():
    pixels = np.random.default_rng(0).integers(0, 255, (5, SIDE, SIDE, 3), np.uint8)
    pictures = Pictures(pixels, np.array([0, 1, 0, 0, 2]), ("a", "b", "c"))
    data = Data(pictures, companions=companions(pictures))
    assert data.companions.tolist() == [2, 1, 3, 0, 4] and data.alone == 2
    assert companions(Pictures(pixels)).tolist() == [0, 1, 2, 3, 4]
    supply = Supply(data, replace(TASK.settings, batch=5, flips=False), Share(), torch.device("cpu"))
    batch = supply.batch(0, 0, supply.draws(0))
    levels = [((row + 1) * 127.5).round().permute(0, 2, 3, 1).numpy() for row in (batch.pictures, batch.others)]
    for shown, other in zip(*levels, strict=True):
        row = int(np.abs(pixels - shown).sum((1, 2, 3)).argmin())
        theirs = int(data.companions[row])
        np.testing.assert_array_equal(other, pixels[row, :, ::-1] if theirs == row else pixels[theirs])


def test_people_are_folders_or_pairs_of_the_same_name(tmp_path):
    for name in ("anna/1", "anna/2", "ben/1"):
        path = tmp_path / "one" / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (SIDE, SIDE), (len(name), 0, 0)).save(path)
    job = TrainJob(TASK.name, tmp_path / "one", tmp_path / "run", replace(TASK.settings, side=SIDE))
    found = data_of(job)
    assert found.companions.tolist() == [1, 0, 2] and found.alone == 1
    (tmp_path / "two").mkdir()
    Image.new("RGB", (SIDE, SIDE)).save(tmp_path / "two" / "2.png")
    pairs = data_of(replace(job, others=tmp_path / "two"))
    assert pairs.paired and len(pairs.first) == len(pairs.second) == 1
    (tmp_path / "two" / "1.png").write_bytes(b"no picture")
    (tmp_path / "one" / "anna" / "2.png").write_bytes(b"none either")
    with pytest.raises(UserError, match="remove both"):  # though as many are left of each
        data_of(replace(job, others=tmp_path / "two"))


class Copying(nn.Module):
    """Paints what it sees in the exemplar."""

    def __init__(self):
        super().__init__()
        self.some = nn.Parameter(torch.zeros(1))

    def forward(self, _photo, exemplar, _holes):
        return exemplar


def test_a_face_gets_an_exemplar_s_eyes_without_a_search(shared_editor, template, monkeypatch):
    editor = shared_editor.sibling()
    face, picture = generated(editor, PERSON)
    asset = elsewhere(shared_editor, picture)
    name = sha256(asset).hexdigest()
    editor.assets = {name: asset}
    painter = EyePainter("copy", Copying(), template, 64)
    monkeypatch.setattr(editor.networks, "painter", {"copy": painter}.__getitem__)
    monkeypatch.setattr(stage, "Search", lambda *_parts: pytest.fail("it searches"))
    edit = EyesEdit(exemplar=name, painter="copy")
    pixels = drawn(editor, face, edit, picture)
    changed = (pixels != picture).any(2)
    assert changed.any() and changed.mean() < 0.25
    assert np.abs(pixels.astype(int) - picture).mean() < 3, "they are its own eyes, in other light"
    state = editor._state(face.id)
    target, other = picture.astype(np.float32), np.full_like(picture, 200, np.float32)
    made = Painted(state, painter)(target, np.ones(target.shape[:2], np.float32), other)
    inside = holes(template, 256) > 0
    assert np.median(made[inside]) == pytest.approx(200, abs=1)
    far = np.ones_like(inside)
    far[20:140] = False
    np.testing.assert_array_equal(made[far], target[far])


def test_a_painter_is_written_down_and_older_files_have_none():
    edit = EyesEdit(exemplar="a" * 64, painter="blue")
    values = edit.to_json()
    assert EyesEdit.from_json(Fields(values)) == edit
    seen = Seen(Path("b.jpg"), 1, np.zeros(128), (0.3, 0.3), (0.0, 0.0), 60.0, 1.0, (1.0, 1.0))
    plan = Plan(None, 1, seen, Choice(seen, 0.1, (LEFT,)))
    assert edit_for(plan, b"eyes", "blue") == replace(edit_for(plan, b"eyes"), painter="blue")
    del values["painter"]
    assert EyesEdit.from_json(Fields(values)).painter == ""


def test_the_command_says_what_a_painter_needs(refused, photo):
    assert "give one with --like, or a folder with --from" in refused("eyes", photo, "--painter", "blue")
