"""Opening: how photos come into the session, from files, folders, projects, snapshots, the sample and the clipboard."""

from collections.abc import Callable, Sequence
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from ganeditor.errors import UserError
from ganeditor.project.folders import Found, photos_in
from ganeditor.project.store import SUFFIX, PhotoMissingError
from ganeditor.ui.session.filing import Questions
from ganeditor.ui.session.jobs import Failure, JobRunner, Lane
from ganeditor.ui.session.loading import Loaded, load_pasted, load_photo, load_saved
from ganeditor.ui.widgets.qimage import from_qimage

MANY = 20  # photos at once, beyond which a person is asked


class Opening(QObject):
    """Reads in the files' worker and hands over what is ready to be shown."""

    def __init__(
        self,
        jobs: JobRunner,
        questions: Questions,
        show_open: Callable[[Path], bool],
        add: Callable[[Path | None, bool, Loaded], None],
        failed: Callable[[Failure], None],
        said: Callable[[str], None],
    ) -> None:
        """show_open shows a file that is open already, if it is; add takes a path, None for a recovered snapshot,
        whether to show the photo at once, and what was read."""
        super().__init__()
        self._jobs, self._questions, self._show_open, self._add, self._failed = jobs, questions, show_open, add, failed
        self._said = said

    def ask(self) -> None:
        if paths := self._questions.files_to_open():
            self.paths(paths)

    def paths(self, paths: Sequence[Path]) -> None:
        self._run(("list",), lambda: photos_in(paths), self._found)

    def sample(self) -> None:
        self._run(("sample",), lambda: [sample()], self._files)

    def snapshot(self, path: Path, then: Callable[[], None]) -> None:
        """What was not saved; then is called once it is open."""

        def done(loaded: Loaded) -> None:
            self._add(None, True, loaded)
            then()

        self._run(("read", path), lambda: load_saved(path, None), done)

    def paste(self) -> bool:
        """The picture, or the files, in the clipboard; False when it holds neither."""
        clipboard = QGuiApplication.clipboard()
        paths = [Path(url.toLocalFile()) for url in clipboard.mimeData().urls() if url.isLocalFile()]
        image = clipboard.image()
        if paths:
            self.paths(paths)
        elif not image.isNull():
            path = Path.home() / self.tr("pasted.png")
            self._run(("paste",), lambda: load_pasted(from_qimage(image), path), partial(self._add, path, True))
        return bool(paths) or not image.isNull()

    def _found(self, found: Found) -> None:
        self._files([path for _folder, path in found.photos])
        for notice in found.notices:
            self._said(notice)

    def _files(self, paths: list[Path]) -> None:
        if not paths:
            self._failed(Failure(self.tr("There is no picture in this folder; open a PNG, JPEG, WebP or TIFF.")))
        if len(paths) > MANY and not self._questions.many(len(paths)):
            return
        for index, path in enumerate(paths):
            if self._show_open(path):
                continue
            if path.suffix.lower() == SUFFIX:
                self._project(path, None, index == 0)
            else:
                work = partial(load_photo, path)
                self._run(("read", path), work, partial(self._add, path, index == 0), background=index > 0)

    def _project(self, path: Path, photo_path: Path | None, choose: bool) -> None:
        def work() -> Loaded | PhotoMissingError:
            try:
                return load_saved(path, photo_path)
            except PhotoMissingError as missing:
                return missing

        def done(loaded: Loaded | PhotoMissingError) -> None:
            if isinstance(loaded, Loaded):
                self._add(path, choose, loaded)
            elif found := self._questions.moved_photo(loaded.expected):
                self._project(path, found, choose)
            else:
                self._failed(Failure(str(loaded)))

        self._run(("read", path), work, done, background=not choose)

    def _run(
        self, key: tuple[object, ...], work: Callable[[], object], done: Callable[..., None], background: bool = False
    ) -> None:
        """In the background, showing and saving pass."""
        self._jobs.run(key, lambda _job: work(), done, self._failed, lane=Lane.FILES, background=background)


def sample() -> Path:
    """A photo that comes with scikit-image: the astronaut Eileen Collins, by NASA, in the public domain."""
    package = find_spec("skimage")  # finds it without importing it, which takes a second
    path = Path(package.origin).parent / "data" / "astronaut.png" if package and package.origin else Path()
    if not path.is_file():
        raise UserError("The sample photo is missing from this installation; open a photo of your own.")
    return path
