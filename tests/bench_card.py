"""Measures sliders, inversion and training on a graphics card beside the same machine's processor; Markdown tables.

.venv/bin/python tests/bench_card.py [--device cuda] [--threads N]
"""

import argparse
import statistics
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import torch
from skimage.data import astronaut

from ganeditor.checkpoints.assembly import EditorOptions, open_editor
from ganeditor.edits.latent import LatentEdit
from ganeditor.engine.latent.invert import InversionSettings
from ganeditor.opencv import cv2
from ganeditor.training import loop
from ganeditor.training.draws import Share
from ganeditor.training.pictures import Pictures
from ganeditor.training.recorded import WARM_UP, Recorder, on_card
from ganeditor.training.supply import Supply
from ganeditor.training.task import Data, Step, TrainSettings
from ganeditor.training.tasks.table import TASKS

TRAININGS = (("dcgan", 64, {}), ("r3gan", 64, {}), ("stylegan2", 64, {}), ("stylegan2", 256, {"width": 32, "batch": 8}))
"""Tasks, the pictures' side, and settings other than usual."""


def timed(work: Callable[[], object], device: str, repeats: int) -> float:
    """Median seconds; the card has done all when they end."""
    times = []
    for _ in range(repeats + 1):
        started = time.perf_counter()
        work()
        if device == "cuda":
            torch.cuda.synchronize()
        times.append(time.perf_counter() - started)
    return statistics.median(times[1:])


def bench_editing(device: str) -> dict[str, str]:
    editor = open_editor(EditorOptions(device=device, cache_megabytes=0))
    found = {}
    with torch.no_grad():
        model = editor.model
        for count in (1, 32):
            ws = model.generator.sample_ws(torch.randn(count, model.generator.mapping.z_dim, device=model.device))
            seconds = timed(lambda ws=ws: model.generator(ws, "none"), device, 10)
            found[f"synthesis of {count}, {model.resolution} px"] = f"{seconds * 1e3:.1f} ms"
    photo = cv2.resize(astronaut()[0:270, 50:410], (4000, 3000), interpolation=cv2.INTER_CUBIC)
    (face,) = editor.set_photo(photo)
    editor.guess(face.id)
    target, ages = photo.copy(), iter(np.linspace(10, 20, 1000))

    def slide() -> None:
        editor.overlay(face.id, [LatentEdit({"age": float(next(ages))})]).apply_to(target)

    found["slider change into 12 MP"] = f"{timed(slide, device, 20) * 1e3:.0f} ms"
    (face,) = editor.set_photo(astronaut())
    seeds = iter(range(1, 100))  # another each time, or the cache would answer

    def invert() -> None:
        editor.invert(face.id, InversionSettings(seed=next(seeds)))

    seconds = timed(invert, device, 3 if device == "cuda" else 1)
    steps = InversionSettings().steps
    found[f"inversion, {steps} steps"] = f"{seconds:.2f} s (MSE {editor.figures(face.id).mse:.4f})"
    return found


def steps_a_second(task: str, settings: TrainSettings, data: Data, device: str, precision: str, played: bool) -> float:
    """Of a training whose steps are taken one by one, or played."""
    torch.manual_seed(0)
    trainable = TASKS[task].build(settings, data).to(device)
    trainable.train()
    optimisers, fabric = trainable.parts(), loop.fabric_for(device, precision)
    supply = Supply(data, settings, Share(), torch.device(device))

    def fresh(number: int) -> Step:
        return loop._Step(number, supply, optimisers, fabric)

    def learn(step: Step) -> dict[str, torch.Tensor]:
        with fabric.autocast():
            return trainable.step(step)

    recorder = Recorder(learn, fresh, trainable.kind, on_card, print)
    take = recorder.take if played else lambda number: learn(fresh(number))
    first = 16 * (WARM_UP + 1) if device == "cuda" else 1  # all kinds are recorded by then
    for number in range(first):
        take(number)
    if device == "cuda":
        torch.cuda.synchronize()
    began, number = time.perf_counter(), first
    while time.perf_counter() - began < 3:
        for _ in range(16 if device == "cuda" else 1):
            take(number)
            number += 1
        if device == "cuda":
            torch.cuda.synchronize()
    return (number - first) / (time.perf_counter() - began)


def bench_training(device: str) -> None:
    print("\n| training, steps a second | processor | card, float32 | card, bfloat16 | the same, played | gain |")
    print("|---|---|---|---|---|---|")
    for name, side, own in TRAININGS:
        random = np.random.default_rng(0)
        data = Data(Pictures(random.integers(0, 255, (256, side, side, 3), np.uint8), np.zeros(256, np.int64), ()))
        settings = replace(TASKS[name].settings, side=side, **own)
        found = [
            steps_a_second(name, settings, data, *way)
            for way in (
                ("cpu", "auto", False),
                (device, "float32", False),
                (device, "bfloat16", False),
                (device, "bfloat16", True),
            )
        ]
        shown = " | ".join(f"{value:.3g}" for value in found)
        print(f"| {name}, {side} px, {settings.batch} pictures | {shown} | {found[3] / found[2]:.1f}× |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--device", default="cuda")
    parser.add_argument("--threads", type=int, default=0)
    args = parser.parse_args()
    if args.threads:
        torch.set_num_threads(args.threads)
    card = torch.cuda.get_device_name() if args.device == "cuda" else args.device
    print(f"torch {torch.__version__}, {card}, {torch.get_num_threads()} threads\n", flush=True)
    ours, plain = bench_editing(args.device), bench_editing("cpu")
    print("| what | card | processor |\n|---|---|---|")
    for what, value in ours.items():
        print(f"| {what} | {value} | {plain[what]} |", flush=True)
    bench_training(args.device)


if __name__ == "__main__":
    main()
