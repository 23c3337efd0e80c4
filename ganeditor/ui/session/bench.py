"""Bench: the engine, open. Only the device's worker works at it, since torch is imported when it is opened."""

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ganeditor.ui.session.waking import lasting, load_libraries

if TYPE_CHECKING:
    from ganeditor.engine.editor import FaceEditor
    from ganeditor.engine.latent.invert import Inversion
    from ganeditor.engine.model import FaceModel


@dataclass(frozen=True, eq=False)
class Bench:
    """An editor to make siblings of, and what the main thread may know of its model."""

    editor: "FaceEditor"
    own: "FaceModel"  # the model as its pack has it, without the directions that a person has kept
    notify: Callable[[str], None]  # is told what happened otherwise than asked for
    attributes: tuple[str, ...] = ()  # that the model can change
    labels: Mapping[str, str] = field(default_factory=dict)  # of a person's own directions among them
    layers: int = 0
    model: str = ""
    fingerprint: str = ""
    models: tuple[str, ...] = ()  # that are installed
    detectors: tuple[str, ...] = ()


class Engine:
    """Opens the bench when it is first wanted."""

    def __init__(self, opener: Callable[[], Bench]) -> None:
        self._opener = opener
        self.opened: Bench | None = None
        """The bench, once there is one; the main thread looks here."""

    def __call__(self) -> Bench:
        """The bench; only on the device's worker, where a person waits for it."""
        if self.opened is None:
            self.opened = self._opener()
        return self.opened


def open_bench(values: Mapping[str, Any], notify: Callable[[str], None]) -> Bench:
    """The engine with these values of EditorOptions; the window goes on answering meanwhile."""
    with lasting():
        from ganeditor.engine.faces.shapes import ShapesApart

        shapes = ShapesApart()
        load_libraries("torch", "_C")
        from ganeditor.checkpoints.assembly import EditorOptions, open_editor

        editor = open_editor(EditorOptions(**values), notify, shapes)
        return bench_of(editor, without_kept(editor.model), notify)


def bench_of(editor: "FaceEditor", own: "FaceModel", notify: Callable[[str], None]) -> Bench:
    """editor, with what its model is like now."""
    from ganeditor.checkpoints.assembly import DETECTORS
    from ganeditor.checkpoints.packs.directions import kept_directions
    from ganeditor.checkpoints.packs.installed import installed
    from ganeditor.checkpoints.packs.pack import FACE

    model = editor.model
    return Bench(
        editor=editor,
        own=own,
        notify=notify,
        attributes=model.latents.editable,
        labels={row.name: row.label for row in kept_directions(model.name) if row.name not in own.latents.keepable},
        layers=model.generator.num_ws,
        model=model.name,
        fingerprint=model.fingerprint,
        models=tuple(installed(FACE)),
        detectors=DETECTORS,
    )


def renewed(bench: Bench) -> Bench:
    """The bench, whose model has the directions that are kept now, for all open photos."""
    from ganeditor.checkpoints.packs.directions import with_stored

    editor = bench.editor
    editor.model = with_stored(bench.own, bench.notify).to(editor.model.device)
    return bench_of(editor, bench.own, bench.notify)


def without_kept(model: "FaceModel") -> "FaceModel":
    """model as its pack has it."""
    import torch

    from ganeditor.checkpoints.packs.directions import kept_directions

    space = model.latents
    directions, layers = dict(space.directions), dict(space.layers)
    for row in kept_directions(model.name):
        # A pack may have a direction of this name itself; then the kept one was left out.
        if row.name in directions and torch.equal(directions[row.name].cpu(), row.step):
            del directions[row.name]
            layers.pop(row.name, None)
    return replace(model, latents=replace(space, directions=directions, layers=layers))


def unpacked(data: bytes) -> "Inversion":
    """The inversion in a safetensors file."""
    from ganeditor.engine.cache import read_inversion

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "latents.safetensors"
        path.write_bytes(data)
        return read_inversion(path)
