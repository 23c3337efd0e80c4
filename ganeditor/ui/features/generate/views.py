"""What the Generate window shows, as frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ganeditor.edits.words.clause import Move
from ganeditor.edits.words.reading import Presets
from ganeditor.ui.widgets.values import PSI, Latents, Picture8

STRIP = 9  # pictures on the way between two faces


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
    psi: float = PSI
    cutoff: int | None = None  # only the first layers are truncated; None is all
    label: LabelChoice = LabelChoice()
    moves: tuple[Move, ...] = ()  # what was said that they are to be like


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
    labels: tuple[str, ...] = ()  # of a conditional generator: names of its classes, or their numbers
    judged: bool = False  # a discriminator has scored the faces, so that the numbers say something
    running: bool = False
    can_go_back: bool = False
    can_turn: bool = False  # both faces are random ones, so that a way through Z is known
    has_photo_face: bool = False
    attributes: tuple[str, ...] = ()  # that can be wished for
    names: Mapping[str, str] = field(default_factory=dict)  # labels of a person's own directions among them
    presets: Presets = field(default_factory=dict)
    said: str = ""
