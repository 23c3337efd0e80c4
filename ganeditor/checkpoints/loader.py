"""Finding and opening models: a name or a path becomes a FaceModel, through the first format that fits."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ganeditor import paths
from ganeditor.checkpoints import native
from ganeditor.engine.model import FaceModel
from ganeditor.errors import ModelError

DEFAULT_MODEL = "face-128"


@dataclass(frozen=True)
class Format:
    """One family of files."""

    name: str
    detect: Callable[[Path], bool]  # cheap; must not fail on foreign files
    load: Callable[[Path], FaceModel]


FORMATS = (Format("native", native.detect, native.load),)


def installed() -> dict[str, Path]:
    """Folders of the packs on this machine by name; the user's own come before bundled ones of the same name."""
    found: dict[str, Path] = {}
    for folder in (paths.user_models(), paths.bundled_models()):
        if folder.is_dir():
            for path in sorted(folder.iterdir()):
                if native.detect(path):
                    found.setdefault(path.name, path)
    return found


def find_model(name: str = DEFAULT_MODEL) -> Path:
    """The path of the model called name, or name itself where it is a path."""
    packs = installed()
    if name in packs:
        return packs[name]
    path = Path(name)
    if path.exists():
        return path
    known = ", ".join(packs) or "none"
    raise ModelError(
        f"There is no model '{name}' in {paths.user_models()} or {paths.bundled_models()} (installed: {known}); "
        "copy the pack there or give its path."
    )


def load_model(path: Path) -> FaceModel:
    """The model at path, frozen, float32, on the CPU."""
    for row in FORMATS:
        if row.detect(path):
            return row.load(path)
    known = ", ".join(row.name for row in FORMATS)
    raise ModelError(f"{path} is not a model of a known format ({known}); give the folder of a model pack.")
