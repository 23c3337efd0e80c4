"""Takes pictures of the window in both themes and two sizes: python tests/screenshots.py FOLDER.

Draws without a screen; with QT_QPA_PLATFORM=xcb under Xvfb it is a real window.
"""

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["GANEDITOR_HOME"] = tempfile.mkdtemp()

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QDialog

from ganeditor.edits.latent import LatentEdit
from ganeditor.project.document import Set
from ganeditor.ui.app import Application
from ganeditor.ui.session.opening import sample

SIZES = ((1280, 800), (1920, 1080))
LONGEST = 120  # seconds for any one thing to happen


def wait(seconds: float) -> None:
    loop = QEventLoop()
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    loop.exec()


def wait_for(what: Callable[[], object]) -> None:
    for _tenth in range(10 * LONGEST):
        if what():
            return
        wait(0.1)
    raise TimeoutError


def main(folder: Path) -> None:
    application = Application(QApplication([]))
    window, session = application.window, application.session
    folder.mkdir(parents=True, exist_ok=True)

    def take(name: str) -> None:
        for theme in ("light", "dark"):
            application.settings.set_value("theme", theme)
            for size in SIZES:
                window.resize(*size)
                wait(0.3)
                window.grab().save(str(folder / f"{name}-{theme}-{size[0]}.png"))

    application.start([])
    wait(1)
    take("start")
    session.open_sample()
    wait_for(lambda: session.photo and session.photo.inversion)
    take("learning")
    wait_for(lambda: session.photo.face.finished)
    for name, amount, label in (("age", 25, "Age +25"), ("smile", -1.5, "Smile −1.50")):
        edit = session.photo.document.get(session.photo.chosen, LatentEdit).with_amount(name, amount)
        session.editing.apply(Set(session.photo.chosen, edit), label)
    wait_for(lambda: session.photo.face.distance)
    window._actions["split"].trigger()
    window.canvas.zoom_to_face()
    take("split")
    for panel in ("eyes", "mask", "history"):
        window._docks[panel].raise_()
        wait(4)
        take(panel)
    window._docks["attributes"].raise_()
    for tool in ("generate", "animate", "directions", "queue", "training", "lab", "models"):
        window._actions[tool].trigger()
        window._tools[tool].resize(*SIZES[0])  # the screen that is drawn on without one is small
        wait(15 if tool == "animate" else 4)
        for theme in ("light", "dark"):
            application.settings.set_value("theme", theme)
            wait(0.3)
            window._tools[tool].grab().save(str(folder / f"{tool}-{theme}.png"))
        window._tools[tool].close()
    session.open_paths([sample().with_name("chelsea.png"), sample().with_name("coffee.png")])
    wait_for(lambda: len(session.photos) == 3 and session.photo.searched)
    take("strip")
    for action in ("settings", "shortcuts", "log", "about"):
        window._actions[action].trigger()
        wait(0.3)
        dialog = next(dialog for dialog in window.findChildren(QDialog) if dialog.isVisible())
        dialog.grab().save(str(folder / f"{action}.png"))
        dialog.close()
        wait(0.1)
    application.shut_down()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
