"""The command enhance, with a tiny network from a file."""

import json
from contextlib import nullcontext
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from safetensors.numpy import save_file
from upscalers import NEW, arrays_of, renamed, tiny_rrdb

from ganeditor.checkpoints import assembly
from ganeditor.checkpoints.upscalers import read_foreign
from ganeditor.cli import options
from ganeditor.engine.enhance.photo import enlarge
from ganeditor.engine.enhance.upscaler import Upscaler

pytestmark = pytest.mark.usefixtures("one_editor")


@pytest.fixture
def network(tmp_path: Path) -> Path:
    path = tmp_path / "network" / "tiny.safetensors"
    path.parent.mkdir()
    save_file(renamed(arrays_of(tiny_rrdb()), NEW), path)
    return path


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "in" / "small.png"
    path.parent.mkdir()
    Image.fromarray(np.random.default_rng(0).integers(0, 256, (20, 30, 3), np.uint8)).save(path)
    return path


def test_a_photo_is_enlarged(run, small, network, tmp_path):
    said = run("enhance", small, "--model", network, "--report", tmp_path / "r.json")
    assert said.code == 0 and said.out.strip() == f"{small} -> {small.with_name('small_edited.png')}"
    expected = enlarge(np.asarray(Image.open(small)), (120, 80), 1.0, read_foreign(network))
    np.testing.assert_array_equal(np.asarray(Image.open(small.with_name("small_edited.png"))), expected)
    assert json.loads((tmp_path / "r.json").read_text())["edit"]["scale"] == 4


@pytest.mark.real_editor
def test_networks_for_faces_are_not_opened(run, small, network, tmp_path, monkeypatch):
    monkeypatch.setattr(assembly, "load_model", None)
    assert run("enhance", small, "--model", network, "-o", tmp_path / "out.png").code == 0


def test_an_imported_network_by_its_name(run, small, network, tmp_path):
    said = run("models", "import", network)
    assert said.code == 0 and "network that enlarges, ×4, family rrdb" in said.out
    assert "use it: ganeditor enhance PHOTO --model tiny" in said.out
    assert run("enhance", small, "--model", "tiny", "-o", tmp_path / "out.png").code == 0
    assert Image.open(tmp_path / "out.png").size == (120, 80)
    assert "tiny" in run("models", "list").out and run("models", "verify", "tiny").code == 0
    assert "Real-ESRGAN for ncnn" in run("models", "info", "real-esrgan-x4plus").out


@pytest.mark.parametrize(
    ("options", "size"),
    [(("--scale", "2"), (60, 40)), (("--size", "100x100"), (100, 67)), (("--strength", "0"), (120, 80))],
)
def test_sizes(run, small, network, tmp_path, options, size):
    assert run("enhance", small, "--model", network, *options, "-o", tmp_path / "out.png").code == 0
    assert Image.open(tmp_path / "out.png").size == size


def test_a_folder_is_a_queue_that_goes_on(run, small, network, tmp_path):
    (small.parent / "broken.png").write_bytes(small.read_bytes()[:60])
    said = run("enhance", small.parent, "--model", network, "--scale", "2", "-o", tmp_path / "out/")
    assert said.code == 1 and "1 of 2 photos done" in said.out
    assert Image.open(tmp_path / "out" / "small.png").size == (60, 40)


def test_what_takes_long_is_said_beforehand(run, small, network, tmp_path, monkeypatch):
    monkeypatch.setattr(Upscaler, "seconds_per_pixel", lambda _self: 1.0)
    said = run("enhance", small, "--model", network, "-o", tmp_path / "out.png")
    assert "note: 0.0 megapixels take about 10 min;" in said.err


def test_what_faces_alone_take_is_said_as_well(run, photo, network, tmp_path, monkeypatch):
    monkeypatch.setattr(Upscaler, "seconds_per_pixel", lambda _self: 0.1)
    said = run("enhance", photo, "--model", network, "--scale", "2", "--faces", "-o", tmp_path / "out.png")
    assert said.code == 0 and "note: 0.0 megapixels of 1 faces take about" in said.err


def test_what_cannot_be_done_is_one_sentence(run, refused, small, network):
    assert "more than fit into 10 × 10" in refused("enhance", small, "--size", "10x10", "--model", network)
    assert "There is no upscaler 'nobody'" in refused("enhance", small, "--model", "nobody")
    for wrong in (
        ("--scale", "3"),
        ("--size", "big"),
        ("--size", "9x9,0.5"),
        ("--strength", "2"),
        ("--scale", "2", "--size", "9x9"),
    ):
        assert run("enhance", small, *wrong).code == 2


def test_an_interrupt_ends_it_at_the_next_layer_and_writes_nothing(run, small, network, tmp_path, monkeypatch):
    asked = []

    def interrupted(_fraction, _text):
        asked.append(1)
        if len(asked) == 10:
            raise KeyboardInterrupt

    monkeypatch.setattr(options, "progress_bar", lambda _name: nullcontext(interrupted))
    said = run("enhance", small, "--model", network, "-o", tmp_path / "out.png")
    assert said.code == 130 and said.err == "ganeditor: stopped; nothing was left half-written.\n"
    assert len(asked) == 10 and not (tmp_path / "out.png").exists()
