"""What the frames of an animation show, and in which order: no pixels are made here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from ganeditor.errors import EditError

EASES: dict[str, Callable[[float], float]] = {
    "linear": lambda t: t,
    "smooth": lambda t: t * t * (3 - 2 * t),
}
"""How the change is spread over time: evenly, or starting and ending softly."""

Frame = npt.NDArray[np.uint8]
"""One picture of an animation, RGB [H, W, 3]."""

MAX_FRAMES = 2000


@dataclass(frozen=True)
class Timing:
    """How frames are played."""

    seconds_per_frame: float = 0.08
    ping_pong: bool = False  # forth and back
    loop: bool = True


def shares(frames: int, ease: str = "linear") -> list[float]:
    """Positions in [0, 1], the first 0 and the last 1, one for each frame."""
    if not 2 <= frames <= MAX_FRAMES:
        raise EditError(f"An animation can't have {frames} frames; ask for 2 to {MAX_FRAMES}.")
    if ease not in EASES:
        raise EditError(f"There is no ease '{ease}'; choose one of {', '.join(EASES)}.")
    return [EASES[ease](index / (frames - 1)) for index in range(frames)]


def sweep(start: float, end: float, frames: int, ease: str = "linear") -> list[float]:
    """Values from start to end, one for each frame."""
    return [start + (end - start) * share for share in shares(frames, ease)]


def age_changes(age_now: float, from_age: float, to_age: float, frames: int, ease: str = "linear") -> list[float]:
    """Changes in years that lead a face of age_now from from_age to to_age."""
    return [age - age_now for age in sweep(from_age, to_age, frames, ease)]


def playing_order(frames: int, ping_pong: bool) -> list[int]:
    """Indices in the order they are shown; forth and back shows neither end twice."""
    forth = list(range(frames))
    return forth + forth[-2:0:-1] if ping_pong else forth


def coarse_first(frames: int) -> list[int]:
    """An order of work in which every part of it is spread over the whole: a preview plays at once and fills in."""
    order, step = [0], 1 << max(0, frames - 1).bit_length()
    seen = {0}
    while step >= 1:
        for index in range(0, frames, step):
            if index not in seen:
                seen.add(index)
                order.append(index)
        step //= 2
    return order


def labelled(frame: Frame, text: str) -> Frame:
    """A copy of frame with text in the lower left corner."""
    image = Image.fromarray(frame)
    size = max(12, image.height // 16)
    ImageDraw.Draw(image).text(
        (size // 2, image.height - size // 2),
        text,
        fill="white",
        stroke_fill="black",
        stroke_width=max(1, size // 12),
        font=ImageFont.load_default(size),
        anchor="ld",
    )
    return np.asarray(image)


def identity_plot(distances: Sequence[float], labels: Sequence[str], limit: float) -> Image.Image:
    """A chart of the identity distance along the frames; frames beyond the limit are red."""
    width, height, edge = max(480, 14 * len(distances) + 100), 300, 50
    image = Image.new("RGB", (width, height), "white")
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(13)
    top = max(1.0, *distances)

    def place(index: int, value: float) -> tuple[float, float]:
        x = edge + (width - 2 * edge) * index / max(1, len(distances) - 1)
        return x, height - edge - (height - 2 * edge) * value / top

    for value in (0.0, limit, top):
        y = place(0, value)[1]
        draw.line((edge, y, width - edge, y), fill="#c33" if value == limit else "#ccc")
        draw.text((edge - 6, y), f"{value:.1f}", fill="#c33" if value == limit else "#666", font=font, anchor="rm")
    points = [place(index, value) for index, value in enumerate(distances)]
    draw.line(points, fill="#369", width=2)
    for (x, y), value in zip(points, distances, strict=True):
        draw.ellipse((x - 4, y - 4, x + 4, y + 4), fill="#c33" if value >= limit else "#369")
    for index in {0, len(labels) // 2, len(labels) - 1}:
        draw.text((points[index][0], height - edge + 8), labels[index], fill="#333", font=font, anchor="ma")
    draw.text((edge, 14), f"distance from the original face ({limit}: another person)", fill="#333", font=font)
    return image
