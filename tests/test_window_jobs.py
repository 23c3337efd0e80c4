"""The two workers: results, order, cancelling and their end."""

import threading
import time

import pytest

from ganeditor.errors import UserError
from ganeditor.ui.session.jobs import Failure, Job, JobRunner, Lane

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
    qtbot.waitUntil(lambda: len(places) == 4)
    assert {place for place in places if isinstance(place, str)} == {"ganeditor device", "ganeditor files"}
    assert [place for place in places if isinstance(place, tuple)] == [("result", threading.main_thread())] * 2


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
