"""Faces in a clip, frame by frame, beside what the same takes photo by photo: `python tests/bench_video.py`.

The clip is 640×480: somebody whom the bundled generator draws turns, nods, speaks and sways under light that changes.
Plain is what a photo gets: faces are looked for, inverted and edited anew in each frame. Reading and writing of files
are not in it.
"""

import argparse
import resource
import sys
import time
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).parent.parent))
from ganeditor.checkpoints.assembly import EditorOptions, open_editor
from ganeditor.edits.latent import LatentEdit
from ganeditor.edits.operation import Operation
from ganeditor.edits.swap import SwapEdit
from ganeditor.engine.cache import LatentCache
from ganeditor.engine.editor import FaceEditor
from ganeditor.engine.latent.generate import pictures
from ganeditor.engine.latent.invert import InversionSettings
from ganeditor.engine.latent.space import Change
from ganeditor.engine.moving.moving import Moving
from ganeditor.opencv import cv2
from ganeditor.project.assets import Assets

RATE = 25
SIZE_WH = 640, 480


@dataclass
class Made:
    """A Frame."""

    number: int
    time: Fraction
    picture: np.ndarray


def person(editor: FaceEditor, seed: int) -> torch.Tensor:
    space = editor.model.latents
    random = torch.randn(space.factor.shape[1], generator=torch.Generator().manual_seed(seed))
    return (space.mean + 0.7 * space.factor @ random).expand(editor.model.generator.num_ws, -1)


def clip(editor: FaceEditor, count: int) -> list[Made]:
    ws, made = person(editor, 3), []
    for number in range(count):
        turn = 2 * np.pi * number / count
        moves = {"yaw": np.sin(turn), "pitch": 0.5 * np.sin(2 * turn), "mouth_open": np.sin(5 * turn)}
        changes = {name: Change(float(amount)) for name, amount in moves.items()}
        face = pictures(editor.model, editor.model.latents.edit(ws, changes, 30.0)[None].numpy())[0]
        matrix = np.array([[1.1, 0.1 * np.sin(turn), 180 + 40 * np.sin(turn)], [-0.1 * np.sin(turn), 1.1, 110]])
        shown = cv2.warpAffine(face, matrix, SIZE_WH, borderMode=cv2.BORDER_REFLECT).astype(np.float32)
        lit = shown * (1 + 0.2 * np.sin(turn)) + np.random.default_rng(number).normal(0, 2, shown.shape)
        made.append(Made(number, Fraction(number, RATE), np.clip(lit, 0, 255).astype(np.uint8)))
    return made


def source(editor: FaceEditor) -> bytes:
    other = editor.sibling()
    (face,) = other.set_photo(pictures(editor.model, person(editor, 4)[None].numpy())[0])
    other.invert(face.id)
    return other.source_face(face.id).to_bytes()


def megabytes() -> float:
    """In use now, not at the worst."""
    pages = int(Path("/proc/self/statm").read_text().split()[1]) if sys.platform == "linux" else 0
    return pages * resource.getpagesize() / 1e6


def plain(editor: FaceEditor, operation: Operation, frames: list[Made]) -> float:
    """Seconds for each frame."""
    other = editor.sibling()
    other.assets = editor.assets
    started = time.perf_counter()
    for frame in frames:
        picture = frame.picture.copy()
        for face in other.set_photo(picture):
            other.invert(face.id)
            other.overlay(face.id, [operation]).apply_to(picture)
    return (time.perf_counter() - started) / len(frames)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--frames", type=int, default=300)
    parser.add_argument("--slow-frames", type=int, default=50)
    args = parser.parse_args()
    editor = open_editor(EditorOptions(device="cpu", threads=args.threads, cache_megabytes=0))
    editor.assets = assets = Assets()
    made = clip(editor, 50)
    print(f"torch {torch.__version__}, {args.threads} threads\n")
    print("| what | start | frames a second | plain | ratio | memory after 50 frames, after all |")
    print("|---|---|---|---|---|---|")
    swap = SwapEdit(assets.add(source(editor)))
    for label, operation, count in (
        ("swap", swap, args.frames),
        ("age +30", LatentEdit({"age": 30.0}), args.slow_frames),
    ):
        editor.cache = LatentCache()  # nothing is known of the pictures from the row before
        moving = Moving(editor, [operation])
        started = time.perf_counter()
        moving.meet(made[::6], settings=InversionSettings())
        start = time.perf_counter() - started
        started, early = time.perf_counter(), 0.0
        for number in range(count):
            frame = made[number % len(made)]
            moving.draw(Made(number, Fraction(number, RATE), frame.picture))
            early = megabytes() if number == 49 else early
        rate = count / (time.perf_counter() - started)
        memory = f"{early:.0f} MB, {megabytes():.0f} MB"
        editor.cache = LatentCache()
        slow = 1 / plain(editor, operation, made[20:22])
        print(
            f"| {label} | {start:.0f} s | {rate:.1f} | {slow:.2f} | {rate / slow:.0f}× | {memory} |",
            flush=True,
        )
        assert moving.frames_lost == 0


if __name__ == "__main__":
    main()
