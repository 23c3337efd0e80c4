"""Reenactment: a person's latents take over another face's pose and expression (Nirkin et al. 2019, section 3.1).

Closed-loop: what the mesh of the rendered picture shows is compared with what is wanted, and the latents move along the
model's directions by what is missing, until it is there or the model can do no more.
"""

from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt
from torch import Tensor

from ganeditor.engine.faces.align import Image
from ganeditor.engine.faces.detect import Photo8
from ganeditor.engine.faces.mesh import Mesh
from ganeditor.engine.latent.space import Change, LatentSpace

Vector = npt.NDArray[np.float64]

MOVES = ("yaw", "pitch", "roll", "eye_open", "brow", "mouth_open", "smile", "mouth_width")
"""Directions along which a face is moved."""

UNITS = np.array([6.0, 6.0, 6.0, 0.05, 0.03, 0.05, 0.02, 0.04])
"""Of what is read off a mesh, by how much a slight move of each kind shows: degrees, then shares of a distance."""

ROUNDS = 3
"""Looks at the rendered picture after which the latents move."""

TRIED = 0.7
"""Deviations by which each direction is tried to see what it does."""

FARTHEST = 2.0
"""Deviations that the latents are moved along a direction at most."""

EFFORT = 0.4
"""What a deviation along a direction costs, where a unit that is missing costs 1: far from itself a face breaks."""


def expression(mesh: Mesh) -> Vector:
    """Pose and expression of a face, in the order of MOVES; all but the pose in distances between the eyes."""
    flat, pose = mesh.flat.astype(np.float64), mesh.pose
    eyes = mesh.anchors[:2].astype(np.float64)
    unit = max(float(np.hypot(*(eyes[1] - eyes[0]))), 1e-6)
    down = np.array([eyes[0][1] - eyes[1][1], eyes[1][0] - eyes[0][0]]) / unit

    def height(upper: tuple[int, ...], lower: tuple[int, ...]) -> float:
        return float((flat[list(lower)].mean(0) - flat[list(upper)].mean(0)) @ down) / unit

    return np.array(
        [
            pose.yaw,
            pose.pitch,
            pose.roll,
            height((159, 158, 386, 385), (145, 153, 374, 380)),
            height((105, 66, 334, 296), (33, 133, 362, 263)),
            height((13, 82, 312), (14, 87, 317)),
            height((61, 291), (0, 17)),
            float(np.hypot(*(flat[291] - flat[61]))) / unit,
        ]
    )


def reenacted(
    latents: LatentSpace,
    ws: Tensor,
    wanted: Vector,
    render: Callable[[Tensor], Image],
    look: Callable[[Photo8], Mesh],
) -> tuple[Tensor, Image, Mesh]:
    """ws [num_ws, w_dim] moved so that its picture has the expression wanted, that picture in levels, and its mesh.

    render: latents -> picture [R, R, 3] in levels; look: picture -> the mesh in it.
    """
    names = [name for name in MOVES if name in latents.directions]
    rows = np.array([MOVES.index(name) for name in names], int)

    def seen(amounts: Mapping[str, float]) -> tuple[Tensor, Image, Mesh, Vector]:
        changes = {name: Change(amount) for name, amount in amounts.items()}
        moved = latents.within(ws, latents.edit(ws, changes, 0.0))
        picture = render(moved)
        mesh = look(np.clip(np.rint(picture), 0, 255).astype(np.uint8))
        return moved, picture, mesh, expression(mesh) / UNITS

    best = seen({})
    if not names:
        return best[:3]
    goal, start, amounts = wanted / UNITS, best[3], np.zeros(len(names))
    signs = np.where((goal - start)[rows] < 0, -1.0, 1.0)  # tried the way it is to go
    tried = [seen({name: TRIED * sign})[3] - start for name, sign in zip(names, signs, strict=True)]
    effect = np.stack(tried, 1) / (TRIED * signs)
    for _ in range(ROUNDS):
        missing = goal - best[3]
        square = effect.T @ effect + EFFORT * np.eye(len(names))
        step = np.linalg.solve(square, effect.T @ missing - EFFORT * amounts)
        further = np.clip(amounts + step, -FARTHEST, FARTHEST)
        found = seen(dict(zip(names, further.tolist(), strict=True)))
        if np.linalg.norm(goal - found[3]) >= np.linalg.norm(missing):
            break
        best, amounts = found, further
    return best[:3]
