"""The discriminator that sees with a trained network's eyes: what of it learns, and that a generator learns from it."""

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file
from test_training import discs

from ganeditor.checkpoints.packs import native
from ganeditor.training.job import TrainJob
from ganeditor.training.loop import fabric_for, train
from ganeditor.training.losses import LOSSES
from ganeditor.training.projecting import ProjectedDiscriminator
from ganeditor.training.result import keep
from ganeditor.training.run import STATE, Run
from ganeditor.training.task import Data
from ganeditor.training.tasks.table import TASKS


@pytest.fixture(scope="module")
def judge() -> ProjectedDiscriminator:
    torch.manual_seed(0)
    return ProjectedDiscriminator()


def planted(count: int) -> torch.Tensor:
    return torch.from_numpy(discs(count).pixels).permute(0, 3, 1, 2) / 127.5 - 1


def test_every_map_is_judged_and_mixed_with_those_below(judge: ProjectedDiscriminator) -> None:
    shown = planted(2)
    maps = judge.mixed(shown)
    assert [tuple(x.shape[2:]) for x in maps] == [(32, 32), (16, 16), (8, 8), (4, 4)]
    deepest = judge.get_buffer("channels3")
    kept = deepest.clone()
    deepest.zero_()
    assert all(not torch.equal(x, y) for x, y in zip(maps, judge.mixed(shown), strict=True))
    deepest.copy_(kept)
    assert judge(shown).shape == (2 * 4 * 16,)


def test_its_heads_learn_and_nothing_else(judge: ProjectedDiscriminator) -> None:
    real, fake = planted(3), torch.randn(3, 3, 16, 16).clamp(-1, 1)
    loss, optimiser = LOSSES["hinge"], torch.optim.Adam(judge.parameters(), 2e-3, (0.0, 0.99))
    before = {name: row.clone() for name, row in judge.named_buffers() if not name.startswith("heads.")}
    looked = {name: row.clone() for name, row in judge.look.state_dict().items()}
    totals = []
    for _ in range(6):
        total = loss.discriminator(judge(real), judge(fake))
        optimiser.zero_grad()
        total.backward()
        optimiser.step()
        totals.append(float(total.detach()))
    assert totals[-1] < totals[0] / 2
    assert len(before) == 8 and all(torch.equal(row, judge.get_buffer(name)) for name, row in before.items())
    assert all(torch.equal(row, looked[name]) for name, row in judge.look.state_dict().items())
    picture = fake.clone().requires_grad_(True)
    loss.generator(torch.zeros(1), judge(picture)).backward()
    assert picture.grad is not None and bool(picture.grad.flatten(1).any(1).all())


def test_a_generator_learns_from_it_and_becomes_a_model(tmp_path: Path) -> None:
    task, data = TASKS["projected"], Data(discs(8))
    settings = replace(task.settings, side=16, batch=2, width=4, z_dim=8, pictures=4, interval=1000)
    job = TrainJob("projected", tmp_path, tmp_path / "run", settings)
    torch.manual_seed(0)
    networks = task.build(settings, data)
    assert isinstance(networks.discriminator, ProjectedDiscriminator)
    before = [row.clone() for row in networks.generator.synthesis.parameters()]
    train(networks, data, settings, Run(job.folder), fabric_for("cpu", "float32"))
    moved = zip(before, networks.generator.synthesis.parameters(), strict=True)
    assert sum(not torch.equal(old, new) for old, new in moved) > len(before) / 2
    state = load_file(job.folder / STATE)
    assert not any("look" in name for name in state)
    assert native.load(keep(job, data, tmp_path / "models" / "discs", "CC0")).generator.num_ws == 6
