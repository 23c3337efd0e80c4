"""The open photos: what is known of each, on the main thread, and which is shown."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ganeditor.edits.enhance import EnhanceEdit
from ganeditor.edits.operation import Operation
from ganeditor.progress import Progress, silent
from ganeditor.project.assets import Assets
from ganeditor.project.document import Document
from ganeditor.project.history import History
from ganeditor.project.picture import Picture, Pixels
from ganeditor.project.render import Box, Editor, LeftOut, Lenient, Overlay, Rendering, shrunk
from ganeditor.project.store import Project, SavedFace
from ganeditor.ui.session.view import Figures, PhotoView, Reaches, Reading
from ganeditor.ui.widgets.qimage import ShownPicture
from ganeditor.ui.widgets.values import FaceView, InversionView, Point, TabView, Thumbnail

if TYPE_CHECKING:
    from ganeditor.engine.editor import FaceEditor
    from ganeditor.engine.faces.detect import Face
    from ganeditor.engine.latent.invert import Inversion

MOST_PIXELS = 1_500_000_000
"""Bytes of pixels that open photos keep; beyond, those that were not shown for longest are read again when shown."""


Refined = tuple["Inversion", bytes]
"""A face that has been learnt: its latents, also as a file."""


@dataclass(eq=False)
class FaceState:
    """What is known of one face so far."""

    face: "Face"
    crop: Thumbnail
    points: tuple[Point, ...] | None = None  # if it was drawn by hand
    readings: Mapping[str, Reading] = field(default_factory=dict)
    guessed: bool = False  # the editor has latents of it
    inversion: "Inversion | None" = None  # once refined
    latents: bytes | None = None  # the inversion as a file, so that saving needs no engine
    finished: bool = False  # refined, or refining has failed and the guess stays
    figures: Figures | None = None
    distance: float | None = None
    reaches: Reaches = field(default_factory=dict)

    def take(self, refined: Refined) -> None:
        """The face has been learnt."""
        self.inversion, self.latents = refined
        self.finished = True

    def saved(self) -> SavedFace:
        face = self.face
        x0, y0, x1, y1 = face.box_xyxy
        box = (float(x0), float(y0), float(x1), float(y1))
        landmarks = tuple((float(x), float(y)) for x, y in face.landmarks)
        return SavedFace(face.id, box, landmarks, float(face.confidence), face.marks, self.points)


class Drafting:
    """An Editor that enlarges plainly while it is on."""

    def __init__(self, editor: Editor) -> None:
        self._editor = editor
        self.on = True

    def overlay(self, face_id: str, operations: Sequence[Operation], shrink: float = 1) -> Overlay | None:
        return self._editor.overlay(face_id, operations, shrink)

    def whole(self, pixels: Pixels, operations: Sequence[Operation], progress: Progress = silent) -> Pixels:
        if self.on:
            operations = [replace(one, strength=0.0) if isinstance(one, EnhanceEdit) else one for one in operations]
        return self._editor.whole(pixels, operations, progress)


class Remembered:
    """An Editor that asks the real one again only when what is done to a face, or its latents, have changed.

    What that can't do is left out.
    """

    def __init__(self, editor: Editor) -> None:
        self._drafting = Drafting(editor)
        self._editor = Lenient(self._drafting)
        self._known: dict[str, tuple[tuple[Operation, ...], float, Overlay | None]] = {}
        self._enlarged: tuple[tuple[tuple[Operation, ...], bytes], Pixels] | None = None
        self.boxes: dict[str, Box] = {}
        """Where each face lies that was ever drawn."""

    def left_out(self, document: Document) -> tuple[LeftOut, ...]:
        """What of document could not be done."""
        return self._editor.left_out(document)

    def forget(self, face_id: str) -> None:
        self._known.pop(face_id, None)

    def overlay(self, face_id: str, operations: Sequence[Operation], shrink: float = 1) -> Overlay | None:
        known = self._known.get(face_id)
        if known is None or known[:2] != (tuple(operations), shrink):
            overlay = self._editor.overlay(face_id, operations, shrink)
            known = self._known[face_id] = tuple(operations), shrink, overlay
        if known[2] and shrink == 1:
            self.boxes[face_id] = known[2].box_xyxy
        return known[2]

    def whole(
        self, pixels: Pixels, operations: Sequence[Operation], progress: Progress = silent, exact: bool = False
    ) -> Pixels:
        """Enlarging by a network takes minutes: it is worked out only where it is to be exact, and stays known; until
        then it is a draft."""
        self._drafting.on = not exact
        if not any(isinstance(operation, EnhanceEdit) for operation in operations):
            return self._editor.whole(pixels, operations, progress)
        key = tuple(operations), hashlib.sha256(pixels.tobytes()).digest()
        if self._enlarged and self._enlarged[0] == key:
            return self._enlarged[1]
        made = self._editor.whole(pixels, operations, progress)
        if exact:
            self._enlarged = key, made
        return made


class Heard:
    """Remembered, and who hears how far it is with the whole of the photo, exact or a draft."""

    def __init__(self, remembered: Remembered, progress: Progress, exact: bool) -> None:
        self._remembered, self._progress, self._exact = remembered, progress, exact

    def overlay(self, face_id: str, operations: Sequence[Operation], shrink: float = 1) -> Overlay | None:
        return self._remembered.overlay(face_id, operations, shrink)

    def whole(self, pixels: Pixels, operations: Sequence[Operation], _progress: Progress = silent) -> Pixels:
        return self._remembered.whole(pixels, operations, self._progress, self._exact)


class Shrunk:
    """The Editor of a photo in fewer pixels."""

    def __init__(self, editor: "FaceEditor", shrink: int) -> None:
        self._editor, self._shrink = editor, shrink

    def overlay(self, face_id: str, operations: Sequence[Operation], shrink: float = 1) -> Overlay | None:
        return self._editor.overlay(face_id, operations, self._shrink * shrink)

    def whole(self, pixels: Pixels, operations: Sequence[Operation], progress: Progress = silent) -> Pixels:
        return self._editor.whole(pixels, operations, progress)


class Preview:
    """The photo in fewer pixels, in which drawing keeps up with the hand."""

    def __init__(self, photo: Pixels, shrink: int, editor: "FaceEditor") -> None:
        self.shrink = shrink
        self.rendering = Rendering(shrunk(photo, shrink))
        self.remembered = Remembered(Shrunk(editor, shrink))


@dataclass(eq=False)
class Developed:
    """What is heavy of a photo. A worker takes it once; the photo may be without it before the work is done."""

    picture: Picture
    data: bytes  # the photo's own file
    rendering: Rendering  # belongs, with the three below, to the device's worker
    editor: "FaceEditor | None" = None  # once the faces are known
    remembered: Remembered | None = None
    preview: Preview | None = None  # the last one that was wanted

    def preview_box(self, face: str) -> Box | None:
        """Where the face is drawn, in pixels of the preview; None if it never was."""
        boxes = []
        if self.preview and (box := self.preview.remembered.boxes.get(face)):
            boxes.append(box)
        if self.preview and self.remembered and (box := self.remembered.boxes.get(face)):
            shrink = self.preview.shrink
            boxes.append((box[0] // shrink, box[1] // shrink, -(-box[2] // shrink), -(-box[3] // shrink)))
        if not boxes:
            return None
        lefts, tops, rights, bottoms = zip(*boxes, strict=True)
        return min(lefts), min(tops), max(rights), max(bottoms)

    @property
    def bytes(self) -> int:
        small = self.preview.rendering.photo.nbytes if self.preview else 0
        return 2 * (self.picture.pixels.nbytes + small) + len(self.data)


@dataclass(eq=False)
class OpenPhoto:
    """A photo in the film strip; its history is all that can be undone."""

    number: int
    history: History
    thumbnail: Thumbnail
    saved: Document | None  # None is nothing yet, whatever the document
    file: Path | None = None  # the photo or project it was opened from
    kept: bytes | None = None  # the photo's own file, while it rests and can't, or may not be able to, be read again
    project: Path | None = None
    restored: Project | None = None  # faces and latents it was opened with, until the engine has taken them
    assets: Assets = field(default_factory=Assets)
    model: str = ""
    fingerprint: str = ""  # of the model that the latents belong to
    developed: Developed | None = None
    faces: dict[str, FaceState] = field(default_factory=dict)
    searched: bool = False
    looked: float = 0.0  # share of the search for faces that is done
    chosen: str | None = None
    shown: ShownPicture | None = None  # the edited picture; only of the photo in the window
    inversion: InversionView | None = None
    left_out: tuple[LeftOut, ...] = ()  # of the document, as it was last drawn

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

    def rest(self) -> None:
        """Give up what can be had again: pixels, and what the engine knows of them."""
        if self.developed and (self.dirty or not self.file):
            self.kept = self.developed.data
        self.developed = None
        for state in self.faces.values():
            state.guessed = False

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
            looked=self.looked,
            chosen=self.chosen,
            editable=state is not None and state.guessed,
            readings=state.readings if state else {},
            steps=tuple(step.label for step in self.history.steps),
            index=self.history.index,
            dirty=self.dirty,
            inversion=self.inversion,
            distance=state.distance if state else None,
            figures=state.figures if state else None,
            reaches=state.reaches if state else {},
        )

    def _face_view(self, state: FaceState) -> FaceView:
        face = state.face
        edited = not self.document.neutral_at(face.id)
        return FaceView(face.id, face.box_xyxy, state.crop, face.marks, edited, state.finished)

    def next_to_invert(self) -> str | None:
        """The chosen face first, then those that were edited; None when all of them are refined."""
        wanted = [self.chosen, *(edits.face for edits in self.document.faces)]
        return next((face for face in wanted if face in self.faces and not self.faces[face].finished), None)


Place = tuple[OpenPhoto, str]
"""A photo and one of its faces, by its id."""


class Photos(Mapping[int, OpenPhoto]):
    """The photos in the film strip, by number, and the one in the window."""

    def __init__(self, most_bytes: int = MOST_PIXELS) -> None:
        self._photos: dict[int, OpenPhoto] = {}
        self._last_shown: list[OpenPhoto] = []  # newest last
        self._most_bytes = most_bytes
        self.current: OpenPhoto | None = None

    def __getitem__(self, number: int) -> OpenPhoto:
        return self._photos[number]

    def __iter__(self) -> Iterator[int]:
        return iter(self._photos)

    def __len__(self) -> int:
        return len(self._photos)

    @property
    def place(self) -> Place | None:
        """The photo in the window and the face that is chosen in it."""
        photo = self.current
        return (photo, photo.chosen) if photo and photo.chosen else None

    def add(self, photo: OpenPhoto) -> None:
        self._photos[photo.number] = photo

    def remove(self, photo: OpenPhoto) -> None:
        del self._photos[photo.number]
        self._last_shown = [other for other in self._last_shown if other is not photo]
        if self.current is photo:
            self.current = None

    def show(self, photo: OpenPhoto) -> None:
        """Have it in the window."""
        if self.current:
            self.current.shown = None  # two pictures at screen depth are too much memory for a photo nobody sees
        self.current = photo
        self._last_shown = [other for other in self._last_shown if other is not photo] + [photo]

    def to_rest(self) -> list[OpenPhoto]:
        """Those that have to give up their pixels, so that the rest is few enough bytes; never the one shown."""
        free, tired = self._most_bytes, []
        for photo in reversed(self._last_shown):
            free -= photo.developed.bytes if photo.developed else 0
            if free < 0 and photo.developed and photo is not self.current:
                tired.append(photo)
        return tired
