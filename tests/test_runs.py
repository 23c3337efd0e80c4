"""A training's folder as those see it who only watch, and what they may wish."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from test_training import TINY, discs

from ganeditor import child, paths
from ganeditor.cli import main
from ganeditor.errors import UserError
from ganeditor.progress import Cancelled
from ganeditor.project import runs
from ganeditor.training import reporting, space
from ganeditor.training.job import TrainJob, run_job, trainable_of
from ganeditor.training.run import STATE


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pictures")
    for index, pixels in enumerate(discs(16).pixels):
        Image.fromarray(pixels).save(folder / f"{index}.png")
    (folder / "broken.png").write_bytes(b"no picture")
    return folder


@pytest.fixture(autouse=True)
def at_every_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reporting, "LOOK_SECONDS", 0.0)


def test_who_watches_sees_curves_pictures_words_and_stops_it(pictures: Path, tmp_path: Path) -> None:
    job = TrainJob("dcgan", pictures, tmp_path / "run", TINY)
    seen = []

    def progress(_fraction: float, text: str) -> None:
        if text.startswith("step 7 "):
            seen.append(runs.seen(job.folder))
            runs.wish_stop(job.folder)

    with pytest.raises(Cancelled):
        run_job(job, precision="float32", progress=progress)
    (during,) = seen
    assert during.running and during.saved and during.task == "dcgan" and during.steps == 12
    assert 0.5 < during.fraction < 0.7 and during.left and "step 7 of 12" in during.text
    after = runs.seen(job.folder)
    assert not after.running and not after.done and "broken.png" in after.words[0][1]
    assert [step for step, _path in after.grids] == [5]
    run_job(job, precision="float32")
    whole = runs.seen(job.folder)
    assert whole.done and [step for step, _path in whole.grids] == [5, 10, 12]
    assert {"generator", "discriminator", "accuracy"} <= whole.figures.keys()
    assert TrainJob.in_folder(job.folder) == job


def test_nobody_trains_where_somebody_does(pictures: Path, tmp_path: Path) -> None:
    job = TrainJob("dcgan", pictures, tmp_path / "run", TINY)
    with (
        reporting.reporting(job.folder, lambda _fraction, _text: None),
        pytest.raises(UserError, match="A training is at work"),
    ):
        run_job(job)


def test_it_ends_in_time(pictures: Path, tmp_path: Path) -> None:
    settings = replace(TINY, pictures=8 * 100_000, minutes=0.3 / 60)
    outcome, _data = run_job(TrainJob("dcgan", pictures, tmp_path / "run", settings), precision="float32")
    assert 0 < outcome.steps < 100_000
    assert runs.seen(tmp_path / "run").step == outcome.steps


def test_the_command_goes_on_and_keeps_snapshots(
    pictures: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GANEDITOR_HOME", str(tmp_path / "home"))
    run = tmp_path / "run"
    tiny = ("--side", "16", "--width", "4", "--batch", "4", "--pictures", "12", "--interval", "2", "--z-dim", "8")
    arguments = ["dcgan", str(pictures), "-o", str(run), *tiny, "--no-pack", "--precision", "float32"]
    found = child.run("ganeditor.cli.apart:training", arguments)
    assert found == {"stopped": False, "model": ""} and runs.seen(run).done
    assert main(["train", "--resume", str(run), "--pictures", "16", "--no-pack"]) == 0
    assert runs.seen(run).step == 4
    assert main(["train", "--snapshot", str(run), "--name", "early"]) == 0
    assert (paths.user_models() / "early" / "generator.safetensors").is_file()
    assert main(["train", "--resume", str(run), "--name", "early"]) == 1  # before it trains
    assert "early already; give another name" in capsys.readouterr().err
    assert main(["train", "--snapshot", str(pictures)]) == 1
    assert "no folder of a training" in capsys.readouterr().err


def test_a_child_says_what_can_be_mended(tmp_path: Path) -> None:
    from ganeditor.cli import apart

    with pytest.raises(UserError, match=r"Argument --batch: .*"):
        apart.training(["dcgan", str(tmp_path), "-o", "run", "--batch", "none"], lambda _fraction, _text: None)


def test_it_stops_when_nobody_listens(pictures: Path, tmp_path: Path) -> None:
    from ganeditor.cli import apart

    def gone(_fraction: float, text: str) -> None:
        if text.startswith("step 3 "):
            raise BrokenPipeError

    run = tmp_path / "run"
    arguments = ["dcgan", str(pictures), "-o", str(run), "--side", "16", "--width", "4", "--z-dim", "8", "--batch", "8"]
    assert apart.training(arguments, gone) == {"stopped": True, "model": ""}
    assert runs.seen(run).saved


def test_a_disk_that_is_too_small_is_said_before_the_start(
    pictures: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = TrainJob("dcgan", pictures, tmp_path / "run", replace(TINY, pictures=16))
    _outcome, data = run_job(job, precision="float32")
    size = (job.folder / STATE).stat().st_size
    assert space.state_bytes(trainable_of(job, data)) == pytest.approx(size, rel=0.25)  # beside names
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=space.SPARE + size))
    with pytest.raises(UserError, match=r"state takes \d+ MB, and all that is written about \d+ MB; .* to spare"):
        run_job(replace(job, folder=tmp_path / "new"), precision="float32")
    assert not (tmp_path / "new" / STATE).exists()
