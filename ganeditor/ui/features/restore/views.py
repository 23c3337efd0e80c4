"""What the Restore panel shows, as frozen values."""

from dataclasses import dataclass

from ganeditor.ui.widgets.values import Picture8


@dataclass(frozen=True, eq=False)
class Reference:
    """The person's face in another photo."""

    asset: bytes
    name: str  # of its photo; empty for one that a project brought
    distance: float  # of identity, to the face in the photo
    picture: Picture8


@dataclass(frozen=True, eq=False)
class RestoreView:
    """Everything the panel shows beside the photo."""

    references: tuple[Reference, ...] = ()  # that have a say
    distance: float | None = None  # of identity, from the face as edited to these, in the mean
    running: float | None = None  # fraction done
    doing: str = ""
    said: str = ""
    wrong: bool = False
