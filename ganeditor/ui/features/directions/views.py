"""What the Directions window shows, as frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ganeditor.edits.attributes import name_of
from ganeditor.ui.widgets.values import Picture8

Vector = npt.NDArray[np.float32]
"""[w_dim]"""

Layers = tuple[int, int]
"""First and last layer that a direction acts on."""

AMOUNTS = (-3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0)
"""Of the pictures along a direction, in standard deviations."""

LEAST = 5
"""Faces of either kind that a boundary needs."""

MORE, LESS, NEITHER = 1, -1, 0
"""Marks of a face."""

MARKED, READOUT, REALISM = "marked", "readout", "realism"
"""What a boundary is trained from: faces that a person marks, or random ones scored by the model."""


@dataclass(frozen=True)
class DiscoveryChoice:
    """How components are looked for."""

    components: int = 10
    samples: int = 50_000
    layer: str | None = None  # whose activations are looked at; None looks at w
    seed: int = 0


@dataclass(frozen=True)
class TrainingChoice:
    """What a boundary is trained from, and what it leaves alone."""

    source: str = MARKED
    readout: str = ""  # of the model, for READOUT
    seed: int = 0  # of the faces that are scored
    keep: tuple[str, ...] = ()  # attributes


@dataclass(frozen=True, eq=False)
class Found:
    """A direction that is not kept yet."""

    title: str
    vector: Vector  # of length 1
    scale: float  # vector · scale is one standard deviation
    source: str  # where it comes from, in words
    share: float | None = None  # of the variance, of a component
    strip: Picture8 | None = None  # pictures at AMOUNTS, side by side; until it has been made

    @property
    def step(self) -> Vector:
        """Change of w for one standard deviation."""
        moved: Vector = self.vector * np.float32(self.scale)
        return moved


@dataclass(frozen=True)
class Boundary:
    """How well a trained direction parts faces it has not seen."""

    accuracy: float
    held_out: int
    samples: int
    guessing: bool = False  # little better than that


@dataclass(frozen=True)
class Kept:
    """A direction of the user's own, which the model has as an attribute."""

    name: str
    label: str  # on the slider
    layers: Layers | None  # None is all
    scale: float
    source: str


@dataclass(frozen=True)
class ImportChoice:
    """A file with a direction, and how it is to be read."""

    path: Path
    component: int | None = None  # of several in the file
    label: str = ""  # as typed; the file's name when empty
    in_w: bool = False  # although its name tells Z
    text: str = ""  # to which a table of style channels is to lead
    beta: float = 0.1  # relevance below which a channel stays
    layers: Layers | None = None

    @property
    def name(self) -> str:
        return name_of(self.label)


@dataclass(frozen=True, eq=False)
class DirectionsView:
    """Everything the Directions window shows."""

    model: str = ""
    layers: int = 0
    layer_names: tuple[str, ...] = ()  # whose activations can be looked at
    keepable: tuple[str, ...] = ()  # attributes that can be held still
    labels: Mapping[str, str] = field(default_factory=dict)  # of kept directions
    readouts: tuple[str, ...] = ()  # of the model, which can score faces
    judges_realism: bool = False  # whether the model can tell how real a face looks
    discovering: float | None = None  # share that is done
    components: tuple[Found, ...] = ()
    faces: tuple[Picture8, ...] = ()  # random ones, to be marked
    marks: Mapping[int, int] = field(default_factory=dict)  # index of a face -> MORE or LESS
    making: bool = False  # of random faces
    training: float | None = None  # share that is done
    trained: Found | None = None
    boundary: Boundary | None = None  # how good trained is
    preview: Picture8 | None = None
    previewed: str = ""  # title and amount of what is previewed
    on_photo: bool = False  # the preview starts from the photo's face, not from the mean one
    kept: tuple[Kept, ...] = ()
    said: str = ""
    wrong: bool = False  # said is about what could not be done

    def marked(self, mark: int) -> int:
        """How many faces have the mark."""
        return sum(one == mark for one in self.marks.values())
