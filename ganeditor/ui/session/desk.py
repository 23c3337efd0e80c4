"""Desk: what a feature's verbs get of the session, and what features have in common."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar, cast

from PySide6.QtCore import QObject, Signal

from ganeditor.ui.session.bench import Bench, Engine
from ganeditor.ui.session.drawing import Drawing
from ganeditor.ui.session.editing import Editing
from ganeditor.ui.session.finding import Finding
from ganeditor.ui.session.jobs import Failure, JobRunner
from ganeditor.ui.session.loading import Loaded
from ganeditor.ui.session.photos import Photos
from ganeditor.ui.settings import Settings
from ganeditor.ui.widgets.values import Latents

T = TypeVar("T")


@dataclass(frozen=True)
class Shared(Generic[T]):
    """A result of one feature that others may need; they know it by this and not by the feature."""

    name: str
    default: T


@dataclass(frozen=True, eq=False)
class MadeFace:
    """A face that a generator has made."""

    name: str
    ws: Latents


MADE_FACES = Shared[tuple[MadeFace, ...]]("made faces", ())
"""Those that a person sees in the Generate window."""

CHOSEN_FACE = Shared[MadeFace | None]("chosen face", None)
"""The one of them that is chosen, with what is mixed into it."""


@dataclass(frozen=True, eq=False)
class PhotoFace:
    """A face in a photo's file, which may not be open."""

    photo: Path
    box_xyxy: tuple[float, float, float, float]  # in pixels of the upright photo


EYES_FROM = Shared[PhotoFace | None]("eyes from", None)
"""Whose eyes the chosen face is to get; whoever shares it shares None again."""

FACE_FROM = Shared[PhotoFace | None]("face from", None)
"""Whose face it is to get."""


QUEUE = "queue"
"""Id of the feature that does what a recipe says to many photos."""

SAVED_RECIPE = Shared[Path | None]("saved recipe", None)
"""The file of the recipe that was saved last."""

INSTALLED = Shared[tuple[str, ...]]("installed models", ())
"""Names of the models and networks that are here, as the Models window has found them last."""


class Desk(QObject):
    """Lives on the main thread; only bench() is for the device's worker."""

    shared_changed = Signal(object)  # Shared
    tool_wanted = Signal(object)  # Tool, which the canvas uses from now on, or None
    window_wanted = Signal(str)  # id of the feature whose window is to be shown
    panel_wanted = Signal(str)  # id of the feature whose panel is to be in front

    def __init__(
        self,
        jobs: JobRunner,
        settings: Settings,
        photos: Photos,
        engine: Engine,
        editing: Editing,
        finding: Finding,
        drawing: Drawing,
        *,
        open_paths: Callable[[Sequence[Path]], None],
        open_loaded: Callable[[Loaded], None],
        adopt: Callable[[Bench], None],
        say: Callable[[str], None],
        fail: Callable[[Failure], None],
    ) -> None:
        """open_paths opens files; open_loaded shows a photo that was made and is nowhere yet; adopt takes a bench whose
        model is another now; say is for a sentence in the status bar, fail for what a person can't mend."""
        super().__init__()
        self.jobs, self.settings, self.photos, self.bench = jobs, settings, photos, engine
        self.editing, self.finding, self.drawing = editing, finding, drawing
        self.open_paths, self.open_loaded, self.adopt, self.say, self.fail = open_paths, open_loaded, adopt, say, fail
        self._shared: dict[str, Any] = {}

    def share(self, what: Shared[T], value: T) -> None:
        """Let other features have a result."""
        self._shared[what.name] = value
        self.shared_changed.emit(what)

    def shared(self, what: Shared[T]) -> T:
        """The newest result of another feature."""
        return cast(T, self._shared.get(what.name, what.default))
