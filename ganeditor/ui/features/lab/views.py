"""What the Lab shows, as frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ganeditor.project.lab.pictures import PictureSettings
from ganeditor.project.lab.settings import LabSettings
from ganeditor.project.lab.snapshot import CoderSnapshot, PictureSnapshot, Snapshot

PLAY, COMPARE, PICTURES = "play", "compare", "pictures"
"""The tabs: one GAN, three models side by side, and one of pictures, which has a view of its own."""

BOTH, DISCRIMINATOR, GENERATOR = "both", "discriminator", "generator"
"""Who learns in a step."""

FASTEST = 0
SPEEDS = (1, 5, 20, 100, FASTEST)
"""Epochs a second."""


@dataclass(frozen=True)
class Stage:
    """A moment in the data's way through both networks, as slow motion shows it."""

    name: str
    parts: tuple[str, ...]  # of the drawing, that are lit
    learns: str = ""  # DISCRIMINATOR or GENERATOR, if one learns now


STAGES = (
    Stage("noise", ("noise",)),
    Stage("made", ("noise", "noise-g", "generator", "g-fakes", "fakes")),
    Stage("judged", ("reals", "reals-d", "fakes", "fakes-d", "discriminator", "d-scores", "scores")),
    Stage("d-loss", ("scores", "scores-losses", "d-loss")),
    Stage("d-learns", ("d-loss", "back-d", "discriminator"), DISCRIMINATOR),
    Stage("made-again", ("noise", "noise-g", "generator", "g-fakes", "fakes")),
    Stage("judged-again", ("fakes", "fakes-d", "discriminator", "d-scores", "scores")),
    Stage("g-loss", ("scores", "scores-losses", "g-loss")),
    Stage("g-learns", ("g-loss", "back-g", "generator", "fakes"), GENERATOR),
)
"""One epoch, with one step of the discriminator."""


@dataclass(frozen=True, eq=False)
class Beside:
    """Three models on the same data, by "autoencoder", "vae" and "gan"."""

    epoch: int
    shown: Mapping[str, CoderSnapshot]


@dataclass(frozen=True, eq=False)
class LabView:
    """Everything the window shows."""

    settings: LabSettings = field(default_factory=LabSettings)
    preset: str = ""  # of PRESETS, as long as nothing is changed in it
    tab: str = PLAY
    shown: Snapshot | None = None
    beside: Beside | None = None
    waiting: bool = False  # for the child's first answer
    playing: bool = False
    slow: bool = False
    stage: int | None = None  # of STAGES, in slow motion
    speed: int = FASTEST  # of SPEEDS
    drawing: bool = False  # the person draws data
    kept: int = 0  # moments of the run that can be exported
    exporting: float | None = None  # share that is done
    said: str = ""
    wrong: bool = False


@dataclass(frozen=True, eq=False)
class StudyView:
    """Everything that the tab with the real generator shows."""

    settings: PictureSettings = field(default_factory=PictureSettings)
    shown: PictureSnapshot | None = None
    waiting: bool = False
    playing: bool = False
    speed: int = FASTEST
    said: str = ""
    wrong: bool = False
