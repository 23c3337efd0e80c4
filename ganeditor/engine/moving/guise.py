"""Guise: a source's face as one person of a clip gets it, spread out in an atlas; made once, before the first frame."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ganeditor.engine.eyes.blending import as_sharp
from ganeditor.engine.faces.align import Image
from ganeditor.engine.faces.detect import Photo8
from ganeditor.engine.faces.mesh import Mesh
from ganeditor.engine.moving.atlas import Atlas, axes_of, mean_of
from ganeditor.engine.swap import masks
from ganeditor.engine.swap.light import lit_as, opposites
from ganeditor.engine.swap.shape import shaped, width_of
from ganeditor.engine.swap.swapped import Swapped

LEAST_SIDE, MOST_SIDE = 128, 512
"""Pixels of the atlas; between them it is as large as the face is in the clip."""


@dataclass(frozen=True, eq=False)
class Shown:
    """The source made ready for one picture of the person."""

    picture: Photo8
    mesh: Mesh  # of the person, in its pixels
    bare: Image  # [H, W] in [0, 1]: where neither hair nor glasses cover the face
    swapped: Swapped


@dataclass(frozen=True, eq=False)
class Guise:
    """What is laid over the person's face, in pixels of the atlas."""

    atlas: Atlas
    picture: Image  # [S, S, 3] levels
    known: Image  # [S, S] in [0, 1]: how much of it is seen in the source's photo, or drawn by the generator
    skin: Image  # [S, S] in [0, 1]: where it is bare skin
    free: Image  # [S, S] in [0, 1]: where no hair and no glasses cover the person
    move: npt.NDArray[np.float64]  # [468, 3] by which the source's parts lie elsewhere, in widths along the head's axes

    @classmethod
    def of(cls, shown: Sequence[Shown]) -> "Guise":
        """From pictures of the person, the best first."""
        source = shown[0].swapped.source
        side = round(float(np.clip(1.3 * max(width_of(one.mesh) for one in shown), LEAST_SIDE, MOST_SIDE)))
        atlas = Atlas.of(source.mesh, side)
        own = atlas.of_picture(source.mesh)
        photo, seen = own.of(source.picture), own.seen * own.share(shown[0].swapped.shown, len(source.picture))
        seen = seen * (1 - masks.mouth(atlas.mesh, atlas.size_wh))
        acted = [(atlas.of_picture(one.swapped.mesh), one.swapped) for one in shown]
        weights = [there.seen * there.share(swapped.drawn, len(swapped.acted)) for there, swapped in acted]
        filled, drawn = mean_of([there.of(swapped.acted) for there, swapped in acted], weights)
        skin = masks.skin(atlas.mesh, atlas.size_wh, atlas.width)
        opposite = opposites(atlas.mesh, atlas.surface)
        filled = lit_as(photo, filled, skin * seen, skin * drawn, opposite, atlas.width, 1.0, tone=False)
        whole = np.asarray(filled + (photo - filled) * seen[..., None], np.float32)
        places = [atlas.of_picture(one.mesh) for one in shown]
        free = [
            np.asarray(there.share(one.bare, len(one.bare)), np.float32)
            for there, one in zip(places, shown, strict=True)
        ]
        whole = as_sharp(whole, places[0].of(shown[0].picture), np.asarray(skin * free[0], np.float32))
        return cls(
            atlas,
            whole,
            np.asarray(np.maximum(seen, drawn), np.float32),
            skin,
            np.asarray(np.mean(free, 0), np.float32),
            np.mean([_move(one.mesh, one.swapped.mesh) for one in shown], 0),
        )

    def laid(self, mesh: Mesh, share: float) -> Mesh:
        """A person's mesh in a frame with its parts moved by share of the way to where the source has them."""
        moved = (self.move @ axes_of(mesh)) * (share * width_of(mesh))
        points = mesh.points.copy()
        points[:, :2] += moved[:, :2].astype(np.float32)
        return Mesh(points, mesh.confidence)


def _move(own: Mesh, other: Mesh) -> npt.NDArray[np.float64]:
    moved = shaped(own, other, 1.0).points.astype(np.float64) - own.points
    return np.asarray(moved @ axes_of(own).T / width_of(own))
