"""Random faces, mixing and neighbours."""

import dataclasses
import json
from functools import partial
from itertools import pairwise

import numpy as np
import pytest
from foreign import random_discriminator
from PIL import Image
from planted import planted_model
from tiny import W, tiny_generator

from ganeditor.checkpoints import assembly
from ganeditor.engine.latent.generate import blended_label, contact_sheet, random_ws
from ganeditor.engine.latent.realism import prior_distance
from ganeditor.engine.latent.styles import layers_of, mixed, neighbours
from ganeditor.errors import EditError

pytestmark = pytest.mark.usefixtures("one_editor")


@pytest.fixture
def model(shared_editor):
    return shared_editor.model


@pytest.mark.parametrize(
    ("text", "layers"),
    [
        ("coarse", [0, 1, 2, 3]),
        ("middle", [4, 5, 6, 7]),
        ("fine", [8, 9, 10, 11]),
        ("3", [3]),
        ("2-4,9", [2, 3, 4, 9]),
        ("coarse,fine", [0, 1, 2, 3, 8, 9, 10, 11]),
    ],
)
def test_layers_by_name_and_number(text, layers):
    assert layers_of(text, 12) == layers


@pytest.mark.parametrize("text", ["wild", "5-2", "3-40", "-1"])
def test_layers_that_are_not_there(text):
    with pytest.raises(EditError, match="layers"):
        layers_of(text, 12)


def test_mixing_takes_the_chosen_layers(model):
    a, b = random_ws(model, [1, 2])
    result = mixed(a, b, [0, 5], 1.0)
    np.testing.assert_allclose(result[[0, 5]], b[[0, 5]], atol=1e-5)
    np.testing.assert_array_equal(np.delete(result, [0, 5], 0), np.delete(a, [0, 5], 0))
    np.testing.assert_allclose(mixed(a, b, [3], 0.5)[3], (a[3] + b[3]) / 2, atol=1e-5)


def test_neighbours_are_at_the_chosen_distance(model):
    base = random_ws(model, [1])[0]
    near, far = neighbours(model, base, 8, 0.1), neighbours(model, base, 8, 0.5)
    offsets = [prior_distance(model, model.latents.mean.numpy() + (ws - base)).mean() for ws in (near, far)]
    assert offsets[0] == pytest.approx(0.1, rel=0.1) and offsets[1] == pytest.approx(0.5, rel=0.1)
    np.testing.assert_array_equal(neighbours(model, base, 3, 0.1, seed=5), neighbours(model, base, 3, 0.1, seed=5))


def test_labels_of_a_conditional_generator(model):
    """A tiny conditional network: its label changes the face, and between two labels lies neither."""
    generator = tiny_generator(c_dim=3)
    conditional = dataclasses.replace(model, generator=generator, name="tiny")
    first, second = (blended_label(conditional, number) for number in (0, 2))
    between = blended_label(conditional, 0, 2, 0.25)
    np.testing.assert_allclose(between, [0.75, 0, 0.25])
    faces = [random_ws(conditional, [1], label=label) for label in (first, second, between)]
    assert faces[0].shape == (1, generator.num_ws, W)
    assert all(np.abs(a - b).max() > 1e-3 for a, b in pairwise([*faces, faces[0]]))
    assert blended_label(model, None) is None
    for wrong in ((conditional, None), (conditional, 3)):
        with pytest.raises(EditError, match="needs a label from 0 to 2"):
            blended_label(*wrong)
    with pytest.raises(EditError, match="has no labels"):
        blended_label(model, 1)


def test_contact_sheet():
    images = [np.full((4, 6, 3), value, np.uint8) for value in range(5)]
    sheet = contact_sheet(images)
    assert sheet.shape == (8, 18, 3) and sheet[0, 6, 0] == 1 and sheet[4, 0, 0] == 3 and sheet[4, 17, 0] == 255


@pytest.fixture
def generate(run):
    return partial(run, "generate")


def test_a_sheet_and_a_folder(generate, tmp_path):
    assert generate("--count", 3, "-o", tmp_path / "s.png")[0] == 0
    assert Image.open(tmp_path / "s.png").size == (512, 512)
    assert generate("--count", 2, "--seed", 5, "-o", tmp_path / "faces")[0] == 0
    assert {path.name for path in (tmp_path / "faces").iterdir()} == {
        "seed5.png", "seed5.npy", "seed6.png", "seed6.npy", "faces.json",
    }  # fmt: skip
    assert np.load(tmp_path / "faces" / "seed6.npy").shape == (14, 512)
    rows = json.loads((tmp_path / "faces" / "faces.json").read_text())
    assert [row["name"] for row in rows] == ["seed5", "seed6"] and all(row["realism"] < 0 for row in rows)


def test_a_folder_of_faces_is_not_mixed_with_others(generate, tmp_path):
    (tmp_path / "faces.json").touch()
    code, _out, err = generate("--count", 2, "-o", tmp_path)
    assert code == 1 and "faces.json is there already; give another name, or --overwrite" in err
    assert len(list(tmp_path.iterdir())) == 1


def test_options_change_the_faces(generate, tmp_path):
    def sheet(*arguments):
        code, _out, err = generate("--count", 2, "-o", tmp_path / "x.png", "--overwrite", *arguments)
        assert code == 0, err
        return np.asarray(Image.open(tmp_path / "x.png")).astype(int)

    plain = sheet()
    assert np.array_equal(plain, sheet())
    for options in (["--mix", 9], ["--near", 3], ["--psi", 1.2], ["--cutoff", 2], ["--repair", "-0.3"], ["--seed", 8]):
        assert np.abs(sheet(*options) - plain).mean() > 1, options


def test_the_worst_are_hidden(generate, tmp_path):
    out = generate("--count", 8, "--hide-worst", 50, "-o", tmp_path / "half")[1]
    generate("--count", 8, "-o", tmp_path / "all")
    rows = json.loads((tmp_path / "all" / "faces.json").read_text())
    scores = {row["name"]: row["realism"] for row in rows}
    kept = {line for line in out.splitlines() if line in scores}
    assert len(kept) == 4 and min(scores[name] for name in kept) >= sorted(scores.values())[3]


def test_realism_is_printed_where_a_discriminator_speaks(generate, tmp_path, monkeypatch, editor):
    assert generate("--count", 2, "-o", tmp_path / "a.png")[1].splitlines()[:2] == ["seed0", "seed1"]
    editor.model = dataclasses.replace(planted_model(), discriminator=random_discriminator((6, 5, 4)))
    monkeypatch.setattr(assembly, "open_editor", lambda _options, _notify: editor)
    out = generate("--count", 2, "-o", tmp_path / "b.png")[1]
    assert [line.split()[:2] for line in out.splitlines()[:2]] == [["seed0", "realism"], ["seed1", "realism"]]


def test_bad_options(generate, tmp_path):
    for arguments in (["--psi", "9"], ["--mix", "1", "--mix-layers", "wild"], ["--repair", "1"], ["--label", "0"]):
        code, _out, err = generate("-o", tmp_path / "x.png", *arguments)
        assert code == 1 and len(err.splitlines()) == 1
    assert "--psi is 9 and takes 0 to 2" in generate("-o", tmp_path / "x.png", "--psi", "9")[2]
    assert "x.doc is no picture's name" in generate("-o", tmp_path / "x.doc")[2]
    assert not list(tmp_path.iterdir())
