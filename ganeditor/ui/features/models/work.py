"""What the workers do for the Models window; the user's and the bundled packs, and the public ones of the catalogue."""

from collections.abc import Sequence
from pathlib import Path

from ganeditor import paths
from ganeditor.errors import ModelError
from ganeditor.progress import Progress
from ganeditor.ui.features.models.views import InstalledModel, OfferedModel


def here() -> tuple[InstalledModel, ...]:
    from ganeditor.checkpoints.packs.installed import installed

    return tuple(_row(name, folder) for name, folder in installed().items())


def offered() -> tuple[OfferedModel, ...]:
    """Public models that are not installed."""
    from ganeditor.checkpoints.packs.catalogue import CATALOGUE
    from ganeditor.checkpoints.packs.fetching import is_begun
    from ganeditor.checkpoints.packs.installed import installed

    names = installed()
    return tuple(
        OfferedModel(
            row.name,
            f"{row.title} ({row.file_name})",
            row.licence,
            row.non_commercial,
            row.page,
            row.megabytes,
            bool(row.url),
            is_begun(row.name),
        )
        for row in CATALOGUE
        if row.name not in names
    )


def verify(name: str) -> float | None:
    """The error of its reference pictures; None where it has none. ModelError when it is damaged."""
    from ganeditor.checkpoints.packs.installed import installed, verify

    return verify(installed()[name])


def bring(path: Path, name: str, progress: Progress) -> tuple[str, Sequence[str]]:
    """Make the file a pack; its name, and notices."""
    from ganeditor.checkpoints.packs.packing import import_model, name_for

    name = name or name_for(path)
    if (paths.user_models() / name).exists():
        raise ModelError(f"There is a model '{name}' already; type another name and import again, or remove it.")
    made = import_model(path, name, progress=progress)
    return made.name, made.pack.notices


def fetch(name: str, progress: Progress) -> tuple[str, Sequence[str]]:
    """Fetch a public model, or what is missing of it, and make it a pack."""
    from ganeditor.checkpoints.packs.catalogue import public_model
    from ganeditor.checkpoints.packs.fetching import fetch_model

    made = fetch_model(public_model(name), progress)
    return made.name, made.pack.notices


def remove(name: str) -> None:
    from ganeditor.checkpoints.packs.installed import remove

    remove(name)


def _row(name: str, folder: Path) -> InstalledModel:
    from ganeditor.checkpoints.packs.kinds import pack_in
    from ganeditor.checkpoints.packs.pack import FACE

    own = folder.parent == paths.user_models()
    try:
        pack = pack_in(folder)
    except ModelError as error:
        return InstalledModel(name, folder, own, problem=str(error))
    return InstalledModel(
        name,
        folder,
        own,
        pack.version,
        pack.about,
        pack.megabytes,
        pack.licence,
        pack.training_data,
        f"{pack.source} ({pack.source_kind})" if pack.source else "",
        pack.notices,
        pack.kind == FACE,
    )
