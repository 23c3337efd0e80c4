"""One open photo: its state on the main thread, and the plain functions that work on it in the workers."""

import hashlib
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import numpy.typing as npt

from ganeditor.edits.operation import Operation
from ganeditor.project.document import Document, Photo
from ganeditor.project.export import export_picture
from ganeditor.project.history import History
from ganeditor.project.picture import Picture, Pixels, read_picture
from ganeditor.project.render import Editor, Overlay, Rendering
from ganeditor.project.store import Project, SavedFace, load_project, read_photo
from ganeditor.ui.session.jobs import Job
from ganeditor.ui.session.view import Figures, PhotoView, Reading
from ganeditor.ui.widgets.qimage import Patch, ShownPicture, thumbnail, to_bgra
from ganeditor.ui.widgets.values import FaceView, InversionView, Point, TabView, Thumbnail

if TYPE_CHECKING:
    from ganeditor.ui.features.directions.photos_directions import Lab
    from ganeditor.ui.features.generate.photos_maker import Maker

TAB_THUMBNAIL = 160  # pixels


class Face(Protocol):
    """What the window needs to know of a face."""

    @property
    def id(self) -> str: ...
    @property
    def box_xyxy(self) -> tuple[float, float, float, float]: ...
    @property
    def landmarks(self) -> npt.NDArray[Any]: ...  # [68, 2]
    @property
    def confidence(self) -> float: ...
    @property
    def marks(self) -> tuple[str, ...]: ...


class PhotoEditor(Editor, Protocol):
    """The engine's facade for one photo, as the window uses it; only on the device's worker."""

    def sibling(self) -> "PhotoEditor": ...
    def set_photo(self, pixels: Pixels, faces: Any = None) -> Sequence[Face]: ...
    def add_face(self, left_eye: Point, right_eye: Point, mouth: Point) -> Face: ...
    def crop(self, face_id: str) -> Thumbnail: ...
    def guess(self, face_id: str) -> Any: ...
    def invert(self, face_id: str, settings: Any, watch: Callable[[Any], bool | None]) -> Any: ...
    def use_inversion(self, face_id: str, inversion: Any) -> None: ...
    def readings(self, face_id: str) -> Mapping[str, Reading]: ...
    def figures(self, face_id: str) -> Figures: ...
    def identity_distance(self, face_id: str, edited: Pixels) -> float: ...
    def inversion(self, face_id: str) -> Any: ...
    def edited_face(self, face_id: str, operations: Sequence[Operation]) -> Thumbnail: ...


@dataclass(frozen=True)
class InversionChoice:
    """How a person wants faces refined."""

    steps: int | None  # None goes on until it stops improving
    tuning: bool  # of the generator, to each face


@dataclass(frozen=True)
class Workbench:
    """The engine, open: an editor to make siblings of, and the little else that needs torch."""

    editor: PhotoEditor
    maker: "Maker"
    lab: "Lab"
    attributes: tuple[str, ...]  # that the model can change
    labels: Mapping[str, str]  # of a person's own directions among them
    layers: int
    model: str
    fingerprint: str
    models: tuple[str, ...]  # that are installed
    detectors: tuple[str, ...]
    settings: Callable[[InversionChoice], Any]
    image: Callable[[Any], Thumbnail]  # Step.image -> uint8 [R, R, 3]
    face: Callable[[SavedFace], Face]
    pack: Callable[[Any], bytes]  # an inversion as a safetensors file
    unpack: Callable[[bytes], Any]
    clear_cache: Callable[[], None]


@dataclass(eq=False)
class FaceState:
    """What is known of one face so far."""

    face: Face
    crop: Thumbnail
    points: tuple[Point, ...] | None = None  # if it was drawn by hand
    readings: Mapping[str, Reading] = field(default_factory=dict)
    guessed: bool = False
    inversion: Any = None  # once refined
    finished: bool = False  # refined, or refining has failed and the guess stays
    figures: Figures | None = None
    distance: float | None = None


@dataclass(eq=False)
class OpenPhoto:
    """A photo in the film strip; its history is all that can be undone."""

    number: int
    picture: Picture
    history: History
    rendering: Rendering  # belongs to the device's worker
    thumbnail: Thumbnail
    data: bytes  # the photo's own file
    saved: Document | None  # None is nothing yet, whatever the document
    project: Path | None = None
    restored: Project | None = None  # faces and latents it was opened with
    editor: PhotoEditor | None = None  # belongs to the device's worker
    faces: dict[str, FaceState] = field(default_factory=dict)
    searched: bool = False
    chosen: str | None = None
    shown: ShownPicture | None = None  # the edited picture; only of the photo in the window
    inversion: InversionView | None = None
    remembered: "Remembered" = field(default_factory=lambda: Remembered())

    @property
    def document(self) -> Document:
        return self.history.document

    @property
    def path(self) -> Path:
        return Path(self.document.photo.path)

    @property
    def name(self) -> str:
        return (self.project or self.path).name

    @property
    def dirty(self) -> bool:
        return self.document != self.saved

    @property
    def face(self) -> FaceState | None:
        return self.faces.get(self.chosen or "")

    def tab(self) -> TabView:
        return TabView(self.number, self.name, self.thumbnail, self.dirty)

    def view(self) -> PhotoView:
        state = self.face
        return PhotoView(
            number=self.number,
            name=self.name,
            document=self.document,
            faces=tuple(self._face_view(state) for state in self.faces.values()),
            searched=self.searched,
            chosen=self.chosen,
            editable=state is not None and state.guessed,
            readings=state.readings if state else {},
            steps=tuple(step.label for step in self.history.steps),
            index=self.history.index,
            dirty=self.dirty,
            inversion=self.inversion,
            distance=state.distance if state else None,
            figures=state.figures if state else None,
        )

    def _face_view(self, state: FaceState) -> FaceView:
        face = state.face
        edited = not self.document.neutral_at(face.id)
        return FaceView(face.id, face.box_xyxy, state.crop, face.marks, edited, state.finished)

    def next_to_invert(self) -> str | None:
        """The chosen face first, then those that were edited; None when all of them are refined."""
        wanted = [self.chosen, *(edits.face for edits in self.document.faces)]
        return next((face for face in wanted if face in self.faces and not self.faces[face].finished), None)


class Remembered:
    """An Editor that asks the real one again only when a face's edits or latents have changed."""

    def __init__(self) -> None:
        self.editor: Editor | None = None
        self._known: dict[str, tuple[tuple[Operation, ...], Overlay | None]] = {}

    def forget(self, face_id: str) -> None:
        self._known.pop(face_id, None)

    def overlay(self, face_id: str, operations: Sequence[Operation]) -> Overlay | None:
        known = self._known.get(face_id)
        if known is None or known[0] != tuple(operations):
            assert self.editor is not None
            known = tuple(operations), self.editor.overlay(face_id, operations)
            self._known[face_id] = known
        return known[1]

    def whole(self, pixels: Pixels, operations: Sequence[Operation]) -> Pixels:
        assert self.editor is not None
        return self.editor.whole(pixels, operations)


# --- in the files' worker ---------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Loaded:
    """A photo that has been read and is ready to be shown."""

    picture: Picture
    photo: Photo
    data: bytes
    rendering: Rendering
    thumbnail: Thumbnail
    project: Project | None = None


def load_photo(path: Path) -> Loaded:
    return _loaded(read_picture(path), str(path), path.read_bytes())


def load_saved(path: Path, photo_path: Path | None) -> Loaded:
    """A project file; photo_path is where its photo is now, if it was moved."""
    project = load_project(path, photo_path)
    assert project.photo_bytes is not None
    loaded = _loaded(read_photo(project), project.photo.path, project.photo_bytes)
    return replace(loaded, photo=project.photo, project=project)


def load_pasted(pixels: npt.NDArray[np.uint8], path: Path) -> Loaded:
    """pixels [H, W, 3 or 4] that come from no file; path is what they are called."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "pasted.png"
        export_picture(Picture(pixels), file, edited=False)
        return _loaded(Picture(pixels), str(path), file.read_bytes())


def _loaded(picture: Picture, path: str, data: bytes) -> Loaded:
    height, width = picture.pixels.shape[:2]
    photo = Photo(path, hashlib.sha256(data).hexdigest(), width, height)
    return Loaded(picture, photo, data, Rendering(picture.pixels), thumbnail(picture.pixels, TAB_THUMBNAIL))


def show(photo: OpenPhoto) -> tuple[ShownPicture, ShownPicture]:
    """The photo as it was, and one to be kept up to date with the edits."""
    before = ShownPicture(photo.picture.pixels)
    return before, before.copy()


# --- in the device's worker --------------------------------------------------------------------------------------


def find_faces(photo: OpenPhoto, bench: Workbench) -> list[FaceState]:
    """The photo's faces, or those that its project has, with latents where they fit the model."""
    editor, project = bench.editor.sibling(), photo.restored
    saved = {face.id: face for face in project.faces} if project else {}
    faces = editor.set_photo(photo.picture.pixels, [bench.face(face) for face in saved.values()] if saved else None)
    photo.editor = photo.remembered.editor = editor
    states = [FaceState(face, editor.crop(face.id)) for face in faces]
    latents = project.latents if project and project.fingerprint == bench.fingerprint else {}
    for state in states:
        face = state.face.id
        if face in saved:
            state.points = saved[face].points  # type: ignore[assignment]
        if face in latents:
            state.inversion, state.finished = bench.unpack(latents[face]), True
    return states


def add_face(photo: OpenPhoto, points: tuple[Point, Point, Point]) -> FaceState:
    face = _editor(photo).add_face(*points)
    return FaceState(face, _editor(photo).crop(face.id), points)


def guess(photo: OpenPhoto, face: str, inversion: Any) -> Mapping[str, Reading]:
    """Latents for the face at once: known ones, or else the encoder's guess; returns its readings."""
    editor = _editor(photo)
    if inversion is None:
        editor.guess(face)
    else:
        editor.use_inversion(face, inversion)
    photo.remembered.forget(face)
    return editor.readings(face)


def invert(
    job: Job,
    photo: OpenPhoto,
    face: str,
    bench: Workbench,
    choice: InversionChoice,
    good_enough: Callable[[], bool],
) -> Any:
    """Refine the face's latents; each report shows an InversionView."""
    editor, started = _editor(photo), time.monotonic()
    target = editor.crop(face)

    def watch(step: Any) -> bool:
        seconds = time.monotonic() - started
        left = seconds * (1 - step.fraction) / step.fraction if step.fraction > 0.05 else None
        job.report(step.fraction, InversionView(step.fraction, left, bench.image(step.image), target))
        return good_enough()

    inversion = editor.invert(face, bench.settings(choice), watch)
    photo.remembered.forget(face)
    return inversion


def render(photo: OpenPhoto, document: Document) -> list[Patch]:
    """Bring the photo's pixels up to date; returns what changed."""
    boxes = photo.rendering.update(document, photo.remembered)
    pixels = photo.rendering.pixels
    return [Patch(box, to_bgra(pixels[box[1] : box[3], box[0] : box[2]])) for box in dict.fromkeys(boxes)]


def measure(photo: OpenPhoto, state: FaceState, neutral: bool) -> tuple[float, Figures | None]:
    """The edited face's distance to the person, and how good the refined reconstruction is."""
    editor, face = _editor(photo), state.face.id
    distance = 0.0 if neutral else editor.identity_distance(face, photo.rendering.pixels)
    return distance, editor.figures(face) if state.finished and state.figures is None else state.figures


def snapshot(photo: OpenPhoto, document: Document) -> Pixels:
    """The edited pixels at full quality, which nobody changes any more."""
    photo.rendering.update(document, photo.remembered)
    pixels: Pixels = photo.rendering.pixels.copy()
    return pixels


def packer(photo: OpenPhoto) -> Callable[[Workbench], Project]:
    """Takes a snapshot now, on the main thread; what it returns makes a project of it, on the device's worker."""
    steps, index = photo.history.to_save()
    states = list(photo.faces.values())
    inversions = {state.face.id: state.inversion for state in states if state.inversion is not None}
    chosen = photo.chosen

    def pack(bench: Workbench) -> Project:
        return Project(
            photo=photo.document.photo,
            photo_bytes=photo.data,
            steps=steps,
            index=index,
            faces=tuple(map(_saved, states)),
            chosen=chosen,
            latents={face: bench.pack(inversion) for face, inversion in inversions.items()},
            model=bench.model,
            fingerprint=bench.fingerprint,
        )

    return pack


def _saved(state: FaceState) -> SavedFace:
    face = state.face
    box = tuple(map(float, face.box_xyxy))
    landmarks = tuple((float(x), float(y)) for x, y in face.landmarks)
    return SavedFace(face.id, box, landmarks, float(face.confidence), face.marks, state.points)


def _editor(photo: OpenPhoto) -> PhotoEditor:
    assert photo.editor is not None, "faces are looked for before anything else"
    return photo.editor
