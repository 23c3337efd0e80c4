"""People: who is who in a clip, by what their faces have been like."""

from collections.abc import Collection

from ganeditor.engine.faces.identity import Descriptor, distance
from ganeditor.likeness import SAME_PERSON

LOOKS = 8
"""Descriptors that are kept of one person, at most: they differ with pose and light."""


class People:
    """Persons by number, in the order in which they came."""

    def __init__(self) -> None:
        self._looks: list[list[Descriptor]] = []
        self.seen: set[int | None] = set()
        """Those that have been in a picture."""

    def __len__(self) -> int:
        return len(self._looks)

    def nearest(self, descriptor: Descriptor, but: Collection[int | None] = ()) -> int | None:
        """Who looks like descriptor, none of but; None for nobody who is known."""
        far = {
            person: min(distance(descriptor, look) for look in looks)
            for person, looks in enumerate(self._looks)
            if person not in but
        }
        best = min(far, key=far.__getitem__, default=None)
        return best if best is not None and far[best] < SAME_PERSON else None

    def who(self, descriptor: Descriptor, but: Collection[int | None] = (), *, add: bool = True) -> int | None:
        """The same, who is then remembered as seen; with add somebody unknown becomes known."""
        person = self.nearest(descriptor, but)
        if person is None and add:
            person = len(self._looks)
            self._looks.append([])
        if person is not None:
            self.seen.add(person)
            if len(self._looks[person]) < LOOKS:
                self._looks[person].append(descriptor)
        return person
