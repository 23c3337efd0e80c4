"""What every generator's synthesis network is: the one interface that search, edits and animations know."""

from contextlib import nullcontext

import torch
from torch import Tensor, nn

NoiseMode = str
"""'const' adds the stored noise maps, 'random' fresh ones, 'none' leaves noise out."""


class Synthesis(nn.Module):
    """ws [N, num_ws, w_dim] -> images [N, 3, resolution, resolution], float32, about [-1, 1]."""

    num_ws: int
    w_dim: int
    resolution: int
    smaller: tuple[int, ...] = ()
    """Sides of the smaller pictures that the network sums its picture up from."""
    feature_channels: tuple[int, ...] = ()
    """Of what forward puts into features."""

    def forward(
        self,
        ws: Tensor,
        noise_mode: NoiseMode = "const",
        dtype: torch.dtype = torch.float32,
        side: int | None = None,
        features: list[Tensor] | None = None,
    ) -> Tensor:
        """Convolutions run in dtype. With side, one of smaller, the picture of that many pixels.

        features takes what the blocks make, coarse to fine: [N, C, s, s] each, in dtype, over the picture's square.
        """
        raise NotImplementedError

    def require_ws(self, ws: Tensor) -> None:
        """ValueError unless ws is [N, num_ws, w_dim]."""
        if ws.ndim != 3 or ws.shape[1:] != (self.num_ws, self.w_dim):
            raise ValueError(f"ws has shape {list(ws.shape)}; expected [N, {self.num_ws}, {self.w_dim}]")


class PlainSynthesis(Synthesis):
    """ws [N, 1, w_dim] -> images, of one w, with neither noise nor smaller pictures."""

    num_ws = 1

    def forward(
        self,
        ws: Tensor,
        noise_mode: NoiseMode = "const",
        dtype: torch.dtype = torch.float32,
        side: int | None = None,
        features: list[Tensor] | None = None,
    ) -> Tensor:
        del noise_mode, side
        self.require_ws(ws)
        with torch.autocast(ws.device.type, dtype) if dtype != torch.float32 else nullcontext():
            return self.drawn(ws, features)

    def drawn(self, ws: Tensor, features: list[Tensor] | None) -> Tensor:
        """Images in float32; convolutions run in the dtype that forward was asked for."""
        raise NotImplementedError
