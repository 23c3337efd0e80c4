"""Measures the engine against a plain float32 version in the same run; prints a Markdown table.

    .venv/bin/python tests/bench_engine.py [--threads 2]

The plain version is the textbook one: weights modulated for each sample, float32 everywhere, weights that ask for
gradients, and a paste-back that goes over the whole photo.
"""

import argparse
import contextlib
import math
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from unittest import mock

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from skimage.data import astronaut

from ganeditor.checkpoints.assembly import EditorOptions, open_editor
from ganeditor.edits.eyes import EyesEdit
from ganeditor.edits.latent import LatentEdit
from ganeditor.engine.latent import invert as invert_module
from ganeditor.engine.latent.invert import InversionSettings
from ganeditor.engine.latent.space import Change
from ganeditor.engine.networks import generator as generator_module
from ganeditor.engine.networks.ops import biased_activation
from ganeditor.engine.paste import face_mask
from ganeditor.opencv import cv2
from ganeditor.project.assets import sha256
from ganeditor.project.document import Document, Set
from ganeditor.project.document import Photo as PhotoFile
from ganeditor.project.render import Rendering
from ganeditor.ui.session.drawing import PREVIEW_SIDE
from ganeditor.ui.session.photos import Preview, Remembered
from ganeditor.ui.widgets.qimage import ShownPicture, to_bgra


def row(what: str, limit: str, ours: float, plain: float) -> None:
    def shown(seconds: float) -> str:
        return f"{seconds:.1f} s" if seconds >= 1 else f"{seconds * 1e3:.0f} ms"

    print(f"| {what} | {limit} | {shown(ours)} | {shown(plain)} | {plain / ours:.1f}× |", flush=True)


def median_seconds(work: Callable[[], object], repeats: int) -> float:
    work()
    times = []
    for _ in range(repeats):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def plain_modulated_conv(x, weight, styles, up_kernel=None):
    """One scaled and demodulated weight for each sample, as in the paper's equations."""
    scaled = weight[None] * styles[:, None, :, None, None]
    scaled = scaled * (scaled.square().sum((2, 3, 4), keepdim=True) + 1e-8).rsqrt()
    samples, outputs = scaled.shape[:2]
    x = x.reshape(1, -1, *x.shape[2:])
    if up_kernel is None:
        y = F.conv2d(x, scaled.flatten(0, 1), padding=1, groups=samples)
    else:
        y = F.conv_transpose2d(x, scaled.transpose(1, 2).flatten(0, 1), stride=2, groups=samples)
        kernel = (up_kernel * 4).expand(y.shape[1], 1, -1, -1)
        y = F.conv2d(y, kernel, padding=1, groups=y.shape[1])
    return y.reshape(samples, outputs, *y.shape[2:]), torch.ones(samples, outputs)


def plain_activation(x, scale, bias, noise=None, clamp=None, gain=1.0):
    """Demodulation, noise, bias, leaky ReLU and gain, a pass each."""
    x = x * scale[:, :, None, None]
    return biased_activation(x if noise is None else x + noise, bias, clamp, gain)


def plain_modules():
    """The synthesis as a paper's equations have it."""
    patches = contextlib.ExitStack()
    patches.enter_context(mock.patch.object(generator_module, "modulated_conv", plain_modulated_conv))
    patches.enter_context(mock.patch.object(generator_module, "scaled_activation", plain_activation))
    return patches


def plain_slider(editor, face, photo) -> np.ndarray:
    """Two syntheses, and mask and difference drawn over the whole photo in float."""
    model, state = editor.model, editor._state(face.id)
    side = model.resolution
    ws = torch.from_numpy(state.inversion.ws)
    moved = model.latents.edit(ws, {"smile": Change(1.0)}, 40.0)
    with torch.no_grad():
        before, after = model.generator(torch.stack([ws, moved]), "none").permute(0, 2, 3, 1).numpy() * 127.5
    matrix = np.linalg.inv(np.vstack([state.matrix, [0, 0, 1]]))[:2]
    size = photo.shape[1], photo.shape[0]
    mask = cv2.warpAffine(face_mask(face.landmarks @ state.matrix[:, :2].T + state.matrix[:, 2], side), matrix, size)
    difference = cv2.warpAffine(after - before, matrix, size, flags=cv2.INTER_CUBIC)
    return np.clip(np.rint(photo + mask[..., None] * difference), 0, 255).astype(np.uint8)


def peak_memory(path: Path) -> float:
    """Gigabytes at the peak of a whole `ganeditor edit` of the photo."""
    code = (
        "import resource, sys; from ganeditor.cli import main;"
        f"path = {str(path)!r}; options = '--set age=20 --steps 20 --no-cache -o'.split();"
        "code = main(['edit', path, *options, path + '.out.jpg']);"
        "sys.stderr.write(f'\\nPEAK {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}'); sys.exit(code)"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return int(result.stderr.rsplit("PEAK ", 1)[1]) * 1024 / 1e9


def large_photo(width: int, height: int) -> np.ndarray:
    """The astronaut's head and shoulders, enlarged to a portrait whose face is about a third of the width."""
    return cv2.resize(astronaut()[0:270, 50:410], (width, height), interpolation=cv2.INTER_CUBIC)


def bench_drag(editor) -> None:
    """Pictures a second that a worker of the window makes while a slider is dragged; plain is the full overlay."""
    photo = large_photo(6000, 4000)
    (face,) = editor.set_photo(photo)
    editor.guess(face.id)
    preview = Preview(photo, math.ceil(face.size / PREVIEW_SIDE), editor)
    whole, remembered = Rendering(photo), Remembered(editor)
    document = Document(PhotoFile("", "", photo.shape[1], photo.shape[0]))
    amounts = iter(np.linspace(1, 2, 1000))

    def draw(rendering, remembered, show) -> None:
        edit = Set(face.id, LatentEdit({"smile": float(next(amounts))}))
        rendering.update(document.with_edit(edit), remembered)
        x0, y0, x1, y1 = remembered.boxes[face.id]
        show(rendering.pixels[y0:y1, x0:x1])

    ours = 1 / median_seconds(lambda: draw(preview.rendering, preview.remembered, ShownPicture), 20)
    plain = 1 / median_seconds(lambda: draw(whole, remembered, to_bgra), 10)
    what = f"drag at 24 MP (face of {face.size:.0f} px); plain: at full size"
    print(f"| {what} | 15 a second | {ours:.1f} a second | {plain:.1f} a second | {ours / plain:.1f}× |")


def bench_eyes(editor) -> None:
    """Eyes of the same head in another photo, and a drag of a lid's slider as the window draws it."""
    photo = large_photo(4000, 3000)
    (face,) = editor.set_photo(photo)
    editor.guess(face.id)
    other = editor.sibling()
    (theirs,) = other.set_photo(astronaut())
    data = other.exemplar(theirs.id).to_bytes()
    editor.assets = {sha256(data): data}
    taken, target = EyesEdit(exemplar=sha256(data)), photo.copy()
    started = time.perf_counter()
    editor.prepare(face.id, [taken])
    editor.overlay(face.id, [taken]).apply_to(target)
    ours = time.perf_counter() - started
    again = median_seconds(lambda: editor.overlay(face.id, [taken]).apply_to(target), 5)
    what = "eyes from another photo into 12 MP; again, with the search known"
    print(f"| {what} | 12 s | {ours:.1f} s; {again:.2f} s | – | – |")
    preview = Preview(photo, math.ceil(face.size / PREVIEW_SIDE), editor)
    document, lids = Document(PhotoFile("", "", photo.shape[1], photo.shape[0])), iter(np.linspace(-1, 0, 1000))

    def slide() -> None:
        edit = Set(face.id, EyesEdit(lids_left=float(next(lids))))
        preview.rendering.update(document.with_edit(edit), preview.remembered)

    print(f"| drag of a lid at 12 MP | 15 a second | {1 / median_seconds(slide, 20):.0f} a second | – | – |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--threads", type=int, default=2)
    threads = parser.parse_args().threads
    torch.set_num_threads(threads)
    editor = open_editor(EditorOptions(device="cpu", cache_megabytes=0))
    model = editor.model
    print(f"torch {torch.__version__}, {threads} threads, search in {invert_module.search_dtype(model.device)}\n")
    print("| what | limit | here | plain float32 | ratio |\n|---|---|---|---|---|")

    ws = model.generator.sample_ws(torch.randn(1, 512))
    with torch.no_grad():
        ours = median_seconds(lambda: model.generator(ws, "none"), 30)
        with plain_modules():
            plain = median_seconds(lambda: model.generator(ws, "none"), 30)
    row(f"one synthesis, {model.resolution} px, float32", "0.7 of plain", ours, plain)
    with torch.no_grad():
        half = median_seconds(lambda: model.generator(ws, "none", torch.bfloat16), 30)
    row("the same in bfloat16", "", half, plain)

    photo = large_photo(4000, 3000)
    (face,) = editor.set_photo(photo)
    editor.guess(face.id)
    target = photo.copy()
    amounts = iter(np.linspace(1, 2, 1000))

    def slide() -> None:
        editor.overlay(face.id, [LatentEdit({"smile": float(next(amounts))})]).apply_to(target)

    ours = median_seconds(slide, 20)
    plain = median_seconds(lambda: plain_slider(editor, face, photo), 5)
    row(f"slider change into 12 MP (face of {face.size:.0f} px)", "120 ms", ours, plain)

    bench_drag(editor)
    bench_eyes(editor)

    (face,) = editor.set_photo(astronaut())
    started = time.perf_counter()
    best = editor.invert(face.id, InversionSettings(seed=1))
    ours, mse = time.perf_counter() - started, editor.figures(face.id).mse
    with (
        plain_modules(),
        mock.patch.object(invert_module, "search_dtype", lambda _device: torch.float32),
    ):
        plain_editor = open_editor(EditorOptions(device="cpu", cache_megabytes=0))
        plain_editor.networks.perceptual.network.network.float()
        plain_editor.networks.perceptual.network.dtype = torch.float32
        for parameter in (*plain_editor.model.generator.parameters(), *plain_editor.networks.perceptual.parameters()):
            parameter.requires_grad_(True)
        (face,) = plain_editor.set_photo(astronaut())
        started = time.perf_counter()
        plain_editor.invert(face.id, InversionSettings(seed=1))
        plain, plain_mse = time.perf_counter() - started, plain_editor.figures(face.id).mse
    row(f"inversion, {best.steps} steps (MSE {mse:.4f}, plain {plain_mse:.4f})", "20 s", ours, plain)

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.jpg"
        Image.fromarray(large_photo(6000, 4000)).save(path, quality=92)
        print(f"| peak memory, edit of a 24 MP JPEG | 1.5 GB | {peak_memory(path):.2f} GB | – | – |")
    print(f"\nThis script's own peak: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9:.2f} GB")


if __name__ == "__main__":
    main()
