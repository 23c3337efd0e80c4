"""Filing: what leaves the session, off the UI thread: projects, exported pictures, the clipboard, snapshots."""

import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication, QImage

from ganeditor.opencv import cv2
from ganeditor.project.autosave import Autosave
from ganeditor.project.document import Document
from ganeditor.project.export import EXPORTERS, edited_path, export_picture
from ganeditor.project.picture import Pixels
from ganeditor.project.store import SUFFIX, Project, save_project
from ganeditor.ui.dialogs.export import ExportChoice, ExportSource
from ganeditor.ui.session import photos
from ganeditor.ui.session.jobs import Failure, JobRunner, Lane
from ganeditor.ui.session.photos import OpenPhoto, Workbench
from ganeditor.ui.widgets.qimage import to_qimage

Estimate = Callable[[ExportChoice, Callable[[int | None], None]], None]
"""Called with a choice, and with whom to tell the file's size in bytes, or None if it can't be said."""


class Questions(Protocol):
    """Whatever needs an answer from a person."""

    def files_to_open(self) -> list[Path]: ...
    def project_to_save(self, suggested: Path) -> Path | None: ...
    def moved_photo(self, expected: Path) -> Path | None: ...
    def unsaved(self, name: str) -> str:
        """Returns "save", "discard" or "cancel"."""

    def export(self, source: ExportSource, suggested: Path, estimate: Estimate) -> ExportChoice | None: ...


class Filing(QObject):
    """Works on snapshots, so that editing goes on meanwhile."""

    def __init__(
        self,
        jobs: JobRunner,
        questions: Questions,
        autosave: Autosave | None,
        workbench: Callable[[], Workbench],
        failed: Callable[[Failure], None],
        said: Callable[[str], None],
    ) -> None:
        """workbench is called on the device's worker."""
        super().__init__()
        self._jobs, self._questions, self._autosave, self._workbench = jobs, questions, autosave, workbench
        self._failed, self._said = failed, said
        self._kept: dict[int, Document] = {}  # what the newest snapshot of a photo shows

    # --- projects ------------------------------------------------------------------------------------------------

    def save(self, photo: OpenPhoto, ask: bool, then: Callable[[], None]) -> None:
        """Save the project; then is called once it is on the disk."""
        path = photo.project
        if ask or path is None:
            path = self._questions.project_to_save(photo.path.with_suffix(SUFFIX))
        if path is None:
            return
        target, document = path, photo.document

        def saved() -> None:
            photo.saved, photo.project = document, target
            self.forget(photo)
            self._said(self.tr("Saved as {path}").format(path=target))
            then()

        self._with_project(photo, lambda project: save_project(target, project), saved)

    def autosave(self, photos: Iterable[OpenPhoto], then: Callable[[], None] = lambda: None) -> None:
        """Take a snapshot of every photo whose newest one is old; then is called after each that is on the disk."""
        keeper = self._autosave
        for photo in photos:
            if keeper and photo.dirty and self._kept.get(photo.number) != photo.document:
                self._kept[photo.number] = photo.document
                key = str(photo.number)
                self._with_project(photo, partial(keeper.write, key), then)

    def forget(self, photo: OpenPhoto) -> None:
        """The photo's work is saved or not wanted."""
        self._kept.pop(photo.number, None)
        keeper = self._autosave
        if keeper:
            self._on_files(("forget", photo.number), lambda: keeper.discard(str(photo.number)), lambda _none: None)

    def finish(self, photos: Iterable[OpenPhoto], then: Callable[[], None]) -> None:
        """Forget what is unsaved; then is called once everything that was begun is on the disk."""
        for photo in photos:
            self.forget(photo)
        self._on_files(("finish",), lambda: None, lambda _none: then())

    def _with_project(self, photo: OpenPhoto, write: Callable[[Project], None], then: Callable[[], None]) -> None:
        pack = photos.packer(photo)

        def packed(project: Project) -> None:
            self._on_files(("save", photo.number), lambda: write(project), lambda _none: then())

        self._jobs.run(("pack", photo.number), lambda _job: pack(self._workbench()), packed, self._failed)

    # --- pictures ------------------------------------------------------------------------------------------------

    def export(self, photo: OpenPhoto) -> None:
        """Ask how, and write the edited picture."""
        self._with_pixels(photo, lambda pixels: self._export(photo, pixels))

    def _export(self, photo: OpenPhoto, pixels: Pixels) -> None:
        document = photo.document
        metadata = photo.picture.metadata
        suffix = photo.path.suffix if photo.path.suffix.lower() in EXPORTERS else ".png"
        source = ExportSource(document.photo.width, document.photo.height, suffix, bool(metadata.exif or metadata.xmp))

        def estimate(choice: ExportChoice, show: Callable[[int | None], None]) -> None:
            self._jobs.cancel(("estimate",))
            work = partial(size_of, photo, pixels, choice)
            self._jobs.run(("estimate",), lambda _job: work(), show, lambda _failure: show(None), lane=Lane.FILES)

        choice = self._questions.export(source, edited_path(photo.path, photo.path.parent, suffix), estimate)
        self._jobs.cancel(("estimate",))
        if choice is None:
            return
        chosen, edited = choice, not document.neutral

        def done(notices: Sequence[str]) -> None:
            self._said(" ".join([self.tr("Exported as {path}").format(path=chosen.path), *notices]))

        self._on_files(("export", photo.number), lambda: write(photo, pixels, chosen, chosen.path, edited), done)

    def copy(self, photo: OpenPhoto) -> None:
        """Put the edited picture in the clipboard."""

        def copied(image: QImage) -> None:
            QGuiApplication.clipboard().setImage(image)
            self._said(self.tr("The picture is in the clipboard."))

        self._with_pixels(photo, lambda pixels: self._on_files(("copy",), lambda: to_qimage(pixels), copied))

    def _with_pixels(self, photo: OpenPhoto, use: Callable[[Pixels], None]) -> None:
        document = photo.document
        self._jobs.run(("pixels", photo.number), lambda _job: photos.snapshot(photo, document), use, self._failed)

    def _on_files(self, key: tuple[object, ...], work: Callable[[], object], done: Callable[..., None]) -> None:
        self._jobs.run(key, lambda _job: work(), done, self._failed, lane=Lane.FILES)


def write(photo: OpenPhoto, pixels: Pixels, choice: ExportChoice, path: Path, edited: bool) -> tuple[str, ...]:
    """Write the picture to path, as choice wants it; returns sentences on what the format can't hold."""
    if choice.size != (pixels.shape[1], pixels.shape[0]):
        resized = cv2.resize(pixels, choice.size, interpolation=cv2.INTER_AREA)
        pixels = resized.reshape(choice.size[1], choice.size[0], -1)
    picture = replace(photo.picture.with_pixels(pixels), notices=())
    overwrite = choice.overwrite and path == choice.path
    return export_picture(picture, path, overwrite=overwrite, strip=choice.strip, quality=choice.quality, edited=edited)


def size_of(photo: OpenPhoto, pixels: Pixels, choice: ExportChoice) -> int:
    """Bytes that the file will have."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"estimate{choice.path.suffix}"
        write(photo, pixels, choice, path, edited=True)
        return path.stat().st_size
