"""Filming: a clip is opened, a person in it chosen, parts of it left out, and the rest worked through."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from functools import partial
from pathlib import Path

from ganeditor.project.clips.clip import Clip
from ganeditor.project.clips.frames import Frame
from ganeditor.project.clips.ranges import written
from ganeditor.project.kept_faces import kept_faces
from ganeditor.ui.features.video import work
from ganeditor.ui.features.video.views import EDITS, FACE, KEPT, ClipFace, Outcome, Running, Span, Target, VideoView
from ganeditor.ui.features.video.work import Control, Task
from ganeditor.ui.session.desk import Desk
from ganeditor.ui.session.feature import Verbs
from ganeditor.ui.session.jobs import Failure, Lane, Report
from ganeditor.ui.session.refining import inversion_choice
from ganeditor.ui.session.view import View

MOST_NAMED = 4  # times at which the face was lost
OPEN, FRAME, FACES, RENDER = ("open clip",), ("clip frame",), ("clip faces",), ("clip",)


class Filming(Verbs):
    """The work itself is a background job, so that the photo's sliders pass."""

    _view: VideoView

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, VideoView())
        self._control = Control()
        self._kept: tuple[str, ...] = ()

    # --- the clip ------------------------------------------------------------------------------------------------

    def open(self) -> None:
        """The window is shown: other faces may be kept by now."""
        self._kept = kept_faces()
        self._offer()

    def show_view(self, _shown: View) -> None:
        self._offer()

    def open_clip(self, path: Path) -> None:
        """Show another clip, in place of the one before."""
        self.cancel()
        for key in (OPEN, FRAME, FACES):
            self._desk.jobs.cancel(key)
        self._tell(opening=True, said="", wrong=False)
        self._desk.jobs.run(
            OPEN, lambda _job: work.opened(path), self._opened, partial(self._refuse, opening=False), lane=Lane.PROCESS
        )

    def _opened(self, found: tuple[Clip, Frame]) -> None:
        clip, frame = found
        self._tell(opening=False, clip=clip, spans=(), begun=None, person=None, chosen=None)
        self._show_frame(frame)

    def seek(self, time: Fraction) -> None:
        """Show the frame at a time."""
        clip = self._view.clip
        if clip and self._view.running is None and time != self._view.time:
            self._desk.jobs.cancel(FRAME)
            self._tell(time=time, faces=(), chosen=None, said="")
            self._desk.jobs.run(
                FRAME, lambda _job: work.frame_at(clip, time), self._show_frame, self._refuse, lane=Lane.PROCESS
            )

    def _show_frame(self, frame: Frame) -> None:
        self._tell(time=frame.time, picture=frame.picture, faces=(), chosen=None)
        self._desk.jobs.run_latest(
            FACES, lambda _job: work.faces_in(self._desk.bench(), frame.picture), self._show_faces, self._refuse
        )

    def _show_faces(self, faces: tuple[ClipFace, ...]) -> None:
        chosen = work.same_person(faces, self._view.person) if self._view.person is not None else None
        self._tell(faces=faces, chosen=chosen)
        if len(faces) == 1 and self._view.person is None:
            self.choose_face(0)

    def choose_face(self, index: int) -> None:
        """Whom it is about."""
        if self._view.running is None:
            self._tell(chosen=index, person=self._view.faces[index].person, person_at=self._view.time)

    def choose_everybody(self) -> None:
        """It is about all faces."""
        self._tell(chosen=None, person=None)

    # --- parts of it ---------------------------------------------------------------------------------------------

    def begin_span(self) -> None:
        """At the frame that is shown a part begins that is left out."""
        self._tell(begun=self._view.time)

    def end_span(self, cut: bool) -> None:
        """It ends with the frame that is shown, and takes the place of what it lies over."""
        view = self._view
        if view.begun is None or view.clip is None:
            return
        first, last = sorted((view.begun, view.time))
        new = Span(first, last + 1 / view.clip.rate, cut)
        others = [part for span in view.spans for part in _beside(span, new)]
        self._tell(spans=tuple(sorted((*others, new))), begun=None)

    def remove_span(self, index: int) -> None:
        self._tell(spans=self._view.spans[:index] + self._view.spans[index + 1 :])

    # --- what is done --------------------------------------------------------------------------------------------

    def choose_what(self, what: str) -> None:
        """One of the offers."""
        self._tell(what=what)

    def _offer(self) -> None:
        place = self._desk.photos.place
        offers = []
        if place and not place[0].document.neutral_at(place[1]):
            offers.append(EDITS)
        if place and place[0].faces[place[1]].guessed:
            offers.append(FACE)
        offers += [KEPT + name for name in self._kept]
        photo = place[0].name if place else ""
        if (tuple(offers), photo) != (self._view.offers, self._view.photo):
            what = self._view.what if self._view.what in offers else (offers or [""])[0]
            self._tell(offers=tuple(offers), photo=photo, what=what)

    # --- the work ------------------------------------------------------------------------------------------------

    def render(self, target: Target) -> None:
        """Work through the clip."""
        view, place = self._view, self._desk.photos.place
        if view.clip is None or not view.what or view.running is not None:
            return
        if target.path.exists() and not target.overwrite:
            taken = self.tr("{path} is there already; choose another name.")
            self._tell(said=taken.format(path=target.path), wrong=True)
            return
        task = Task(view.clip, view.person, view.person_at, view.spans, target, inversion_choice(self._desk.settings))
        done: Callable[..., work.Done]
        if view.what.startswith(KEPT):
            done = partial(work.kept, name=view.what.removeprefix(KEPT))
        else:
            assert place, "it is offered with a chosen face only"
            photo, face = place
            done = (
                partial(work.edits, photo=photo, face=face)
                if view.what == EDITS
                else partial(work.put_on, photo=photo, face=face)
            )
        self._control = control = Control()
        self._tell(running=Running(), paused=False, said="", wrong=False, begun=None)
        self._desk.jobs.run(
            RENDER,
            lambda job: work.render(job, self._desk.bench(), task, done, control),
            self._rendered,
            self._not_rendered,
            progress=self._report,
            background=True,
        )

    def pause(self, on: bool) -> None:
        """Hold the work, or go on with it."""
        if self._view.running is not None:
            self._control.paused = on
            self._tell(paused=on)

    def cancel(self) -> None:
        """End the work; what is done of it stays, as a clip of its own."""
        if self._view.running is not None:
            self._control.stopped = True
            self._control.paused = False
            self._tell(paused=False)

    def _report(self, report: Report) -> None:
        if report.shown is not None and self._view.running is not None:
            self._tell(running=report.shown)

    def _rendered(self, outcome: Outcome) -> None:
        self._tell(running=None, paused=False, said=" ".join(self._words(outcome)), wrong=False)

    def _words(self, outcome: Outcome) -> Iterator[str]:
        """What is to be said of it."""
        counts = outcome.counts
        if outcome.whole:
            yield self.tr("Saved as {path}, played through and found whole.").format(path=outcome.path)
        else:
            if outcome.path:
                text = self.tr("The first {count} frames are in {path}. Save under the same name as before to go on.")
                yield text.format(count=outcome.counts["frames"], path=outcome.path)
            else:
                yield self.tr("The work was ended before more of it was finished.")
            return
        yield self.tr("{edited} of {frames} frames were edited.").format(**counts)
        if counts["lost"]:
            spans = (dict.fromkeys(map(written, span)) for span in counts["lost_at"][:MOST_NAMED])
            places = ", ".join(map("–".join, spans))
            more = "…" if len(counts["lost_at"]) > MOST_NAMED else ""
            text = self.tr("In {count} the face was not seen, and they stay as they were ({places}).")
            yield text.format(count=counts["lost"], places=places + more)
        if counts["skipped"]:
            yield self.tr("{count} were skipped.").format(count=counts["skipped"])
        if counts["cut"]:
            yield self.tr("{count} were cut out.").format(count=counts["cut"])
        clip = self._view.clip
        if clip and clip.colour.hdr:
            yield self.tr("The clip is HDR; the result is tone-mapped to what every screen shows (BT.709).")
        if clip and (missing := clip.frames - counts["frames"] - counts["cut"]) > 0:
            yield self.tr("{count} can't be read and are not in the result.").format(count=missing)

    def _not_rendered(self, failure: Failure) -> None:
        self._refuse(failure, running=None, paused=False)


def _beside(span: Span, new: Span) -> list[Span]:
    """What of span is not under new."""
    parts = (replace(span, end=min(span.end, new.start)), replace(span, start=max(span.start, new.end)))
    return [part for part in parts if part.start < part.end]
