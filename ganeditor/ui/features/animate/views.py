"""What the Animate window shows, as frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ganeditor.project.animation.files import AnimationOptions
from ganeditor.ui.widgets.values import PSI

AGE, SWEEP, WALK, MORPH, REPLAY = "age", "sweep", "walk", "morph", "replay"
"""What moves."""

FIRST = "smile"
"""The attribute that is offered first."""

PORTRAIT, PHOTO, FACE = "portrait", "photo", "face"
"""What is seen."""


@dataclass(frozen=True)
class AnimationChoice:
    """Which frames an animation has."""

    kind: str = AGE
    attribute: str = FIRST  # of a sweep
    start: float = 20.0  # years of an age progression, change of a sweep
    end: float = 80.0
    frames: int = 24
    ease: str = "linear"
    keep: tuple[str, ...] = ()
    crop: str = PORTRAIT
    side: int = 512  # pixels
    other: int | None = None  # the open photo to whose face a morph leads
    seed: int = 0  # of a walk's first face
    faces: int = 6  # of a walk
    psi: float = PSI  # of a walk
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
    said: str = ""


@dataclass(frozen=True)
class ExportTarget:
    """Where and how an animation is saved; a path without a suffix is a folder of numbered pictures."""

    path: Path
    options: AnimationOptions
    overwrite: bool = False
