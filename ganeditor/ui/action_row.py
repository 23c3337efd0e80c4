"""ActionRow: one entry of the menus, and whom it can ask."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from ganeditor.ui.session.view import Verbs, View
from ganeditor.ui.widgets.canvas import Canvas


class Shell(Protocol):
    """What the window itself does."""

    def close(self) -> bool: ...
    def show_settings(self) -> None: ...
    def show_shortcuts(self) -> None: ...
    def show_log(self) -> None: ...
    def show_about(self) -> None: ...
    def show_tool(self, name: str) -> None: ...


@dataclass(frozen=True)
class Desk:
    """Whom an action can ask."""

    verbs: Verbs
    canvas: Canvas
    shell: Shell


def always(_view: View) -> bool:
    return True


def has_photo(view: View) -> bool:
    return view.photo is not None


def has_face(view: View) -> bool:
    return view.photo is not None and view.photo.chosen is not None


def is_searched(view: View) -> bool:
    return view.photo is not None and view.photo.searched


def can_undo(view: View) -> bool:
    return view.photo is not None and view.photo.index > 0


def can_redo(view: View) -> bool:
    return view.photo is not None and view.photo.index < len(view.photo.steps) - 1


def is_edited(view: View) -> bool:
    return view.photo is not None and not view.photo.document.neutral


def face_is_edited(view: View) -> bool:
    return view.photo is not None and not view.photo.neutral


@dataclass(frozen=True)
class ActionRow:
    """One action; run gets the desk and, for one that is ticked, whether it is on."""

    id: str
    menu: str  # one of MENUS
    text: str  # translated in the context "Actions"
    tooltip: str
    run: Callable[[Desk, bool], object]
    keys: tuple[str, ...] = ()
    icon: str = ""
    enabled: Callable[[View], bool] = always
    toolbar: bool = False
    checkable: bool = False
    checked: bool = False
    separated: bool = False  # from what stands before it
