"""Noise left or taken away by networks that come in pairs: which are one, what lies between them, and the command."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from upscalers import tiny_rrdb, tiny_srvgg, write_pack

from ganeditor.checkpoints.packs.network import read_network_pack
from ganeditor.checkpoints.upscalers import open_upscaler, pair_of
from ganeditor.edits.enhance import EnhanceEdit
from ganeditor.engine.enhance.photo import enlarge
from ganeditor.engine.enhance.upscaler import denoising
from ganeditor.errors import EditError
from ganeditor.fields import FieldError, Fields

TAKING, LEAVING = "realesr-general-x4v3", "realesr-general-wdn-x4v3"
PICTURE = np.random.default_rng(0).random((6, 8, 3), np.float32)


@pytest.fixture
def pair() -> tuple[Path, Path]:
    return write_pack(tiny_srvgg(), TAKING), write_pack(tiny_srvgg(seed=1), LEAVING)


def test_a_pair_is_known_by_its_names_and_layers(pair: tuple[Path, Path]) -> None:
    write_pack(tiny_srvgg(2), "general-x2")
    write_pack(tiny_srvgg(), "general-wdn-x2")  # for ×4
    (write_pack(tiny_srvgg(), "realesr.general.x4v3") / "manifest.json").write_text("{}")
    for folder in pair:
        assert pair_of(read_network_pack(folder)) == (LEAVING, TAKING)
    assert open_upscaler(TAKING).pair == open_upscaler(LEAVING).pair == (LEAVING, TAKING)
    assert open_upscaler("general-x2").pair is None and open_upscaler("general-wdn-x2").pair is None


@pytest.mark.usefixtures("pair")
@pytest.mark.parametrize("name", [TAKING, LEAVING])
def test_what_lies_between_has_numbers_between(name: str) -> None:
    alone = {one: open_upscaler(one) for one in (TAKING, LEAVING)}
    for share, one in ((1.0, TAKING), (0.0, LEAVING), (None, name)):
        np.testing.assert_array_equal(denoising(open_upscaler, name, share)(PICTURE), alone[one](PICTURE))
    blended = denoising(open_upscaler, name, 0.25)
    for found, taking, leaving in zip(
        *(one.network.parameters() for one in (blended, alone[TAKING], alone[LEAVING])), strict=True
    ):
        np.testing.assert_allclose(found, 0.25 * taking + 0.75 * leaving, atol=1e-6)
    assert np.abs(blended(PICTURE) - alone[TAKING](PICTURE)).max() > 0.01


def test_one_alone_is_refused_in_one_sentence() -> None:
    write_pack(tiny_rrdb(), "alone")
    with pytest.raises(EditError, match="The network alone has no partner that leaves more noise or less; import both"):
        denoising(open_upscaler, "alone", 0.5)


def test_it_is_written_down_and_older_files_do_not_know_it() -> None:
    edit = EnhanceEdit(scale=4, denoise=0.3)
    assert EnhanceEdit.from_json(Fields(edit.to_json())) == edit
    for old in ({}, {"denoise": None}):
        fields = {name: value for name, value in edit.to_json().items() if name != "denoise"} | old
        assert EnhanceEdit.from_json(Fields(fields)).denoise is None
    with pytest.raises(FieldError, match="denoise"):
        EnhanceEdit.from_json(Fields(edit.to_json() | {"denoise": 2}))


@pytest.mark.usefixtures("one_editor", "pair")
def test_the_command(run, refused, tmp_path: Path) -> None:
    path, out = tmp_path / "small.png", tmp_path / "out.png"
    pixels = np.random.default_rng(1).integers(0, 256, (12, 10, 3), np.uint8)
    Image.fromarray(pixels).save(path)
    said = run("enhance", path, "--model", TAKING, "--denoise", "0.5", "-o", out, "--report", tmp_path / "r.json")
    assert said.code == 0, said.err
    expected = enlarge(pixels, (40, 48), 1.0, denoising(open_upscaler, TAKING, 0.5))
    np.testing.assert_array_equal(np.asarray(Image.open(out)), expected)
    assert json.loads((tmp_path / "r.json").read_text())["edit"]["denoise"] == 0.5
    write_pack(tiny_srvgg(), "other")
    assert "no partner that leaves more noise" in refused("enhance", path, "--model", "other", "--denoise", "0")
    assert run("enhance", path, "--denoise", "2").code == 2
