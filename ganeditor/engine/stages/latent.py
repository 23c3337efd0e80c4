"""LatentEdit drawn: the face's latents move along attributes, and the generator makes the picture anew."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from ganeditor.edits.attributes import AGE, EVERYWHERE, EYES, FACE, attribute, regions_of
from ganeditor.edits.latent import LatentEdit, Layers
from ganeditor.engine.ageing import Ageing
from ganeditor.engine.face_state import FaceState
from ganeditor.engine.faces.align import Image
from ganeditor.engine.faces.geometry import GEOMETRY
from ganeditor.engine.greying import grey_share
from ganeditor.engine.latent.invert import guess_w
from ganeditor.engine.latent.response import KNEE, Array, Response, measured
from ganeditor.engine.latent.space import Change
from ganeditor.engine.stages.drawing import Drawing, detail
from ganeditor.engine.tensors import to_tensor

USUAL = 2.0  # standard deviations that a slider is mostly moved by at most
USUAL_YEARS = 40.0
AGE_KNEE = 0.1  # as KNEE, for age, whose light on the skin is bounded: it does not break
YOUNGEST, OLDEST = 1.0, 80.0  # years between which faces are known


def draw(face: FaceState, drawing: Drawing, edit: LatentEdit) -> Drawing:
    """The face with its latents moved, to be pasted as the edit says."""
    now = _age(face)
    years = max(edit.amounts.get(AGE, 0.0), min(0.0, YOUNGEST - now))
    edit = edit.with_amount(AGE, years)
    if edit.neutral:
        return drawing  # an infant can't get younger
    rows = {name: attribute(name) for name in edit.amounts}
    pictures = {frozenset[str](): drawing.before}

    def with_only(names: Iterable[str]) -> Image:
        wanted = frozenset(names)
        if wanted not in pictures:
            part = replace(edit, amounts={name: edit.amounts[name] for name in wanted})
            pictures[wanted] = moved(face, part, rough=drawing.rough)
        return pictures[wanted]

    ageing = Ageing(with_only(rows.keys() - {AGE}), now, years, face.skin) if years else None
    reshaped = ageing is not None and ageing.moves
    moving = [name for name, row in rows.items() if not row.draws or (name == AGE and reshaped)]
    return replace(
        drawing,
        after=with_only(rows),
        mode=edit.mode,
        regions=regions_of(rows.values()) | (EVERYWHERE if reshaped else frozenset()),
        hold_skin=not any(row.tints for row in rows.values()),
        moved=with_only(moving) if moving else None,
        ageing=ageing,
        greying=grey_share(now, now + years) if edit.hair_greys else 0.0,
    )


def moved(face: FaceState, edit: LatentEdit, *, rough: bool = False) -> Image:
    """The synthesis [R, R, 3] of the face's latents after the edit, in levels of 255."""
    changes = {}
    for name, amount in edit.amounts.items():
        layers = edit.layers.get(name)
        found = response(face, name, amount > 0, layers)
        changes[name] = _change(face, name, found.step_for(amount) if found else amount, layers)
    return _edited(face, changes, edit.keep, rough=rough)


def response(face: FaceState, name: str, up: bool, layers: Layers | None = None) -> Response | None:
    """How this face's picture answers to one direction of a slider; None where nothing can tell.

    Away from the latents that directions were learnt at they do less, or more. So the step is tried: the encoder's
    read-out of the picture, or for what GEOMETRY has the landmarks found in it, say by how much it really moved.
    """
    latents = face.model.latents
    if face.model.encoder is None or name not in latents.names or name not in latents.editable:
        return None
    usual = (USUAL_YEARS if name == AGE else USUAL) * (1 if up else -1)

    def answers(steps: Array) -> Array:
        made = [_edited(face, {name: _change(face, name, float(step), layers)}) for step in steps]
        own = face.crop.astype(np.float32)
        if name == AGE:
            return _moved_by(face, name, _levels([own, *(_aged(face, *row) for row in zip(steps, made, strict=True))]))
        # With the eyes that the synthesis has: a read-out that misses them would ask for more of everything else.
        mask = face.region.mask_of(regions_of([attribute(name)]) | {EYES})[..., None]
        pasted = [own + (picture - face.before) * mask for picture in made]
        return _moved_by(face, name, _levels([own, *pasted]))

    found = face.known(
        f"response {name} {up} {layers}", lambda: measured(usual, answers, AGE_KNEE if name == AGE else KNEE)
    )
    if layers is None:
        known = _reaches(face)
        low, high = known.get(name, (-math.inf, math.inf))
        least = min(0.0, YOUNGEST - _age(face)) if name == AGE else -math.inf
        known[name] = (low, found.reach) if up else (max(found.reach, least), high)
    return found


def _aged(face: FaceState, years: float, after: Image) -> Image:
    """The photo's crop with the face years older, as it would be pasted."""
    ageing = Ageing(face.before, _age(face), float(years), face.skin)
    drawing = Drawing(face.before, after, hold_skin=True, ageing=ageing)
    drawing = replace(drawing, moved=after) if ageing.moves else replace(drawing, regions=frozenset({FACE}))
    return face.region.in_crop(detail(face, drawing), face.crop.astype(np.float32))


def _levels(pictures: Sequence[Image]) -> npt.NDArray[np.uint8]:
    return np.clip(np.rint(np.stack(pictures)), 0, 255).astype(np.uint8)


def reaches(face: FaceState) -> Mapping[str, tuple[float, float]]:
    """How far this face can be moved down and up by sliders that have been tried; infinite where nobody knows."""
    return dict(_reaches(face))


def _reaches(face: FaceState) -> dict[str, tuple[float, float]]:
    return face.known("reaches", dict[str, tuple[float, float]])


def _edited(face: FaceState, changes: Mapping[str, Change], keep: Sequence[str] = (), *, rough: bool = False) -> Image:
    latents, age = face.model.latents, _age(face)
    kept = [name for name in keep if name not in changes]
    ageing = {name: change for name, change in changes.items() if name == AGE}
    aged = latents.edit(face.ws, ageing, age, kept)  # the path was learnt as far as it goes
    others = {name: change for name, change in changes.items() if name != AGE}
    return face.synthesis(latents.within(aged, latents.edit(aged, others, age, kept)), rough=rough)


def _change(face: FaceState, name: str, step: float, layers: Layers | None) -> Change:
    """A step along an attribute; along the age path it goes on straight where the path ends."""
    if name != AGE:
        return Change(step, layers)
    age = _age(face)
    room = max(OLDEST - age, 1.0) if step > 0 else min(YOUNGEST - age, -1.0)
    years = min(step, room) if step > 0 else max(step, room)
    return Change(years, layers, gain=step / years)


def _moved_by(face: FaceState, name: str, pictures: npt.NDArray[np.uint8]) -> Array:
    """By how much pictures [1 + S, R, R, 3] differ from the first in an attribute, [S], in its slider's unit."""
    latents = face.model.latents
    if name in GEOMETRY:
        values = np.array([GEOMETRY[name](face.landmarks_in(picture)) for picture in pictures])
        return np.asarray((values[1:] - values[0]) / float(latents.readout_std[latents.names.index(name)]))
    readings = [latents.read(w)[name] for w in guess_w(face.model, to_tensor(pictures, face.model.device))]
    values = np.array([reading.natural if name == AGE else reading.standardised for reading in readings])
    return np.asarray((values[1:] - values[0]) / latents.slope(name))


def _age(face: FaceState) -> float:
    readings = face.readings()
    return readings[AGE].natural if AGE in readings else 0.0
