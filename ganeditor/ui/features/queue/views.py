"""What the window with the queue shows, as frozen values."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from ganeditor.edits.operation import Operation
from ganeditor.project.photo_queue import WAITING, WORKING, Entry, PhotoQueue
from ganeditor.ui.widgets.values import Thumbnail


@dataclass(frozen=True, eq=False)
class Offer:
    """A recipe at the side; problem is why it can't be used."""

    path: Path
    operations: tuple[Operation, ...] = ()
    faces: str | None = None  # as Recipe has it
    age: float | None = None  # years, to be reached
    problem: str = ""


@dataclass(frozen=True, eq=False)
class Compared:
    """A photo, before and after; what can't be read, or is not there yet, is None."""

    entry: Entry
    before: Thumbnail | None
    after: Thumbnail | None


@dataclass(frozen=True, eq=False)
class QueueView:
    """Everything the window shows but the small pictures in the list, which come one by one."""

    queue: PhotoQueue
    ready: bool = False  # what was there before is read
    offers: Mapping[Path, Offer] = field(default_factory=dict)
    people: tuple[str, ...] = ()  # who have a name, any of whom can be meant
    recipe: Path | None = None  # for the photos that are added
    running: bool = False
    fraction: float = 0.0  # of the photo at work that is done
    seconds: float | None = None  # that a photo takes, once that is known
    chosen: int | None = None  # number of the entry that is compared
    compared: Compared | None = None
    said: str = ""
    wrong: bool = False

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """Entries by their state."""
        return Counter(entry.state for entry in self.queue.entries)

    @property
    def open(self) -> float:
        """Photos that are still to be done, the rest of the one at work among them."""
        return self.counts.get(WAITING, 0) + self.counts.get(WORKING, 0) * (1.0 - self.fraction)

    @property
    def share(self) -> float:
        """Of all entries, that needs no more work."""
        return 1.0 - self.open / len(self.queue.entries) if self.queue.entries else 0.0

    @property
    def left(self) -> float | None:
        """Seconds until nothing waits any more, where that can be told."""
        return None if self.seconds is None else self.seconds * self.open

    @cached_property
    def chosen_entry(self) -> Entry | None:
        return next((entry for entry in self.queue.entries if entry.number == self.chosen), None)
