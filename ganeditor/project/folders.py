"""Which files of a folder are photos to work on; the window and the commands ask the same question."""

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ganeditor.progress import Progress, silent, ticking
from ganeditor.project.export import EXPORTERS

PICTURES = (*EXPORTERS, ".gif", ".apng", ".mpo", ".heic", ".heif", ".hif")
"""Suffixes of the files that read_picture can read."""

LISTING = "Reading folders"

_OTHERS_FOLDERS = ("@eadir", "__macosx", "@recycle", "#recycle", "#snapshot", "$recycle.bin", "lost+found")
"""Of network drives and archives, with thumbnails and what was deleted; those with a dot in front are hidden anyway."""
_OTHERS_FILES = ("thumbs.db", "desktop.ini", "ehthumbs.db")
_MOST_KINDS = 6  # that are named


@dataclass(frozen=True)
class Found:
    """The photos among the named files and in the named folders, and what lies beside them."""

    photos: tuple[tuple[Path | None, Path], ...]  # folder that was named, or None; file
    passed_over: tuple[Path, ...] = ()
    things: str = "photos"  # that are looked for

    @property
    def notices(self) -> tuple[str, ...]:
        """A sentence that counts what was passed over, by suffix, if anything was."""
        if not self.passed_over:
            return ()
        counted = Counter(path.suffix.lower() or "without a suffix" for path in self.passed_over).most_common()
        named = ", ".join(f"{count} {suffix}" for suffix, count in counted[:_MOST_KINDS])
        more = sum(count for _suffix, count in counted[_MOST_KINDS:])
        count = len(self.passed_over)
        files = "1 file is" if count == 1 else f"{count} files are"
        return (f"{files} passed over, since only {self.things} are taken: {named}{f', {more} others' * bool(more)}.",)


def photos_in(
    places: Sequence[Path], suffixes: Sequence[str] = PICTURES, things: str = "photos", progress: Progress = silent
) -> Found:
    """Files as they are named; of folders all photos in them and below, in order, without hidden and system files.

    Other suffixes find other things. progress hears nothing but that folders are read, and may end it.
    """
    photos: list[tuple[Path | None, Path]] = []
    passed_over: list[Path] = []
    for place in places:
        if not os.path.isdir(place):  # noqa: PTH112  (Path.is_dir raises where the name is too long)
            photos.append((None, place))
            continue
        for path in ticking(sorted(ticking(place.rglob("*"), progress, LISTING)), progress, LISTING):
            if _is_others(path.relative_to(place)) or not path.is_file():
                continue
            if path.suffix.lower() in suffixes:
                photos.append((place, path))
            else:
                passed_over.append(path)
    return Found(tuple(photos), tuple(passed_over), things)


def _is_others(path: Path) -> bool:
    """Whether path, inside the named folder, is hidden, as AppleDouble's ._photo.jpg is, or a system's own."""
    hidden = any(part.startswith(".") for part in path.parts)
    return (
        hidden or any(part.lower() in _OTHERS_FOLDERS for part in path.parts[:-1]) or path.name.lower() in _OTHERS_FILES
    )
