"""How long work reports and stops, without knowing who listens."""

from collections.abc import Callable

Progress = Callable[[float, str], None]
"""Called with the fraction done in [0, 1] and a short text; may raise Cancelled."""


class Cancelled(Exception):  # noqa: N818 (a wish, not an error)
    """The listener wants the work to stop; whoever raised it handles it, and no partial result is kept."""


def silent(_fraction: float, _text: str) -> None:
    """The Progress for callers who don't watch."""


def part(progress: Progress, start: float, end: float) -> Progress:
    """A Progress whose [0, 1] fills start to end of another's."""
    return lambda fraction, text: progress(start + (end - start) * fraction, text)
