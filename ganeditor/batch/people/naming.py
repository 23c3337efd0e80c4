"""The names of a folder's people written where other programs read them: into sidecars, or into the photos."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ganeditor.batch.people.index import is_as, state_of
from ganeditor.errors import UserError
from ganeditor.progress import Progress
from ganeditor.project.folders import photos_in
from ganeditor.project.people.store import PeopleStore
from ganeditor.project.people.told import sidecars_among, sidecars_of, tell
from ganeditor.project.people.values import Group, Known


@dataclass
class Written:
    """What was done so far."""

    files: list[Path] = field(default_factory=list)  # that were written
    unchanged: int = 0  # photos whose names were there already
    refused: list[str] = field(default_factory=list)  # a sentence for each photo whose names are not written


def write_names(
    people: PeopleStore, folder: Path, groups: Sequence[Group], embed: bool, progress: Progress, done: Written
) -> None:
    """Write the names in groups for folder's photos and those below; done is told as it goes.

    Each file is written whole or not at all, and only where it does not say so already.
    """
    if not folder.is_dir():
        raise UserError(f"{folder} is no folder; name one with photos.")
    root = folder.resolve()
    named, known = defaultdict[Path, list[tuple[str, Known]]](list), people.photos(root)
    for group in groups:
        for face in group.faces if group.name else ():
            if face.photo in known:
                named[face.photo].append((group.name, face))
    sidecars = sidecars_among(photos_in([root], progress=progress).passed_over)
    for number, photo in enumerate(sorted(named)):
        progress(number / len(named), photo.name)
        if not is_as(photo, known[photo]):
            done.refused.append(f"{photo} has changed since it was looked at; index its folder once more.")
            continue
        try:
            file = tell(photo, named[photo], embed, sidecars_of(photo, sidecars))
        except UserError as error:
            done.refused.append(str(error))
            continue
        if file is None:
            done.unchanged += 1
            continue
        done.files.append(file)
        if embed:
            people.rewritten(photo, state_of(photo))
        else:
            people.keep_sidecars({file: file.stat().st_mtime_ns})
