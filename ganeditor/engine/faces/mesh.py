"""The face mesh: 468 points on a face, by MediaPipe's network (Kartynnik et al. 2019), and what is read off them.

"Left" is the picture's left. Indices are those of MediaPipe's canonical face model.
"""

import math
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from ganeditor.engine.faces.align import Matrix, Points, crop, invert, transform_points
from ganeditor.engine.faces.detect import Photo8, anchors_of
from ganeditor.engine.faces.mediapipe import Network
from ganeditor.errors import FaceError

SIDE = 192
"""Pixels of the network's picture."""

ENLARGED = 1.5
"""Side of that picture over the longer side of the box around the points: as the network was trained."""

ROUNDS = 2
"""Looks at a face, each aligned by the points before. A second moves points by 2 % of the distance between the eyes,
a third by less than 1 %."""

LEAST_EYE_DISTANCE = 16.0
"""Pixels between the eyes below which nothing as small as a lid can be told."""

LEAST_CONFIDENCE = 0.5

FARTHEST = 0.15
"""Distances between the eyes by which mesh and landmarks may differ at eyes and mouth, on average. In 54 portraits and
press photographs they differ by 0.01 to 0.1; on half hidden faces by 0.2 and more."""

FARTHEST_YAW = 50.0
"""Degrees from which on the far eye is hidden by the nose."""

NEUTRAL_PITCH = -5.0
"""Degrees by which the line from forehead to chin leans in a face that looks straight ahead: the median of 24."""

LEFT_CORNERS, RIGHT_CORNERS = (33, 133), (362, 263)
"""Of the eyes, from left to right."""

MOUTH_CORNERS = (61, 291)
FOREHEAD, CHIN = 10, 152

LOOPS: dict[str, tuple[int, ...]] = {
    "left_eye": (33, 246, 161, 160, 159, 158, 157, 173, 133, 155, 154, 153, 145, 144, 163, 7),
    "right_eye": (362, 398, 384, 385, 386, 387, 388, 466, 263, 249, 390, 373, 374, 380, 381, 382),
    "left_brow": (70, 63, 105, 66, 107, 55, 65, 52, 53, 46),
    "right_brow": (336, 296, 334, 293, 300, 276, 283, 282, 295, 285),
    "upper_lip": (61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291, 308, 415, 310, 311, 312, 13, 82, 81, 80, 191, 78),
    "lower_lip": (61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 308, 324, 318, 402, 317, 14, 87, 178, 88, 95, 78),
    "mouth_inside": (78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308, 324, 318, 402, 317, 14, 87, 178, 88, 95),
    "nose": (168, 193, 245, 188, 174, 198, 49, 64, 98, 97, 2, 326, 327, 294, 279, 420, 399, 412, 465, 417),
    "oval": (
        *(10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149),
        *(150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109),
    ),
}
"""Parts of a face, each a closed loop of points; an eye's begins at its left corner and goes over the upper lid."""


@dataclass(frozen=True, eq=False)
class Pose:
    """How a head is turned, in degrees."""

    yaw: float  # positive: towards the picture's right
    pitch: float  # positive: upwards
    roll: float  # positive: clockwise


@dataclass(frozen=True, eq=False)
class Mesh:
    """A face's 468 points."""

    points: npt.NDArray[np.float32]  # [468, 3]: (x, y) in pixels of the picture, z in the same unit, far is positive
    confidence: float = 1.0  # of the network that there is a face, in [0, 1]; half hidden ones have nearly 1, too

    @property
    def flat(self) -> Points:
        """[468, 2]: (x, y) alone."""
        return self.points[:, :2]

    def loop(self, part: str) -> Points:
        """The contour [N, 2] of a part of LOOPS."""
        return self.flat[list(LOOPS[part])]

    def seen_through(self, matrix: Matrix) -> "Mesh":
        """The same points in another picture, to which a similarity takes this one's."""
        scale = math.sqrt(abs(float(np.linalg.det(matrix[:, :2]))))
        moved = transform_points(matrix, self.flat)
        return replace(self, points=np.column_stack([moved, self.points[:, 2] * scale]).astype(np.float32))

    @property
    def anchors(self) -> Points:
        """Left eye, right eye, left and right mouth corner [4, 2]."""
        flat = self.flat
        eyes = [flat[list(corners)].mean(0) for corners in (LEFT_CORNERS, RIGHT_CORNERS)]
        return np.stack([*eyes, *flat[list(MOUTH_CORNERS)]])

    @property
    def pose(self) -> Pose:
        """From the line between the outer corners of the eyes, and that from forehead to chin."""
        across = self.points[RIGHT_CORNERS[1]] - self.points[LEFT_CORNERS[0]]
        down = self.points[CHIN] - self.points[FOREHEAD]
        yaw = math.atan2(across[2], math.hypot(*across[:2]))
        pitch = math.atan2(-down[2], math.hypot(*down[:2]))
        roll = math.atan2(across[1], across[0])
        return Pose(math.degrees(yaw), math.degrees(pitch) - NEUTRAL_PITCH, math.degrees(roll))


class MeshNetwork:
    """A picture and landmarks of a face in it -> the face's mesh."""

    def __init__(self) -> None:
        self._network = Network("face_landmark.tflite", ("conv2d_21", "conv2d_31"))

    def find(self, picture: Photo8, landmarks: Points) -> Mesh:
        """The mesh of the face at landmarks [68, 2] in picture [H, W, 3]; about 10 ms.

        FaceError says why a face has none: it is too small, turned too far, or hidden.
        """
        eyes = anchors_of(landmarks)[:2]
        distance = math.dist(*eyes)
        if distance < LEAST_EYE_DISTANCE:
            raise FaceError(
                f"This face is too small: {distance:.0f} pixels lie between its eyes, "
                f"and {LEAST_EYE_DISTANCE:.0f} are needed."
            )
        middle = (eyes[0] + eyes[1]) / 2
        forehead = middle - 0.6 * (landmarks[8] - middle)
        mesh = self._look(picture, np.vstack([landmarks, forehead]), eyes)
        for _ in range(ROUNDS - 1):
            mesh = self.again(picture, mesh)
        own = np.stack(
            [*(landmarks[list(ends)].mean(0) for ends in ((36, 39), (42, 45))), landmarks[48], landmarks[54]]
        )
        off = float(np.linalg.norm(mesh.anchors - own, axis=1).mean()) / distance
        if abs(mesh.pose.yaw) > FARTHEST_YAW and mesh.confidence >= LEAST_CONFIDENCE:
            turned, most = abs(mesh.pose.yaw), FARTHEST_YAW
            raise FaceError(f"This face is turned too far, by {turned:.0f}°; up to {most:.0f}° are possible.")
        if mesh.confidence < LEAST_CONFIDENCE or off > FARTHEST:
            raise FaceError("This face is hidden too much to tell where its parts are.")
        return mesh

    def again(self, picture: Photo8, mesh: Mesh) -> Mesh:
        """The mesh of a face that lies nearly as mesh does in picture [H, W, 3]; about 5 ms. Its confidence says
        whether there is one."""
        return self._look(picture, mesh.flat, mesh.anchors[:2])

    def _look(self, picture: Photo8, points: Points, eyes: Points) -> Mesh:
        """One look, aligned by points [N, 2] of the whole face and the middles of its eyes."""
        x, y = eyes[1] - eyes[0]
        turn = np.array([[x, y], [-y, x]], np.float64) / max(math.hypot(x, y), 1e-6)
        upright = points @ turn.T
        low, high = upright.min(0), upright.max(0)
        scale = SIDE / (ENLARGED * max(float((high - low).max()), 1.0))
        matrix = np.hstack([turn * scale, (SIDE / 2 - (low + high) / 2 * scale)[:, None]])
        found, logit = self._network(crop(picture, matrix, SIDE, "zero"))
        in_window = found.reshape(-1, 3)
        confidence = 1 / (1 + math.exp(-float(logit.ravel()[0])))
        return Mesh(in_window, confidence).seen_through(invert(matrix))
