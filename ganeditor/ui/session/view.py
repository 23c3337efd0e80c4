"""What the panels show, as frozen values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ganeditor.edits.latent import LatentEdit
from ganeditor.project.document import Document
from ganeditor.ui.widgets.values import FaceView, InversionView, TabView


@dataclass(frozen=True)
class Reading:
    """Where a face stands on one attribute."""

    standardised: float
    natural: float


@dataclass(frozen=True)
class Figures:
    """How near the reconstruction is to the face."""

    psnr: float
    ssim: float


Reaches = Mapping[str, tuple[float, float]]
"""How far sliders that have been tried can move a face, down and up, in their own units."""


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
    looked: float = 0.0  # share of the search that is done
    distance: float | None = None  # of identity, between the face and its edit
    figures: Figures | None = None
    reaches: Reaches = field(default_factory=dict)  # of the chosen face

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
