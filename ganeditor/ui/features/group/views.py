"""What the window for group photos shows, as frozen values."""

from dataclasses import dataclass
from pathlib import Path

from ganeditor.ui.i18n import QT_TRANSLATE_NOOP
from ganeditor.ui.widgets.values import Thumbnail

REASONS = (
    QT_TRANSLATE_NOOP("Eyes", "its eyes are open"),
    QT_TRANSLATE_NOOP("Eyes", "nothing can be told of its eyes"),
    QT_TRANSLATE_NOOP("Eyes", "nobody in the other photos is this person"),
    QT_TRANSLATE_NOOP("Eyes", "this person's eyes are closed in the other photos too"),
    QT_TRANSLATE_NOOP("Eyes", "this person is too small in the other photos"),
    QT_TRANSLATE_NOOP("Eyes", "this person looks another way in the other photos"),
)
"""Why a face's eyes stay as they are: what batch.exemplars.Reason says, in its order."""


@dataclass(frozen=True, eq=False)
class Outcome:
    """What became of one face."""

    number: int  # from the left
    picture: Thumbnail
    eyes: tuple[str, ...] = ()  # "left", "right": that were opened
    source: str = ""  # name of the photo whose eyes were taken
    distance: float | None = None  # of identity to the face there, or to the nearest that there is
    reason: str = ""  # of REASONS: why nothing was done
    details: str = ""  # a sentence of the engine


@dataclass(frozen=True, eq=False)
class GroupView:
    """Everything the window shows."""

    photo: str = ""  # name of the one that it is about
    folder: Path | None = None
    running: float | None = None  # fraction done
    doing: str = ""
    outcomes: tuple[Outcome, ...] = ()
    said: str = ""
    wrong: bool = False
