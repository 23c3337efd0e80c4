"""The loop: what it lowers, that it goes on as if it had not stopped, and what it says when it fails."""

import itertools
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import load_file

from ganeditor.checkpoints.packs import native
from ganeditor.checkpoints.packs.manifest import read_manifest
from ganeditor.checkpoints.packs.trained import Card
from ganeditor.engine.latent.generate import pictures, random_ws
from ganeditor.engine.model import FaceModel
from ganeditor.engine.networks.convolutional import (
    ConvolutionalDiscriminator,
    ConvolutionalSizes,
    ConvolutionalSynthesis,
)
from ganeditor.engine.networks.generator import LabelMapping
from ganeditor.errors import UserError
from ganeditor.files import remove_leftovers
from ganeditor.progress import Cancelled
from ganeditor.project.runs import FIGURES, STATE
from ganeditor.training.adversarial import Adversarial, Sampling
from ganeditor.training.augmentation import augmented
from ganeditor.training.draws import Draws, Share, order
from ganeditor.training.job import TrainJob, run_job
from ganeditor.training.loop import Outcome, fabric_for, train
from ganeditor.training.pictures import Pictures
from ganeditor.training.result import keep
from ganeditor.training.run import Run
from ganeditor.training.supply import Supply
from ganeditor.training.task import Data, Trainable, TrainSettings
from ganeditor.training.tasks.table import TASKS
from ganeditor.training.watching import YOUNG, Curves, verdicts

TINY = TrainSettings(side=16, batch=8, pictures=8 * 12, width=4, z_dim=8, interval=5, half_life=100)


def discs(count: int = 40, side: int = 16) -> Pictures:
    """Bright discs on dark ground, of two sizes: the classes."""
    random = np.random.default_rng(0)
    y, x = np.mgrid[:side, :side]
    labels = random.integers(0, 2, count)
    middles = side / 2 + random.uniform(-2, 2, (count, 2))
    radii = side * (0.2 + 0.15 * labels)
    far = np.hypot(y - middles[:, :1, None], x - middles[:, 1:, None]) - radii[:, None, None]
    grey = np.clip(128 - 60 * far, 20, 235).astype(np.uint8)
    return Pictures(np.repeat(grey[..., None], 3, 3), labels, ("small", "large"))


def trained(folder: Path, settings: TrainSettings = TINY, task: str = "dcgan", stop_at: int = 0) -> Outcome | None:
    """A training of a task on discs; with stop_at, it is cancelled before that step."""

    def progress(fraction: float, _text: str) -> None:
        if stop_at and fraction * settings.pictures >= stop_at * settings.batch:
            raise Cancelled

    data = Data(discs())
    torch.manual_seed(settings.seed)
    trainable = TASKS[task].build(settings, data)
    try:
        return train(trainable, data, settings, Run(folder), fabric_for("cpu", "float32"), progress)
    except Cancelled:
        return None


@pytest.mark.parametrize(("task", "stop_at"), [("dcgan", 7), ("stylegan2", 2)])
def test_stopped_and_resumed_is_bit_for_bit_the_same(task: str, stop_at: int, tmp_path: Path) -> None:
    settings = TINY
    if task == "stylegan2":  # whose layers draw noise by themselves
        settings = replace(TASKS[task].settings, side=16, batch=4, pictures=4 * 4, width=4, z_dim=8, interval=100)
    trained(tmp_path / "whole", settings, task)
    assert trained(tmp_path / "parts", settings, task, stop_at) is None
    assert Run(tmp_path / "parts").step == stop_at
    trained(tmp_path / "parts", settings, task)
    whole, parts = (load_file(tmp_path / name / STATE) for name in ("whole", "parts"))
    assert whole.keys() == parts.keys() and any(name.startswith("optimisers.") for name in whole)
    assert all(torch.equal(whole[name], parts[name]) for name in whole)


def test_a_seed_says_what_comes_out(tmp_path: Path) -> None:
    short = replace(TINY, pictures=16)
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        trained(tmp_path / name, replace(short, seed=seed))
    first, again, other = (load_file(tmp_path / name / STATE) for name in "abc")
    assert all(torch.equal(first[name], again[name]) for name in first)
    assert any(not torch.equal(first[name], other[name]) for name in first)


def test_a_killed_writer_leaves_the_state_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trained(tmp_path, replace(TINY, pictures=8 * 5))

    def torn(_tensors: object, path: Path, _metadata: object) -> None:
        Path(path).write_bytes(b"half of it")
        raise KeyboardInterrupt

    monkeypatch.setattr("ganeditor.training.run.save_file", torn)
    with pytest.raises(KeyboardInterrupt):
        trained(tmp_path)
    assert Run(tmp_path).step == 5
    assert load_file(tmp_path / STATE)


def test_compiled_networks_learn_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = torch.nn.Module.compile
    monkeypatch.setattr(torch.nn.Module, "compile", lambda network: own(network, backend="eager"))  # traced alone
    folder = tmp_path / "discs"
    folder.mkdir()
    for index, pixels in enumerate(discs(12).pixels):
        Image.fromarray(pixels).save(folder / f"{index}.png")
    settings = replace(TINY, pictures=8 * 4, interval=2, penalties=(("r1", 1.0),))
    for name, compiled in (("plain", False), ("compiled", True)):
        run_job(TrainJob("dcgan", folder, tmp_path / name, settings), precision="float32", compiled=compiled)
    plain, compiled = (load_file(tmp_path / name / STATE) for name in ("plain", "compiled"))
    assert plain.keys() == compiled.keys()
    assert all(torch.equal(plain[name], compiled[name]) for name in plain)
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    with pytest.raises(UserError, match=r"no C\+\+ compiler"):
        run_job(TrainJob("dcgan", folder, tmp_path / "none", settings), compiled=True)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a process that is a copy of this one")
def test_killed_while_it_saves_the_state_is_the_old_or_the_new(tmp_path: Path) -> None:
    run, network = Run(tmp_path), torch.nn.Linear(64, 64)

    def save(step: int) -> None:
        torch.nn.init.constant_(network.weight, step)
        run.save(step, network, {}, {})

    save(1)
    for moment in (0.0, 0.002, 0.005, 0.01, 0.02, 0.03):
        before, writer = run.step, os.fork()
        if not writer:
            try:
                for step in itertools.count(before + 1):
                    save(step)
            finally:
                os._exit(1)
        time.sleep(moment)
        os.kill(writer, signal.SIGKILL)
        os.waitpid(writer, 0)
        assert run.step >= before
        assert bool((load_file(tmp_path / STATE)["networks.weight"] == run.step).all())
    assert run.step > 1
    assert run.restore(network, {}, {}) == run.step
    remove_leftovers(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [STATE]


def test_curves_forget_what_the_state_has_not_seen(tmp_path: Path) -> None:
    run = Run(tmp_path)
    trained(tmp_path, replace(TINY, pictures=8 * 5))
    run.log(5000, {"generator": 1.0})
    (tmp_path / FIGURES).open("a").write('{"step": 5001, "gener')
    trained(tmp_path)
    steps = [row["step"] for row in run.rows(FIGURES)]
    assert steps == [5, 12]
    (tmp_path / STATE).unlink()
    trained(tmp_path, replace(TINY, pictures=8))
    assert [row["step"] for row in run.rows(FIGURES)] == [1]


class Exploding(Trainable):
    """Its weight is no number from the third step on."""

    def __init__(self) -> None:
        super().__init__()
        self.weight = torch.nn.Parameter(torch.ones(1))

    def parts(self) -> dict[str, torch.optim.Optimizer]:
        return {"all": torch.optim.SGD(self.parameters(), 0.1)}

    def step(self, step: object) -> dict[str, torch.Tensor]:
        loss = self.weight.sum() * (float("nan") if step.number >= 7 else 1.0)
        step.learn("all", loss)
        return {"loss": loss}

    def samples(self, draws: Draws, _data: Data) -> torch.Tensor:
        return draws.normal(3, 16, 16)


def test_what_is_no_number_ends_with_a_sentence_and_the_last_good_state(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"no longer finite at step 1\d .*state of step 5 is kept"):
        train(Exploding(), Data(discs()), TINY, Run(tmp_path), fabric_for("cpu", "float32"))
    assert float(load_file(tmp_path / STATE)["networks.weight"]) == pytest.approx(0.5)


def test_it_ends_early_when_a_measure_no_longer_falls(tmp_path: Path) -> None:
    figures = iter([3.0, 1.0, 2.0, 2.5, 4.0])
    settings = replace(TINY, pictures=8 * 100)
    data = Data(discs())
    trainable = TASKS["dcgan"].build(settings, data)
    run = Run(tmp_path)
    outcome = train(
        trainable,
        data,
        settings,
        run,
        fabric_for("cpu", "float32"),
        measure=lambda _networks: {"distance": next(figures)},
        patience=2,
    )
    assert outcome.stopped_early and outcome.steps == 20
    assert [row["distance"] for row in run.rows("measures.jsonl")] == [3.0, 1.0, 2.0, 2.5]
    assert (tmp_path / "best.safetensors").is_file()


def test_collapse_and_victory_are_said_in_words() -> None:
    data, curves = Data(discs()), Curves()
    alike = torch.zeros(16, 3, 16, 16) + 0.01 * torch.randn(16, 3, 16, 16)
    assert "mode collapse" in " ".join(verdicts(curves, alike, data, YOUNG + 1))
    assert verdicts(curves, alike, data, YOUNG) == []  # a generator that has just begun
    varied = torch.from_numpy(discs(16).pixels).permute(0, 3, 1, 2) / 127.5 - 1
    assert verdicts(curves, varied, data, YOUNG + 1) == []
    for _ in range(20):
        curves.add({"accuracy": torch.tensor(1.0)})
        curves.row()
    assert "it has won" in " ".join(verdicts(curves, varied, data, YOUNG + 1))


def test_every_picture_is_seen_once_an_epoch_and_processes_share_them() -> None:
    data = Data(discs(40))
    settings = replace(TINY, batch=10, flips=False, discriminator_steps=2)
    alone = Supply(data, replace(settings, batch=20), Share(), torch.device("cpu"))
    both = [Supply(data, settings, Share(rank, 2), torch.device("cpu")) for rank in range(2)]
    for step in range(2):
        for index in range(2):
            whole = alone.batch(step, index, alone.draws(step)).pictures
            halves = [one.batch(step, index, one.draws(step)).pictures for one in both]
            assert torch.equal(whole, torch.cat(halves))
    seen = torch.cat([alone.batch(0, index, alone.draws(0)).pictures for index in range(2)])
    assert len({tuple(row.flatten().tolist()) for row in seen}) == 40
    assert sorted(order(0, 3, 40)) == list(range(40)) and list(order(0, 3, 40)) != list(order(0, 4, 40))


def test_two_processes_draw_what_one_draws() -> None:
    whole = Draws(3, 5, 8, torch.device("cpu"), Share()).normal(4)
    halves = [Draws(3, 5, 4, torch.device("cpu"), Share(rank, 2)).normal(4) for rank in range(2)]
    assert torch.equal(whole, torch.cat(halves))


def together(folder: Path, count: int) -> None:
    """The same few steps, on one process or shared among several; nothing in these networks looks at its company."""
    settings = replace(TINY, batch=8 // count, pictures=8 * 3, penalties=(("r1", 1.0),), interval=100)
    torch.manual_seed(0)
    sizes = ConvolutionalSizes((8, 4), 8, normalised=False)
    generator = Sampling(LabelMapping(8), ConvolutionalSynthesis(sizes))
    networks = Adversarial(generator, ConvolutionalDiscriminator(sizes), settings, 0)
    fabric = fabric_for("cpu", "float32", count)
    fabric.launch()
    train(networks, Data(discs()), settings, Run(folder), fabric)


def test_two_processes_learn_what_one_learns_with_twice_the_batch(tmp_path: Path) -> None:
    script = tmp_path / "both.py"
    script.write_text(
        f"import os, sys\nfrom pathlib import Path\nsys.path.insert(0, {str(Path(__file__).parent)!r})\n"
        "from test_training import together\ntogether(Path(sys.argv[1]), 2)\nos._exit(0)\n"
    )
    torchrun = [sys.executable, "-m", "torch.distributed.run", "--nproc-per-node=2", "--standalone", str(script)]
    subprocess.run([*torchrun, str(tmp_path / "both")], check=True, env={**os.environ, "OMP_NUM_THREADS": "1"})
    together(tmp_path / "alone", 1)
    alone, both = (load_file(tmp_path / name / STATE) for name in ("alone", "both"))
    for name, tensor in alone.items():
        assert torch.allclose(tensor, both[name], atol=1e-5), name


def test_a_job_becomes_a_model_that_makes_the_same_pictures(tmp_path: Path) -> None:
    folder = tmp_path / "discs"
    shown = discs()
    for index, (pixels, label) in enumerate(zip(shown.pixels, shown.labels, strict=True)):
        place = folder / shown.names[label]
        place.mkdir(parents=True, exist_ok=True)
        Image.fromarray(pixels).save(place / f"{index}.png")
    (folder / "small" / "broken.png").write_bytes(b"no picture")
    job = TrainJob("cgan", folder, tmp_path / "run", TINY)
    said: list[str] = []
    outcome, data = run_job(job, precision="float32", say=said.append)
    assert outcome.steps == 12 and any("broken.png" in text for text in said)
    pack = keep(job, data, tmp_path / "models" / "discs", "CC0")
    model = native.load(pack)
    assert model.labels == ("large", "small") and read_manifest(pack).licence == "CC0"
    assert "96 in 12 steps of 8" in (pack / "README.md").read_text()
    state = load_file(job.folder / STATE)
    key = "synthesis.steps.0.weight"
    assert torch.equal(state[f"averaged.generator.{key}"], model.generator.state_dict()[key])
    label = np.eye(2, dtype=np.float32)[0]
    assert pictures(model, random_ws(model, [1, 2], 1.0, label=label)).shape == (2, 16, 16, 3)
    with pytest.raises(UserError, match="holds another training"):
        run_job(replace(job, task="dcgan"))
    longer = replace(job, settings=replace(TINY, pictures=TINY.pictures + 8))
    assert run_job(longer, precision="float32")[0].steps == 13


def test_changes_are_made_as_often_as_p_says_and_the_same_for_a_step() -> None:
    shown = torch.from_numpy(discs(40).pixels).permute(0, 3, 1, 2) / 127.5 - 1

    def changed(p: float, step: int = 0) -> torch.Tensor:
        return augmented(shown, p, Draws(0, step, 40, torch.device("cpu"), Share()))

    assert torch.equal(changed(0.0), shown)
    assert torch.equal(changed(0.5), changed(0.5)) and not torch.equal(changed(0.5), changed(0.5, 1))
    moved = [(changed(p) - shown).flatten(1).abs().amax(1) > 1e-4 for p in (0.02, 1.0)]
    assert moved[0].float().mean() < 0.6 and moved[1].all()
    leaning = shown.clone().requires_grad_(True)
    augmented(leaning, 1.0, Draws(0, 0, 40, torch.device("cpu"), Share())).sum().backward()
    assert leaning.grad is not None and bool(leaning.grad.any())


def apart(made: torch.Tensor, real: torch.Tensor) -> float:
    """Energy distance between two sets of pictures at 8 pixels (Székely and Rizzo 2013); 0 where they are alike."""
    one, other = (torch.nn.functional.interpolate(row.float(), (8, 8), mode="area").flatten(1) for row in (made, real))
    return float(2 * torch.cdist(one, other).mean() - torch.cdist(one, one).mean() - torch.cdist(other, other).mean())


QUICK = {"side": 16, "batch": 16, "width": 8, "z_dim": 8, "half_life": 200, "rate": 2e-3, "interval": 1000}
STEPS = {"stylegan2": 100, "cgan": 120, "biggan": 90}
"""Of those that learn slowly."""

SHARE = {"stylegan2": 0.75}
"""Of the first distance that is left; half of it for the others."""


ELSEWHERE = ("progan", "projected", "age-cgan", "srgan", "esrgan", "exemplar-eyes", "pix2pix", "colour", "cyclegan")
"""Tasks that have files of their own."""

GENERATORS = [name for name in TASKS if name not in ELSEWHERE]


@pytest.mark.parametrize("name", GENERATORS)
def test_a_task_lowers_its_own_measure_and_becomes_a_model(name: str, tmp_path: Path) -> None:
    task, data = TASKS[name], Data(discs())
    pictures_seen = 16 * STEPS.get(name, 60)
    settings = replace(task.settings, **QUICK, discriminator_rate=2e-3, pictures=pictures_seen)
    job = TrainJob(name, tmp_path, tmp_path / "run", settings)
    torch.manual_seed(0)
    trainable = task.build(settings, data)
    run = Run(job.folder)
    before = trainable.write(tmp_path / "models" / "before", Card("before", "1", "CC0", "none", "text"))
    train(trainable, data, settings, run, fabric_for("cpu", "float32"))
    after = keep(job, data, tmp_path / "models" / name, "CC0")
    real = torch.from_numpy(data.first.pixels.copy()).permute(0, 3, 1, 2) / 127.5 - 1
    first, last = (apart(random_pictures(native.load(pack)), real) for pack in (before, after))
    rows = run.rows(FIGURES)
    if "error" in rows[0]:
        assert rows[-1]["error"] < rows[0]["error"] / 2
    assert last < first * SHARE.get(name, 0.5)


def random_pictures(model: FaceModel) -> torch.Tensor:
    """40 of them, half of each class where there are two."""
    count = model.generator.mapping.c_dim
    labels = np.eye(2, dtype=np.float32) if count else [None]
    each = 40 // len(labels)
    ws = np.concatenate([random_ws(model, list(range(each)), 1.0, label=label) for label in labels])
    return torch.from_numpy(pictures(model, ws)).permute(0, 3, 1, 2) / 127.5 - 1
