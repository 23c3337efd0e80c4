"""OPERATIONS: what can be done to a face or to a photo, one row each; store, animation and commands work from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from ganeditor.edits.enhance import EnhanceEdit
from ganeditor.edits.eyes import EyesEdit
from ganeditor.edits.finish import FinishEdit
from ganeditor.edits.latent import LatentEdit
from ganeditor.edits.mask import MaskEdit
from ganeditor.edits.operation import Operation
from ganeditor.edits.restore import RestoreEdit
from ganeditor.edits.restyle import RestyleEdit
from ganeditor.edits.swap import SwapEdit
from ganeditor.fields import FieldError, Fields


class Scope(Enum):
    """What an operation is done to."""

    FACE = "face"
    PHOTO = "photo"


@dataclass(frozen=True)
class OperationRow:
    """One kind of operation."""

    name: str  # in project files and as the option of commands
    kind: type[Operation]
    scope: Scope
    label: str  # of its step in the history, in English
    typed: bool = True  # it can be the value of an option of commands


RESTORE = OperationRow("restore", RestoreEdit, Scope.FACE, "Restore")

FINISH = OperationRow("finish", FinishEdit, Scope.FACE, "Sharpness")

LATENT = OperationRow("latent", LatentEdit, Scope.FACE, "Attributes")

EYES = OperationRow("eyes", EyesEdit, Scope.FACE, "Eyes")

MASK = OperationRow("mask", MaskEdit, Scope.FACE, "Mask", typed=False)

SWAP = OperationRow("swap", SwapEdit, Scope.FACE, "Swap", typed=False)

RESTYLE = OperationRow("restyle", RestyleEdit, Scope.PHOTO, "Restyle")

ENHANCE = OperationRow("enhance", EnhanceEdit, Scope.PHOTO, "Enlarge")

OPERATIONS: tuple[OperationRow, ...] = (FINISH, RESTORE, LATENT, MASK, SWAP, EYES, RESTYLE, ENHANCE)
"""In the order in which they are applied to a photo, those of faces first."""


def label_of(operation: Operation) -> str:
    """What its kind is called, in English."""
    return next(row.label for row in OPERATIONS if row.kind is type(operation))


def rows_of(scope: Scope) -> tuple[OperationRow, ...]:
    """The kinds of operation that are done to scope, in their order."""
    return tuple(row for row in OPERATIONS if row.scope is scope)


def operations_json(operations: Sequence[Operation]) -> dict[str, Any]:
    """Operations as plain values, by their names in OPERATIONS."""
    names = {row.kind: row.name for row in OPERATIONS}
    return {names[type(operation)]: operation.to_json() for operation in operations}


def operations_from(fields: Fields) -> tuple[Operation, ...]:
    """The operations that operations_json has written down; FieldError names the field that is not as it should be."""
    kinds = {row.name: row.kind for row in OPERATIONS}
    for name in fields.names(len(kinds)):
        if name not in kinds:
            raise FieldError(f"operations: expected {' or '.join(kinds)}, found {name!r}")
    return tuple(kind.from_json(fields.inner(name)) for name, kind in kinds.items() if fields.has(name))
