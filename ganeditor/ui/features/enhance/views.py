"""What the Enhance panel shows, as frozen values."""

from dataclasses import dataclass

from ganeditor.edits.enhance import EnhanceEdit
from ganeditor.paths import DEFAULT_UPSCALER
from ganeditor.ui.widgets.values import Picture8


@dataclass(frozen=True, eq=False)
class Tried:
    """A part of the photo at the size that it would have."""

    plain: Picture8  # bicubic
    made: Picture8  # as the network makes it


@dataclass(frozen=True, eq=False)
class EnhanceView:
    """Everything the panel shows beside the photo."""

    choice: EnhanceEdit = EnhanceEdit(scale=2)  # noqa: RUF009 (frozen)
    models: tuple[str, ...] = (DEFAULT_UPSCALER,)
    denoises: float | None = None  # 1 if the network takes noise away and 0 if it leaves it, where it is one of a pair
    seconds: float | None = None  # that the photo takes, where that is known
    tried: Tried | None = None
    working: float | None = None  # fraction done
    doing: str = ""
    said: str = ""
    wrong: bool = False
