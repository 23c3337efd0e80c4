"""What the Swap panel shows, as frozen values."""

from dataclasses import dataclass

from ganeditor.ui.widgets.values import Picture8, Thumbnail


@dataclass(frozen=True, eq=False)
class Source:
    """A person whose face others can get."""

    asset: bytes
    name: str  # where it comes from; empty for one that a project brought
    picture: Picture8


@dataclass(frozen=True, eq=False)
class Offer:
    """A face in an open photo, or all of a photo in which none were looked for yet."""

    photo: int  # its number
    face: str  # its id, or nothing
    name: str
    picture: Thumbnail


@dataclass(frozen=True, eq=False)
class KeptFace:
    """One of a person's own list."""

    name: str
    picture: Picture8 | None  # none of a file that is damaged


@dataclass(frozen=True)
class Distances:
    """Of identity, from the face as edited."""

    source: float  # to whose face it has got
    own: float  # to whom it was


@dataclass(frozen=True, eq=False)
class SwapView:
    """Everything the panel shows beside the photo."""

    source: Source | None = None  # whose face the chosen one has
    several: tuple[Picture8, ...] = ()  # faces in a photo, of which a person is to choose one
    kept: tuple[KeptFace, ...] = ()
    distances: Distances | None = None
    running: float | None = None  # fraction done
    doing: str = ""
    said: str = ""
    wrong: bool = False
