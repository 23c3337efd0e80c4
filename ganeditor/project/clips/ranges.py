"""Ranges of time in a clip: those whose frames stay as they are, and those that are cut out with their sound."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from ganeditor.errors import EditError

_TIME = re.compile(r"(?:(?:(\d{1,3}):)?(\d{1,2}):)?(\d{1,6}(?:\.\d{1,9})?)")


@dataclass(frozen=True, order=True)
class Range:
    """From begin to before end, in seconds from where the clip begins."""

    begin: Fraction
    end: Fraction

    def __contains__(self, time: Fraction) -> bool:
        return self.begin <= time < self.end


def range_of(text: str) -> Range:
    """A range as people write it: 0:10-0:12.5, 75-80, 1:02:03-1:02:10."""
    begin, _, end = text.partition("-")
    first, last = seconds(begin), seconds(end)
    if last <= first:
        raise EditError(f"'{text}' ends before it begins; give the earlier time first, such as 0:10-0:12.5.")
    return Range(first, last)


def seconds(text: str) -> Fraction:
    """A time as people write it: 12.5, 1:30 or 1:02:03."""
    match = _TIME.fullmatch(text.strip())
    if not match:
        raise EditError(f"'{text.strip()}' is not a time; write seconds, minutes:seconds or hours:minutes:seconds.")
    hours, minutes, rest = match.groups()
    return Fraction(int(hours or 0) * 3600 + int(minutes or 0) * 60) + Fraction(rest)


def written(time: Fraction | float) -> str:
    """A time as people read it, to the tenth of a second: 0:12.5."""
    minutes, rest = divmod(float(time), 60)
    hours, minutes = divmod(int(minutes), 60)
    return f"{hours}:{minutes:02d}:{rest:04.1f}" if hours else f"{minutes}:{rest:04.1f}"


def united(ranges: Sequence[Range]) -> tuple[Range, ...]:
    """The same times in ranges that don't touch, in their order."""
    result: list[Range] = []
    for one in sorted(ranges):
        if result and one.begin <= result[-1].end:
            result[-1] = Range(result[-1].begin, max(result[-1].end, one.end))
        else:
            result.append(one)
    return tuple(result)


def without(ranges: Sequence[Range], time: Fraction) -> Fraction:
    """Where time lies when united ranges are cut out."""
    return time - sum((min(one.end, time) - one.begin for one in ranges if one.begin < time), Fraction(0))


def between(ranges: Sequence[Range]) -> tuple[tuple[Fraction, Fraction | None], ...]:
    """What lies before, between and behind united ranges, as begin and end; the last has no end."""
    begins = [Fraction(0), *(one.end for one in ranges)]
    ends = [*(one.begin for one in ranges), None]
    return tuple((begin, end) for begin, end in zip(begins, ends, strict=True) if end is None or begin < end)
