"""JSON that a stranger may have written, taken field by field; a refusal names the field, what it should be and is."""

import json
import re
import reprlib
from collections.abc import Callable, Iterable
from typing import Any


class FieldError(ValueError):
    """One field is wrong; its text continues a sentence that begins with the file's name."""

    def __init__(self, text: str, where: str = "", expected: str = "", found: str = "") -> None:
        """The parts are for who words it otherwise; where the field is missing, found is empty."""
        super().__init__(text)
        self.where, self.expected, self.found = where, expected, found


def parse(data: bytes) -> Any:
    """The value of JSON text; NaN and infinities, which JSON doesn't have, are refused."""
    try:
        return json.loads(data.decode("utf-8"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise FieldError(f"expected JSON text, found something else ({error})") from None


class Fields:
    """One JSON object; where is its place, for the refusals."""

    def __init__(self, value: Any, where: str = "") -> None:
        if not isinstance(value, dict):
            raise wrong(where or "the file", "an object", value)
        self._values, self._where = value, where

    def text(self, name: str, longest: int = 200) -> str:
        return str(self.take(name, f"text of at most {longest} characters", lambda v: _is_text(v, longest)))

    def matching(self, name: str, pattern: re.Pattern[str], expected: str) -> str:
        return str(self.take(name, expected, lambda v: isinstance(v, str) and pattern.fullmatch(v) is not None))

    def flag(self, name: str) -> bool:
        return bool(self.take(name, "true or false", lambda v: isinstance(v, bool)))

    def whole(self, name: str, low: int, high: int) -> int:
        return int(self.take(name, f"a whole number from {low} to {high}", lambda v: _is_whole(v, low, high)))

    def number(self, name: str, low: float, high: float) -> float:
        return float(self.take(name, f"a number from {low:g} to {high:g}", lambda v: _is_number(v, low, high)))

    def numbers(self, name: str, count: int, limit: float) -> tuple[float, ...]:
        fits = _all_numbers(count, limit)
        return tuple(map(float, self.take(name, f"{count} numbers from {-limit:g} to {limit:g}", fits)))

    def points(self, name: str, count: int, limit: float) -> tuple[tuple[float, ...], ...]:
        """[count, 2] coordinates."""
        is_point = _all_numbers(2, limit)

        def fits(value: Any) -> bool:
            return _is_list(value, count, count) and all(map(is_point, value))

        points = self.take(name, f"{count} pairs of numbers from {-limit:g} to {limit:g}", fits)
        return tuple(tuple(map(float, point)) for point in points)

    def span(self, name: str, last: int) -> tuple[int, int]:
        """First and last index of a range."""

        def fits(value: Any) -> bool:
            return _is_list(value, 2, 2) and all(_is_whole(item, 0, last) for item in value) and value[0] <= value[1]

        first, final = self.take(name, f"two whole numbers from 0 to {last}, the smaller first", fits)
        return first, final

    def one_of(self, name: str, choices: Iterable[str]) -> str:
        choices = tuple(choices)
        return str(self.take(name, " or ".join(choices) or "nothing", lambda v: isinstance(v, str) and v in choices))

    def texts(self, name: str, longest: int = 100) -> tuple[str, ...]:
        def fits(value: Any) -> bool:
            return _is_list(value, 0, longest) and all(_is_text(item, 200) for item in value)

        return tuple(self.take(name, f"a list of at most {longest} texts", fits))

    def rows(self, name: str, fewest: int, most: int) -> "list[Fields]":
        """A list of objects."""
        values = self.take(name, f"a list of {fewest} to {most} objects", lambda v: _is_list(v, fewest, most))
        return [Fields(value, f"{self._path(name)}[{index}]") for index, value in enumerate(values)]

    def inner(self, name: str) -> "Fields":
        """An object in this one."""
        return Fields(self.take(name, "an object", lambda v: isinstance(v, dict)), self._path(name))

    def names(self, most: int) -> tuple[str, ...]:
        """The names of all fields, for objects that are tables."""
        if len(self._values) > most or not all(_is_text(name, 200) for name in self._values):
            raise wrong(self._where, f"at most {most} short names", self._values)
        return tuple(self._values)

    def has(self, name: str) -> bool:
        return name in self._values

    def is_null(self, name: str) -> bool:
        return bool(self.take(name, "a value or null", lambda _: True) is None)

    def take(self, name: str, expected: str, fits: Callable[[Any], bool]) -> Any:
        """A value of any kind, if it fits; expected says what does."""
        where = self._path(name)
        if name not in self._values:
            raise FieldError(f"{where}: expected {expected}, found nothing", where, expected)
        if not fits(self._values[name]):
            raise wrong(where, expected, self._values[name])
        return self._values[name]

    def _path(self, name: str) -> str:
        return f"{self._where}.{name}" if self._where else name


def wrong(where: str, expected: str, found: Any) -> FieldError:
    """The refusal of one value."""
    said = reprlib.repr(found)
    return FieldError(f"{where}: expected {expected}, found {said}", where, expected, said)


def _is_text(value: Any, longest: int) -> bool:
    return isinstance(value, str) and len(value) <= longest


def _is_whole(value: Any, low: int, high: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def _is_number(value: Any, low: float, high: float) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high


def _all_numbers(count: int, limit: float) -> Callable[[Any], bool]:
    return lambda value: _is_list(value, count, count) and all(_is_number(item, -limit, limit) for item in value)


def _is_list(value: Any, fewest: int, most: int) -> bool:
    return isinstance(value, list) and fewest <= len(value) <= most


def _refuse_constant(name: str) -> None:
    raise ValueError(f"the number {name}")
