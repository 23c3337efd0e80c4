"""EditJob: what is to be done to which photos, as a value that JSON carries to another machine."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from ganeditor.edits.attributes import OLDEST
from ganeditor.edits.operation import Operation
from ganeditor.edits.swap import SwapEdit
from ganeditor.edits.table import Scope, operations_from, operations_json, rows_of
from ganeditor.engine.latent.invert import InversionSettings
from ganeditor.errors import UserError
from ganeditor.fields import Fields
from ganeditor.project.clips.clip import CLIP_SUFFIXES, is_clip
from ganeditor.project.export import EXPORTERS
from ganeditor.project.folders import photos_in

_MOST_SOURCES, _LONGEST_PATH = 1_000_000, 4096
_LARGEST = 2**53  # whole numbers that JSON keeps exactly


@dataclass(frozen=True)
class Source:
    """One photo of a job."""

    path: Path
    folder: Path | None = None  # in which it was found, if a folder was named; results keep what lies between


@dataclass(frozen=True)
class EditJob:
    """One run of edits; relative paths are those of the program's working directory."""

    sources: tuple[Source, ...]
    operations: tuple[Operation, ...] = ()
    faces: str | None = None  # as FaceChoice has it
    output: Path | None = None  # a file for one photo, a folder for several; None is beside the photo or its folder
    overwrite: bool = False
    strip: bool = False  # leave the photo's metadata out
    quality: int | None = None  # of JPEG and WebP; None is the source's
    inversion: InversionSettings = field(default_factory=InversionSettings)
    age: float | None = None  # years, to which each face is brought from its own
    suffix: str = ""  # of the results' format, such as ".jpg"; empty is the photo's own, or what is most like it

    @property
    def several(self) -> bool:
        """Whether results go into a folder, and an error of one photo leaves the others to be done."""
        return len(self.sources) > 1 or self.sources[0].folder is not None

    @property
    def face_operations(self) -> tuple[Operation, ...]:
        """Those that are done to a face, not to the whole photo."""
        kinds = tuple(row.kind for row in rows_of(Scope.FACE))
        return tuple(operation for operation in self.operations if isinstance(operation, kinds))

    @property
    def source(self) -> str:
        """SHA-256 of the asset with the person whose face all faces get; empty where they stay who they are."""
        swaps = (operation for operation in self.operations if isinstance(operation, SwapEdit))
        return next((swap.source for swap in swaps if not swap.neutral), "")

    def to_json(self) -> dict[str, Any]:
        """Plain values, from which from_json makes an equal job."""
        return {
            "sources": [
                {"path": str(source.path), "folder": None if source.folder is None else str(source.folder)}
                for source in self.sources
            ],
            "operations": operations_json(self.operations),
            "faces": self.faces,
            "output": None if self.output is None else str(self.output),
            "overwrite": self.overwrite,
            "strip": self.strip,
            "quality": self.quality,
            "inversion": asdict(self.inversion),
            "age": self.age,
            "suffix": self.suffix,
        }

    @classmethod
    def from_json(cls, job: Fields) -> "EditJob":
        """The job that a file describes; FieldError names the field that is not as it should be."""
        return cls(
            sources=tuple(
                Source(Path(row.text("path", _LONGEST_PATH)), _path(row, "folder"))
                for row in job.rows("sources", 1, _MOST_SOURCES)
            ),
            operations=operations_from(job.inner("operations")),
            faces=None if job.is_null("faces") else job.text("faces", _LONGEST_PATH),
            output=_path(job, "output"),
            overwrite=job.flag("overwrite"),
            strip=job.flag("strip"),
            quality=None if job.is_null("quality") else job.whole("quality", 1, 100),
            inversion=_inversion(job.inner("inversion")),
            age=None if job.is_null("age") else job.number("age", 0, OLDEST),
            suffix=job.one_of("suffix", ("", *EXPORTERS)),
        )


def sources_in(
    places: Sequence[Path], notify: Callable[[str], None] = lambda _text: None, *, clips: bool = False
) -> tuple[Source, ...]:
    """The photos named, and those found in a named folder and below; notify is told what was passed over there.

    With clips, the videos instead where one is named, or where there is no photo.
    """
    found = photos_in(places)
    if clips and all(is_clip(path) for _folder, path in found.photos):
        found = photos_in(places, CLIP_SUFFIXES, "videos")
    for text in found.notices:
        notify(text)
    if clips and found.photos and any(map(is_clip, found.passed_over)):
        notify("Videos are a run of their own; name them, or a folder that has videos alone.")
    if not found.photos:
        kind, kinds = ("photo or video", "photos or videos") if clips else ("photo", "photos")
        raise UserError(f"There is no {kind} in {', '.join(map(str, places))}; give a file or a folder with {kinds}.")
    return tuple(Source(path, folder) for folder, path in found.photos)


def _path(row: Fields, name: str) -> Path | None:
    return None if row.is_null(name) else Path(row.text(name, _LONGEST_PATH))


def _inversion(row: Fields) -> InversionSettings:
    """Each field as the type of its default says."""
    values: dict[str, Any] = {}
    for setting in fields(InversionSettings):
        name, default = setting.name, setting.default
        if isinstance(default, bool):
            values[name] = row.flag(name)
        elif isinstance(default, int):
            values[name] = None if row.is_null(name) else row.whole(name, 0, _LARGEST)
        else:
            values[name] = row.number(name, 0, _LARGEST)
    return InversionSettings(**values)
