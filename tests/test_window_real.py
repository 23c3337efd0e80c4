"""The window over the real engine and real workers, once through: open, edit while the face is learnt, stop, close."""

import threading

import pytest
from PySide6.QtCore import QEvent, QTimer

from ganeditor.edits.latent import LatentEdit
from ganeditor.project.document import Set
from ganeditor.ui.app import Application
from ganeditor.ui.session.opening import sample

LONG = 500  # steps: more than are ever taken here


@pytest.fixture
def application(qapp):
    application = Application(qapp)
    application.settings.set_value("inversion_steps", LONG)
    application.failures = []
    application.session.failed.connect(application.failures.append)
    application.start([sample()])
    yield application
    application.shut_down()
    application.window.hide()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_a_face_is_edited_while_it_is_learnt_and_the_window_stays_awake(application, qtbot):
    session, patches, ticks = application.session, [], []
    session.patched.connect(patches.append)
    heart = QTimer(interval=10)
    heart.timeout.connect(lambda: ticks.append(session.photo.inversion.fraction if session.photo.inversion else None))
    qtbot.waitUntil(lambda: session.photo is not None and session.photo.inversion is not None, timeout=60_000)
    photo = session.photo
    assert len(photo.faces) == 1
    assert application.window._overlay.isVisible()
    heart.start()
    session.editing.apply(Set(photo.chosen, LatentEdit({"smile": -1.5})), "Smile")
    qtbot.waitUntil(lambda: any(patches), timeout=30_000)
    assert photo.inversion is not None, "the render should not have waited for the inversion"
    qtbot.waitUntil(lambda: len(set(ticks)) > 5, timeout=30_000)
    session.refining.stop()
    qtbot.waitUntil(lambda: photo.face.finished, timeout=30_000)
    heart.stop()
    assert len(ticks) > 5 * len(set(ticks)), "the main thread was kept from ticking between two reports"
    qtbot.waitUntil(lambda: photo.face.distance is not None and photo.face.figures is not None, timeout=30_000)
    assert 0 < photo.face.distance < 1
    assert photo.face.figures.psnr > 15
    session.editing.undo()
    canvas = application.window.canvas
    qtbot.waitUntil(lambda: (canvas._after._levels[0] == canvas._before._levels[0]).all(), timeout=30_000)
    assert not application.failures


def test_closing_while_a_face_is_learnt_leaves_no_thread(application, qtbot):
    qtbot.waitUntil(
        lambda: application.session.photo is not None and application.session.photo.inversion is not None,
        timeout=60_000,
    )
    application.window.close()
    qtbot.waitUntil(lambda: not application.window.isVisible())
    assert application.jobs.shutdown(10)
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("ganeditor")]
