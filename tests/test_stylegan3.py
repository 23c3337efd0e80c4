"""StyleGAN3's synthesis against a plain form of its operations, and files that hold it."""

import numpy as np
import pytest
import scipy.signal
import scipy.special
import torch
import torch.nn.functional as F
from foreign import nvidia_bytes, random_stylegan3, torch_bytes

from ganeditor.checkpoints.formats.table import read_foreign
from ganeditor.checkpoints.packs.installed import load_model
from ganeditor.checkpoints.reader.refusal import Refusal
from ganeditor.engine.networks.stylegan3 import StyleGAN3Sizes, low_pass


def resampled(x, kernel, up=1, down=1, padding=(0, 0), gain=1.0):
    """Zeros in between, padding, the filter as a full square, every down-th sample."""
    kernel = torch.outer(kernel, kernel) if kernel.ndim == 1 else kernel
    n, c, h, w = x.shape
    wide = torch.zeros(n, c, h * up, w * up)
    wide[:, :, ::up, ::up] = x
    wide = F.pad(wide, (*padding, *padding))
    weight = (kernel.flip([0, 1]) * gain).expand(c, 1, *kernel.shape)
    return F.conv2d(wide, weight, groups=c)[:, :, ::down, ::down]


def plain_layer(state, x, w, before, after, rgb):
    """Karras et al. 2021, figure 4b and appendix C.3, with one scaled weight for each sample."""
    weight = state["weight"]
    kernel = weight.shape[-1]
    styles = w @ (state["affine.weight"] / w.shape[1] ** 0.5).T + state["affine.bias"]
    rows = []
    for sample, style in zip(x, styles, strict=True):
        if rgb:
            scaled = weight * style[None, :, None, None] / weight[0].numel() ** 0.5
        else:
            scaled = weight * style[None, :, None, None]
            scaled = scaled / scaled.square().sum((1, 2, 3), keepdim=True).sqrt()
        rows.append(F.conv2d(sample[None], scaled / state["magnitude_ema"].sqrt(), padding=kernel - 1))
    x = torch.cat(rows) + state["bias"][:, None, None]
    if rgb:
        return x.clamp(-256, 256)
    dense = max(before.rate, after.rate) * 2
    up, down = dense // before.rate, dense // after.rate
    total = (after.size - 1) * down + 1 - (before.size + kernel - 1) * up + 6 * up + 6 * down - 2
    low = (total + up) // 2
    x = resampled(x, state["up_filter"], up=up, padding=(low, total - low), gain=up**2)
    x = (F.leaky_relu(x, 0.2) * 2**0.5).clamp(-256, 256)
    return resampled(x, state["down_filter"], down=down)


def plain_input(state, w, stage):
    """Karras et al. 2021, section 3.1 and appendix F, one sample and one pixel row of numbers at a time."""
    rows = []
    for one in w:
        cosine, sine, tx, ty = (state["affine.weight"] / len(one) ** 0.5) @ one + state["affine.bias"]
        length = (cosine**2 + sine**2) ** 0.5
        cosine, sine, tx, ty = cosine / length, sine / length, tx / length, ty / length
        turn = torch.tensor([[cosine, -sine, 0], [sine, cosine, 0], [0, 0, 1]])
        shift = torch.tensor([[1, 0, -tx], [0, 1, -ty], [0, 0, 1]])
        placed = turn @ shift @ state["transform"]
        phases = state["phases"] + state["freqs"] @ placed[:2, 2]
        freqs = state["freqs"] @ placed[:2, :2]
        fade = (1 - (freqs.norm(dim=1) - stage.cutoff) / (stage.rate / 2 - stage.cutoff)).clamp(0, 1)
        theta = torch.tensor([[[0.5 * stage.size / stage.rate, 0, 0], [0, 0.5 * stage.size / stage.rate, 0]]])
        grid = F.affine_grid(theta, [1, 1, stage.size, stage.size], align_corners=False)[0]
        waves = torch.sin(2 * torch.pi * (grid @ freqs.T + phases)) * fade
        rows.append((waves @ (state["weight"] / len(fade) ** 0.5).T).permute(2, 0, 1))
    return torch.stack(rows)


@pytest.mark.parametrize("radial", [False, True])
def test_the_picture_is_that_of_the_paper(radial):
    generator = random_stylegan3(radial)
    synthesis, sizes = generator.synthesis, generator.synthesis.sizes
    synthesis.input.transform[:2, 2] = torch.tensor([0.1, -0.2])
    stages = sizes.stages()
    ws = torch.randn(2, sizes.num_ws, sizes.w_dim)
    x = plain_input(synthesis.input.state_dict(), ws[:, 0], stages[0])
    for index, stage in enumerate(stages):
        layer = getattr(synthesis, f"L{index}_{stage.size}_{stage.channels}")
        before = stages[max(index - 1, 0)]
        x = plain_layer(layer.state_dict(), x, ws[:, index + 1], before, stage, index == len(stages) - 1)
        assert x.shape[1:] == (stage.channels, stage.size, stage.size)
    torch.testing.assert_close(synthesis(ws), x * 0.25, atol=1e-4, rtol=1e-3)


def test_filters_are_scipys():
    expected = scipy.signal.firwin(numtaps=12, cutoff=3.0, width=3.0, fs=32)
    np.testing.assert_allclose(low_pass(12, 3.0, 1.5, 32).numpy(), expected, atol=1e-6)
    kernel = low_pass(12, 3.0, 1.5, 32, radial=True)
    assert torch.equal(kernel, kernel.T) and abs(float(kernel.sum()) - 1) < 1e-6
    x = (np.arange(12) - 5.5) / 32
    r = np.pi * np.hypot(*np.meshgrid(x, x))
    beta = scipy.signal.kaiser_beta(scipy.signal.kaiser_atten(12, 3.0 / 16))
    window = np.outer(np.kaiser(12, beta), np.kaiser(12, beta))
    plain = scipy.special.j1(6.0 * r) / r * window
    np.testing.assert_allclose(kernel.numpy(), plain / plain.sum(), atol=1e-6)


def test_the_layers_of_the_published_networks():
    """Sizes and channels of stylegan3-t-ffhq-1024x1024, as its layers are called."""
    channels = (512, 512, 512, 512, 512, 512, 512, 323, 203, 128, 81, 51, 32, 32)
    names = [f"L{i}_{stage.size}_{stage.channels}" for i, stage in enumerate(StyleGAN3Sizes(1024, channels).stages())]
    assert names[:6] == ["L0_36_512", "L1_36_512", "L2_52_512", "L3_52_512", "L4_84_512", "L5_148_512"]
    assert names[6:11] == ["L6_148_512", "L7_276_323", "L8_276_203", "L9_532_128", "L10_1044_81"]
    assert names[11:] == ["L11_1044_51", "L12_1044_32", "L13_1024_32", "L14_1024_3"]


@pytest.mark.parametrize("radial", [False, True])
def test_pickles_of_both_configurations(tmp_path, radial):
    generator = random_stylegan3(radial)
    path = tmp_path / "network.pkl"
    path.write_bytes(nvidia_bytes(generator))
    _kind, found = read_foreign(path)
    assert found.description["family"] == ("stylegan3-r" if radial else "stylegan3-t")
    model = load_model(path)
    ws = generator.sample_ws(torch.randn(2, 16))
    assert torch.equal(model.generator(ws), generator(ws))
    assert model.resolution == 32 and model.generator.num_ws == 7 and not model.noise


def test_a_bare_state_dict_says_its_channels(tmp_path):
    generator = random_stylegan3(False)
    path = tmp_path / "bare.pt"
    path.write_bytes(torch_bytes(generator.state_dict()))
    ws = generator.sample_ws(torch.randn(2, 16))
    assert torch.equal(load_model(path).generator(ws), generator(ws))


def test_gradients_reach_the_latents_and_lower_precision_is_near():
    generator = random_stylegan3(False)
    ws = torch.randn(1, 7, 16, requires_grad=True)
    image = generator(ws)
    image.sum().backward()
    image = image.detach()
    assert ws.grad.abs().sum() > 0
    near = generator(ws.detach(), "none", torch.bfloat16)
    assert near.dtype == torch.float32
    assert float((near - image).abs().mean() / image.std()) < 0.05


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"num_layers": 6}, "5 layers and its options ask for 6"),
        ({"first_stopband": -1}, "first_stopband is -1"),
        ({"img_resolution": 64}, "img_resolution is 64"),
        ({"use_radial_filters": 1}, "use_radial_filters is 1"),
    ],
)
def test_options_are_checked(tmp_path, options, reason):
    path = tmp_path / "network.pkl"
    path.write_bytes(nvidia_bytes(random_stylegan3(False), **options))
    with pytest.raises(Refusal, match=reason):
        read_foreign(path)
