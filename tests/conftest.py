"""Fixtures that several tests share: a private home, a tiny random model, and the bundled one."""

import os
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import pytest
import throwaway
import torch

from ganeditor import paths
from ganeditor.edits import table
from ganeditor.engine.editor import FaceEditor
from ganeditor.engine.shared import SharedNetworks

torch.set_num_threads(2)


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Each test has its own cache, settings and model folder."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("GANEDITOR_HOME", str(folder))
    return folder


@pytest.fixture(scope="session")
def pack() -> Path:
    """The bundled model pack."""
    return paths.bundled_models() / "face-256"


@pytest.fixture(scope="session")
def astronaut() -> np.ndarray:
    """scikit-image's public-domain photograph, [512, 512, 3] uint8, one face."""
    from skimage.data import astronaut

    return astronaut()


@pytest.fixture(scope="session")
def shared_editor() -> Iterator[object]:
    """One FaceEditor with the bundled model for all tests; each sets its own photo."""
    from ganeditor.checkpoints.assembly import EditorOptions, open_editor

    yield open_editor(EditorOptions(device="cpu", cache_megabytes=0))


@pytest.fixture
def editor(shared_editor):
    """With networks of its own to exchange; the weights are shared."""
    shared = shared_editor
    networks = SharedNetworks(shared.model, shared.networks.perceptual)
    return FaceEditor(networks, shared._finder, shared._identifier, shared._anatomy, shared.cache)


@pytest.fixture
def more_operations(monkeypatch: pytest.MonkeyPatch) -> None:
    """The operations of throwaway.py stand in the table too."""
    monkeypatch.setattr(table, "OPERATIONS", (*table.OPERATIONS, *throwaway.ROWS))
