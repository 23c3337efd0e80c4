"""Inversion on a tiny model: it descends, keeps the best, recovers, stops and repeats itself exactly."""

import os
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
import torch
from foreign import random_generator, random_stylegan3
from tiny import W, tiny_generator, tiny_latents
from torch import nn

from ganeditor.engine.cache import LatentCache, inversion_bytes, read_inversion
from ganeditor.engine.faces.align import Template
from ganeditor.engine.latent import invert as invert_module
from ganeditor.engine.latent.invert import (
    MAX_STEPS,
    Inversion,
    InversionSettings,
    invert,
    overrides,
    synthesize,
)
from ganeditor.engine.model import FaceModel
from ganeditor.engine.perceptual import PerceptualDistance
from ganeditor.engine.tensors import to_tensor
from ganeditor.errors import EditError, ModelError
from ganeditor.progress import Cancelled


def tiny_model(noise: float = 0.0) -> FaceModel:
    template = Template(((0.3, 0.3), (0.7, 0.3), (0.3, 0.7), (0.7, 0.7)))
    return FaceModel("tiny", "1", "0", tiny_generator(noise=noise), None, tiny_latents(), template, "none", noise > 0)


@pytest.fixture
def perceptual():
    torch.manual_seed(5)
    network = nn.Conv2d(3, 4, 3, stride=2).requires_grad_(False)
    return PerceptualDistance(lambda images: [network(images)])


@pytest.fixture
def target():
    model = tiny_model()
    w = torch.randn(1, W, generator=torch.Generator().manual_seed(9))
    return model.generator(w[:, None].repeat(1, model.generator.num_ws, 1)).detach()


def error(model, inversion, target):
    ws = torch.from_numpy(inversion.ws)[None]
    return float((synthesize(model, ws, overrides(model, inversion)) - target).square().mean())


def test_it_comes_nearer_and_what_is_kept_never_worsens(perceptual, target):
    model, losses = tiny_model(), []
    start = float((model.generator(torch.zeros(1, 6, W)) - target).square().mean())
    inversion = invert(model, perceptual, target, InversionSettings(steps=80), lambda step: losses.append(step.loss))
    assert error(model, inversion, target) < 0.3 * start
    assert len(losses) > 10 and all(a >= b for a, b in pairwise(losses))
    assert inversion.loss <= losses[-1] and inversion.steps == 80


def test_same_seed_same_result(perceptual, target):
    settings = InversionSettings(steps=10, tune_steps=5)
    first, second = (invert(tiny_model(), perceptual, target, settings) for _ in range(2))
    assert np.array_equal(first.ws, second.ws)
    assert all(np.array_equal(first.tuning[name], second.tuning[name]) for name in first.tuning)


def test_steps_of_none_stop_when_nothing_improves(perceptual, target):
    inversion = invert(tiny_model(), perceptual, target, InversionSettings(steps=None))
    assert 20 < inversion.steps < MAX_STEPS


def test_zero_steps_is_the_starting_point(perceptual, target):
    inversion = invert(tiny_model(), perceptual, target, InversionSettings(steps=0))
    np.testing.assert_allclose(inversion.ws, 0, atol=1e-6)  # the mean face of the tiny space


def test_good_enough_keeps_the_best_so_far(perceptual, target):
    inversion = invert(tiny_model(), perceptual, target, InversionSettings(steps=100), lambda step: step.step >= 20)
    assert inversion.steps <= 21 and np.isfinite(inversion.loss)


def test_cancelled_passes_through(perceptual, target):
    def cancel(_step):
        raise Cancelled

    with pytest.raises(Cancelled):
        invert(tiny_model(), perceptual, target, InversionSettings(steps=50), cancel)


def test_non_finite_steps_fall_back_to_the_last_good_latent(perceptual, target):
    model = tiny_model()
    forward, calls = model.generator.synthesis.forward, []

    def sometimes_nan(*args):
        calls.append(None)
        image = forward(*args)
        return image * float("nan") if 10 <= len(calls) < 13 else image

    model.generator.synthesis.forward = sometimes_nan
    inversion = invert(model, perceptual, target, InversionSettings(steps=40))
    assert np.isfinite(inversion.ws).all() and np.isfinite(inversion.loss)
    assert inversion.steps == 37  # three steps were lost, and it went on


def test_always_non_finite_ends_with_the_start(perceptual, target):
    model = tiny_model()
    model.generator.synthesis.forward = lambda ws, *_rest: ws.sum() * torch.full_like(target, float("nan"))
    inversion = invert(model, perceptual, target, InversionSettings(steps=40))
    assert np.isfinite(inversion.ws).all() and inversion.steps == 0


def test_editability_keeps_the_layers_together(perceptual, target):
    def spread(weight):
        settings = InversionSettings(steps=60, editability=weight)
        return invert(tiny_model(), perceptual, target + 0.3, settings).ws.std(0).mean()

    assert spread(5.0) < 0.5 * spread(0.0)


def test_tuning_comes_nearer_and_is_small(perceptual, target):
    model = tiny_model()
    hard = target + 0.2 * torch.randn(target.shape, generator=torch.Generator().manual_seed(2))
    plain = invert(model, perceptual, hard, InversionSettings(steps=40))
    before = {name: value.clone() for name, value in model.generator.named_parameters()}
    tuned = invert(model, perceptual, hard, InversionSettings(steps=40, tune_steps=60, tune_rank=1))
    assert error(model, tuned, hard) < error(model, plain, hard)
    assert all(torch.equal(before[name], value) for name, value in model.generator.named_parameters())
    shapes = {name: array.shape for name, array in tuned.tuning.items()}
    assert shapes["b8.conv0.weight.left"] == (5, 1) and shapes["b8.conv0.weight.right"] == (1, 6 * 9)


def test_noise_maps(perceptual, target):
    model = tiny_model(noise=0.3)
    inversion = invert(model, perceptual, target, InversionSettings(steps=30, noise_maps=True))
    assert inversion.noise["b16.conv1.noise_const"].shape == (16, 16)
    assert np.isfinite(error(model, inversion, target))
    with pytest.raises(EditError, match="no noise inputs"):
        invert(tiny_model(), perceptual, target, InversionSettings(noise_maps=True))


def some_inversion(seed: float = 0.0) -> Inversion:
    array = np.full((6, W), seed, np.float32)
    return Inversion(array, array[0], 1.5, 10, 2.0, tuning={"a.left": array}, noise={"b": array})


def test_latent_files_round_trip(tmp_path):
    path = tmp_path / "x.safetensors"
    path.write_bytes(inversion_bytes(some_inversion(0.25)))
    again = read_inversion(path)
    assert (again.loss, again.steps, again.seconds) == (1.5, 10, 2.0)
    np.testing.assert_array_equal(again.ws, 0.25)
    assert list(again.tuning) == ["a.left"] and list(again.noise) == ["b"]


@pytest.mark.parametrize("damage", [b"", b"{}", b"\xff" * 100, None])
def test_damaged_latent_files_are_refused_and_forgotten(tmp_path, damage):
    cache = LatentCache(tmp_path)
    cache.put("key", some_inversion(float("nan") if damage is None else 0.0))
    path = tmp_path / "key.safetensors"
    if damage is not None:
        path.write_bytes(damage)
    with pytest.raises(ModelError, match="not a latent file"):
        read_inversion(path)
    assert LatentCache(tmp_path).get("key") is None
    assert not path.exists()


def test_cache_outlives_the_session_and_stays_small(tmp_path):
    size = len(inversion_bytes(some_inversion()))
    cache = LatentCache(tmp_path, max_bytes=size * 3)
    for index in range(5):
        cache.put(str(index), some_inversion(index))
        os.utime(tmp_path / f"{index}.safetensors", (index, index))
    cache.put("last", some_inversion())
    names = {path.stem for path in tmp_path.iterdir()}
    assert names == {"last", "4", "3"}
    assert LatentCache(tmp_path).get("4").ws[0, 0] == 4
    cache.clear()
    assert not list(tmp_path.iterdir()) and cache.get("4") is None


@pytest.fixture
def large(monkeypatch):
    """Four times the pixels that a search looks at."""
    monkeypatch.setattr(invert_module, "SEARCH_SIDE", 16)
    latents, template = tiny_latents(), Template(((0.3, 0.3), (0.7, 0.3), (0.3, 0.7), (0.7, 0.7)))
    generator = tiny_generator(channels=(6, 5, 5, 4), noise=0.1)
    return FaceModel("large", "1", "0", generator, None, latents, template, "none", True)


def sides_of(model):
    """Sides of the pictures that the generator is asked for."""
    asked = []
    model.generator.synthesis.register_forward_hook(lambda _module, _args, image: asked.append(image.shape[-1]))
    return asked


def test_whitened_coordinates_do_not_go_by_what_lay_in_memory():
    """By torch's usual driver, three in four of these would differ."""
    random = torch.Generator().manual_seed(0)
    factor, offsets = torch.randn(64, 64, generator=random), torch.randn(9, 64, generator=random)
    space = replace(tiny_latents(), factor=factor)
    found = set()
    for filled in range(20):
        left = [torch.full((64,), filled % 3, dtype=torch.int32) for _ in range(50)]
        del left  # its numbers stay where the next will lie
        found.add(replace(space).whitened(offsets).numpy().tobytes())
    assert len(found) == 1
    assert torch.allclose(space.whitened(offsets) @ factor.T, offsets, atol=1e-4)


def test_a_large_generator_is_searched_with_smaller_pictures(perceptual, large):
    """Whole ones are made now and then only."""
    w = torch.randn(1, W, generator=torch.Generator().manual_seed(9))
    target = synthesize(large, w[:, None].repeat(1, 8, 1), {}).detach()
    start = float((synthesize(large, torch.zeros(1, 8, W), {}) - target).square().mean())
    asked, shown = sides_of(large), []
    found = invert(large, perceptual, target, InversionSettings(steps=80), lambda step: shown.append(step.image.shape))
    assert asked.count(16) > 80 and asked.count(32) == 5  # every 25 steps and at the end
    assert set(shown) == {(1, 3, 32, 32)}
    assert error(large, found, target) < 0.3 * start


def test_a_face_is_found_as_well_with_smaller_pictures(monkeypatch, shared_editor, astronaut):
    """On a trained generator, whose last block adds detail: half its side comes near to the same mean squared error."""
    editor = shared_editor.sibling()
    (face,) = editor.set_photo(astronaut)
    target = to_tensor(editor.crop(face.id), torch.device("cpu"))
    errors = {}
    for side in (128, 256):
        monkeypatch.setattr(invert_module, "SEARCH_SIDE", side)
        found = invert(editor.model, editor.networks.perceptual, target, InversionSettings(steps=12))
        errors[side] = error(editor.model, found, target)
    assert errors[128] < 1.4 * errors[256]


def test_what_larger_blocks_add_counts(perceptual, large):
    """Their colours alone would otherwise pull the smaller layers away from the target."""
    large.generator.synthesis.b32.torgb.bias.add_(torch.tensor([0.5, -0.5, 0.25]))
    w = torch.randn(1, W, generator=torch.Generator().manual_seed(9))
    target = synthesize(large, w[:, None].repeat(1, 8, 1), {}).detach()
    found = invert(large, perceptual, target, InversionSettings(steps=80))
    start = float((synthesize(large, torch.zeros(1, 8, W), {}) - target).square().mean())
    assert error(large, found, target) < 0.3 * start


def test_noise_maps_and_other_architectures_need_whole_pictures(perceptual, large):
    asked = sides_of(large)
    target = torch.zeros(1, 3, 32, 32)
    invert(large, perceptual, target, InversionSettings(steps=2, noise_maps=True))
    assert set(asked) == {32}
    assert 32 not in large.generator.synthesis.smaller and 16 in large.generator.synthesis.smaller
    for architecture in ("resnet", "orig"):
        assert 8 not in random_generator(architecture=architecture).synthesis.smaller
    assert 16 not in random_stylegan3(False).synthesis.smaller


def test_tuning_of_a_large_generator(perceptual, large):
    target = synthesize(large, torch.full((1, 8, W), 0.5), {}).detach() * 0.5
    plain = invert(large, perceptual, target, InversionSettings(steps=20))
    tuned = invert(large, perceptual, target, InversionSettings(steps=20, tune_steps=40))
    assert error(large, tuned, target) < 0.8 * error(large, plain, target)
