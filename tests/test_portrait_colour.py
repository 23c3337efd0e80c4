"""The bundled network that colours black-and-white portraits."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from test_restyling import lightness

from ganeditor import paths
from ganeditor.checkpoints.packs.installed import verify
from ganeditor.checkpoints.translators import open_translator
from ganeditor.engine.restyle.lab import lab_of
from ganeditor.engine.restyle.photo import restyled

NAME = "portrait-colour"


@pytest.mark.usefixtures("one_editor")
def test_a_grey_portrait_gets_colour_and_keeps_its_lightness(run: Any, astronaut: np.ndarray, tmp_path: Path) -> None:
    photo = tmp_path / "grey.png"
    grey = np.asarray(Image.fromarray(astronaut).convert("L"))
    Image.fromarray(grey).save(photo)
    assert run("restyle", photo, "--model", NAME, "-o", tmp_path / "out.png").code == 0
    made = np.asarray(Image.open(tmp_path / "out.png"))
    assert made.shape == astronaut.shape
    assert np.abs(lightness(made) - lightness(np.repeat(grey[..., None], 3, 2))).max() <= 1
    skin = lab_of(made[80:180, 190:250].astype(np.float32) / 255)  # cheek and brow
    a, b = np.median(skin[..., 1]), np.median(skin[..., 2])
    assert 5 < a < 35 and 5 < b < 45, "as skin is"
    whole = lab_of(made.astype(np.float32) / 255)
    assert np.hypot(whole[..., 1], whole[..., 2]).mean() > 4


def test_a_hint_is_obeyed(astronaut: np.ndarray) -> None:
    network = open_translator(NAME)
    assert network.hinted and network.seen_at == 128
    grey = np.repeat(np.asarray(Image.fromarray(astronaut).convert("L"))[..., None], 3, 2)
    where = np.zeros(grey.shape[:2], np.float32)
    where[:200, 320:] = 1
    blue, green = (
        lab_of(restyled(grey, [network], 128, 1.0, [(where, colour)]).astype(np.float32) / 255)[20:180, 340:]
        for colour in ("#3050a0", "#306030")
    )
    assert blue[..., 2].mean() < green[..., 2].mean() - 15


def test_its_files_are_whole() -> None:
    folder = paths.bundled_models() / NAME
    verify(folder)
    assert (folder / "README.md").is_file()
    assert sum(file.stat().st_size for file in folder.iterdir()) < 50e6
