"""Clause: one wish of a sentence, or several that share words, read as moves of sliders."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from ganeditor.edits.attributes import AGE, OLDEST, attribute
from ganeditor.edits.words.sentence import ARTICLE, EARLIER, FILLER, LATER, MINUS, OLD, PERCENT, TO, Item
from ganeditor.edits.words.vocabulary import EYES, GAZE_X, GAZE_Y, Vocabulary

USUAL = {AGE: 15.0, GAZE_X: 0.6, GAZE_Y: 0.6} | {name: 1.0 for name in EYES if name not in (GAZE_X, GAZE_Y)}
"""Amounts where no word says how much."""

USUAL_DEVIATIONS = 1.5
"""The same for all other attributes."""

FARTHEST = 3.0
"""Amounts of deviations go so far; a larger number by itself is an age."""

TURN = "yaw"
"""What left and right mean when nothing is said but these."""


@dataclass(frozen=True)
class Move:
    """One slider moved."""

    name: str  # of an attribute, an own direction, or EYES
    amount: float  # how far; with until, where it ends
    said: str  # the words that ask for it
    until: bool = False  # whether amount is an age to be reached


class Clause:
    """What is used of its items becomes moves; what is neither used nor helps is unknown."""

    def __init__(
        self,
        items: Sequence[Item],
        vocabulary: Vocabulary,
        offered: Collection[str],
        own: frozenset[str],
        before: "Clause | None",
        following: Sequence[Item],
    ) -> None:
        """own: names of own directions. before, following: the clauses beside this one, which may lend it things."""
        self._items, self._offered = items, offered
        self._bare = vocabulary.bare | own
        self._used: set[int] = set()
        self._moved: set[int] = set()  # places of ends that have become moves
        self.moves: list[Move] = []
        self.things = [(place, item) for place, item in enumerate(items) if item.things]
        self.denied = False  # whether what a list goes on with is not wanted either
        self._read_age()
        ends = [(place, item) for place, item in enumerate(items) if item.ends and place not in self._used]
        if not self.things and not any(self._bare.intersection(dict(item.ends)) for _place, item in ends):
            # "a mouth that is wider, and more open"; "up and to the left he looks"
            lent = [(-1, item) for _place, item in before.things] if before else []
            self.things = [*lent, *((len(items), item) for item in following if item.things)]
        for place, item in ends:
            self._read_end(place, item)
        for place, item in self.things:
            if 0 <= place < len(items) and place not in self._used:
                self._read_thing(place, item, bool(before and before.denied))
        self.unknown = [item.text for place, item in enumerate(items) if not self._clear(place, item)]

    def _clear(self, place: int, item: Item) -> bool:
        """Whether an item was used, or says nothing beside what was."""
        helps = item.roles or item.strength is not None or item.unit or (item.things and self.moves)
        return place in self._used or FILLER in item.roles or (bool(helps) and not item.ends)

    # --- age ----------------------------------------------------------------------------------------------------------

    def _read_age(self) -> None:
        """A number of years, or a word for an age."""
        if AGE not in self._offered:
            return
        for place, item in enumerate(self._items):
            years = self._years(place, item)
            if years is not None:
                self._read_years(place, years, item.signed)
                return
        for place, item in enumerate(self._items):
            # "an old man", though a word may be a thing or an end by itself ("Alter 60", "ein Junge")
            alone = not item.things and not item.ends
            if item.age is not None and (alone or any(other.ends for other in self._items[place + 1 : place + 2])):
                sign, factor = self._sign(place, AGE), self._strength(place, AGE)
                further = 0.0 if factor <= 1 else 8.0 if item.age > 60 else -6.0 if 18 < item.age < 30 else 0.0
                wanted = (item.age + further, True) if sign > 0 else (USUAL[AGE] * (-1 if item.age > 40 else 1), False)
                self._used.add(place)
                self.moves.append(Move(AGE, wanted[0], self._said({place}), wanted[1]))

    def _years(self, place: int, item: Item) -> float | None:
        """The years that an item tells: "twenty years", "a decade", "60"."""
        if item.number is not None:
            unit = next((other.unit for other in self._items[place + 1 : place + 4] if other.unit), 1.0)
            return item.number * unit if self._of_age(place, item.number) else None
        before = self._items[max(0, place - 2) : place]
        if item.unit and any(ARTICLE in other.roles for other in before):
            return item.unit * next((other.strength for other in before if other.strength), 1.0)  # "half a decade"
        return None

    def _of_age(self, place: int, number: float) -> bool:
        """Whether the number at place is one of years."""
        if any(other.unit or AGE in dict(other.ends) for other in self._items):
            return True
        item = self._items[place]
        before = next((other for other in reversed(self._items[:place]) if other.things or not other.roles), None)
        if before and before.things:
            return AGE in before.things
        beside = self._items[max(0, place - 1) : place + 2]
        plain = not item.signed and not item.percent and all(other.known and not other.things for other in beside)
        return plain and FARTHEST < number <= OLDEST  # "make me 25", "a man of sixty"

    def _read_years(self, place: int, years: float, signed: bool) -> None:
        """An age to be reached, or years to go: older, younger, in twenty years, twenty years ago."""
        others = [item for index, item in enumerate(self._items) if index != place - 1 or TO not in item.roles]
        direction = next((sign for item in others for name, sign in item.ends if name == AGE), 0)
        around = {role for item in self._items[max(0, place - 2) : place + 4] for role in item.roles}
        named = any(AGE in item.things for item in self._items[max(0, place - 2) : place])
        if not direction and not signed and not around & {TO, OLD} and not named:
            direction = 1 if LATER in around else -1 if around & {EARLIER, MINUS} else 0
        said = {
            index
            for index, item in enumerate(self._items)
            if index == place
            or item.age
            or item.unit
            or AGE in item.things
            or AGE in dict(item.ends)
            or OLD in item.roles
        }
        self._used |= said | {index for index, item in enumerate(self._items) if item.roles}
        until = not direction and not signed
        amount = years if until else limited(AGE, years * (direction or 1))
        self.moves.append(Move(AGE, amount, self._said(said), until))

    # --- all else -----------------------------------------------------------------------------------------------------

    def _read_end(self, place: int, item: Item) -> None:
        """An end, of the control whose thing is nearest; without one, of the only control that has it."""
        if item.strength is not None and any(other.ends for other in self._items[place + 1 : place + 2]):
            self._used.add(place)  # "wide open" is open, and how much
            return
        ends = {name: sign for name, sign in item.ends if name in self._offered}
        names, fitting = list(ends), False
        for _where, thing in sorted(self.things, key=lambda other: abs(other[0] - place)):
            if shared := [name for name in names if name in thing.things]:
                names, fitting = shared, True
        if not fitting:
            only = len(item.ends) == 1 and self._bare.intersection(names)
            names = names if only else [TURN] if TURN in ends and all(other.known for other in self._items) else []
        if names:
            self._used |= {place, *(where for where, thing in self.things if where >= 0 and names[0] in thing.things)}
            self._move(names[0], ends[names[0]], place)
            self._moved.add(place)

    def _read_thing(self, place: int, item: Item, denied: bool) -> None:
        """A thing without an end: it is to be there, or not."""
        signs = any(MINUS in other.roles or other.number is not None for other in self._items)
        names = [name for name in item.things if name in self._offered and (name in self._bare or signs)]
        if names and names[0] not in EYES:
            listed = denied and len(self._items) <= 2 and self._sign(place, names[0]) > 0
            self._used.add(place)
            self._move(names[0], -1 if listed else 1, place)
            self.denied = self.denied or listed

    def _move(self, name: str, sign: int, place: int) -> None:
        own = self._sign(place, name)
        sign *= own
        self.denied = self.denied or own < 0
        amount = USUAL.get(name, USUAL_DEVIATIONS) * self._strength(place, name)
        for index, item in enumerate(self._items):
            if item.number is not None and index not in self._used:
                self._used.add(index)
                percent = item.percent or any(PERCENT in other.roles for other in self._items[index + 1 : index + 2])
                amount = item.number / 100 * limit_of(name) if percent else item.number
                break
        used = {place, *(where for where, thing in self.things if where >= 0 and name in thing.things)}
        self.moves.append(Move(name, limited(name, sign * amount), self._said(used)))

    def _before(self, place: int, name: str) -> Iterator[Item]:
        """What stands before place and may be about it: back to what another control is asked by."""
        for index in range(place - 1, -1, -1):
            item = self._items[index]
            other = name not in item.things and self._bare.intersection(item.things)
            if index in self._moved or item.age is not None or other:
                return
            yield item

    def _sign(self, place: int, name: str) -> int:
        """-1 behind a word that denies, or before one that ends the clause ("die Brille weg")."""
        if any(MINUS in item.roles for item in self._before(place, name)):
            return -1
        rest = self._items[place + 1 :]
        alone = not any(item.things or (item.ends and MINUS not in item.roles) for item in rest)
        return -1 if alone and any(MINUS in item.roles for item in rest) else 1

    def _strength(self, place: int, name: str) -> float:
        """The word for how much that is nearest: before place, or behind it where nothing else follows."""
        for item in self._before(place, name):
            if item.strength is not None:
                return item.strength
        rest = self._items[place + 1 :]
        found = [item.strength for item in rest if item.strength is not None]
        return found[0] if found and not any(item.ends for item in rest) else 1.0

    def _said(self, used: set[int]) -> str:
        """What asks for a move: its words, what stands between them, and what helps before and behind."""
        used = {place for place in used if place < len(self._items)}
        first, last = min(used), max(used)

        def helps(place: int) -> bool:
            item = self._items[place]
            return not (item.things or item.ends or item.age) or (place in self._used and item.number is not None)

        while first > 0 and helps(first - 1):
            first -= 1
        while (
            last + 1 < len(self._items)
            and helps(last + 1)
            and not any(item.things or item.ends or item.age for item in self._items[last + 1 :])
        ):
            last += 1
        return " ".join(item.text for item in self._items[first : last + 1])


def limit_of(name: str) -> float:
    """How far a control goes to either side."""
    return 1.0 if name in EYES else attribute(name).limit


def limited(name: str, amount: float) -> float:
    """The amount, within the control's limit."""
    return max(-limit_of(name), min(limit_of(name), round(amount, 3)))
