"""Faces by how near they are to one: all are compared, which for 100,000 of them is one product of matrices."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ganeditor.project.people.values import Known, Numbers


def distances(looks: Numbers, others: Numbers) -> npt.NDArray[np.float32]:
    """Descriptors [N, 128] and [M, 128] -> how far each is from each [N, M]."""
    squares = (looks**2).sum(1)[:, None] + (others**2).sum(1) - 2 * looks @ others.T
    far: npt.NDArray[np.float32] = np.sqrt(squares.clip(0))
    return far


def nearest(descriptor: Numbers, faces: Sequence[Known]) -> list[tuple[float, Known]]:
    """faces from the nearest to the farthest, with their distance; of a photo's only the nearest.

    50 MB for 100,000 faces; beyond a million an approximate index would be faster.
    """
    if not faces:
        return []
    far = distances(descriptor[None], np.stack([face.descriptor for face in faces]))[0]
    best: dict[object, tuple[float, Known]] = {}
    for place in np.argsort(far, kind="stable").tolist():
        best.setdefault(faces[place].photo, (float(far[place]), faces[place]))
    return list(best.values())
