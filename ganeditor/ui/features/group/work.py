"""What the device's worker does for the window for group photos."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ganeditor.edits.eyes import EyesEdit
from ganeditor.progress import Progress, part
from ganeditor.ui.features.group.views import Outcome
from ganeditor.ui.session.jobs import Job
from ganeditor.ui.session.photos import OpenPhoto, Refined
from ganeditor.ui.session.work import InversionChoice, editor_of, refine
from ganeditor.ui.widgets.qimage import thumbnail

if TYPE_CHECKING:
    from ganeditor.batch.eyes import Plan
    from ganeditor.engine.latent.invert import Step

FACE_SIDE = 96  # pixels
SURVEY, TAKE = 0.4, 0.45  # of the progress bar, where the folder has been looked through, and eyes have been taken


@dataclass(frozen=True, eq=False)
class Planned:
    """Whose eyes each face is to get."""

    edits: Mapping[str, EyesEdit]  # by face
    assets: tuple[bytes, ...]  # that they need
    outcomes: tuple[Outcome, ...]
    said: str  # of the folder: what could not be read


def plan_all(job: Job, photo: OpenPhoto, folder: Path, threshold: float) -> Planned:
    """For each face of photo that has closed eyes the best open ones of the same person in folder's photos."""
    from ganeditor.batch.eyes import edit_for, exemplars, others_in, plans, survey

    editor, said = editor_of(photo), list[str]()
    progress: Progress = lambda fraction, text: job.report(fraction, text)  # noqa: E731
    others = others_in(folder, [photo.path], said.append)
    surveyed = survey(editor, others, part(progress, 0.0, SURVEY))
    made = plans(editor, [state.face for state in photo.faces.values()], surveyed, threshold)
    taken = exemplars(editor, made, surveyed, part(progress, SURVEY, TAKE))
    return Planned(
        {plan.face.id: edit_for(plan, taken[plan.face.id]) for plan in made if plan.face.id in taken},
        tuple(taken.values()),
        tuple(_outcome(plan, photo) for plan in made),
        "\n".join([*said, *surveyed.failed]),
    )


def fit_all(job: Job, photo: OpenPhoto, edits: Mapping[str, EyesEdit], choice: InversionChoice) -> dict[str, Refined]:
    """Learn the faces that are edited, and make the eyes their own; what was learnt, by face."""
    editor, learnt = editor_of(photo), dict[str, Refined]()
    for index, (face, edit) in enumerate(edits.items()):
        start, share = TAKE + (1 - TAKE) * index / len(edits), (1 - TAKE) / len(edits)

        def watch(step: "Step", start: float = start, half: float = share / 2) -> None:
            job.report(start + half * step.fraction, "")

        def watch_fit(step: "Step", start: float = start + share / 2, half: float = share / 2) -> None:
            job.report(start + half * step.fraction, "")

        if not photo.faces[face].finished:
            learnt[face] = refine(photo, face, choice, watch)
        editor.prepare(face, [edit], watch_fit)
    return learnt


def _outcome(plan: "Plan", photo: OpenPhoto) -> Outcome:
    from ganeditor.batch.exemplars import Choice

    picture = thumbnail(photo.faces[plan.face.id].crop, FACE_SIDE)
    outcome = plan.outcome
    if isinstance(outcome, Choice):
        opened = tuple(plan.row()["opened"])
        return Outcome(plan.number, picture, opened, outcome.seen.photo.name, outcome.distance)
    return Outcome(plan.number, picture, (), "", outcome.nearest, outcome.reason.value, plan.why)
