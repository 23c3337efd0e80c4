"""What the Restyle panel shows beside the photo, as frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ganeditor.edits.restyle import USUAL_SIDE
from ganeditor.ui.widgets.values import Picture8


@dataclass(frozen=True)
class Network:
    """One that is installed."""

    name: str
    about: str  # in a few words
    hinted: bool  # it makes colour, and takes hints of it
    leads_back: bool  # its counterpart is installed as well
    sha256: str = ""  # of what its pack says: another one where it was imported anew
    seen_at: int = USUAL_SIDE  # pixels of a photo's longer side that it sees unless a person says otherwise


Tried = Picture8 | str
"""What a network makes of a photo, or why it makes nothing of it."""


@dataclass(frozen=True, eq=False)
class RestyleView:
    """Networks, and what they make of the photo."""

    networks: tuple[Network, ...] | None = None  # nothing until they have been looked for
    pictures: Mapping[str, Picture8] = field(default_factory=dict)  # by the network's name
    drawing: float | None = None  # share of the photo's run through its network that is done
    running: float | None = None  # fraction done of an import
    doing: str = ""
    said: str = ""
    wrong: bool = False
