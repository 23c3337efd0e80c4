"""ganeditor evaluate: a run's states and a model, with a classifier whose features are known."""

import copy
import itertools
import json
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from PIL import Image
from test_training import TINY, discs

from ganeditor import cli
from ganeditor.checkpoints.classifiers import INCEPTION_FILE, open_classifier
from ganeditor.engine.classifier import Classifier
from ganeditor.errors import ModelError, UserError
from ganeditor.training.job import TrainJob, data_of, run_job
from ganeditor.training.result import keep
from ganeditor.training.run import Run
from ganeditor.training.tasks.table import TASKS


def colours(images: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """A quarter of a picture each: its mean colour, and a guess which of two it is."""
    features = torch.nn.functional.adaptive_avg_pool2d(images, 2)[:, 0].flatten(1)
    return features, features[:, :2]


@pytest.fixture(autouse=True)
def classifier(monkeypatch: pytest.MonkeyPatch) -> None:
    for user in ("judges", "measure"):
        monkeypatch.setattr(
            f"ganeditor.training.metrics.{user}.open_classifier", lambda *_: Classifier(colours, "c", "c", 8)
        )


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> TrainJob:
    """A training of a few steps, measured on the way: its best step is not the last one."""
    folder = tmp_path_factory.mktemp("evaluate")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GANEDITOR_HOME", str(folder / "home"))
        (folder / "discs").mkdir()
        for index, pixels in enumerate(discs().pixels):
            Image.fromarray(pixels).save(folder / "discs" / f"{index}.png")
        falling = iter([3.0, 1.0, 2.0])
        patch.setattr("ganeditor.training.job.measure_of", lambda *_: lambda _networks: {"FID(c)": next(falling)})
        job = TrainJob("dcgan", folder / "discs", folder / "run", replace(TINY, measure="fid"))
        run_job(job, precision="float32")
    return job


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
    arguments = str(run.pictures), "--metrics", "fid", "--resamples", "2"
    pack = keep(run, data_of(run), tmp_path / "best", "CC0", "best.safetensors")
    (state,) = evaluated(capsys, str(pack), *arguments)["states"]
    best = evaluated(capsys, str(run.folder), *arguments)["states"][1]
    assert state["figures"] == best["figures"] and state["step"] is None
    assert "10 steps" in (pack / "README.md").read_text()


def test_all_figures_of_a_model(run: TrainJob, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pack = keep(run, data_of(run), tmp_path / "last", "CC0")
    quick = "--inverted", "2", "--steps", "2", "--resamples", "2"
    (state,) = evaluated(capsys, str(pack), str(run.pictures), "--metrics", "all", *quick)["states"]
    figures = state["figures"]
    for name in ("precision(c)", "recall(c)", "coverage(c)"):
        assert 0 <= figures[name]["value"] <= 1
    assert figures["IS(c)"]["value"] >= 1 and figures["KID(c)"]["number"] == 40
    assert figures["PPL(lite0)"]["value"] > 0 and figures["LPIPS diversity(lite0)"]["number"] == 20
    assert figures["reconstruction(lite0)"]["number"] == figures["reconstruction, dB"]["number"] == 2
    assert "identity distance" not in figures  # faces are seen in none of the discs


def test_a_plot_shows_each_figure_over_the_steps(
    run: TrainJob, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = [str(run.folder), str(run.pictures), "--metrics", "fid,is", "--resamples", "2"]
    evaluated(capsys, *arguments, "--plot", str(tmp_path / "plot.svg"))
    drawn = (tmp_path / "plot.svg").read_text()
    assert all(text in drawn for text in ("FID(c)", "IS(c)", "start", "best", "last", "on the way"))
    assert cli.main(["evaluate", *arguments, "--plot", str(tmp_path / "plot.doc")]) == 1
    assert "no name of a plot; end it with one of .png, .svg, .pdf" in capsys.readouterr().err


def test_a_training_is_measured_on_the_way_and_ends_when_it_gets_no_better(run: TrainJob, tmp_path: Path) -> None:
    settings = replace(TINY, measure="kid", measured=32, patience=1, interval=2, pictures=8 * 200, rate=0.005)
    job = replace(run, folder=tmp_path / "measured", settings=settings)
    outcome, _data = run_job(job, precision="float32")
    rows = Run(job.folder).rows("measures.jsonl")
    values = [row["KID(c)"] for row in rows]
    assert outcome.stopped_early and outcome.steps == 2 * len(values) < 200
    assert values[-1] >= values[-2] and all(late < early for early, late in itertools.pairwise(values[:-1]))
    assert Run(job.folder).step_of("best.safetensors") == outcome.steps - 2
    # The same again has nothing to do; with more patience it goes on.
    assert run_job(job, precision="float32")[0].steps == outcome.steps
    patient = replace(job, settings=replace(settings, patience=2))
    assert run_job(patient, precision="float32")[0].steps > outcome.steps


def test_what_is_made_of_pictures_is_not_measured(run: TrainJob, tmp_path: Path) -> None:
    job = replace(
        run, task="srgan", folder=tmp_path / "run", settings=replace(TASKS["srgan"].settings, side=16, width=4)
    )
    with pytest.raises(UserError, match="makes pictures of others"):
        run_job(replace(job, settings=replace(job.settings, measure="fid")), precision="float32")


def test_fid_is_of_inception_where_its_file_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The true weights were not at hand: a small network stands for InceptionV3, whose sizes test_metrics checks."""
    torch.manual_seed(0)
    network = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(12, 5))
    monkeypatch.setattr("ganeditor.engine.networks.inception.InceptionV3", lambda: copy.deepcopy(network))
    lite, place = torch.device("cpu"), tmp_path / INCEPTION_FILE
    assert open_classifier("auto", tmp_path, lite).mark == "lite0"
    with pytest.raises(ModelError, match="is missing; get it from pytorch-fid"):
        open_classifier("inception", tmp_path, lite)
    torch.save(network.state_dict(), place)
    found = open_classifier("auto", tmp_path, lite)
    assert found.mark == "" and found.side == 299
    torch.save({"1.weight": torch.zeros(5, 12)}, place)
    with pytest.raises(ModelError, match=r"not the file of pytorch-fid .*'1.bias' is missing.*; get it again"):
        open_classifier("auto", tmp_path, lite)


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
