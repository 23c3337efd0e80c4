"""Measures how long the window is deaf: the longest stall of its event loop in each phase, as a Markdown table.

    .venv/bin/python tests/bench_window.py [--where]

A timer that is due every 5 ms stands for a person: what it is late by, a click would wait. --where prints for each
stall what all threads did meanwhile, as seen without the interpreter's lock, which at times ends in a crash.
"""

import argparse
import faulthandler
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["GANEDITOR_HOME"] = tempfile.mkdtemp()

import numpy as np
from PIL import Image
from PySide6.QtCore import QEventLoop, QPoint, QPointF, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from skimage.data import astronaut

from ganeditor.opencv import cv2
from ganeditor.ui.app import Application
from ganeditor.ui.dialogs.export import ExportChoice
from ganeditor.ui.widgets.slider import AmountSlider

BEAT = 5  # milliseconds
LIMIT = 50  # milliseconds
LONGEST = 120  # seconds for any one thing to happen
FRAME = 0.016  # seconds between two movements of the mouse


class Answers:
    """What a person would say in dialogs."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def export(self, source, _suggested, _estimate):
        return ExportChoice(self._folder / "exported.jpg", None, (source.width, source.height), False, True)

    def project_to_save(self, _suggested):
        return self._folder / "saved.gedit"

    def many(self, _count):
        return True

    def unsaved(self, _name):
        return "discard"


class Pulse:
    """Beats on the main thread, and notes the times between two beats."""

    def __init__(self, where: bool) -> None:
        self._where = where
        self._seen = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 (lives as long as the bench)
        self._last = time.perf_counter()
        self._gaps: list[float] = []
        self._timer = QTimer(interval=BEAT, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        self._gaps, self._last = [], time.perf_counter()
        self._timer.start()
        began = time.perf_counter()
        yield
        wait(2 * BEAT / 1e3)
        self._timer.stop()
        faulthandler.cancel_dump_traceback_later()
        gaps = np.array(self._gaps) * 1e3
        over = ", ".join(f"{gap:.0f}" for gap in sorted(gaps[gaps > LIMIT], reverse=True)) or "–"
        took = time.perf_counter() - began
        print(
            f"| {name} | {took:.1f} s | {gaps.max():.0f} ms | {np.quantile(gaps, 0.99):.0f} ms | {over} |", flush=True
        )

    def _beat(self) -> None:
        now = time.perf_counter()
        self._gaps.append(now - self._last)
        if self._where:
            self._tell(now - self._last)
            faulthandler.dump_traceback_later(0.6 * LIMIT / 1e3, file=self._seen)
        self._last = time.perf_counter()

    def _tell(self, gap: float) -> None:
        """What was seen while the beat was late; if it was not, nothing."""
        if self._seen.tell() or os.fstat(self._seen.fileno()).st_size:
            self._seen.seek(0)
            if 1e3 * gap > LIMIT:
                sys.stderr.write(f"--- {1e3 * gap:.0f} ms\n{self._seen.read().decode()}\n")
            self._seen.seek(0)
            self._seen.truncate()


def wait(seconds: float) -> None:
    loop = QEventLoop()
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    loop.exec()


def wait_for(what: Callable[[], object]) -> None:
    for _hundredth in range(100 * LONGEST):
        if what():
            return
        wait(0.01)
    raise TimeoutError


def drag(slider: AmountSlider, shares: np.ndarray) -> None:
    """The mouse goes along the slider, at shares of its width."""
    places = [QPoint(round(share * slider.width()), slider.height() // 2) for share in shares]
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=places[0])
    for place in places:
        QTest.mouseMove(slider, place)
        wait(FRAME)


def travel(canvas) -> None:
    """Zoom in on the face and out again, and pull the photo along."""
    middle = QPointF(canvas.rect().center())
    for factor in [1.25] * 12 + [0.8] * 6:
        canvas.zoom_by(factor, middle)
        wait(FRAME)
    place = canvas.rect().center()
    QTest.mousePress(canvas, Qt.MouseButton.MiddleButton, pos=place)
    for step in range(30):
        QTest.mouseMove(canvas, place + QPoint(5 * step, 3 * step))
        wait(FRAME)
    QTest.mouseRelease(canvas, Qt.MouseButton.MiddleButton, pos=place)
    canvas.fit()
    wait(FRAME)


def measure(folder: Path, where: bool) -> None:
    photo = folder / "large.jpg"
    large = cv2.resize(astronaut()[0:270, 50:410], (6000, 4000), interpolation=cv2.INTER_CUBIC)
    Image.fromarray(large).save(photo, quality=92)
    del large
    application = Application(QApplication([]), questions=Answers(folder))
    session, window = application.session, application.window
    failures: list[object] = []
    session.failed.connect(failures.append)
    patched: list[object] = []
    session.patched.connect(lambda _patches: patched.append(True))
    pulse = Pulse(where)
    print("| phase | took | longest stall | 99 of 100 | over 50 ms |\n|---|---|---|---|---|")
    with pulse.phase("start, until the model is open"):
        application.start([])
        sys.excepthook = sys.__excepthook__
        wait_for(lambda: session.engine.opened)
    wait(0.5)
    with pulse.phase("a 24-MP JPEG is opened, its face found"):
        session.open_paths([photo])
        wait_for(lambda: session.photo and session.photo.inversion)
    with pulse.phase("the face is learnt"):
        wait_for(lambda: session.photo.face.finished and session.photo.face.figures)
    slider = window._docks["attributes"].widget()._rows["smile"].findChild(AmountSlider)
    with pulse.phase("zooming and moving"):
        travel(window.canvas)
    with pulse.phase("a slider is dragged"):
        drag(slider, np.linspace(0.55, 0.8, 150))
    patched.clear()
    with pulse.phase("it is let go, full quality follows"):
        QTest.mouseRelease(slider, Qt.MouseButton.LeftButton)
        session.photo.face.distance = None
        wait_for(lambda: patched and session.photo.face.distance is not None)
    with pulse.phase("export as JPEG"):
        session.export()
        wait_for((folder / "exported.jpg").is_file)
    with pulse.phase("the project is saved"):
        session.save()
        wait_for(lambda: not session.photo.dirty)
    application.shut_down()
    if failures:
        sys.exit(f"failed: {failures}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--where", action="store_true", help="print what ran during each stall")
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), parser.parse_args().where)


if __name__ == "__main__":
    main()
