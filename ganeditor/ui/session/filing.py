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
from ganeditor.project.export import edited_path, export_picture, nearest_suffix, other_format
from ganeditor.project.picture import Picture, Pixels
from ganeditor.project.recipe import LARGEST, Recipe, write_recipe
from ganeditor.project.recipe import SUFFIX as RECIPE_SUFFIX
from ganeditor.project.store import SUFFIX, save_project
from ganeditor.ui.dialogs.export import ExportChoice, ExportSource
from ganeditor.ui.session import work
from ganeditor.ui.session.drawing import switched_off
from ganeditor.ui.session.jobs import Failure, JobRunner, Lane
from ganeditor.ui.session.loading import packer
from ganeditor.ui.session.photos import OpenPhoto
from ganeditor.ui.widgets.qimage import to_qimage

Estimate = Callable[[ExportChoice, Callable[[int | None], None]], None]
"""Called with a choice, and with whom to tell the file's size in bytes, or None if it can't be said."""


class Questions(Protocol):
    """Whatever needs an answer from a person."""

    def files_to_open(self) -> list[Path]: ...
    def many(self, count: int) -> bool:
        """Whether to open so many photos."""

    def project_to_save(self, suggested: Path) -> Path | None: ...
    def recipe_to_save(self, suggested: Path) -> Path | None: ...
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
        failed: Callable[[Failure], None],
        said: Callable[[str], None],
    ) -> None:
        super().__init__()
        self._jobs, self._questions, self._autosave = jobs, questions, autosave
        self._failed, self._said = failed, said
        self._kept: dict[int, Document] = {}  # what the newest snapshot of a photo shows
        self._begun: set[int] = set()  # photos whose snapshot is on its way
        self._troubled = False  # the last snapshot could not be written, and a person knows

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

        pack = packer(photo)
        self._on_files(("save", photo.number), lambda: save_project(target, pack()), lambda _none: saved())

    def autosave(self, photos: Iterable[OpenPhoto], then: Callable[[], None] = lambda: None) -> None:
        """Take a snapshot of every photo whose newest one is old; then is called after each that is on the disk."""
        keeper = self._autosave
        for photo in photos:
            fresh = self._kept.get(photo.number) == photo.document or photo.number in self._begun
            if keeper and photo.dirty and not fresh:
                self._snapshot(keeper, photo, then)

    def _snapshot(self, keeper: Autosave, photo: OpenPhoto, then: Callable[[], None]) -> None:
        number, document, pack = photo.number, photo.document, packer(photo)

        def written(_none: None) -> None:
            self._begun.discard(number)
            self._kept[number], self._troubled = document, False
            then()

        def failed(failure: Failure) -> None:
            self._begun.discard(number)  # so it is tried again
            tell = self._failed if not self._troubled else lambda failure: self._said(failure.sentence)
            self._troubled = True
            tell(failure)

        self._begun.add(number)
        snapshot = lambda _job: keeper.write(str(number), pack())  # noqa: E731
        self._jobs.run(("snapshot", number), snapshot, written, failed, lane=Lane.FILES)

    def forget(self, photo: OpenPhoto) -> None:
        """The photo's work is saved or not wanted."""
        self._kept.pop(photo.number, None)
        self._begun.discard(photo.number)
        self._jobs.cancel(("snapshot", photo.number))
        keeper = self._autosave
        if keeper:
            # After a snapshot that is just being written, as it is done by the same worker.
            self._on_files(("forget", photo.number), lambda: keeper.discard(str(photo.number)), lambda _none: None)

    def finish(self, photos: Iterable[OpenPhoto], then: Callable[[], None]) -> None:
        """Forget what is unsaved; then is called once everything that was begun is on the disk."""
        for photo in photos:
            self.forget(photo)
        self._on_files(("finish",), lambda: None, lambda _none: then())

    # --- recipes -------------------------------------------------------------------------------------------------

    def save_recipe(self, photo: OpenPhoto, then: Callable[[Path], None]) -> None:
        """Ask where, and keep what is done to the chosen face and to the photo as a whole, for other photos.

        Then is called with the recipe's file.
        """
        path = self._questions.recipe_to_save(photo.path.with_suffix(RECIPE_SUFFIX))
        if path is None:
            return
        target, document = path, photo.document
        operations = (*(document.operations(photo.chosen) if photo.chosen else ()), *document.whole)
        needed = [name for operation in operations for name in operation.assets]
        recipe = Recipe(
            operations, LARGEST, assets=photo.assets.only(needed), model=photo.model, fingerprint=photo.fingerprint
        )

        def saved(_none: None) -> None:
            self._said(self.tr("Saved as {path}").format(path=target))
            then(target)

        self._on_files(("recipe", photo.number), lambda: write_recipe(target, recipe, overwrite=True), saved)

    # --- pictures ------------------------------------------------------------------------------------------------

    def export(self, photo: OpenPhoto) -> None:
        """Ask how, and write the edited picture."""
        if photo.developed:
            picture = photo.developed.picture
            self._with_pixels(photo, lambda pixels: self._export(photo, picture.with_pixels(pixels)))

    def _export(self, photo: OpenPhoto, edited: Picture) -> None:
        document, metadata = photo.document, edited.metadata
        suffix = nearest_suffix(photo.path)
        height, width = edited.pixels.shape[:2]
        source = ExportSource(width, height, suffix, bool(metadata.exif or metadata.xmp))

        def estimate(choice: ExportChoice, show: Callable[[int | None], None]) -> None:
            self._jobs.cancel(("estimate",))
            size = partial(size_of, edited, choice)
            self._jobs.run(("estimate",), lambda _job: size(), show, lambda _failure: show(None), lane=Lane.FILES)

        choice = self._questions.export(source, edited_path(photo.path, photo.path.parent, suffix), estimate)
        self._jobs.cancel(("estimate",))
        if choice is None:
            return
        chosen, marked = choice, not document.neutral

        def done(notices: Sequence[str]) -> None:
            said = self.tr("Exported as {path}").format(path=chosen.path)
            without = map(switched_off, photo.left_out)
            self._said(" ".join([said, *without, *other_format(photo.path, chosen.path), *notices]))

        self._on_files(("export", photo.number), lambda: write(edited, chosen, chosen.path, marked), done)

    def copy(self, photo: OpenPhoto) -> None:
        """Put the edited picture in the clipboard."""

        def copied(image: QImage) -> None:
            QGuiApplication.clipboard().setImage(image)
            self._said(self.tr("The picture is in the clipboard."))

        self._with_pixels(photo, lambda pixels: self._on_files(("copy",), lambda: to_qimage(pixels), copied))

    def _with_pixels(self, photo: OpenPhoto, use: Callable[[Pixels], None]) -> None:
        if photo.developed:
            developed, document = photo.developed, photo.document
            snapshot = lambda job: work.snapshot(job, developed, document)  # noqa: E731
            self._jobs.run(("pixels", photo.number), snapshot, use, self._failed)

    def _on_files(self, key: tuple[object, ...], work: Callable[[], object], done: Callable[..., None]) -> None:
        self._jobs.run(key, lambda _job: work(), done, self._failed, lane=Lane.FILES)


def write(picture: Picture, choice: ExportChoice, path: Path, edited: bool) -> tuple[str, ...]:
    """Write the picture to path, as choice wants it; returns sentences on what the format can't hold."""
    pixels = picture.pixels
    if choice.size != (pixels.shape[1], pixels.shape[0]):
        resized = cv2.resize(pixels, choice.size, interpolation=cv2.INTER_AREA)
        pixels = resized.reshape(choice.size[1], choice.size[0], -1)
    picture = replace(picture.with_pixels(pixels), notices=())
    overwrite = choice.overwrite and path == choice.path
    return export_picture(picture, path, overwrite=overwrite, strip=choice.strip, quality=choice.quality, edited=edited)


def size_of(picture: Picture, choice: ExportChoice) -> int:
    """Bytes that the file will have."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"estimate{choice.path.suffix}"
        write(picture, choice, path, edited=True)
        return path.stat().st_size
