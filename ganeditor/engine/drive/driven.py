"""Driven: the still face of a photo made to do what is read off a driver, at the photo's own resolution.

Everything that the photo shows moves in its own pixels: lids and gaze, then mouth and brows, and the head last, as a
relief. Only what opens between the lips is the generator's. What is slow is done before the start, and no frame is
searched.
"""

from collections.abc import Mapping

import numpy as np

from ganeditor.engine.drive.features import Features
from ganeditor.engine.drive.head import Head, Turn, seen_at
from ganeditor.engine.drive.inside import Inside
from ganeditor.engine.drive.readout import ANGLES, GAZE, LIDS, NAMES, SHAPES, Vector, readout
from ganeditor.engine.eyes import judging
from ganeditor.engine.eyes.frame import Frame
from ganeditor.engine.eyes.glasses import behind
from ganeditor.engine.eyes.layers import Move, moved
from ganeditor.engine.eyes.lids import Response, response
from ganeditor.engine.eyes.window import Window
from ganeditor.engine.face_state import FaceState
from ganeditor.engine.faces.align import Image
from ganeditor.engine.faces.detect import Photo8
from ganeditor.engine.faces.mesh import Mesh
from ganeditor.progress import Progress, silent

PROBES = {
    "yaw": 10.0,
    "pitch": 10.0,
    "brow": 0.08,
    "mouth_open": 0.25,
    "smile": 0.06,
    "mouth_width": 0.1,
    "gaze_x": 0.2,
    "gaze_y": 0.06,
}
"""Changes of NAMES that are tried either way, to see how far the face seems to move."""

LEAST_GAIN, MOST_GAIN, MOST_OPENING = 1.0, 1.7, 1.3
"""Bounds of how much farther it is moved, so that it seems to move as far as the driver's; the mouth opens less: an
opening that is drawn is not always seen as one."""

MOST_GAZE = (0.32, 0.1)
"""Changes of Eye's gaze to a side, and up or down, at most."""

SIDEWAYS = 0.5
"""Widths of the eye that an iris moves for a change of the gaze to a side by 1."""

MOST_OPENED = -0.3
"""Share of their opening by which lids open farther at most."""


class DrivenFace:
    """One face of a photo, ready to follow; in the photo of which shrink × shrink pixels are one."""

    def __init__(self, face: FaceState, shrink: int = 1, progress: Progress = silent) -> None:
        """FaceError says why nothing is known of the face's mesh."""
        self._face, self._shrink = face, shrink
        height, width = (side // shrink for side in face.photo.shape[:2])
        self.photo = Window.of(face.photo, (0, 0, width, height), shrink).picture
        """The photo [h, w, 3] as nobody drives it."""
        mesh = face.mesh.seen_through(np.array([[1 / shrink, 0, 0], [0, 1 / shrink, 0]]))
        self._head = Head.of(mesh, (width, height))
        self._box = self._head.box_xyxy(width, height)
        own = face.mesh.seen_through(self._window.matrix)
        self._features = Features.of(own)
        progress(0.1, "Trying the mouth")
        self._inside = Inside.of(face)
        progress(0.4, "Trying the lids")
        shrunk = judging.shrink_for(face)
        judged = Window.of(face.photo, face.region.shrunk(shrunk).box_xyxy, shrunk)
        eyes = judging.look(face, judged)
        self._eyes = [eye.seen_through(judging.between(judged, self._window)) for eye in eyes]
        self._lids = response(lambda closing: judging.ratios(face, judged, eyes, [Move(closing)] * 2))
        progress(0.7, "Trying head and brows")
        self._gains = self._tried(own)

    def picture(self, change: Vector) -> Photo8:
        """The photo [h, w, 3] with its face changed by change, in the order of NAMES, as far as it can be.

        Angles in degrees; shapes in distances between the eyes; lids in shares of their opening, -1 is shut; gaze as in
        Eye. A change of nothing gives the photo's own pixels, and so does all that is not near the head.
        """
        picture: Photo8 = self.photo.copy()
        x0, y0, x1, y1 = self._box
        picture[y0:y1, x0:x1] = self._drawn(change * self._gains)
        return picture

    def _drawn(self, change: Vector) -> Photo8:
        """What may move [h, w, 3], changed by change."""
        values = dict(zip(NAMES, change.tolist(), strict=True))
        head, turn = self._looking(values), Turn(*(values[name] for name in ANGLES)).clamped()
        shapes = np.array([values[name] for name in SHAPES])
        places = self._head.sources(turn, self._box) if turn != Turn() else None
        if shapes.any():
            head = self._expressing(head, self._features.moved(shapes), places)
        elif places is not None:
            head = seen_at(head, places)
        return head

    @property
    def _window(self) -> Window:
        """What may move, in the photo as it is."""
        x0, y0, x1, y1 = self._box
        return Window(self.photo[y0:y1, x0:x1], x0, y0, self._shrink)

    def _expressing(self, head: Photo8, moved: Mesh, places: Image | None) -> Photo8:
        """head [h, w, 3] with the face's parts where moved has them, seen at places [h, w, 2] of that."""
        size_wh = head.shape[1], head.shape[0]
        sources = self._features.sources(moved, size_wh)
        drawn = seen_at(head, sources if places is None else seen_at(sources, places, fine=False))
        if self._inside is None:
            return drawn
        mouth, share = self._inside.laid(self._features.mesh, moved, size_wh)
        if not share.any():
            return drawn
        layers = np.concatenate([mouth, share[..., None]], 2)
        if places is not None:
            layers = seen_at(layers, places, fine=False)
        mixed = drawn + (layers[..., :3] - drawn) * layers[..., 3:]
        return np.asarray(np.clip(np.rint(mixed), 0, 255), np.uint8)

    def _looking(self, values: Mapping[str, float]) -> Photo8:
        """What may move [h, w, 3] with lids and gaze changed."""
        window = self._window
        size_wh = window.picture.shape[1], window.picture.shape[0]
        x, y = (float(np.clip(values[name], -most, most)) for name, most in zip(GAZE, MOST_GAZE, strict=True))
        for eye, answer, name in zip(self._eyes, self._lids, LIDS, strict=True):
            move = Move(_closing(answer, values[name]), SIDEWAYS * x, -y)
            if move != Move():
                overlay = moved(window.picture, Frame(eye, size_wh), move).moved(window.x0, window.y0)
                window = window.with_overlay(behind(self._face, overlay, self._shrink))
        return window.picture

    def _tried(self, mesh: Mesh) -> Vector:
        """By how much more each of NAMES has to change so that it seems to do so by as much as is asked for."""
        anatomy, gains = self._face.anatomy, np.ones(len(NAMES))

        def seen(name: str, amount: float) -> float:
            drawn = self._drawn(np.where(np.array(NAMES) == name, amount, 0.0))
            found = anatomy.mesh_again(drawn, mesh)
            return float(readout(found, anatomy.eyes(drawn, found))[NAMES.index(name)])

        for name, probe in PROBES.items():
            way = seen(name, probe) - (seen(name, 0.0) if name == "mouth_open" else seen(name, -probe))
            wished = probe if name == "mouth_open" else 2 * probe  # shut lips go one way alone
            most = MOST_OPENING if name == "mouth_open" else MOST_GAIN
            gains[NAMES.index(name)] = np.clip(wished / np.maximum(way, 0.1 * probe), LEAST_GAIN, most)
        if self._face.glasses:
            gains[NAMES.index("brow")] = 0.0  # their frame would bend with the brows
        return np.nan_to_num(gains, nan=1.0)  # nobody sees where shut eyes look


def _closing(answer: Response, change: float) -> float:
    """By how much lids close for a change of their opening, -1 shuts them."""
    if change == 0 or change <= -1:
        return -change
    least = float(answer.ratios[-1])
    return max(answer.closing_to(least + (answer.own - least) * (1 + change)), MOST_OPENED)
