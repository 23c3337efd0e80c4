"""Driving: a photo's face follows a clip, frame by frame."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from ganeditor.engine.drive.driven import DrivenFace
from ganeditor.engine.drive.motion import Recording
from ganeditor.engine.drive.readout import NAMES, Driver, Vector
from ganeditor.engine.editor import FaceEditor
from ganeditor.progress import Progress, silent
from ganeditor.project.animation.frames import portrait_box, sized, sized_wh
from ganeditor.project.animation.tracks import Frame
from ganeditor.project.clips.clip import Clip
from ganeditor.project.clips.frames import frames_of

PORTRAIT, PHOTO = CROPS = ("portrait", "photo")
"""What is seen: a square around the face, or all of the photo."""


def recorded(driver: Driver, clip: Clip, progress: Progress = silent) -> Recording:
    """What driver reads off each frame of clip, whose times begin at 0; only one frame is in memory."""
    times, reads = list[float](), list[Vector | None]()
    for frame in frames_of(clip):
        progress(len(times) / max(clip.frames, 1), "Reading the driver")
        times.append(float(frame.time - clip.start))
        reads.append(driver.read(frame.picture))
    return Recording(times, reads)


def times_of(clip: Clip, seconds_per_frame: Fraction) -> list[float]:
    """When the frames of an animation as long as clip are shown, in seconds."""
    return [float(index * seconds_per_frame) for index in range(max(1, math.ceil(clip.duration / seconds_per_frame)))]


@dataclass(frozen=True, eq=False)
class Stage:
    """A face that follows, and what of its photo is seen."""

    driven: DrivenFace
    box_xyxy: tuple[int, int, int, int]  # of the driven photo
    side: int  # pixels of a frame's longer side

    @classmethod
    def of(cls, editor: FaceEditor, face_id: str, crop: str, side: int, progress: Progress = silent) -> "Stage":
        """A face of the editor's photo, which is shrunk by a whole number as long as it is as large as a frame."""
        height, width = editor.photo.shape[:2]
        box = portrait_box(editor.face(face_id).box_xyxy, width, height) if crop == PORTRAIT else (0, 0, width, height)
        shrink = max(1, max(box[2] - box[0], box[3] - box[1]) // side)
        x0, y0, x1, y1 = (place // shrink for place in box)
        return cls(editor.driven(face_id, shrink, progress), (x0, y0, x1, y1), side)

    @property
    def size_wh(self) -> tuple[int, int]:
        """Of its frames, in pixels."""
        x0, y0, x1, y1 = self.box_xyxy
        return sized_wh((x1 - x0, y1 - y0), self.side)

    @property
    def still(self) -> Frame:
        """The face as nobody drives it."""
        return self.frame(np.zeros(len(NAMES)))

    def frame(self, change: Vector) -> Frame:
        """The face with a change, in the order of NAMES."""
        x0, y0, x1, y1 = self.box_xyxy
        return sized(self.driven.picture(change)[y0:y1, x0:x1], self.side)

    def frames(self, changes: Vector, progress: Progress = silent) -> Iterator[Frame]:
        """One for each row of changes [N, len(NAMES)]."""
        for index, change in enumerate(changes):
            progress(index / len(changes), "Frames")
            yield self.frame(change)
