"""What the Animate window shows, as frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ganeditor.project.animation import DRIVEN
from ganeditor.project.animation.files import AnimationOptions
from ganeditor.project.animation.tracks import Frame
from ganeditor.project.clips.clip import Clip
from ganeditor.ui.widgets.values import PSI

AGE, SWEEP, WALK, MORPH, REPLAY, DRIVE = "age", "sweep", "walk", "morph", "replay", "drive"
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
    parts: tuple[str, ...] = DRIVEN  # that follow a driver
    strength: float = 1.0  # by which they do
    seconds_per_frame: float = 0.0  # of a face that follows; others are timed when they are played


@dataclass(frozen=True, eq=False)
class AnimateView:
    """What can be animated, and how far the work is."""

    photo: str = ""  # name of the photo in the window
    age: float | None = None  # of the chosen face
    attributes: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)  # of a person's own directions among them
    others: tuple[tuple[int, str], ...] = ()  # open photos with a face to morph to
    driver: str = ""  # whom a face follows, in words
    reading: float | None = None  # share of the driver that is read
    sounds: bool = False  # the driver does
    camera: bool = False  # it is on
    recording: bool = False
    running: bool = False
    exporting: float | None = None  # share that is written
    said: str = ""


@dataclass(frozen=True, eq=False)
class Leader:
    """Whom a face follows: what was read off a video file or the camera."""

    recording: Any  # the engine's Recording
    neutral: Any  # its read-out at rest
    seconds: float
    clip: Clip | None = None  # None is the camera


@dataclass
class Watch:
    """What the main thread wants of the camera; the worker looks here before each picture."""

    wanted: bool = True
    recording: bool = False
    rest: bool = False  # the face is at rest now


@dataclass(frozen=True, eq=False)
class Seen:
    """One picture of the camera, and what follows it."""

    picture: Frame
    driven: Frame
    face: bool  # whether one is seen
    seconds: float  # that are recorded


@dataclass(frozen=True)
class ExportTarget:
    """Where and how an animation is saved; a path without a suffix is a folder of numbered pictures."""

    path: Path
    options: AnimationOptions
    overwrite: bool = False
