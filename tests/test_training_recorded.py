"""Steps that are recorded and played learn what they learn one by one; on a graphics card, if there is one."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from test_training import TINY, discs

from ganeditor.training import loop
from ganeditor.training.draws import Share
from ganeditor.training.loop import fabric_for, train
from ganeditor.training.recorded import WARM_UP, Recorder, Work
from ganeditor.training.run import Run
from ganeditor.training.supply import Supply
from ganeditor.training.task import Data, Figures, Needs, Trainable
from ganeditor.training.tasks import stylegan2
from ganeditor.training.tasks.table import TASKS

STEPS = 12
RECORDED = [name for name in TASKS if name not in ("progan", "cyclegan", "srgan", "esrgan", "vae", "autoencoder")]
OWN = {"crop": 16, "blocks": 1}


@pytest.fixture(autouse=True)
def paths_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stylegan2, "PATH_EVERY", 3)


def built(name: str, device: str = "cpu") -> tuple[Trainable, Data, loop.TrainSettings]:
    task, side = TASKS[name], 32
    first = discs(40, side)
    first.pixels[..., 0] //= 2
    alone = task.needs in (Needs.PICTURES, Needs.CLASSES)
    data = Data(first, None if alone else discs(40, side), paired=task.needs in (Needs.PAIRS, Needs.PEOPLE))
    options = {option.name: OWN.get(option.name, option.usual) for option in task.options}
    settings = replace(task.settings, side=side, batch=4, width=4, z_dim=4, options=options)
    torch.manual_seed(0)
    return task.build(settings, data).to(device), data, settings


def learnt(name: str, record: Callable[[Work], Work] | None, device: str = "cpu") -> tuple[torch.Tensor, list[Figures]]:
    """All weights [K] after STEPS steps, and the figures of each."""
    trainable, data, settings = built(name, device)
    trainable.train()
    optimisers = trainable.parts()
    fabric = fabric_for(device, "float32")
    supply = Supply(data, settings, Share(), torch.device(device))

    def fresh(number: int) -> loop._Step:
        return loop._Step(number, supply, optimisers, fabric)

    def refused(_text: str) -> None:
        raise AssertionError(_text)

    take = Recorder(trainable.step, fresh, trainable.kind, record, refused).take if record else None
    figures = [take(number) if take else trainable.step(fresh(number)) for number in range(STEPS)]
    return torch.cat([parameter.detach().flatten().cpu() for parameter in trainable.parameters()]), figures


class Tape:
    """Stands for a card's recording: work is done again, with what lies in its places then."""

    def __init__(self) -> None:
        self.played = self.recorded = 0

    def record(self, work: Work) -> Work:
        self.recorded += 1

        def play() -> Figures:
            self.played += 1
            return work()

        return play


@pytest.mark.parametrize("name", ["dcgan", "biggan", "stylegan2", "pix2pix", "exemplar-eyes"])
def test_what_is_played_learns_the_same(name: str) -> None:
    tape = Tape()
    plain, told = learnt(name, None)
    played, shown = learnt(name, tape.record)
    kinds = {built(name)[0].kind(number) for number in range(STEPS)}
    assert tape.recorded == len(kinds)
    assert tape.played == STEPS - WARM_UP * len(kinds)
    assert torch.equal(plain, played)
    assert [{name: float(value.detach()) for name, value in row.items()} for row in told] == [
        {name: float(value.detach()) for name, value in row.items()} for row in shown
    ]


def test_what_cannot_be_recorded_goes_on_one_by_one() -> None:
    said: list[str] = []
    trainable, data, settings = built("dcgan")
    trainable.train()
    optimisers, fabric = trainable.parts(), fabric_for("cpu", "float32")
    supply = Supply(data, settings, Share(), torch.device("cpu"))

    def failing(_work: Work) -> Work:
        raise RuntimeError("operation not permitted when stream is capturing")

    def fresh(number: int) -> loop._Step:
        return loop._Step(number, supply, optimisers, fabric)

    recorder = Recorder(trainable.step, fresh, trainable.kind, failing, said.append)
    for number in range(STEPS):
        recorder.take(number)
    weights = torch.cat([parameter.detach().flatten() for parameter in trainable.parameters()])
    assert torch.equal(weights, learnt("dcgan", None)[0])
    assert len(said) == 1 and "one by one" in said[0]


def test_a_discriminator_that_learns_twice_in_bfloat16_is_seen_as_it_has_become(tmp_path: Path) -> None:
    """Autocast keeps copies of weights; those of before a step are no longer true after it."""
    settings = replace(TINY, discriminator_steps=2, pictures=8, rate=0.0, discriminator_rate=0.1)
    data = Data(discs())
    torch.manual_seed(0)
    trainable = TASKS["dcgan"].build(settings, data)
    layer = next(part for part in trainable.discriminator.modules() if isinstance(part, torch.nn.Conv2d))
    shown, seen = torch.ones(1, 3, 16, 16), []
    judge, looked = trainable.discriminator, layer.forward
    judge.register_forward_hook(lambda *_: seen.append(float(looked(shown).detach().sum())))
    train(trainable, data, settings, Run(tmp_path), fabric_for("cpu", "bfloat16"))
    assert len(set(seen)) == 3  # before it has learnt, after it has once, and twice


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a graphics card")
@pytest.mark.parametrize("name", RECORDED)
def test_a_graphics_card_plays_what_it_recorded(name: str) -> None:
    from ganeditor.training.recorded import on_card

    plain, _ = learnt(name, None, "cuda")
    played, _ = learnt(name, on_card, "cuda")
    again, _ = learnt(name, None, "cuda")  # a card adds up in another order each time
    start = torch.cat([parameter.detach().flatten() for parameter in built(name)[0].parameters()])
    assert (plain - played).norm() < 2 * (plain - again).norm() + 0.02 * (plain - start).norm()
