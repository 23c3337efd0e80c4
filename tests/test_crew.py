"""Batches done beside each other: the same results as by one process, and what becomes of workers that die."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from throwaway import Glow

from ganeditor.batch import worker
from ganeditor.batch.batch import BatchQueue, placed, plan_of
from ganeditor.batch.beside import CrewQueue
from ganeditor.batch.crew import Children, Task
from ganeditor.batch.job import EditJob, sources_in
from ganeditor.batch.record import FOLDER, Record
from ganeditor.checkpoints.assembly import EditorOptions
from ganeditor.engine.stages import table as stages
from ganeditor.errors import ModelError, UserError
from ganeditor.progress import silent
from ganeditor.project.assets import sha256

MASK = b"a mask"
GLOW = Glow(0.5, sha256(MASK))
pytestmark = pytest.mark.usefixtures("more_operations", "one_editor")


@pytest.fixture
def editor(shared_editor: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Glow turns a photo upside down."""
    monkeypatch.setitem(stages.PHOTO_STAGES, Glow, lambda pixels, *_rest: pixels[::-1].copy())
    editor = shared_editor.sibling()
    editor.assets = {sha256(MASK): MASK}
    return editor


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for index, name in enumerate(("a.png", "deep/b.jpg", "c.gif", "c.png")):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(np.arange(192, dtype=np.uint8).reshape(8, 8, 3) + 10 * index).save(path)
    (tmp_path / "in" / "deep" / "broken.png").write_bytes(b"no picture")
    return tmp_path / "in"


def job_for(folder: Path, out: Path) -> EditJob:
    return EditJob(placed(sources_in([folder]), out), (GLOW,), output=out)


def watched(_name: str) -> Any:
    return nullcontext(silent)


def results(out: Path) -> dict[str, bytes]:
    files = (path for path in out.rglob("*") if path.is_file() and FOLDER not in path.parts)
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(files)}


class Here:
    """A crew of one in this process, which has room for two and is done with the last first."""

    room = 2

    def __init__(self, setup: dict[str, Any]) -> None:
        self.worker, self.tasks = worker.Worker(setup), list[Task]()

    def give(self, task: Task) -> None:
        self.tasks.append(task)
        assert len(self.tasks) <= self.room

    def ended(self) -> Sequence[tuple[Task, dict[str, Any]]]:
        task = self.tasks.pop()
        return [(task, self.worker.edit(task.source, task.result, task.before, task.after))]


def here(queue: CrewQueue) -> Any:
    return nullcontext(Here(worker.setup_for(queue, EditorOptions())))


def test_a_crew_gives_what_one_process_gives(folder: Path, tmp_path: Path, editor: Any) -> None:
    """Results, thumbnails, rows and the record are the same, whatever the order; a later run finds nothing to do."""
    rows = {}
    for name in ("one", "crew"):
        out, job = tmp_path / name, job_for(folder, tmp_path / name)
        (out / "c.png").parent.mkdir()
        (out / "c.png").write_bytes(b"mine")
        with Record(out, plan_of(job, editor)) as record:
            if name == "one":
                queue = BatchQueue(job, editor, print, record)
            else:
                queue = CrewQueue(job, editor, print, record, False, here)
            told = list[str]()
            queue.run(watched, lambda row, told=told: told.append(row["source"]))
        assert sorted(told) == sorted(str(source.path) for source in job.sources)
        rows[name] = [
            {**row, "seconds": 0, "output": str(row.get("output")).replace(f"/{name}/", "/")} for row in queue.rows
        ]
        with Record(out, plan_of(job, editor)) as record:
            assert not BatchQueue(job, editor, print, record).left
    assert rows["one"] == rows["crew"] and [row["status"] for row in rows["one"]].count("failed") == 1
    assert results(tmp_path / "one") == results(tmp_path / "crew") and len(results(tmp_path / "crew")) == 5
    small, others = (sorted((tmp_path / name / FOLDER / "small").iterdir()) for name in ("one", "crew"))
    assert [path.read_bytes() for path in small] == [path.read_bytes() for path in others] and len(small) == 8
    assert not (tmp_path / "crew" / FOLDER / "work").exists()


def test_whoever_watches_a_crew_ends_it(folder: Path, tmp_path: Path, editor: Any) -> None:
    job, ended = job_for(folder, tmp_path / "out"), list[str]()
    with Record(tmp_path / "out", plan_of(job, editor)) as record:
        queue = CrewQueue(job, editor, print, record, False, here)
        queue.run(watched, lambda row: ended.append(row["status"]), lambda left: left[-1] if len(left) > 2 else None)
        assert len(ended) == 3 and queue.left == [0, 1], "what was in hand is done"
        queue.run(watched, lambda row: ended.append(row["status"]))
    assert len(ended) == 5 and not queue.left


def test_workers_that_are_not_the_same_say_so(folder: Path, tmp_path: Path, editor: Any) -> None:
    job = replace(job_for(folder, tmp_path / "out"), operations=())
    with Record(tmp_path / "out", plan_of(job, editor)) as record:
        setup = worker.setup_for(BatchQueue(job, editor, print, record), EditorOptions())
    worker.Worker(setup)
    for change, said in (
        ({"versions": {"torch": "1.0"}}, "A worker has torch .* where the batch is begun with 1.0"),
        ({"versions": {"ganeditor": "0"}}, "has ganeditor .* install the same on all machines"),
        ({"model": "f" * 64}, "has model face-256 .* begun with ffffffffffff;"),
    ):
        with pytest.raises(ModelError, match=said):
            worker.Worker({**setup, **change})


def test_want_of_memory_is_told(folder: Path, tmp_path: Path, editor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    job = job_for(folder, tmp_path / "out")
    with Record(tmp_path / "out", plan_of(job, editor)) as record:
        setup = worker.setup_for(BatchQueue(job, editor, print, record), EditorOptions())
    hired = worker.Worker(setup)
    hired.memory = 2_000_000_000

    def full(*_arguments: Any) -> None:
        raise RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried to allocate 9 bytes.")

    monkeypatch.setitem(stages.PHOTO_STAGES, Glow, full)
    said = hired.edit(folder / "a.png", *(tmp_path / name for name in ("r.png", "b.jpg", "a.jpg")))
    assert "a.png needs more memory than the 2.0 GB that each worker may have" in said["error"]


# --- processes --------------------------------------------------------------------------------------------------------


@pytest.fixture
def processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[int], Any]:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))

    @contextmanager
    def processes(count: int) -> Iterator[Children]:
        with Children(
            {"log": str(tmp_path / "log"), "tried": str(tmp_path / "tried")}, count, "child_entries:copying"
        ) as crew:
            yield crew

    return processes


def test_a_worker_that_dies_is_replaced_and_its_photo_done_again(processes: Any, tmp_path: Path, editor: Any) -> None:
    """Each worker is told once what is to be done, and a photo that kills all who look at it fails with a sentence."""
    names = ("a", "b", "broken", "dangerous", "deadly", "e", "f")
    for name in names:
        (tmp_path / "in").mkdir(exist_ok=True)
        (tmp_path / "in" / f"{name}.png").write_bytes(name.encode())
    job, told = job_for(tmp_path / "in", tmp_path / "out"), list[dict[str, Any]]()
    with Record(tmp_path / "out", plan_of(job, editor)) as record:
        queue = CrewQueue(job, editor, print, record, False, lambda _queue: processes(2))
        queue.run(watched, told.append)
    assert results(tmp_path / "out") == {
        f"{name}.png": name.encode() for name in names if name not in ("broken", "deadly")
    }
    errors = {Path(row["source"]).stem: row["error"] for row in told if row["status"] == "failed"}
    assert len(told) == 7 and errors.keys() == {"broken", "deadly"}
    assert "3 workers ended over it (no memory)" in errors["deadly"] and "is broken" in errors["broken"]
    looked = [line.split() for line in (tmp_path / "log").read_text().splitlines()]
    assert all(known == "1" for _name, known in looked)
    assert sorted(name for name, _known in looked) == sorted([*names, "dangerous", "deadly", "deadly"])


# --- Dask -------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """Three workers of one thread each on this machine."""
    distributed = pytest.importorskip("distributed")
    import dask

    settings = {"distributed.worker.multiprocessing-method": "forkserver", "distributed.worker.use-file-locking": False}
    with (
        dask.config.set(settings),
        distributed.LocalCluster(3, threads_per_worker=1, dashboard_address=None, silence_logs=50) as cluster,
    ):
        yield cluster.scheduler_address


@pytest.mark.parametrize("send", [False, True])
def test_a_lost_machine_loses_no_photo(scheduler: str, tmp_path: Path, editor: Any, send: bool) -> None:
    """One of three workers dies in the middle: each photo is told once, and its result is there."""
    from ganeditor.batch.cluster import Cluster

    (tmp_path / "in").mkdir()
    names = ("a", "b", "broken", "dangerous", *"efghij")
    for name in names:
        (tmp_path / "in" / f"{name}.png").write_bytes(name.encode())
    job, told = job_for(tmp_path / "in", tmp_path / "out"), list[dict[str, Any]]()
    setup = {"log": str(tmp_path / "log"), "tried": str(tmp_path / "tried")}
    with Record(tmp_path / "out", plan_of(job, editor)) as record:
        hire = partial(Cluster, setup, scheduler, send, print, "child_entries:copying")
        queue = CrewQueue(job, editor, print, record, False, lambda _queue: hire())
        queue.run(watched, told.append)
    assert sorted(Path(row["source"]).stem for row in told) == sorted(names)
    assert results(tmp_path / "out") == {f"{name}.png": name.encode() for name in names if name != "broken"}
    (broken,) = (row for row in told if row["status"] == "failed")
    assert broken["error"] == f"{tmp_path / 'in' / 'broken.png'} is broken."
    looked = [line.split()[0] for line in (tmp_path / "log").read_text().splitlines()]
    assert looked.count("dangerous") == 2 and (tmp_path / "tried").exists()


def test_a_scheduler_that_is_not_there_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    from ganeditor.batch import cluster

    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 0.2)
    with pytest.raises(UserError, match=r"No scheduler answers at tcp://127\.0\.0\.1:9"):
        cluster.Cluster({}, "tcp://127.0.0.1:9", False, print).__enter__()
