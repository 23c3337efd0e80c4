"""Whose eyes to take: of all faces in a folder's photos, the one whose eyes fit a face that has its own closed."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import numpy as np

from ganeditor.engine.faces.identity import Descriptor, distance
from ganeditor.likeness import SAME_PERSON

LEAST_EYE_DISTANCE = 24.0
"""Pixels between the eyes below which a face's eyes are too few pixels to be taken elsewhere."""

FURTHEST_TURN = 45.0
"""Degrees between two poses beyond which eyes of the one don't fit the other."""

SHARE = 0.75
"""Of a person's usual opening, below which an eye is closed if their eyes are narrow by nature. Of ten people whose
photos tell both, closed eyes have 0.3 to 0.7 of the open ones' ratio: on closed eyes too the mesh sees lids apart."""

WIDER = 1.1
"""How much wider than the eye that they are for others have to be to be worth taking."""

NARROWEST = 0.6
"""Share of anybody's threshold below which every eye is closed: in some bursts a person's are in all photos."""

USUAL = 0.75
"""The quantile of the ratios in all of a person's photos that is their usual opening, as some blink and some laugh."""

Sides = tuple[float, float]
"""Of the left and the right eye, as they stand in the picture."""

LEFT, RIGHT = 0, 1


class Reason(Enum):
    """Why a face's eyes stay as they are."""

    OPEN = "its eyes are open"
    UNKNOWN = "nothing can be told of its eyes"
    NOBODY = "nobody in the other photos is this person"
    ALL_CLOSED = "this person's eyes are closed in the other photos too"
    ALL_SMALL = "this person is too small in the other photos"
    ALL_TURNED = "this person looks another way in the other photos"


@dataclass(frozen=True, eq=False)
class Seen:
    """One face of one photo in numbers, so that those of a whole folder fit into memory."""

    photo: Path
    number: int  # from the left, starting at 1
    descriptor: Descriptor
    open: Sides  # heights of the lids' openings, in their widths
    turn: tuple[float, float]  # yaw and pitch of the head, in degrees
    eye_distance: float  # in pixels
    sharpness: float  # of the eyes' surroundings at a size that all faces share, in any unit
    light: Sides  # mean luminance around each eye, above 0


@dataclass(frozen=True, eq=False)
class Choice:
    """The face whose eyes are to be taken."""

    seen: Seen
    distance: float  # of identity
    eyes: tuple[int, ...]  # LEFT, RIGHT: which are to be opened


@dataclass(frozen=True)
class Refusal:
    """No face's eyes are to be taken."""

    reason: Reason
    nearest: float | None = None  # distance of identity to the face most like this one, where nobody is near enough


def closed_below(threshold: float, usual: Sequence[float]) -> float:
    """The open ratio below which an eye counts as closed.

    threshold holds for anybody; usual are the ratios of the same person's eyes in other photos. Who has narrow eyes by
    nature has them in all photos, and closed there is what is clearly less open than usual.
    """
    if not usual:
        return threshold
    opened = float(np.quantile(usual, USUAL))
    return min(threshold, max(NARROWEST * threshold, SHARE * opened))


def people(faces: Sequence[Seen], others: Sequence[Seen]) -> dict[Seen, list[Seen]]:
    """Those of others that may be the same person as each of faces, who stand in one photo and so are several people:
    of relatives each gets the pictures that are most like them."""
    belonging: dict[Seen, list[Seen]] = {face: [] for face in faces}
    for other in others:
        if faces:
            belonging[min(faces, key=lambda face: distance(face.descriptor, other.descriptor))].append(other)
    return belonging


def person(face: Seen, others: Sequence[Seen]) -> list[tuple[float, Seen]]:
    """Those of others that are the same person as face, and their distance."""
    far = [(distance(face.descriptor, other.descriptor), other) for other in others]
    return [(gap, other) for gap, other in far if gap < SAME_PERSON]


def closed_eyes(face: Seen, others: Sequence[Seen], threshold: float) -> tuple[int, ...]:
    """Which of face's eyes are closed: LEFT, RIGHT; others are all faces that there are of other photos."""
    limit = closed_below(threshold, _ratios(person(face, others)))
    return tuple(side for side in (LEFT, RIGHT) if face.open[side] < limit)


def choose(face: Seen, others: Sequence[Seen], threshold: float) -> Choice | Refusal:
    """The one of others whose eyes fit best where face has its own closed, or why there is none."""
    same = person(face, others)
    eyes = closed_eyes(face, others, threshold)
    if not eyes:
        return Refusal(Reason.OPEN)
    if not same:
        nearest = min((distance(face.descriptor, other.descriptor) for other in others), default=None)
        return Refusal(Reason.NOBODY, nearest)
    limit = closed_below(threshold, _ratios(same))
    wanted: dict[Reason, Callable[[Seen], bool]] = {
        Reason.ALL_CLOSED: lambda other: all(other.open[side] >= max(limit, WIDER * face.open[side]) for side in eyes),
        Reason.ALL_SMALL: lambda other: other.eye_distance >= LEAST_EYE_DISTANCE,
        Reason.ALL_TURNED: lambda other: _angle(face, other) <= FURTHEST_TURN,
    }
    for reason, fits in wanted.items():
        same = [(gap, other) for gap, other in same if fits(other)]
        if not same:
            return Refusal(reason)
    sharpest, usual = max(other.sharpness for _gap, other in same), max(_ratios(same))
    gap, best = min(same, key=lambda one: _misfit(face, one[1], one[0], eyes, sharpest, usual))
    return Choice(best, gap, eyes)


def _misfit(face: Seen, other: Seen, gap: float, eyes: Sequence[int], sharpest: float, usual: float) -> float:
    """How badly other's eyes would fit face; each part is about 1 where it begins to show."""
    narrower = max(1 - other.open[side] / usual for side in eyes)
    blurred = math.log2(sharpest / max(other.sharpness, 1e-6))
    return (
        gap / SAME_PERSON
        + (_angle(face, other) / 20) ** 2
        + 2 * narrower
        + 0.5 * blurred
        + abs(_slant(face.light) - _slant(other.light))
        + 0.25 * abs(math.log2(sum(face.light) / sum(other.light)))
    )


def _ratios(same: Sequence[tuple[float, Seen]]) -> list[float]:
    return [ratio for _gap, other in same for ratio in other.open]


def _angle(face: Seen, other: Seen) -> float:
    return math.dist(face.turn, other.turn)


def _slant(light: Sides) -> float:
    """How much more light falls from the left: matching the colours evens out brightness, not where it comes from."""
    return math.log2(light[LEFT] / light[RIGHT])
