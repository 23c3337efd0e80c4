"""EnhanceEdit: the whole photo enlarged by a network that knows what photographs look like from near."""

from dataclasses import dataclass, replace
from typing import Any

from ganeditor.errors import EditError
from ganeditor.fields import Fields
from ganeditor.paths import DEFAULT_UPSCALER

SCALES = (2, 4)
LARGEST_SIDE, MOST_MEGAPIXELS = 65_535, 400
"""Of what comes out: pixels of a side, as the largest that EXIF and JPEG hold, and of the whole."""


@dataclass(frozen=True)
class EnhanceEdit:
    """By what factor, or to what size, a photo is enlarged; as it stands it does nothing."""

    scale: int = 0  # of SCALES; 0 where there is a size, or nothing to do
    width: int = 0  # pixels into which the photo is fitted, its proportions kept; 0 where there is a scale
    height: int = 0
    strength: float = 1.0  # 0 to 1: from the plain enlargement (bicubic) to the network's
    model: str = DEFAULT_UPSCALER  # name of the network, or its file
    faces: bool = False  # only the faces come from the network; all else is enlarged plainly
    denoise: float | None = None  # 0 to 1: noise is left, or taken away; for two networks that differ in that

    assets = ()

    @property
    def neutral(self) -> bool:
        return not self.scale and not self.width

    def size_of(self, width: int, height: int) -> tuple[int, int]:
        """Width and height that a photo of width × height comes to; EditError where that is too much, or less."""
        factor = self.scale or min(self.width / width, self.height / height)
        size = max(1, round(width * factor)), max(1, round(height * factor))
        if factor < 1:
            raise EditError(
                f"The photo has {width} × {height} pixels, more than fit into {self.width} × {self.height}; "
                "enlarging needs a larger size."
            )
        if max(size) > LARGEST_SIDE or size[0] * size[1] > MOST_MEGAPIXELS * 1e6:
            raise EditError(
                f"The photo would come to {size[0]} × {size[1]} pixels, and the limits are {LARGEST_SIDE:,} a side and "
                f"{MOST_MEGAPIXELS} megapixels; choose less."
            )
        return size

    def to_json(self) -> dict[str, Any]:
        return dict(vars(self))

    @classmethod
    def from_json(cls, fields: Fields) -> "EnhanceEdit":
        return cls(
            scale=int(fields.take("scale", "0, 2 or 4", lambda value: value in (0, *SCALES) and type(value) is int)),
            width=fields.whole("width", 0, LARGEST_SIDE),
            height=fields.whole("height", 0, LARGEST_SIDE),
            strength=fields.number("strength", 0, 1),
            model=fields.text("model", 4096),
            faces=fields.flag("faces"),
            # Older files don't know it.
            denoise=fields.number("denoise", 0, 1) if fields.has("denoise") and not fields.is_null("denoise") else None,
        )

    def between(self, other: "EnhanceEdit", share: float) -> "EnhanceEdit":
        # Pictures of an animation have one size, so that the size is there from the start, and the network comes in.
        bearer = self if other.neutral else other
        start, end = (0.0 if edit.neutral else edit.strength for edit in (self, other))
        return replace(bearer, strength=start * (1 - share) + end * share)

    @classmethod
    def parse(cls, text: str) -> "EnhanceEdit":
        """2, 4 or WIDTHxHEIGHT, and where wanted a strength from 0 to 1 behind it, such as "4,0.7"."""
        size, _, strength_text = text.lower().replace("×", "x").partition(",")
        width, _, height = size.partition("x")
        try:
            strength = float(strength_text or 1)
            if size in map(str, SCALES):
                edit = cls(scale=int(size), strength=strength)
            else:
                edit = cls(width=int(width), height=int(height), strength=strength)
        except ValueError:
            edit = cls()
        sides = (edit.width, edit.height)
        if (
            edit.neutral
            or not 0 <= edit.strength <= 1
            or not (edit.scale or 1 <= min(sides) <= max(sides) <= LARGEST_SIDE)
        ):
            raise EditError(f"'{text}' is not 2, 4 or WIDTHxHEIGHT, with a strength from 0 to 1: 4,0.7 or 3000x2000.")
        return edit
