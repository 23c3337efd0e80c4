"""Direction files as the field writes them, wrong ones, hostile ones, the user's store, and the commands."""

import json
import os
import pickle
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from PIL import Image
from planted import SIGMAS, planted_axes, planted_model
from safetensors.torch import save_file
from tiny import W

from ganeditor import paths
from ganeditor.checkpoints import assembly, sandbox
from ganeditor.checkpoints.packs.directions import (
    doubt,
    keep,
    made_for,
    read_direction,
    read_stored,
    remove,
    stored_files,
    with_directions,
    with_stored,
)
from ganeditor.checkpoints.packs.installed import find_model, load_model
from ganeditor.cli import main, options
from ganeditor.engine.cache import inversion_bytes
from ganeditor.engine.latent.invert import Inversion
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


@pytest.mark.parametrize(
    "changed",
    [
        {"layers": [float("inf"), 1]},
        {"scale": 10**400},
        {"scale": None},
        {"layers": 3},
        {"source": 1},
        "[" * 100_000,
        "[1]",
    ],
)
def test_strange_fields_of_a_kept_direction(model, tmp_path, changed):
    fields = {"name": "x", "label": "X", "source": "s", "model": "tiny", "fingerprint": "f", "scale": 1, "space": "W"}
    texts = changed if isinstance(changed, str) else json.dumps(fields | {"layers": None} | changed)
    path = tmp_path / "strange.safetensors"
    save_file({"vector": torch.ones(W)}, path, metadata={"ganeditor.direction": texts})
    assert "is not a direction of ganeditor" in refused(model, path)


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


# --- the store ------------------------------------------------------------------------------------------------------


def test_kept_and_given_to_the_model(model):
    row = made_for(model, "extra", planted_axes()[0], 2.0, "test", label="Extra!", layers=(1, 2))
    path = keep(model, row)
    assert path.parent == paths.user_directions() / "tiny" and stored_files("tiny") == [path]
    again = read_stored(path)
    assert torch.equal(again.vector, row.vector)
    fields = ("name", "label", "scale", "layers", "source", "model", "fingerprint")
    assert [getattr(again, field) for field in fields] == [getattr(row, field) for field in fields]
    opened = with_stored(model)
    assert opened.latents.editable == ("extra",) and opened.latents.layers == {"extra": (1, 2)}
    torch.testing.assert_close(opened.latents.directions["extra"], 2 * planted_axes()[0])
    assert with_stored(opened.to(torch.device("cpu"))).latents.editable  # a second time does no harm
    with pytest.raises(ModelError, match="already; choose another name, or replace it"):
        keep(model, row)
    keep(opened, row, overwrite=True)
    assert [file.name for file in path.parent.iterdir()] == ["extra.safetensors"]  # nothing half-written is left
    remove("tiny", "extra")
    assert with_stored(model).latents.editable == ()
    with pytest.raises(ModelError, match="no direction 'extra' for tiny; it has none"):
        remove("tiny", "extra")


def test_names_that_cannot_be_kept():
    model = planted_model(bare=False)
    for name, said in (
        ("smile", "attribute 'smile' of its own"),
        ("age", "in years"),
        ("../x", "can't name"),
        (".x", "can't name"),
        ("", "can't name"),
        ("a" * 65, "can't name"),
    ):
        with pytest.raises(ModelError, match=said):
            keep(model, made_for(model, name, torch.ones(W), 1.0, "test"))


def test_what_does_not_fit_is_told_and_left_out(model):
    told = []
    for name in ("good", "smile"):
        keep(model, made_for(model, name, torch.ones(W), 1.0, "test"))
    folder = paths.user_directions() / "tiny"
    (folder / "broken.safetensors").write_bytes(b"nonsense")
    rich = planted_model(bare=False)
    opened = with_stored(rich, told.append)
    assert opened.latents.editable == (*rich.latents.editable, "good")
    assert len(told) == 2 and "broken" in told[0] and "'smile' of its own" in told[1]
    told.clear()
    newer = type(model)(**{**vars(model), "fingerprint": "other"})
    assert with_stored(newer, told.append).latents.editable == ("good", "smile")
    assert any("another version of tiny" in text for text in told)


def test_a_file_of_the_store_for_another_model(model):
    path = keep(model, made_for(model, "x", torch.ones(W), 1.0, "test"))
    other = type(model)(**{**vars(model), "name": "other"})
    assert "made for the model tiny, not other" in refused(other, path)
    assert read_direction(model, path, name="y").name == "y"


# --- commands -------------------------------------------------------------------------------------------------------


def run(capsys, *arguments):
    code = main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return code, out, err


def said(capsys, *arguments):
    """The one sentence with which a command is refused."""
    code, _out, err = run(capsys, *arguments)
    lines = [line for line in err.splitlines() if not line.startswith("note: ")]
    assert code == 1 and len(lines) == 1 and lines[0].startswith("ganeditor: "), err
    return lines[0]


@pytest.fixture
def one_editor(monkeypatch, editor):
    """The bundled model, loaded once, with the directions kept in this test's home."""
    own = editor.model

    def opened(_options, notify=lambda _text: None):
        editor.model = with_stored(own, notify)
        return editor.sibling()

    monkeypatch.setattr(assembly, "open_editor", opened)


@pytest.fixture
def photo(tmp_path, astronaut):
    Image.fromarray(astronaut).save(tmp_path / "astronaut.png")
    return tmp_path / "astronaut.png"


@pytest.mark.usefixtures("one_editor")
def test_discover_import_list_and_edit(capsys, photo, tmp_path, shared_editor, astronaut):
    smile = shared_editor.model.latents.conditioned["smile"].double().numpy()
    np.save(tmp_path / "smile.npy", smile[None] / np.linalg.norm(smile))
    sheet = tmp_path / "sheet.png"
    arguments = ["--components", "3", "--samples", "5000", "--keep", "2=turned", "--sheet", sheet, "--layers", "0-5"]
    code, out, _err = run(capsys, "directions", "discover", *arguments)
    assert code == 0 and "yaw" in out and "turned.safetensors" in out
    assert Image.open(sheet).size == (5 * 128, 3 * (128 + 16))
    code, out, _err = run(capsys, "directions", "import", tmp_path / "smile.npy", "--name", "grin", "--label", "Grin!")
    assert code == 0 and "smile +" in out
    out = run(capsys, "directions", "list")[1]
    assert "turned (Turned)  layers 0-5" in out and "grin (Grin!)  all layers" in out and "GANSpace on w" in out
    assert out.replace("face-128", "  face-128") in run(capsys, "attributes")[1], "they stand among the attributes"
    report = tmp_path / "report.json"
    changes = ["--direction", f"{tmp_path / 'smile.npy'}=2", "--direction", "turned=1", "--keep", "grin"]
    code, _out, err = run(capsys, "edit", photo, *changes, "--steps", "3", "--report", report)
    assert code == 0, err
    told = json.loads(report.read_text())["edits"]
    assert told["amounts"] == {"smile.npy": 2.0, "turned": 1.0} and told["keep"] == ["grin"]
    edited = np.asarray(Image.open(photo.with_name("astronaut_edited.png")))
    changed = (edited != astronaut).any(2)
    assert changed[60:180, 170:280].mean() > 0.3
    changed[40:200, 150:300] = False
    assert not changed.any()
    assert "made" not in err
    assert run(capsys, "directions", "show", "grin", "--sheet", tmp_path / "one.png")[0] == 0
    code, _out, err = run(capsys, "directions", "show", "grin", "--sheet", tmp_path / "one.txt")
    assert code == 2 and "one.txt' does not end like a picture; give .png" in err
    assert run(capsys, "directions", "remove", "grin")[0] == 0
    assert "no direction 'grin' for face-128; it has turned" in said(capsys, "directions", "remove", "grin")
    assert "neither a direction 'grin'" in said(capsys, "directions", "show", "grin")


@pytest.mark.usefixtures("one_editor")
def test_train_from_read_outs(capsys):
    arguments = ["--attribute", "glasses", "--samples", "4000", "--extremes", "0.05", "--keep", "age,gender"]
    code, out, _err = run(capsys, "directions", "train", "spectacles", *arguments)
    assert code == 0 and "held-out faces, of 400 in all" in out and "glasses +" in out
    (path,) = stored_files("face-128")
    row, space = read_stored(path), load_model(find_model("face-128")).latents
    assert "keeping age, male" in row.source and "held-out accuracy" in row.source
    for kept in (space.conditioned["male"], space.age_path[-1] - space.age_path[0]):
        assert abs(float(torch.nn.functional.normalize(kept, dim=0) @ row.vector)) < 1e-6
    assert "already; choose another name, or replace it. (--overwrite)" in said(
        capsys, "directions", "train", "spectacles", *arguments
    )


@pytest.mark.usefixtures("one_editor")
def test_train_a_repair(capsys, monkeypatch):
    """Scores of pictures make a boundary where they follow a direction, and are refused where they don't."""
    train = ("directions", "train", "repair", "--realism", "--samples", "200")
    score = "ganeditor.engine.latent.boundary.picture_scores"
    monkeypatch.setattr(score, lambda _model, w, _score, _progress: torch.arange(len(w)).float())
    assert "lie on no one side" in said(capsys, *train) and not stored_files("face-128")
    monkeypatch.setattr(score, lambda model, w, _score, _progress: w @ model.latents.directions["smile"])
    code, out, _err = run(capsys, *train)
    assert code == 0 and "of 100 in all" in out
    assert "realism" in read_stored(stored_files("face-128")[0]).source


def write_latents(folder, ws, model):
    folder.mkdir()
    for index, row in enumerate(ws):
        array = np.repeat(row.numpy()[None], 12, axis=0)
        found = Inversion(array, row.numpy(), 0.0, 0, 0.0, model=model)
        (folder / f"{index}.safetensors").write_bytes(inversion_bytes(found))


@pytest.mark.usefixtures("one_editor")
def test_train_from_folders_of_latents_and_photos(capsys, tmp_path, photo, shared_editor):
    """Picks from the window are latents; photos stand beside them, and what has no face is passed over."""
    latents = shared_editor.model.latents
    u = torch.randn(24, 512, generator=torch.Generator().manual_seed(0))
    w = latents.mean + u @ latents.factor.T
    write_latents(tmp_path / "more", w[:12] + 4 * latents.conditioned["smile"], shared_editor.model.fingerprint)
    write_latents(tmp_path / "less", w[12:] - 4 * latents.conditioned["smile"], shared_editor.model.fingerprint)
    photo.rename(tmp_path / "more" / "astronaut.png")
    Image.new("RGB", (64, 64)).save(tmp_path / "less" / "blank.png")
    code, out, err = run(capsys, "directions", "train", "fun", "--folders", tmp_path / "more", tmp_path / "less")
    assert code == 0 and "of 25 in all" in out and "smile +" in out
    assert "passed over" in err and "blank.png" in err
    lines = [
        "file,label",
        *(f"{kind}/{index}.safetensors,{kind == 'more':d}" for kind in ("more", "less") for index in range(12)),
    ]
    (tmp_path / "table.csv").write_text("\n".join(lines))
    code, out, _err = run(capsys, "directions", "train", "joy", "--csv", tmp_path / "table.csv")
    assert code == 0 and "of 24 in all" in out
    scored = [f"{kind}/{index}.safetensors,{index}" for kind in ("less", "more", "none") for index in range(12)]
    (tmp_path / "scores.csv").write_text("\n".join(scored))
    code, out, err = run(capsys, "directions", "train", "noise", "--csv", tmp_path / "scores.csv")
    assert code == 0 and "of 12 in all" in out  # a quarter from either end
    assert err.count("there is no file") == 12
    write_latents(tmp_path / "foreign", w[:2], "another model's fingerprint")
    sentence = said(capsys, "directions", "train", "x", "--folders", tmp_path / "foreign", tmp_path / "less")
    assert "are not of the model face-128; invert the photo with that one" in sentence


def test_one_of_several_components_is_named_with_a_hash(capsys, tmp_path):
    path = tmp_path / "many.npz"
    np.savez(path, lat_comp=np.eye(3, 512)[:, None], lat_stdev=np.array([1.0, 2.0, 3.0]), lat_mean=np.zeros((1, 512)))
    assert "holds 3 components, 0 to 2; say which. (many.npz#0)" in said(capsys, "directions", "import", path)
    code, out, _err = run(capsys, "directions", "import", f"{path}#1", "--name", "second")
    assert code == 0 and "second" in out
    kept = read_stored(stored_files("face-128")[0])
    assert kept.scale == 2.0 and float(kept.vector[1]) == 1.0


@pytest.mark.usefixtures("one_editor")
def test_refusals_of_the_commands(capsys, photo, tmp_path):
    np.save(tmp_path / "wrong.npy", np.ones((1, 256)))
    np.save(tmp_path / "smile.npy", np.ones((1, 512)))
    (tmp_path / "bad.csv").write_text("a.png,1\nb.png,high\n")
    (tmp_path / "empty").mkdir()
    edit, train = ("edit", photo, "--steps", "0", "--direction"), ("directions", "train", "x")
    assert "w_dim 512" in said(capsys, *edit, f"{tmp_path / 'wrong.npy'}=1")
    assert "no file 'nosuch', and no direction" in said(capsys, *edit, "nosuch=1")
    assert "out of range" in said(capsys, *edit, f"{tmp_path / 'smile.npy'}=9")
    assert "of its own" in said(capsys, "directions", "import", tmp_path / "smile.npy")
    assert "There is no file" in said(capsys, "directions", "import", tmp_path / "none.npy")
    assert "ask for more" in said(capsys, "directions", "discover", "--components", "2", "--keep", "2=x")
    assert "no layer 'b3'" in said(capsys, "directions", "discover", "--activations", "b3", "--samples", "50")
    assert "no read-out 'wings'" in said(capsys, *train, "--attribute", "wings", "--samples", "20")
    assert "line 2: expected file,label" in said(capsys, *train, "--csv", tmp_path / "bad.csv")
    assert "not a folder" in said(capsys, *train, "--folders", tmp_path / "no", tmp_path)
    assert "No face" in said(capsys, *train, "--folders", tmp_path / "empty", tmp_path / "empty")
    assert run(capsys, *edit, "smile.npy")[0] == 2 and run(capsys, *train)[0] == 2


def test_a_stored_direction_reaches_every_editor(monkeypatch):
    """open_editor merges what is kept; the model's own part is not built again for this."""
    model = planted_model()
    keep(model, made_for(model, "extra", torch.ones(W), 1.0, "test"))
    for name in ("find_model", "open_perceptual", "finder", "Identifier"):
        monkeypatch.setattr(assembly, name, lambda *_args: None)
    monkeypatch.setattr(assembly, "load_model", lambda _path, _notify: model)
    opened = assembly.open_editor(assembly.EditorOptions(device="cpu", cache_megabytes=0))
    assert opened.model.latents.editable == ("extra",)


def test_a_file_name_may_hold_equals_and_hash(tmp_path, monkeypatch):
    assert options.file_amount("a=b.npy=-1.5") == ("a=b.npy", -1.5)
    monkeypatch.chdir(tmp_path)
    assert options.component_of("x.npz#3") == (tmp_path.relative_to(tmp_path) / "x.npz", 3)
    (tmp_path / "x.npz#3").write_bytes(b"")
    assert options.component_of("x.npz#3")[1] is None
    args = SimpleNamespace(directions=[], amounts=[])
    options.use_directions(args, None)
    assert args.amounts == []
