"""ganeditor evaluate: a run's states and a model, with a classifier whose features are known."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from PIL import Image
from test_training import TINY, discs

from ganeditor import cli
from ganeditor.engine.classifier import Classifier
from ganeditor.training.job import TrainJob, run_job
from ganeditor.training.result import keep


def colours(images: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """A quarter of a picture each: its mean colour, and a guess which of two it is."""
    features = torch.nn.functional.adaptive_avg_pool2d(images, 2)[:, 0].flatten(1)
    return features, features[:, :2]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TrainJob]:
    """A training of a few steps, measured on the way: its best step is not the last one."""
    folder = tmp_path_factory.mktemp("evaluate")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GANEDITOR_HOME", str(folder / "home"))
        patch.setattr("ganeditor.checkpoints.classifiers.open_classifier", lambda *_: Classifier(colours, "c", "c", 8))
        (folder / "discs").mkdir()
        for index, pixels in enumerate(discs().pixels):
            Image.fromarray(pixels).save(folder / "discs" / f"{index}.png")
        job = TrainJob("dcgan", folder / "discs", folder / "run", TINY)
        falling = iter([3.0, 1.0, 2.0])
        run_job(job, precision="float32", measure=lambda _data: lambda _networks: {"FID(c)": next(falling)})
        yield job


def evaluated(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict:
    assert cli.main(["evaluate", *arguments, "--json", "--device", "cpu"]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_run_is_measured_at_its_start_best_and_end(run: TrainJob, capsys: pytest.CaptureFixture[str]) -> None:
    report = evaluated(capsys, str(run.folder), str(run.pictures), "--metrics", "fid,kid")
    assert [(state["name"], state["step"]) for state in report["states"]] == [("start", 0), ("best", 10), ("last", 12)]
    figures = [state["figures"] for state in report["states"]]
    assert all(set(rows) == {"FID(c)", "KID(c)"} for rows in figures)
    assert all(rows["FID(c)"]["low"] < rows["FID(c)"]["value"] < rows["FID(c)"]["high"] for rows in figures)
    assert len({rows["FID(c)"]["value"] for rows in figures}) == 3
    about = report["conditions"]
    assert (
        about["number"] == 40 and about["seed"] == 0 and "to 8 px" in about["resizing"] and "95 %" in about["interval"]
    )


def test_a_model_has_the_figures_of_the_run_that_it_was_made_of(
    run: TrainJob, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from ganeditor.training.job import data_of

    arguments = str(run.pictures), "--metrics", "fid", "--resamples", "2"
    pack = keep(run, data_of(run), tmp_path / "best", "CC0", "best.safetensors")
    (state,) = evaluated(capsys, str(pack), *arguments)["states"]
    best = evaluated(capsys, str(run.folder), *arguments)["states"][1]
    assert state["figures"] == best["figures"] and state["step"] is None
    assert "10 steps" in (pack / "README.md").read_text()


def test_what_cannot_be_measured_is_said(run: TrainJob, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    few = tmp_path / "few"
    few.mkdir()
    for index in range(3):
        Image.fromarray(discs(3).pixels[index]).save(few / f"{index}.png")
    assert cli.main(["evaluate", str(run.folder), str(few)]) == 1
    assert "has 3 pictures that can be used, and figures need 32" in capsys.readouterr().err
    assert cli.main(["evaluate", str(run.folder), str(few), "--metrics", "fud"]) == 1
    assert "no metric 'fud'; choose from fid, kid" in capsys.readouterr().err
    assert cli.main(["evaluate", "nothing-there", str(few)]) == 1
    assert "There is no model 'nothing-there'" in capsys.readouterr().err
