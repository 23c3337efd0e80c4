"""The Models window, over a fake shelf and, for files, over the real one."""

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from foreign import nvidia_bytes, random_generator
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QDialogButtonBox, QFileDialog, QLabel, QMessageBox
from test_download import Server
from ui_fakes import InlineJobs, fake_bench, running

from ganeditor import paths
from ganeditor.checkpoints.packs import catalogue
from ganeditor.checkpoints.packs.installed import installed
from ganeditor.errors import UserError
from ganeditor.ui.features.models import work
from ganeditor.ui.features.models.licence import LicenceDialog
from ganeditor.ui.features.models.views import InstalledModel, OfferedModel
from ganeditor.ui.features.models.window import ModelsWindow


class FakeShelf:
    """Two models here, two public ones."""

    def __init__(self) -> None:
        folder = Path("/packs")
        self.here = {
            "face-256": InstalledModel("face-256", folder / "face-256", False, "1", "128 px", 23.0, "CC BY-NC 4.0"),
            "mine": InstalledModel(
                "mine", folder / "mine", True, "2", "256 px", 90.0, "unknown", notices=("No encoder.",)
            ),
        }
        page = "https://example.org/page"
        self.public = [
            OfferedModel("ffhq", "StyleGAN2", "research only", True, page, 364, True),
            OfferedModel("e4e", "e4e", "MIT", False, page, 1200, False),
        ]
        self.done: list[tuple] = []

    def install(self, monkeypatch):
        """In place of what the Models window's work does."""
        monkeypatch.setattr(work, "here", lambda: tuple(self.here.values()))
        monkeypatch.setattr(work, "offered", lambda: tuple(row for row in self.public if row.name not in self.here))
        for name in ("verify", "bring", "fetch", "remove"):
            monkeypatch.setattr(work, name, lambda *args, name=name: getattr(self, name)(*args))

    def verify(self, name):
        self.done.append(("verify", name))
        if name == "mine":
            raise UserError("mine was altered; copy the pack again.")
        return 2e-6

    def bring(self, path, name, progress):
        progress(0.5, "Reading")
        if path.suffix != ".pkl":
            raise UserError(f"{path.name} is no model; take another file.")
        name = name or path.stem
        self.here[name] = InstalledModel(name, Path("/packs") / name, True, "3", "1024 px", 120.0, "unknown")
        return name, ["It has no encoder."]

    def fetch(self, name, progress):
        self.done.append(("fetch", name))
        return self.bring(Path(f"{name}.pkl"), name, progress)

    def remove(self, name):
        del self.here[name]


@pytest.fixture
def shelf(monkeypatch):
    shelf = FakeShelf()
    shelf.install(monkeypatch)
    return shelf


@pytest.fixture
def application(qapp, shelf):  # noqa: ARG001 (in place of the real one)
    with running(qapp, InlineJobs(), fake_bench()) as application:
        application.window._actions["models"].trigger()
        yield application
        assert not application.failures


@pytest.fixture
def window(application) -> ModelsWindow:
    return application.window._tools["models"]


def click(widget: QAbstractButton) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def texts(table, row: int) -> list[str]:
    return [table.item(row, column).text() for column in range(table.columnCount())]


def test_the_tables_say_what_is_here_and_what_is_public(window):
    table = window.installed.table
    assert texts(table, 0) == ["face-256", "✓", "1", "128 px", "23 MB", "CC BY-NC 4.0", "/packs/face-256"]
    assert texts(table, 1)[:2] == ["mine", ""]
    assert "No encoder." in table.item(1, 0).toolTip()
    assert texts(window.offered.table, 0)[3:] == ["not commercial", "https://example.org/page"]
    assert not window._bar.isVisible()


def test_a_damaged_pack_is_shown_and_not_used(window, application, shelf):
    shelf.here["bad"] = InstalledModel("bad", Path("/packs/bad"), True, problem="manifest.json is missing.")
    application.features["models"].open()
    window.installed.table.selectRow(2)
    assert "manifest.json is missing." in texts(window.installed.table, 2)
    assert not window.installed.use.isEnabled()
    assert window.installed.remove.isEnabled()


def test_use_switches_the_setting_and_says_when_it_takes_effect(window, application):
    window.installed.table.selectRow(1)
    click(window.installed.use)
    assert application.settings.value("model") == "mine"
    assert "next start" in window._said.text()
    assert [texts(window.installed.table, row)[1] for row in (0, 1)] == ["", "✓"]
    assert window.installed.table.chosen == 1


def test_verify_says_how_well_or_what_is_wrong(window, shelf):
    window.installed.table.selectRow(0)
    click(window.installed.verify)
    assert "2.0e-06" in window._said.text()
    window.installed.table.selectRow(1)
    click(window.installed.verify)
    assert window._said.text() == "mine was altered; copy the pack again."
    assert window._said.property("role") == "error"
    assert shelf.done == [("verify", "face-256"), ("verify", "mine")]


def test_import_shows_progress_notices_and_refusals(window, application, monkeypatch):
    files = ["/tmp/notes.txt", "/tmp/some.pkl", "/tmp/some.pkl"]
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_arguments: (files.pop(0), ""))
    seen = []
    application.features["models"].changed.connect(lambda view: seen.append((view.doing, view.fraction)))
    click(window.installed.bring)
    assert window._said.text() == "notes.txt is no model; take another file."
    window.installed.name.setText("a b")
    click(window.installed.bring)
    assert ("Importing some.pkl…", 0.5) in seen
    assert texts(window.installed.table, 2)[0] == "a-b"
    assert "It has no encoder." in window._said.text()
    assert window._said.property("role") == "muted"
    window.installed.name.setText("a b")
    click(window.installed.bring)
    assert "'a-b' already" in window._said.text()


def test_use_is_for_models_of_faces(window, shelf, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_arguments: ("/tmp/zebra.pth", ""))

    def bring(path, _name, _progress):
        shelf.here[path.stem] = InstalledModel(path.stem, Path("/packs/zebra"), True, of_faces=False)
        return path.stem, []

    monkeypatch.setattr(work, "bring", bring)
    click(window.installed.bring)
    assert window._said.text() == "zebra is here."


def test_only_own_models_are_removed_and_only_when_agreed(window, shelf):
    box = window.installed
    box.table.selectRow(0)
    assert not box.remove.isEnabled()
    box.table.selectRow(1)
    for button, left in ((QMessageBox.StandardButton.Cancel, True), (QMessageBox.StandardButton.Yes, False)):
        click(box.remove)
        question = box.findChildren(QMessageBox)[-1]
        assert "90 MB" in question.text()
        click(question.button(button))
        assert ("mine" in shelf.here) is left
    assert box.table.rowCount() == 1


def test_a_model_in_use_is_not_removed(application, window, shelf):
    application.features["models"].use("mine")
    application.features["models"].remove("mine")
    assert "mine" in shelf.here
    assert window._said.property("role") == "error"


def test_get_needs_the_licence_to_be_agreed_to(window, shelf):
    window.offered.table.selectRow(0)
    click(window.offered.get)
    dialog = window.offered.findChildren(LicenceDialog)[-1]
    assert any("not for commercial use" in label.text() for label in dialog.findChildren(QLabel))
    assert any("research only" in label.text() for label in dialog.findChildren(QLabel))
    assert not dialog.get.isEnabled()
    click(dialog.get)
    assert not shelf.done
    dialog.agree.click()
    click(dialog.get)
    assert shelf.done == [("fetch", "ffhq")]
    assert texts(window.installed.table, 2)[0] == "ffhq"
    assert window.offered.table.rowCount() == 1


def test_get_can_be_called_off(window, shelf):
    window.offered.table.selectRow(0)
    click(window.offered.get)
    dialog = window.offered.findChildren(LicenceDialog)[-1]
    dialog.agree.click()
    click(dialog.buttons.button(QDialogButtonBox.StandardButton.Cancel))
    assert not shelf.done


def test_without_a_direct_address_its_page_is_opened(window, monkeypatch):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    window.offered.table.selectRow(1)
    assert not window.offered.get.isEnabled()
    assert "https://example.org/page" in window.offered._advice.text()
    click(window.offered.page)
    assert [url.toString() for url in opened] == ["https://example.org/page"]


def test_a_download_that_was_begun_goes_on(window, application, shelf):
    shelf.public[0] = replace(shelf.public[0], started=True)
    application.features["models"].open()
    window.offered.table.selectRow(0)
    assert window.offered.get.text() == "Go on…"


def test_everything_has_a_name_and_fits_a_small_screen(window):
    for button in window.findChildren(QAbstractButton):
        assert button.text() or button.accessibleName() or not button.isVisible() or not button.objectName()
    assert window.installed.table.accessibleName() != window.offered.table.accessibleName()
    assert window.minimumSizeHint().width() <= 1280
    assert window.minimumSizeHint().height() <= 800


@pytest.fixture
def server():
    server = Server()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def offered(server, monkeypatch):
    """The catalogue is one tiny model on this machine."""
    server.data = nvidia_bytes(random_generator())
    row = catalogue.PublicModel("tiny", "a tiny one", "none", False, "https://example.org", 1, "tiny.pkl", server.url)
    monkeypatch.setattr(catalogue, "CATALOGUE", (row,))
    return server


def test_a_real_file_is_fetched_imported_verified_and_removed(qapp, qtbot, offered):
    with running(qapp, bench=fake_bench()) as application:
        models, server = application.features["models"], offered
        application.window._actions["models"].trigger()
        qtbot.waitUntil(lambda: bool(models.view.installed) and not models.view.doing, timeout=20_000)
        assert [(row.name, row.direct) for row in models.view.offered] == [("tiny", True)]
        models.get("tiny")
        qtbot.waitUntil(lambda: not models.view.doing, timeout=60_000)
        assert not models.view.wrong, models.view.said
        assert server.requests == [None]
        assert [row.name for row in models.view.installed if row.own] == ["tiny"]
        assert not models.view.offered
        assert not list((paths.user_models() / ".downloads").iterdir())
        models.verify("tiny")
        qtbot.waitUntil(lambda: not models.view.doing, timeout=20_000)
        assert models.view.said == "tiny: all files match the manifest."
        models.remove("tiny")
        qtbot.waitUntil(lambda: not models.view.doing, timeout=20_000)
        assert "tiny" not in installed()
        assert not application.failures


def test_a_fetched_file_that_is_no_model_is_deleted(qapp, qtbot, offered):
    offered.data = b"<html>not here</html>"
    with running(qapp, bench=fake_bench()) as application:
        models = application.features["models"]
        models.open()
        qtbot.waitUntil(lambda: bool(models.view.installed) and not models.view.doing, timeout=20_000)
        models.get("tiny")
        qtbot.waitUntil(lambda: not models.view.doing, timeout=60_000)
        assert models.view.wrong
        assert models.view.said.endswith("The fetched file is deleted.")
        assert not list((paths.user_models() / ".downloads").iterdir())
        assert not application.failures


def test_a_name_that_is_taken_is_refused_before_the_file_is_read(tmp_path):
    path = tmp_path / "some.pkl"
    path.write_bytes(b"")
    (paths.user_models() / "some").mkdir(parents=True)
    with pytest.raises(UserError, match="type another name"):
        work.bring(path, "", lambda _fraction, _text: None)


def test_a_hostile_file_is_refused_in_words(tmp_path):
    path = tmp_path / "bad.pkl"
    path.write_bytes(b"\x80\x04cos\nsystem\n(S'true'\ntR.")
    with pytest.raises(UserError, match=r"bad\.pkl"):
        work.bring(path, "", lambda _fraction, _text: None)
    assert "bad" not in installed()


def test_stopping_ends_the_work_and_the_next_thing_can_begin(qapp, qtbot, shelf):
    begun, ended = threading.Event(), threading.Event()

    def endless(_name, progress):
        begun.set()
        try:
            while True:
                progress(0.25, "")
        finally:
            ended.set()

    shelf.fetch = endless
    with running(qapp, bench=fake_bench()) as application:
        models = application.features["models"]
        application.window._actions["models"].trigger()
        qtbot.waitUntil(lambda: bool(models.view.installed) and not models.view.doing, timeout=10_000)
        models.get("ffhq")
        assert begun.wait(10)
        qtbot.waitUntil(lambda: models.view.fraction == 0.25, timeout=10_000)
        window = application.window._tools["models"]
        assert window._bar.isVisible()
        assert not window.installed.bring.isEnabled()
        click(window._stop)
        assert ended.wait(10)
        qtbot.waitUntil(lambda: not models.view.doing, timeout=10_000)
        assert "goes on from there" in window._said.text()
        models.use("mine")
        assert not application.failures
