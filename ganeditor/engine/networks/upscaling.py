"""UpscalingNetwork: what a network that enlarges tells of itself, so that a picture can be worked through in parts."""

from abc import abstractmethod

from torch import Tensor, nn


class UpscalingNetwork(nn.Module):
    """RGB [N, 3, H, W] in [0, 1] -> [N, 3, scale·H, scale·W]."""

    @property
    def multiple(self) -> int:
        """What sides of its input must be multiples of."""
        return 1

    @property
    @abstractmethod
    def scale(self) -> int: ...

    @property
    @abstractmethod
    def reach(self) -> int:
        """Pixels of features around one on which what outer makes of it depends."""

    @property
    @abstractmethod
    def inner_floats(self) -> int:
        """Numbers that inner holds at once for each pixel of the picture."""

    @property
    @abstractmethod
    def outer_floats(self) -> int:
        """Numbers that outer holds at once for each pixel of the picture."""

    @property
    @abstractmethod
    def products_per_pixel(self) -> int:
        """Multiplications for each pixel of its input."""

    @abstractmethod
    def inner(self, x: Tensor) -> Tensor:
        """What is computed at the small size: features [N, C, H / multiple, W / multiple]."""

    @abstractmethod
    def outer(self, features: Tensor, x: Tensor) -> Tensor:
        """The large picture, from features and the picture at the same place."""

    def forward(self, x: Tensor) -> Tensor:
        return self.outer(self.inner(x), x)
