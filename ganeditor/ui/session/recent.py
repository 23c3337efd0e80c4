"""The files opened last, in the user's settings folder."""

from pathlib import Path

from PySide6.QtCore import QSettings

LIMIT = 10


class RecentFiles:
    """Newest first; files that are gone are left out."""

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings
        self._paths: list[str] = list(settings.value("recent", [], list))  # type: ignore[call-overload]

    def paths(self) -> tuple[Path, ...]:
        return tuple(map(Path, self._paths))

    def add(self, path: Path) -> None:
        others = [known for known in self._paths if known != str(path) and Path(known).exists()]
        self._paths = [str(path), *others][:LIMIT]
        self._settings.setValue("recent", self._paths)
