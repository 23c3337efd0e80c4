"""FaceEditor, the facade: set a photo once (expensive), then ask for edits many times (cheap)."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from typing import TypeVar
from weakref import WeakSet

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from ganeditor.engine.cache import LatentCache
from ganeditor.engine.faces.align import Image, Matrix, crop
from ganeditor.engine.faces.detect import Face, FaceFinder, Point
from ganeditor.engine.faces.dlib_models import Descriptor, Identifier, distance
from ganeditor.engine.figures import Figures, compare
from ganeditor.engine.latent.invert import (
    Inversion,
    InversionSettings,
    Step,
    Watch,
    guess,
    guess_w,
    invert,
    overrides,
    synthesize,
)
from ganeditor.engine.latent.space import AGE, Change, Reading
from ganeditor.engine.model import FaceModel
from ganeditor.engine.paste import FaceRegion, Overlay, Pixels
from ganeditor.engine.perceptual import PerceptualDistance
from ganeditor.engine.tensors import rgb8, to_levels, to_tensor
from ganeditor.errors import EditError, FaceError, UserError

MODES = ("detail", "generated")
CHROMA = 6  # levels of 255: a crop whose channels never differ more is monochrome, and an edit keeps it so
AGE_PROBE = 20.0  # years by which the read-out's answer to the age path is tried
MAX_AGE_GAIN = 1.8  # beyond this the face leaves what the generator knows

T = TypeVar("T")


@dataclass(eq=False)
class _FaceState:
    """What has been worked out for one face so far."""

    face: Face
    matrix: Matrix
    crop: npt.NDArray[np.uint8]  # [R, R, 3]
    region: FaceRegion
    monochrome: bool
    inversion: Inversion | None = None
    replaced: dict[str, Tensor] = field(default_factory=dict)  # the generator's tensors for this face
    before: Image | None = None  # [R, R, 3] levels: the unedited synthesis
    age_gain: dict[bool, float] = field(default_factory=dict)  # for older (True) and younger
    descriptor: Descriptor | None = None


class FaceEditor:
    """Finds, inverts and edits the faces of one photo at a time; not for use from several threads at once."""

    def __init__(
        self,
        model: FaceModel,
        perceptual: PerceptualDistance,
        finder: FaceFinder,
        identifier: Identifier,
        cache: LatentCache,
        notify: Callable[[str], None] = lambda _text: None,
    ) -> None:
        """notify is told, in a sentence, what happened otherwise than asked for."""
        self.model, self.cache = model, cache
        self._perceptual, self._finder, self._identifier, self._notify = perceptual, finder, identifier, notify
        self._photo: npt.NDArray[np.uint8] | None = None
        self._states: dict[str, _FaceState] = {}
        self._family = WeakSet([self])  # all editors that share the networks: when these move, all have to

    def sibling(self) -> "FaceEditor":
        """An editor for another photo that shares this one's model and cache."""
        other = FaceEditor(self.model, self._perceptual, self._finder, self._identifier, self.cache, self._notify)
        other._family = self._family
        self._family.add(other)
        return other

    # --- the photo -----------------------------------------------------------------------------------------------

    def set_photo(self, pixels: Pixels, faces: Sequence[Face] | None = None) -> tuple[Face, ...]:
        """Find the faces of pixels [H, W, C], from left to right, or take faces that were found in them before.

        What was known of another photo is dropped.
        """
        self._photo, self._states = rgb8(pixels), {}
        return tuple(self._add(face) for face in (self._finder.find(self._photo) if faces is None else faces))

    def add_face(self, left_eye: Point, right_eye: Point, mouth: Point) -> Face:
        """A face that was missed, from three points (x, y) in pixels of the photo."""
        return self._add(self._finder.at_points(self._require_photo(), left_eye, right_eye, mouth))

    @property
    def photo(self) -> npt.NDArray[np.uint8]:
        """The photo as uint8 RGB [H, W, 3]."""
        return self._require_photo()

    def face(self, face_id: str) -> Face:
        """What is known of a face's place."""
        return self._state(face_id).face

    def crop(self, face_id: str) -> npt.NDArray[np.uint8]:
        """The aligned face [R, R, 3]."""
        return self._state(face_id).crop

    # --- inversion -----------------------------------------------------------------------------------------------

    def invert(
        self, face_id: str, settings: InversionSettings | None = None, watch: Watch = lambda _step: None
    ) -> Inversion:
        """The face's latents, from the cache where the same pixels were inverted with the same settings before."""
        settings = settings or InversionSettings()
        state = self._state(face_id)
        key = self._key(state, settings)
        inversion = self.cache.get(key)
        if inversion is None or inversion.ws.shape[0] != self.model.generator.num_ws:
            stopped = False

            def watched(step: Step) -> bool:
                nonlocal stopped
                stopped = bool(watch(step))
                return stopped

            inversion = self._on_device(
                lambda: invert(self.model, self._perceptual, self._image(state), settings, watched)
            )
            if not stopped:  # what was cut short is not what the settings ask for
                self.cache.put(key, inversion)
        self.use_inversion(face_id, inversion)
        return inversion

    def guess(self, face_id: str) -> Inversion:
        """The encoder's guess alone: rough, but there at once."""
        state = self._state(face_id)
        found = self._on_device(lambda: guess(self.model, self._image(state)))
        w, ws = (part[0].cpu().numpy() for part in found)
        inversion = Inversion(ws, w, loss=float("inf"), steps=0, seconds=0.0)
        self.use_inversion(face_id, inversion)
        return inversion

    def use_inversion(self, face_id: str, inversion: Inversion) -> None:
        """Edit this face from known latents."""
        expected = (self.model.generator.num_ws, self.model.generator.synthesis.sizes.w_dim)
        if inversion.ws.shape != expected:
            found = list(inversion.ws.shape)
            raise EditError(f"These latents have shape {found}; the model {self.model.name} takes {list(expected)}.")
        state = self._state(face_id)
        if state.inversion is not inversion:
            state.inversion, state.before, state.replaced, state.age_gain = inversion, None, {}, {}

    def reconstruction(self, face_id: str) -> npt.NDArray[np.uint8]:
        """The unedited synthesis [R, R, 3]."""
        return np.rint(self._before(self._state(face_id))).astype(np.uint8)

    def inversion(self, face_id: str) -> Inversion:
        """The latents that edits of this face start from."""
        return self._inverted(self._state(face_id))

    def place(self, face_id: str, pixels: Pixels) -> None:
        """Put the unedited synthesis into pixels [H, W, C] of the photo's size, in place."""
        state = self._state(face_id)
        before, own = self._before(state), state.crop.astype(np.float32)
        state.region.generated_overlay(own, before, before, monochrome=state.monochrome).apply_to(pixels)

    def figures(self, face_id: str) -> Figures:
        """How near the reconstruction is to the aligned face."""
        state = self._state(face_id)
        return compare(state.crop, self.reconstruction(face_id), self._perceptual, self.model.device)

    def readings(self, face_id: str) -> dict[str, Reading]:
        """Where the face stands on each attribute."""
        inversion = self._inverted(self._state(face_id))
        return self.model.latents.read(torch.from_numpy(inversion.guess).to(self.model.device))

    # --- edits ---------------------------------------------------------------------------------------------------

    def overlay(
        self,
        face_id: str,
        amounts: Mapping[str, float],
        layers: Mapping[str, tuple[int, int]] | None = None,
        keep: Sequence[str] = (),
        mode: str = "detail",
    ) -> Overlay | None:
        """What the edit does to the photo; None for an edit that changes nothing.

        amounts: years for age, standard deviations for all others; layers: first and last layer of an attribute.
        """
        if mode not in MODES:
            raise EditError(f"There is no paste mode '{mode}'; choose one of {', '.join(MODES)}.")
        state = self._state(face_id)
        changes = {name: amount for name, amount in amounts.items() if amount != 0}
        if not changes or state.region.empty:
            return None
        before, after = self._before(state), self._after(state, changes, layers or {}, keep)
        if mode == "detail":
            return state.region.detail_overlay(before, after, monochrome=state.monochrome)
        own = state.crop.astype(np.float32)
        return state.region.generated_overlay(own, before, after, monochrome=state.monochrome)

    def edited_face(
        self,
        face_id: str,
        amounts: Mapping[str, float],
        layers: Mapping[str, tuple[int, int]] | None = None,
        keep: Sequence[str] = (),
    ) -> npt.NDArray[np.uint8]:
        """The edited synthesis alone [R, R, 3]."""
        state = self._state(face_id)
        return np.rint(self._after(state, dict(amounts), layers or {}, keep)).astype(np.uint8)

    def identity_distance(self, face_id: str, edited: Pixels) -> float:
        """Descriptor distance between the face in the photo and at the same place in edited [H, W, C]."""
        state = self._state(face_id)
        photo = self._require_photo()
        if edited.shape[:2] != photo.shape[:2]:
            raise EditError(f"The edited picture is {edited.shape[1]}×{edited.shape[0]}, not the photo's size.")
        if state.descriptor is None:
            state.descriptor = self._identifier.describe(photo, state.face.landmarks)
        return distance(state.descriptor, self._identifier.describe(rgb8(edited), state.face.landmarks))

    # --- inside --------------------------------------------------------------------------------------------------

    def _add(self, face: Face) -> Face:
        photo = self._require_photo()
        side = self.model.resolution
        matrix = self.model.template.transform(face.anchors, side)
        aligned = crop(photo, matrix, side, self.model.template.border)
        region = FaceRegion(matrix, side, face.landmarks, photo.shape[1], photo.shape[0])
        spread = int((aligned.max(2).astype(int) - aligned.min(2)).max())
        self._states[face.id] = _FaceState(face, matrix, aligned, region, monochrome=spread <= CHROMA)
        return face

    def _state(self, face_id: str) -> _FaceState:
        self._require_photo()
        if face_id not in self._states:
            known = ", ".join(self._states) or "none"
            raise FaceError(f"There is no face '{face_id}' in this photo; it has {known}.")
        return self._states[face_id]

    def _require_photo(self) -> npt.NDArray[np.uint8]:
        if self._photo is None:
            raise FaceError("No photo is set; call set_photo first.")
        return self._photo

    def _inverted(self, state: _FaceState) -> Inversion:
        if state.inversion is None:
            raise EditError("This face has no latents yet; call invert or guess first.")
        return state.inversion

    def _image(self, state: _FaceState) -> Tensor:
        return to_tensor(state.crop, self.model.device)

    def _before(self, state: _FaceState) -> Image:
        if state.before is None:
            state.before = self._synthesis(state, torch.from_numpy(self._inverted(state).ws).to(self.model.device))
        return state.before

    def _after(
        self,
        state: _FaceState,
        amounts: Mapping[str, float],
        layers: Mapping[str, tuple[int, int]],
        keep: Sequence[str],
    ) -> Image:
        inversion, latents = self._inverted(state), self.model.latents
        changes = {name: Change(amount, layers.get(name)) for name, amount in amounts.items()}
        if AGE in changes and changes[AGE].amount:
            older = changes[AGE].amount > 0
            changes[AGE] = changes[AGE]._replace(gain=self._age_gain(state, older))
        device = self.model.device
        ws = latents.edit(torch.from_numpy(inversion.ws).to(device), changes, self._age(state), keep)
        return self._synthesis(state, ws)

    def _synthesis(self, state: _FaceState, ws: Tensor) -> Image:
        """ws [num_ws, w_dim] -> levels [R, R, 3]."""

        def run() -> Image:
            inversion = self._inverted(state)
            if not state.replaced and (inversion.tuning or inversion.noise):
                state.replaced = overrides(self.model, inversion)
            with torch.no_grad():
                images = synthesize(self.model, ws.to(self.model.device)[None], state.replaced)
            levels: Image = to_levels(images)[0]
            return levels

        return self._on_device(run)

    def _age(self, state: _FaceState) -> float:
        readings = self.model.latents.read(torch.from_numpy(self._inverted(state).guess).to(self.model.device))
        return readings[AGE].natural if AGE in readings else 0.0

    def _age_gain(self, state: _FaceState, older: bool) -> float:
        """By how much the age path is stretched, so that a year on the slider is a year in the face.

        Away from W the path does less than at the photographs it was fitted to: the read-out's answer to a probe
        is compared with what it shows of a true difference in age.
        """
        if older not in state.age_gain:
            state.age_gain[older] = 1.0 if self.model.encoder is None else self._probe_age(state, older)
        return state.age_gain[older]

    def _probe_age(self, state: _FaceState, older: bool) -> float:
        latents, years = self.model.latents, AGE_PROBE if older else -AGE_PROBE
        ws = torch.from_numpy(self._inverted(state).ws).to(self.model.device)
        probe = self._synthesis(state, latents.edit(ws, {AGE: Change(years)}, self._age(state)))
        images = to_tensor(np.rint(np.stack([self._before(state), probe])).astype(np.uint8), self.model.device)
        start, end = (latents.read(w)[AGE].natural for w in self._on_device(lambda: guess_w(self.model, images)))
        answer = (end - start) / (years * latents.age_slope)
        return float(np.clip(1 / max(answer, 1e-3), 1.0, MAX_AGE_GAIN))

    def _key(self, state: _FaceState, settings: InversionSettings) -> str:
        digest = hashlib.sha256(self.model.fingerprint.encode())
        digest.update(repr(astuple(settings)).encode())
        digest.update(state.crop.tobytes())
        return digest.hexdigest()

    def _on_device(self, work: Callable[[], T]) -> T:
        """Run work; when the device is out of memory, go on with the CPU."""
        try:
            return work()
        except torch.OutOfMemoryError:
            if self.model.device.type == "cpu":
                raise UserError("There is not enough memory for this edit; close other programs.") from None
            self._notify(f"The device '{self.model.device}' ran out of memory; the CPU goes on.")
            self._move(torch.device("cpu"))
            return work()

    def _move(self, device: torch.device) -> None:
        for editor in self._family:
            editor.model = editor.model.to(device)
            editor._perceptual = editor._perceptual.to(device)
            for state in editor._states.values():
                state.replaced = {}
