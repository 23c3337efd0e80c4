"""Studying: a small GAN learns the pictures of a folder, and its discriminator is asked about photos."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from ganeditor.project.lab.pictures import PictureSettings
from ganeditor.project.lab.snapshot import PictureSnapshot
from ganeditor.ui.features.lab.running import Running
from ganeditor.ui.features.lab.views import StudyView
from ganeditor.ui.features.lab.work import PictureRoom
from ganeditor.ui.session.desk import Desk

MOST_PHOTOS = 12


class Studying(Running):
    """The verbs of the Lab's tab with the real generator."""

    _view: StudyView

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, StudyView(), PictureRoom(), "lab pictures")

    def choose_folder(self, folder: Path) -> None:
        """Learn from the pictures in it."""
        self._hold()
        self.change(replace(self._view.settings, folder=str(folder)))

    def change(self, settings: PictureSettings) -> None:
        """Learn by other settings from now on; those that decide where a run starts begin it anew."""
        before = self._view.settings
        if settings == before:
            return
        self._tell(settings=settings, said="", wrong=False)
        if settings.starts != before.starts:
            self._begin_anew()
            self._tell(shown=None)
        if settings.folder and (settings.starts, settings.photos) != (before.starts, before.photos):
            self._ask("", 0)

    def add_photos(self, photos: Sequence[Path]) -> None:
        """More photos that the discriminator is asked about."""
        settings = self._view.settings
        known = dict.fromkeys((*settings.photos, *map(str, photos)))
        self.change(replace(settings, photos=tuple(known)[:MOST_PHOTOS]))

    def remove_photos(self) -> None:
        self.change(replace(self._view.settings, photos=()))

    def _request(self) -> tuple[Callable[[dict[str, Any]], Any], dict[str, Any]]:
        room: Any = self._room
        return room.learn, {"settings": self._view.settings.to_json()}

    def _show(self, answer: PictureSnapshot) -> None:
        self._tell(shown=answer)

    def _nothing(self) -> dict[str, Any]:
        return {"shown": None}
