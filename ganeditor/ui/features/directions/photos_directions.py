"""Lab: what the Directions window needs of the engine; only on the device's worker."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from ganeditor.ui.features.directions.views import (
    Boundary,
    DiscoveryChoice,
    Found,
    ImportChoice,
    Kept,
    Layers,
    TrainingChoice,
    Vector,
)
from ganeditor.ui.widgets.values import Picture8

Array = npt.NDArray[np.float32]


class Lab(Protocol):
    """Finds, trains and keeps directions of one model."""

    @property
    def model(self) -> str: ...
    @property
    def layer_names(self) -> tuple[str, ...]:
        """Layers whose activations can be looked at."""

    @property
    def keepable(self) -> tuple[str, ...]:
        """Attributes that can be held still."""

    @property
    def readouts(self) -> tuple[str, ...]:
        """What the model can score faces by."""

    @property
    def judges_realism(self) -> bool:
        """Whether the model can score faces by how real they look."""

    @property
    def labels(self) -> Mapping[str, str]:
        """What the sliders of kept directions are called."""

    def discover(self, choice: DiscoveryChoice, progress: Callable[[float, str], None]) -> Sequence[Found]:
        """Principal components, the strongest first, without strips."""

    def pictures_along(
        self, step: Vector, amounts: Sequence[float], layers: Layers | None, start: Array | None
    ) -> Sequence[Picture8]:
        """Pictures of a face, ws [num_ws, w_dim] or the mean one, moved by amounts of step on layers."""

    def random(self, count: int, seed: int) -> Array:
        """count random w [count, w_dim]"""

    def pictures(self, w: Array) -> Sequence[Picture8]: ...
    def train(self, more: Array, less: Array, keep: Sequence[str]) -> tuple[Found, Boundary]:
        """The boundary between two kinds of faces, each w [N, w_dim], that leaves the attributes in keep alone."""

    def train_scored(self, choice: TrainingChoice, progress: Callable[[float, str], None]) -> tuple[Found, Boundary]:
        """The boundary between random faces that score high and low; UserError where there is none to be found."""

    def keep(self, found: Found, name: str, layers: Layers | None, label: str) -> None:
        """Write it to the user's folder."""

    def bring(self, choice: ImportChoice) -> tuple[str, str]:
        """Keep the direction in a file; its name, and a doubt about it, if there is one."""

    def kept(self) -> tuple[Kept, ...]: ...
    def remove(self, name: str) -> None: ...
    def renew(self, editors: Iterable[Any]) -> tuple[str, ...]:
        """Give all editors the model with the directions that are kept now; the attributes it can change."""
