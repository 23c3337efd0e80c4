"""What the workers do for the queue: files are read beside the device's worker, and photos are edited on it."""

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image, ImageOps

from ganeditor import paths
from ganeditor.errors import UserError
from ganeditor.project.folders import Found, photos_in
from ganeditor.project.people.store import open_people
from ganeditor.project.photo_queue import DONE, FAILED, SKIPPED, Entry, PhotoQueue
from ganeditor.project.picture import read_picture
from ganeditor.project.recipe import read_recipe
from ganeditor.ui.features.queue.views import Compared, Offer
from ganeditor.ui.session.bench import Bench
from ganeditor.ui.session.jobs import Job, reporter
from ganeditor.ui.session.work import TUNE_STEPS, InversionChoice
from ganeditor.ui.widgets.qimage import thumbnail
from ganeditor.ui.widgets.values import Thumbnail

if TYPE_CHECKING:
    from ganeditor.batch.batch import BatchQueue
    from ganeditor.batch.record import Record

SMALL_SIDE, COMPARED_SIDE = 96, 1000  # pixels
_JPEG_START = b"\xff\xd8\xff"


# --- files -----------------------------------------------------------------------------------------------------------


def found_in(places: Sequence[Path]) -> Found:
    """The photos that are named or lie in folders; UserError where there is none."""
    found = photos_in(places)
    if not found.photos:
        names = ", ".join(place.name for place in places)
        raise UserError(f"There is no photo in {names}; add photos, or a folder with some.")
    return found


def offered(path: Path) -> Offer:
    """What a recipe does, or why it can't be used."""
    try:
        recipe = read_recipe(path)
    except UserError as error:
        return Offer(path, problem=str(error))
    return Offer(path, recipe.operations, recipe.faces, recipe.age)


def people() -> tuple[str, ...]:
    """Who has a name among those in the user's photos."""
    if not paths.user_people().exists():
        return ()
    with open_people() as store:
        return tuple(sorted(filter(None, store.names().values())))


def small_picture(path: Path, side: int) -> Thumbnail | None:
    """A photo, upright, its longer side at most so long; None where it can't be read, which is said at its turn."""
    try:
        with path.open("rb") as file:
            is_jpeg = file.read(len(_JPEG_START)) == _JPEG_START
        return _small_jpeg(path, side) if is_jpeg else thumbnail(read_picture(path).pixels, side)
    except Exception:  # Pillow raises nearly anything on damaged files
        return None


def _small_jpeg(path: Path, side: int) -> Thumbnail:
    """Decoded at a half, a quarter or an eighth of its size, as far as that is no smaller than wanted."""
    with Image.open(path, formats=("JPEG",)) as image:
        image.draft("RGB", (side, side))
        return thumbnail(np.asarray(ImageOps.exif_transpose(image).convert("RGB")), side)


def compared(entry: Entry) -> Compared:
    """A photo and its result, large enough to be looked at side by side."""
    after = small_picture(entry.result, COMPARED_SIDE) if entry.result else None
    return Compared(entry, small_picture(entry.path, COMPARED_SIDE), after)


# --- the work --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Ended:
    """What came of a photo."""

    state: str
    said: str = ""
    result: Path | None = None
    seconds: float | None = None  # that it took, where it was edited
    notices: tuple[str, ...] = ()  # of what holds for all photos of its recipe, the first time


@dataclass(frozen=True)
class Manner:
    """All that the results of a recipe depend on beside the photos."""

    recipe: Path
    results: Path  # folder
    suffix: str
    quality: int | None
    faces: str
    inversion: InversionChoice


@dataclass(frozen=True, eq=False)
class _Run:
    """The batch of one recipe, open."""

    bench: Bench
    manner: Manner
    record: "Record"
    batch: "BatchQueue"
    places: dict[Path, int]  # of the photos among the batch's
    notices: list[str]  # that nobody was told yet


class Runs:
    """The batches that are open, each with its record; for the device's worker alone."""

    def __init__(self) -> None:
        self._open: dict[Path, _Run] = {}  # by the recipe

    def edit(self, job: Job, bench: Bench, queue: PhotoQueue, entry: Entry, inversion: InversionChoice) -> Ended:
        """Do to one photo what its recipe says, unless its record tells that this was done; reports how far it is.

        UserError for what holds for all photos of the recipe.
        """
        run = self._run(bench, queue, entry, inversion)
        place = run.places[entry.path.absolute()]
        known = run.record.entry(entry.path)
        if known and known.row["status"] == DONE:
            return Ended(SKIPPED, result=known.target)
        batch = run.batch
        batch.left, batch.rows[place] = [place], {"source": str(entry.path)}
        batch.run(lambda _name: nullcontext(reporter(job)))
        row = batch.rows[place]
        notices = tuple(run.notices)
        run.notices.clear()
        if row["status"] == FAILED:
            return Ended(FAILED, str(row.get("sentence", row["error"])), notices=notices)
        said = " ".join((*row["notices"], *row["warnings"]))
        return Ended(DONE, said, Path(row["output"]), row["seconds"], notices)

    def close(self) -> None:
        """Let others write into the folders of results."""
        for run in self._open.values():
            run.record.close()
        self._open.clear()

    def _run(self, bench: Bench, queue: PhotoQueue, entry: Entry, inversion: InversionChoice) -> _Run:
        manner = Manner(entry.recipe, queue.results, queue.suffix, queue.quality, queue.faces, inversion)
        run = self._open.get(entry.recipe)
        if run and run.bench is bench and run.manner == manner and entry.path.absolute() in run.places:
            return run
        if run:
            del self._open[entry.recipe]
            run.record.close()
        run = self._open[entry.recipe] = _opened(bench, queue, manner)
        return run


def _opened(bench: Bench, queue: PhotoQueue, manner: Manner) -> _Run:
    from ganeditor.batch.batch import BatchQueue, check, placed, plan_of
    from ganeditor.batch.job import EditJob, Source
    from ganeditor.engine.latent.invert import InversionSettings

    recipe, inversion, notices = read_recipe(manner.recipe), manner.inversion, list[str]()
    editor = bench.editor.sibling()
    editor.assets = recipe.assets
    check(recipe, editor, notices.append)
    photos = tuple(Source(one.path, one.folder) for one in queue.entries if one.recipe == manner.recipe)
    job = EditJob(
        placed(photos, manner.results / manner.recipe.stem),
        recipe.operations,
        manner.faces or recipe.faces,
        quality=manner.quality,
        inversion=InversionSettings(steps=inversion.steps, tune_steps=TUNE_STEPS if inversion.tuning else 0),
        age=recipe.age,
        suffix=manner.suffix,
    )
    record = _record(manner, plan_of(job, editor), notices)
    try:
        job = replace(job, output=record.results)
        batch = BatchQueue(job, editor, notices.append, record)
    except BaseException:
        record.close()
        raise
    places = {source.path.absolute(): place for place, source in enumerate(job.sources)}
    return _Run(bench, manner, record, batch, places, notices)


def _record(manner: Manner, plan: dict[str, Any], notices: list[str]) -> "Record":
    """In a folder of the recipe's name; with a number where that has results that were made in another manner."""
    from ganeditor.batch.record import OtherPlanError, Record

    wanted = manner.results / manner.recipe.stem
    folder, number = wanted, 1
    while True:
        try:
            record = Record(folder, plan)
        except OtherPlanError:
            number += 1
            folder = wanted.with_name(f"{wanted.name}-{number}")
            continue
        if folder != wanted:
            notices.append(f"{wanted} has results of another recipe, model or choice; those of now go to {folder}.")
        return record
