"""LatentEdit drawn: the face's latents move along attributes, and the generator makes the picture anew."""

from dataclasses import replace

import numpy as np

from ganeditor.edits.latent import LatentEdit
from ganeditor.engine.face_state import FaceState
from ganeditor.engine.faces.align import Image
from ganeditor.engine.latent.invert import guess_w
from ganeditor.engine.latent.space import AGE, Change
from ganeditor.engine.stages.drawing import Drawing
from ganeditor.engine.tensors import to_tensor

AGE_PROBE = 20.0  # years by which the read-out's answer to the age path is tried
MAX_AGE_GAIN = 1.8  # beyond this the face leaves what the generator knows


def draw(face: FaceState, drawing: Drawing, edit: LatentEdit) -> Drawing:
    """The face with its latents moved, to be pasted as the edit says."""
    return replace(drawing, after=moved(face, edit), mode=edit.mode)


def moved(face: FaceState, edit: LatentEdit) -> Image:
    """The synthesis [R, R, 3] of the face's latents after the edit, in levels of 255."""
    changes = {name: Change(amount, edit.layers.get(name)) for name, amount in edit.amounts.items()}
    if AGE in changes:
        changes[AGE] = changes[AGE]._replace(gain=_age_gain(face, older=changes[AGE].amount > 0))
    return face.synthesis(face.model.latents.edit(face.ws, changes, _age(face), edit.keep))


def _age(face: FaceState) -> float:
    readings = face.readings()
    return readings[AGE].natural if AGE in readings else 0.0


def _age_gain(face: FaceState, older: bool) -> float:
    """By how much the age path is stretched, so that a year on the slider is a year in the face.

    Away from W the path does less than at the photographs it was fitted to: the read-out's answer to a probe
    is compared with what it shows of a true difference in age.
    """
    if face.model.encoder is None:
        return 1.0
    return face.known(f"age gain {older}", lambda: _probed_age_gain(face, AGE_PROBE if older else -AGE_PROBE))


def _probed_age_gain(face: FaceState, years: float) -> float:
    model, latents = face.model, face.model.latents
    probe = face.synthesis(latents.edit(face.ws, {AGE: Change(years)}, _age(face)))
    images = to_tensor(np.rint(np.stack([face.before, probe])).astype(np.uint8), model.device)
    start, end = (latents.read(w)[AGE].natural for w in guess_w(model, images))
    answer = (end - start) / (years * latents.age_slope)
    return float(np.clip(1 / max(answer, 1e-3), 1.0, MAX_AGE_GAIN))
