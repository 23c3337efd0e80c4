"""The generator against the textbook form of its operations, and against the bundled pack's reference vectors."""

import pytest
import torch
import torch.nn.functional as F
from tiny import W, tiny_generator

from ganeditor.engine.networks.generator import SynthesisNetwork, SynthesisSizes
from ganeditor.engine.networks.ops import fir_kernel, modulated_conv, upsample


def textbook_modulated_conv(x, weight, styles, up):
    """Karras et al. 2020, equations 1 and 3, with one scaled weight for each sample."""
    rows = []
    for sample, style in zip(x, styles, strict=True):
        scaled = weight * style[None, :, None, None]
        scaled = scaled / (scaled.square().sum((1, 2, 3), keepdim=True) + 1e-8).sqrt()
        if up:
            wide = torch.zeros(x.shape[1], 2 * x.shape[2], 2 * x.shape[3])
            wide[:, ::2, ::2] = sample
            # Correlation with the flipped kernel is what a transposed convolution does; then the FIR filter.
            y = F.conv2d(F.pad(wide, (2, 2, 2, 2))[None], scaled.flip([2, 3]))[:, :, : 2 * x.shape[2] + 1]
            y = y[..., : 2 * x.shape[3] + 1]
            kernel = (fir_kernel() * 4).expand(len(weight), 1, 4, 4)
            rows.append(F.conv2d(F.pad(y, (1, 1, 1, 1)), kernel, groups=len(weight)))
        else:
            rows.append(F.conv2d(sample[None], scaled, padding=1))
    return torch.cat(rows)


@pytest.mark.parametrize("up", [False, True])
def test_modulated_conv_equals_scaled_weights(up):
    torch.manual_seed(1)
    x, weight, styles = torch.randn(3, 5, 6, 6), torch.randn(4, 5, 3, 3), torch.randn(3, 5) + 1
    found, norm = modulated_conv(x, weight, styles, fir_kernel() if up else None)
    assert found.shape == (3, 4, 12, 12) if up else (3, 4, 6, 6)
    torch.testing.assert_close(
        found * norm[:, :, None, None], textbook_modulated_conv(x, weight, styles, up), atol=1e-5, rtol=1e-4
    )


def test_upsample_keeps_a_constant_inside_and_its_sum():
    image = torch.ones(1, 3, 8, 8)
    large = upsample(image, fir_kernel())
    assert large.shape == (1, 3, 16, 16)
    torch.testing.assert_close(large[:, :, 1:-1, 1:-1], torch.ones(1, 3, 14, 14))


def test_frozen_weights_get_no_gradient_and_latents_do():
    generator = tiny_generator()
    ws = torch.randn(2, generator.num_ws, W, requires_grad=True)
    generator(ws).sum().backward()
    assert ws.grad.abs().sum() > 0
    assert all(parameter.grad is None for parameter in generator.parameters())


@pytest.mark.parametrize("channels", [(4,), (6, 5), (6, 5, 4, 3, 2)])
def test_any_resolution(channels):
    generator = tiny_generator(channels=channels)
    side = 4 << (len(channels) - 1)
    ws = generator.sample_ws(torch.randn(2, W))
    assert ws.shape == (2, 2 * len(channels), W)
    assert generator(ws).shape == (2, 3, side, side)


@pytest.mark.parametrize("architecture", ["skip", "resnet", "orig"])
def test_how_resolutions_are_joined(architecture):
    """Karras et al. 2020, figure 7; the layers themselves are tested above."""
    torch.manual_seed(2)
    network = SynthesisNetwork(SynthesisSizes((6, 5, 4), W, architecture=architecture)).requires_grad_(False)
    ws = torch.randn(2, 6, W)
    shortcut, pictures = architecture == "resnet", architecture == "skip"
    x = network.b4.conv1(network.b4.const[None].repeat(2, 1, 1, 1), ws[:, 0], "const")
    image = network.b4.torgb(x, ws[:, 1]) if pictures else 0
    for index, block in enumerate((network.b8, network.b16)):
        y = block.conv0(x, ws[:, 2 * index + 1], "const")
        y = block.conv1(y, ws[:, 2 * index + 2], "const")
        if shortcut:
            plain = F.conv2d(x, block.skip.weight / x.shape[1] ** 0.5)
            y = (y + upsample(plain, fir_kernel())) * 0.5**0.5
        x = y
        image = upsample(image, fir_kernel()) if pictures else 0
        if pictures or index == 1:
            image = image + block.torgb(x, ws[:, 2 * index + 3])
    torch.testing.assert_close(network(ws), image, atol=1e-5, rtol=1e-4)
    rgb = [name for name in network.state_dict() if name.endswith("torgb.weight")]
    assert len(rgb) == (3 if pictures else 1)
    assert ("b8.skip.weight" in network.state_dict()) == shortcut


def test_each_w_moves_its_own_layer_only():
    """b4 uses ws 0 and 1; b8 uses 1, 2 and 3: changing the last w leaves everything before the last ToRGB alone."""
    generator = tiny_generator()
    ws = torch.randn(1, generator.num_ws, W)
    changed = ws.clone()
    changed[:, -1] += 1
    x1, image1 = generator.synthesis.b4(None, None, ws[:, :2], "const", torch.float32)
    x2, image2 = generator.synthesis.b4(None, None, changed[:, :2], "const", torch.float32)
    assert torch.equal(x1, x2) and torch.equal(image1, image2)
    assert not torch.equal(generator(ws), generator(changed))


@pytest.mark.parametrize("layers", [0, 1, 8])
def test_mapping_depth(layers):
    generator = tiny_generator(num_layers=layers)
    z = torch.randn(4, W)
    w = generator.mapping(z)
    assert w.shape == (4, W)
    torch.testing.assert_close(generator.mapping(z * 7), w, atol=1e-5, rtol=1e-4)  # z is normalised first


def test_class_label_changes_w_and_is_required():
    generator = tiny_generator(c_dim=3)
    z, labels = torch.randn(1, W).repeat(3, 1), torch.eye(3)
    w = generator.mapping(z, labels)
    assert not torch.allclose(w[0], w[1])
    with pytest.raises(ValueError, match=r"c of shape \[3, 3\]"):
        generator.mapping(z)


def test_noise_modes():
    generator = tiny_generator(noise=0.5)
    ws = torch.randn(1, generator.num_ws, W)
    const = generator(ws, "const")
    assert torch.equal(const, generator(ws, "const"))
    assert not torch.equal(const, generator(ws, "none"))
    assert not torch.equal(generator(ws, "random"), generator(ws, "random"))


def test_truncation_and_cutoff():
    generator = tiny_generator()
    generator.mapping.w_avg.normal_()
    z = torch.randn(2, W)
    full, mean = generator.sample_ws(z), generator.mapping.w_avg
    torch.testing.assert_close(generator.sample_ws(z, truncation_psi=0.0), mean.expand_as(full))
    half = generator.sample_ws(z, truncation_psi=0.5, truncation_cutoff=2)
    torch.testing.assert_close(half[:, :2], (full[:, :2] + mean) / 2)
    torch.testing.assert_close(half[:, 2:], full[:, 2:])


def test_clamp_bounds_activations():
    generator = tiny_generator()
    layer = generator.synthesis.b4.conv1
    layer._clamp = 0.01
    x = layer(torch.randn(1, 6, 4, 4), torch.randn(1, W), "none")
    assert float(x.abs().max()) <= 0.01


def test_wrong_shape_is_named():
    generator = tiny_generator()
    with pytest.raises(ValueError, match=r"\[1, 3, 8\]; expected \[N, 6, 8\]"):
        generator(torch.randn(1, 3, W))
