"""Driving: whom a face follows, out of a video file or before the camera."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from ganeditor.ui.features.animate.views import AnimationChoice, Leader, Watch
from ganeditor.ui.features.animate.work import read_leader, watch_camera
from ganeditor.ui.session.desk import Desk
from ganeditor.ui.session.jobs import Failure
from ganeditor.ui.session.photos import OpenPhoto

READING, CAMERA = ("read driver",), ("camera",)


class Driving(QObject):
    """Lives on the main thread; the camera is on while a job looks at it, and its light until that job has ended."""

    changed = Signal()  # it is another one
    seen = Signal(object)  # Seen: what the camera shows

    def __init__(self, desk: Desk, tell: Callable[..., None]) -> None:
        """tell takes changes of AnimateView."""
        super().__init__()
        self._desk, self._tell = desk, tell
        self._watch: Watch | None = None
        self.leader: Leader | None = None
        """Whom faces follow."""

    def read(self, path: Path) -> None:
        """Follow the largest face in a video file."""
        self.close_camera()
        self._desk.jobs.cancel(READING)
        self._take(None, driver=path.name, reading=0.0, said="")
        self._desk.jobs.run(
            READING,
            partial(read_leader, bench=self._desk.bench, path=path),
            self._read,
            self._refuse,
            progress=lambda report: self._tell(reading=report.fraction),
            background=True,
        )

    def open_camera(self, photo: OpenPhoto, face: str, choice: AnimationChoice) -> None:
        """Turn the camera on; the face follows whom it sees."""
        self._desk.jobs.cancel(READING)
        watch = self._watch = Watch()
        self._take(None, driver="", reading=None, said="", camera=True, recording=False)
        self._desk.jobs.run(
            CAMERA,
            partial(
                watch_camera, bench=self._desk.bench, watch=watch, scene=(photo, face, photo.document), choice=choice
            ),
            self._watched,
            self._refuse,
            progress=lambda report: self.seen.emit(report.shown),
            background=True,
        )

    def rest(self) -> None:
        """As the face before the camera is now, it is at rest."""
        if self._watch:
            self._watch.rest = True

    def record(self) -> None:
        """Keep how the face moves from now on, and no picture of it."""
        if self._watch:
            self._watch.recording = True
            self._tell(recording=True)

    def close_camera(self) -> None:
        """Turn it off; what was recorded is followed."""
        if self._watch:
            self._watch.wanted = False

    def _read(self, leader: Leader) -> None:
        self._take(leader, reading=None)

    def _watched(self, leader: Leader | None) -> None:
        self._watch = None
        name = self.tr("recorded from the camera") if leader else ""
        self._take(leader, driver=name, camera=False, recording=False)

    def _refuse(self, failure: Failure) -> None:
        self._watch = None
        self._take(None, driver="", reading=None, camera=False, recording=False, said=failure.sentence)
        if failure.details:
            self._desk.fail(failure)

    def _take(self, leader: Leader | None, **told: Any) -> None:
        self.leader = leader
        self._tell(sounds=bool(leader and leader.clip and leader.clip.sounds), **told)
        self.changed.emit()
