"""The house rules of the README's architecture section, as failing tests."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "ganeditor"
FILES = sorted(PACKAGE.rglob("*.py"))
EVERYWHERE = {"errors", "progress"}
ROOMS = {
    # room: (ganeditor modules it may import, third parties it may not)
    "errors": (set(), {"torch", "PySide6", "cv2"}),
    "progress": (set(), {"torch", "PySide6", "cv2"}),
    "paths": (set(), {"torch", "PySide6", "cv2"}),
    "opencv": (set(), {"torch", "PySide6"}),
    "engine": ({"opencv", "engine"}, {"PySide6"}),
    "checkpoints": ({"opencv", "engine", "checkpoints", "paths"}, {"PySide6"}),
    "project": ({"opencv", "project", "paths"}, {"torch", "PySide6"}),
    "training": ({"engine", "checkpoints", "training"}, {"PySide6"}),
    "cli": ({"opencv", "engine", "checkpoints", "project", "training", "paths", "cli"}, {"PySide6"}),
    "ui widgets": ({"opencv", "project", "paths", "ui"}, {"torch"}),
    "ui core": ({"opencv", "engine", "checkpoints", "project", "paths", "ui"}, set()),
    "__main__": ({"cli"}, {"torch", "PySide6"}),
    "__init__": (set(), {"torch", "PySide6", "cv2"}),
}
UI_CORE = {"session", "app", "jobs", "photos"}


def room_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    if parts[0] != "ui":
        return parts[0]
    return "ui core" if parts[1].split("_")[0] in UI_CORE else "ui widgets"


def imports_of(path: Path) -> Iterator[tuple[str, ast.AST]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            if node.module == "ganeditor":
                yield from ((f"ganeditor.{alias.name}", node) for alias in node.names)
            else:
                yield node.module or "", node


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports(path: Path) -> None:
    room = room_of(path)
    own, forbidden = ROOMS[room]
    allowed = own | EVERYWHERE | {"__version__"}
    for name, node in imports_of(path):
        top, _, rest = name.partition(".")
        where = f"{path.name}:{node.lineno} imports {name}"
        if top != "ganeditor":
            assert top not in forbidden, where
            assert top != "cv2" or room == "opencv", f"{where}; use ganeditor.opencv"
            continue
        target = rest.split(".")[0]
        if room == "cli" and target == "ui":
            assert path.name == "gui.py", where
            continue
        assert target in allowed or not target, where
        if room == "ui widgets" and target == "ui":
            inner = rest.split(".")[1].split("_")[0] if "." in rest else ""
            assert inner not in UI_CORE, where


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_sizes(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 400
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno - node.lineno < 60, f"{path.name}: {node.name} is too long"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_doors(path: Path) -> None:
    """print only in cli, threads only in ui/jobs.py, torch.load and pickle only in checkpoints, a docstring each."""
    room, tree = room_of(path), ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), f"{path} does not say what it is for"
    modules = {name.split(".")[0] for name, _node in imports_of(path)}
    if room != "checkpoints":
        assert not modules & {"pickle", "dill", "cloudpickle", "marshal"}
    if path.relative_to(PACKAGE).as_posix() != "ui/jobs.py":
        assert not modules & {"threading", "concurrent", "multiprocessing", "_thread"} or room == "checkpoints"
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print":
            assert room == "cli", f"{path.name}:{node.lineno} prints"
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            name = f"{node.value.id}.{node.attr}"
            assert name != "torch.load" or room == "checkpoints", f"{path.name}:{node.lineno} {name}"
            assert node.attr != "QThread", f"{path.name}:{node.lineno} {name}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_sentences_are_true_in_the_window_too(path: Path) -> None:
    """Options of the command line stand beside an error's sentence, not in it."""
    if room_of(path) not in ("engine", "checkpoints", "project"):
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and node.exc.args:
            texts = [part.value for part in ast.walk(node.exc.args[0]) if isinstance(part, ast.Constant)]
            assert not any("--" in text for text in texts if isinstance(text, str)), f"{path.name}:{node.lineno}"


def run_python(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env={**os.environ, **environment}, check=False
    )


BLOCKED = "import sys; sys.modules['torch'] = None; sys.modules['PySide6'] = None; "


@pytest.mark.parametrize("code", ["import ganeditor", "import ganeditor.project.render", "import ganeditor.cli"])
def test_imports_without_torch_and_qt(code: str) -> None:
    result = run_python(BLOCKED + code)
    assert result.returncode == 0, result.stderr


def test_every_project_module_imports_without_torch_and_qt() -> None:
    names = [f"ganeditor.project.{path.stem}" for path in (PACKAGE / "project").glob("*.py") if path.stem != "__init__"]
    result = run_python(BLOCKED + "; ".join(f"import {name}" for name in names))
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
