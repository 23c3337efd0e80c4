"""Opening: how photos come into the session: from files, folders, projects, snapshots, the sample, and what is dropped
or pasted."""

from collections.abc import Callable, Sequence
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, QUrl
from PySide6.QtGui import QImage

from ganeditor.errors import UserError
from ganeditor.project.folders import Found, photos_in
from ganeditor.project.store import SUFFIX, PhotoMissingError
from ganeditor.ui.session.filing import Questions
from ganeditor.ui.session.jobs import Failure, JobRunner, Lane
from ganeditor.ui.session.loading import Loaded, load_pasted, load_photo, load_saved
from ganeditor.ui.widgets.qimage import from_qimage

MANY = 20  # photos at once, beyond which a person is asked
NAMED = 5  # reasons why files can't be opened, and files for each, that are named; others are counted


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

    def take(self, data: QMimeData) -> bool:
        """The files, or else the picture, that were dropped or pasted; a web address is refused. False for all else."""
        if paths := paths_in(data):
            self.paths(paths)
        elif data.hasImage():
            image, path = QImage(data.imageData()), Path.home() / self.tr("pasted.png")
            self._run(("paste",), lambda: load_pasted(from_qimage(image), path), partial(self._add, path, True))
        elif from_web(data):
            self._failed(Failure(self.refusal))
        else:
            return False
        return True

    @property
    def refusal(self) -> str:
        """What to say about a web address."""
        return self.tr(
            "ganeditor fetches nothing from the web; save the picture with your browser, and drop or open the file."
        )

    def _found(self, found: Found) -> None:
        self._files([path for _folder, path in found.photos])
        for notice in found.notices:
            self._said(notice)

    def _files(self, paths: list[Path]) -> None:
        if not paths:
            self._failed(Failure(self.tr("There is no picture in this folder; open a PNG, JPEG, WebP or TIFF.")))
        if len(paths) > MANY and not self._questions.many(len(paths)):
            return
        wanted = [(path, index == 0) for index, path in enumerate(paths) if not self._show_open(path)]
        tried = _Tried(len(wanted), self._not_opened)
        for path, choose in wanted:
            if path.suffix.lower() == SUFFIX:
                self._project(path, None, choose, tried)
            else:
                self._read(path, partial(load_photo, path), partial(self._add, path, choose), tried, choose)

    def _not_opened(self, files: int, failures: dict[Path, Failure]) -> None:
        """Say once what can't be opened of so many files."""
        if files == 1:
            self._failed(*failures.values())
            return
        alike: dict[str, list[Path]] = {}
        for path, failure in failures.items():
            alike.setdefault(failure.sentence.replace(str(path), "{}"), []).append(path)
        head = self.tr("{count} of {files} files can't be opened.").format(count=len(failures), files=files)
        reasons = [self._reason(reason, [path.name for path in paths]) for reason, paths in alike.items()]
        if len(reasons) > NAMED:
            reasons[NAMED:] = [self.tr("… and %n more.", None, sum(map(len, list(alike.values())[NAMED:])))]
        details = "\n\n".join(f"{one.sentence}\n{one.details}".strip() for one in failures.values())
        self._failed(Failure("\n\n".join([head, *reasons]), details))

    def _reason(self, reason: str, names: list[str]) -> str:
        """The sentence for the first of the names, and for which others it holds as well."""
        first, others = reason.replace("{}", names[0]), names[1:]
        if not others:
            return first
        shown, more = ", ".join(others[:NAMED]), len(others) - NAMED
        if more > 0:
            shown = self.tr("{names} and %n more", None, more).format(names=shown)
        return self.tr("{sentence} The same goes for {names}.").format(sentence=first, names=shown)

    def _project(self, path: Path, photo_path: Path | None, choose: bool, tried: "_Tried") -> None:
        def work() -> Loaded | PhotoMissingError:
            try:
                return load_saved(path, photo_path)
            except PhotoMissingError as missing:
                return missing

        def done(loaded: Loaded | PhotoMissingError) -> None:
            if isinstance(loaded, Loaded):
                self._add(path, choose, loaded)
            elif found := self._questions.moved_photo(loaded.expected):
                tried.expect()
                self._project(path, found, choose, tried)
            else:
                tried.fail(path, Failure(str(loaded)))

        self._read(path, work, done, tried, choose)

    def _read(
        self, path: Path, work: Callable[[], object], done: Callable[..., None], tried: "_Tried", choose: bool
    ) -> None:
        """One of several files; in the background if it is not to be shown at once."""

        def read(result: object) -> None:
            done(result)
            tried.end()

        def failed(failure: Failure) -> None:
            tried.fail(path, failure)
            tried.end()

        self._jobs.run(("read", path), lambda _job: work(), read, failed, lane=Lane.FILES, background=not choose)

    def _run(self, key: tuple[object, ...], work: Callable[[], object], done: Callable[..., None]) -> None:
        self._jobs.run(key, lambda _job: work(), done, self._failed, lane=Lane.FILES)


class _Tried:
    """Files that are opened together; tells how many there were and which failed, when the last has been tried."""

    def __init__(self, files: int, tell: Callable[[int, dict[Path, Failure]], None]) -> None:
        self._files = self._left = files
        self._failures: dict[Path, Failure] = {}
        self._tell = tell

    def expect(self) -> None:
        """One of them is tried once more."""
        self._left += 1

    def fail(self, path: Path, failure: Failure) -> None:
        self._failures[path] = failure

    def end(self) -> None:
        """One of them has been tried."""
        self._left -= 1
        if not self._left and self._failures:
            self._tell(self._files, self._failures)


def paths_in(data: QMimeData) -> list[Path]:
    """The files of this computer that are dropped or pasted."""
    return [Path(url.toLocalFile()) for url in _addresses(data) if url.isLocalFile()]


def from_web(data: QMimeData) -> bool:
    """Whether it is a web address and nothing that can be opened; with a picture, browsers give its address as well."""
    web = any(url.scheme() in ("http", "https") for url in _addresses(data))
    return web and not paths_in(data) and not data.hasImage()


def _addresses(data: QMimeData) -> list[QUrl]:
    return data.urls() or ([QUrl(data.text().strip())] if data.hasText() else [])


def sample() -> Path:
    """A photo that comes with scikit-image: the astronaut Eileen Collins, by NASA, in the public domain."""
    package = find_spec("skimage")  # finds it without importing it, which takes a second
    path = Path(package.origin).parent / "data" / "astronaut.png" if package and package.origin else Path()
    if not path.is_file():
        raise UserError("The sample photo is missing from this installation; open a photo of your own.")
    return path
