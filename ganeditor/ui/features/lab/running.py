"""Running: what the Lab's tabs have in common: a run in a child process, played, held, stepped and begun again."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer

from ganeditor.ui.features.lab.views import BOTH, FASTEST
from ganeditor.ui.features.lab.work import Room
from ganeditor.ui.session.desk import Desk
from ganeditor.ui.session.feature import Verbs
from ganeditor.ui.session.jobs import Failure, Lane

PICTURE_SECONDS = 0.04  # between two pictures of a run that goes as fast as it can
BREATH = 2  # milliseconds between two requests of such a run
AT_ONCE = 1_000_000  # steps of such a run that PICTURE_SECONDS end


class Running(Verbs):
    """Nothing is asked while an answer is awaited; what was wanted meanwhile follows.

    Its view has playing, speed, waiting, said and wrong.
    """

    def __init__(self, desk: Desk, view: Any, room: Room, key: str) -> None:
        super().__init__(desk, view)
        self._room, self._key = room, (key,)
        self._asking, self._anew = False, True
        self._next = ""  # who learns next, once the answer is there
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._go_on)

    def play(self, on: bool) -> None:
        """Go on, or hold."""
        if not on:
            self._hold()
        elif not self._view.playing:
            self._tell(playing=True, said="", wrong=False)
            self._go_on()

    def step(self, who: str) -> None:
        """Once, by BOTH, DISCRIMINATOR or GENERATOR."""
        self._hold()
        self._tell(said="", wrong=False)
        self._ask(who, 1)

    def reset(self) -> None:
        """Begin again with the same seed."""
        self._begin_anew()
        self._ask("", 0)

    def set_speed(self, speed: int) -> None:
        self._tell(speed=speed)

    def rest(self) -> None:
        """Nobody looks any more: the child goes, and the run with it."""
        self._hold()
        self._desk.jobs.cancel(self._key)
        self._asking, self._anew, self._next = False, True, ""
        self._tell(waiting=False, **self._nothing())
        self._desk.jobs.run(self._key, lambda _job: self._room.end(), lambda _none: None, self._refuse, lane=Lane.LAB)

    # --- what a tab says of itself -----------------------------------------------------------------------------------

    def _request(self) -> tuple[Callable[[dict[str, Any]], Any], dict[str, Any]]:
        """What of the room is asked, and with what beside who learns and how long."""
        raise NotImplementedError

    def _show(self, answer: Any) -> None:
        """Tell what has become of the run."""
        raise NotImplementedError

    def _nothing(self) -> dict[str, Any]:
        """Fields of the view, when there is no run."""
        raise NotImplementedError

    # --- asking the child --------------------------------------------------------------------------------------------

    def _hold(self) -> None:
        self._timer.stop()
        self._tell(playing=False)

    def _begin_anew(self) -> None:
        self._anew, self._next = True, ""
        self._tell(said="", wrong=False)

    def _go_on(self) -> None:
        """The next of a run that plays."""
        if self._view.playing:
            self._ask(BOTH, self._steps)

    @property
    def _steps(self) -> int:
        """Between two pictures."""
        return AT_ONCE if self._view.speed == FASTEST else max(1, round(self._view.speed * PICTURE_SECONDS))

    def _ask(self, who: str, steps: int) -> None:
        """Let who learn, and show what has become of it."""
        if self._asking:
            self._next = who
            return
        work, request = self._request()
        pace = {"anew": self._anew, "who": who or BOTH, "steps": steps, "seconds": PICTURE_SECONDS}
        self._asking, self._anew = True, False
        if all(getattr(self._view, name) is None for name in self._nothing()):
            self._tell(waiting=True)
        self._desk.jobs.run(
            self._key, lambda _job: work({**request, **pace}), self._answered, self._failed, lane=Lane.LAB
        )

    def _answered(self, answer: Any) -> None:
        self._asking = False
        if not self._anew:  # else it is of a run that nobody wants any more
            self._tell(waiting=False)
            self._show(answer)
        who, self._next = self._next, ""
        if self._anew:
            self._ask("", 0)
        elif who:
            self._ask(who, 1)
        elif self._view.playing:
            self._after_answer()

    def _after_answer(self) -> None:
        """Of a run that plays. The timer's turn comes when all is painted: a slow screen is not overrun by answers."""
        speed = self._view.speed
        self._timer.start(BREATH if speed == FASTEST else round(1000 * self._steps / speed))

    def _failed(self, failure: Failure) -> None:
        self._asking, self._next = False, ""
        self._hold()
        self._refuse(failure, waiting=False)
