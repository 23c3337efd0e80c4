"""A network that enlarges pictures, on its device.

It works in float32: with Real-ESRGAN's weights in bfloat16 a picture is up to 5/255 off, and with those of the dense
blocks alone still 3/255, where 2/255 is what a picture may be.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from ganeditor.engine.networks.upscaling import UpscalingNetwork
from ganeditor.errors import EditError
from ganeditor.progress import Progress, silent

Picture = npt.NDArray[np.float32]
"""RGB [H, W, 3] in [0, 1]."""

PROBE = 64  # pixels of a side
OUTER_SIDE = 96  # pixels of features from which the last layers, which work at the large size, make a part at a time


@dataclass(frozen=True, eq=False)
class Upscaler:
    """Enlarges RGB pictures by a whole number."""

    name: str
    network: UpscalingNetwork
    pair: tuple[str, str] | None = None
    """Names of the one that leaves noise and of the one that takes it away, where it is one of two that differ so."""

    @property
    def scale(self) -> int:
        return self.network.scale

    @property
    def device(self) -> torch.device:
        return next(self.network.parameters()).device

    @property
    def bytes_per_pixel(self) -> int:
        """Memory that it takes for each pixel of its input."""
        return 4 * (self.network.inner_floats + 3 * 3 * self.scale**2)

    def seconds_per_pixel(self) -> float:
        """How long it takes for each pixel of its input, tried on a few."""
        probe = np.full((PROBE, PROBE, 3), 0.5, np.float32)
        self(probe[:8, :8])
        started = time.perf_counter()
        self(probe)
        return (time.perf_counter() - started) / PROBE**2

    def to(self, device: torch.device) -> "Upscaler":
        """Moved to where it works."""
        self.network.to(device).to(memory_format=torch.channels_last).eval()  # type: ignore[call-overload]
        return self

    @torch.inference_mode()
    def __call__(self, picture: Picture, progress: Progress = silent) -> Picture:
        """[H, W, 3] -> [scale·H, scale·W, 3], about in [0, 1]; progress is asked before each convolution."""
        height, width = picture.shape[:2]
        multiple = self.network.multiple
        # What a network takes as one is completed by repeating the edge; what comes of that is cut off.
        rest = ((0, -height % multiple), (0, -width % multiple), (0, 0))
        x = torch.from_numpy(np.pad(picture, rest, "edge")).to(self.device).permute(2, 0, 1)[None]
        x = x.contiguous(memory_format=torch.channels_last)
        with _watched(self.network, progress):
            made = self._outer(self.network.inner(x), x)
        return made[: height * self.scale, : width * self.scale]

    def _outer(self, features: Tensor, x: Tensor) -> Picture:
        """The large picture, part by part: each sees as much of features as it depends on, so that none shows."""
        network, scale = self.network, self.scale
        height, width = features.shape[2:]
        pixels = x.shape[2] // height  # of the picture, for one of features
        made = np.empty((x.shape[2] * scale, x.shape[3] * scale, 3), np.float32)
        for top, left in product(range(0, height, OUTER_SIDE), range(0, width, OUTER_SIDE)):
            y0, x0 = max(0, top - network.reach), max(0, left - network.reach)
            y1, x1 = (min(end, first + OUTER_SIDE + network.reach) for end, first in ((height, top), (width, left)))
            below = x[:, :, y0 * pixels : y1 * pixels, x0 * pixels : x1 * pixels]
            part = network.outer(features[:, :, y0:y1, x0:x1], below)[0].permute(1, 2, 0).cpu().numpy()
            grown = pixels * scale
            part = part[(top - y0) * grown :, (left - x0) * grown :][: OUTER_SIDE * grown, : OUTER_SIDE * grown]
            made[top * grown :, left * grown :][: part.shape[0], : part.shape[1]] = part
        return made


Upscalers = Callable[[str], Upscaler]
"""Opens the one called so, or in the file of that name; ModelError where there is none."""


def denoising(upscalers: Upscalers, name: str, share: float | None) -> Upscaler:
    """The upscaler called name; with a share from 0 to 1 the one that lies so far between the two of its pair.

    Their numbers are blended (deep network interpolation, Wang et al. 2019). EditError where it is none of a pair.
    """
    one = upscalers(name)
    if share is None:
        return one
    if one.pair is None:
        raise EditError(
            f"The network {one.name} has no partner that leaves more noise or less; import both of such a pair, called "
            "alike but for 'wdn', or leave the noise to the network."
        )
    leaving, taking = (upscalers(part).network.state_dict() for part in one.pair)
    blended = deepcopy(one.network)
    blended.load_state_dict({key: torch.lerp(values, taking[key], share) for key, values in leaving.items()})
    return replace(one, network=blended)


@contextmanager
def _watched(network: nn.Module, progress: Progress) -> Iterator[None]:
    """Each convolution is one step; what progress raises ends the network's work."""
    convolutions = [part for part in network.modules() if isinstance(part, nn.Conv2d)]
    shares: dict[nn.Module, float] = {conv: index / len(convolutions) for index, conv in enumerate(convolutions)}

    def ask(conv: nn.Module, _inputs: object) -> None:
        progress(shares[conv], "")

    hooks = [conv.register_forward_pre_hook(ask) for conv in convolutions]
    try:
        yield
    finally:
        for hook in hooks:
            hook.remove()
