"""Networks that make one picture of another: what they learn, from what, and that Restyle opens them."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file
from test_training import discs

from ganeditor import paths
from ganeditor.checkpoints.translators import open_translator
from ganeditor.engine.networks.patches import PatchDiscriminator, PatchSizes
from ganeditor.engine.networks.translation import ResnetGenerator, ResnetSizes, UnetGenerator, UnetSizes
from ganeditor.engine.restyle import lab as exact
from ganeditor.engine.restyle.planes import CHROMA, planes_of
from ganeditor.engine.restyle.translator import there_and_back
from ganeditor.errors import UserError
from ganeditor.training import film, hinting
from ganeditor.training.chroma import lab_of, lightness_of, rgb_of
from ganeditor.training.draws import Draws, Share
from ganeditor.training.job import TrainJob
from ganeditor.training.loop import fabric_for, train
from ganeditor.training.pictures import Pictures
from ganeditor.training.result import keep
from ganeditor.training.run import FIGURES, STATE, Run
from ganeditor.training.task import Data, TrainSettings
from ganeditor.training.tasks.colour import Colouring, worth_of
from ganeditor.training.tasks.cyclegan import POOL, CycleGAN
from ganeditor.training.tasks.table import TASKS
from ganeditor.training.translating import judge, started

SIDE = 16
QUICK = {"side": SIDE, "batch": 8, "width": 8, "rate": 3e-3, "half_life": 60, "interval": 1000}

ORANGE, BLUE = (230, 150, 90), (40, 50, 90)
"""Of discs and of the ground."""


def draws(batch: int, step: int = 0) -> Draws:
    return Draws(0, step, batch, torch.device("cpu"), Share())


def coloured(side: int = SIDE) -> Pictures:
    share = discs(side=side).pixels[..., :1].astype(np.float32) / 255
    return Pictures((share * np.float32(ORANGE) + (1 - share) * np.float32(BLUE)).astype(np.uint8))


def settings_of(name: str, steps: int) -> TrainSettings:
    own = TASKS[name].settings
    options = own.options | ({"blocks": 1} if "blocks" in own.options else {})
    return replace(own, **QUICK, pictures=8 * steps, options=options)


def trained(name: str, data: Data, folder: Path, steps: int) -> tuple[Path, list[dict[str, float]]]:
    """A model after so many steps, and the curves."""
    settings = settings_of(name, steps)
    torch.manual_seed(0)
    train(TASKS[name].build(settings, data), data, settings, Run(folder / "run"), fabric_for("cpu", "float32"))
    job = TrainJob(name, folder, folder / "run", settings)
    return keep(job, data, folder / "models" / name, "CC0"), Run(folder / "run").rows(FIGURES)


@pytest.mark.parametrize(
    "network",
    [
        ResnetGenerator(ResnetSizes(3, 3, 4, blocks=1)),
        UnetGenerator(UnetSizes(4, 2, 4, affine=True, halvings=3)),
        UnetGenerator(UnetSizes(3, 3, 4, resized=True, halvings=3)),
    ],
)
def test_what_is_learned_from_is_what_is_made_in_bands(network: ResnetGenerator | UnetGenerator) -> None:
    started(network)
    pictures = torch.rand(3, network.sizes.inputs, SIDE, 32) * 2 - 1
    made = network(pictures, None)
    with torch.no_grad():
        alone = torch.cat([network(one[None]) for one in pictures])
    assert torch.allclose(made, alone, atol=1e-5)
    made.square().mean().backward()
    assert all(weight.grad is not None for weight in network.parameters())


def test_each_patch_gets_a_score() -> None:
    assert PatchDiscriminator(PatchSizes(6, 4))(torch.rand(2, 6, 256, 256)).shape == (2, 1, 30, 30)  # as the paper has
    assert judge(3, 4, SIDE)(torch.rand(2, 3, SIDE, SIDE)).shape[2] > 1


def test_pix2pix_learns_pairs_and_restyle_opens_it(tmp_path: Path) -> None:
    first = discs()
    data = Data(first, Pictures(255 - coloured().pixels), paired=True)
    pack, rows = trained("pix2pix", data, tmp_path, 100)
    assert rows[-1]["error"] < rows[0]["error"] / 2
    opened = open_translator(str(pack))
    given = first.pixels[0].astype(np.float32) / 127.5 - 1
    state, prefix = load_file(tmp_path / "run" / STATE), "averaged.generator."
    learnt = TASKS["pix2pix"].build(settings_of("pix2pix", 1), data).generator
    learnt.load_state_dict({key.removeprefix(prefix): row for key, row in state.items() if key.startswith(prefix)})
    with torch.no_grad():
        expected = learnt(torch.from_numpy(given).permute(2, 0, 1)[None], None)[0].permute(1, 2, 0).numpy()
    assert np.abs(opened(given) - expected).max() < 1e-4


def test_colour_is_learned_from_colour_pictures_alone(tmp_path: Path) -> None:
    pack, rows = trained("colour", Data(coloured()), tmp_path, 100)
    assert rows[-1]["error"] < rows[0]["error"] * 0.75, "hints that name other colours are hard"
    opened = open_translator(str(pack))
    assert opened.colours and opened.hinted
    grey = discs().pixels[0].astype(np.float32) / 255
    made = opened(planes_of(opened, grey, ())) * CHROMA
    disc = grey[..., 0] > 0.7
    warm, cold = (exact.lab_of(np.float32([[colour]]) / 255)[0, 0, 2] for colour in (ORANGE, BLUE))
    assert made[disc, 1].mean() > warm / 3 and made[grey[..., 0] < 0.2, 1].mean() < cold / 3


def test_cyclegan_learns_both_ways_without_pairs() -> None:
    first, second = discs().pixels[:20], coloured().pixels[20:]
    pack, rows = trained("cyclegan", Data(Pictures(first), Pictures(second)), paths.user_data(), 60)
    assert rows[-1]["cycle"] < rows[0]["cycle"] * 0.7
    there, back = there_and_back(open_translator, pack.name, True)
    assert (there.name, back.counterpart) == (pack.name, there.name)
    given = first[0].astype(np.float32) / 127.5 - 1
    made = there(given)
    tint = second.reshape(-1, 3).mean(0) / 127.5 - 1
    assert np.abs(made.mean((0, 1)) - tint).max() < 0.5 * np.abs(given.mean((0, 1)) - tint).max()
    assert np.abs(back(made) - given).mean() < 0.5 * np.abs(made - given).mean()


def test_discriminators_see_earlier_pictures_again() -> None:
    settings = settings_of("cyclegan", 1)
    networks = CycleGAN(settings)
    made = [torch.full((8, 3, SIDE, SIDE), float(way)) for way in (1, 2)]
    for step in range(POOL // 8 + 1):
        found = networks.pooled([fake * (step + 1) for fake in made], draws(8, step))
    kept = {value for fake in found for value in fake[:, 0, 0, 0].tolist()}
    assert int(networks.filled) == POOL and float(networks.pools[:, :, 0].min()) >= 1
    assert len(kept) > 2, "half are earlier ones"


def test_colours_are_those_of_the_exact_way() -> None:
    rgb = torch.rand(2, 3, 8, 8, generator=torch.Generator().manual_seed(0))
    lab = lab_of(rgb)
    assert np.abs(lab.permute(0, 2, 3, 1).numpy() - exact.lab_of(rgb.permute(0, 2, 3, 1).numpy())).max() < 1e-3
    assert torch.allclose(rgb_of(lab), rgb, atol=1e-4)
    grey = rgb[:, :1]
    assert torch.allclose(lightness_of(grey), lab_of(grey.expand(-1, 3, -1, -1))[:, :1], atol=1e-3)


def test_photos_are_framed_and_developed_by_chance() -> None:
    rgb = torch.from_numpy(coloured(32).pixels[:40]).permute(0, 3, 1, 2) / 255
    seen = film.framed(rgb, draws(40))
    assert seen.shape == rgb.shape and float(seen.min()) >= 0 and float(seen.max()) <= 1
    black = (seen.amax(1) == 0).flatten(1).any(1).sum()
    assert 0 < int(black) < 20
    greys = film.developed(seen, draws(40))
    assert greys.shape == (40, 1, 32, 32) and float(greys.min()) >= 0 and float(greys.max()) <= 1
    flat = film.developed(torch.full((40, 3, 32, 32), 0.5), draws(40, 1))
    assert float(flat.mean((1, 2, 3)).std()) > 0.03, "films differ"
    assert float(flat.flatten(1).std(1).max()) > 0.03 > float(flat.flatten(1).std(1).min()), "grain differs"


def test_hints_say_what_colour_their_region_is_to_have() -> None:
    ab = lab_of(torch.from_numpy(coloured().pixels).permute(0, 3, 1, 2) / 255)[:, 1:]
    wanted, hints = hinting.hinted(ab, draws(len(ab)))
    given = hints[:, 2].flatten(1).any(1)
    assert 0.3 < float(given.float().mean()) < 0.7
    assert torch.equal(wanted[~given], ab[~given]) and not hints[~given].any()
    changed = (wanted - ab).flatten(1).abs().amax(1) > 1
    assert 0 < int(changed.sum()) < int(given.sum()), "some name another colour than there was"
    where = hints[:, 2:].bool()
    away = ((wanted - hints[:, :2]) * where).flatten(1).abs().sum(1) / where.flatten(1).sum(1).clamp(min=1)
    assert float(away[given].mean()) < 12


def test_rare_colours_count_more_and_grey_pictures_not() -> None:
    pixels = coloured().pixels
    worth = worth_of(pixels)
    ab = lab_of(torch.from_numpy(pixels).permute(0, 3, 1, 2) / 255)[:, 1:]
    networks = Colouring(settings_of("colour", 1), worth)
    off = torch.zeros_like(ab)
    off[:, 0] = 1 / CHROMA
    assert float(networks.error(ab / CHROMA + off, ab / CHROMA)) == pytest.approx(0.5 / CHROMA, rel=0.3)
    assert float(worth.max()) > 1.5 * float(worth.min())
    with pytest.raises(UserError, match="no colour"):
        worth_of(discs().pixels)
