"""Direction files as the field writes them, wrong ones and hostile ones."""

import os
import pickle

import numpy as np
import pytest
import torch
from planted import SIGMAS, planted_axes, planted_model
from tiny import W

from ganeditor.checkpoints import sandbox
from ganeditor.checkpoints.packs.directions import (
    doubt,
    keep,
    made_for,
    read_direction,
    with_directions,
)
from ganeditor.engine.latent.space import Change
from ganeditor.errors import ModelError

NUM_WS = 6


@pytest.fixture
def model():
    return planted_model()


@pytest.fixture
def unit():
    return planted_axes()[1].double().numpy()


def refused(model, path, *arguments, **options):
    with pytest.raises(ModelError) as caught:
        read_direction(model, path, *arguments, **options)
    text = str(caught.value)
    assert path.name in text and text.endswith(".") and "\n" not in text
    return text


# --- files of every kind --------------------------------------------------------------------------------------------


def test_interfacegan_boundary(model, unit, tmp_path):
    np.save(tmp_path / "smile.npy", unit[None])
    row = read_direction(model, tmp_path / "smile.npy")
    assert row.name == "smile" and row.label == "Smile" and row.source == "smile.npy" and row.layers is None
    np.testing.assert_allclose(row.vector.numpy(), unit, atol=1e-7)
    assert row.scale == pytest.approx(float(SIGMAS[1]), rel=1e-4)  # an amount of 1 is one standard deviation of w


@pytest.mark.parametrize("per_layer", [False, True])
def test_e4e_and_pti_tensors(model, unit, tmp_path, per_layer):
    vector = torch.from_numpy(unit).float()
    tensor = vector.repeat(NUM_WS, 1)[None] if per_layer else vector[None]
    torch.save(tensor, tmp_path / "pose.pt")
    row = read_direction(model, tmp_path / "pose.pt")
    assert row.vector.shape == ((NUM_WS, W) if per_layer else (W,))
    assert row.scale == pytest.approx(float(SIGMAS[1]), rel=1e-4)
    ws = torch.zeros(NUM_WS, W)
    moved = with_directions(model, [row]).latents.edit(ws, {"pose": Change(2.0)}, 0.0)
    torch.testing.assert_close(moved, 2 * SIGMAS[1] * vector.repeat(NUM_WS, 1), rtol=1e-4, atol=1e-5)


def ganspace(path, components=4, **changes):
    axes = planted_axes()[:components].numpy()
    fields = {
        "act_comp": np.zeros((components, 1, 3, 2)),
        "act_mean": np.zeros((1, 3, 2)),
        "act_stdev": np.ones(components),
        "lat_comp": axes[:, None].astype(np.float32),
        "lat_mean": np.linspace(-1, 1, W, dtype=np.float32)[None],
        "lat_stdev": np.arange(1.0, components + 1, dtype=np.float32),
        "var_ratio": np.ones(components),
        "random_stdevs": np.ones(components),
    }
    np.savez_compressed(path, **(fields | changes))
    return path


def test_ganspace_components(model, tmp_path):
    path = ganspace(tmp_path / "stylegan2-ffhq_style_ipca_c4_n1000_w.npz")
    row = read_direction(model, path, 2, layers=(1, 3))
    torch.testing.assert_close(row.vector, planted_axes()[2])
    assert row.scale == 3.0 and row.layers == (1, 3) and row.name.endswith("_w_2") and "component 2" in row.source
    assert "holds 4 components, 0 to 3" in refused(model, path) and "no component 4" in refused(model, path, 4)
    assert doubt(model, path) is None
    other = ganspace(tmp_path / "other_w.npz", lat_mean=np.full((1, W), 50.0))
    assert "made for another generator" in doubt(model, other)
    assert "in Z" in refused(model, ganspace(tmp_path / "stylegan2-ffhq_style_ipca_c4_n1000.npz"), 0)
    assert "2 deviations for 4" in refused(model, ganspace(tmp_path / "short.npz", lat_stdev=np.ones(2)), 0)


@pytest.mark.parametrize(
    ("stem", "in_w"),
    [
        ("stylegan2-ffhq_style_ipca_c80_n1000000_w", True),
        ("stylegan2-ffhq_style_ipca_c80_n1000000_w_seed5", True),
        ("stylegan2-ffhq_style_fbpca_c80_it2_l160_n1000000_w", True),
        ("stylegan2-ffhq_style_ipca_c80_n1000000", False),
        ("stylegan2-ffhq_style_ica_c80_w_n10000", False),
        ("stylegan2-ffhq_style_fbpca_c80_it2_l160_n1000000", False),
        ("stylegan2-ffhq_style_spca_c80_a10.0_n10000", False),
        ("stylegan2-ffhq_style_ipca_c80_n1000000_wide", False),
        ("my_components", True),
    ],
)
def test_ganspace_names_tell_the_space(model, tmp_path, stem, in_w):
    path = ganspace(tmp_path / f"{stem}.npz")
    if in_w:
        assert read_direction(model, path, 0).scale == 1.0
    else:
        assert "in Z, as its name tells" in refused(model, path, 0)


def test_components_of_one_file_are_read_once(model, tmp_path, monkeypatch):
    started, extract = [], sandbox.extract
    monkeypatch.setattr(
        sandbox, "extract", lambda path, *rest, **kind: started.append(path) or extract(path, *rest, **kind)
    )
    path = ganspace(tmp_path / "once_w.npz")
    assert [read_direction(model, path, index).scale for index in (0, 2)] == [1.0, 3.0]
    assert doubt(model, path) is None and started == [path]
    ganspace(path, lat_stdev=np.full(4, 9.0))
    assert read_direction(model, path, 0).scale == 9.0 and started == [path, path]


def test_ffhq_pca_with_its_strides(model, tmp_path):
    axes = planted_axes()[:5]
    comp = axes.T.contiguous().as_strided((5, 1, W), (1, 5, 5))  # as in the released file
    torch.save({"mean": torch.zeros(1, W), "comp": comp, "std": torch.arange(1.0, 6.0)}, tmp_path / "pca.pt")
    row = read_direction(model, tmp_path / "pca.pt", 3)
    torch.testing.assert_close(row.vector, axes[3])
    assert row.scale == 4.0 and row.name == "pca_3"


def test_editgan_vectors_are_taken_as_they_are(model, tmp_path):
    vectors = np.random.default_rng(0).standard_normal((1, NUM_WS, W)).astype(np.float32) * 3
    np.save(tmp_path / "bald.npy", vectors)
    row = read_direction(model, tmp_path / "bald.npy")
    np.testing.assert_array_equal(row.step.numpy(), vectors[0])


@pytest.mark.parametrize("protocol", [2, 3, 4, 5])
def test_a_ganspace_edit(model, unit, tmp_path, protocol):
    edit = {
        "name": "Curly", "lat_comp": unit[None].astype(np.float32), "lat_stdev": np.float32(2.5), "latent_space": "W",
        "act_comp": np.zeros((1, 3)), "model_name": "StyleGAN2", "edit_start": 1, "edit_end": 4, "truncation": 0.7,
    }  # fmt: skip
    path = tmp_path / "curly.pkl"
    path.write_bytes(pickle.dumps(edit, protocol))
    row = read_direction(model, path)
    np.testing.assert_allclose(row.vector.numpy(), unit, atol=1e-7)
    assert row.scale == 2.5 and row.layers == (1, 3)
    for strange in (np.zeros(0), np.ones(2), [2.5, [1]], 1j, "2.5"):
        path.write_bytes(pickle.dumps(edit | {"lat_stdev": strange}, protocol))
        assert read_direction(model, path).scale == pytest.approx(float(SIGMAS[1]), rel=1e-4)
    path.write_bytes(pickle.dumps(edit | {"latent_space": "Z"}, protocol))
    assert "in Z" in refused(model, path)
    path.write_bytes(pickle.dumps(edit | {"model_name": "StyleGAN"}, protocol))
    assert "made for StyleGAN1" in refused(model, path)
    path.write_bytes(pickle.dumps({"something": 1}, protocol))
    assert "no GANSpace edit" in refused(model, path)


# --- what does not fit ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("my_smile_boundary.npy", "in Z, as its name tells"),
        ("pggan_celebahq_smile_boundary.npy", "in Z"),
        ("stylegan_ffhq_smile_w_boundary.npy", "this boundary was made for StyleGAN1"),
        ("pggan_celebahq_age_c_w_boundary.npy", "this boundary was made for PGGAN"),
    ],
)
def test_names_tell_space_and_family(model, unit, tmp_path, name, said):
    np.save(tmp_path / name, unit[None])
    assert said in refused(model, tmp_path / name)


def test_a_misleading_name_can_be_overruled(model, unit, tmp_path):
    np.save(tmp_path / "my_boundary.npy", unit[None])
    assert read_direction(model, tmp_path / "my_boundary.npy", in_w=True).name == "my_boundary"


@pytest.mark.parametrize(
    ("array", "said"),
    [
        (np.ones((1, 12)), "shape [12], and tiny has w_dim 8"),
        (np.ones((1, 18, W)), "for 18 layers, and tiny has 6"),
        (np.full((1, W), np.nan), "not finite"),
        (np.zeros((1, W)), "nothing but zeros"),
        (np.ones((2, 2, W)), "shape [2, 2, 8]; a direction has"),
        (np.ones(()), "shape []"),
        (np.ones((1, W), int), "int64 values, not floating-point numbers"),
        (np.array([[object()]]), "Python objects, not floating-point numbers, and was not read"),
    ],
)
def test_arrays_that_are_no_direction(model, tmp_path, array, said):
    np.save(tmp_path / "x.npy", array, allow_pickle=True)
    assert said in refused(model, tmp_path / "x.npy")


def test_layers_that_are_not_there(model, unit, tmp_path):
    np.save(tmp_path / "x.npy", unit)
    assert "layers 2 to 6, and tiny has 0 to 5" in refused(model, tmp_path / "x.npy", layers=(2, 6))


def test_files_of_other_kinds(model, tmp_path):
    np.savez(tmp_path / "projected_w.npz", w=np.ones((1, NUM_WS, W)))
    assert "holds the latents of a face" in refused(model, tmp_path / "projected_w.npz")
    np.savez(tmp_path / "objects.npz", lat_comp=np.array([[object()]]))
    assert "Python objects" in refused(model, tmp_path / "objects.npz")
    torch.save({"state_dict": {"a": torch.ones(2)}}, tmp_path / "model.pt")
    assert "holds a dict of state_dict" in refused(model, tmp_path / "model.pt")
    torch.save(torch.ones(1, W, dtype=torch.int32), tmp_path / "whole.pt")
    assert "torch.int32" in refused(model, tmp_path / "whole.pt")
    torch.save(torch.ones(1).expand(1 << 30, W), tmp_path / "wide.pt")  # 4 bytes that claim to be 32 GB
    assert "not a plain tensor" in refused(model, tmp_path / "wide.pt")
    (tmp_path / "photo.jpg").write_bytes(b"x")
    assert "no direction file; give .npy" in refused(model, tmp_path / "photo.jpg")
    assert "There is no file" in refused(model, tmp_path / "missing.npy")


@pytest.mark.parametrize("suffix", [".npy", ".npz", ".pt", ".pkl", ".safetensors"])
def test_damaged_files(model, unit, tmp_path, suffix):
    path = tmp_path / f"x{suffix}"
    if suffix == ".npy":
        np.save(path, unit)
    elif suffix == ".npz":
        ganspace(path)
    elif suffix == ".pt":
        torch.save(torch.ones(1, W), path)
    elif suffix == ".pkl":
        path.write_bytes(pickle.dumps({"lat_comp": unit[None]}))
    else:
        path = keep(model, made_for(model, "x", torch.ones(W), 1.0, "test"))
    whole = path.read_bytes()
    for end in (0, 1, len(whole) // 3, len(whole) - 9 if suffix != ".npz" else len(whole) // 2):
        path.write_bytes(whole[:end])
        refused(model, path)


@pytest.mark.parametrize("header", ["-" * 9000 + "1", "~" * 9000, "(" * 9000, "{'descr': " + "['a'," * 400])
def test_headers_that_nest(model, tmp_path, header):
    """They exhaust Python's parser, which calls it a lack of memory."""
    path = tmp_path / "nested.npy"
    path.write_bytes(b"\x93NUMPY\x02\x00" + len(header).to_bytes(4, "little") + header.encode())
    refused(model, path)


def test_a_header_that_claims_terabytes(model, tmp_path):
    header = "{'descr': '<f8', 'fortran_order': False, 'shape': (1000000, 1000000), }".ljust(117) + "\n"
    (tmp_path / "huge.npy").write_bytes(b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header.encode())
    assert "too large for directions" in refused(model, tmp_path / "huge.npy")


class Hostile:
    def __init__(self, marker):
        self.marker = marker

    def __reduce__(self):
        return os.system, (f"touch {self.marker}",)


def test_nothing_in_a_file_is_run(model, tmp_path):
    marker = tmp_path / "marker"
    bad = Hostile(marker)
    with (tmp_path / "a.pkl").open("wb") as file:
        pickle.dump({"lat_comp": bad}, file)
    torch.save({"comp": torch.ones(1, W), "std": bad}, tmp_path / "b.pt")
    np.save(tmp_path / "c.npy", np.array([bad]), allow_pickle=True)
    np.savez(tmp_path / "d.npz", lat_comp=np.array([bad]))
    (tmp_path / "e.npy").write_bytes((tmp_path / "a.pkl").read_bytes())
    (tmp_path / "f.pt").write_bytes((tmp_path / "a.pkl").read_bytes())
    (tmp_path / "g.safetensors").write_bytes((tmp_path / "a.pkl").read_bytes())
    for path in sorted(tmp_path.glob("[a-g].*")):
        text = refused(model, path)
        assert "weights_only" not in text  # torch's own text advises to load it unsafely
        assert not marker.exists(), path
    pickle.loads((tmp_path / "a.pkl").read_bytes())  # the trap does work
    assert marker.exists()
