"""The Training window, with run folders that are planted and commands that are done at once."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from PySide6.QtWidgets import QFileDialog
from ui_fakes import drop_on, starting, trigger

from ganeditor import paths
from ganeditor.errors import UserError
from ganeditor.files import locked
from ganeditor.project import runs
from ganeditor.ui.features.training import work
from ganeditor.ui.features.training.views import CLASSES, TWO, Offer
from ganeditor.ui.session import jobs

USUAL = {"side": 64, "pictures": 200_000, "batch": 32, "loss": "hinge", "width": 64, "interval": 500, "seed": 0}
OFFERS = (
    Offer("dcgan", "faces, or anything, out of noise", "pictures", "Radford et al. 2016", USUAL),
    Offer("cgan", "pictures of a class", CLASSES, "Mirza 2014", {**USUAL, "side": 32}),
    Offer("cyclegan", "one kind into another", TWO, "Zhu et al. 2017", USUAL),
)


def planted(folder: Path, step: int, task: str = "dcgan") -> None:
    """A run of 100 steps that has reached this one."""
    (folder / runs.GRIDS).mkdir(parents=True, exist_ok=True)
    job = {"task": task, "pictures": "/pictures", "settings": {**USUAL, "pictures": 3200}}
    (folder / runs.JOB).write_text(json.dumps(job))
    (folder / runs.STATE).write_bytes(b"")
    rows = [{"step": at, "generator": 1.0, "discriminator": 0.5, "accuracy": 0.75} for at in range(20, step + 1, 20)]
    (folder / runs.FIGURES).write_text("".join(json.dumps(row) + "\n" for row in rows))
    (folder / runs.WORDS).write_text(json.dumps({"step": 40, "text": "mode collapse"}) + "\n")
    (folder / runs.HOW_FAR).write_text(json.dumps({"fraction": step / 100, "left": 130, "text": f"step {step} of 100"}))
    for at in range(20, step + 1, 20):
        Image.fromarray(np.full((8, 8, 3), at, np.uint8)).save(folder / runs.GRIDS / f"{at:08}.png")


class FakeTrainings:
    """Each command plants a run and is answered; what was asked is in asked."""

    def __init__(self, monkeypatch: Any) -> None:
        self.asked: list[list[str]] = []
        self.reaches = 60
        self.answer: Any = {"stopped": False, "model": "/models/mine"}
        monkeypatch.setattr(work, "offers", lambda: OFFERS)
        monkeypatch.setattr(work, "train", self.train)
        monkeypatch.setattr(jobs.child, "run", self.run)

    def train(self, _job: Any, arguments: list[str], folder: Path) -> Any:
        self.asked.append(arguments)
        planted(folder, self.reaches)
        if isinstance(self.answer, UserError):
            raise self.answer
        return self.answer

    def run(self, entry: str, request: list[str], _progress: Any) -> Any:
        self.asked.append([entry, *request])
        return {"model": "/models/early"}


@pytest.fixture
def trainings(monkeypatch: Any) -> FakeTrainings:
    return FakeTrainings(monkeypatch)


@pytest.fixture
def start(qapp: Any, qtbot: Any, tmp_path: Path, trainings: FakeTrainings) -> Iterator[Any]:  # noqa: ARG001
    for begin in starting(qapp, qtbot, tmp_path, "attributes"):

        def opened(*held: str, begin: Any = begin) -> Any:
            application = begin(*held)
            trigger(application, "training")
            return application, application.window._tools["training"]

        yield opened


def planned(window: Any, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    drop_on(window, folder)


def test_a_plan_becomes_the_command_and_its_run_is_shown(start: Any, trainings: FakeTrainings, tmp_path: Path) -> None:
    _application, window = start()
    assert not window.start.isEnabled()
    planned(window, tmp_path / "my faces")
    assert window.form.name.text() == "my-faces-dcgan"
    window.form.minutes.setValue(20)
    window.form.numbers["batch"].setValue(8)
    window.form.loss.setCurrentText("hinge")
    window.form.licence.setEditText("CC0 1.0")
    window.form.further.setText("--penalty r1=2")
    window.form.flips.setChecked(False)
    window.form.encoder.setChecked(True)
    window.form.measure.setCurrentText("FID")
    assert "ganeditor train dcgan" in window.form.command.text()
    window.start.click()
    (asked,) = trainings.asked
    run = paths.user_data() / "trainings" / "my-faces-dcgan"
    assert asked == [
        *("dcgan", str(tmp_path / "my faces"), "-o", str(run), "--no-flips", "--side=64", "--pictures=200000"),
        *(
            "--encoder=100000",
            "--measure=fid",
            "--minutes=20",
            "--loss=hinge",
            "--batch=8",
            "--penalty",
            "r1=2",
            "--name=my-faces-dcgan",
        ),
        "--licence=CC0 1.0",
    ]
    assert "mine is among your models" in window.said.text()
    assert "dcgan at 64 pixels" in window.facts.about.text() and "Step 40: mode collapse" in words(window)
    assert set(window.watch.losses._lines) == {"generator", "discriminator"}
    assert set(window.watch.shares._lines) == {"accuracy"}
    assert window.doing.text() == "Step 60 of 100" and window.go_on.isVisible() and not window.pause.isVisible()


def words(window: Any) -> list[str]:
    return [window.facts.words.item(row).text() for row in range(window.facts.words.count())]


def test_what_a_task_needs_is_asked_for(start: Any, trainings: FakeTrainings, tmp_path: Path) -> None:
    _application, window = start()
    planned(window, tmp_path / "pictures")
    assert window.form.others.isHidden() and window.form.table.isHidden()
    window.form.task.setCurrentText("cgan")
    assert window.form.side.currentData() == 32
    table = tmp_path / "labels.csv"
    table.write_text("file,age,gender\n")
    window.form.table.choose(table)
    window.form.column.setCurrentText("gender")
    window.form.bounds.setText("20, 40")
    window.start.click()
    assert trainings.asked[0][4:9] == ["--labels", str(table), "--label-column", "gender", "--bounds=20,40"]
    window.new.click()
    window.form.task.setCurrentText("cyclegan")
    assert not window.start.isEnabled()
    window.form.others.choose(tmp_path)
    assert window.start.isEnabled()
    window.form.further.setText('--name "')
    window.start.click()
    assert "quotation mark" in window.said.text() and len(trainings.asked) == 1


def test_it_is_paused_and_goes_on(start: Any, trainings: FakeTrainings, tmp_path: Path) -> None:
    application, window = start("training")
    planned(window, tmp_path / "pictures")
    window.start.click()
    run = window._verbs.view.folder
    assert window.doing.text() == "Starting…" and not window.pause.isEnabled() and not window.new.isEnabled()
    planted(run, 40)
    with locked(run / runs.LOCK):
        window._timer.timeout.emit()
        assert window.doing.text() == "Step 40 of 100, 2 min left" and window.bar.value() == 400
        assert window.pause.isEnabled() and not window.go_on.isVisible() and not window.facts.pictures.isEnabled()
        window.pause.click()
        assert (run / runs.WISH).exists() and window.doing.text() == "Saving what was learnt…"
    trainings.reaches, trainings.answer = 40, {"stopped": True, "model": ""}
    application.jobs.do("training")
    assert window.said.text().startswith("Paused") and not window._timer.isActive()
    application.jobs.held.clear()
    trainings.reaches, trainings.answer = 100, {"stopped": False, "model": "/models/longer"}
    window.facts.pictures.setValue(6400)
    window.facts.name.setText("longer")
    window.go_on.click()
    assert trainings.asked[-1] == ["--resume", str(run), "--pictures=6400", "--minutes=0", "--name=longer"]
    assert "longer is among your models" in window.said.text()


def test_grids_are_looked_through(start: Any, tmp_path: Path, monkeypatch: Any) -> None:
    _application, window = start()
    planted(tmp_path / "run", 60)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(tmp_path / "run"))
    window.open_run.click()
    assert window.watch.slider.maximum() == 2 and window.watch.picture._pixels[0, 0, 0] == 60
    window.watch.slider.setValue(0)
    assert window.watch.picture._pixels[0, 0, 0] == 20 and window.watch.step.text() == "Step 20"
    planted(tmp_path / "run", 80)
    window._verbs.look()
    assert window.watch.picture._pixels[0, 0, 0] == 20
    window.watch.slider.setValue(window.watch.slider.maximum())
    assert window.watch.picture._pixels[0, 0, 0] == 80


def test_a_run_of_another_program_is_watched_stopped_and_taken(
    start: Any, trainings: FakeTrainings, tmp_path: Path
) -> None:
    _application, window = start()
    run = tmp_path / "elsewhere"
    planted(run, 60)
    with locked(run / runs.LOCK):
        window._verbs.open_run(run)
        assert window._timer.isActive() and window.new.isEnabled()
        window.stop.click()
        assert (run / runs.WISH).exists()
        window.facts.name.setText("early")
        window.take.click()
        assert trainings.asked == [["ganeditor.cli.apart:training", "--snapshot", str(run), "--name=early"]]
        assert "early is among your models" in window.said.text()
    window._verbs.look()
    assert window.said.text().startswith("Stopped") and not window._timer.isActive()


def test_what_fails_is_said(start: Any, trainings: FakeTrainings, tmp_path: Path) -> None:
    _application, window = start()
    window._verbs.open_run(tmp_path)
    assert "no folder of a training" in window.said.text() and window.start.isVisible()
    planned(window, tmp_path / "pictures")
    trainings.answer = UserError("There are no pictures in it; give another folder.")
    window.start.click()
    assert "There are no pictures" in window.said.text() and window.start.isVisible()
    planted(tmp_path / "run", 40)
    window._verbs.open_run(tmp_path / "run")
    trainings.answer = UserError("There is a model in it already; give another name.")
    window.go_on.click()
    assert "already; give another name" in window.said.text() and window.go_on.isEnabled()
