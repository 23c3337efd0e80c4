"""What the device's worker does for the Swap panel."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ganeditor.edits.swap import STEPS, SwapEdit
from ganeditor.errors import EditError, FaceError
from ganeditor.progress import Progress
from ganeditor.project.kept_faces import kept_faces, read_kept
from ganeditor.project.picture import Pixels, read_picture
from ganeditor.ui.features.swap.views import Distances, KeptFace, Source
from ganeditor.ui.session.bench import Bench
from ganeditor.ui.session.desk import PhotoFace
from ganeditor.ui.session.jobs import Job
from ganeditor.ui.session.photos import OpenPhoto
from ganeditor.ui.session.work import developed_of, editor_of, of_photo_size, source_of
from ganeditor.ui.widgets.qimage import thumbnail
from ganeditor.ui.widgets.values import Latents, Picture8

if TYPE_CHECKING:
    from ganeditor.engine.editor import FaceEditor
    from ganeditor.engine.latent.invert import InversionSettings, Watch
    from ganeditor.engine.swap.source import SourceFace

SIDE = 128  # pixels of a thumbnail


@dataclass(frozen=True, eq=False)
class Found:
    """The faces in a picture, from left to right."""

    editor: "FaceEditor"
    faces: tuple[str, ...]
    pictures: tuple[Picture8, ...]
    name: str


def read(path: Path) -> Pixels:
    return read_picture(path).pixels


def find(job: Job, bench: Bench, name: str, read: Callable[[], Pixels]) -> Found:
    """The faces in the picture called name."""
    editor = bench.editor.sibling()
    progress: Progress = lambda fraction, _text: job.report(0.4 * fraction)  # noqa: E731
    faces = tuple(face.id for face in editor.set_photo(read(), progress=progress))
    if not faces:
        raise FaceError(f"No face was found in {name}; take a photo in which the person looks at the camera.")
    return Found(editor, faces, tuple(thumbnail(editor.crop(face), SIDE) for face in faces), name)


def find_at(job: Job, bench: Bench, face: PhotoFace) -> Found:
    """The one face that is meant, which is known by its box."""
    editor = bench.editor.sibling()
    editor.put_photo(read(face.photo))
    job.report(0.3)
    found = editor.add_face_in(face.box_xyxy).id
    return Found(editor, (found,), (thumbnail(editor.crop(found), SIDE),), face.photo.name)


def found_source(job: Job, found: Found, index: int) -> Source:
    """One of the faces that were found."""
    found.editor.invert(found.faces[index], _settings(), _reporter(job, 0.4, 0.4))
    return _source(found.editor.source_face(found.faces[index]), found.name)


def open_source(job: Job, bench: Bench, photo: OpenPhoto, face: str, name: str) -> Source:
    """A face of an open photo, as it is without edits."""
    return _source(source_of(bench, photo, face, STEPS, _reporter(job, 0.0, 0.8)), name)


def two_sources(job: Job, bench: Bench, photo: OpenPhoto, faces: Mapping[str, str]) -> dict[str, Source]:
    """Two faces of one photo, each under the other's id, called as faces has it."""
    (first, name), (second, other_name) = faces.items()
    return {
        second: _source(source_of(bench, photo, first, STEPS, _reporter(job, 0.0, 0.4)), name),
        first: _source(source_of(bench, photo, second, STEPS, _reporter(job, 0.4, 0.4)), other_name),
    }


def kept_source(job: Job, bench: Bench, name: str) -> Source:
    """A face that was kept."""
    from ganeditor.batch import sources

    return _source(sources.kept_source(bench.editor, read_kept(name), _settings(), _reporter(job, 0.0, 0.8)), name)


def seed_source(bench: Bench, seed: int, name: str) -> Source:
    """A random face."""
    from ganeditor.batch import sources

    return _source(sources.seed_source(bench.editor, seed), name)


def made_source(bench: Bench, ws: Latents, name: str) -> Source:
    """The face of known latents."""
    from ganeditor.batch import sources

    return _source(sources.made_source(bench.editor, ws), name)


def prepare(job: Job, photo: OpenPhoto, edits: Mapping[str, SwapEdit]) -> None:
    """Make sources ready for the faces that are to get them."""
    editor = editor_of(photo)
    for index, (face, edit) in enumerate(edits.items()):
        job.report(0.8 + 0.2 * index / len(edits))
        editor.prepare(face, [edit])


def measure(photo: OpenPhoto, face: str, edit: SwapEdit) -> tuple[Distances | None, Source | None]:
    """How far the face, as edited, is from both persons; and who the source is. Nothing where its asset is lost, and
    the edit switched off."""
    from ganeditor.engine.swap.source import SourceFace

    editor = editor_of(photo)
    try:
        source = _source(SourceFace.from_bytes(editor.asset(edit.source)), "")
    except EditError:
        return None, None
    if edit.neutral:
        return None, source
    edited = of_photo_size(developed_of(photo).rendering)
    distances = editor.source_distance(face, edit.source, edited), editor.identity_distance(face, edited)
    return Distances(*distances), source


def list_kept(_bench: Bench) -> tuple[KeptFace, ...]:
    """The faces that are kept; the engine is open, since it reads them."""
    return tuple(KeptFace(name, _kept_picture(name)) for name in kept_faces())


def _kept_picture(name: str) -> Picture8 | None:
    from ganeditor.engine.swap.source import SourceFace

    try:
        return thumbnail(SourceFace.from_bytes(read_kept(name)).picture, SIDE)
    except EditError:
        return None


def _source(source: "SourceFace", name: str) -> Source:
    return Source(source.to_bytes(), name, thumbnail(source.picture, SIDE))


def _settings() -> "InversionSettings":
    from ganeditor.engine.latent.invert import InversionSettings

    return InversionSettings(steps=STEPS)


def _reporter(job: Job, start: float, share: float) -> "Watch":
    return lambda step: job.report(start + share * step.fraction)
