"""What the People window shows, as frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from pathlib import Path

from ganeditor.project.people.values import Group, Known
from ganeditor.ui.i18n import QT_TRANSLATE_NOOP
from ganeditor.ui.widgets.values import Picture8


class Order(Enum):
    """How faces stand in a row; its texts are translated in the context "People"."""

    SAMENESS = QT_TRANSLATE_NOOP("People", "most alike first")
    NAME = QT_TRANSLATE_NOOP("People", "by folder and name")
    DATE = QT_TRANSLATE_NOOP("People", "newest first")
    LOOK = QT_TRANSLATE_NOOP("People", "similar look first")
    EYES = QT_TRANSLATE_NOOP("People", "best open eyes first")


@dataclass(frozen=True, eq=False)
class Album:
    """All that is known of a person's photos."""

    groups: tuple[Group, ...] = ()  # every face in one of them
    photos: int = 0
    times: Mapping[Path, int] = field(default_factory=dict)  # of photos with faces: when they changed, nanoseconds
    broken: tuple[str, ...] = ()  # a sentence for each photo that can't be read

    @cached_property
    def group_of(self) -> Mapping[int, Group]:
        """Whose a face is, by its id."""
        return {face.id: group for group in self.groups for face in group.faces}


@dataclass(frozen=True, eq=False)
class Glance:
    """A photo small, with a frame around a face."""

    face: Known
    picture: Picture8


@dataclass(frozen=True)
class Looking:
    """How far the search through folders is."""

    fraction: float = 0.0
    name: str = ""  # of the photo that is looked at
    photos: int = 0  # that were looked at
    faces: int = 0  # in these
    seconds_left: float | None = None


@dataclass(frozen=True, eq=False)
class PeopleView:
    """Everything the window shows."""

    folders: tuple[Path, ...] = ()  # that are looked through
    album: Album = field(default_factory=Album)
    chosen: Group | None = None  # whose photos are shown
    found: str = ""  # what was looked for, where others like it are shown instead
    faces: tuple[Known, ...] = ()  # that are shown, in their order
    figures: Mapping[int, float] = field(default_factory=dict)  # by the faces' ids, what order goes by, if a number
    order: Order = Order.SAMENESS
    several: tuple[Picture8, ...] = ()  # faces in a photo, of which a person is to choose one
    glance: Glance | None = None  # the photo of the face that is looked at
    looking: Looking | None = None  # while folders are looked through
    grouping: bool = False  # faces are being brought together
    running: float | None = None  # of what was asked beside
    doing: str = ""
    photo: str = ""  # name of the photo in the main window
    has_face: bool = False  # whether a face is chosen there
    said: str = ""
    wrong: bool = False
