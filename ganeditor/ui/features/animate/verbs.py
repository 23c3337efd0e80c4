"""Animating: which frames the Animate window's choice means, having them made, and saving them."""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial

from PySide6.QtCore import Signal

from ganeditor.edits.attributes import attribute
from ganeditor.project.animation.files import AnimationOptions, estimated_bytes, save_animation
from ganeditor.project.animation.film import SUFFIX, Film, save_film
from ganeditor.project.animation.frames import replayed, swept
from ganeditor.project.animation.tracks import MAX_FRAMES, Frame, age_changes, labelled, shares, sweep
from ganeditor.project.document import Document
from ganeditor.ui.features.animate.driving import Driving
from ganeditor.ui.features.animate.views import (
    AGE,
    DRIVE,
    MORPH,
    REPLAY,
    SWEEP,
    WALK,
    AnimateView,
    AnimationChoice,
    ExportTarget,
)
from ganeditor.ui.features.animate.work import Make, all_frames, drive_frames, morph_frames, photo_frames, walk_frames
from ganeditor.ui.session.desk import MADE_FACES, Desk
from ganeditor.ui.session.feature import Verbs
from ganeditor.ui.session.jobs import Failure, Job, Lane, Report
from ganeditor.ui.session.photos import FaceState, OpenPhoto
from ganeditor.ui.session.view import View
from ganeditor.ui.widgets.values import Rendered

MOST_BYTES = 2_000_000_000  # of frames in memory


class Animating(Verbs):
    """Frames are made by one background job, and saved in the files' worker."""

    started = Signal(list)  # of a text for each frame: new frames are on their way
    framed = Signal(tuple)  # of Rendered, since the last time
    source_changed = Signal()  # what frames depend on outside the photo

    _view: AnimateView

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, AnimateView())
        self._photos = desk.photos
        self.driving = Driving(desk, self._tell)
        self.driving.changed.connect(self.source_changed)
        self._film: Film | None = None  # what the frames follow, if they follow a video
        self._frames: dict[int, Frame] = {}
        self._count = 0
        self._written: list[bool] = []  # says something once the file of the running export is there
        desk.shared_changed.connect(lambda what: self.source_changed.emit() if what is MADE_FACES else None)

    def show_view(self, view: View) -> None:
        photo = view.photo
        if photo is None or photo.name != self._view.photo:
            self.driving.close_camera()
        age = photo.readings.get("age") if photo else None
        self._tell(
            photo=photo.name if photo else "",
            age=age.natural if age else None,
            attributes=view.attributes,
            labels=view.labels,
            others=tuple(
                (tab.number, tab.name)
                for tab in view.tabs
                if (not photo or tab.number != photo.number) and _face(self._photos.get(tab.number))
            ),
        )

    # --- frames --------------------------------------------------------------------------------------------------

    def problem(self, choice: AnimationChoice) -> str:
        """Why this can't be animated now; empty when it can."""
        choice = self._counted(choice)
        if choice.frames * choice.side**2 * 3 > MOST_BYTES:
            gigabytes = f"{choice.frames * choice.side**2 * 3 / 1e9:.1f}"
            return self.tr("These frames would take {gigabytes} GB; ask for fewer or smaller ones.").format(
                gigabytes=gigabytes
            )
        if choice.kind == WALK:
            few = choice.made and len(self._desk.shared(MADE_FACES)) < 2
            return self.tr("Make at least two faces in the Generate window to walk past them.") if few else ""
        photo = self._photos.current
        face = _face(photo)
        if not photo or not face:
            return self.tr("Open a photo and choose a face in it to animate it.")
        if choice.kind == DRIVE:
            return self._undriven(choice)
        if choice.kind == MORPH and not _face(self._photos.get(choice.other or 0)):
            return self.tr("Open a second photo and choose a face in it to morph to.")
        if choice.kind == REPLAY and not photo.history.index:
            return self.tr("Nothing is edited yet; move a slider, and its way from before to after can be replayed.")
        if choice.kind == AGE and "age" not in face.readings:
            return self.tr("This model can't tell a face's age; choose an attribute sweep.")
        if choice.kind in (AGE, SWEEP) and choice.start == choice.end:
            return self.tr("Both ends are the same; choose different ones.")
        return ""

    def _undriven(self, choice: AnimationChoice) -> str:
        """Why there is nobody to follow."""
        if self._view.reading is not None:
            return self.tr("Reading the driver…")
        if not self.driving.leader:
            return self.tr("Choose a video file, or turn the camera on, for the face to follow.")
        if choice.frames > MAX_FRAMES:
            return self.tr("These would be {count} frames of at most {most}; show each for longer.").format(
                count=choice.frames, most=MAX_FRAMES
            )
        return ""

    def _counted(self, choice: AnimationChoice) -> AnimationChoice:
        """choice with as many frames as there are: who follows a driver moves as long as that does."""
        if choice.kind != DRIVE or not self.driving.leader:
            return choice
        return replace(choice, frames=max(2, math.ceil(self.driving.leader.seconds / choice.seconds_per_frame)))

    def source(self, choice: AnimationChoice) -> object:
        """What the frames depend on besides the choice."""
        photo = self._photos.current
        if choice.kind == WALK:
            return (
                [(sample.name, sample.ws.tobytes()) for sample in self._desk.shared(MADE_FACES)]
                if choice.made
                else None
            )
        if not photo:
            return None
        face, other = _face(photo), _face(self._photos.get(choice.other or 0))
        ends = [(one.face.id, one.guessed, one.finished) if one else None for one in (face, other)]
        document = photo.document if choice.kind != MORPH else None
        leader = self.driving.leader if choice.kind == DRIVE else None
        return photo.number, document, ends[: 2 if choice.kind == MORPH else 1], leader

    def render(self, choice: AnimationChoice) -> None:
        """Make the frames of choice, in place of those before."""
        self.stop()
        choice = self._counted(choice)
        self._frames, self._count, self._film = {}, choice.frames, None
        self._tell(said="")
        possible = not self.problem(choice)
        self.started.emit(self._texts(choice) if possible else [])
        if not possible:
            return
        prepare = self._prepared(choice)
        self._tell(running=True)
        self._desk.jobs.run(
            ("animate",),
            lambda job: all_frames(job, choice.frames, prepare),
            self._finished,
            self._broken,
            progress=lambda report: self._take(report.shown),
            background=True,
        )

    def open_camera(self, choice: AnimationChoice) -> None:
        """Let the chosen face follow whom the camera sees; a sentence says where there is no face."""
        photo = self._photos.current
        if photo and photo.chosen and _face(photo):
            self.stop()
            self.driving.open_camera(photo, photo.chosen, choice)
        else:
            self._tell(said=self.tr("Open a photo and choose a face in it to animate it."))

    def stop(self) -> None:
        self._desk.jobs.cancel(("animate",))
        if self._view.running:
            self._tell(running=False)

    def _prepared(self, choice: AnimationChoice) -> Callable[[], Make]:
        """A snapshot of what is needed; what it returns is for the device's worker."""
        photo, evenly = self._photos.current, shares(choice.frames, choice.ease)
        if choice.kind == WALK:
            made = self._desk.shared(MADE_FACES) if choice.made else ()
            return lambda: walk_frames(self._desk.bench(), choice, [sample.ws for sample in made])
        assert photo and photo.chosen, "problem() was asked"
        start = photo, photo.chosen
        if choice.kind == DRIVE:
            leader = self.driving.leader
            assert leader, "problem() was asked"
            if leader.clip and leader.clip.sounds:
                self._film = Film(leader.clip, Fraction(choice.seconds_per_frame).limit_denominator(1000))
            return partial(drive_frames, (*start, photo.document), leader, choice)
        if choice.kind == MORPH:
            other = self._photos[choice.other or 0]
            assert other.chosen
            end = other, other.chosen
            return lambda: morph_frames(start, end, evenly, choice.side)
        return partial(photo_frames, *start, self._documents(photo, photo.chosen, choice), choice.crop, choice.side)

    def _documents(self, photo: OpenPhoto, face: str, choice: AnimationChoice) -> list[Document]:
        document, history = photo.document, photo.history
        if choice.kind == REPLAY:
            steps = [step.document for step in history.steps[: history.index + 1]]
            return replayed(steps, shares(choice.frames, choice.ease))
        if choice.kind == AGE:
            age = photo.faces[face].readings["age"].natural
            limit = attribute("age").limit
            values = age_changes(age, choice.start, choice.end, choice.frames, choice.ease)
            return swept(document, face, "age", [max(-limit, min(limit, value)) for value in values], choice.keep)
        values = sweep(choice.start, choice.end, choice.frames, choice.ease)
        return swept(document, face, choice.attribute, values, choice.keep)

    def _texts(self, choice: AnimationChoice) -> list[str]:
        """What each frame shows, in a word."""
        if choice.kind == AGE:
            return [f"{age:.0f}" for age in sweep(choice.start, choice.end, choice.frames, choice.ease)]
        if choice.kind == SWEEP:
            return [f"{value:+.1f}" for value in sweep(choice.start, choice.end, choice.frames, choice.ease)]
        if choice.kind == WALK:
            return [""] * choice.frames
        if choice.kind == DRIVE:
            return [f"{index * choice.seconds_per_frame:.2f} s" for index in range(choice.frames)]
        return [f"{share:.0%}" for share in shares(choice.frames, choice.ease)]

    def _take(self, rendered: Sequence[Rendered]) -> None:
        new = tuple(frame for frame in rendered if frame.index not in self._frames)
        self._frames |= {frame.index: frame.pixels for frame in new}
        if new:
            self.framed.emit(new)

    def _finished(self, rendered: Sequence[Rendered]) -> None:
        self._take(rendered)
        self._tell(running=False)

    def _broken(self, failure: Failure) -> None:
        self._tell(running=False)
        self._desk.fail(failure)

    # --- saving --------------------------------------------------------------------------------------------------

    def estimate(self, options: AnimationOptions, suffix: str, show: Callable[[int | None], None]) -> None:
        """Tell about how many bytes the file will have; None when that can't be said."""
        frames, count = [self._frames[index] for index in sorted(self._frames)], self._count
        self._desk.jobs.cancel(("estimate animation",))
        self._desk.jobs.run(
            ("estimate animation",),
            lambda _job: estimated_bytes(frames, count, suffix, options),
            show,
            lambda _failure: show(None),
            lane=Lane.FILES,
        )

    def export(self, target: ExportTarget, texts: Sequence[str], sound: bool = False) -> None:
        """Save all frames; texts, one for each frame or none, are written into them. sound is the driver's."""
        frames = [self._frames[index] for index in range(self._count)]
        film = self._film if sound and target.path.suffix.lower() == SUFFIX else None
        written = self._written = list[bool]()

        def work(job: Job) -> None:
            def progress(fraction: float, _text: str) -> None:
                job.report(fraction)

            shown = [labelled(frame, text) for frame, text in zip(frames, texts, strict=True)] if texts else frames
            if film:
                as_wished = replace(film, quality=target.options.quality)
                save_film(shown, len(shown), target.path, as_wished, progress, overwrite=target.overwrite)
            else:
                save_animation(shown, target.path, target.options, progress, overwrite=target.overwrite)
            written.append(True)

        self._tell(exporting=0.0)
        self._desk.jobs.run(
            ("export animation",),
            work,
            lambda _none: self._exported(target),
            self._not_exported,
            lane=Lane.FILES,
            progress=self._report_export,
        )

    def cancel_export(self) -> None:
        if self._written:
            return  # too late; that it is saved will be said at once
        self._desk.jobs.cancel(("export animation",))
        self._tell(exporting=None)
        self._say(self.tr("The export was cancelled; nothing was written."))

    def _report_export(self, report: Report) -> None:
        self._tell(exporting=report.fraction)

    def _exported(self, target: ExportTarget) -> None:
        self._tell(exporting=None)
        self._say(self.tr("Saved as {path}").format(path=target.path))

    def _say(self, sentence: str) -> None:
        self._tell(said=sentence)
        self._desk.say(sentence)

    def _not_exported(self, failure: Failure) -> None:
        self._tell(exporting=None)
        self._desk.fail(failure)


def _face(photo: OpenPhoto | None) -> FaceState | None:
    """The photo's chosen face, once it has latents."""
    state = photo.face if photo else None
    return state if state and state.guessed else None
