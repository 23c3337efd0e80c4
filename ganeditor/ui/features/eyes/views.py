"""What the Eyes panel and the window for group photos show, as frozen values."""

from dataclasses import dataclass, field
from enum import Enum

from ganeditor.ui.i18n import QT_TRANSLATE_NOOP
from ganeditor.ui.widgets.values import Picture8


class Lids(Enum):
    """How an eye counts; its texts are translated in the context "Eyes"."""

    OPEN = QT_TRANSLATE_NOOP("Eyes", "open")
    NARROW = QT_TRANSLATE_NOOP("Eyes", "narrow")  # less open than most people's, as this person's are
    CLOSED = QT_TRANSLATE_NOOP("Eyes", "closed")


@dataclass(frozen=True, eq=False)
class Sight:
    """An eye as it is to be seen at one time."""

    open: float  # height of the lids' opening in its width
    lids: Lids
    picture: Picture8


@dataclass(frozen=True, eq=False)
class EyeView:
    """One eye of the chosen face."""

    before: Sight  # in the photo
    after: Sight  # as edited


@dataclass(frozen=True, eq=False)
class Looked:
    """What there is to see of the chosen face's eyes."""

    eyes: tuple[EyeView, EyeView] | None = None  # as they stand in the picture, left and right
    reason: str = ""  # why there is nothing to be done to them, as a sentence
    closed_below: float = 0.0  # open ratio
    by_person: bool = False  # whether that goes by other open photos of the same person
    exemplar: "Exemplar | None" = None  # whose eyes are taken, where nobody here knew
    painters: tuple[str, ...] = ()  # names of networks that fit an exemplar's eyes in


@dataclass(frozen=True, eq=False)
class Exemplar:
    """A face of another photo whose eyes can be taken."""

    asset: bytes
    name: str  # of its photo; empty for one that a project brought
    distance: float  # of identity to the chosen face
    closed: tuple[str, ...]  # "left", "right": that are closed there
    faces: int  # in its photo, of which it is the nearest
    picture: Picture8


@dataclass(frozen=True, eq=False)
class EyesView:
    """Everything the panel and the window show beside the photo."""

    face: str | None = None  # that looked is of
    looked: Looked = field(default_factory=Looked)
    doubted: Exemplar | None = None  # looks like another person; a person is asked
    exemplar: Exemplar | None = None  # whose eyes the face has
    searching: float | None = None  # fraction done
    doing: str = ""
    said: str = ""
    wrong: bool = False
