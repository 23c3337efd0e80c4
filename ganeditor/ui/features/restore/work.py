"""What the device's worker does for the Restore panel."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ganeditor.edits.restore import RestoreEdit
from ganeditor.errors import EditError
from ganeditor.ui.features.restore.views import Reference
from ganeditor.ui.session.bench import Bench
from ganeditor.ui.session.jobs import Job, reporter
from ganeditor.ui.session.loading import pixels_of
from ganeditor.ui.session.photos import OpenPhoto
from ganeditor.ui.session.work import developed_of, editor_of, of_photo_size
from ganeditor.ui.widgets.qimage import thumbnail

if TYPE_CHECKING:
    from ganeditor.batch import references as batch
    from ganeditor.engine.latent.invert import Step

SIDE = 96  # pixels of a thumbnail


def found(
    job: Job, bench: Bench, photo: OpenPhoto, face: str, places: Sequence[Path]
) -> tuple[list[Reference], list[str]]:
    """The person's faces in files and folders, and a sentence for each file that is broken."""
    from ganeditor.batch.job import sources_in
    from ganeditor.batch.references import best_references

    person = editor_of(photo).descriptor(face)
    others = [source for source in sources_in(places) if source.path != photo.path]
    references, failed = best_references(bench.editor, person, others, reporter(job))
    return [_shown(reference) for reference in references], failed


def found_open(job: Job, bench: Bench, photo: OpenPhoto, face: str, other: OpenPhoto) -> list[Reference]:
    """The face in another open photo that is most like the person."""
    from ganeditor.batch.references import reference

    person = editor_of(photo).descriptor(face)
    return [_shown(reference(bench.editor, person, pixels_of(other), other.name, reporter(job)))]


def search(job: Job, photo: OpenPhoto, face: str, references: Sequence[str]) -> bytes:
    """The asset with the face that was found."""

    def watch(step: "Step") -> None:
        job.report(step.fraction)

    return editor_of(photo).restoring(face, references, watch)


def measure(photo: OpenPhoto, face: str, edit: RestoreEdit) -> tuple[float | None, tuple[Reference, ...]]:
    """How far the face, as edited, is from the person in edit's references; and these, but for those that are lost."""
    from ganeditor.batch import references as batch
    from ganeditor.engine.faces.identity import distance
    from ganeditor.engine.swap.source import SourceFace

    editor, edited, known, distances = editor_of(photo), None, list[Reference](), list[float]()
    for asset in edit.references:
        try:
            data = editor.asset(asset)
            descriptor = SourceFace.from_bytes(data).descriptor
        except EditError:
            continue
        edited = of_photo_size(developed_of(photo).rendering) if edited is None else edited
        known.append(_shown(batch.Reference(data, "", distance(editor.descriptor(face), descriptor))))
        distances.append(editor.source_distance(face, asset, edited))
    return (sum(distances) / len(distances) if distances else None), tuple(known)


def _shown(reference: "batch.Reference") -> Reference:
    from ganeditor.engine.swap.source import SourceFace

    picture = thumbnail(SourceFace.from_bytes(reference.asset).picture, SIDE)
    return Reference(reference.asset, reference.name, reference.distance, picture)
