"""How long work reports and stops, without knowing who listens."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

_Item = TypeVar("_Item")
_TICK = 100  # items

Progress = Callable[[float, str], None]
"""Called with the fraction done in [0, 1] and a short text; may raise Cancelled."""


class Cancelled(Exception):  # noqa: N818 (a wish, not an error)
    """The listener wants the work to stop; whoever raised it handles it, and no partial result is kept."""


def silent(_fraction: float, _text: str) -> None:
    """The Progress for callers who don't watch."""


def ticking(items: Iterable[_Item], progress: Progress, text: str, fraction: float = 0.0) -> Iterator[_Item]:
    """items, whose number or duration nobody knows beforehand; progress hears of some, so that it can end them."""
    for number, item in enumerate(items):
        if number % _TICK == 0:
            progress(fraction, text)
        yield item


def part(progress: Progress, start: float, end: float) -> Progress:
    """A Progress whose [0, 1] fills start to end of another's."""
    return lambda fraction, text: progress(start + (end - start) * fraction, text)
