"""A network that enlarges pictures, on its device and in its precision."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from ganeditor.engine.networks.rrdb import RRDBNet
from ganeditor.engine.networks.srresnet import SRResNet
from ganeditor.engine.networks.srvgg import SRVGG

Picture = npt.NDArray[np.float32]
"""RGB [H, W, 3] in [0, 1]."""


@dataclass(frozen=True, eq=False)
class Upscaler:
    """Enlarges RGB pictures by a whole number."""

    name: str
    network: RRDBNet | SRVGG | SRResNet
    dtype: torch.dtype = torch.float32

    @property
    def scale(self) -> int:
        return self.network.scale

    @property
    def device(self) -> torch.device:
        return next(self.network.parameters()).device

    @property
    def bytes_per_pixel(self) -> int:
        """Memory that it takes for each pixel of its input, at its peak."""
        return self.network.floats_per_pixel * self.dtype.itemsize

    def to(self, device: torch.device, dtype: torch.dtype) -> "Upscaler":
        """The same network, moved to where it works."""
        network = self.network.to(device=device, dtype=dtype, memory_format=torch.channels_last)  # type: ignore[call-overload]
        return replace(self, network=network.eval().requires_grad_(False), dtype=dtype)

    @torch.inference_mode()
    def __call__(self, picture: Picture) -> Picture:
        """[H, W, 3] -> [scale·H, scale·W, 3], about in [0, 1]."""
        height, width = picture.shape[:2]
        multiple = self.network.multiple
        # What a network takes as one is completed by repeating the edge; what comes of that is cut off.
        rest = ((0, -height % multiple), (0, -width % multiple), (0, 0))
        x = torch.from_numpy(np.pad(picture, rest, "edge")).to(self.device, self.dtype).permute(2, 0, 1)[None]
        made: Tensor = self.network(x.contiguous(memory_format=torch.channels_last))
        pixels: Picture = made[0].permute(1, 2, 0).float().cpu().numpy()
        return pixels[: height * self.scale, : width * self.scale]
