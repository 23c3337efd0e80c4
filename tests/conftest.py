"""Fixtures that several tests share: a private home, a tiny random model, and the bundled one."""

import gc
import hashlib
import os
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OMP_NUM_THREADS", "1")  # several processes of several threads each would slow each other

import numpy as np
import pytest
import throwaway
from PIL import Image

from ganeditor import paths
from ganeditor.checkpoints import assembly
from ganeditor.cli import main
from ganeditor.edits import table
from ganeditor.engine.editor import FaceEditor
from ganeditor.engine.faces.detect import Found
from ganeditor.engine.faces.finder import FaceFinder
from ganeditor.engine.shared import SharedNetworks
from ganeditor.progress import Progress, silent


def pytest_collection_finish() -> None:
    """What was imported is no garbage: the search for it after each window passes it over, and takes no 0.3 s."""
    gc.collect()
    gc.freeze()


_ended: list[int] = []


def pytest_sessionfinish(exitstatus: int) -> None:
    _ended.append(int(exitstatus))


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """End as the window does, without what C++ libraries do once Python has gone: in one process they crash there."""
    if _ended:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(_ended[0])


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Each test has its own cache, settings and model folder."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("GANEDITOR_HOME", str(folder))
    return folder


@pytest.fixture(autouse=True)
def nobody_is_called(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[object]]:
    """Nothing calls home: a test that speaks to another machine fails, even if what it tests passes that over."""
    called: list[object] = []

    def refuse(address: object) -> None:
        host = address[0] if isinstance(address, tuple) else None  # a socket of files has a path
        if host not in (None, "", "localhost", "::1") and not str(host).startswith("127."):
            called.append(address)
            raise OSError(f"Nobody is called in a test, not {address!r}")

    class Quiet(socket.socket):
        def connect(self, address: object) -> None:
            refuse(address)
            super().connect(address)

        def connect_ex(self, address: object) -> int:
            refuse(address)
            return super().connect_ex(address)

    found = socket.getaddrinfo
    monkeypatch.setattr(socket, "socket", Quiet)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *where, **how: refuse(where) or found(*where, **how))
    yield called
    assert not called


@pytest.fixture(scope="session")
def pack() -> Path:
    """The bundled model pack."""
    return paths.bundled_models() / "face-256"


@pytest.fixture(scope="session")
def astronaut() -> np.ndarray:
    """scikit-image's public-domain photograph, [512, 512, 3] uint8, one face."""
    from skimage.data import astronaut

    return astronaut()


@pytest.fixture
def photo(tmp_path: Path, astronaut: np.ndarray) -> Path:
    """The astronaut as a file, alone in its folder."""
    path = tmp_path / "astronaut.png"
    Image.fromarray(astronaut).save(path)
    return path


class RememberingFinder:
    """Looks once at a photo that many tests open. Who tests the search itself asks assembly.finder for one."""

    def __init__(self, finder: FaceFinder) -> None:
        self._finder, self._found = finder, dict[tuple[tuple[int, ...], bytes], Found]()
        self.predictor, self.at_points, self.glance = finder.predictor, finder.at_points, finder.glance
        self.in_box = finder.in_box

    def find(self, photo: np.ndarray, progress: Progress = silent) -> Found:
        key = photo.shape, hashlib.sha256(photo.tobytes()).digest()
        if key not in self._found:
            self._found[key] = self._finder.find(photo, progress)
        return self._found[key]


@pytest.fixture(scope="session")
def shared_editor() -> FaceEditor:
    """One FaceEditor with the bundled model for all tests; each sets its own photo."""
    editor = assembly.open_editor(assembly.EditorOptions(device="cpu", cache_megabytes=0))
    editor.finder = RememberingFinder(editor.finder)
    return editor


@pytest.fixture
def editor(shared_editor):
    """With networks of its own to exchange; the weights are shared."""
    shared = shared_editor
    networks = SharedNetworks(shared.networks.open)
    return FaceEditor(
        networks,
        shared.finder,
        shared.identifier,
        shared.anatomy,
        shared.cache,
        shared.upscalers,
        shared.translators,
    )


@pytest.fixture
def one_editor(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, shared_editor: FaceEditor) -> None:
    """Commands work with the model that is loaded already; tests of loading itself are marked real_editor."""
    if "real_editor" not in request.keywords:
        monkeypatch.setattr(assembly, "open_editor", lambda _options, _notify: shared_editor.sibling())


class Said(NamedTuple):
    """How a command ended, and what it wrote on stdout and stderr."""

    code: int
    out: str
    err: str


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Runs a command in this process: run("edit", photo, "--set", "age=5")."""

    def run(*arguments: object) -> Said:
        code = main([str(argument) for argument in arguments])
        return Said(code, *capsys.readouterr())

    return run


@pytest.fixture
def refused(run: Callable[..., Said]) -> Callable[..., str]:
    """Runs a command that ends with one sentence; returns it."""

    def refused(*arguments: object) -> str:
        code, _out, err = run(*arguments)
        assert code == 1, err
        lines = [line for line in err.splitlines() if not line.startswith("note: ")]
        assert len(lines) == 1 and lines[0].startswith("ganeditor: ") and "Traceback" not in err
        return lines[0]

    return refused


@pytest.fixture
def more_operations(monkeypatch: pytest.MonkeyPatch) -> None:
    """The operations of throwaway.py stand in the table too."""
    monkeypatch.setattr(table, "OPERATIONS", (*table.OPERATIONS, *throwaway.ROWS))
