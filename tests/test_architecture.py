"""The house rules of the README's architecture section, as failing tests."""

import ast
import os
import subprocess
import sys
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "ganeditor"
FILES = sorted(PACKAGE.rglob("*.py"))
MODULES = {
    ".".join(("ganeditor", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__"): path
    for path in FILES
}

LEAVES = {"errors", "progress", "paths", "opencv", "fields", "files", "likeness", "segments", "child", "version"}
QT, TORCH, SCREENLESS = {"PySide6"}, {"torch"}, {"torch", "PySide6"}
FEATURE = "ui/features/*"
ROOMS: dict[str, tuple[set[str], set[str]]] = {
    # room: (rooms of ganeditor that it may import beside itself, third parties that it may not)
    "leaves": (set(), SCREENLESS),
    "edits": ({"leaves"}, {*SCREENLESS, "cv2", "PIL"}),
    "engine/networks": (set(), QT),
    "engine": ({"engine/networks", "edits", "leaves"}, QT),
    "checkpoints/reader": ({"leaves"}, SCREENLESS),
    "checkpoints": ({"checkpoints/reader", "engine", "engine/networks", "edits", "leaves"}, QT),
    "project": ({"edits", "leaves"}, SCREENLESS),
    "training": ({"engine", "engine/networks", "checkpoints", "project", "leaves"}, QT),
    "batch": ({"engine", "checkpoints", "project", "edits", "leaves"}, QT),
    "ui/widgets": ({"ui/look", "project", "edits", "leaves"}, TORCH),
    "ui/dialogs": ({"ui/look", "ui/widgets", "project", "edits", "leaves"}, TORCH),
    FEATURE: ({"ui/look", "ui/widgets", "ui/dialogs", "ui/session", "project", "edits", "leaves"}, TORCH),
    "ui/session": (
        {"ui/look", "ui/widgets", "ui/dialogs", "engine", "checkpoints", "project", "edits", "leaves"},
        set(),
    ),
    "ui": ({"ui/look", "ui/session", "ui/widgets", "ui/dialogs", FEATURE, "project", "edits", "leaves"}, TORCH),
    "ui/look": ({"leaves"}, TORCH),
    "cli": ({"engine", "checkpoints", "batch", "training", "project", "edits", "leaves"}, QT),
}
FOLDERS = sorted((room for room in ROOMS if room not in ("leaves", "ui/look", FEATURE)), key=len, reverse=True)
LOOK = {"icons", "theme", "i18n", "settings"}  # of ui/: what a widget looks like, reads like and remembers
WORK = "work"  # the one file of a feature that imports the engine, or what is done to many photos with it
PROGRAM = {"__init__", "__main__"}
STARTERS = {"child.py", "project/clips/ffmpeg.py", "version.py"}  # doors to other programs: Python, ffmpeg, git


def room_of(path: Path) -> str | None:
    """The room by the folder the file lies in; None for one that lies in no room."""
    place = path.relative_to(PACKAGE).with_suffix("")
    if len(place.parts) == 1:
        return "leaves" if place.name in LEAVES | PROGRAM else None
    if place.parts[:2] == ("ui", "features") and len(place.parts) > 3:
        return FEATURE
    if place.parts[0] == "ui" and len(place.parts) == 2 and place.name in LOOK:
        return "ui/look"
    inside = place.parent.as_posix()
    return next((room for room in FOLDERS if inside == room or inside.startswith(room + "/")), None)


def feature_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[2]


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imports_of(path: Path) -> tuple[tuple[str, ast.AST], ...]:
    """Modules that path imports anywhere in it; what is imported from a package is a module if there is one."""
    found: list[tuple[str, ast.AST]] = []
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found += [(alias.name, node) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0 and node.module, f"{path}: relative import"
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                found.append((full if full in MODULES else node.module, node))
    return tuple(found)


def names(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


@pytest.mark.parametrize("path", FILES, ids=names)
def test_rooms(path: Path) -> None:
    room = room_of(path)
    assert room, f"{names(path)} lies in no room"
    own, forbidden = ROOMS[room]
    for name, node in imports_of(path):
        top, where = name.split(".")[0], f"{names(path)}:{node.lineno} imports {name}"
        if top != "ganeditor":
            assert top not in forbidden, where
            assert top != "cv2" or path.name == "opencv.py", f"{where}; use ganeditor.opencv"
            continue
        if name == "ganeditor" or path.name == "__main__.py":
            continue  # the version; the program itself
        target = room_of(MODULES[name])
        if room == "cli" and target == "ui":
            assert path.name == "gui.py", where
        elif room == FEATURE and target == FEATURE:
            assert feature_of(path) == feature_of(MODULES[name]), f"{where}; features know nothing of each other"
        elif room == FEATURE and target in ("engine", "engine/networks", "checkpoints", "batch", "training"):
            assert path.stem == WORK and not at_top(path, node), f"{where}; only inside functions of {WORK}.py"
        else:
            assert target == room or target in own, where


def at_top(path: Path, node: ast.AST) -> bool:
    """Whether node runs when path is imported."""
    return any(node.lineno == other.lineno for other in tree_of(path).body)


def test_files_stand_in_no_circle() -> None:
    graph = {
        name: {other for other, _node in imports_of(path) if other in MODULES and other != name}
        for name, path in MODULES.items()
        if path.name != "__main__.py"
    }
    try:
        tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


@pytest.mark.parametrize("path", FILES, ids=names)
def test_sizes(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno - node.lineno < 60, f"{path.name}: {node.name} is too long"


@pytest.mark.parametrize("path", FILES, ids=names)
def test_doors(path: Path) -> None:
    """print only in cli, threads only in the jobs, no torch.load, pickle only in the reader, a docstring each."""
    room, tree, place = room_of(path), tree_of(path), path.relative_to(PACKAGE).as_posix()
    assert ast.get_docstring(tree), f"{path} does not say what it is for"
    modules = {name.split(".")[0] for name, _node in imports_of(path)}
    if room != "checkpoints/reader":
        assert not modules & {"pickle", "dill", "cloudpickle", "marshal"}
    if place != "ui/session/jobs.py":
        assert not modules & {"threading", "concurrent", "multiprocessing", "_thread"}
    if place not in STARTERS:
        assert "subprocess" not in modules, f"{place} starts a program; use ganeditor.child"
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print":
            assert room == "cli", f"{path.name}:{node.lineno} prints"
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            name = f"{node.value.id}.{node.attr}"
            assert name != "torch.load", f"{path.name}:{node.lineno} {name}"
            assert node.attr != "QThread", f"{path.name}:{node.lineno} {name}"


@pytest.mark.parametrize("path", FILES, ids=names)
def test_sentences_are_true_in_the_window_too(path: Path) -> None:
    """Options of the command line stand beside an error's sentence, not in it."""
    if room_of(path) in ("cli", None):
        return
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and node.exc.args:
            texts = [part.value for part in ast.walk(node.exc.args[0]) if isinstance(part, ast.Constant)]
            assert not any("--" in text for text in texts if isinstance(text, str)), f"{path.name}:{node.lineno}"


def run_python(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env={**os.environ, **environment}, check=False
    )


BLOCKED = "import sys; sys.modules['torch'] = None; sys.modules['PySide6'] = None; "


def test_what_needs_no_torch_and_no_qt_imports_without_them() -> None:
    screenless = {"leaves", "edits", "project", "checkpoints/reader"}
    plain = [name for name, path in MODULES.items() if room_of(path) in screenless and path.name != "__main__.py"]
    assert len(plain) > 20
    result = run_python(BLOCKED + "; ".join(f"import {name}" for name in (*plain, "ganeditor.cli")))
    assert result.returncode == 0, result.stderr


def test_help_needs_neither_torch_nor_qt_and_is_light() -> None:
    result = run_python(BLOCKED + "from ganeditor.cli import main; sys.exit(main(['--help']))")
    assert result.returncode == 0, result.stderr
    assert "edit" in result.stdout
    heavy = ["numpy", "cv2", "torch", "PySide6", "PIL", "scipy", "skimage"]
    code = (
        f"import sys; from ganeditor.cli import main; main(['--help']); print([n for n in {heavy} if n in sys.modules])"
    )
    assert run_python(code).stdout.strip().endswith("[]")


def test_importing_opencv_leaves_qt_alone() -> None:
    """OpenCV's wheel points Qt at its own plugins; with that, PySide6 finds no platform plugin."""
    code = (
        "import os; os.environ.pop('QT_QPA_PLATFORM_PLUGIN_PATH', None); os.environ['QT_QPA_FONTDIR'] = '/mine';"
        "import ganeditor.checkpoints.assembly, ganeditor.project.picture, face_alignment;"
        "assert 'QT_QPA_PLATFORM_PLUGIN_PATH' not in os.environ, os.environ['QT_QPA_PLATFORM_PLUGIN_PATH'];"
        "assert os.environ['QT_QPA_FONTDIR'] == '/mine'"
    )
    result = run_python(code)
    assert result.returncode == 0, result.stderr
