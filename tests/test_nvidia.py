"""NVIDIA's pickles, written by the stand-in: equal tensors, equal pictures, and options that are checked."""

import numpy as np
import pytest
import torch
from foreign import nvidia_bytes, persistent, random_generator

from ganeditor.checkpoints.formats import nvidia
from ganeditor.checkpoints.formats.table import read_foreign
from ganeditor.checkpoints.packs.installed import load_model
from ganeditor.checkpoints.reader import nvidia_pickle
from ganeditor.checkpoints.reader.refusal import Refusal


def write(folder, data):
    path = folder / "network.pkl"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("protocol", [3, 4, 5])
@pytest.mark.parametrize("old_torch", [False, True])
def test_tensors_are_equal(tmp_path, protocol, old_torch):
    generator = random_generator()
    _kind, found = read_foreign(write(tmp_path, nvidia_bytes(generator, protocol, old_torch)))
    state = generator.state_dict()
    assert state.keys() <= found.generator.keys()
    for name, tensor in state.items():
        np.testing.assert_array_equal(found.generator[name], tensor.numpy())
    assert found.description["resolution"] == 16 and found.description["mapping_layers"] == 2


def test_older_numpy_and_python_names(tmp_path):
    data = nvidia_bytes(random_generator(), 3)
    renamed = data.replace(b"cnumpy._core.", b"cnumpy.core.").replace(b"cdnnlib.util\n", b"cdnnlib\n")
    assert renamed != data
    assert read_foreign(write(tmp_path, renamed))[1].description["resolution"] == 16


@pytest.mark.parametrize(("clamp", "flat"), [(None, False), (0.5, True)])
def test_the_picture_is_equal(tmp_path, clamp, flat):
    """Through the child process, as a person's file goes."""
    generator = random_generator(clamp=clamp)
    model = load_model(write(tmp_path, nvidia_bytes(generator, flat=flat)))
    z = torch.randn(3, 8)
    ws = generator.sample_ws(z, truncation_psi=0.7)
    assert torch.equal(model.generator.sample_ws(z, truncation_psi=0.7), ws)
    assert torch.equal(model.generator(ws), generator(ws))
    assert model.encoder is None and model.noise and model.latents.names == ()
    torch.testing.assert_close(model.latents.mean, generator.mapping.w_avg)


def test_the_layers_clamp_counts_where_options_do_not_name_it(tmp_path):
    """As in networks that stylegan3's program trained: its default is 256."""
    generator = random_generator(clamp=0.5)
    path = write(tmp_path, nvidia_bytes(generator, synthesis_kwargs={"channel_base": 64, "channel_max": 6}))
    model = load_model(path)
    ws = generator.sample_ws(torch.randn(3, 8))
    assert torch.equal(model.generator(ws), generator(ws))
    generator.synthesis.b8.conv0._clamp = 0.7
    with pytest.raises(Refusal, match=r"conv_clamp of 0\.5 and of 0\.7"):
        read_foreign(write(tmp_path, nvidia_bytes(generator)))


@pytest.mark.parametrize("architecture", ["resnet", "orig"])
def test_other_architectures(tmp_path, architecture):
    generator = random_generator((6, 5, 4), clamp=0.5, architecture=architecture)
    options = {"synthesis_kwargs": {"architecture": architecture, "conv_clamp": 0.5}}  # C(r) is not NVIDIA's here
    model = load_model(write(tmp_path, nvidia_bytes(generator, **options)))
    assert model.generator.synthesis.sizes == generator.synthesis.sizes
    ws = generator.sample_ws(torch.randn(3, 8))
    assert torch.equal(model.generator(ws), generator(ws))


def test_the_prior_is_that_of_mapped_z(tmp_path):
    generator = random_generator()
    model = load_model(write(tmp_path, nvidia_bytes(generator)))
    samples = generator.mapping(torch.randn(20_000, 8, generator=torch.Generator().manual_seed(5)))
    torch.testing.assert_close(model.latents.factor @ model.latents.factor.T, samples.T.cov(), atol=0.08, rtol=0.1)


def test_a_conditional_network(tmp_path):
    generator = random_generator(c_dim=3)
    model = load_model(write(tmp_path, nvidia_bytes(generator)))
    z, labels = torch.randn(3, 8), torch.eye(3)
    assert torch.equal(model.generator.mapping(z, labels), generator.mapping(z, labels))


def test_an_unknown_source_gives_a_notice_and_a_known_one_none(tmp_path, monkeypatch):
    path = write(tmp_path, nvidia_bytes(random_generator()))
    _kind, found = read_foreign(path)
    assert any("program text" in notice and "not run" in notice for notice in found.notices)
    network = nvidia_pickle.load(path)["G_ema"]
    monkeypatch.setattr(nvidia, "KNOWN_SOURCES", frozenset({network.source_sha256}))
    assert read_foreign(path)[1].notices == ()


def test_noise_free_networks_make_noise_free_pictures(tmp_path):
    generator = random_generator()
    for module in generator.modules():
        if hasattr(module, "noise_const"):
            del module.noise_const, module.noise_strength
    model = load_model(write(tmp_path, nvidia_bytes(generator)))
    ws = generator.sample_ws(torch.randn(1, 8))
    assert not model.noise
    assert torch.equal(model.generator(ws, "const"), generator(ws, "none"))


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"z_dim": 9}, "z_dim is 9"),
        ({"z_dim": "8"}, "z_dim is 8"),
        ({"w_dim": True}, "w_dim is True"),
        ({"img_resolution": 32}, "img_resolution is 32"),
        ({"img_resolution": 1 << 40}, "img_resolution"),
        ({"img_channels": 1}, "1 channels"),
        ({"synthesis_kwargs": {"conv_clamp": float("nan")}}, "conv_clamp is nan"),
        ({"synthesis_kwargs": {"channel_base": 128, "channel_max": 6}}, "block of 16 pixels has 4 channels"),
        ({"synthesis_kwargs": {"architecture": "resnet"}}, "architecture resnet, its tensors are skip"),
        ({"synthesis_kwargs": {"architecture": "dense"}}, "architecture is dense"),
        ({"synthesis_kwargs": 3}, "not a table"),
        ({"mapping_kwargs": {"num_layers": 8}}, "mapping_layers is 8, but its tensors are made for 2"),
        ({"mapping_kwargs": {"lr_multiplier": 1}}, "lr_multiplier is 1"),
    ],
)
def test_options_are_checked(tmp_path, options, reason):
    with pytest.raises(Refusal, match=reason):
        read_foreign(write(tmp_path, nvidia_bytes(random_generator(), **options)))


def test_unknown_options_are_said(tmp_path):
    _kind, found = read_foreign(write(tmp_path, nvidia_bytes(random_generator(), twist=3)))
    assert any("twist" in notice for notice in found.notices)


def test_options_that_show_in_the_tensors_are_not_said(tmp_path):
    known = {"mapping_kwargs": {"num_layers": 2, "layer_features": 8, "embed_features": None}}
    _kind, found = read_foreign(write(tmp_path, nvidia_bytes(random_generator(), **known)))
    assert [notice for notice in found.notices if "option" in notice] == []


def test_the_averaged_generator_is_required(tmp_path):
    with pytest.raises(Refusal, match="G_ema"):
        read_foreign(write(tmp_path, nvidia_bytes(random_generator(), network=[1])))


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"version": 5}, "version 5"),
        ({"type": "func"}, "'type'"),
        ({"state": []}, "'state'"),
        ({"module_src": b""}, "src"),
    ],
)
def test_records_of_another_kind(tmp_path, changed, reason):
    network = persistent(random_generator(), "Generator")
    network.meta |= changed
    with pytest.raises(Refusal, match=reason):
        read_foreign(write(tmp_path, nvidia_bytes(random_generator(), network=network)))
