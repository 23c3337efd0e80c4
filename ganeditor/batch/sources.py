"""Whose face others get in a swap: a person's in a photo, one that was kept, or one that the model makes."""

import numpy as np

from ganeditor.engine.editor import FaceEditor
from ganeditor.engine.faces.detect import Face
from ganeditor.engine.latent.generate import Array, pictures, random_ws
from ganeditor.engine.latent.invert import Inversion, InversionSettings, Watch
from ganeditor.engine.swap.source import SourceFace
from ganeditor.errors import FaceError


def kept_source(editor: FaceEditor, data: bytes, settings: InversionSettings, watch: Watch) -> SourceFace:
    """The face in the bytes of one that was kept; where that was with another model, its latents are found anew."""
    source = SourceFace.from_bytes(data)
    if source.model == editor.model.fingerprint:
        return source
    low, high = source.landmarks.min(0).tolist(), source.landmarks.max(0).tolist()
    face, other = Face("kept", (low[0], low[1], high[0], high[1]), source.landmarks, 1.0), editor.sibling()
    other.set_photo(source.picture, [face])
    other.invert(face.id, settings, watch)
    return other.source_face(face.id)


def seed_source(editor: FaceEditor, seed: int) -> SourceFace:
    """A random face of the model's; a seed always gives the same one."""
    return made_source(editor, random_ws(editor.model, [seed])[0])


def made_source(editor: FaceEditor, ws: Array) -> SourceFace:
    """The face that the model makes of ws [num_ws, w_dim]."""
    other = editor.sibling()
    faces = other.set_photo(np.ascontiguousarray(pictures(editor.model, ws[None])[0]))
    if not faces:
        raise FaceError("In the picture that the model has made no face is found; take another one.")
    face = max(faces, key=lambda face: face.size)
    other.use_inversion(face.id, Inversion(ws, ws.mean(0), 0.0, 0, 0.0, model=editor.model.fingerprint))
    return other.source_face(face.id)
