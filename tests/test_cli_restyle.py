"""The commands restyle and models import, with tiny networks of pix2pix and CycleGAN from files."""

import json
from contextlib import nullcontext
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from translations import PlainResnet, PlainUnet, random_plain

from ganeditor.checkpoints.translators import open_translator, read_foreign, read_translator_pack
from ganeditor.cli import options
from ganeditor.engine.restyle.photo import restyled
from ganeditor.errors import ModelError
from ganeditor.ui.features.restyle.work import bring
from ganeditor.ui.session.jobs import Job

pytestmark = pytest.mark.usefixtures("one_editor")

OPTIONS = """----------------- Options ---------------
               batch_size: 1
                crop_size: 64                            \t[default: 256]
                load_size: 72                            \t[default: 286]
                     name: {name}                        \t[default: experiment_name]
                     eval: __import__('os').abort()
----------------- End -------------------
"""


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "in" / "photo.png"
    path.parent.mkdir()
    Image.fromarray(np.random.default_rng(0).integers(0, 256, (40, 60, 3), np.uint8)).save(path)
    return path


def saved(plain, path: Path, name: str = "") -> Path:
    path.parent.mkdir(exist_ok=True)
    torch.save(random_plain(plain).state_dict(), path)
    if name:
        path.with_name("train_opt.txt").write_text(OPTIONS.format(name=name))
    return path


def test_both_networks_of_a_cyclegan_are_imported_and_lead_there_and_back(run, refused, photo, tmp_path):
    there = saved(PlainResnet(norm="stale"), tmp_path / "networks" / "latest_net_G_A.pth", "to paintings")
    back = saved(PlainResnet(), tmp_path / "networks" / "latest_net_G_B.pth")
    said = run("models", "import", there)
    assert said.code == 0 and "use it: ganeditor restyle PHOTO --model to-paintings-A" in said.out
    assert "network that restyles, style, 64 px, family resnet" in said.out
    assert "no counterpart" in refused("restyle", photo, "--model", "to-paintings-A", "--there-and-back")
    torch.save({"state": 1}, tmp_path / "other.pth")
    assert "pix2pix" in refused("restyle", photo, "--model", tmp_path / "other.pth")
    assert "'to-paintings-A'" in (taken := refused("models", "import", there))
    assert "give another name, or replace it. (--name, --overwrite)" in taken
    assert run("models", "import", back, "--name", "from-paintings").code == 0
    assert bring(Job("bring", print), back) == ("from-paintings", True), "it is here already, by another name"
    options = ("--there-and-back", "--size", "0", "--strength", "0.5", "--report", tmp_path / "r.json")
    said = run("restyle", photo, "--model", "from-paintings", *options)
    assert said.code == 0 and said.out.strip() == f"{photo} -> {photo.with_name('photo_edited.png')}"
    networks = [open_translator("from-paintings"), open_translator("to-paintings-A")]
    assert networks[0].counterpart == "to-paintings-A" and networks[1].counterpart == "from-paintings"
    expected = restyled(np.asarray(Image.open(photo)), networks, 0, 0.5)
    np.testing.assert_array_equal(np.asarray(Image.open(photo.with_name("photo_edited.png"))), expected)
    assert json.loads((tmp_path / "r.json").read_text())["edit"]["back"] is True
    assert "style, 64 px" in run("models", "list").out and run("models", "verify", "from-paintings").code == 0


def test_a_file_colours_a_folder_of_grey_and_cmyk_photos(run, tmp_path):
    network = saved(PlainUnet(halvings=3, io=(4, 2)), tmp_path / "networks" / "colour.pth")
    folder = tmp_path / "grey"
    folder.mkdir()
    grey = np.random.default_rng(0).integers(0, 256, (40, 60), np.uint8)
    Image.fromarray(grey).save(folder / "grey.png")
    Image.fromarray(grey).convert("CMYK").save(folder / "print.tif")
    said = run("restyle", folder, "--model", network, "--hint", "background=#c02020", "-o", tmp_path / "out")
    assert said.code == 0 and "2 of 2 photos done" in said.out
    for path in (tmp_path / "out").iterdir():
        made = np.asarray(Image.open(path))
        assert made.shape == (40, 60, 3) and np.ptp(made.astype(int), axis=2).mean() > 5


def test_what_is_wrong_is_said_in_one_sentence(run, refused, photo):
    assert "There is no network 'nowhere'" in refused("restyle", photo, "--model", "nowhere")
    assert run("restyle", photo, "--model", "x", "--size", "5").code == 2
    assert run("restyle", photo, "--model", "x", "--hint", "nose=#ff0000").code == 2
    # An upscaler is of another kind.
    assert "no network" in refused("restyle", photo, "--model", "real-esrgan-x4plus")


def test_an_interrupt_ends_it_at_the_next_band_and_writes_nothing(run, photo, tmp_path, monkeypatch):
    asked = []

    def interrupted(_fraction, _text):
        asked.append(1)
        if len(asked) == 10:
            raise KeyboardInterrupt

    network = saved(PlainUnet(halvings=3), tmp_path / "networks" / "x.pth")
    monkeypatch.setattr(options, "progress_bar", lambda _name: nullcontext(interrupted))
    said = run("restyle", photo, "--model", network, "-o", tmp_path / "out.png")
    assert said.code == 130 and said.err == "ganeditor: stopped; nothing was left half-written.\n"
    assert len(asked) == 10 and not (tmp_path / "out.png").exists()


class Evil:
    def __reduce__(self):
        return eval, ("__import__('os').abort()",)


def test_hostile_and_truncated_files_are_refused(tmp_path):
    whole = saved(PlainResnet(), tmp_path / "networks" / "whole.pth")
    short = tmp_path / "short.pth"
    short.write_bytes(whole.read_bytes()[:-2000])
    evil = tmp_path / "evil.pth"
    torch.save({**PlainResnet().state_dict(), "model.1.weight": Evil()}, evil)
    for path in (short, evil):
        with pytest.raises(ModelError) as caught:
            read_foreign(path)
        assert str(caught.value).startswith(str(path)) and "\n" not in str(caught.value)
    state = random_plain(PlainResnet()).state_dict()
    state["model.4.weight"][0, 0, 0, 0] = float("nan")
    torch.save(state, evil)
    with pytest.raises(ModelError, match="not finite"):
        read_foreign(evil)


def test_a_damaged_pack_is_named(run, tmp_path):
    assert run("models", "import", saved(PlainUnet(halvings=3), tmp_path / "x" / "damaged.pth")).code == 0
    from ganeditor import paths

    folder = paths.user_models() / "damaged"
    manifest = folder / "manifest.json"
    text = manifest.read_text()
    for field, wrong in (('"size": 256', '"size": 9'), ('"halvings": 3', '"halvings": 4'), ('"unet"', '"resnet"')):
        manifest.write_text(text.replace(field, wrong))
        with pytest.raises(ModelError, match="damaged"):
            open_translator("damaged")
        manifest.write_text(text)
    assert read_translator_pack(folder).size == 256
