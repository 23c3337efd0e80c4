"""Other photos of a person, which have a say when a face of theirs is restored."""

from collections.abc import Sequence
from dataclasses import dataclass

from ganeditor.batch.job import Source
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
    editor: FaceEditor, person: Descriptor, photos: Sequence[Source], progress: Progress
) -> tuple[list[Reference], list[str]]:
    """A person's faces in photos, at most MOST_REFERENCES; and a sentence for each file that is broken.

    In a photo that was named it is the face most like the person, however unlike: who lost detail is hard to know.
    After these come the largest ones in the photos of folders, if they are below SAME_PERSON. FaceError where there is
    nobody.
    """
    other, sizes, failed = editor.sibling(), list[tuple[bool, float, Source]](), list[str]()
    for index, source in enumerate(photos):
        path = source.path
        share = part(progress, 0.5 * index / len(photos), 0.5 * (index + 1) / len(photos))
        share(0.0, path.name)
        try:
            faces = other.set_photo(read_picture(path).pixels, progress=part(share, 0.2, 1.0))
        except UserError as error:
            failed.append(str(error))
            continue
        if faces:
            face, far = _nearest(other, person, faces)
            named = source.folder is None
            if named or far < SAME_PERSON:
                sizes.append((named, eye_distance(face.landmarks), source))
    if not sizes:
        raise FaceError(" ".join([*failed, "Nobody was found in these photos who looks like the person in the face."]))
    chosen = [source.path for *_rank, source in sorted(sizes, key=lambda row: row[:2], reverse=True)[:MOST_REFERENCES]]
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
