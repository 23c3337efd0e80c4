"""The networks that all open photos share, and what happens when their device runs out of memory."""

from collections.abc import Callable
from typing import TypeVar

import torch

from ganeditor.engine.eyes.painter import Painters, none_paints
from ganeditor.engine.model import FaceModel
from ganeditor.engine.perceptual import PerceptualDistance
from ganeditor.errors import UserError

T = TypeVar("T")

Pair = tuple[FaceModel, PerceptualDistance]

CPU = torch.device("cpu")
_CPU_IS_FULL = ("can't allocate memory", "not enough memory")  # what torch's RuntimeError says on the processor


class Moved(Exception):  # noqa: N818 (a signal, not an error)
    """The networks are on another device than when the work at hand began."""


class SharedNetworks:
    """A model and a perceptual distance on one device; when that is full, both move to the processor for everybody."""

    def __init__(
        self,
        opener: Callable[[], Pair],
        notify: Callable[[str], None] = lambda _text: None,
        painter: Painters = none_paints,
    ) -> None:
        """opener is called when they are first asked for, since it may take a second that edits of whole photos don't
        need; notify is told, in a sentence, that the device has changed."""
        self._opener, self._notify, self.painter = opener, notify, painter
        self._opened: Pair | None = None

    def open(self) -> Pair:
        """The model and the perceptual distance; ModelError says why there are none."""
        if self._opened is None:
            self._opened = self._opener()
        return self._opened

    @property
    def model(self) -> FaceModel:
        return self.open()[0]

    @model.setter
    def model(self, model: FaceModel) -> None:
        self._opened = model, self.perceptual

    @property
    def perceptual(self) -> PerceptualDistance:
        return self.open()[1]

    @property
    def device(self) -> torch.device:
        return self.model.device

    def run(self, work: Callable[[], T]) -> T:
        """Run work, which takes all of its tensors from the networks; it begins again when these have had to move."""
        while True:
            try:
                return work()
            except Moved:
                continue
            except (RuntimeError, MemoryError) as error:
                if not is_full(error):
                    raise
                if self.device.type == CPU.type:
                    raise UserError("There is not enough memory for this edit; close other programs.") from None
                self._notify(f"The device '{self.device}' ran out of memory; the CPU goes on.")
                self._opened = self.model.to(CPU), self.perceptual.to(CPU)

    def require(self, device: torch.device) -> None:
        """Moved, when the networks have left device: other work has moved them while this one let it pass."""
        if self.device != device:
            raise Moved


def is_full(error: Exception) -> bool:
    """torch.OutOfMemoryError is a RuntimeError; so is what the processor's allocator raises."""
    return isinstance(error, MemoryError | torch.OutOfMemoryError) or any(text in str(error) for text in _CPU_IS_FULL)
