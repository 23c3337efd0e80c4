"""Networks that enlarge: what their small pictures are made by, what they learn, and that Enhance opens them."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from PIL import Image
from safetensors.torch import load_file
from test_training import discs

from ganeditor.checkpoints.packs.kinds import kind_of
from ganeditor.checkpoints.packs.pack import UPSCALER
from ganeditor.checkpoints.upscalers import open_upscaler
from ganeditor.cli import main
from ganeditor.engine.restore.jpeg import quality_of
from ganeditor.training.degrading import blurred, noisy, saved, shrunk
from ganeditor.training.draws import Draws, Share
from ganeditor.training.enlarging import Enlarging
from ganeditor.training.job import TrainJob
from ganeditor.training.loop import fabric_for, train
from ganeditor.training.result import keep
from ganeditor.training.run import FIGURES, STATE, Run
from ganeditor.training.task import Data, TrainSettings
from ganeditor.training.tasks.table import TASKS

SIDE, BATCH = 32, 8


def draws(step: int = 0, batch: int = BATCH) -> Draws:
    return Draws(0, step, batch, torch.device("cpu"), Share())


def planted(count: int = 40) -> torch.Tensor:
    """Discs [N, 3, S, S] in [0, 1]."""
    return torch.from_numpy(discs(count, SIDE).pixels).permute(0, 3, 1, 2) / 255


def test_small_pictures_are_the_large_ones_by_chance_made_worse() -> None:
    sharp = planted(BATCH)
    plain = shrunk(sharp, 4, draws())
    expected = F.interpolate(sharp, size=(8, 8), mode="bicubic", antialias=True)
    assert torch.allclose(plain, expected.clamp(0, 1))
    worse = shrunk(sharp, 4, draws(), 1.0)
    assert worse.shape == plain.shape and bool((worse != plain).flatten(1).any(1).all())
    assert torch.equal(worse, shrunk(sharp, 4, draws(), 1.0)) and not torch.equal(
        worse, shrunk(sharp, 4, draws(1), 1.0)
    )
    some = shrunk(sharp, 4, draws(), 0.2)
    assert int((some == plain).flatten(1).all(1).sum()) > 0
    assert float(worse.min()) >= 0 and float(worse.max()) <= 1


def test_each_harm_is_what_it_says() -> None:
    grey = torch.full((BATCH, 3, 32, 32), 0.5)
    assert torch.allclose(blurred(grey, draws()), grey, atol=1e-5)
    sharp = torch.rand(BATCH, 3, 32, 32)
    assert bool((blurred(sharp, draws()).flatten(1).std(1) <= sharp.flatten(1).std(1)).all())
    deviations = (noisy(grey, draws()) - grey).flatten(1).std(1) * 255
    assert float(deviations.min()) > 0.9 and float(deviations.max()) < 32 and float(deviations.std()) > 1


@pytest.mark.parametrize("quality", [30, 60])
def test_jpegs_have_the_blocks_of_their_quality(quality: int) -> None:
    """As it is told off a photo's own blocks."""
    y, x = torch.meshgrid(torch.arange(64.0), torch.arange(64.0), indexing="ij")
    grey = 0.5 + 0.2 * torch.sin(x / 3 + y / 5) + 0.15 * torch.randn(64, 64, generator=torch.Generator().manual_seed(0))
    picture = grey.clamp(0.1, 0.9).expand(1, 3, 64, 64)
    made = saved(picture, torch.tensor([float(quality)]))
    found = quality_of(made[0].permute(1, 2, 0).numpy().astype(np.float32) * 255, (0, 0))
    assert found is not None and abs(found - quality) <= 2
    assert float((made - picture).abs().mean()) < 0.1
    assert saved(picture[:, :, :13, :5], torch.tensor([50.0])).shape == (1, 3, 13, 5)


def settings_of(name: str, pictures: int, **own: float | str) -> TrainSettings:
    task = TASKS[name]
    options = {**task.settings.options, "scale": "2", "blocks": 1, "crop": 16, "first": BATCH * 24, **own}
    quick = {"side": SIDE, "batch": BATCH, "width": 8, "rate": 3e-3, "half_life": 40, "interval": 1000}
    return replace(task.settings, pictures=pictures, options=options, **quick)


def test_a_step_sees_a_part_of_each_picture() -> None:
    networks = TASKS["srgan"].build(settings_of("srgan", 8), Data(discs(side=SIDE)))
    assert isinstance(networks, Enlarging)
    places = torch.arange(32.0 * 32).reshape(1, 1, 32, 32).expand(BATCH, 3, 32, 32)
    parts = networks.parts_of(places, draws())
    assert parts.shape == (BATCH, 3, 16, 16)
    corners = parts[:, 0, 0, 0]
    assert torch.equal(parts, corners[:, None, None, None] + places[:, :, :16, :16]) and len(set(corners.tolist())) > 4


@pytest.mark.parametrize("name", ["srgan", "esrgan"])
def test_it_learns_pixels_then_the_rest_and_enhance_opens_it(name: str, tmp_path: Path) -> None:
    data, settings = Data(discs(side=SIDE)), settings_of(name, BATCH * 27, degraded=0.2)
    settings = replace(settings, penalties=(("r1", 0.1),) if name == "esrgan" else ())
    job, run = TrainJob(name, tmp_path, tmp_path / "run", settings), Run(tmp_path / "run")
    torch.manual_seed(0)
    networks = TASKS[name].build(settings, data)
    assert isinstance(networks, Enlarging)
    sharp = planted()
    small = shrunk(sharp, 2, draws(batch=40))
    before = F.l1_loss(networks.written().eval()(small), sharp)
    train(networks, data, settings, run, fabric_for("cpu", "float32"))
    assert all(
        {"error", "seen", "generator", "discriminator", "accuracy"} <= row.keys() for row in run.rows(FIGURES)[1:]
    )
    pack = keep(job, data, tmp_path / "models" / name, "CC0")
    assert kind_of(pack) == UPSCALER and "scale 2, blocks 1, crop 16" in (pack / "README.md").read_text()
    opened = open_upscaler(str(pack))
    assert opened.scale == 2
    made = torch.stack([torch.from_numpy(opened(one.permute(1, 2, 0).numpy())).permute(2, 0, 1) for one in small])
    assert F.l1_loss(made, sharp) < before / 2
    state, prefix = load_file(run.folder / STATE), "averaged.generator."
    learnt = networks.generator.eval()
    learnt.load_state_dict({key.removeprefix(prefix): row for key, row in state.items() if key.startswith(prefix)})
    with torch.no_grad():
        assert torch.allclose(learnt(small), made, atol=1e-4)
    assert not any("distance" in key for key in state)


def test_from_a_folder_of_pictures_to_an_enlarged_photo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GANEDITOR_HOME", str(tmp_path / "home"))
    folder, run = tmp_path / "pictures", tmp_path / "large"
    folder.mkdir()
    for index, pixels in enumerate(discs(4, SIDE).pixels):
        Image.fromarray(pixels).save(folder / f"{index}.png")
    own = [word for text in ("scale=2", "blocks=1", "first=2", "degraded=1") for word in ("--set", text)]
    tiny = ["--side", "16", "--batch", "2", "--pictures", "4", "--width", "4", "--precision", "float32"]
    assert main(["train", "esrgan", str(folder), "-o", str(run), *tiny, *own]) == 0
    assert "use it with ganeditor enhance --model large" in capsys.readouterr().out
    made = tmp_path / "made.png"
    assert main(["enhance", str(folder / "0.png"), "--scale", "2", "--model", "large", "-o", str(made)]) == 0
    assert Image.open(made).size == (2 * SIDE, 2 * SIDE)
