"""BatchQueue: a job's photos of which a record tells what earlier runs have done."""

import hashlib
import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import Any

from ganeditor import __version__
from ganeditor.batch.editing import keep_small
from ganeditor.batch.job import EditJob, Source
from ganeditor.batch.queue import DONE, FAILED, EditQueue, Pick, Row, in_order
from ganeditor.batch.record import Record
from ganeditor.edits.attributes import checked_amount, checked_keep
from ganeditor.edits.latent import LatentEdit
from ganeditor.engine.editor import FaceEditor
from ganeditor.errors import UserError
from ganeditor.progress import Progress
from ganeditor.project.recipe import Recipe
from ganeditor.project.render import Pixels

BEFORE, AFTER = "before", "after"
_SMALL = "small"


def placed(sources: tuple[Source, ...], results: Path) -> tuple[Source, ...]:
    """Sources whose results all lie in results: of a folder as in that, of a file named alone under its own name.

    UserError where a later run would take results for photos.
    """
    for folder in {source.folder for source in sources if source.folder is not None}:
        if results.resolve().is_relative_to(folder.resolve()):
            raise UserError(f"{results} lies in {folder}, where results would be taken for photos; choose one outside.")
    named = {source.path.absolute(): source for source in reversed(sources)}  # each once, the first time
    return tuple(replace(source, folder=source.folder or source.path.parent) for source in reversed(named.values()))


def check(recipe: Recipe, editor: FaceEditor, notify: Callable[[str], None]) -> None:
    """Say once, and not of each photo, what the model can't do, or may do otherwise than the recipe's."""
    model, latents = editor.model, editor.model.latents
    if recipe.fingerprint not in ("", model.fingerprint):
        other = recipe.model if recipe.model != model.name else f"another {recipe.model}"
        notify(f"The recipe was made with {other}; with {model.name} here, faces may come out otherwise.")
    for operation in recipe.operations:
        if isinstance(operation, LatentEdit):
            for name, amount in operation.amounts.items():
                checked_amount(name, amount, latents.editable)
            for name in operation.keep:
                checked_keep(name, latents.keepable)


def plan_of(job: EditJob, editor: FaceEditor) -> dict[str, Any]:
    """All that the results of a job depend on beside its photos, in plain values."""
    chosen = {name: value for name, value in job.to_json().items() if name not in ("sources", "output", "overwrite")}
    return {"program": __version__, "model": editor.model.fingerprint, **chosen}


class BatchQueue(EditQueue):
    """Does what is left; rows tell of all photos."""

    def __init__(
        self, job: EditJob, editor: FaceEditor, notify: Callable[[str], None], record: Record, retry: bool = False
    ) -> None:
        """Photos that failed earlier are left alone, or with retry the only ones that are done."""
        super().__init__(job, editor, notify)
        self.record, left = record, []
        for index, source in enumerate(job.sources):
            entry = record.entry(source.path)
            status = entry.row["status"] if entry else ""
            if entry and status in (DONE, FAILED):
                self.rows[index] = {**entry.row, "source": str(source.path)}
            if retry == (status == FAILED) and status != DONE:
                left.append(index)
        self.left = left
        for target in record.targets:
            self._targets.reserve(target)

    def run(
        self,
        watch: Callable[[str], AbstractContextManager[Progress]],
        told: Callable[[Row], None] = lambda _row: None,
        pick: Pick = in_order,
    ) -> None:
        def noted(row: Row) -> None:
            self.note(row)
            told(row)

        super().run(watch, noted, pick)

    def note(self, row: Row) -> None:
        """Write down what came of a photo."""
        source = Path(row["source"])
        if self.record.last(source):  # else no place was found for it
            self.record.end(source, row)

    def place(self, source: Source) -> tuple[Path, bool]:
        """A photo keeps the place it was given first; what is there is its result, unless there never was one."""
        known = self.record.last(source.path)
        if known is None:
            target, overwrite = super().place(source)
        else:
            target, overwrite = known.target, self.job.overwrite or known.row["status"] != FAILED
        self.record.begin(source.path, target)
        return target, overwrite

    def compare(self, source: Source, before: Pixels, after: Pixels) -> None:
        keep_small([self.small(source.path, name) for name in (BEFORE, AFTER)], before, after)

    def small(self, source: Path, name: str) -> Path:
        """Where the thumbnail of a photo is, BEFORE or AFTER."""
        digest = hashlib.sha256(os.fsencode(source.absolute())).hexdigest()[:24]
        return self.record.folder / _SMALL / f"{digest}-{name}.jpg"
