"""Experimenting: a GAN on the plane, and three models side by side, with other settings, presets, files and films."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from ganeditor.errors import UserError
from ganeditor.project.animation.files import AnimationOptions, save_animation
from ganeditor.project.animation.tracks import Frame, Timing
from ganeditor.project.lab.presets import PRESETS
from ganeditor.project.lab.settings import MOST_DRAWN, LabSettings, load_settings, save_settings
from ganeditor.project.lab.shapes import DRAWN
from ganeditor.project.lab.snapshot import Snapshot
from ganeditor.ui.features.lab.running import Running
from ganeditor.ui.features.lab.studying import Studying
from ganeditor.ui.features.lab.views import COMPARE, PICTURES, PLAY, STAGES, Beside, LabView
from ganeditor.ui.features.lab.work import PlaneRoom
from ganeditor.ui.session.desk import Desk
from ganeditor.ui.session.jobs import Job, Lane, Report

SAVE = ("lab film",)
STAGE_SECONDS = 1.1  # of slow motion
MOST_KEPT = 160  # moments of a run; of more, every other is forgotten
FILM_SECONDS = 1 / 15  # of a frame


class Experimenting(Running):
    """The verbs of the Lab's window."""

    _view: LabView

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, LabView(PRESETS["first-steps"], "first-steps"), PlaneRoom(), "lab")
        self.studying = Studying(desk)
        self._kept: list[Snapshot] = []
        self._every = 1  # of the answers so many make one that is kept
        self._answers = 0

    @property
    def kept(self) -> Sequence[Snapshot]:
        """Moments of the run from its start, evenly spread."""
        return self._kept

    def open(self) -> None:
        """The window is shown."""
        if self._view.shown is None and self._view.beside is None and self._view.tab != PICTURES:
            self._ask("", 0)

    def play(self, on: bool) -> None:
        if on:
            self._tell(drawing=False)
        super().play(on)

    def set_slow(self, on: bool) -> None:
        """Show each stage of a step for a while."""
        self._timer.stop()
        self._tell(slow=on, stage=0 if on else None)
        self._go_on()

    def show_tab(self, tab: str) -> None:
        """PLAY, COMPARE or PICTURES."""
        if tab != self._view.tab:
            self._hold()
            self.studying.play(False)
            self._tell(tab=tab, drawing=False)
            if tab != PICTURES:
                self.reset()

    def rest(self) -> None:
        super().rest()
        self.studying.rest()

    # --- what is played ----------------------------------------------------------------------------------------------

    def change(self, settings: LabSettings) -> None:
        """Play by other settings from now on; those that decide where a run starts begin it anew."""
        before = self._view.settings
        if settings != before:
            self._tell(settings=settings, preset="", drawing=False, said="", wrong=False)
            if self._view.tab == COMPARE or settings.starts != before.starts:
                self.reset()

    def choose_preset(self, name: str) -> None:
        self._hold()
        self._tell(settings=PRESETS[name], preset=name, drawing=False)
        self.reset()

    def draw(self, on: bool) -> None:
        """The person begins to draw data, or has drawn."""
        self._hold()
        settings = self._view.settings
        if settings.drawn:
            self.change(replace(settings, data=DRAWN))
        self._tell(drawing=on)

    def add_points(self, points: Sequence[tuple[float, float]]) -> None:
        """More of what is drawn; none forgets all."""
        settings = self._view.settings
        drawn = (*settings.drawn, *points)[:MOST_DRAWN] if points else ()
        self.change(replace(settings, data=DRAWN if drawn else LabSettings().data, drawn=drawn))
        self._tell(drawing=True)

    def open_settings(self, path: Path) -> None:
        try:
            settings = load_settings(path)
        except UserError as error:
            self._tell(said=str(error), wrong=True)
            return
        self._hold()
        self._tell(settings=settings, preset="", drawing=False)
        self.reset()
        self._tell(said=self.tr("{name} was opened.").format(name=path.name), wrong=False)

    def save_settings(self, path: Path) -> None:
        try:
            save_settings(path, self._view.settings)
        except UserError as error:
            self._tell(said=str(error), wrong=True)
            return
        self._tell(said=self.tr("Saved as {path}.").format(path=path), wrong=False)

    def save_film(self, frames: Sequence[Frame], path: Path) -> None:
        """A run's pictures [H, W, 3] as an animation; the suffix says which kind."""
        options = AnimationOptions(Timing(FILM_SECONDS), dither=False)  # of flat colours, which compress well

        def work(job: Job) -> None:
            save_animation(frames, path, options, lambda share, _text: job.report(share), overwrite=True)

        done = self.tr("Saved as {path}.").format(path=path)
        self._tell(exporting=0.0, said="", wrong=False)
        self._desk.jobs.run(
            SAVE,
            work,
            lambda _none: self._tell(exporting=None, said=done),
            partial(self._refuse, exporting=None),
            lane=Lane.FILES,
            progress=self._saving,
        )

    def cancel_film(self) -> None:
        self._desk.jobs.cancel(SAVE)
        self._tell(exporting=None)

    def _saving(self, report: Report) -> None:
        self._tell(exporting=report.fraction)

    # --- the run -----------------------------------------------------------------------------------------------------

    def _request(self) -> tuple[Callable[[dict[str, Any]], Any], dict[str, Any]]:
        room: Any = self._room
        return room.compare if self._view.tab == COMPARE else room.play, {"settings": self._view.settings.to_json()}

    def _show(self, answer: Snapshot | Beside) -> None:
        if isinstance(answer, Beside):
            self._tell(beside=answer)
            return
        if self._answers % self._every == 0:
            self._kept.append(answer)
        self._answers += 1
        if len(self._kept) > MOST_KEPT:
            del self._kept[1::2]
            self._every *= 2
        self._tell(shown=answer, kept=len(self._kept))

    def _nothing(self) -> dict[str, Any]:
        return {"shown": None, "beside": None}

    def _hold(self) -> None:
        super()._hold()
        self._tell(stage=0 if self._view.slow else None)

    def _begin_anew(self) -> None:
        super()._begin_anew()
        self._kept, self._every, self._answers = [], 1, 0
        self._tell(stage=0 if self._view.slow else None)

    def _go_on(self) -> None:
        if self._view.playing and self._stages:
            self._show_stage()
        else:
            super()._go_on()

    def _after_answer(self) -> None:
        if not self._stages:
            super()._after_answer()

    @property
    def _stages(self) -> bool:
        """Whether each stage of a step is shown."""
        return self._view.slow and self._view.tab == PLAY

    def _show_stage(self) -> None:
        stage = ((self._view.stage or 0) + 1) % len(STAGES)
        self._tell(stage=stage)
        if STAGES[stage].learns:
            self._ask(STAGES[stage].learns, 1)
        self._timer.start(round(1000 * STAGE_SECONDS))
