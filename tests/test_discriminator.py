"""The discriminator against the textbook form of its operations, and read from files of either naming."""

import math

import pytest
import torch
import torch.nn.functional as F
from foreign import judge_kwargs_of as options_of
from foreign import nvidia_bytes, persistent, random_discriminator, random_generator, rosinality_judge, torch_bytes
from foreign import rosinality_state as generator_state

from ganeditor.checkpoints.formats.table import read_foreign
from ganeditor.checkpoints.packs.installed import load_model
from ganeditor.checkpoints.packs.pack import FILE_NAME
from ganeditor.checkpoints.packs.packing import import_model
from ganeditor.checkpoints.reader.refusal import Refusal
from ganeditor.errors import ModelError

ARCHITECTURES = ("resnet", "skip", "orig")


def smoothed(x, padding):
    """[1, 3, 3, 1] / 8 along both axes."""
    x = F.pad(x, [padding] * 4)
    for axis in (2, 3):
        count = x.shape[axis] - 3
        parts = [x.narrow(axis, start, count) for start in range(4)]
        x = (parts[0] + 3 * parts[1] + 3 * parts[2] + parts[3]) / 8
    return x


def textbook_layer(x, layer, down=False, clamp=None, gain=1.0):
    weight = layer.weight / math.sqrt(layer.weight[0].numel())
    side = weight.shape[-1]
    if down:
        x = smoothed(x, 1 + side // 2)
        x = F.conv2d(x, weight)[:, :, ::2, ::2]
    else:
        x = F.conv2d(x, weight, padding=side // 2)
    x = x + layer.bias[None, :, None, None]
    x = torch.where(x > 0, x, 0.2 * x) * math.sqrt(2)
    x = x if clamp is None else torch.minimum(torch.maximum(x, -torch.tensor(clamp)), torch.tensor(clamp))
    return x * gain


def textbook_scores(judge, images, c=None):
    """Karras et al. 2020, figure 7, in the order of the public implementation."""
    sizes, x, image = judge.sizes, None, images
    for index in range(len(sizes.channels) - 1, 0, -1):
        block, shortcut = getattr(judge, f"b{4 << index}"), sizes.architecture == "resnet"
        if x is None or sizes.architecture == "skip":
            colours = textbook_layer(image, block.fromrgb, clamp=sizes.conv_clamp)
            x = colours if x is None else x + colours
        y = textbook_layer(x, block.conv0, clamp=sizes.conv_clamp)
        y = textbook_layer(y, block.conv1, True, sizes.conv_clamp, math.sqrt(0.5) if shortcut else 1.0)
        if shortcut:
            weight = block.skip.weight / math.sqrt(x.shape[1])
            y = y + math.sqrt(0.5) * F.conv2d(smoothed(x, 1), weight)[:, :, ::2, ::2]
        x = y
        if sizes.architecture == "skip":
            image = smoothed(image, 1)[:, :, ::2, ::2]
    if sizes.architecture == "skip":
        x = x + textbook_layer(image, judge.b4.fromrgb)
    groups = len(x) // sizes.spread_group
    rows = []
    for index in range(len(x)):
        members = x[index % groups :: groups]
        parts = members.std(0, unbiased=False).square().add(1e-8).sqrt().chunk(sizes.spread_channels)
        rows.append(torch.cat([x[index], *[part.mean().expand(1, 4, 4) for part in parts]]))
    x = textbook_layer(torch.stack(rows), judge.b4.conv, clamp=sizes.conv_clamp).flatten(1)
    x = x @ judge.b4.fc.weight.T / math.sqrt(x.shape[1]) + judge.b4.fc.bias
    x = torch.where(x > 0, x, 0.2 * x) * math.sqrt(2)
    x = x @ judge.b4.out.weight.T / math.sqrt(x.shape[1]) + judge.b4.out.bias
    if c is None:
        return x[:, 0]
    mapped = c @ judge.mapping.embed.weight.T / math.sqrt(c.shape[1]) + judge.mapping.embed.bias
    mapped = mapped / mapped.square().mean(1, keepdim=True).sqrt()
    for layer in (judge.mapping.fc0, judge.mapping.fc1):
        mapped = mapped @ (layer.weight * 0.01 / math.sqrt(mapped.shape[1])).T + layer.bias * 0.01
        mapped = torch.where(mapped > 0, mapped, 0.2 * mapped) * math.sqrt(2)
    return (x * mapped).sum(1) / math.sqrt(x.shape[1])


def pictures(count=8, side=16):
    return torch.randn(count, 3, side, side, generator=torch.Generator().manual_seed(4))


@pytest.mark.parametrize("architecture", ARCHITECTURES)
@pytest.mark.parametrize(("maps", "group", "clamp"), [(1, 4, None), (2, 2, 0.4)])
def test_scores_are_those_of_the_textbook(architecture, maps, group, clamp):
    judge = random_discriminator((6, 5, 4), architecture, maps=maps, group=group, clamp=clamp)
    torch.testing.assert_close(judge(pictures()), textbook_scores(judge, pictures()), atol=1e-5, rtol=1e-4)


def test_labels():
    judge = random_discriminator(c_dim=3)
    scores = torch.stack([judge(pictures(), torch.eye(3)[[label] * 8]) for label in range(3)])
    for label in range(3):
        expected = textbook_scores(judge, pictures(), torch.eye(3)[[label] * 8])
        torch.testing.assert_close(scores[label], expected, atol=1e-5, rtol=1e-4)
    torch.testing.assert_close(judge(pictures()), scores.amax(0))


def test_with_a_given_spread_each_picture_is_judged_alone():
    judge = random_discriminator()
    spread = judge.spread(judge.features(pictures(4)))[0]
    torch.testing.assert_close(judge(pictures(4), spread=spread), judge(pictures(4)))
    torch.testing.assert_close(judge(pictures(4)[:1], spread=spread), judge(pictures(4))[:1])
    assert not torch.allclose(judge(pictures(4)[:1]), judge(pictures(4))[:1])


def test_wrong_shapes_are_named():
    judge = random_discriminator()
    with pytest.raises(ValueError, match=r"\[4, 3, 8, 8\]; expected \[N, 3, 16, 16\]"):
        judge(pictures(4, 8))
    with pytest.raises(ValueError, match="6 pictures"):
        judge(pictures(6))


def write(folder, data, name="network.pkl"):
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("architecture", ARCHITECTURES)
@pytest.mark.parametrize("old_torch", [False, True])
def test_in_nvidias_pickles(tmp_path, architecture, old_torch):
    """Through the child process and the pack, as a person's file goes."""
    judge = random_discriminator((5, 6, 4), architecture, group=8, clamp=0.7)
    data = nvidia_bytes(random_generator(), old_torch=old_torch, judge=judge)
    found = load_model(write(tmp_path, data)).discriminator
    assert found.sizes == judge.sizes
    assert torch.equal(found(pictures()), judge(pictures()))


def test_a_conditional_one(tmp_path):
    judge = random_discriminator(c_dim=3)
    found = load_model(write(tmp_path, nvidia_bytes(random_generator(c_dim=3), judge=judge))).discriminator
    labels = torch.eye(3)[[0, 1, 2, 0]]
    assert torch.equal(found(pictures(4), labels), judge(pictures(4), labels))


def test_in_rosinalitys_files(tmp_path):
    generator, judge = random_generator(), random_discriminator()
    content = {"g_ema": generator_state(generator), "d": rosinality_judge(judge)}
    found = load_model(write(tmp_path, torch_bytes(content), "stylegan2.pt")).discriminator
    assert found.sizes == judge.sizes
    assert torch.equal(found(pictures()), judge(pictures()))


def of_class(name):
    return persistent(random_discriminator(), name)


def with_options(**changed):
    judge = random_discriminator()
    return persistent(judge, "Discriminator", kwargs=options_of(judge) | changed)


@pytest.mark.parametrize(
    ("judge", "reason"),
    [
        (of_class("ProjectedDiscriminator"), "it is a ProjectedDiscriminator, not a Discriminator"),
        ([1], "it is a thing of another kind, not a Discriminator"),
        (with_options(conv_clamp="256"), "its option conv_clamp is 256"),
        (with_options(block_kwargs={"activation": "relu"}), "its option activation is relu"),
        (with_options(epilogue_kwargs=3), "not a table"),
        (random_discriminator((6, 6, 4, 4)), "other labels or sizes"),
        (random_discriminator((6, 4)), "Tensor 'b16.conv0.weight' is missing"),
        (random_discriminator(c_dim=3), "Tensor 'b4.out.weight' has shape"),
    ],
)
def test_one_that_does_not_fit_is_left_out_and_the_generator_stays(tmp_path, monkeypatch, judge, reason):
    monkeypatch.setattr("ganeditor.paths.user_models", lambda: tmp_path / "models")
    generator = random_generator()
    found = import_model(write(tmp_path, nvidia_bytes(generator, judge=judge)), "fits")
    assert any("discriminator is left out" in notice and reason in notice for notice in found.pack.notices)
    model = load_model(found.folder)
    assert model.discriminator is None and not (found.folder / "discriminator.safetensors").exists()
    ws = generator.sample_ws(torch.randn(1, 8))
    assert torch.equal(model.generator(ws), generator(ws))


def test_values_that_are_not_finite_are_refused(tmp_path):
    judge = random_discriminator()
    judge.b4.fc.bias[0] = math.nan
    with pytest.raises(Refusal, match=r"b4\.fc\.bias.*not finite"):
        read_foreign(write(tmp_path, nvidia_bytes(random_generator(), judge=judge)))


def test_a_changed_pack_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("ganeditor.paths.user_models", lambda: tmp_path / "models")
    folder = import_model(write(tmp_path, nvidia_bytes(random_generator(), judge=random_discriminator())), "own").folder
    text = (folder / FILE_NAME).read_text()
    for wrong in ('"spread_group": 0', '"spread_group": true', '"group": 4'):
        (folder / FILE_NAME).write_text(text.replace('"spread_group": 4', wrong))
        with pytest.raises(ModelError, match="'discriminator' should be"):
            load_model(folder)
