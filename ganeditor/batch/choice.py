"""Which faces of a photo are meant: by number, id, "all", "largest", or by whom they look like."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ganeditor.engine.editor import FaceEditor
from ganeditor.engine.faces.detect import LARGEST, Face, choose_faces
from ganeditor.engine.faces.identity import Descriptor, distance
from ganeditor.errors import FaceError
from ganeditor.likeness import LIKE, SAME_PERSON
from ganeditor.project.picture import read_picture


@dataclass(frozen=True, eq=False)
class FaceChoice:
    """A choice that holds for all photos of a job."""

    text: str | None  # as choose_faces has it, or LIKE and a file's name
    person: Descriptor | None = None  # of the face in that file

    def among(self, faces: Sequence[Face], editor: FaceEditor, where: str) -> list[Face]:
        """The chosen ones of the faces that editor has found in the photo called where."""
        if self.person is None or not faces:
            return choose_faces(faces, self.text, where)
        far = [distance(self.person, editor.descriptor(face.id)) for face in faces]
        nearest = min(range(len(faces)), key=far.__getitem__)
        if far[nearest] >= SAME_PERSON:
            raise FaceError(
                f"No face in {where} is like the one in {(self.text or '').removeprefix(LIKE)}: the nearest is at a "
                f"distance of {far[nearest]:.2f}, and one person's pictures are below {SAME_PERSON}."
            )
        return [faces[nearest]]


def face_choice(text: str | None, editor: FaceEditor, notify: Callable[[str], None]) -> FaceChoice:
    """The choice that text describes; a file in it is read now, so that what is wrong with it is said at once."""
    if text is None or not text.startswith(LIKE):
        return FaceChoice(text)
    path = text.removeprefix(LIKE)
    other = editor.sibling()
    faces = other.set_photo(read_picture(Path(path)).pixels)
    (face,) = choose_faces(faces, LARGEST, path)
    if len(faces) > 1:
        notify(f"{len(faces)} faces were found in {path}; the largest is the one to look for.")
    return FaceChoice(text, other.descriptor(face.id))
