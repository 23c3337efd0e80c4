"""Perceptual distance, and reading networks from weights on disk."""

import numpy as np
import pytest
import torch
from torch import nn

from ganeditor.checkpoints.perceptual import LPIPS_FILE, VGG_FILE, open_perceptual
from ganeditor.engine.perceptual import MAX_SIDE, MIN_SIDE, PerceptualDistance, VGGFeatures
from ganeditor.errors import ModelError

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def efficientnet(tmp_path_factory):
    return open_perceptual("efficientnet", tmp_path_factory.mktemp("none"), CPU, torch.float32)


@pytest.fixture(scope="module")
def face(astronaut):
    crop = torch.from_numpy(astronaut[50:178, 160:288].copy()).permute(2, 0, 1)[None]
    return crop.float() / 127.5 - 1


def test_equal_pictures_are_at_distance_zero_and_blur_is_not(efficientnet, face):
    target = efficientnet.features(face)
    assert len(target) == 5
    blurred = nn.functional.avg_pool2d(face, 5, stride=1, padding=2)
    more = nn.functional.avg_pool2d(face, 13, stride=1, padding=6)
    none, some, most = (float(efficientnet(image, target)) for image in (face, blurred, more))
    assert none == pytest.approx(0, abs=1e-6) and 0.1 < some < most


def test_it_is_batched(efficientnet, face):
    batch = torch.cat([face, -face, face.flip(3)])
    together = efficientnet(batch, efficientnet.features(face))
    alone = [float(efficientnet(image[None], efficientnet.features(face))) for image in batch]
    np.testing.assert_allclose(together.detach().numpy(), alone, atol=1e-4)


def test_gradients_reach_the_picture_and_not_the_weights(efficientnet, face):
    image = (face * 0.5).requires_grad_()
    efficientnet(image, efficientnet.features(face)).sum().backward()
    assert float(image.grad.abs().sum()) > 0
    assert all(p.grad is None for p in efficientnet.parameters())


def test_large_pictures_are_reduced():
    seen = []
    distance = PerceptualDistance(lambda images: seen.append(images.shape) or [images])
    distance.features(torch.zeros(1, 3, 1024, 512))
    assert seen == [(1, 3, MAX_SIDE, MAX_SIDE // 2)]


@pytest.mark.parametrize("side", [8, 16, 31])
def test_small_pictures_are_enlarged(efficientnet, tmp_path, side):
    """A model of 16 pixels can be inverted: the networks halve a picture four and five times."""
    write_vgg(tmp_path)
    random = torch.Generator().manual_seed(0)
    image = torch.rand(2, 3, side, side, generator=random).mul(2).sub(1).requires_grad_()
    for distance in (efficientnet, open_perceptual("lpips", tmp_path, CPU, torch.float32)):
        found = distance(image, distance.features(image.detach().flip(3)))
        assert (found > 0.01).all()
        (gradient,) = torch.autograd.grad(found.sum(), image)
        assert bool(gradient.abs().sum((1, 2, 3)).gt(0).all())
    seen = []
    PerceptualDistance(lambda images: seen.append(images.shape) or [images]).features(image[..., :6])
    assert seen == [(2, 3, MIN_SIDE, MIN_SIDE)]


def test_formula_of_lpips():
    """Zhang et al. 2018, equation 1: unit channels, squared difference, channel weights, mean over space."""
    torch.manual_seed(0)
    a, b, weights = torch.randn(1, 4, 32, 32), torch.randn(1, 4, 32, 32), torch.rand(4)
    distance = PerceptualDistance(lambda images: [images], [weights])
    unit_a, unit_b = a / a.norm(dim=1, keepdim=True), b / b.norm(dim=1, keepdim=True)
    expected = ((unit_a - unit_b) ** 2 * weights[:, None, None]).sum(1).mean()
    assert float(distance(a, distance.features(b))) == pytest.approx(float(expected), rel=1e-4)


def write_vgg(folder):
    """The layout of torchvision's vgg16 and LPIPS' linear weights, with random numbers."""
    torch.manual_seed(0)
    state, inputs, index = {}, 3, 0
    for width in VGGFeatures.WIDTHS:
        if width:
            state[f"features.{index}.weight"] = torch.randn(width, inputs, 3, 3) * (2 / (9 * inputs)) ** 0.5
            state[f"features.{index}.bias"] = torch.zeros(width)
            inputs = width
        index += 2 if width else 1
    torch.save(state, folder / VGG_FILE)
    widths = (64, 128, 256, 512, 512)
    torch.save({f"lin{i}.model.1.weight": torch.rand(1, w, 1, 1) for i, w in enumerate(widths)}, folder / LPIPS_FILE)


def test_a_users_vgg16_with_lpips_weights(tmp_path, face):
    write_vgg(tmp_path)
    lpips = open_perceptual("lpips", tmp_path, CPU, torch.float32)
    target = lpips.features(face)
    assert [map_.shape[1] for map_ in target] == [64, 128, 256, 512, 512]
    assert [map_.shape[2] for map_ in target] == [128, 64, 32, 16, 8]
    assert float(lpips(face, target)) == pytest.approx(0, abs=1e-6) and float(lpips(-face, target)) > 0.01


class Hostile:
    """Pickles to a call of a function: what weights_only refuses to run."""

    def __init__(self, marker):
        self.marker = marker

    def __reduce__(self):
        return (open, (str(self.marker), "w"))


def test_files_that_are_missing_wrong_or_hostile(tmp_path):
    with pytest.raises(ModelError, match=r"vgg16\.pth is missing"):
        open_perceptual("lpips", tmp_path, CPU, torch.float32)
    write_vgg(tmp_path)
    marker = tmp_path / "executed"
    torch.save({"x": Hostile(marker)}, tmp_path / VGG_FILE)
    with pytest.raises(ModelError, match="can't be read as a state dict"):
        open_perceptual("lpips", tmp_path, CPU, torch.float32)
    assert not marker.exists()
    torch.save({"features.0.weight": torch.zeros(1)}, tmp_path / VGG_FILE)
    with pytest.raises(ModelError, match="lack a tensor"):
        open_perceptual("lpips", tmp_path, CPU, torch.float32)
    with pytest.raises(ModelError, match="no perceptual distance 'x'; choose efficientnet or lpips"):
        open_perceptual("x", tmp_path, CPU, torch.float32)
