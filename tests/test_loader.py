"""From a file to a pack of the user's: imports, the model manager's commands, and edits with such a model."""

import json
import os

import numpy as np
import pytest
import torch
from foreign import (
    judge_kwargs_of,
    nvidia_bytes,
    persistent,
    random_discriminator,
    random_generator,
    random_style_encoder,
    random_stylegan3,
    torch_bytes,
)
from PIL import Image
from safetensors.torch import load_file
from test_pixel2style import content_of

from ganeditor import paths
from ganeditor.checkpoints import sandbox
from ganeditor.checkpoints.packs import catalogue, native, packing
from ganeditor.checkpoints.packs.installed import find_model, installed, load_model
from ganeditor.checkpoints.packs.manifest import read_manifest
from ganeditor.engine.faces.align import FFHQTemplate
from ganeditor.errors import ModelError
from ganeditor.progress import Cancelled


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "some network.pkl"
    path.write_bytes(nvidia_bytes(random_generator(clamp=0.7)))
    return path


def test_an_import_makes_a_pack_that_gives_the_same_picture(file):
    made = packing.import_model(file)
    assert made.name == "some-network" and installed()["some-network"] == made.folder
    manifest = read_manifest(made.folder)
    assert manifest.source_sha256 == packing.sha256_of(file) and manifest.source == file.name
    assert (manifest.family, manifest.alignment, manifest.conv_clamp) == ("stylegan2", "ffhq", 0.7)
    model, generator = load_model(find_model("some-network")), random_generator(clamp=0.7)
    ws = generator.sample_ws(torch.randn(2, 8))
    assert torch.equal(model.generator(ws), generator(ws))
    assert isinstance(model.template, FFHQTemplate)
    assert {path.name for path in made.folder.iterdir()} == {
        "manifest.json",
        "generator.safetensors",
        "latents.safetensors",
    }


def test_the_same_file_is_not_read_again(file, monkeypatch):
    made = packing.import_model(file)
    monkeypatch.setattr(packing, "convert", None)
    assert load_model(file).fingerprint == read_manifest(made.folder).sha256


def test_loading_a_file_twice_gives_one_fingerprint(file):
    assert load_model(file).fingerprint == load_model(file).fingerprint
    assert not paths.user_models().exists()


@pytest.mark.parametrize("radial", [False, True])
def test_stylegan3_packs(tmp_path, radial):
    path = tmp_path / "three.pkl"
    generator = random_stylegan3(radial)
    path.write_bytes(nvidia_bytes(generator))
    model = load_model(packing.import_model(path).folder)
    ws = generator.sample_ws(torch.randn(1, 16))
    assert torch.equal(model.generator(ws), generator(ws))


def test_names(file):
    packing.import_model(file, "mine")
    with pytest.raises(ModelError, match=r"a model 'mine' in .* already; give another name, or replace it"):
        packing.import_model(file, "mine")
    packing.import_model(file, "mine", overwrite=True)
    for name in ("../mine", ".mine", "a b", "x" * 65):
        with pytest.raises(ModelError, match="can't name a model"):
            packing.import_model(file, name)
    with pytest.raises(ModelError, match="no file"):
        packing.import_model(file.parent / "nothing.pkl")
    assert sorted(path.name for path in paths.user_models().iterdir()) == ["mine"]
    with pytest.raises(ModelError, match="a model 'face-256' bundled already"):
        packing.import_model(file, "face-256")
    packing.import_model(file, "face-256", overwrite=True)
    assert load_model(find_model("face-256")).resolution == 16


@pytest.mark.parametrize("name", ["ffhq.pkl", "e4e_ffhq_encode.pt", "550000.pt", "stylegan2-ada-ffhq.pkl"])
def test_the_licence_of_known_files(file, name):
    known = file.rename(file.parent / name)
    licence = packing.import_model(known).pack.licence
    assert "not for commercial use" in licence and "judging by the file's name" in licence


def test_a_network_that_gives_no_numbers(file):
    """Finite weights, and a w beyond all bounds."""
    generator = random_generator()
    generator.mapping.fc1.weight.mul_(1e35)
    file.write_bytes(nvidia_bytes(generator))
    with pytest.raises(ModelError, match=r"no usable w; ask its publisher") as caught:
        packing.import_model(file)
    assert "pack" not in str(caught.value)


def test_cancelling_an_import_leaves_nothing(file):
    def stop(fraction, _text):
        if fraction > 0.5:
            raise Cancelled

    with pytest.raises(Cancelled):
        packing.import_model(file, progress=stop)
    assert list(paths.user_models().iterdir()) == []


def change(folder, **fields):
    path = folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | fields))


@pytest.mark.parametrize(
    ("fields", "match"),
    [
        ({"mapping_layers": 3}, "'fc2.weight' is missing"),
        ({"mapping_layers": 1 << 20}, "mapping_layers"),
        ({"z_dim": 9}, "fc0.weight"),
        ({"conv_clamp": -1}, "conv_clamp"),
        ({"encoder": "other"}, "encoder"),
        ({"source_sha256": "x"}, "source_sha256"),
        ({"notices": [1]}, "notices"),
        ({"family": "stylegan4"}, "family"),
        ({"family": "stylegan3-t", "stylegan3": {"channels": [5, 5, 5]}}, "num_ws"),
        ({"family": "stylegan3-t", "stylegan3": {"channels": [5] * 1000}}, "stylegan3"),
        ({"family": "stylegan3-t", "stylegan3": {"conv_kernel": 3}}, "stylegan3"),
        ({"alignment": {"kind": "other", "border": "reflect"}}, r"alignment\.kind"),
    ],
)
def test_fields_of_such_a_manifest_are_checked(file, fields, match):
    folder = packing.import_model(file).folder
    change(folder, **fields)
    with pytest.raises(ModelError, match=match) as caught:
        load_model(folder)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("disturb", "match"),
    [
        (lambda mapping: [layer.weight.data.fill_(1e38) for layer in (mapping.fc0, mapping.fc1)], "no usable w"),
        (lambda mapping: [layer.weight.data.zero_() for layer in (mapping.fc0, mapping.fc1)], "no usable w"),
        (lambda mapping: setattr(mapping.fc0, "weight", torch.nn.Parameter(torch.zeros(8, 5000))), "z_dim is 5000"),
    ],
)
def test_mapping_networks_that_make_no_sense(tmp_path, disturb, match):
    generator = random_generator()
    disturb(generator.mapping)
    path = tmp_path / "senseless.pkl"
    path.write_bytes(nvidia_bytes(generator, z_dim=generator.mapping.fc0.weight.shape[1]))
    with pytest.raises(ModelError, match=f"senseless.pkl was refused: .*{match}"):
        packing.import_model(path)
    assert list(paths.user_models().iterdir()) == []


def test_manifests_that_nest(file):
    folder = packing.import_model(file).folder
    (folder / "manifest.json").write_text("[" * 100_000)
    with pytest.raises(ModelError, match="can't be read as a manifest"):
        load_model(folder)


def test_texts_of_a_pack_become_harmless(file, run):
    """Packs come from other people too, and their texts go to the terminal."""
    folder, nasty = packing.import_model(file, "mine").folder, "free\x1b]0;x\x07\n\u202ebeer\x9b2J"
    texts = ("version", "licence", "training_data", "source", "source_kind")
    change(folder, notices=[nasty], **dict.fromkeys(texts, nasty))
    found = read_manifest(folder)
    assert {*(getattr(found, name) for name in texts), *found.notices} == {"free ]0;x beer 2J"}
    said = run("models", "info", "mine")
    assert said.code == 0 and said.out.replace("\n", "").isprintable()
    for name, size in (("x\x1b[31m", 5), ("large", 1 << 39)):
        change(folder, files={name: {"sha256": "0" * 64, "bytes": size}})
        with pytest.raises(ModelError, match=r"'files\..*' should be a plain file name") as caught:
            load_model(folder)
        assert str(caught.value).isprintable()


def test_files_larger_than_models_are_not_hashed(tmp_path):
    path = tmp_path / "sparse.pt"
    path.write_bytes(b"PK\x03\x04")
    os.truncate(path, 20 << 30)
    for read in (load_model, packing.import_model):
        with pytest.raises(ModelError, match="has 21,474,836,480 bytes, and models have up to"):
            read(path)


def crowded(names, count) -> bytes:
    content = content_of(random_generator(), random_style_encoder())
    content["state_dict"] |= {f"encoder.{names.format(index)}": torch.zeros(4, 4, 1, 1) for index in range(count)}
    return torch_bytes(content)


@pytest.mark.parametrize(
    ("names", "count", "match"),
    [
        ("body.{}.res_layer.1.weight", 200, "more than 100 residual units"),
        ("styles.{}.linear.weight", 7, "more than 6 heads, one for each w"),
    ],
)
def test_crowded_encoders_are_not_built(tmp_path, names, count, match):
    """Thousands of tiny layers would take hours outside the child."""
    path = tmp_path / "crowded.pt"
    path.write_bytes(crowded(names, count))
    with pytest.raises(ModelError, match=match):
        load_model(path)


def test_a_crowded_plain_encoder_is_not_built():
    folder = find_model()
    tensors = load_file(folder / "encoder.safetensors")
    tensors |= {f"blocks.{index}.conv1.weight": torch.zeros(4, 4, 3, 3) for index in range(9)}
    with pytest.raises(ModelError, match="halves 128 pixels 10 times"):
        native.build_encoder(tensors, read_manifest(folder))


def test_a_crowded_discriminator_is_left_out(tmp_path):
    judge = persistent(
        random_discriminator(c_dim=3), "Discriminator", kwargs=judge_kwargs_of(random_discriminator(c_dim=3))
    )
    layers = judge.meta["state"]["_modules"]["mapping"].meta["state"]["_modules"]
    layers |= {f"fc{index}": layers["fc1"] for index in range(2, 65)}
    path = tmp_path / "crowded.pkl"
    path.write_bytes(nvidia_bytes(random_generator(c_dim=3), judge=judge))
    made = packing.import_model(path)
    assert "discriminator is left out: The discriminator has 65 layers for labels." in made.pack.notices[-1]


@pytest.mark.parametrize("large", [False, True])
def test_strange_reference_pictures(file, large, run):
    """One has no arrays that are needed, the other 300 MB of zeros in a file of 0.3 MB."""
    folder = packing.import_model(file, "mine").folder
    np.savez_compressed(folder / "reference.npz", ws=np.zeros(300 << 20 if large else 3, np.uint8))
    said = run("models", "verify", "mine")
    assert said.code == 1 and ("too large" in said.err) == large
    assert "reference.npz can't be compared (" in said.err and "copy the pack again" in said.err


def test_a_crowded_mapping_network_is_not_built(tmp_path, monkeypatch):
    generator = random_generator(layers=65)
    path = tmp_path / "deep.pkl"
    path.write_bytes(nvidia_bytes(generator, mapping_kwargs={}))
    monkeypatch.setattr(packing, "MappingNetwork", None)
    with pytest.raises(ModelError, match="its mapping_layers is 65"):
        load_model(path)


def test_the_commands(file, run):
    said = run("models", "import", file, "--name", "some")
    assert said.code == 0 and "peak memory" in said.out and "StyleGAN2, 16 px" in said.out
    assert "W+ with 6 layers of 8 numbers, alignment FFHQ" in said.out
    assert "note: The file's own program text" in said.err
    said = run("models", "list")
    assert said.code == 0 and "some  " in said.out and "stylegan2-ada-ffhq" in said.out and "non-commercial" in said.out
    said = run("models", "info", "some")
    assert said.code == 0 and "not stated in the file" in said.out and packing.sha256_of(file) in said.out
    said = run("models", "verify", "some")
    assert said.code == 0 and "files match" in said.out
    said = run("models", "remove", "some")
    assert said.code == 0 and "some" not in installed()
    for name, reason in (("some", "is not there"), ("face-256", "is bundled"), ("..", "is not there")):
        said = run("models", "remove", name)
        assert said.code == 1 and reason in said.err


def test_a_damaged_pack_does_not_spoil_the_list(file, run):
    folder = packing.import_model(file).folder
    (folder / "manifest.json").write_text("{")
    said = run("models", "list")
    assert said.code == 0 and "can't be read as a manifest" in said.out and "face-256" in said.out
    said = run("models", "verify")
    assert said.code == 1 and "can't be read as a manifest" in said.err and "reference pictures reproduced" in said.out
    for command in ("verify", "info"):
        said = run("models", command, file)
        assert said.code == 1 and "is no model pack yet but a file; run ganeditor models import" in said.err


def test_licences_are_shown_and_asked_for(run, monkeypatch):
    said = run("models", "info", "stylegan3-t-ffhq")
    assert said.code == 0 and "not for commercial use" in said.out and "states none" in said.out
    monkeypatch.setattr("ganeditor.checkpoints.packs.download.download", None)
    said = run("models", "get", "stylegan2-ada-ffhq")
    assert said.code == 1 and "not for commercial use" in said.out and "--accept-licence" in said.err
    said = run("models", "get", "e4e-ffhq-encode", "--accept-licence")
    assert said.code == 1 and "fetch it from https://github.com/omertov" in said.err
    said = run("models", "get", "nothing")
    assert said.code == 1 and "import it" in said.err


def test_getting_a_model(file, run, monkeypatch):
    def fetch(_url, target, _sha256, progress):
        progress(1.0, "")
        target.parent.mkdir(parents=True)
        target.write_bytes(file.read_bytes())
        return "0" * 64

    monkeypatch.setattr("ganeditor.checkpoints.packs.download.download", fetch)
    said = run("models", "get", "stylegan2-ada-ffhq", "--accept-licence")
    assert said.code == 0, said.err
    manifest = read_manifest(find_model("stylegan2-ada-ffhq"))
    assert "not for commercial use" in manifest.licence
    assert not list((paths.user_models() / ".downloads").iterdir())
    said = run("models", "get", "stylegan2-ada-ffhq", "--accept-licence")
    assert said.code == 1 and "is here already" in said.err


def test_a_fetched_file_goes_once_its_content_is_refused(file, run, monkeypatch):
    """What else goes wrong leaves it, so that it need not be fetched again."""
    folder, content = paths.user_models() / ".downloads", [b"<html>not here</html>"]

    def fetch(_url, target, _sha256, _progress):
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content[0])

    monkeypatch.setattr("ganeditor.checkpoints.packs.download.download", fetch)
    get = ("models", "get", "stylegan2-ada-ffhq", "--accept-licence")
    said = run(*get)
    assert said.code == 1 and "none of the known kinds" in said.err and "The fetched file is deleted." in said.err
    assert not list(folder.iterdir())
    content[0] = file.read_bytes()
    with monkeypatch.context() as slow:
        slow.setattr(sandbox, "STARTUP_SECONDS", -100)
        said = run(*get)
    assert said.code == 1 and "took too long" in said.err and "deleted" not in said.err
    assert [path.name for path in folder.iterdir()] == ["stylegan2-ada-ffhq.pkl"]
    (folder / "stylegan2-ffhq-256.pkl.part").write_bytes(b"half")
    content.clear()
    said = run(*get)
    assert said.code == 0 and "note: The file's own program text" in said.err
    assert [path.name for path in folder.iterdir()] == ["stylegan2-ffhq-256.pkl.part"], "nothing is fetched twice"


def test_the_catalogue_says_what_is_needed():
    names = [row.name for row in catalogue.CATALOGUE]
    assert len(set(names)) == len(names)
    for row in catalogue.CATALOGUE:
        assert row.licence and row.page.startswith("https://") and row.megabytes
        assert row.url.startswith("https://") or not row.url
        assert not row.sha256 or len(row.sha256) == 64


def test_what_is_odd_in_a_file_is_said_until_it_is_imported(file, tmp_path, astronaut, run):
    """By all commands that open it; and a model of 16 pixels can be inverted."""
    photo, notice = tmp_path / "photo.png", "note: The file's own program text"
    Image.fromarray(astronaut[:256, 96:352]).save(photo)
    edit = ("edit", photo, "--model", file, "--steps", 2, "-o", tmp_path / "out.png", "--overwrite", "--no-cache")
    discover = ("directions", "discover", "--model", file, "--components", 2, "--samples", 100)
    for command in (edit, discover):
        said = run(*command)
        assert said.code == 0 and said.err.count(notice) == 1, said.err
    packing.import_model(file)
    for command in (edit, discover):
        said = run(*command)
        assert said.code == 0 and notice not in said.err, said.err


def test_editing_with_a_foreign_model(tmp_path, astronaut, run):
    """From file to edited photo, with the model named by its file and by its pack, and with an encoder."""
    generator = random_generator(channels=(6, 5, 4, 3, 2))
    file = tmp_path / "faces.pkl"
    file.write_bytes(nvidia_bytes(generator, synthesis_kwargs={}))
    photo = tmp_path / "photo.png"
    Image.fromarray(astronaut[:256, 96:352]).save(photo)
    encoded = tmp_path / "e4e.pt"
    encoded.write_bytes(torch_bytes(content_of(generator, random_style_encoder(num_ws=10))))
    for model in (file, packing.import_model(file, "mine").name, encoded):
        out = tmp_path / "out.png"
        said = run("edit", photo, "--model", model, "--steps", 3, "-o", out, "--overwrite")
        assert said.code == 0, said.err
        assert out.exists()
    assert native.reference_error(find_model("mine")) is None
