"""What the Video window shows, as frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from ganeditor.project.clips.clip import Clip
from ganeditor.ui.widgets.values import Picture8

EDITS, FACE, KEPT = "edits", "face", "kept:"
"""What is done: the edits of the photo's chosen face, or that face put on, or one that was kept, with its name."""


@dataclass(frozen=True, eq=False)
class ClipFace:
    """A face in the frame that is shown."""

    box_xyxy: tuple[float, float, float, float]
    person: Any  # the engine's descriptor, by which the face is found in other frames


@dataclass(frozen=True)
class Span:
    """A part of the clip that is not edited."""

    start: Fraction  # seconds, as frames count them
    end: Fraction
    cut: bool  # out, with its sound; else it is left as it is

    def __lt__(self, other: "Span") -> bool:
        return (self.start, self.end) < (other.start, other.end)


@dataclass(frozen=True)
class Target:
    """Where and how the result is written."""

    path: Path
    lossless: bool = False
    overwrite: bool = False


@dataclass(frozen=True, eq=False)
class Running:
    """How far the work is."""

    fraction: float = 0.0  # of all of it
    joining: bool = False  # all frames are done, and the result is joined and checked
    speed: float | None = None  # frames a second; none before the first frame
    left: float | None = None  # seconds
    time: Fraction | None = None  # of the newest frame
    picture: Picture8 | None = None  # the newest frame, as it is written


@dataclass(frozen=True, eq=False)
class Outcome:
    """What came of it."""

    path: Path | None  # of the result; none where nothing was finished
    counts: Mapping[str, Any]  # as batch.clip has them; of what was ended before, frames alone
    whole: bool


@dataclass(frozen=True, eq=False)
class VideoView:
    """Everything the window shows."""

    clip: Clip | None = None
    opening: bool = False
    time: Fraction = Fraction(0)  # of the frame that is shown
    picture: Picture8 | None = None
    faces: tuple[ClipFace, ...] = ()
    chosen: int | None = None  # of faces; None is everybody
    person: Any = None  # of the face that was chosen, in whatever frame that was
    person_at: Fraction = Fraction(0)  # the time of that frame
    spans: tuple[Span, ...] = ()  # in their order, none over another
    begun: Fraction | None = None  # where a new span begins
    offers: tuple[str, ...] = ()  # of what can be done: EDITS, FACE, and kept faces
    photo: str = ""  # name of the photo in the main window
    what: str = ""  # one of offers
    running: Running | None = None
    paused: bool = False
    said: str = ""
    wrong: bool = False
