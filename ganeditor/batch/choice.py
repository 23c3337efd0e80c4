"""Which faces of a photo are meant: by number, id, "all", "largest", or by whom they look like."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ganeditor.batch.people.groups import GROUPED
from ganeditor.engine.editor import FaceEditor
from ganeditor.engine.faces.detect import LARGEST, Face, choose_faces
from ganeditor.engine.faces.identity import Descriptor
from ganeditor.errors import FaceError, UserError
from ganeditor.likeness import LIKE, PERSON, SAME_PERSON
from ganeditor.project.people.store import open_people
from ganeditor.project.picture import read_picture


@dataclass(frozen=True, eq=False)
class Person:
    """Who is looked for."""

    looks: npt.NDArray[np.float64]  # descriptors [N, 128] of the person's faces
    limit: float = SAME_PERSON  # distance below which a face may be the person's
    faces: frozenset[str] = frozenset()  # ids of those that are the person's, whatever they look like
    others: frozenset[str] = frozenset()  # and of those that are somebody else's

    def distance(self, face: Descriptor) -> float:
        """To the nearest of the person's faces."""
        return float(np.linalg.norm(self.looks - face, axis=1).min())

    def to_json(self) -> dict[str, Any]:
        """Plain values, from which from_json makes an equal person."""
        return {
            "looks": self.looks.tolist(),
            "limit": self.limit,
            "faces": sorted(self.faces),
            "others": sorted(self.others),
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "Person":
        """Of values that this program has written."""
        sets = frozenset(value["faces"]), frozenset(value["others"])
        return cls(np.array(value["looks"], np.float64), value["limit"], *sets)


@dataclass(frozen=True, eq=False)
class FaceChoice:
    """A choice that holds for all photos of a job."""

    text: str | None  # as choose_faces has it, or LIKE and a file's name, or PERSON and a name
    person: Person | None = None  # of LIKE and PERSON

    def among(self, faces: Sequence[Face], editor: FaceEditor, where: str) -> list[Face]:
        """The chosen ones of the faces that editor has found in the photo called where."""
        person, text = self.person, self.text or ""
        if person is None or not faces:
            return choose_faces(faces, self.text, where)
        if known := [face for face in faces if face.id in person.faces]:
            return known[:1]
        might = [face for face in faces if face.id not in person.others]
        far = [person.distance(editor.descriptor(face.id)) for face in might]
        nearest = min(range(len(might)), key=far.__getitem__, default=None)
        if nearest is not None and far[nearest] < person.limit:
            return [might[nearest]]
        named = text.startswith(PERSON)
        who = f"{text.removeprefix(PERSON)}'s" if named else f"like the one in {text.removeprefix(LIKE)}"
        if nearest is None:
            raise FaceError(f"No face in {where} is {who}: you have said of each that it is somebody else's.")
        raise FaceError(
            f"No face in {where} is {who}: the nearest is at a distance of {far[nearest]:.2f}, and one person's "
            f"pictures are below {person.limit}."
        )


def like(descriptor: Descriptor) -> Person:
    """Whoever has this face."""
    return Person(descriptor[None])


def face_choice(text: str | None, editor: FaceEditor, notify: Callable[[str], None]) -> FaceChoice:
    """The choice that text describes; who is meant is looked up now, so that what is wrong with it is said at once."""
    if text is None or not text.startswith((LIKE, PERSON)):
        return FaceChoice(text)
    if text.startswith(PERSON):
        return FaceChoice(text, called(text.removeprefix(PERSON)))
    path = text.removeprefix(LIKE)
    other = editor.sibling()
    faces = other.set_photo(read_picture(Path(path)).pixels)
    (face,) = choose_faces(faces, LARGEST, path)
    if len(faces) > 1:
        notify(f"{len(faces)} faces were found in {path}; the largest is the one to look for.")
    return FaceChoice(text, like(other.descriptor(face.id)))


def called(name: str) -> Person:
    """Who was given this name, by all faces of which that was said; such a face is found by what it looks like.

    Of many faces some are nearer to a stranger's than one is, so that the limit is that of groups.
    """
    with open_people() as people:
        names = {known.casefold(): person for person, known in people.names().items() if known}
        person = names.get(unicodedata.normalize("NFC", name.strip()).casefold())
        if person is None:
            known = ", ".join(sorted(filter(None, people.names().values()))) or "nobody"
            raise UserError(
                f"No person is called '{name}'; those who have a name are: {known}.", "ganeditor people name FACE NAME"
            )
        said = people.said()
        own = frozenset(key for (key, who), belongs in said.items() if who == person and belongs)
        others = frozenset(key for (key, who), belongs in said.items() if (who == person) != belongs) - own
        looks = [face.descriptor for face in people.faces() if face.key in own]
    if not looks:
        raise UserError(f"None of {name}'s photos is there any more; index their folder.", "ganeditor people index")
    return Person(np.stack(looks).astype(np.float64), GROUPED, own, others)
