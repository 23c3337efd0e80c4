"""What the Lab's worker does: it waits for the child processes in which everything is computed."""

from typing import Any

from ganeditor import child
from ganeditor.project.lab.snapshot import CoderSnapshot, PictureSnapshot, Snapshot, unpacked
from ganeditor.ui.features.lab.views import Beside

PLANE, PICTURES = "ganeditor.training.plane.room:answer", "ganeditor.training.watched:answer"
"""What runs in the children."""


class Room:
    """A child, started when it is first asked. All of it runs on the worker."""

    def __init__(self, entry: str) -> None:
        self._entry = entry
        self._standing: child.Standing | None = None

    def ask(self, request: dict[str, Any]) -> Any:
        """The child's answer; UserError is its refusal."""
        if self._standing is None:
            self._standing = child.Standing(self._entry)
        try:
            return self._standing.ask(request)
        except child.ChildError as error:
            raise RuntimeError(f"{error}\n{error.said}") from error

    def end(self) -> None:
        """Until it is asked again."""
        if self._standing is not None:
            self._standing.end()
            self._standing = None


class PlaneRoom(Room):
    """Where points of the plane are learned."""

    def __init__(self) -> None:
        super().__init__(PLANE)

    def play(self, request: dict[str, Any]) -> Snapshot:
        return unpacked(Snapshot, self.ask({"what": "play", **request}))

    def compare(self, request: dict[str, Any]) -> Beside:
        answer = self.ask({"what": "compare", **request})
        return Beside(answer["epoch"], {name: unpacked(CoderSnapshot, one) for name, one in answer["shown"].items()})


class PictureRoom(Room):
    """Where pictures are learned."""

    def __init__(self) -> None:
        super().__init__(PICTURES)

    def learn(self, request: dict[str, Any]) -> PictureSnapshot:
        return unpacked(PictureSnapshot, self.ask(request))
