"""Networks that grow: when, that nothing jumps when they do, and that a stop in the midst of it changes nothing."""

from dataclasses import replace
from pathlib import Path

import pytest
import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from test_training import apart, discs

from ganeditor.checkpoints.packs import native
from ganeditor.checkpoints.packs.trained import Card
from ganeditor.engine.networks.progressive import (
    Equalised,
    ProgressiveDiscriminator,
    ProgressiveSizes,
    ProgressiveSynthesis,
    evened,
)
from ganeditor.errors import UserError
from ganeditor.progress import Cancelled
from ganeditor.training.draws import Draws, Share
from ganeditor.training.loop import fabric_for, train
from ganeditor.training.run import STATE, Run
from ganeditor.training.task import Data
from ganeditor.training.tasks.progan import growth, seen_at
from ganeditor.training.tasks.table import TASKS

SIZES = ProgressiveSizes((6, 5, 4), w_dim=7)
TASK = TASKS["progan"]
SETTINGS = replace(
    TASK.settings, side=16, width=4, z_dim=8, batch=8, pictures=8 * 10, interval=1000, options={"phase": 16.0}
)


def synthesis(grown: float) -> ProgressiveSynthesis:
    torch.manual_seed(0)
    network = ProgressiveSynthesis(SIZES)
    network.grown.fill_(grown)
    return network


def discriminator(grown: float) -> ProgressiveDiscriminator:
    torch.manual_seed(0)
    network = ProgressiveDiscriminator(SIZES)
    network.grown.fill_(grown)
    return network


def test_blocks_come_one_after_another_and_stay_a_while() -> None:
    assert [growth(phases, 2) for phases in (0, 1, 1.5, 2, 2.9, 3, 3.25, 4, 9)] == [0, 0, 0.5, 1, 1, 1, 1.25, 2, 2]


@pytest.mark.parametrize("blocks", [0, 1])
def test_nothing_jumps_when_a_block_comes_in(blocks: int) -> None:
    ws = torch.randn(2, 1, 7)
    before, after = synthesis(blocks).own(ws), synthesis(blocks + 1e-6).own(ws)
    assert before.shape[-1] == 4 << blocks and after.shape[-1] == 8 << blocks
    assert torch.allclose(F.interpolate(before, scale_factor=2), after, atol=1e-4)
    images = torch.randn(2, 3, 8 << blocks, 8 << blocks)
    small = F.avg_pool2d(images, 2)
    assert torch.allclose(discriminator(blocks)(small), discriminator(blocks + 1e-6)(images), atol=1e-4)
    whole, nearly = synthesis(blocks + 1).own(ws), synthesis(blocks + 1 - 1e-6).own(ws)
    assert torch.allclose(whole, nearly, atol=1e-4)
    assert torch.allclose(discriminator(blocks + 1)(images), discriminator(blocks + 1 - 1e-6)(images), atol=1e-4)


def test_real_pictures_go_over_as_well() -> None:
    real = torch.randn(2, 3, 16, 16)
    assert torch.equal(seen_at(real, 2), real) and seen_at(real, 0).shape[-1] == 4
    half = seen_at(real, 0.5)
    small = F.interpolate(F.avg_pool2d(real, 4), scale_factor=2)
    assert torch.allclose(half, (small + F.avg_pool2d(real, 2)) / 2, atol=1e-6)


def test_numbers_keep_their_size_and_company_is_noticed() -> None:
    torch.manual_seed(0)
    made = Equalised(64, 64, 3)(torch.randn(8, 64, 16, 16))[..., 1:-1, 1:-1].detach()
    assert float(made.std()) == pytest.approx(2**0.5, rel=0.05)
    assert torch.allclose(evened(made).square().mean(1), torch.ones(()), atol=1e-4)
    judge, picture = discriminator(2), torch.randn(1, 3, 16, 16)
    alike = judge(picture.expand(4, -1, -1, -1))
    among_others = judge(torch.cat([picture, torch.randn(3, 3, 16, 16)]))
    assert torch.allclose(alike, alike[0].expand(4)) and not torch.isclose(alike[0], among_others[0])


def test_stopped_while_it_grows_and_resumed_is_bit_for_bit_the_same(tmp_path: Path) -> None:
    def trained(folder: Path, stop_at: int = 0) -> None:
        def progress(fraction: float, _text: str) -> None:
            if stop_at and round(fraction * 10) == stop_at:
                raise Cancelled

        torch.manual_seed(0)
        networks = TASK.build(SETTINGS, Data(discs()))
        train(networks, Data(discs()), SETTINGS, Run(folder), fabric_for("cpu", "float32"), progress)

    trained(tmp_path / "whole")
    with pytest.raises(Cancelled):
        trained(tmp_path / "parts", 8)
    assert 1 < float(load_file(tmp_path / "parts" / STATE)["networks.generator.synthesis.grown"]) < 2
    trained(tmp_path / "parts")
    whole, parts = (load_file(tmp_path / name / STATE) for name in ("whole", "parts"))
    assert whole.keys() == parts.keys() and all(torch.equal(whole[name], parts[name]) for name in whole)


def test_it_learns_what_pictures_look_like_while_it_grows(tmp_path: Path) -> None:
    data = Data(discs(side=8))
    quick = {"side": 8, "batch": 16, "width": 8, "z_dim": 8, "rate": 6e-3, "discriminator_rate": 6e-3}
    settings = replace(SETTINGS, **quick, half_life=100, pictures=16 * 40, options={"phase": 128.0})
    torch.manual_seed(0)
    networks = TASK.build(settings, data)
    real = torch.from_numpy(data.first.pixels.copy()).permute(0, 3, 1, 2) / 127.5 - 1
    chance = [Draws(0, 0, 40, torch.device("cpu"), Share()) for _ in range(2)]
    with torch.no_grad():
        before = apart(networks.samples(chance[0], data), real)
    train(networks, data, settings, Run(tmp_path), fabric_for("cpu", "float32"))
    with torch.no_grad():
        assert apart(networks.samples(chance[1], data), real) < before / 2


def test_a_half_grown_one_makes_pictures_of_full_size(tmp_path: Path) -> None:
    networks = TASK.build(SETTINGS, Data(discs()))
    networks.generator.synthesis.grown.fill_(1.0)
    model = native.load(networks.write(tmp_path / "half", Card("half", "1", "CC0", "none", "text")))
    ws = torch.randn(2, 1, 8)
    with torch.no_grad():
        made = model.generator.synthesis(ws)
        assert made.shape == (2, 3, 16, 16) and torch.equal(made, networks.generator.synthesis(ws))
        assert torch.equal(made[:, :, ::2, ::2], made[:, :, 1::2, 1::2])


def test_too_few_pictures_to_grow_up_are_refused() -> None:
    with pytest.raises(UserError, match="grown to 16 pixels after 64 pictures, and 40 are to be seen"):
        TASK.build(replace(SETTINGS, pictures=40), Data(discs()))
