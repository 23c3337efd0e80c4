"""rosinality's files: the same random network gives the same picture as under NVIDIA's names."""

import argparse

import pytest
import torch
from foreign import nvidia_bytes, random_generator, rosinality_state, torch_bytes
from safetensors.torch import save_file

from ganeditor.checkpoints.formats.table import read_foreign
from ganeditor.checkpoints.packs.installed import load_model
from ganeditor.checkpoints.reader.refusal import Refusal


def write(folder, data, name="550000.pt"):
    path = folder / name
    path.write_bytes(data)
    return path


def converted(generator):
    return {"g_ema": rosinality_state(generator), "latent_avg": generator.mapping.w_avg.clone()}


@pytest.mark.parametrize("channels", [(6, 6, 4), (6, 5, 4, 3)])
def test_the_same_picture_as_under_nvidias_names(tmp_path, channels):
    generator = random_generator(channels, layers=8)
    ours = load_model(write(tmp_path, torch_bytes(converted(generator))))
    theirs = load_model(write(tmp_path, nvidia_bytes(generator, synthesis_kwargs={}), "network.pkl"))
    z = torch.randn(2, 8)
    one = ours.generator(ours.generator.sample_ws(z, truncation_psi=0.7))
    other = theirs.generator(theirs.generator.sample_ws(z, truncation_psi=0.7))
    torch.testing.assert_close(one, other, atol=1e-4, rtol=0)
    assert not torch.allclose(ours.generator(ours.generator.sample_ws(z), "none"), one, atol=1e-3)  # noise counts


@pytest.mark.parametrize("legacy", [False, True])
def test_each_tensor_is_found(tmp_path, legacy):
    generator = random_generator()
    data = torch_bytes(converted(generator), _use_new_zipfile_serialization=not legacy)
    kind, found = read_foreign(write(tmp_path, data))
    assert kind == "rosinality stylegan2"
    state = generator.state_dict()
    assert state.keys() == found.generator.keys()
    for name, tensor in state.items():
        assert torch.equal(torch.from_numpy(found.generator[name]), tensor), name


def test_a_training_snapshot_averages_mapped_z(tmp_path):
    generator = random_generator()
    state = rosinality_state(generator)
    args = argparse.Namespace(size=16, path="faces")
    content = {"g": state, "d": {}, "g_ema": state, "g_optim": {"state": {0: {"step": 1}}}, "args": args}
    model = load_model(write(tmp_path, torch_bytes(content)))
    mean = generator.mapping(torch.randn(50_000, 8)).mean(0)
    torch.testing.assert_close(model.generator.mapping.w_avg, mean, atol=0.05, rtol=0)
    torch.testing.assert_close(model.latents.mean, model.generator.mapping.w_avg)


def test_training_weights_alone_are_said(tmp_path):
    _kind, found = read_foreign(write(tmp_path, torch_bytes({"g": rosinality_state(random_generator())})))
    assert "training weights" in found.notices[0]


@pytest.mark.parametrize("table", ["g_ema", "state_dict"])
def test_the_average_beside_a_state_dict(tmp_path, table):
    state = {f"module.{name}": tensor for name, tensor in rosinality_state(random_generator()).items()}
    content = {table: state, "latent_avg": torch.full((8,), 5.0)}
    model = load_model(write(tmp_path, torch_bytes(content)))
    assert torch.equal(model.latents.mean, torch.full((8,), 5.0))


@pytest.mark.parametrize("prefix", ["", "module.", "g_ema."])
@pytest.mark.parametrize("naming", ["nvidia", "rosinality"])
def test_bare_state_dicts_of_either_naming(tmp_path, prefix, naming):
    generator = random_generator()
    state = generator.state_dict() if naming == "nvidia" else rosinality_state(generator)
    state = {prefix + name: tensor.contiguous() for name, tensor in state.items()}
    save_file(state, tmp_path / "bare.safetensors")
    ws = torch.randn(1, 6, 8)
    for path in (write(tmp_path, torch_bytes(state)), tmp_path / "bare.safetensors"):
        kind, found = read_foreign(path)
        assert kind == "bare state dict" and "options" in found.notices[0]
    torch.testing.assert_close(load_model(path).generator(ws), generator(ws), atol=1e-4, rtol=0)


@pytest.mark.parametrize(
    ("name", "wrong", "reason"),
    [
        ("input.input", None, "no tensor"),
        ("style.1.weight", None, "no tensor 'mapping.fc0.weight'"),
        ("conv1.conv.weight", torch.zeros(2, 6, 6, 3, 3), r"shape \[2, 6, 6, 3, 3\]"),
        ("conv1.conv.modulation.weight", torch.zeros(6), r"shape \[6\] and should have 2 axes"),
        ("to_rgbs.1.conv.weight", torch.full((1, 3, 4, 1, 1), float("inf")), "not finite"),
    ],
)
def test_damaged_states(tmp_path, name, wrong, reason):
    content = converted(random_generator())
    if wrong is None:
        del content["g_ema"][name]
        content["g_ema"]["input.input" if "style" in name else "to_rgb9"] = torch.zeros(1, 6, 4, 4)
    else:
        content["g_ema"][name] = wrong
    with pytest.raises(Refusal, match=reason if "input" not in name else "no generator"):
        read_foreign(write(tmp_path, torch_bytes(content)))


def test_other_tables_are_refused(tmp_path):
    with pytest.raises(Refusal, match="no generator that ganeditor knows, but: params_ema"):
        read_foreign(write(tmp_path, torch_bytes({"params_ema": {"conv_first.weight": torch.zeros(3)}})))
    with pytest.raises(Refusal, match="holds a Tensor"):
        read_foreign(write(tmp_path, torch_bytes(torch.zeros(3))))
