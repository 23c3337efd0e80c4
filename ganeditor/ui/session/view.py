"""What the window shows, as frozen values, and the verbs it may ask for; widgets know the session by these alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from ganeditor.edits.latent import LatentEdit
from ganeditor.project.document import Document, Edit
from ganeditor.ui.widgets.values import FaceView, InversionView, Point, TabView


class Reading(Protocol):
    """Where a face stands on one attribute."""

    @property
    def standardised(self) -> float: ...
    @property
    def natural(self) -> float: ...


class Figures(Protocol):
    """How near the reconstruction is to the face."""

    @property
    def psnr(self) -> float: ...
    @property
    def ssim(self) -> float: ...
    @property
    def perceptual(self) -> float: ...


@dataclass(frozen=True, eq=False)
class PhotoView:
    """The photo in the window."""

    number: int
    name: str
    document: Document
    faces: tuple[FaceView, ...]
    searched: bool  # whether looking for faces is over
    chosen: str | None
    editable: bool  # the chosen face has latents, so that its controls work
    readings: Mapping[str, Reading]  # of the chosen face
    steps: Sequence[str]
    index: int
    dirty: bool
    inversion: InversionView | None = None
    distance: float | None = None  # of identity, between the face and its edit
    figures: Figures | None = None

    @property
    def latent(self) -> LatentEdit:
        """The sliders of the chosen face; at zero when none is chosen."""
        return self.document.get(self.chosen or "", LatentEdit)

    @property
    def neutral(self) -> bool:
        """Whether nothing is done to the chosen face."""
        return self.document.neutral_at(self.chosen or "")


@dataclass(frozen=True, eq=False)
class View:
    """Everything the panels show."""

    tabs: tuple[TabView, ...] = ()
    photo: PhotoView | None = None
    attributes: tuple[str, ...] = ()  # that the model can change
    labels: Mapping[str, str] = field(default_factory=dict)  # of a person's own directions among them
    layers: int = 0  # of the model
    recent: tuple[Path, ...] = field(default=())


class Verbs(Protocol):
    """All a widget can ask for; the session does it."""

    def open_photos(self) -> None: ...
    def open_sample(self) -> None: ...
    def open_paths(self, paths: Sequence[Path]) -> None: ...
    def choose_photo(self, number: int) -> None: ...
    def close_photo(self, number: int | None = None) -> None: ...
    def choose_face(self, face: str) -> None: ...
    def add_face_by_points(self, left_eye: Point, right_eye: Point, mouth: Point) -> None: ...
    def apply(self, edit: Edit, label: str, merge_key: object = None) -> None: ...
    def begin_drag(self, again: bool = False) -> None: ...
    def end_drag(self) -> None: ...
    def undo(self) -> None: ...
    def redo(self) -> None: ...
    def jump(self, index: int) -> None: ...
    def reset_face(self) -> None: ...
    def reset_all(self) -> None: ...
    def stop_inversion(self) -> None: ...
    def save(self) -> None: ...
    def save_as(self) -> None: ...
    def export(self) -> None: ...
    def copy_to_clipboard(self) -> None: ...
    def paste_from_clipboard(self) -> None: ...
    def offered(self) -> tuple[tuple[str, ...], tuple[str, ...]]: ...
    def clear_cache(self) -> None: ...
    def quit(self) -> None: ...
