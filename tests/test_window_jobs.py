"""The workers: results, order, cancelling and their end."""

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ganeditor.errors import UserError
from ganeditor.ui.session.jobs import Failure, Job, JobRunner, Lane, in_child

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def jobs():
    runner = JobRunner()
    yield runner
    assert runner.shutdown(5)
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("ganeditor")]


def fail(failure: Failure) -> None:
    raise AssertionError(failure)


def test_results_come_back_on_the_main_thread(qtbot, jobs):
    places = []

    def work(_job: Job) -> str:
        places.append(threading.current_thread().name)
        return "result"

    for lane in Lane:
        jobs.run("key", work, lambda result: places.append((result, threading.current_thread())), fail, lane=lane)
    qtbot.waitUntil(lambda: len(places) == 2 * len(Lane))
    assert {place for place in places if isinstance(place, str)} == {
        "ganeditor device",
        "ganeditor files",
        "ganeditor process",
        "ganeditor lab",
        "ganeditor long",
    }
    assert [place for place in places if isinstance(place, tuple)] == [("result", threading.main_thread())] * len(Lane)


def test_a_newer_request_replaces_a_waiting_one(qtbot, jobs):
    gate, done = threading.Event(), []
    jobs.run("gate", lambda _job: gate.wait(5), lambda _none: None, fail)
    for number in range(5):
        jobs.run_latest("render", lambda _job, number=number: number, done.append, fail)
    jobs.run("end", lambda _job: "end", done.append, fail)
    gate.set()
    qtbot.waitUntil(lambda: "end" in done)
    assert done == [4, "end"]


def test_other_jobs_pass_between_two_steps_of_a_background_job(qtbot, jobs):
    order, started, waiting = [], threading.Event(), threading.Event()

    def long(job: Job) -> None:
        started.set()
        waiting.wait(5)
        for step in range(3):
            order.append(step)
            job.report(step / 3)

    jobs.run("long", long, lambda _none: order.append("long is done"), fail, background=True)
    assert started.wait(5)
    jobs.run("quick", lambda _job: order.append("quick"), lambda _none: None, fail)
    waiting.set()
    qtbot.waitUntil(lambda: "long is done" in order)
    assert order == [0, "quick", 1, 2, "long is done"]


def test_jobs_in_the_background_pass_a_patient_one_too(qtbot, jobs):
    order, started, waiting = [], threading.Event(), threading.Event()

    def patient(job: Job) -> None:
        started.set()
        waiting.wait(5)
        job.report(0.5)
        order.append("patient")

    nothing = lambda _none: None  # noqa: E731
    jobs.run("patient", patient, nothing, fail, patient=True)
    assert started.wait(5)
    jobs.run("other", lambda _job: order.append("other"), lambda _none: order.append("done"), fail, patient=True)
    jobs.run("search", lambda _job: order.append("search"), nothing, fail, background=True)
    jobs.run("quick", lambda _job: order.append("quick"), nothing, fail)
    waiting.set()
    qtbot.waitUntil(lambda: "done" in order)
    assert order == ["quick", "search", "patient", "other", "done"]


def test_a_cancelled_job_ends_at_its_next_report_and_calls_nobody(qtbot, jobs):
    started, ended, called = threading.Event(), threading.Event(), []

    def endless(job: Job) -> None:
        started.set()
        try:
            while True:
                job.report(0.5)
                time.sleep(0.001)
        finally:
            ended.set()

    jobs.run("endless", endless, called.append, called.append)
    jobs.run("endless", lambda _job: "waits", called.append, called.append)
    assert started.wait(5)
    jobs.cancel("endless")
    assert ended.wait(5)
    jobs.run("next", lambda _job: "next", called.append, fail)
    qtbot.waitUntil(lambda: bool(called))
    assert called == ["next"]


def test_what_the_user_can_mend_is_a_sentence_and_the_rest_has_details(qtbot, jobs):
    failures = []

    def refuse(_job: Job) -> None:
        raise UserError("Open another file.")

    jobs.run("refuse", refuse, fail, failures.append)
    jobs.run("break", lambda _job: 1 / 0, fail, failures.append)
    qtbot.waitUntil(lambda: len(failures) == 2)
    assert failures[0] == Failure("Open another file.")
    assert "ZeroDivisionError" in failures[1].details
    assert "ZeroDivisionError" not in failures[1].sentence


def test_progress_is_polled_and_not_queued(qtbot, jobs):
    reports, gate = [], threading.Event()

    def work(job: Job) -> None:
        for step in range(10_000):
            job.report(step / 10_000)
        gate.wait(5)

    jobs.run("work", work, lambda _none: reports.append("done"), fail, progress=lambda r: reports.append(r.fraction))
    qtbot.waitUntil(lambda: bool(reports) and reports[-1] == 0.9999)
    gate.set()
    qtbot.waitUntil(lambda: reports[-1] == "done")
    assert len(reports) < 100


def test_shutdown_ends_a_running_job():
    runner, started = JobRunner(), threading.Event()

    def endless(job: Job) -> None:
        started.set()
        while True:
            job.report(0.0)

    runner.run("endless", endless, fail, fail)
    assert started.wait(5)
    assert runner.shutdown(5)
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("ganeditor")]


def test_shutdown_says_when_a_job_does_not_listen():
    runner, started, gate = JobRunner(), threading.Event(), threading.Event()
    runner.run("deaf", lambda _job: started.set() or gate.wait(5), fail, fail)
    assert started.wait(5)
    assert not runner.shutdown(0.05)
    gate.set()
    assert runner.shutdown(5)


# --- children --------------------------------------------------------------------------------------------------------


def slow(request: dict[str, int], progress: Callable[[float, str], None]) -> int:
    """In the child: reports with its number, holding the interpreter all the time."""
    for step in range(request["steps"]):
        progress(step / request["steps"], str(os.getpid()))
        deadline = time.monotonic() + 0.2
        while time.monotonic() < deadline:
            sum(range(1000))
    return os.getpid()


def refuse(_request: None, _progress: object) -> None:
    raise UserError("Choose another file.")


def crash(_request: None, _progress: object) -> None:
    os.abort()


@pytest.fixture
def entries(monkeypatch):
    """The child finds this file's functions."""
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    return lambda function: f"{Path(__file__).stem}:{function.__name__}"


def test_a_child_reports_and_gives_its_result(qtbot, jobs, entries):
    reports, done = [], []
    jobs.run(
        "child", in_child(entries(slow), {"steps": 3}), done.append, fail, lane=Lane.PROCESS, progress=reports.append
    )
    qtbot.waitUntil(lambda: bool(done), timeout=20_000)
    assert done[0] != os.getpid()
    assert {report.shown for report in reports if report.shown} == {str(done[0])}
    fractions = [report.fraction for report in reports]
    assert fractions == sorted(fractions)
    assert fractions[-1] > 0


def test_cancelling_ends_the_child_within_a_second(qtbot, jobs, entries):
    reports, called = [], []
    jobs.run(
        "child",
        in_child(entries(slow), {"steps": 10_000}),
        called.append,
        called.append,
        lane=Lane.PROCESS,
        progress=reports.append,
    )
    qtbot.waitUntil(lambda: bool(reports) and bool(reports[-1].shown), timeout=20_000)
    number, start = int(reports[-1].shown), time.monotonic()
    jobs.cancel("child")
    jobs.run("next", lambda _job: "next", called.append, fail, lane=Lane.PROCESS)
    qtbot.waitUntil(lambda: bool(called))
    assert time.monotonic() - start < 1
    assert called == ["next"]
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)


def test_what_a_child_refuses_is_a_sentence_and_its_crash_has_details(qtbot, jobs, entries):
    failures = []
    for function in (refuse, crash):
        jobs.run("child", in_child(entries(function), None), fail, failures.append, lane=Lane.PROCESS)
    qtbot.waitUntil(lambda: len(failures) == 2, timeout=20_000)
    assert failures[0] == Failure("Choose another file.")
    assert "ended with" in failures[1].details
