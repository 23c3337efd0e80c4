"""A public model from its address to a pack, with nothing left behind that is of no more use."""

from pathlib import Path
from typing import TYPE_CHECKING

from ganeditor import paths
from ganeditor.checkpoints.packs import download
from ganeditor.checkpoints.packs.catalogue import PublicModel
from ganeditor.errors import ModelError, RefusedError
from ganeditor.progress import Progress, part, silent

if TYPE_CHECKING:
    from ganeditor.checkpoints.packs.packing import Imported

FETCHED = 0.8  # share of the progress for the download; the rest is the import


def fetch_model(row: PublicModel, progress: Progress = silent) -> "Imported":
    """Fetch what is missing of a public model's file, and make it a pack; ModelError says what went wrong.

    A download that broke goes on where it stopped, and one that could not be imported is not fetched again, unless its
    content was refused: that file is deleted.
    """
    from ganeditor.checkpoints.packs.packing import import_model  # it imports torch, which lists of models do without

    file = fetched_file(row.name)
    if not file.is_file():
        download.download(row.url, file, row.sha256, part(progress, 0.0, FETCHED))
    try:
        made = import_model(file, row.name, progress=part(progress, FETCHED, 1.0))
    except RefusedError as error:
        file.unlink()
        raise ModelError(f"{error} The fetched file is deleted.") from None
    file.unlink()
    return made


def fetched_file(name: str) -> Path:
    """Where the file of a public model lies until it is a pack."""
    return paths.user_models() / ".downloads" / f"{name}.pkl"


def is_begun(name: str) -> bool:
    """Whether some of the file is there already."""
    file = fetched_file(name)
    return file.exists() or download.part_of(file).exists()
