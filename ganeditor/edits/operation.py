"""What every operation can do: say whether it changes anything, be written down, and lie between two others."""

from typing import Any, Protocol

from ganeditor.fields import Fields


class Operation(Protocol):
    """One thing done to a face or a photo. A frozen dataclass whose fields all have defaults that do nothing."""

    @property
    def neutral(self) -> bool:
        """Whether it leaves the photo as it is."""

    @property
    def assets(self) -> tuple[str, ...]:
        """SHA-256 of each asset it needs: what is too large to stand in the operation itself."""

    def to_json(self) -> dict[str, Any]:
        """Plain values, from which from_json makes an equal operation."""

    @classmethod
    def from_json(cls, fields: Fields) -> "Operation":
        """The operation that a file describes; FieldError names the field that is not as it should be."""

    def between(self, other: Any, share: float) -> "Operation":
        """The operation at share in (0, 1) of the way to other, one of its own kind, for animations."""

    @classmethod
    def parse(cls, text: str) -> "Operation":
        """The operation that a person typed; EditError says what is wrong with the text."""
