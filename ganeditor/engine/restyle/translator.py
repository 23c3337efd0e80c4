"""A network that makes one picture of another, on its device, and what it made last."""

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import torch

from ganeditor.edits.restyle import USUAL_SIDE
from ganeditor.engine.networks.translation import TranslationNetwork
from ganeditor.engine.shared import is_full
from ganeditor.engine.tensors import free_memory
from ganeditor.errors import EditError, UserError
from ganeditor.progress import Progress, silent

Planes = npt.NDArray[np.float32]
"""[H, W, C] in [-1, 1]."""

LEAST_SIDE = 16  # pixels: smaller pictures have nothing to be mirrored at the border of the smallest layer
KEPT_BYTES = 64 << 20  # of what was made last: a strength can be tried without another run
SPARE = 1.6  # times the memory that layers take, for what convolutions need beside them


@dataclass(frozen=True, eq=False)
class Translator:
    """Makes pictures of pictures."""

    name: str
    network: TranslationNetwork
    counterpart: str = ""  # name of the one that leads back, where there is one
    seen_at: int = USUAL_SIDE  # pixels of a photo's longer side that it sees unless a person says otherwise
    _made: "OrderedDict[bytes, Planes]" = field(default_factory=OrderedDict)

    @property
    def inputs(self) -> int:
        return self.network.sizes.inputs

    @property
    def outputs(self) -> int:
        return self.network.sizes.outputs

    @property
    def colours(self) -> bool:
        """Whether it makes colour of lightness."""
        return self.outputs == 2

    @property
    def hinted(self) -> bool:
        """Whether it takes hints of colour."""
        return self.colours and self.inputs == 4

    @property
    def device(self) -> torch.device:
        return next(self.network.parameters()).device

    def to(self, device: torch.device) -> "Translator":
        """Moved to where it works."""
        self.network.to(device).to(memory_format=torch.channels_last).eval()  # type: ignore[call-overload]
        return self

    def require_memory(self, height: int, width: int) -> None:
        """UserError where a picture of this size takes more memory than is free."""
        wanted = 4 * SPARE * self.network.floats_per_pixel * height * width
        there = free_memory(self.device)
        if wanted > there:
            longest = int(max(height, width) * (there / wanted) ** 0.5) // 64 * 64
            raise UserError(
                f"At {max(height, width)} pixels the network {self.name} takes {wanted / 1e9:.1f} GB of memory, and "
                f"{there / 1e9:.1f} GB are free; choose a working size of up to {longest} pixels."
            )

    def __call__(self, planes: Planes, progress: Progress = silent) -> Planes:
        """[H, W, inputs] -> [H, W, outputs]; progress is asked several times a second, and may raise Cancelled."""
        key = hashlib.sha256(planes.tobytes() + repr(planes.shape).encode()).digest()
        if key not in self._made:
            self.require_memory(*planes.shape[:2])
            try:
                self._keep(key, self._run(planes, progress))
            except (RuntimeError, MemoryError) as error:
                if not is_full(error):
                    raise
                raise UserError("There is not enough memory to restyle at this size; choose a smaller one.") from None
        self._made.move_to_end(key)
        return self._made[key]

    @torch.inference_mode()
    def _run(self, planes: Planes, progress: Progress) -> Planes:
        height, width = planes.shape[:2]
        multiple = self.network.multiple
        # The sides are completed by what is mirrored at them; what comes of that is cut off.
        rest = [(0, max(side + -side % multiple, LEAST_SIDE) - side) for side in (height, width)]
        x = torch.from_numpy(np.pad(planes, (*rest, (0, 0)), "symmetric")).to(self.device).permute(2, 0, 1)[None]
        x = x.contiguous(memory_format=torch.channels_last)
        total, done = self.network.products_per_pixel * x.shape[2] * x.shape[3], 0

        def watch(products: int) -> None:
            nonlocal done
            progress(min(1.0, done / total), "")
            done += products

        made = self.network(x, watch)[0, :, :height, :width].permute(1, 2, 0)
        return np.ascontiguousarray(made.cpu().numpy())

    def _keep(self, key: bytes, made: Planes) -> None:
        self._made[key] = made
        while len(self._made) > 1 and sum(planes.nbytes for planes in self._made.values()) > KEPT_BYTES:
            self._made.popitem(last=False)


Translators = Callable[[str], Translator]
"""Opens the one called so, or in the file of that name; ModelError where there is none."""


def there_and_back(translators: Translators, name: str, back: bool) -> tuple[Translator, ...]:
    """The network called name, and where back is wanted the one that leads back; EditError where there is none."""
    first = translators(name)
    if not back:
        return (first,)
    if not first.counterpart:
        raise EditError(f"The network {first.name} has no counterpart that leads back; import that one as well.")
    return first, translators(first.counterpart)
