"""The commands `directions discover, train, import, list, show, remove`, and edits along directions."""

import json
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from PIL import Image

from ganeditor.checkpoints import assembly
from ganeditor.checkpoints.packs.directions import read_stored, stored_files, with_stored
from ganeditor.checkpoints.packs.installed import find_model, load_model
from ganeditor.cli import options
from ganeditor.engine.cache import inversion_bytes
from ganeditor.engine.latent.invert import Inversion


@pytest.fixture
def one_editor(monkeypatch, editor):
    """The bundled model, loaded once, with the directions kept in this test's home."""
    own = editor.model

    def opened(_options, notify=lambda _text: None):
        editor.model = with_stored(own, notify)
        return editor.sibling()

    monkeypatch.setattr(assembly, "open_editor", opened)


@pytest.mark.usefixtures("one_editor")
def test_discover_import_list_and_edit(run, refused, photo, tmp_path, shared_editor, astronaut):
    smile = shared_editor.model.latents.conditioned["smile"].double().numpy()
    np.save(tmp_path / "smile.npy", smile[None] / np.linalg.norm(smile))
    sheet = tmp_path / "sheet.png"
    arguments = ["--components", "3", "--samples", "5000", "--keep", "2=turned", "--sheet", sheet, "--layers", "0-5"]
    code, out, _err = run("directions", "discover", *arguments)
    assert code == 0 and "yaw" in out and "turned.safetensors" in out
    assert Image.open(sheet).size == (5 * 256, 3 * (256 + 16))
    code, out, _err = run("directions", "import", tmp_path / "smile.npy", "--name", "grin", "--label", "Grin!")
    assert code == 0 and "smile +" in out
    out = run("directions", "list")[1]
    assert "turned (Turned)  layers 0-5" in out and "grin (Grin!)  all layers" in out and "GANSpace on w" in out
    assert out.replace("face-256", "  face-256") in run("attributes")[1], "they stand among the attributes"
    report = tmp_path / "report.json"
    changes = ["--direction", f"{tmp_path / 'smile.npy'}=2", "--direction", "turned=1", "--keep", "grin"]
    code, _out, err = run("edit", photo, *changes, "--steps", "3", "--report", report)
    assert code == 0, err
    told = json.loads(report.read_text())["edits"]
    assert told["amounts"] == {"smile.npy": 2.0, "turned": 1.0} and told["keep"] == ["grin"]
    edited = np.asarray(Image.open(photo.with_name("astronaut_edited.png")))
    changed = (edited != astronaut).any(2)
    assert changed[60:180, 170:280].mean() > 0.3
    changed[40:200, 150:300] = False
    assert not changed.any()
    assert "made" not in err
    assert run("directions", "show", "grin", "--sheet", tmp_path / "one.png")[0] == 0
    code, _out, err = run("directions", "show", "grin", "--sheet", tmp_path / "one.txt")
    assert code == 2 and "one.txt' does not end like a picture; give .png" in err
    assert run("directions", "remove", "grin")[0] == 0
    assert "no direction 'grin' for face-256; it has turned" in refused("directions", "remove", "grin")
    assert "neither a direction 'grin'" in refused("directions", "show", "grin")


@pytest.mark.usefixtures("one_editor")
def test_train_from_read_outs(run, refused):
    arguments = ["--attribute", "glasses", "--samples", "4000", "--extremes", "0.05", "--keep", "age,gender"]
    code, out, _err = run("directions", "train", "spectacles", *arguments)
    assert code == 0 and "held-out faces, of 400 in all" in out and "glasses +" in out
    (path,) = stored_files("face-256")
    row, space = read_stored(path), load_model(find_model("face-256")).latents
    assert "keeping age, male" in row.source and "held-out accuracy" in row.source
    for kept in (space.conditioned["male"], space.age_path[-1] - space.age_path[0]):
        assert float((torch.nn.functional.normalize(kept, dim=-1) @ row.vector).abs().max()) < 1e-6
    assert "already; choose another name, or replace it. (--overwrite)" in refused(
        "directions", "train", "spectacles", *arguments
    )


@pytest.mark.usefixtures("one_editor")
def test_train_a_repair(run, refused, monkeypatch):
    """Scores of pictures make a boundary where they follow a direction, and are refused where they don't."""
    train = ("directions", "train", "repair", "--realism", "--samples", "200")
    score = "ganeditor.engine.latent.boundary.picture_scores"
    monkeypatch.setattr(score, lambda _model, w, _score, _progress: torch.arange(len(w)).float())
    assert "lie on no one side" in refused(*train) and not stored_files("face-256")
    monkeypatch.setattr(score, lambda model, w, _score, _progress: w @ model.latents.directions["smile"].mean(0))
    code, out, _err = run(*train)
    assert code == 0 and "of 100 in all" in out
    assert "realism" in read_stored(stored_files("face-256")[0]).source


def write_latents(folder, ws, model):
    folder.mkdir()
    for index, row in enumerate(ws):
        array = np.repeat(row.numpy()[None], 14, axis=0)
        found = Inversion(array, row.numpy(), 0.0, 0, 0.0, model=model)
        (folder / f"{index}.safetensors").write_bytes(inversion_bytes(found))


@pytest.mark.usefixtures("one_editor")
def test_train_from_folders_of_latents_and_photos(run, refused, tmp_path, photo, shared_editor):
    """Picks from the window are latents; photos stand beside them, and what has no face is passed over."""
    latents = shared_editor.model.latents
    u = torch.randn(24, 512, generator=torch.Generator().manual_seed(0))
    w = latents.mean + u @ latents.factor.T
    write_latents(tmp_path / "more", w[:12] + 4 * latents.conditioned["smile"].mean(0), shared_editor.model.fingerprint)
    write_latents(tmp_path / "less", w[12:] - 4 * latents.conditioned["smile"].mean(0), shared_editor.model.fingerprint)
    photo.rename(tmp_path / "more" / "astronaut.png")
    Image.new("RGB", (64, 64)).save(tmp_path / "less" / "blank.png")
    code, out, err = run("directions", "train", "fun", "--folders", tmp_path / "more", tmp_path / "less")
    assert code == 0 and "of 25 in all" in out and "smile +" in out
    assert "passed over" in err and "blank.png" in err
    lines = [
        "file,label",
        *(f"{kind}/{index}.safetensors,{kind == 'more':d}" for kind in ("more", "less") for index in range(12)),
    ]
    (tmp_path / "table.csv").write_text("\n".join(lines))
    code, out, _err = run("directions", "train", "joy", "--csv", tmp_path / "table.csv")
    assert code == 0 and "of 24 in all" in out
    scored = [f"{kind}/{index}.safetensors,{index}" for kind in ("less", "more", "none") for index in range(12)]
    (tmp_path / "scores.csv").write_text("\n".join(scored))
    code, out, err = run("directions", "train", "noise", "--csv", tmp_path / "scores.csv")
    assert code == 0 and "of 12 in all" in out  # a quarter from either end
    assert err.count("there is no file") == 12
    write_latents(tmp_path / "foreign", w[:2], "another model's fingerprint")
    sentence = refused("directions", "train", "x", "--folders", tmp_path / "foreign", tmp_path / "less")
    assert "are not of the model face-256; invert the photo with that one" in sentence


def test_one_of_several_components_is_named_with_a_hash(run, refused, tmp_path):
    path = tmp_path / "many.npz"
    np.savez(path, lat_comp=np.eye(3, 512)[:, None], lat_stdev=np.array([1.0, 2.0, 3.0]), lat_mean=np.zeros((1, 512)))
    assert "holds 3 components, 0 to 2; say which. (many.npz#0)" in refused("directions", "import", path)
    code, out, _err = run("directions", "import", f"{path}#1", "--name", "second")
    assert code == 0 and "second" in out
    kept = read_stored(stored_files("face-256")[0])
    assert kept.scale == 2.0 and float(kept.vector[1]) == 1.0


@pytest.mark.usefixtures("one_editor")
def test_refusals_of_the_commands(run, refused, photo, tmp_path):
    np.save(tmp_path / "wrong.npy", np.ones((1, 256)))
    np.save(tmp_path / "smile.npy", np.ones((1, 512)))
    (tmp_path / "bad.csv").write_text("a.png,1\nb.png,high\n")
    (tmp_path / "empty").mkdir()
    misled = tmp_path / "my_smile_boundary.npy"
    np.save(misled, np.ones((1, 512), np.float32))
    assert "--in-w" in refused("directions", "import", misled)
    assert "--in-w" not in refused("edit", photo, "--direction", f"{misled}=1"), "which edit does not have"
    edit, train = ("edit", photo, "--steps", "0", "--direction"), ("directions", "train", "x")
    assert "w_dim 512" in refused(*edit, f"{tmp_path / 'wrong.npy'}=1")
    assert "no file 'nosuch', and no direction" in refused(*edit, "nosuch=1")
    assert "out of range" in refused(*edit, f"{tmp_path / 'smile.npy'}=9")
    assert "of its own" in refused("directions", "import", tmp_path / "smile.npy")
    assert "There is no file" in refused("directions", "import", tmp_path / "none.npy")
    assert "ask for more" in refused("directions", "discover", "--components", "2", "--keep", "2=x")
    assert "no layer 'b3'" in refused("directions", "discover", "--activations", "b3", "--samples", "50")
    assert "no read-out 'wings'" in refused(*train, "--attribute", "wings", "--samples", "20")
    assert "line 2: expected file,label" in refused(*train, "--csv", tmp_path / "bad.csv")
    assert "not a folder" in refused(*train, "--folders", tmp_path / "no", tmp_path)
    assert "No face" in refused(*train, "--folders", tmp_path / "empty", tmp_path / "empty")
    assert run(*edit, "smile.npy")[0] == 2 and run(*train)[0] == 2


def test_files_of_one_name_from_two_folders_act_together(editor, tmp_path):
    files = []
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        files.append(tmp_path / folder / "smile.npy")
        np.save(files[-1], np.random.default_rng(len(folder + folder[0])).normal(size=(1, 512)))
    args = SimpleNamespace(directions=[(str(files[0]), 1.0), (str(files[1]), -1.0)], amounts=[])
    options.use_directions(args, editor)
    assert args.amounts == [("smile.npy", 1.0), ("two_smile.npy", -1.0)]
    assert {"smile.npy", "two_smile.npy"} <= editor.model.latents.directions.keys()


def test_a_file_name_may_hold_equals_and_hash(tmp_path, monkeypatch):
    assert options.file_amount("a=b.npy=-1.5") == ("a=b.npy", -1.5)
    monkeypatch.chdir(tmp_path)
    assert options.component_of("x.npz#3") == (tmp_path.relative_to(tmp_path) / "x.npz", 3)
    (tmp_path / "x.npz#3").write_bytes(b"")
    assert options.component_of("x.npz#3")[1] is None
    args = SimpleNamespace(directions=[], amounts=[])
    options.use_directions(args, None)
    assert args.amounts == []
