"""A group photo with all closed eyes opened: whose eyes each face gets, done and written, with what is said of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ganeditor.batch.eyes import Plan, Surveyed, edit_for, exemplars, plans, survey
from ganeditor.edits.eyes import SIDES
from ganeditor.engine.editor import FaceEditor
from ganeditor.engine.faces.eyes import CLOSED
from ganeditor.engine.latent.invert import InversionSettings, Step, Watch
from ganeditor.progress import Progress, part
from ganeditor.project.assets import sha256
from ganeditor.project.document import Document, Photo, Set
from ganeditor.project.export import export_picture, other_format
from ganeditor.project.picture import read_picture
from ganeditor.project.render import Pixels, render

SURVEY, TAKE, FIT = 0.4, 0.45, 0.95  # of the progress: folder looked through, eyes taken, and made each face's own


@dataclass(frozen=True)
class GroupJob:
    """One group photo and what is done with it."""

    photo: Path
    others: tuple[Path, ...]  # the photos that eyes may be taken from
    output: Path
    overwrite: bool = False
    strip: bool = False  # leave the photo's metadata out
    quality: int | None = None  # of JPEG and WebP; None is the photo's
    closed_below: float = CLOSED  # open ratio
    inversion: InversionSettings = field(default_factory=InversionSettings)
    painter: str = ""  # as in EyesEdit


def open_all(editor: FaceEditor, job: GroupJob, progress: Progress) -> dict[str, Any]:
    """Do the job; what became of each face, in plain values. Nothing is written where no eyes are opened."""
    picture = read_picture(job.photo)
    faces = editor.set_photo(picture.pixels)
    notices = [*picture.notices, *editor.found.notices]
    surveyed = survey(editor, job.others, part(progress, 0.0, SURVEY))
    made = plans(editor, faces, surveyed, job.closed_below)
    report: dict[str, Any] = {"photo": str(job.photo), "output": None, "passed_over": list(surveyed.failed)}
    document = _fitted(editor, job, made, surveyed, picture.pixels, part(progress, SURVEY, FIT))
    rows = [plan.row() for plan in made]
    if not document.neutral:
        progress(FIT, "Pasting back")
        pixels = render(document, picture.pixels, editor)
        edited = picture.with_pixels(pixels)
        notices += other_format(job.photo, job.output)
        notices += export_picture(edited, job.output, overwrite=job.overwrite, strip=job.strip, quality=job.quality)
        report["output"] = str(job.output)
        for row, plan in zip(rows, made, strict=True):
            if row["opened"]:
                row |= _after(editor, plan, pixels)
    return report | {"faces": rows, "notices": notices}


def _fitted(
    editor: FaceEditor, job: GroupJob, made: Sequence[Plan], surveyed: Surveyed, pixels: Pixels, progress: Progress
) -> Document:
    """The photo with the eyes that plans ask for, all of them made ready to be drawn."""
    taken = exemplars(editor, made, surveyed, part(progress, 0.0, (TAKE - SURVEY) / (FIT - SURVEY)))
    editor.assets = {sha256(data): data for data in taken.values()}
    document = Document(Photo(str(job.photo), "", pixels.shape[1], pixels.shape[0]))
    wanted = [plan for plan in made if plan.face.id in taken]
    for index, plan in enumerate(wanted):
        edit, label = edit_for(plan, taken[plan.face.id], job.painter), f"Face {plan.number}"
        share = part(progress, 0.1 + 0.9 * index / len(wanted), 0.1 + 0.9 * (index + 1) / len(wanted))
        editor.invert(plan.face.id, job.inversion, _watch(part(share, 0.0, 0.6), label))
        editor.prepare(plan.face.id, [edit], _watch(part(share, 0.6, 1.0), label))
        document = document.with_edit(Set(plan.face.id, edit))
    return document


def _watch(progress: Progress, label: str) -> Watch:
    def watch(step: Step) -> None:
        progress(step.fraction, label)

    return watch


def _after(editor: FaceEditor, plan: Plan, pixels: Pixels) -> dict[str, Any]:
    eyes = editor.eyes_in(plan.face.id, pixels)
    opened = {side: round(eye.openness, 3) for side, eye in zip(SIDES, eyes, strict=True)}
    return {"open_after": opened, "identity": round(editor.identity_distance(plan.face.id, pixels), 3)}
