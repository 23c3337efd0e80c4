"""e4e and pSp files: the decoder, the encoder against a plain form of it, and encoders that are left out."""

import pytest
import torch
import torch.nn.functional as F
from foreign import random_generator, random_style_encoder, rosinality_state, torch_bytes

from ganeditor.checkpoints.formats.table import read_foreign
from ganeditor.checkpoints.packs.installed import load_model
from ganeditor.engine.latent.invert import guess, guess_w


def content_of(generator, encoder, kind="Encoder4Editing", **opts):
    state = {f"decoder.{name}": tensor for name, tensor in rosinality_state(generator).items()}
    own = encoder.state_dict().items()
    state |= {f"encoder.{name}": tensor.clone() for name, tensor in own if name != "average"}
    average = generator.mapping.w_avg[None].repeat(generator.synthesis.sizes.num_ws, 1)
    opts = {"encoder_type": kind, "stylegan_size": 16, "start_from_latent_avg": True, "input_nc": 3} | opts
    return {"state_dict": state, "opts": opts, "latent_avg": average}


def write(folder, content):
    path = folder / "e4e_ffhq_encode.pt"
    path.write_bytes(torch_bytes(content))
    return path


def plain_codes(state, images, groups, offsets):
    """Section 3 of Richardson et al. 2021 and figure 4 of Tov et al. 2021, one operation after another."""

    def norm(x, name):
        statistics = state[f"{name}.running_mean"], state[f"{name}.running_var"]
        return F.batch_norm(x, *statistics, state[f"{name}.weight"], state[f"{name}.bias"])

    x = norm(F.conv2d(images, state["input_layer.0.weight"], padding=1), "input_layer.1")
    x = F.prelu(x, state["input_layer.2.weight"])
    maps, unit = [], 0
    for count in groups:
        for index in range(count):
            name, stride = f"body.{unit}", 2 if index == 0 else 1
            y = F.conv2d(norm(x, f"{name}.res_layer.0"), state[f"{name}.res_layer.1.weight"], padding=1)
            y = F.prelu(y, state[f"{name}.res_layer.2.weight"])
            y = norm(F.conv2d(y, state[f"{name}.res_layer.3.weight"], stride=stride, padding=1), f"{name}.res_layer.4")
            s = F.conv2d(F.adaptive_avg_pool2d(y, 1), state[f"{name}.res_layer.5.fc1.weight"]).relu()
            y = y * F.conv2d(s, state[f"{name}.res_layer.5.fc2.weight"]).sigmoid()
            if f"{name}.shortcut_layer.0.weight" in state:
                x = norm(
                    F.conv2d(x, state[f"{name}.shortcut_layer.0.weight"], stride=stride), f"{name}.shortcut_layer.1"
                )
            else:
                x = x[:, :, ::stride, ::stride]
            x, unit = x + y, unit + 1
        maps.append(x)

    def add(small, name, large):
        side = large.shape[-1]
        lateral = F.conv2d(large, state[f"{name}.weight"], state[f"{name}.bias"])
        return F.interpolate(small, size=(side, side), mode="bilinear", align_corners=True) + lateral

    coarse = middle = fine = maps[-1]
    if "latlayer1.weight" in state:
        middle = add(coarse, "latlayer1", maps[-2])
        fine = add(middle, "latlayer2", maps[-3])
    codes, count = [], sum(name.endswith(".linear.weight") for name in state)
    for index in range(count):
        x, j = coarse if index < 3 else middle if index < 7 else fine, 0
        while f"styles.{index}.convs.{j}.weight" in state:
            weight, bias = state[f"styles.{index}.convs.{j}.weight"], state[f"styles.{index}.convs.{j}.bias"]
            x, j = F.leaky_relu(F.conv2d(x, weight, bias, stride=2, padding=1), 0.01), j + 2
        weight = state[f"styles.{index}.linear.weight"] / state[f"styles.{index}.linear.weight"].shape[1] ** 0.5
        codes.append(F.linear(x.flatten(1), weight, state[f"styles.{index}.linear.bias"]))
    return torch.stack([code + codes[0] if offsets and index else code for index, code in enumerate(codes)], 1)


@pytest.mark.parametrize(("kind", "offsets"), [("Encoder4Editing", True), ("GradualStyleEncoder", False)])
def test_the_encoder_is_that_of_the_paper(tmp_path, kind, offsets):
    generator, encoder = random_generator((6, 5, 4, 3)), random_style_encoder(8, offsets=offsets)
    content = content_of(generator, encoder, kind)
    model = load_model(write(tmp_path, content))
    assert model.encoder.sizes == encoder.sizes
    state = {
        name.removeprefix("encoder."): value for name, value in content["state_dict"].items() if "encoder." in name
    }
    images = torch.rand(2, 3, 256, 256) * 2 - 1
    expected = plain_codes(state, images, (2, 1, 1, 1), offsets) + generator.mapping.w_avg
    torch.testing.assert_close(guess(model, images)[1], expected, atol=1e-4, rtol=1e-4)
    torch.testing.assert_close(guess_w(model, images), expected.mean(1), atol=1e-4, rtol=1e-4)
    ws = torch.randn(1, 8, 8)
    torch.testing.assert_close(model.generator(ws), generator(ws), atol=1e-4, rtol=0)
    torch.testing.assert_close(model.generator.mapping.w_avg, generator.mapping.w_avg)


def test_crops_of_other_sizes_are_brought_to_256():
    def codes(images):
        return random_style_encoder().codes(images, pytest.fail)  # this encoder asks for no picture

    small = torch.rand(1, 3, 64, 64)
    large = F.interpolate(small, scale_factor=16, mode="nearest")
    assert codes(small).shape == (1, 6, 8)
    torch.testing.assert_close(codes(large), codes(F.interpolate(small, scale_factor=4, mode="nearest")))


def test_codes_that_do_not_start_from_the_average(tmp_path):
    content = content_of(random_generator(), random_style_encoder(), start_from_latent_avg=False)
    _kind, found = read_foreign(write(tmp_path, content))
    assert not found.encoder["average"].any()


@pytest.mark.parametrize(
    ("name", "wrong", "notice"),
    [
        ("input_layer.0.weight", torch.zeros(4, 6, 3, 3), "takes 6 channels"),
        ("input_layer.0.weight", torch.zeros(4, 4, 3, 3), "takes 4 channels"),
        ("styles.0.linear.weight", None, "not an IR-SE50"),
        ("latlayer1.weight", None, "not an IR-SE50"),
    ],
)
def test_encoders_of_another_kind_are_left_out(tmp_path, name, wrong, notice):
    content = content_of(random_generator(), random_style_encoder())
    if wrong is None:
        del content["state_dict"][f"encoder.{name}"]
    else:
        content["state_dict"][f"encoder.{name}"] = wrong
    kind, found = read_foreign(write(tmp_path, content))
    assert kind == "e4e, pSp, ReStyle or SAM"
    assert not found.encoder and notice in found.notices[0]
