"""What the Models window shows, as frozen values."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class InstalledModel:
    """A model pack on this machine."""

    name: str
    folder: Path
    own: bool  # brought by the person, who can remove it
    version: str = ""
    about: str = ""  # what it is good for, in a few characters: 256 px, ×4
    megabytes: float = 0.0
    licence: str = ""
    training_data: str = ""
    source: str = ""  # the foreign file it was made from
    notices: tuple[str, ...] = ()
    of_faces: bool = True  # so that faces can be edited with it
    problem: str = ""  # why its manifest can't be read


@dataclass(frozen=True)
class OfferedModel:
    """A public model that can be fetched."""

    name: str
    title: str
    licence: str
    non_commercial: bool
    page: str
    megabytes: int
    direct: bool  # whether it can be fetched from here; otherwise a person gets the file from the page
    started: bool = False  # part of it is here, and fetching goes on from there


@dataclass(frozen=True)
class ModelsView:
    """Everything the Models window shows."""

    installed: tuple[InstalledModel, ...] = ()
    offered: tuple[OfferedModel, ...] = ()
    used: str = ""  # from the next start
    doing: str = ""  # what runs, in words
    fraction: float | None = None  # of it; None while nobody knows
    said: str = ""
    wrong: bool = False  # said is about what could not be done
