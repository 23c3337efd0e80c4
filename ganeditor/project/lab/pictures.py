"""PictureSettings: how a small GAN of the Lab learns from a folder of pictures."""

from dataclasses import asdict, dataclass
from typing import Any

SIDE = 32
"""Pixels of its pictures."""

TASKS = ("dcgan", "sngan", "r3gan")
"""Of ganeditor.training, those that learn pictures of this side in minutes on a processor."""

WIDTHS = (8, 16, 32)


@dataclass(frozen=True)
class PictureSettings:
    """One experiment."""

    folder: str = ""
    photos: tuple[str, ...] = ()  # files that the discriminator is asked about
    task: str = "dcgan"  # of TASKS
    width: int = 16  # of WIDTHS: channels of the widest layer
    loss: str = "non-saturating"
    penalties: tuple[tuple[str, float], ...] = (("r1", 0.1),)
    generator_rate: float = 1e-3
    discriminator_rate: float = 1e-3
    momentum: float = 0.5  # Adam's first beta
    discriminator_steps: int = 1
    batch: int = 32
    seed: int = 0

    @property
    def starts(self) -> tuple[Any, ...]:
        """What decides where a run starts; all else may change while it runs."""
        return self.folder, self.task, self.width, self.seed

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)


def picture_settings_from(values: dict[str, Any]) -> PictureSettings:
    """What to_json() made, and JSON has carried."""
    penalties = tuple((name, weight) for name, weight in values["penalties"])
    return PictureSettings(**{**values, "photos": tuple(values["photos"]), "penalties": penalties})
