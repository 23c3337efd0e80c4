"""Other photos of a person, which have a say when a face of theirs is restored."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ganeditor.edits.restore import MOST_REFERENCES
from ganeditor.engine.editor import FaceEditor
from ganeditor.engine.faces.detect import Face, eye_distance
from ganeditor.engine.faces.identity import Descriptor, distance
from ganeditor.engine.latent.invert import InversionSettings, Step
from ganeditor.errors import FaceError, UserError
from ganeditor.likeness import SAME_PERSON
from ganeditor.progress import Progress, part
from ganeditor.project.picture import Pixels, read_picture

STEPS = 40
"""Of the inversion of each: the generator's weights do the rest."""


@dataclass(frozen=True, eq=False)
class Reference:
    """A person's face in another photo."""

    asset: bytes  # a SourceFace
    name: str  # of the photo
    distance: float  # of identity, to the face that is restored


def best_references(
    editor: FaceEditor, person: Descriptor, photos: Sequence[Path], progress: Progress
) -> tuple[list[Reference], list[str]]:
    """The largest faces of a person in photos, at most MOST_REFERENCES; and a sentence for each file that is broken.

    FaceError where nobody in them is that person.
    """
    other, sizes, failed, nearest = editor.sibling(), list[tuple[float, Path]](), list[str](), float("inf")
    for index, path in enumerate(photos):
        share = part(progress, 0.5 * index / len(photos), 0.5 * (index + 1) / len(photos))
        share(0.0, path.name)
        try:
            faces = other.set_photo(read_picture(path).pixels, progress=part(share, 0.2, 1.0))
        except UserError as error:
            failed.append(str(error))
            continue
        if faces:
            face, far = _nearest(other, person, faces)
            nearest = min(nearest, far)
            if far < SAME_PERSON:
                sizes.append((eye_distance(face.landmarks), path))
    if not sizes:
        found = f"the most similar face is at a distance of {nearest:.2f}" if photos else "it has no photos"
        raise FaceError(f"Nobody in these photos is the person in the face: {found}, the limit is {SAME_PERSON}.")
    chosen = [path for _size, path in sorted(sizes, key=lambda row: -row[0])[:MOST_REFERENCES]]
    made = []
    for index, path in enumerate(chosen):
        share = part(progress, 0.5 + 0.5 * index / len(chosen), 0.5 + 0.5 * (index + 1) / len(chosen))
        made.append(reference(editor, person, read_picture(path).pixels, path.name, share))
    return made, failed


def reference(editor: FaceEditor, person: Descriptor, pixels: Pixels, name: str, progress: Progress) -> Reference:
    """The face in pixels [H, W, C] that is most like a person, however unlike; FaceError where there is none."""
    other = editor.sibling()
    faces = other.set_photo(pixels, progress=part(progress, 0.0, 0.3))
    if not faces:
        raise FaceError(f"No face was found in {name}; take a photo in which the person looks at the camera.")
    face, far = _nearest(other, person, faces)

    def watch(step: Step) -> None:
        progress(0.3 + 0.7 * step.fraction, name)

    other.invert(face.id, InversionSettings(steps=STEPS), watch)
    return Reference(other.source_face(face.id).to_bytes(), name, far)


def _nearest(editor: FaceEditor, person: Descriptor, faces: Sequence[Face]) -> tuple[Face, float]:
    """The one of faces that is most like a person, and how far it is."""
    far = [distance(person, editor.descriptor(face.id)) for face in faces]
    index = min(range(len(faces)), key=far.__getitem__)
    return faces[index], far[index]
