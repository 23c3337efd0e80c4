"""How long enlarging takes, told beforehand by how long a few pixels take, and how many the network will see."""

from collections.abc import Iterable
from dataclasses import dataclass

from ganeditor.engine.enhance import tiles
from ganeditor.engine.enhance.upscaler import Upscaler


@dataclass(frozen=True)
class Pace:
    """Of a network, on its device."""

    seconds: float  # for each pixel that it sees
    side: int  # of its tiles

    @classmethod
    def of(cls, upscaler: Upscaler) -> "Pace":
        """Takes as long as a few pixels do."""
        return cls(upscaler.seconds_per_pixel(), tiles.side_for(upscaler))

    def seconds_for(self, sizes_wh: Iterable[tuple[int, int]]) -> float:
        """Of pictures of these sizes, enlarged one after another."""
        return self.seconds * sum(tiles.pixels_seen(height, width, self.side) for width, height in sizes_wh)
