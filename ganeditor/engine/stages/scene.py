"""Scene: what stages of the whole photo may ask for beside its pixels."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ganeditor.engine.enhance.upscaler import Upscalers
from ganeditor.engine.faces.align import Image, Points
from ganeditor.engine.faces.anatomy import Anatomy
from ganeditor.engine.faces.detect import Photo8
from ganeditor.engine.faces.parts import part_of
from ganeditor.engine.restyle.translator import Translators


@dataclass(frozen=True, eq=False)
class Scene:
    """Networks, and what is known of the photo."""

    upscalers: Upscalers
    translators: Translators
    faces: Callable[[], Mapping[str, Points]]  # landmarks [68, 2] by the face's id, in pixels of the photo
    photo: Callable[[], Photo8]  # before all edits
    anatomy: Anatomy

    def part(self, name: str) -> Image:
        """Of RestyleEdit's PARTS: where it is, in a small picture of the photo, in [0, 1]."""
        return part_of(name, self.photo(), [*self.faces().values()], self.anatomy)
