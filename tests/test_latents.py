"""Edits in latent space, on a tiny space whose directions are known."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from planted import bare_latents
from tiny import W, tiny_latents

from ganeditor.checkpoints.packs import native
from ganeditor.engine.latent.space import MAX_STEP, Change
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


def test_a_regressed_direction_that_leaves_the_prior_is_made_anew():
    latents = tiny_latents()
    latents = replace(latents, directions={**latents.directions, "smile": 5 * latents.directions["smile"]})
    direction = latents.conditioned["smile"]
    u = torch.linalg.lstsq(latents.factor, direction[:, None]).solution
    assert float(u.norm()) <= MAX_STEP
    assert float(latents.readout_weight[latents.names.index("smile")] @ direction) == pytest.approx(1, abs=0.02)


def test_directions_and_the_age_path_may_have_a_row_for_each_layer(pack):
    latents = native.load(pack).latents
    for name, direction in latents.directions.items():
        assert direction.shape == (14, 512) and torch.equal(latents.conditioned[name], direction)
    ws = latents.mean.repeat(14, 1)
    moved = latents.edit(ws, {"smile": Change(1.5), "age": Change(20.0)}, 40.0)
    ages = latents.age_at(torch.tensor([40.0, 60.0]))
    torch.testing.assert_close(moved, ws + 1.5 * latents.directions["smile"] + ages[1] - ages[0])
    kept = latents.edit(ws, {"smile": Change(1.5)}, 40.0, keep=("glasses",))
    read = latents.readout_weight[latents.names.index("glasses")]
    assert float(((kept - ws) @ read).abs().max()) < 1e-4


# --- directions beside the model's own ------------------------------------------------------------------------------


def test_a_space_without_attributes(ws):
    bare = bare_latents(torch.zeros(W), torch.eye(W))
    assert bare.read(ws[0]) == {} and bare.editable == () and bare.conditioned == {}
    assert torch.equal(bare.edit(ws, {}, 0.0), ws)
    with pytest.raises(EditError, match="no attribute 'smile'; it has none"):
        bare.edit(ws, {"smile": Change(1.0)}, 0.0)
    with pytest.raises(EditError, match="can't keep 'smile': it knows nothing"):
        bare.edit(ws, {}, 0.0, keep=["smile"])


def test_directions_without_read_outs(latents, ws):
    long = torch.full((W,), 10.0)
    more = latents.with_directions({"extra": long}, {"extra": (1, 2)})
    assert more.editable == (*latents.editable, "extra") and more.keepable[-1] == "extra"
    assert "extra" not in latents.directions and "extra" not in more.read(ws[0])
    offset = more.edit(ws, {"extra": Change(0.5)}, 40.0) - ws
    torch.testing.assert_close(offset[1:3], 0.5 * long.expand(2, -1))
    assert not offset[[0, 3, 4, 5]].any()
    everywhere = more.edit(ws, {"extra": Change(0.5, layers=(0, 5))}, 40.0) - ws
    torch.testing.assert_close(everywhere, 0.5 * long.expand(6, -1))
    assert more.to(torch.device("cpu")).layers == {"extra": (1, 2)}


def test_a_direction_may_differ_from_layer_to_layer(latents, ws):
    rows = torch.arange(6 * W, dtype=torch.float32).reshape(6, W)
    more = latents.with_directions({"rows": rows})
    torch.testing.assert_close(more.edit(ws, {"rows": Change(0.1)}, 40.0) - ws, 0.1 * rows)
    part = more.edit(ws, {"rows": Change(0.1, layers=(2, 3))}, 40.0) - ws
    torch.testing.assert_close(part[2:4], 0.1 * rows[2:4])
    assert not part[:2].any() and not part[4:].any()
    kept = more.edit(ws, {"rows": Change(0.01)}, 40.0, keep=["glasses"]) - ws
    assert float((kept @ latents.directions["glasses"]).abs().max()) < 1e-6


@pytest.mark.parametrize("repeated", [True, False])
def test_a_direction_that_differs_from_layer_to_layer_is_kept_in_every_layer(latents, ws, repeated):
    row = torch.nn.functional.normalize(torch.arange(1.0, W + 1), dim=0)
    rows = row.repeat(6, 1)
    if not repeated:
        rows[3:] = latents.readout_weight[1]
    more = latents.with_directions({"rows": rows})
    offset = more.edit(ws, {"smile": Change(1.0)}, 40.0, keep=["rows"]) - ws
    assert float((offset * rows).sum(1).abs().max()) < 1e-6
    assert more.kept_basis(["rows"]).shape == (W, 1 if repeated else 2)
    assert offset.any()


def test_a_read_out_without_a_direction_can_be_kept(latents, ws):
    only_smile = {"smile": latents.directions["smile"]}
    less = replace(latents, directions=only_smile)
    assert less.editable == ("smile", "age")
    offset = less.edit(ws, {"smile": Change(1.0)}, 40.0, keep=["glasses"]) - ws
    assert float((offset @ latents.readout_weight[1]).abs().max()) < 1e-6
