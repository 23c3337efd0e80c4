"""The Lab's child process: one request after another makes a run go on, and each answer is what is to be drawn."""

from typing import Any

import torch

from ganeditor.progress import Progress
from ganeditor.project.lab.settings import settings_from
from ganeditor.project.lab.snapshot import packed
from ganeditor.training.plane.coders import SideBySide
from ganeditor.training.plane.game import PlaneGame
from ganeditor.training.plane.look import Look
from ganeditor.training.stepping import paced


class Room:
    """What is under way."""

    def __init__(self) -> None:
        torch.set_num_threads(1)  # networks this small are slower on several
        self._look: Look | None = None
        self._beside: SideBySide | None = None
        self._figures: dict[str, float] = {}

    def play(self, request: dict[str, Any]) -> dict[str, Any]:
        """A packed Snapshot, after up to `steps` of `who` within `seconds`; `anew` begins the run again."""
        lab = settings_from(request["settings"])
        if request["anew"] or self._look is None or lab.starts != self._look.game.lab.starts:
            self._look, self._figures = Look(PlaneGame(lab)), {}
        game = self._look.game
        game.adopt(lab)
        self._figures |= game.stepper.play(request["who"], request["steps"], request["seconds"])
        return packed(self._look.snapshot(self._figures))

    def compare(self, request: dict[str, Any]) -> dict[str, Any]:
        """The epoch, and packed CoderSnapshots by name, after up to `steps` within `seconds`."""
        lab = settings_from(request["settings"])
        if request["anew"] or self._beside is None or lab != self._beside.game.lab:
            self._beside = SideBySide(lab)
        for _ in paced(request["steps"], request["seconds"]):
            self._beside.learn()
        shown = {name: packed(one) for name, one in self._beside.snapshots().items()}
        return {"epoch": self._beside.epoch, "shown": shown}


_room: list[Room] = []


def answer(request: dict[str, Any], _progress: Progress) -> dict[str, Any]:
    """The child's entry: `what` is "play" or "compare"."""
    if not _room:
        _room.append(Room())
    return _room[0].play(request) if request["what"] == "play" else _room[0].compare(request)
