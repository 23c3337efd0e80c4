"""Settings that one task alone has: its row declares them, and a person sets them by name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ganeditor.errors import UserError

Value = float | str


@dataclass(frozen=True)
class Option:
    """A number between two bounds, or one of several words."""

    name: str
    usual: Value
    says: str
    low: float = 0.0
    high: float = 1.0
    words: tuple[str, ...] = ()  # it is one of; without them it is a number

    @property
    def range(self) -> str:
        """What it may be, in words."""
        return ", ".join(self.words) if self.words else f"{self.low:g} to {self.high:g}"

    def read(self, text: str) -> Value:
        """The value in a person's text; UserError where it is none."""
        if self.words:
            if text not in self.words:
                raise UserError(f"{self.name} is '{text[:40]}'; choose one of {self.range}.")
            return text
        try:
            value = float(text)
        except ValueError:
            raise UserError(f"{self.name} is '{text[:40]}', which is no number; give {self.range}.") from None
        if not self.low <= value <= self.high:
            raise UserError(f"{self.name} is {text[:40]}; give a number from {self.range}.")
        return value


def usual(options: Sequence[Option]) -> dict[str, Value]:
    """Their values where nobody has set them."""
    return {option.name: option.usual for option in options}


def altered(options: Sequence[Option], **values: Value) -> tuple[Option, ...]:
    """The same options, of which some are usually otherwise."""
    return tuple(replace(option, usual=values.get(option.name, option.usual)) for option in options)


def chosen(task: str, options: Sequence[Option], given: Mapping[str, str]) -> dict[str, Value]:
    """The values of a task's options where given are set; UserError where it has no such."""
    known = {option.name: option for option in options}
    for name in given:
        if name not in known:
            has = f"it has {', '.join(known)}" if known else "it has none"
            raise UserError(f"{task} has no setting '{name[:40]}' of its own ({has}); give one of these.", "--set")
    return usual(options) | {name: known[name].read(text) for name, text in given.items()}
