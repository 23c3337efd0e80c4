"""The Lab's engine: who learns in a step, what its figures say, and that the presets show what they are for."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from ganeditor.errors import UserError
from ganeditor.progress import silent
from ganeditor.project.lab import settings as lab_settings
from ganeditor.project.lab.presets import PRESETS
from ganeditor.project.lab.settings import (
    DATA,
    LabSettings,
    NetworkSettings,
    load_settings,
    save_settings,
    settings_from,
)
from ganeditor.project.lab.shapes import DRAWN, EXTENT, SHAPES, sample, shape_of
from ganeditor.project.lab.snapshot import CoderSnapshot, Snapshot, unpacked
from ganeditor.training import losses
from ganeditor.training.plane import measures, networks
from ganeditor.training.plane.coders import Coder, SideBySide
from ganeditor.training.plane.game import PlaneGame
from ganeditor.training.plane.look import Look, heat_of, noise_grid, pulls_at, sheet_of
from ganeditor.training.plane.room import Room, answer
from ganeditor.training.stepping import BOTH, DISCRIMINATOR, GENERATOR

SMALL = NetworkSettings(1, 8)
TINY = LabSettings(generator=SMALL, discriminator=SMALL, batch=16)


def weights(game: PlaneGame, part: str) -> list[torch.Tensor]:
    return [row.detach().clone() for row in getattr(game, part).parameters()]


def same(first: list[torch.Tensor], second: list[torch.Tensor]) -> bool:
    return all(map(torch.equal, first, second))


@pytest.mark.parametrize("name", DATA)
def test_all_data_lies_on_the_plane(name: str) -> None:
    points = sample(shape_of(name, [(0.5, 0.5)]), 500, (3,))
    assert points.shape == (500, 2) and points.dtype == np.float32
    assert np.abs(points).max() < EXTENT
    assert np.array_equal(points, sample(shape_of(name, [(0.5, 0.5)]), 500, (3,)))


def test_drawn_data_lies_around_what_was_drawn() -> None:
    points = sample(shape_of(DRAWN, [(-0.5, 0.2), (0.7, -0.1)]), 400, (0,))
    left = points[points[:, 0] < 0]
    assert 150 < len(left) < 250
    assert np.allclose(left.mean(0), (-0.5, 0.2), atol=0.01)


def test_each_side_learns_alone_and_both_learn_as_often_as_was_asked() -> None:
    game = PlaneGame(replace(TINY, discriminator_steps=3))
    before = {part: weights(game, part) for part in (GENERATOR, DISCRIMINATOR)}
    assert "accuracy" in game.stepper.learn(DISCRIMINATOR)
    assert same(before[GENERATOR], weights(game, GENERATOR))
    assert not same(before[DISCRIMINATOR], weights(game, DISCRIMINATOR))
    held = weights(game, DISCRIMINATOR)
    assert set(game.stepper.learn(GENERATOR)) == {GENERATOR}
    assert same(held, weights(game, DISCRIMINATOR)) and not same(before[GENERATOR], weights(game, GENERATOR))
    assert game.stepper.steps == {GENERATOR: 1, DISCRIMINATOR: 1}
    game.stepper.learn(BOTH)
    assert game.stepper.steps == {GENERATOR: 2, DISCRIMINATOR: 4}


def test_a_step_of_d_follows_the_formula() -> None:
    """One step of plain descent on the non-saturating loss, worked out by hand."""
    lab = replace(TINY, optimiser="sgd", momentum=0.0)
    game, twin = PlaneGame(lab), PlaneGame(lab)
    told = game.stepper.learn(DISCRIMINATOR)
    real = torch.from_numpy(sample(twin.shape, lab.batch, (lab.seed, 0, 0)))
    random = torch.Generator().manual_seed(int(np.random.SeedSequence((lab.seed, 0)).generate_state(1)[0]))
    fake = twin.generator(torch.randn(lab.batch, 2, generator=random)).detach()
    loss = -(torch.sigmoid(twin.discriminator(real)).log().mean() + (-twin.discriminator(fake)).sigmoid().log().mean())
    loss.backward()
    assert told["discriminator"].item() == pytest.approx(loss.item(), rel=1e-5)
    for row, learnt in zip(twin.discriminator.parameters(), game.discriminator.parameters(), strict=True):
        assert torch.allclose(row - 1e-3 * row.grad, learnt, atol=1e-7)


def test_a_seed_gives_the_same_run_again_and_another_rate_does_not_begin_anew() -> None:
    first, second = PlaneGame(TINY), PlaneGame(TINY)
    for game in (first, second):
        for _ in range(3):
            game.stepper.learn(BOTH)
    assert same(weights(first, GENERATOR), weights(second, GENERATOR))
    assert replace(TINY, loss="hinge", generator=replace(SMALL, rate=1.0)).starts == TINY.starts
    assert replace(TINY, noise_width=1).starts != TINY.starts
    second.adopt(replace(TINY, generator=replace(SMALL, rate=0.0)))
    held = weights(second, GENERATOR)
    second.stepper.learn(GENERATOR)
    assert same(held, weights(second, GENERATOR))


@pytest.mark.parametrize("name", lab_settings.LOSSES)
def test_every_loss_penalty_and_optimiser_plays(name: str) -> None:
    optimiser = lab_settings.OPTIMISERS[len(name) % len(lab_settings.OPTIMISERS)]
    penalties = tuple((penalty, 1.0) for penalty in lab_settings.PENALTIES)
    game = PlaneGame(replace(TINY, loss=name, penalties=penalties, optimiser=optimiser))
    told = game.stepper.learn(BOTH)
    assert {"generator", "discriminator", "accuracy", *lab_settings.PENALTIES} <= told.keys()
    shown = Look(game).snapshot({})
    assert np.abs(shown.heat).max() <= 1 and np.isfinite(shown.pulls).all()


def test_the_names_are_those_of_training() -> None:
    assert tuple(losses.LOSSES) == lab_settings.LOSSES
    assert tuple(losses.PENALTIES) == lab_settings.PENALTIES
    assert tuple(networks.ACTIVATIONS) == lab_settings.ACTIVATIONS


def test_divergences_by_grid_are_those_of_gaussians() -> None:
    """KL of two normal distributions: half the squared distance in deviations. JS of what never meets: log 2."""
    random = np.random.default_rng(0)
    first, second = (random.normal((x, 0), 0.25, (200_000, 2)) for x in (-0.1, 0.1))
    shares = [measures.histogram(cloud) for cloud in (first, second)]
    assert measures.kl(shares[0], shares[1], len(second)) == pytest.approx((0.2 / 0.25) ** 2 / 2, rel=0.05)
    assert measures.kl(shares[0], shares[0], len(first)) == pytest.approx(0, abs=1e-3)
    assert measures.js(shares[0], shares[0]) == 0
    left, right = (measures.histogram(random.normal((x, 0), 0.05, (5000, 2))) for x in (-0.8, 0.8))
    assert measures.js(left, right) == pytest.approx(np.log(2))
    assert np.isfinite(measures.kl(left, right, 5000))


def test_frechet_distance_of_two_gaussians() -> None:
    """Means that are (3, 4) apart and deviations 1 and 2: 25 + 2 (1 - 2)²."""
    random = np.random.default_rng(0)
    first, second = random.normal((0, 0), 1, (100_000, 2)), random.normal((3, 4), 2, (100_000, 2))
    assert measures.frechet(first, second) == pytest.approx(27, rel=0.02)
    turned = first @ np.array([[0.8, -0.6], [0.6, 0.8]]) * (1, 3)
    assert measures.frechet(turned, turned) == pytest.approx(0, abs=1e-6)


def test_modes_count_when_points_lie_near_them() -> None:
    shape = SHAPES["gaussians-25"]
    points = sample(shape, 3000, (0,))
    assert measures.covered(points, shape.modes, shape.deviation) == 25
    assert measures.covered(points[points[:, 0] < 0.2], shape.modes, shape.deviation) == 15
    strays = np.concatenate([np.full((990, 2), 0.9), np.zeros((1, 2))])
    assert measures.covered(strays, shape.modes, shape.deviation) == 1


def test_pulls_follow_the_slope_and_die_where_d_is_sure() -> None:
    """D scores by x alone: fakes are pulled along it; the minimax loss has no slope where D is sure."""

    def pulled(loss: str, x: float) -> Any:
        game = PlaneGame(replace(TINY, loss=loss))
        game.discriminator.layers = torch.nn.Linear(2, 1, bias=False)
        game.discriminator.layers.weight.data = torch.tensor([[10.0, 0.0]])
        return pulls_at(game, torch.tensor([[x, 0.3]]), torch.zeros(1))[0]

    assert pulled("non-saturating", -1.0) == pytest.approx((10, 0), rel=1e-3)
    assert pulled("minimax", -1.0) == pytest.approx((0, 0), abs=1e-3)
    assert pulled("wasserstein", 0.5) == pytest.approx((10, 0))


def test_heat_is_even_between_the_sides() -> None:
    places, reals, fakes = torch.tensor([4.0, 6.0, 8.0]), torch.full((5,), 8.0), torch.full((5,), 4.0)
    heat = heat_of("wasserstein", places, reals, fakes)
    assert heat[1] == 0 and heat[0] == -heat[2] and heat[2] > 0.7
    assert heat_of("least-squares", torch.tensor([0.5]), reals, fakes)[0] == 0


def test_the_noises_grid_has_even_shares_and_its_sheet_their_density() -> None:
    grid = noise_grid("gaussian", 2)
    random = torch.randn(50_000, 2, generator=torch.Generator().manual_seed(0))
    counts = torch.histogramdd(random, bins=[grid[0, :, 0].contiguous()] * 2).hist / len(random)
    assert counts.mean() == pytest.approx(1 / counts.numel(), rel=0.02)
    assert counts[1:-1, 1:-1].std() < 0.3 / counts.numel()
    stretched = torch.nn.Linear(2, 2, bias=False)
    stretched.weight.data = torch.tensor([[EXTENT, 0.0], [0.0, EXTENT]])
    points, density = sheet_of(stretched, noise_grid("uniform", 2))
    assert points.shape == (21, 21, 2) and np.allclose(density, 0.5, atol=1e-3)
    assert sheet_of(PlaneGame(replace(TINY, noise_width=1)).generator, noise_grid("uniform", 1))[1].shape == (200, 1)


def request(settings: LabSettings, **changes: Any) -> dict[str, Any]:
    usual = {"what": "play", "settings": settings.to_json(), "anew": False, "who": BOTH, "steps": 2, "seconds": 5.0}
    return usual | changes


def test_the_child_goes_on_where_it_was_and_says_when_numbers_end() -> None:
    first = unpacked(Snapshot, answer(request(TINY, anew=True), silent))
    assert (first.epoch, first.steps, first.reals.shape) == (2, 2, (256, 2))
    assert {"generator", "discriminator", "accuracy", "kl", "js", "frechet", "pull"} <= first.figures.keys()
    assert unpacked(Snapshot, answer(request(replace(TINY, batch=8)), silent)).epoch == 4
    assert unpacked(Snapshot, answer(request(replace(TINY, seed=1)), silent)).epoch == 2
    again = unpacked(Snapshot, answer(request(TINY), silent))
    assert np.array_equal(again.fakes, first.fakes)
    wild = replace(TINY, optimiser="sgd", loss="wasserstein", generator=replace(SMALL, rate=1.0))
    wild = replace(wild, discriminator=replace(SMALL, rate=1.0, activation="relu", layers=3), momentum=0.9)
    with pytest.raises(UserError, match="no longer finite after"):
        answer(request(wild, steps=100), silent)


def test_three_learn_side_by_side_and_draw_their_own_points_again() -> None:
    lab = LabSettings(
        data="ring", noise_width=1, generator=NetworkSettings(2, 32), discriminator=NetworkSettings(2, 32), batch=64
    )
    room = Room()
    before = room.compare(request(lab, steps=1))["shown"]
    found = room.compare(request(lab, steps=250))
    assert found["epoch"] == 251 and set(found["shown"]) == {"autoencoder", "vae", "gan"}
    for name in ("autoencoder", "vae"):
        old, new = (unpacked(CoderSnapshot, one[name]) for one in (before, found["shown"]))
        assert new.error < 0.6 * old.error
        assert new.codes.shape == (256, 1)
    assert len(unpacked(CoderSnapshot, found["shown"]["gan"]).again) == 0


def test_random_codes_are_of_the_prior() -> None:
    beside = SideBySide(TINY)
    codes = torch.randn(4000, 2) * torch.tensor([3.0, 0.5]) + torch.tensor([1.0, -2.0])
    draws = beside._draws()
    plain = Coder(TINY, False).prior(codes, draws)
    assert torch.allclose(plain.mean(0), torch.tensor([1.0, -2.0]), atol=0.3)
    assert torch.allclose(plain.std(0), torch.tensor([3.0, 0.5]), rtol=0.1)
    assert torch.allclose(Coder(TINY, True).prior(codes, draws).std(0), torch.ones(2), rtol=0.1)


def test_settings_reopen_and_a_strangers_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mine.lab.json"
    for settings in (*PRESETS.values(), replace(TINY, data=DRAWN, drawn=((0.1, -0.2), (1.0, 1.0)))):
        save_settings(path, settings)
        assert load_settings(path) == settings
    for text, what in (
        ("{}", "format: expected a whole number"),
        (path.read_text().replace('"batch": 16', '"batch": 1e9'), "batch: expected a whole number from 2 to 1024"),
        (path.read_text().replace("non-saturating", "mine"), "loss: expected minimax or"),
        (path.read_text().replace("-0.2", "5"), "drawn: expected 2 pairs of numbers"),
    ):
        path.write_text(text)
        with pytest.raises(UserError, match=what):
            load_settings(path)
    values = {**TINY.to_json(), "penalties": {"r3": 1.0}}
    with pytest.raises(ValueError, match="expected r1 or r2 or gradient-penalty, found 'r3'"):
        settings_from(values)


# --- the presets show what they are for


def played(settings: LabSettings, *epochs: int) -> list[Snapshot]:
    """What is seen after so many epochs."""
    game = PlaneGame(settings)
    look, shown = Look(game), []
    for epoch in epochs:
        while game.stepper.steps[GENERATOR] < epoch:
            game.stepper.learn(BOTH)
        shown.append(look.snapshot({}))
    return shown


def test_first_steps_learn_the_ring() -> None:
    first, last = played(PRESETS["first-steps"], 1, 300)
    assert first.figures["js"] > 0.6 and last.figures["js"] < 0.25


def test_mode_collapse_leaves_most_modes_and_pairs_with_penalties_bring_them_back() -> None:
    settings = PRESETS["mode-collapse"]
    assert max(one.modes for one in played(settings, 300, 400)) <= 3
    remedy = replace(settings, loss="relativistic-pairing", penalties=(("r1", 0.02), ("r2", 0.02)), momentum=0.0)
    assert max(one.modes for one in played(remedy, 400, 500, 600)) >= 7


def test_vanishing_gradients_leave_the_generator_where_it_is() -> None:
    settings = PRESETS["vanishing-gradients"]
    first, *later = played(settings, 1, 10, 20)
    assert all(one.figures["pull"] < 0.1 * first.figures["pull"] for one in later)
    assert np.abs(later[-1].fakes - first.fakes).max() < 0.1
    moving = played(replace(settings, loss="non-saturating"), 1, 20)
    assert np.abs(moving[1].fakes - moving[0].fakes).max() > 0.3


def test_oscillation_swings_around_the_answer_and_r1_damps_it() -> None:
    def swing(settings: LabSettings) -> float:
        means = [one.fakes.mean(0) for one in played(settings, 150, 200, 250, 300)]
        return float(np.linalg.norm(np.diff(means, axis=0), axis=1).mean())

    settings = PRESETS["oscillation"]
    assert swing(settings) > 3 * swing(replace(settings, penalties=(("r1", 0.5),)))


def test_25_gaussians_are_covered_and_the_divergence_falls() -> None:
    first, *later = played(PRESETS["gaussians-25"], 1, 1300, 1400, 1500)
    assert max(one.modes for one in later) >= 20
    assert max(one.figures["js"] for one in later) < 0.7 * first.figures["js"]
