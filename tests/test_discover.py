"""GANSpace on tiny models whose principal axes are known."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from planted import SIGMAS, planted_axes, planted_model
from tiny import W, tiny_generator

from ganeditor.engine.latent import discover as engine
from ganeditor.engine.latent.discover import DiscoverySettings, Moments, discover, layer_names, sample_w, strip
from ganeditor.errors import EditError
from ganeditor.progress import Cancelled


def cosines(found, axes):
    return (found * axes[: len(found)]).sum(1).abs()


def test_planted_axes_are_found_with_their_deviations():
    found = discover(planted_model(), DiscoverySettings(components=6, samples=60_000))
    assert float(cosines(found.units, planted_axes()).min()) > 0.999
    torch.testing.assert_close(found.sigmas, SIGMAS[:6], rtol=0.02, atol=0)
    torch.testing.assert_close(found.shares, (SIGMAS**2 / (SIGMAS**2).sum())[:6], rtol=0.05, atol=0)
    torch.testing.assert_close(found.step(1).norm(), SIGMAS[1], rtol=0.02, atol=0)


def test_a_layer_leads_back_to_the_axis_that_drives_it():
    """With one axis far stronger than the others, any layer's first component is that axis, expressed in w."""
    model = planted_model(torch.tensor([3.0] + [0.05] * (W - 1)))
    for layer in ("b4.conv1", "b8.conv0", "b16.conv1"):
        found = discover(model, DiscoverySettings(components=2, samples=600, layer=layer))
        assert float(cosines(found.units[:1], planted_axes())) > 0.98, layer
        assert float(found.sigmas[0]) == pytest.approx(3.0, rel=0.1)


def test_a_layers_first_component_moves_it_more_than_the_others():
    model = planted_model(torch.ones(W))
    found = discover(model, DiscoverySettings(components=4, samples=2000, layer="b8.conv1"))
    look = engine._activations_of(model, "b8.conv1")
    at_mean = look(model.latents.mean[None])
    moved = [np.linalg.norm(look((model.latents.mean + 0.1 * unit)[None]) - at_mean) for unit in found.units]
    assert moved[0] > moved[3]
    assert torch.isfinite(found.units).all() and bool((found.shares.diff() <= 0).all())


@pytest.mark.parametrize("layer", [None, "b8.conv0"])
def test_deterministic_for_a_seed_and_signs_are_fixed(layer):
    model = planted_model()
    options = DiscoverySettings(components=3, samples=300, layer=layer, seed=5)
    one, two = discover(model, options), discover(model, options)
    torch.testing.assert_close(one.units, two.units, rtol=0, atol=1e-4)
    torch.testing.assert_close(one.sigmas, two.sigmas)
    other = discover(model, DiscoverySettings(components=3, samples=300, layer=layer, seed=6))
    assert float((one.units - other.units).abs().max()) > 1e-3
    assert bool((one.units.gather(1, one.units.abs().argmax(1, keepdim=True)) > 0).all())
    torch.testing.assert_close(one.units.norm(dim=1), torch.ones(3))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(1, 40), min_size=1, max_size=6), st.floats(-1e4, 1e4))
def test_moments_do_not_depend_on_the_batches(sizes, offset):
    rows = torch.randn(sum(sizes), 3, generator=torch.Generator().manual_seed(1)) + offset
    whole, parts = Moments(3), Moments(3)
    whole.add(rows)
    for part in rows.split(sizes):
        parts.add(part)
    torch.testing.assert_close(parts.mean, whole.mean)
    torch.testing.assert_close(parts.covariance, whole.covariance, atol=1e-9, rtol=1e-6)
    expected = torch.from_numpy(np.cov(rows.double().numpy().T, ddof=0))
    torch.testing.assert_close(whole.covariance, expected, atol=1e-9, rtol=1e-6)


def test_a_conditional_generator_is_sampled_with_labels():
    model = planted_model()
    conditional = tiny_generator(c_dim=3)
    w = next(sample_w(type(model)(**{**vars(model), "generator": conditional}), 5, 0))
    assert w.shape == (5, W)


def test_strip_starts_at_the_face_and_moves_only_chosen_layers():
    model = planted_model()
    step = planted_axes()[0] * 3
    pictures = strip(model, step, [-1, 0, 1])
    assert pictures.shape == (3, 16, 16, 3) and pictures.dtype == np.uint8
    assert (pictures[0] != pictures[1]).any() and (pictures[2] != pictures[1]).any()
    np.testing.assert_array_equal(strip(model, step, 0)[0], pictures[1])
    per_layer = torch.zeros(6, W)
    per_layer[2:4] = step
    np.testing.assert_array_equal(strip(model, step, [1], layers=(2, 3)), strip(model, per_layer, [1]))
    np.testing.assert_array_equal(strip(model, per_layer, [1], layers=(4, 5))[0], pictures[1])


def test_refusals_and_cancel():
    model = planted_model()
    assert layer_names(model) == ("b4.conv1", "b8.conv0", "b8.conv1", "b16.conv0", "b16.conv1")
    with pytest.raises(EditError, match=r"no layer 'b9'; it has b4\.conv1"):
        discover(model, DiscoverySettings(components=1, layer="b9"))
    with pytest.raises(EditError, match="ask for 1 to 8"):
        discover(model, DiscoverySettings(components=9))
    with pytest.raises(EditError, match="take at least 8"):
        discover(model, DiscoverySettings(components=4, samples=7))

    def cancel(_fraction, _text):
        raise Cancelled

    with pytest.raises(Cancelled):
        discover(model, DiscoverySettings(components=1), cancel)
