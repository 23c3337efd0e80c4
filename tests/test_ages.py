"""age-cgan: what is drawn of a picture in another class is the same but for its age."""

import dataclasses

import numpy as np
import pytest
import torch
from PIL import Image
from test_training import QUICK, apart

from ganeditor.checkpoints import assembly
from ganeditor.checkpoints.packs import native
from ganeditor.engine.latent.generate import in_classes
from ganeditor.engine.latent.invert import guess
from ganeditor.errors import EditError
from ganeditor.training.job import TrainJob
from ganeditor.training.loop import fabric_for, train
from ganeditor.training.pictures import Pictures, middles
from ganeditor.training.result import keep
from ganeditor.training.run import Run
from ganeditor.training.task import Data
from ganeditor.training.tasks.table import TASKS

SIDE = 16


def lit_discs(count=60):
    """Discs whose size is their class, and the brightness [N] of each: who it is."""
    random = np.random.default_rng(0)
    y, x = np.mgrid[:SIDE, :SIDE] + 0.5 - SIDE / 2
    labels = random.integers(0, 2, count)
    radii, light = SIDE * (0.18 + 0.17 * labels), random.uniform(60, 250, count)
    inside = np.clip(0.5 - np.hypot(y, x) + radii[:, None, None], 0, 1)
    grey = (20 + (light[:, None, None] - 20) * inside).astype(np.uint8)
    return Pictures(np.repeat(grey[..., None], 3, 3), labels, ("<30", "30+")), light


@pytest.fixture(scope="module")
def pack(tmp_path_factory):
    """Of what was trained on them for a few steps."""
    folder = tmp_path_factory.mktemp("ages")
    task, data = TASKS["age-cgan"], Data(lit_discs()[0])
    settings = dataclasses.replace(
        task.settings, **{**QUICK, "z_dim": 4}, discriminator_rate=2e-3, penalties=(("r1", 1.0),), pictures=16 * 120
    )
    torch.manual_seed(0)
    train(task.build(settings, data), data, settings, Run(folder / "run"), fabric_for("cpu", "float32"))
    return keep(TrainJob(task.name, folder, folder / "run", settings), data, folder / "discs", "CC0")


@pytest.fixture(scope="module")
def model(pack):
    return native.load(pack)


def sizes(pictures):
    """Of the discs in pictures [N, 3, S, S]: share of pixels nearer to the middle than to a corner."""
    grey = pictures.mean(1)
    limit = (grey[:, SIDE // 2, SIDE // 2] + grey[:, 0, 0]) / 2
    return (grey > limit[:, None, None]).float().mean((1, 2))


def test_the_encoder_tells_age_and_keeps_the_rest(model):
    shown, light = lit_discs()
    w, ws = guess(model, torch.from_numpy(shown.pixels).permute(0, 3, 1, 2) / 127.5 - 1)
    years = np.array([model.latents.read(one)["age"].natural for one in w])
    young = shown.labels == 0
    assert years[young].mean() < 25 and years[~young].mean() > 35
    both = [in_classes(model, one.numpy(), np.eye(2, dtype=np.float32)) for one in ws]
    small, large = (model.generator(torch.from_numpy(np.stack([row[at] for row in both]))) for at in range(2))
    assert float((sizes(large) - sizes(small)).min()) > 0.02
    real = torch.from_numpy(shown.pixels).permute(0, 3, 1, 2) / 127.5 - 1
    grey = torch.full_like(real, float(real.mean()))
    assert apart(torch.cat([small[young], large[~young]]), real) < 0.3 * apart(grey, real)
    for made in (small, large):
        middle = made[:, :, 6:10, 6:10].mean((1, 2, 3)).numpy()
        assert np.corrcoef(middle[young], light[young])[0, 1] > 0.8


def test_age_is_an_attribute_whose_path_goes_through_the_classes(model):
    latents = model.latents
    assert latents.editable == ("age",) and latents.age_knots.tolist() == [15.0, 45.0]
    young, old = in_classes(model, latents.mean[None].numpy(), np.eye(2, dtype=np.float32))[:, 0]
    np.testing.assert_allclose(old - young, latents.step("age", 30.0, 15.0), atol=1e-5)
    assert [round(latents.read(torch.from_numpy(w))["age"].natural, 2) for w in (young, old)] == [15.0, 45.0]


def test_its_classes_are_told_by_name(pack, run):
    out = run("models", "info", pack).out
    assert "family residual, 16 px" in out and "generate --label <30, 30+" in out and "attributes: age" in out


def test_a_photo_is_drawn_in_each_class_and_aged_by_the_slider(model, editor, run, photo, tmp_path, monkeypatch):
    editor.model = model
    monkeypatch.setattr(assembly, "open_editor", lambda _options, _notify: editor)
    code, out, err = run("generate", "--like", photo, "--steps", 3, "-o", tmp_path / "row.png")
    assert code == 0, err
    assert Image.open(tmp_path / "row.png").size == (4 * SIDE, SIDE)
    assert out.splitlines()[0] == "from left to right: the photo, as the model finds it, <30, 30+"
    assert [line.split()[0] for line in out.splitlines()[1:4]] == ["found", "class0", "class1"]
    assert run("generate", "--like", photo, "--steps", 3, "--label", "30+", "-o", tmp_path / "old")[0] == 0
    assert {path.name for path in (tmp_path / "old").glob("*.png")} == {"found.png", "class1.png"}
    assert "--near is for random faces" in run("generate", "--like", photo, "--near", 3, "-o", tmp_path / "x.png")[2]
    assert run("edit", photo, "--set", "age=+30", "--steps", 3, "-o", tmp_path / "older.png")[0] == 0
    assert (np.asarray(Image.open(tmp_path / "older.png")) != np.asarray(Image.open(photo))).any()


def test_a_face_has_no_class_where_the_model_mixes_both(shared_editor):
    model = shared_editor.model
    with pytest.raises(EditError, match="does not tell a face's class"):
        in_classes(model, model.latents.mean[None].numpy(), np.eye(2, dtype=np.float32))


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (("<20", "20-40", "40-60", "60+"), (10.0, 30.0, 50.0, 70.0)),
        (("<30", "30+"), (15.0, 45.0)),
        (("female", "male"), ()),
        (("20-40", "<20", "60+"), ()),
        ((), ()),
    ],
)
def test_middles_of_ranges(names, found):
    assert middles(names) == found
