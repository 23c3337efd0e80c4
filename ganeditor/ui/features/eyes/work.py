"""What the device's worker does for the Eyes panel."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ganeditor.edits.eyes import SIDES, EyesEdit
from ganeditor.errors import EditError, FaceError
from ganeditor.progress import Progress
from ganeditor.project.picture import Pixels, read_picture
from ganeditor.ui.features.eyes.views import Exemplar, EyeView, Lids, Looked, Sight
from ganeditor.ui.session.bench import Bench
from ganeditor.ui.session.jobs import Job
from ganeditor.ui.session.photos import OpenPhoto
from ganeditor.ui.session.work import developed_of, editor_of, of_photo_size
from ganeditor.ui.widgets.qimage import thumbnail
from ganeditor.ui.widgets.values import Picture8

if TYPE_CHECKING:
    from ganeditor.batch.exemplars import Seen
    from ganeditor.engine.faces.detect import Face
    from ganeditor.engine.faces.eyes import Eye
    from ganeditor.engine.latent.invert import Step

EYE_SIDE = 128  # pixels of a thumbnail's width; it is half as high
SHOWN = 1.8  # widths of the eye that it shows
FACE_SIDE = 128

Box = tuple[float, float, float, float]
"""(x0, y0, x1, y1)"""

Known = dict[tuple[int, str], "Seen | None"]
"""What can be told of the faces of open photos, by the photo's number and the face's id."""


# --- looking ---------------------------------------------------------------------------------------------------------


def look(
    photo: OpenPhoto, face: str, others: Sequence[OpenPhoto], known: Known, threshold: float, asset: str
) -> tuple[Looked, Known]:
    """The face's eyes in the photo and as edited, with a limit that goes by the person's other photos; and what more
    is known of the faces of others. asset: the exemplar, if nothing is known of it."""
    from ganeditor.batch.exemplars import closed_below, person
    from ganeditor.checkpoints.packs.installed import installed
    from ganeditor.checkpoints.packs.pack import EYES
    from ganeditor.engine.tensors import rgb8

    editor, found = editor_of(photo), faces_of([photo, *others], known)
    all_known = {**known, **found}
    me = all_known[photo.number, face]
    if me is None:
        return Looked(reason=_why(photo, face)), found
    same = person(me, [one for (number, _face), one in all_known.items() if one and number != photo.number])
    limit = closed_below(threshold, [ratio for _gap, other in same for ratio in other.open])
    edited = of_photo_size(developed_of(photo).rendering)
    before, after = editor.eyes(face), editor.eyes_in(face, edited)
    views = [
        EyeView(
            Sight(was.openness, _lids(was.openness, limit), _picture(editor.photo, was)),
            Sight(now.openness, _lids(now.openness, limit), _picture(rgb8(edited), was)),
        )
        for was, now in zip(before, after, strict=True)
    ]
    exemplar = remembered(photo, face, asset) if asset else None
    return Looked((views[0], views[1]), "", limit, bool(same), exemplar, tuple(installed(EYES))), found


def faces_of(photos: Sequence[OpenPhoto], known: Known) -> Known:
    """What can be told of the faces of photos that are not known yet; None where nothing can."""
    from ganeditor.batch.eyes import seen

    found: Known = {}
    for photo in photos:
        editor = photo.developed.editor if photo.developed else None
        for number, (face, state) in enumerate(photo.faces.items(), 1):
            if editor is None or (photo.number, face) in known:
                continue
            try:
                found[photo.number, face] = seen(editor, state.face, photo.path, number)
            except FaceError:
                found[photo.number, face] = None
    return found


def _why(photo: OpenPhoto, face: str) -> str:
    try:
        editor_of(photo).eyes(face)
    except FaceError as error:
        return str(error)
    return ""


def _lids(openness: float, limit: float) -> Lids:
    from ganeditor.engine.faces.eyes import NARROW

    return Lids.CLOSED if openness < limit else Lids.NARROW if openness < NARROW else Lids.OPEN


def _picture(photo: Picture8, eye: "Eye") -> Picture8:
    """An eye and what is beside it, upright, [EYE_SIDE / 2, EYE_SIDE, 3]."""
    from ganeditor.engine.faces.align import crop

    x, y = (eye.corners[1] - eye.corners[0]).tolist()
    scale = EYE_SIDE / (SHOWN * max(eye.width, 1e-6))
    turn = np.array([[x, y], [-y, x]]) / max(eye.width, 1e-6) * scale
    matrix = np.hstack([turn, (EYE_SIDE / 2 - turn @ eye.corners.mean(0))[:, None]])
    shown = crop(photo, matrix, EYE_SIDE, "reflect")[EYE_SIDE // 4 : 3 * EYE_SIDE // 4]
    return np.ascontiguousarray(shown)


# --- exemplars -------------------------------------------------------------------------------------------------------


def read(path: Path) -> Pixels:
    return read_picture(path).pixels


def exemplar(
    job: Job,
    bench: Bench,
    photo: OpenPhoto,
    face: str,
    name: str,
    read: Callable[[], Pixels],
    threshold: float,
    box: Box | None = None,
) -> Exemplar:
    """The face in another photo, called name, that is most like one of photo's, or the one in box."""
    from ganeditor.engine.faces.identity import distance

    person, other = editor_of(photo).descriptor(face), bench.editor.sibling()
    pixels = read()
    progress: Progress = lambda fraction, _text: job.report(0.3 + 0.5 * fraction)  # noqa: E731
    if box:
        other.put_photo(pixels)
        faces: Sequence[Face] = [other.add_face_in(box)]
    else:
        faces = other.set_photo(pixels, progress=progress)
    if not faces:
        raise FaceError(f"No face was found in {name}; take a photo in which the person looks at the camera.")
    job.report(0.9)
    far = {one.id: distance(person, other.descriptor(one.id)) for one in faces}
    nearest = min(far, key=far.__getitem__)
    try:
        found, eyes = other.exemplar(nearest), other.eyes(nearest)
    except FaceError as error:
        raise FaceError(f"The eyes in {name} can't be taken. {error}") from None
    return Exemplar(
        asset=found.to_bytes(),
        name=name,
        distance=far[nearest],
        closed=tuple(side for side, eye in zip(SIDES, eyes, strict=True) if eye.openness < threshold),
        faces=len(faces),
        picture=thumbnail(other.crop(nearest), FACE_SIDE),
    )


def remembered(photo: OpenPhoto, face: str, asset: str) -> Exemplar | None:
    """What is known of an exemplar that a project brought; None where it is lost, and its edit switched off."""
    from ganeditor.engine.eyes.exemplar import Exemplar as Kept
    from ganeditor.engine.faces.identity import distance

    try:
        data = editor_of(photo).asset(asset)
        kept = Kept.from_bytes(data)
    except EditError:
        return None
    far = distance(editor_of(photo).descriptor(face), kept.descriptor)
    return Exemplar(data, "", far, (), 1, thumbnail(kept.picture, FACE_SIDE))


def prepare(job: Job, photo: OpenPhoto, face: str, edit: EyesEdit) -> None:
    """The search, or the network, that makes the eyes of edit's exemplar the face's own."""

    def watch(step: "Step") -> None:
        job.report(step.fraction)

    editor_of(photo).prepare(face, [edit], watch)
