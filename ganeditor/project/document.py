"""What is being edited: a photo, its faces, and the values of each face's controls. Frozen; an edit makes a new one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

DETAIL, GENERATED = "detail", "generated"

_NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class Photo:
    """Which picture it is; its pixels are not part of the document."""

    path: str
    sha256: str  # of the file's bytes
    width: int
    height: int


@dataclass(frozen=True)
class FaceEdits:
    """All choices made for one face."""

    face: str  # the face's id
    amounts: Mapping[str, float] = field(default_factory=lambda: _NOTHING)  # attribute -> change; zeros are left out
    layers: Mapping[str, tuple[int, int]] = field(default_factory=lambda: _NOTHING)  # attribute -> first, last
    keep: tuple[str, ...] = ()  # attributes held still while others change
    mode: str = DETAIL

    @property
    def neutral(self) -> bool:
        """Whether these edits leave the photo as it is."""
        return not self.amounts


@dataclass(frozen=True)
class AttributeEdit:
    """Set one control of a face; 0 takes it back."""

    face: str
    name: str
    amount: float


@dataclass(frozen=True)
class LayersEdit:
    """Limit an attribute to a range of layers; None is all of them."""

    face: str
    name: str
    layers: tuple[int, int] | None


@dataclass(frozen=True)
class KeepEdit:
    """Choose which attributes are held still."""

    face: str
    keep: tuple[str, ...]


@dataclass(frozen=True)
class ModeEdit:
    """Choose how the face is pasted back."""

    face: str
    mode: str


@dataclass(frozen=True)
class PresetEdit:
    """Set all controls of a face at once; what is not named goes back to zero."""

    face: str
    amounts: Mapping[str, float]


@dataclass(frozen=True)
class ResetEdit:
    """Take back everything done to one face, or with None to all."""

    face: str | None


Edit = AttributeEdit | LayersEdit | KeepEdit | ModeEdit | PresetEdit | ResetEdit


@dataclass(frozen=True)
class Document:
    """A photo and what is done to its faces."""

    photo: Photo
    faces: tuple[FaceEdits, ...] = ()  # only faces that were touched

    def edits_of(self, face: str) -> FaceEdits:
        return next((edits for edits in self.faces if edits.face == face), FaceEdits(face))

    def with_edit(self, edit: Edit) -> "Document":
        """A new document in which edit has been made."""
        if isinstance(edit, ResetEdit):
            return replace(self, faces=tuple(edits for edits in self.faces if edit.face not in (None, edits.face)))
        changed = _APPLY[type(edit)](self.edits_of(edit.face), edit)
        known = any(edits.face == edit.face for edits in self.faces)
        kept = tuple(changed if edits.face == edit.face else edits for edits in self.faces)
        return replace(self, faces=kept if known else (*kept, changed))

    @property
    def neutral(self) -> bool:
        return all(edits.neutral for edits in self.faces)


def _set_amount(edits: FaceEdits, edit: AttributeEdit) -> FaceEdits:
    amounts = {**edits.amounts, edit.name: edit.amount}
    return replace(edits, amounts=_without_zeros(amounts))


def _set_layers(edits: FaceEdits, edit: LayersEdit) -> FaceEdits:
    others = {name: layers for name, layers in edits.layers.items() if name != edit.name}
    chosen = {} if edit.layers is None else {edit.name: edit.layers}
    return replace(edits, layers=MappingProxyType(others | chosen))


def _without_zeros(amounts: Mapping[str, float]) -> Mapping[str, float]:
    return MappingProxyType({name: amount for name, amount in amounts.items() if amount != 0})


_APPLY: dict[type, Callable[[FaceEdits, Any], FaceEdits]] = {
    AttributeEdit: _set_amount,
    LayersEdit: _set_layers,
    KeepEdit: lambda edits, edit: replace(edits, keep=edit.keep),
    ModeEdit: lambda edits, edit: replace(edits, mode=edit.mode),
    PresetEdit: lambda edits, edit: replace(edits, amounts=_without_zeros(edit.amounts)),
}
"""The dispatch table: one row for each kind of edit that belongs to one face."""
