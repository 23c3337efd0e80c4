"""A model of somebody else's on the command line: labels, realism, and names that mean something already."""

import argparse
import re
from dataclasses import replace

import numpy as np
import pytest
from foreign import nvidia_bytes, random_discriminator, random_generator
from PIL import Image

from ganeditor.checkpoints.packs.directions import stored_files
from ganeditor.cli import labelled

SIZES = (6, 6, 4)


@pytest.fixture
def labels(tmp_path, run):
    """The command line's name of a model with three classes of faces, and a discriminator."""
    file = tmp_path / "network.pkl"
    judge = random_discriminator(SIZES, c_dim=3)
    file.write_bytes(nvidia_bytes(random_generator(SIZES, c_dim=3), judge=judge))
    code, out, err = run("models", "import", file, "--name", "labels")
    assert code == 0, err
    assert "discriminator: yes" in out
    return "labels"


def realism(out):
    return [float(number) for number in re.findall(r"realism (\S+)", out)]


def test_faces_of_a_class_are_judged_and_repaired(run, tmp_path, labels):
    assert "labels: 3 classes of faces (generate --label 0 to 2)" in run("models", "info", labels)[1]
    generate = ("generate", "--model", labels, "--count", "6", "-o")
    code, _out, err = run(*generate, tmp_path / "none.png")
    assert code == 1 and "needs a label from 0 to 2; choose one. (--label)" in err
    code, out, _err = run(*generate, tmp_path / "all.png", "--label", "2")
    plain = realism(out)
    assert code == 0 and len(set(plain)) > 1
    code, out, _err = run(*generate, tmp_path / "half.png", "--label", "2", "--hide-worst", "50")
    assert code == 0 and sorted(realism(out)) == sorted(plain)[3:]
    code, out, _err = run(*generate, tmp_path / "most.png", "--label", "2", "--repair", min(plain))
    assert code == 0 and min(realism(out)) >= min(plain) - 0.02
    code, _out, err = run(*generate, tmp_path / "over.png", "--label", "2", "--repair", "1000")
    assert code == 1 and "can't be reached" in err and not (tmp_path / "over.png").exists()


def test_realism_is_trained_from_the_discriminator(run, labels):
    train = ("directions", "train", "real", "--realism", "--samples", "400", "--model", labels)
    code, out, err = run(*train)
    assert code == 0, err
    assert "of 200 in all" in out and [path.stem for path in stored_files(labels)] == ["real"]


def test_a_file_called_by_an_alias_does_not_hide_behind_it(run, tmp_path):
    """--set gender=1 is --set male=1, so a direction called gender could never be reached."""
    file = tmp_path / "gender.npy"
    np.save(file, np.eye(1, 512, dtype=np.float32))
    code, _out, err = run("directions", "import", file)
    assert code == 1 and "has an attribute 'male' of its own; choose another name" in err
    assert not stored_files("face-256")


def test_a_direction_answers_to_its_alias(run, tmp_path, labels):
    np.save(tmp_path / "gender.npy", np.eye(1, 8, dtype=np.float32))
    code, out, err = run("directions", "import", tmp_path / "gender.npy", "--model", labels)
    assert code == 0 and out.startswith("male: "), err
    assert "male (Gender)" in run("directions", "show", "gender", "--model", labels)[1]
    assert "male is removed" in run("directions", "remove", "gender", "--model", labels)[1]
    assert not stored_files(labels)


def test_photos_inverted_by_an_earlier_version_are_taken(tmp_path, astronaut, editor, monkeypatch):
    """Its cached latents do not say which model they are of; they are found under the model's fingerprint."""
    file = tmp_path / "astronaut.png"
    Image.fromarray(astronaut).save(file)
    inversion = editor.inversion
    monkeypatch.setattr(editor, "inversion", lambda face: replace(inversion(face), model=""))
    args = argparse.Namespace(face=None, steps=0, tune=0, seed=0)
    w, kept = labelled.inverted(args, editor, [file], [1.0])
    assert w.shape == (1, 512) and kept.tolist() == [1.0]
