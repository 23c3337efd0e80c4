"""FaceEditor, the facade: set a photo once (expensive), then ask for edits many times (cheap)."""

from collections.abc import Mapping, Sequence
from functools import partial

import numpy as np
import numpy.typing as npt

from ganeditor.edits.latent import GENERATED
from ganeditor.edits.operation import Operation
from ganeditor.engine.cache import LatentCache, key_of
from ganeditor.engine.drive.driven import DrivenFace
from ganeditor.engine.drive.readout import Driver
from ganeditor.engine.enhance.finer import Finer
from ganeditor.engine.enhance.upscaler import Upscalers
from ganeditor.engine.eyes.exemplar import Exemplar
from ganeditor.engine.face_state import FaceState
from ganeditor.engine.faces.align import Image, Matrix, Points, crop
from ganeditor.engine.faces.anatomy import Anatomy
from ganeditor.engine.faces.detect import Box, Face, Found, Point
from ganeditor.engine.faces.eyes import Eye
from ganeditor.engine.faces.finder import FaceFinder
from ganeditor.engine.faces.identity import Descriptor, Identifier, distance
from ganeditor.engine.faces.mesh import Mesh
from ganeditor.engine.figures import Figures, compare
from ganeditor.engine.latent.invert import Inversion, InversionSettings, Step, Watch, guess, invert
from ganeditor.engine.latent.painted import Labels, Painted, PaintingSettings, PaintingStep, along, search, segments_of
from ganeditor.engine.latent.painted import Watch as PaintingWatch
from ganeditor.engine.latent.space import Reading
from ganeditor.engine.model import FaceModel
from ganeditor.engine.networks.segmentation import LARGEST_SIDE
from ganeditor.engine.paste import FaceRegion, Layer, Pixels
from ganeditor.engine.restore.restored import likely_face
from ganeditor.engine.restyle.translator import Translators
from ganeditor.engine.shared import SharedNetworks
from ganeditor.engine.stages.drawing import Drawing, pasted
from ganeditor.engine.stages.latent import reaches
from ganeditor.engine.stages.scene import Scene
from ganeditor.engine.stages.swap import prepared
from ganeditor.engine.stages.table import PREPARATIONS, done_to_photo, drawn
from ganeditor.engine.swap.source import SourceFace
from ganeditor.engine.swap.swapped import Swapped
from ganeditor.engine.tensors import rgb8
from ganeditor.errors import EditError, FaceError
from ganeditor.progress import Progress, silent

CHROMA = 6  # levels of 255: a crop whose channels never differ more is monochrome, and an edit keeps it so


class FaceEditor:
    """Finds, inverts and edits the faces of one photo at a time; not for use from several threads at once."""

    def __init__(
        self,
        networks: SharedNetworks,
        finder: FaceFinder,
        identifier: Identifier,
        anatomy: Anatomy,
        cache: LatentCache,
        upscalers: Upscalers,
        translators: Translators,
    ) -> None:
        self.cache, self.anatomy, self.upscalers, self.translators = cache, anatomy, upscalers, translators
        self._finer = Finer(upscalers)
        self.networks, self.finder, self.identifier = networks, finder, identifier
        self._photo: npt.NDArray[np.uint8] | None = None
        self._states: dict[str, FaceState] = {}
        self._looked = False  # for the photo's faces
        self.assets: Mapping[str, bytes] = {}  # SHA-256 -> what operations on the photo name by it
        self.found = Found(())
        """What the search for the photo's faces has come to."""

    @property
    def model(self) -> FaceModel:
        """What all editors of a family work with."""
        return self.networks.model

    @model.setter
    def model(self, model: FaceModel) -> None:
        self.networks.model = model

    def sibling(self) -> "FaceEditor":
        """An editor for another photo that shares this one's model and cache."""
        parts = self.finder, self.identifier, self.anatomy, self.cache, self.upscalers, self.translators
        return FaceEditor(self.networks, *parts)

    # --- the photo -----------------------------------------------------------------------------------------------

    def set_photo(
        self, pixels: Pixels, faces: Sequence[Face] | None = None, progress: Progress = silent
    ) -> tuple[Face, ...]:
        """Find the faces of pixels [H, W, C], from left to right, or take faces that were found in them before.

        What was known of another photo is dropped. If progress ends the search, the photo is set and has no faces.
        """
        self.put_photo(pixels)
        self._looked = True
        self.found = self.finder.find(self.photo, progress) if faces is None else Found(tuple(faces))
        return tuple(self._add(face) for face in self.found.faces)

    def put_photo(self, pixels: Pixels) -> None:
        """Have pixels [H, W, C] as the photo; its faces are looked for when an operation on all of it asks for them."""
        self._photo, self._states, self.found, self._looked = rgb8(pixels), {}, Found(()), False

    def add_face(self, left_eye: Point, right_eye: Point, mouth: Point) -> Face:
        """A face that was missed, from three points (x, y) in pixels of the photo."""
        return self._add(self.finder.at_points(self._require_photo(), left_eye, right_eye, mouth))

    def add_face_in(self, box_xyxy: Box) -> Face:
        """A face that was missed, or found before, from a rectangle around it in pixels of the photo."""
        return self._add(self.finder.in_box(self._require_photo(), box_xyxy))

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

    def aligned(self, face_id: str, pixels: Pixels) -> npt.NDArray[np.uint8]:
        """The same place in pixels [H, W, C] of the photo's size, [R, R, 3]."""
        return crop(rgb8(pixels), self._state(face_id).matrix, self.model.resolution, self.model.template.border)

    def mesh(self, face_id: str) -> Mesh:
        """The face's mesh, in pixels of the photo; FaceError says why it has none."""
        return self._state(face_id).mesh

    def eyes(self, face_id: str) -> tuple[Eye, Eye]:
        """The left and the right eye, in pixels of the photo; FaceError says why nothing is known of them."""
        return self._state(face_id).eyes

    def eyes_in(self, face_id: str, edited: Pixels) -> tuple[Eye, Eye]:
        """The left and the right eye at the same place in edited [H, W, C], of the photo's size."""
        # By the same mesh: another look at it would move the lids of what is not edited at all.
        return self.anatomy.eyes(rgb8(edited), self.mesh(face_id))

    def person(self) -> Image:
        """How much of each pixel of the photo is a person, [H, W] in [0, 1]."""
        return self.anatomy.person(self._require_photo())

    # --- inversion -----------------------------------------------------------------------------------------------

    def invert(
        self, face_id: str, settings: InversionSettings | None = None, watch: Watch = lambda _step: None
    ) -> Inversion:
        """The face's latents, from the cache where the same pixels were inverted with the same settings before."""
        settings = settings or InversionSettings()
        state, networks = self._state(face_id), self.networks
        key = key_of(self.model.fingerprint, self.networks.perceptual.name, settings, state.crop)
        inversion = self.cache.get(key)
        if inversion is None or inversion.ws.shape[0] != self.model.generator.num_ws:
            stopped = False

            def search() -> Inversion:
                device = networks.device

                def watched(step: Step) -> bool:
                    nonlocal stopped
                    stopped = bool(watch(step))
                    networks.require(device)  # a watcher lets other work pass
                    return stopped

                return invert(self.model, networks.perceptual, state.image, settings, watched)

            inversion = networks.run(search)
            if not stopped:  # what was cut short is not what the settings ask for
                self.cache.put(key, inversion)
        self.use_inversion(face_id, inversion)
        return inversion

    def guess(self, face_id: str) -> Inversion:
        """The encoder's guess alone: rough, but there at once."""
        state = self._state(face_id)
        found = self.networks.run(lambda: guess(self.model, state.image))
        w, ws = (part[0].cpu().numpy() for part in found)
        inversion = Inversion(ws, w, loss=float("inf"), steps=0, seconds=0.0)
        self.use_inversion(face_id, inversion)
        return inversion

    def use_inversion(self, face_id: str, inversion: Inversion) -> None:
        """Edit this face from known latents."""
        expected = (self.model.generator.num_ws, self.model.generator.synthesis.w_dim)
        if inversion.ws.shape != expected:
            found = list(inversion.ws.shape)
            raise EditError(f"These latents have shape {found}; the model {self.model.name} takes {list(expected)}.")
        self._state(face_id).use(inversion)

    def remember(self, face_id: str, other: "FaceEditor", reference: str) -> None:
        """How this face's picture answers to sliders is what was found out of it in other, where it is reference."""
        self._state(face_id).remember(other._state(reference))

    def inversion(self, face_id: str) -> Inversion:
        """The latents that edits of this face start from."""
        return self._state(face_id).inversion

    def reconstruction(self, face_id: str) -> npt.NDArray[np.uint8]:
        """The unedited synthesis [R, R, 3]."""
        state = self._state(face_id)
        return np.rint(self.networks.run(lambda: state.before)).astype(np.uint8)

    def place(self, face_id: str, pixels: Pixels) -> None:
        """Put the unedited synthesis into pixels [H, W, C] of the photo's size, in place."""
        state = self._state(face_id)
        before = self.networks.run(lambda: state.before)
        pasted(state, Drawing(before, before, GENERATED)).apply_to(pixels)

    def figures(self, face_id: str) -> Figures:
        """How near the reconstruction is to the aligned face."""
        crop, made, networks = self.crop(face_id), self.reconstruction(face_id), self.networks
        return networks.run(lambda: compare(crop, made, networks.perceptual, networks.device))

    def readings(self, face_id: str) -> dict[str, Reading]:
        """Where the face stands on each attribute."""
        return self.networks.run(self._state(face_id).readings)

    # --- painted masks -------------------------------------------------------------------------------------------

    def segments(self, face_id: str) -> Labels:
        """What each pixel of the face is, [S, S] of SEGMENTS' numbers, told from its latents."""
        state = self._state(face_id)
        return self.networks.run(lambda: segments_of(self.model, state.ws, state.replaced))

    def along(self, face_id: str, name: str) -> tuple[Labels, Painted]:
        """The face's mask after a step along a direction, and the step: paint fits both to this face."""
        state = self._state(face_id)
        return self.networks.run(lambda: along(self.model, state.ws, state.replaced, name))

    def mask_matrix(self, face_id: str) -> Matrix:
        """From pixels of the photo to those of the face's mask [2, 3]."""
        return self._state(face_id).matrix * (self.mask_side / self.model.resolution)

    @property
    def mask_side(self) -> int:
        """Pixels of a mask's side."""
        return min(self.model.resolution, LARGEST_SIDE)

    def paint(
        self,
        face_id: str,
        painted: Labels,
        settings: PaintingSettings | None = None,
        watch: PaintingWatch = lambda _step: None,
        start: Painted | None = None,
    ) -> Painted:
        """Search for the change of the face's latents after which its mask is as painted [S, S].

        With start, what an earlier search has found, it goes on from there.
        """
        state, networks = self._state(face_id), self.networks
        settings = settings or PaintingSettings()

        def searched() -> Painted:
            device = networks.device

            def watched(step: PaintingStep) -> bool:
                stopped = bool(watch(step))
                networks.require(device)  # a watcher lets other work pass
                return stopped

            return search(self.model, networks.perceptual, state.ws, state.replaced, painted, settings, watched, start)

        return networks.run(searched)

    # --- edits ---------------------------------------------------------------------------------------------------

    def asset(self, name: str) -> bytes:
        """What an operation names by its SHA-256; EditError where it is missing."""
        if name not in self.assets:
            raise EditError("What this edit needs is missing or damaged in the project; make the edit again.")
        return self.assets[name]

    def overlay(self, face_id: str, operations: Sequence[Operation], shrink: float = 1) -> Layer | None:
        """What operations, in their order, do to one face of the photo; None for those that change nothing.

        With shrink, it is for the photo in which a pixel is the mean of shrink × shrink, from its upper left corner on;
        with a share of 1 for the enlarged photo.
        """
        state = self._state(face_id)
        done = [operation for operation in operations if not operation.neutral]
        if not done or state.region.empty:
            return None
        return self.networks.run(lambda: pasted(state, drawn(state, done, rough=shrink > 1), shrink))

    def exemplar(self, face_id: str) -> Exemplar:
        """A face's eyes, for a face in another photo; FaceError says why they can't be taken."""
        return Exemplar.of(self.photo, self.mesh(face_id), self.eyes(face_id), self.descriptor(face_id))

    def source_face(self, face_id: str) -> SourceFace:
        """A face that others may get, for swaps; FaceError says why it can't be taken."""
        return SourceFace.of(self._state(face_id), self.descriptor(face_id))

    def driver(self) -> Driver:
        """Who reads off another's pictures what a face is to do."""
        return Driver(self.anatomy, lambda picture: self.finder.find(picture).faces)

    def driven(self, face_id: str, shrink: int = 1, progress: Progress = silent) -> DrivenFace:
        """A face made ready to do what a driver does, in the photo of which shrink × shrink pixels are one.

        It takes some seconds; FaceError says why it can't.
        """
        state = self._state(face_id)
        return self.networks.run(lambda: DrivenFace(state, shrink, progress))

    def swapped(self, face_id: str, source: str) -> Swapped:
        """The asset source made ready for a face; EditError and FaceError say why it can't be."""
        state = self._state(face_id)
        return self.networks.run(lambda: prepared(state, source))

    def wears_glasses(self, face_id: str) -> bool:
        """Whether there are glasses over a face's eyes, as the model's read-out has it."""
        state = self._state(face_id)
        return self.networks.run(lambda: state.glasses)

    def prepare(self, face_id: str, operations: Sequence[Operation], watch: Watch = lambda _step: None) -> None:
        """Do what is slow of operations on a face, so that overlay only draws; without it, overlay does it itself.

        A watcher may raise Cancelled between two steps, and nothing is kept then.
        """
        state = self._state(face_id)
        for operation in operations:
            if type(operation) in PREPARATIONS and not operation.neutral:
                self.networks.run(partial(PREPARATIONS[type(operation)], state, operation, watch))

    def restoring(self, face_id: str, references: Sequence[str], watch: Watch = lambda _step: None) -> bytes:
        """What the search for a face that lost detail finds, for the asset of a RestoreEdit; references: as that has.

        A watcher may raise Cancelled between two steps, and nothing is kept then.
        """
        state = self._state(face_id)
        return self.networks.run(lambda: likely_face(state, references, watch).to_bytes())

    def whole(self, pixels: Pixels, operations: Sequence[Operation], progress: Progress = silent) -> Pixels:
        """pixels [H, W, C], which stay as they are, with operations done to the whole of them, in their order."""
        scene = Scene(self.upscalers, self.translators, self._faces, lambda: self.photo, self.anatomy)
        return done_to_photo(pixels, operations, scene, progress)

    def descriptor(self, face_id: str) -> Descriptor:
        """Whose face it is, for distances between persons."""
        state = self._state(face_id)
        if state.descriptor is None:
            state.descriptor = self.identifier.describe(self._require_photo(), state.face.landmarks)
        return state.descriptor

    def reaches(self, face_id: str) -> Mapping[str, tuple[float, float]]:
        """How far sliders can move this face, down and up, in their own units; of those that have been tried."""
        return reaches(self._state(face_id))

    def identity_distance(self, face_id: str, edited: Pixels) -> float:
        """Descriptor distance between the face in the photo and at the same place in edited [H, W, C]."""
        photo = self._require_photo()
        if edited.shape[:2] != photo.shape[:2]:
            raise EditError(f"The edited picture is {edited.shape[1]}×{edited.shape[0]}, not the photo's size.")
        return distance(self.descriptor(face_id), self.identifier.describe(rgb8(edited), self.face(face_id).landmarks))

    def source_distance(self, face_id: str, source: str, edited: Pixels) -> float:
        """Descriptor distance between whom a swap's asset shows and a face's place in edited [H, W, C]."""
        person = SourceFace.from_bytes(self.asset(source)).descriptor
        return distance(person, self.identifier.describe(rgb8(edited), self.face(face_id).landmarks))

    # --- inside --------------------------------------------------------------------------------------------------

    def _add(self, face: Face) -> Face:
        photo = self._require_photo()
        side = self.model.resolution
        matrix = self.model.template.transform(face.anchors, side)
        aligned = crop(photo, matrix, side, self.model.template.border)
        region = FaceRegion(matrix, side, face.landmarks, photo.shape[1], photo.shape[0])
        spread = int((aligned.max(2).astype(int) - aligned.min(2)).max())
        monochrome = spread <= CHROMA
        shared = self.networks, self.finder.predictor, photo, self.anatomy, self.asset, self.cache, self._finer
        self._states[face.id] = FaceState(face, matrix, aligned, region, monochrome, *shared)
        return face

    def _faces(self) -> dict[str, Points]:
        """Landmarks of all faces, which are looked for if they weren't."""
        if not self._looked:
            self.found, self._looked = self.finder.find(self.photo, silent), True
        states = [state.face for state in self._states.values()]
        return {face.id: face.landmarks for face in states or self.found.faces}

    def _state(self, face_id: str) -> FaceState:
        self._require_photo()
        if face_id not in self._states:
            known = ", ".join(self._states) or "none"
            raise FaceError(f"There is no face '{face_id}' in this photo; it has {known}.")
        return self._states[face_id]

    def _require_photo(self) -> npt.NDArray[np.uint8]:
        if self._photo is None:
            raise FaceError("No photo is set; call set_photo first.")
        return self._photo
