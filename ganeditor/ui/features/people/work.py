"""What the workers do for the People window."""

import json
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ganeditor import child
from ganeditor.errors import FaceError, UserError
from ganeditor.opencv import cv2
from ganeditor.progress import Progress, part
from ganeditor.project.people.store import PeopleStore, open_people
from ganeditor.project.people.values import Box, Described, Drawn, Group, Known
from ganeditor.project.picture import read_picture
from ganeditor.ui.features.people.views import Album, Glance, Looking, Order
from ganeditor.ui.session.bench import Bench
from ganeditor.ui.session.jobs import Job, reporter
from ganeditor.ui.session.photos import OpenPhoto
from ganeditor.ui.session.work import editor_of
from ganeditor.ui.widgets.marks import ACCENT
from ganeditor.ui.widgets.qimage import from_qimage, thumbnail, to_qimage
from ganeditor.ui.widgets.values import Picture8

if TYPE_CHECKING:
    from ganeditor.batch.exemplars import Seen

GLANCE_SIDE = 360  # pixels
SETTLED = 5.0  # seconds after which the time left can be told
MOST = 300  # faces that are shown of those like one

Likeness = list[list[str]]
"""The keys of faces that are one person by looks."""

Ordered = tuple[tuple[Known, ...], dict[int, float]]
"""Faces, and by their ids what they are ordered by, if that is a number."""


# --- looking through folders -----------------------------------------------------------------------------------------


def look_through(job: Job, bench: Bench, folders: Sequence[Path]) -> list[str]:
    """Look at what is new in folders; what is finished is kept. A sentence for each photo or XMP that can't be read."""
    from ganeditor.batch.people.describing import describer
    from ganeditor.batch.people.index import Indexed, index

    engine, done, began = describer(bench.editor.sibling()), Indexed(), time.monotonic()

    def progress(fraction: float, name: str) -> None:
        seconds = time.monotonic() - began
        left = seconds * (1 - fraction) / fraction if fraction and seconds > SETTLED else None
        job.report(fraction, Looking(fraction, name, done.looked_at, done.faces, left))

    def describe(path: Path, drawn: Sequence[Drawn], progress: Progress) -> Sequence[Described]:
        return engine(path, drawn, lambda fraction, _text: progress(fraction, path.name))

    with open_people() as people:
        for number, folder in enumerate(folders):
            index(people, folder, describe, part(progress, number / len(folders), (number + 1) / len(folders)), done)
    return [*done.failed, *done.refused]


def likeness(job: Job) -> Likeness:
    """Who is who by looks, worked out in a child process, since it takes seconds for 10,000 faces."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "likeness.json"
        child.run("ganeditor.batch.people.groups:write_likeness", str(path), job.report)
        found: Likeness = json.loads(path.read_text("utf-8"))
        return found


def album(known: Likeness, change: Callable[[PeopleStore], object] = lambda _people: None) -> Album:
    """What is kept, after a change of it; faces that known lacks are like no other."""
    from ganeditor.batch.people.groups import grouped

    with open_people() as people:
        change(people)
        faces = people.faces()
        photos, broken = people.photos(), people.broken()
        person_of = {key: number for number, keys in enumerate(known) for key in keys}
        rows: dict[object, list[int]] = {}
        for row, face in enumerate(faces):
            rows.setdefault(person_of.get(face.key, face.key), []).append(row)
        groups = grouped(faces, people.said(), people.names(), list(rows.values()))
    times = {face.photo: photos[face.photo][1] for face in faces if face.photo in photos}
    return Album(groups, len(photos), times, tuple(broken.values()))


def thumbnails(faces: Sequence[int]) -> dict[int, bytes]:
    """JPEGs of faces, by their ids; without those that are gone."""
    with open_people() as people:
        return people.thumbnails(faces)


def glance(face: Known) -> Glance:
    """The photo in which a face is."""
    pixels = read_picture(face.photo).pixels
    small = np.ascontiguousarray(from_qimage(to_qimage(thumbnail(pixels, GLANCE_SIDE)))[..., :3])
    x0, y0, x1, y1 = (round(place * small.shape[1] / pixels.shape[1]) for place in face.box_xyxy)
    for colour, width in (((0, 0, 0), 4), ((ACCENT.red(), ACCENT.green(), ACCENT.blue()), 2)):
        cv2.rectangle(small, (x0, y0), (x1, y1), colour, width, cv2.LINE_AA)
    return Glance(face, small)


def picture(face: Described) -> Picture8:
    """A described face [H, W, 3]."""
    data = cv2.imdecode(np.frombuffer(face.thumbnail, np.uint8), cv2.IMREAD_COLOR)
    return np.ascontiguousarray(data[..., ::-1])


# --- searching -------------------------------------------------------------------------------------------------------


def faces_in(job: Job, bench: Bench, path: Path) -> tuple[Described, ...]:
    """The faces in a photo's file, from left to right."""
    from ganeditor.batch.people.describing import describer

    found = describer(bench.editor.sibling())(path, (), reporter(job))
    if not found:
        raise FaceError(f"No face was found in {path.name}; take a photo in which a face looks at the camera.")
    return tuple(found)


def open_face(photo: OpenPhoto, face: str) -> Described:
    """A face of an open photo, as it is without edits."""
    from ganeditor.batch.people.describing import described

    editor = editor_of(photo)
    other = editor.sibling()  # whose guess leaves the face's own latents alone
    other.set_photo(editor.photo, [editor.face(face)])
    return described(other, other.face(face))


def like(wanted: Described | Known, groups: Sequence[Group], order: Order, own: Group | None) -> Ordered:
    """The faces like wanted: of its own group all, or else of all groups the nearest; by sameness or by look."""
    from ganeditor.batch.people.look import alike
    from ganeditor.batch.people.nearest import nearest

    within = (own,) if own else groups
    if order is Order.LOOK:
        with open_people() as people:
            encoder, w = (wanted.encoder, wanted.w) if isinstance(wanted, Described) else people.look(wanted)
            ws = people.looks(encoder)
        if w is None:
            raise UserError("Nothing is known of how this face looks; index it with a model that has an encoder.")
        faces = tuple(alike(w, wanted.descriptor, within, ws))
        rest = tuple(face for face in own.faces if face.id not in ws) if own else ()
        return (faces + rest)[: None if own else MOST], {}
    faces = tuple(face for group in within for face in group.faces)
    found = nearest(wanted.descriptor, faces)[: None if own else MOST]
    return tuple(face for _far, face in found), {face.id: far for far, face in found}


def open_eyes(job: Job, bench: Bench, faces: Sequence[Known], known: "dict[str, Seen | None]") -> Ordered:
    """The faces whose eyes are the best to take first; known, by the faces' keys, is added to as they are looked at."""
    from ganeditor.batch.people.open_eyes import eyes_of, scores

    editor = bench.editor.sibling()
    for number, face in enumerate(faces):
        job.report(number / len(faces), face.photo.name)
        if face.key not in known:
            try:
                known[face.key] = eyes_of(editor, face)
            except UserError:  # whose eyes can't be told comes last
                known[face.key] = None
    score = scores({face.id: one for face in faces if (one := known[face.key])})
    ordered = sorted(faces, key=lambda face: -score.get(face.id, -float("inf")))
    return tuple(ordered), {face.id: min(one.open) for face in faces if (one := known[face.key])}


def write_names(job: Job, folders: Sequence[Path], groups: Sequence[Group], embed: bool) -> tuple[int, list[str]]:
    """Names where other programs read them, in sidecars or in the photos: how many files, and what was refused."""
    from ganeditor.batch.people.naming import Written, write_names

    done = Written()
    progress = reporter(job)
    with open_people() as people:
        for folder in folders:
            write_names(people, folder, groups, embed, progress, done)
    return len(done.files), done.refused


# --- faces that were missed ------------------------------------------------------------------------------------------


def draw(job: Job, bench: Bench, path: Path, box_xyxy: Box) -> Known:
    """Keep a face that was missed; box_xyxy in shares of the photo's width and height."""
    from ganeditor.batch.people.describing import describer
    from ganeditor.batch.people.index import draw

    progress = reporter(job)
    with open_people() as people:
        return draw(people, path, box_xyxy, describer(bench.editor.sibling()), progress)
