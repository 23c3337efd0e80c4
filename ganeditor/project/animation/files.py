"""Saving animations: GIF, animated WebP and PNG, MP4, and numbered pictures."""

import io
import shutil
import struct
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import GifImagePlugin, Image

from ganeditor.errors import EditError, PictureError
from ganeditor.files import atomic_write
from ganeditor.progress import Progress, silent
from ganeditor.project.animation.tracks import Frame, Timing, playing_order

Frames = Sequence[Frame]

PALETTE_SAMPLES = 12  # frames that the one palette is made from
ESTIMATE_FRAMES = 4  # frames that are encoded to estimate the size of all


@dataclass(frozen=True)
class AnimationOptions:
    """How an animation is saved."""

    timing: Timing = field(default_factory=Timing)
    dither: bool = True  # GIF only
    quality: int = 85  # WebP and MP4, 1 to 100


@dataclass(frozen=True)
class AnimationExporter:
    """One kind of animation."""

    label: str
    save: Callable[[Frames, list[int], Path, AnimationOptions, Progress], None]
    lossless: bool


def save_animation(
    frames: Frames, path: Path, options: AnimationOptions, progress: Progress = silent, *, overwrite: bool = False
) -> None:
    """Frames [H, W, 3] uint8, all of one size, to path; its suffix chooses the kind, none makes numbered PNGs.

    progress may raise Cancelled; then, and on any error, nothing is left behind.
    """
    exporter = exporter_for(path)
    if len({frame.shape for frame in frames}) != 1:
        raise EditError("The frames of an animation need one size; export each of them alone.")
    order = playing_order(len(frames), options.timing.ping_pong)
    if not path.suffix:
        _save_numbered(frames, order, path, progress, overwrite)
        return

    def write(target: Path) -> None:
        exporter.save(frames, order, target, options, progress)
        progress(1.0, "Saving")  # the last moment at which it can be stopped

    atomic_write(path, write, overwrite=overwrite)


def exporter_for(path: Path) -> AnimationExporter:
    """The row for path's suffix."""
    suffix = path.suffix.lower()
    if suffix not in ANIMATION_EXPORTERS:
        known = ", ".join(name for name in ANIMATION_EXPORTERS if name)
        raise PictureError(f"{path} can't be written as an animation; use {known}, or a folder for numbered pictures.")
    return ANIMATION_EXPORTERS[suffix]


def estimated_bytes(frames: Frames, count: int, suffix: str, options: AnimationOptions) -> int:
    """About how large an animation of count frames would be, from the first frames that are there."""
    sample = frames[:ESTIMATE_FRAMES]
    if len(sample) < 2:
        raise EditError("Two frames are needed to estimate the size of an animation.")
    still = AnimationOptions(Timing(options.timing.seconds_per_frame), options.dither, options.quality)
    with tempfile.TemporaryDirectory() as folder:
        sizes = []
        for part in (sample[:1], sample):
            path = Path(folder) / f"{len(part)}{suffix}"
            exporter_for(path).save(part, list(range(len(part))), path, still, silent)
            sizes.append(path.stat().st_size)
    shown = len(playing_order(count, options.timing.ping_pong))
    return round(sizes[0] + (sizes[1] - sizes[0]) / (len(sample) - 1) * (shown - 1))


def real_seconds(seconds_per_frame: float, suffix: str) -> float:
    """The frame time that a format keeps: GIF counts in hundredths, WebP and PNG in thousandths of a second."""
    unit = 0.01 if suffix.lower() == ".gif" else 0.001
    return max(2 * unit if suffix.lower() == ".gif" else unit, round(seconds_per_frame / unit) * unit)


def rounded(seconds_per_frame: float, suffix: str) -> str:
    """A sentence, if a format can't keep a frame time; empty if it can."""
    real = real_seconds(seconds_per_frame, suffix)
    if not suffix or abs(real - seconds_per_frame) < 1e-6:
        return ""
    return f"A frame is shown for {real:g} s and not for {seconds_per_frame:g} s, which {suffix} can't say."


def _save_gif(frames: Frames, order: list[int], path: Path, options: AnimationOptions, progress: Progress) -> None:
    """One palette for all frames; each frame stores only the rectangle in which it differs from the one before."""
    palette = _palette(frames)
    dither = Image.Dither.FLOYDSTEINBERG if options.dither else Image.Dither.NONE
    height, width = frames[0].shape[:2]
    delay = round(real_seconds(options.timing.seconds_per_frame, ".gif") * 100)
    first = np.asarray(Image.fromarray(frames[0]).quantize(palette=palette, dither=dither))
    indexed: dict[int, npt.NDArray[np.uint8]] = {}
    with path.open("wb") as file:
        colours = bytes(palette.getpalette() or []).ljust(768, b"\0")[:768]
        file.write(b"GIF89a" + struct.pack("<HHBBB", width, height, 0xF7, 0, 0) + colours)
        if options.timing.loop:
            file.write(b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00")
        shown: npt.NDArray[np.uint8] | None = None
        for place, index in enumerate(order):
            progress(place / len(order), "Saving")
            if index not in indexed:
                quantized = np.asarray(Image.fromarray(frames[index]).quantize(palette=palette, dither=dither))
                # Dithering carries errors along; where the picture stands still, its indices have to as well.
                indexed[index] = np.where((frames[index] == frames[0]).all(2), first, quantized)
            x0, y0, x1, y1 = _changed(shown, indexed[index])
            image = Image.fromarray(np.ascontiguousarray(indexed[index][y0:y1, x0:x1]), mode="P")
            image.putpalette(colours)
            file.write(b"\x21\xf9\x04\x04" + struct.pack("<H", delay) + b"\x00\x00")
            for block in GifImagePlugin.getdata(image, (x0, y0), include_color_table=False):
                file.write(block)
            shown = indexed[index]
        file.write(b"\x3b")


def _palette(frames: Frames) -> Image.Image:
    chosen = frames[:: max(1, len(frames) // PALETTE_SAMPLES)]
    step = max(1, round((chosen[0].shape[0] * chosen[0].shape[1] * len(chosen) / 400_000) ** 0.5))
    pixels = np.concatenate([frame[::step, ::step].reshape(-1, 3) for frame in chosen])
    return Image.fromarray(pixels[None]).quantize(256, method=Image.Quantize.MEDIANCUT, kmeans=1)


def _changed(before: npt.NDArray[np.uint8] | None, now: npt.NDArray[np.uint8]) -> tuple[int, int, int, int]:
    """The rectangle in which now differs; a single pixel where nothing does, since a frame can't be empty."""
    if before is None:
        return 0, 0, now.shape[1], now.shape[0]
    different = before != now
    rows, columns = np.flatnonzero(different.any(1)), np.flatnonzero(different.any(0))
    if not len(rows):
        return 0, 0, 1, 1
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def _save_webp(frames: Frames, order: list[int], path: Path, options: AnimationOptions, progress: Progress) -> None:
    _save_with_pillow(frames, order, path, options, progress, format="WEBP", quality=options.quality, method=4)


def _save_apng(frames: Frames, order: list[int], path: Path, options: AnimationOptions, progress: Progress) -> None:
    _save_with_pillow(frames, order, path, options, progress, format="PNG")


def _save_with_pillow(
    frames: Frames, order: list[int], path: Path, options: AnimationOptions, progress: Progress, **more: Any
) -> None:
    stream = io.BytesIO()
    Image.fromarray(frames[order[0]]).save(
        stream,
        save_all=True,
        append_images=_Images(frames, order[1:], progress),
        duration=round(options.timing.seconds_per_frame * 1000),
        loop=0 if options.timing.loop else 1,
        **more,
    )
    path.write_bytes(stream.getbuffer())


class _Images:
    """Frames as Pillow's pictures, made one by one, as often as Pillow goes through them."""

    def __init__(self, frames: Frames, order: list[int], progress: Progress) -> None:
        self._frames, self._order, self._progress = frames, order, progress

    def __iter__(self) -> Iterator[Image.Image]:
        for place, index in enumerate(self._order):
            self._progress(place / len(self._order), "Saving")
            yield Image.fromarray(self._frames[index])


def _save_mp4(frames: Frames, order: list[int], path: Path, options: AnimationOptions, progress: Progress) -> None:
    import imageio_ffmpeg

    height, width = frames[0].shape[:2]
    # H.264 takes even sizes; the last row or column is repeated rather than the picture scaled.
    pad = ((0, height % 2), (0, width % 2), (0, 0))
    writer = imageio_ffmpeg.write_frames(
        str(path),
        (width + width % 2, height + height % 2),
        fps=1 / options.timing.seconds_per_frame,
        codec="libx264",
        quality=None,
        macro_block_size=2,
        output_params=["-crf", str(round(51 - options.quality * 0.4)), "-movflags", "+faststart"],
    )
    writer.send(None)
    try:
        for place, index in enumerate(order):
            progress(place / len(order), "Saving")
            writer.send(np.ascontiguousarray(np.pad(frames[index], pad, mode="edge")))
    finally:
        writer.close()


def _save_numbered(frames: Frames, order: list[int], folder: Path, progress: Progress, overwrite: bool) -> None:
    """0001.png, 0002.png … in folder, which appears only when all are written."""
    if folder.exists() and (not overwrite or not folder.is_dir() or any(folder.iterdir())):
        raise PictureError(f"{folder} exists already; choose a new or empty folder for numbered pictures.")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=".frames-", dir=folder.parent))
    except OSError as error:
        raise PictureError(f"{folder} can't be made ({error.strerror}); choose another place.") from None
    try:
        for place, index in enumerate(order):
            progress(place / len(order), "Saving")
            Image.fromarray(frames[index]).save(temporary / f"{place + 1:04d}.png")
        if folder.exists():
            folder.rmdir()
        temporary.rename(folder)
    except OSError as error:
        raise PictureError(f"{folder} can't be written ({error.strerror}); choose another place.") from None
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


ANIMATION_EXPORTERS = {
    ".gif": AnimationExporter("GIF", _save_gif, lossless=False),
    ".webp": AnimationExporter("Animated WebP", _save_webp, lossless=False),
    ".apng": AnimationExporter("Animated PNG", _save_apng, lossless=True),
    ".png": AnimationExporter("Animated PNG", _save_apng, lossless=True),
    ".mp4": AnimationExporter("MP4 video", _save_mp4, lossless=False),
    "": AnimationExporter("Numbered PNGs", _save_apng, lossless=True),
}
"""By suffix; an animation without one is a folder of numbered pictures."""
