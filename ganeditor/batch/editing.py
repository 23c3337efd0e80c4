"""One photo's file edited into another: what a queue does in its own process, and its workers in theirs."""

import contextlib
import logging
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ganeditor.batch.choice import FaceChoice
from ganeditor.batch.job import EditJob
from ganeditor.batch.photo import OpenPhoto, edited_pixels, face_report, open_photo, warnings_for
from ganeditor.engine.editor import FaceEditor
from ganeditor.engine.tensors import rgb8
from ganeditor.errors import UserError
from ganeditor.opencv import cv2
from ganeditor.progress import Progress, part
from ganeditor.project.export import export_picture, other_format
from ganeditor.project.picture import read_picture
from ganeditor.project.render import Pixels

THUMBNAIL = 240
"""Pixels of the longer side."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Files:
    """Where one photo is, and where its result goes."""

    source: Path
    target: Path
    overwrite: bool
    compare: Callable[[Pixels, Pixels], None]  # sees the photo and its result, which is written


def edited_file(
    editor: FaceEditor, job: EditJob, choice: FaceChoice, files: Files, progress: Progress
) -> dict[str, Any]:
    """Do the job's operations to one photo; what a queue's row says of it."""
    photo = _opened(editor, job, choice, files.source, progress)
    start = 0.95 if photo.chosen and job.inversion.steps else 0.05
    progress(start, "Pasting back" if photo.chosen else "")
    pixels = edited_pixels(editor, photo, job.operations, part(progress, start, 1.0), job.age)
    files.target.parent.mkdir(parents=True, exist_ok=True)
    edited = photo.picture.with_pixels(pixels)
    lost = export_picture(edited, files.target, overwrite=files.overwrite, strip=job.strip, quality=job.quality)
    files.compare(photo.picture.pixels, pixels)
    if pixels.shape[:2] != photo.picture.pixels.shape[:2]:  # faces are compared where they were
        pixels = edited_pixels(editor, photo, job.face_operations, age=job.age)
    faces = [face_report(editor, photo, face, pixels, job.source) for face in photo.chosen]
    return {
        "output": str(files.target),
        "faces_found": len(photo.faces),
        "faces": faces,
        "notices": [*photo.notices, *other_format(files.source, files.target), *lost],
        "warnings": [text for face in faces for text in warnings_for(face, files.source.name)],
    }


def failure(source: Path, error: Exception) -> dict[str, Any]:
    """What a person can act on, and for a fault of the program what its authors can."""
    if isinstance(error, UserError):
        return {"error": error.for_command, **({"sentence": str(error)} if error.option else {})}
    details = "".join(traceback.format_exception(error))
    _log.info("%s\n%s", source, details)
    what = traceback.format_exception_only(error)[-1].strip().splitlines()[0]
    sentence = f"{source} was not edited because of a fault in the program ({what}); the others go on."
    return {"error": sentence, "details": details}


def keep_small(places: Sequence[Path], *pictures: Pixels) -> None:
    """Pictures as thumbnails; where they can't be written, nothing is said: the result counts more than the report."""
    with contextlib.suppress(OSError):
        for path, pixels in zip(places, pictures, strict=True):
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(_thumbnail(pixels))


def _thumbnail(pixels: Pixels) -> bytes:
    """A small JPEG."""
    height, width = pixels.shape[:2]
    share = min(THUMBNAIL / max(height, width), 1.0)
    size = max(round(width * share), 1), max(round(height * share), 1)
    small = cv2.resize(rgb8(pixels), size, interpolation=cv2.INTER_AREA)
    _fine, data = cv2.imencode(".jpg", np.ascontiguousarray(small[..., ::-1]), [cv2.IMWRITE_JPEG_QUALITY, 85])
    return bytes(data)


def _opened(editor: FaceEditor, job: EditJob, choice: FaceChoice, source: Path, progress: Progress) -> OpenPhoto:
    """The photo, with its faces inverted unless only the whole of it is edited."""
    if job.operations and not job.face_operations:
        picture = read_picture(source)
        editor.put_photo(picture.pixels)
        return OpenPhoto(source, picture, (), (), picture.notices)
    return open_photo(editor, source, choice, job.inversion, progress)
