"""What the Generate and Animate windows show, as frozen values, and the verbs they may ask for."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from ganeditor.project.animation.files import AnimationOptions
from ganeditor.ui.widgets.values import Picture8

Latents = npt.NDArray[np.float32]
"""[num_ws, w_dim]"""

# --- generate --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class LabelChoice:
    """Of a conditional generator: the second label's share is blend, in [0, 1]."""

    first: int = 0
    second: int = 0
    blend: float = 0.0


@dataclass(frozen=True)
class GenerateChoice:
    """Which random faces are made; the first has seed, the others those that follow."""

    seed: int = 0
    count: int = 24
    psi: float = 0.7  # truncation: 0 is the mean face, 1 anything
    cutoff: int | None = None  # only the first layers are truncated; None is all
    label: LabelChoice = LabelChoice()


@dataclass(frozen=True, eq=False)
class Sample:
    """A made face."""

    name: str
    ws: Latents
    picture: Picture8 | None = None  # until it has been computed
    realism: float | None = None  # the higher the more plausible; comes with the picture
    seed: int | None = None  # of a random one
    choice: GenerateChoice | None = None


@dataclass(frozen=True, eq=False)
class Mix:
    """What is taken from the second face."""

    layers: tuple[int, ...] = ()
    amount: float = 1.0


@dataclass(frozen=True, eq=False)
class GenerateView:
    """Everything the Generate window shows."""

    samples: tuple[Sample, ...] = ()
    hidden: frozenset[int] = frozenset()  # the least plausible
    chosen: int | None = None
    second: Sample | None = None
    result: Sample | None = None  # the chosen face, with what is mixed into it
    mix: Mix = Mix()
    strip: tuple[Picture8, ...] = ()
    groups: Mapping[str, tuple[int, ...]] = field(default_factory=dict)  # layers of coarse, middle and fine
    layers: int = 0
    labels: int = 0  # of a conditional generator
    running: bool = False
    can_go_back: bool = False
    can_turn: bool = False  # both faces are random ones, so that a way through Z is known
    has_photo_face: bool = False
    said: str = ""


class GenerateVerbs(Protocol):
    """All the Generate window can ask for."""

    def open(self) -> None: ...
    def generate(self, choice: GenerateChoice) -> None: ...
    def stop(self) -> None: ...
    def choose(self, index: int) -> None: ...
    def hide_worst(self, percent: int) -> None: ...
    def more_like_this(self, distance: float, count: int) -> None: ...
    def repair(self) -> None: ...
    def back(self) -> None: ...
    def use_as_second(self) -> None: ...
    def use_photo_as_second(self) -> None: ...
    def mix(self, mix: Mix) -> None: ...
    def interpolate(self, turning: bool) -> None: ...
    def send(self) -> None: ...
    def save(self, path: Path, overwrite: bool) -> None: ...


# --- animate ---------------------------------------------------------------------------------------------------------

AGE, SWEEP, WALK, MORPH, REPLAY = "age", "sweep", "walk", "morph", "replay"


@dataclass(frozen=True)
class AnimationChoice:
    """Which frames an animation has."""

    kind: str = AGE
    attribute: str = "smile"  # of a sweep
    start: float = 20.0  # years of an age progression, change of a sweep
    end: float = 80.0
    frames: int = 24
    ease: str = "linear"
    keep: tuple[str, ...] = ()
    crop: str = "portrait"
    side: int = 512  # pixels
    other: int | None = None  # the open photo to whose face a morph leads
    seed: int = 0  # of a walk's first face
    faces: int = 6  # of a walk
    psi: float = 0.7  # of a walk
    made: bool = False  # a walk passes the faces that the Generate window shows, not random ones


@dataclass(frozen=True, eq=False)
class AnimateView:
    """What can be animated, and how far the work is."""

    photo: str = ""  # name of the photo in the window
    age: float | None = None  # of the chosen face
    attributes: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)  # of a person's own directions among them
    others: tuple[tuple[int, str], ...] = ()  # open photos with a face to morph to
    running: bool = False
    exporting: float | None = None  # share that is written


@dataclass(frozen=True)
class ExportTarget:
    """Where and how an animation is saved; a path without a suffix is a folder of numbered pictures."""

    path: Path
    options: AnimationOptions
    overwrite: bool = False


class AnimateVerbs(Protocol):
    """All the Animate window can ask for."""

    def problem(self, choice: AnimationChoice) -> str:
        """Why this can't be animated now; empty when it can."""

    def source(self, choice: AnimationChoice) -> object:
        """What the frames depend on besides the choice: another one asks for new frames."""

    def render(self, choice: AnimationChoice) -> None: ...
    def stop(self) -> None: ...
    def estimate(self, options: AnimationOptions, suffix: str, show: Callable[[int | None], None]) -> None: ...
    def export(self, target: ExportTarget, texts: Sequence[str]) -> None: ...
    def cancel_export(self) -> None: ...
