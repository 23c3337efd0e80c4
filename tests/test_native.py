"""The bundled pack, and packs that were damaged."""

import hashlib
import json
import shutil

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from ganeditor.checkpoints.packs import native
from ganeditor.checkpoints.packs.installed import find_model, installed, load_model
from ganeditor.errors import ModelError


def test_reference_vectors(pack):
    assert native.reference_error(pack) < native.REFERENCE_TOLERANCE


def test_float16_files_compute_in_float32(pack):
    model = native.load(pack)
    assert {p.dtype for p in model.generator.parameters()} == {torch.float32}
    assert not any(p.requires_grad for p in model.generator.parameters())


def test_found_by_name_and_by_path(pack):
    assert installed()["face-256"] == pack
    assert find_model("face-256") == find_model(str(pack)) == pack
    with pytest.raises(ModelError, match=r"no model 'nothing'.*face-256"):
        find_model("nothing")


def test_a_users_pack_of_the_same_name_comes_first(pack, home):
    own = home / "data" / "models" / "face-256"
    own.parent.mkdir(parents=True)
    shutil.copytree(pack, own)
    assert find_model("face-256") == own


@pytest.fixture
def copy(pack, tmp_path):
    folder = tmp_path / "pack"
    shutil.copytree(pack, folder)
    return folder


def change(folder, **fields):
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text())
    for name, value in fields.items():
        if value is None:
            del manifest[name]
        else:
            manifest[name] = value
    path.write_text(json.dumps(manifest))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("format", 3),
        ("resolution", 100),
        ("resolution", "128"),
        ("w_dim", 0),
        ("num_ws", 11),
        ("mapping", "dense"),
        ("noise", 1),
        ("attributes", ["age", "age"]),
        ("attributes", "age"),
        ("files", {}),
        ("files", {"../x": {"sha256": "0" * 64, "bytes": 1}}),
        ("name", "a/b"),
        ("alignment", []),
        ("licence", None),
    ],
)
def test_each_field_of_the_manifest_is_checked(copy, field, value):
    change(copy, **{field: value})
    with pytest.raises(ModelError, match=field) as caught:
        load_model(copy)
    assert str(copy) in str(caught.value) and "\n" not in str(caught.value)


def test_nested_fields_are_named(copy):
    alignment = json.loads((copy / "manifest.json").read_text())["alignment"]
    change(copy, alignment=alignment | {"left_eye": [0.3, float("nan")]})
    with pytest.raises(ModelError, match=r"alignment\.left_eye"):
        load_model(copy)


def test_one_altered_byte_is_noticed(copy):
    path = copy / "generator.safetensors"
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    with pytest.raises(ModelError, match=r"generator\.safetensors was altered"):
        load_model(copy)


def test_missing_and_truncated_files(copy):
    path = copy / "encoder.safetensors"
    path.write_bytes(path.read_bytes()[:1000])
    with pytest.raises(ModelError, match="has 1000 bytes"):
        load_model(copy)
    path.unlink()
    with pytest.raises(ModelError, match=r"encoder\.safetensors is missing"):
        load_model(copy)


def reseal(folder, name, tensors):
    """A pack whose manifest fits, so that only the tensors can be wrong."""
    save_file(tensors, folder / name)
    files = json.loads((folder / "manifest.json").read_text())["files"]
    data = (folder / name).read_bytes()
    change(folder, files=files | {name: {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}})


@pytest.mark.parametrize(
    ("file", "tensor", "wrong"),
    [
        ("generator.safetensors", "synthesis.b8.conv0.weight", torch.zeros(256, 256, 5, 5)),
        ("generator.safetensors", "synthesis.b4.const", None),
        ("encoder.safetensors", "fc2.weight", torch.zeros(500, 512)),
        ("latents.safetensors", "prior.mean", torch.full((512,), float("nan"))),
        ("latents.safetensors", "age.knots", torch.tensor([5.0, 1, 12, 20, 35, 50, 65, 80])),
        ("latents.safetensors", "smile.direction", torch.zeros(100)),
    ],
)
def test_tensors_are_checked(copy, file, tensor, wrong):
    tensors = load_file(copy / file)
    if wrong is None:
        del tensors[tensor]
    else:
        tensors[tensor] = wrong
    reseal(copy, file, tensors)
    with pytest.raises(ModelError) as caught:
        load_model(copy)
    assert "\n" not in str(caught.value)


def test_a_pack_without_encoder_loads(copy):
    files = json.loads((copy / "manifest.json").read_text())["files"]
    del files["encoder.safetensors"]
    change(copy, files=files)
    assert load_model(copy).encoder is None


def test_not_a_pack(tmp_path):
    with pytest.raises(ModelError, match="not a model of a known format"):
        load_model(tmp_path)


def test_wrong_reference_is_noticed(copy):
    with np.load(copy / "reference.npz") as file:
        vectors = dict(file)
    vectors["images"] = vectors["images"] + 0.01
    np.savez(copy / "reference.npz", **vectors)
    assert native.reference_error(copy) > native.REFERENCE_TOLERANCE
