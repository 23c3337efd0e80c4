"""Edits in latent space, on a tiny space whose directions are known."""

import numpy as np
import pytest
import torch
from tiny import W, tiny_latents

from ganeditor.checkpoints import native
from ganeditor.engine.latents import MAX_STEP, Change
from ganeditor.errors import EditError


@pytest.fixture
def latents():
    return tiny_latents()


@pytest.fixture
def ws():
    return torch.randn(6, W, generator=torch.Generator().manual_seed(3))


def reading(latents, ws, name):
    return latents.read(ws.mean(0))[name].standardised


def test_a_step_moves_its_own_reading(latents, ws):
    moved = latents.edit(ws, {"smile": Change(1.5)}, 40.0)
    assert reading(latents, moved, "smile") - reading(latents, ws, "smile") == pytest.approx(1.5, abs=1e-5)


def test_no_change_is_exact(latents, ws):
    assert torch.equal(latents.edit(ws, {"smile": Change(0.0)}, 40.0), ws)
    assert torch.equal(latents.edit(ws, {}, 40.0), ws)


def test_several_attributes_add_up(latents, ws):
    both = latents.edit(ws, {"smile": Change(1.0), "age": Change(20)}, 40.0)
    one = latents.edit(latents.edit(ws, {"age": Change(20)}, 40.0), {"smile": Change(1.0)}, 40.0)
    torch.testing.assert_close(both, one)


def test_keep_is_exact(latents, ws):
    """After conditioning nothing is left along the kept attribute (Shen et al. 2020, section 3.3)."""
    free = latents.edit(ws, {"smile": Change(2.0)}, 40.0) - ws
    kept = latents.edit(ws, {"smile": Change(2.0)}, 40.0, keep=["glasses", "age"]) - ws
    glasses, age = latents.directions["glasses"], latents.age_path[-1] - latents.age_path[0]
    assert float((free @ glasses).abs().max()) > 0.1
    assert float((kept @ glasses).abs().max()) < 1e-6 and float((kept @ age).abs().max()) < 1e-6
    assert float((kept @ latents.readout_weight[1]).abs().max()) < 1e-6


def test_keep_leaves_the_changed_attribute_as_strong(latents, ws):
    moved = latents.edit(ws, {"smile": Change(1.0)}, 40.0, keep=["glasses"])
    assert reading(latents, moved, "smile") - reading(latents, ws, "smile") == pytest.approx(1.0, abs=1e-4)


def test_an_attribute_that_changes_is_not_kept(latents, ws):
    moved = latents.edit(ws, {"smile": Change(1.0), "glasses": Change(1.0)}, 40.0, keep=["glasses"])
    assert reading(latents, moved, "glasses") - reading(latents, ws, "glasses") > 0.9


def test_layers(latents, ws):
    moved = latents.edit(ws, {"smile": Change(1.0, layers=(2, 3))}, 40.0)
    changed = (moved != ws).any(1)
    assert changed.tolist() == [False, False, True, True, False, False]
    with pytest.raises(EditError, match="layers 2 to 6; the model has layers 0 to 5"):
        latents.edit(ws, {"smile": Change(1.0, layers=(2, 6))}, 40.0)


def test_age_follows_the_path_between_knots(latents):
    ages = torch.tensor([0.0, 1.0, 10.5, 20.0, 50.0, 80.0, 99.0])
    lengths = latents.age_at(ages) @ latents.readout_weight[2]
    np.testing.assert_allclose(lengths.numpy(), [0, 0, 0.5, 1, 2.5, 4, 4], atol=1e-6)


def test_age_change_is_the_difference_along_the_path(latents, ws):
    there = latents.edit(ws, {"age": Change(30)}, 20.0)
    torch.testing.assert_close(
        there - ws, (latents.age_at(torch.tensor([50.0])) - latents.age_at(torch.tensor([20.0]))).expand(6, -1)
    )
    beyond = latents.edit(ws, {"age": Change(79)}, 70.0) - latents.edit(ws, {"age": Change(10)}, 70.0)
    assert float(beyond.abs().max()) == 0  # the path ends at 80


def test_unknown_names_are_refused(latents, ws):
    with pytest.raises(EditError, match="no attribute 'wings'; it has smile, glasses, age"):
        latents.edit(ws, {"wings": Change(1.0)}, 40.0)
    with pytest.raises(EditError, match="can't keep 'wings'"):
        latents.edit(ws, {"smile": Change(1.0)}, 40.0, keep=["wings"])


def test_no_direction_of_the_bundled_pack_leaves_the_prior(pack):
    latents = native.load(pack).latents
    for name, direction in latents.conditioned.items():
        u = torch.linalg.lstsq(latents.factor, direction[:, None]).solution
        assert float(u.norm()) <= MAX_STEP, name
        assert float(latents.readout_weight[latents.names.index(name)] @ direction) == pytest.approx(1, abs=0.02)
