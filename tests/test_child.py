"""A child process reports, answers, is ended, and fails in ways that its parent can word."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import ganeditor
from ganeditor import child
from ganeditor.errors import RefusedError
from ganeditor.progress import Cancelled


@pytest.fixture(autouse=True)
def entries(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))


def run(name, request=None, *args, **kwargs):
    return child.run(f"child_entries:{name}", request, *args, **kwargs)


def test_reports_come_in_order_before_the_result():
    reports = []
    found = run("doubled", {"steps": 300, "number": 21}, lambda *row: reports.append(row))
    assert found == {"double": 42}
    steps = list(dict.fromkeys(row for row in reports if row[1]))
    assert steps == [(step / 300, f"step {step}") for step in range(300)]


def test_what_a_library_prints_is_no_answer(capfd):
    reports = []
    assert run("chatty", None, lambda *row: reports.append(row)) == "done"
    assert (0.5, "half") in reports
    assert capfd.readouterr() == ("", "")


def test_errors_keep_their_kind_sentence_and_option():
    with pytest.raises(RefusedError, match=r"^Nicht für uns\.$") as caught:
        run("refusing", "Nicht für uns.")
    assert type(caught.value) is RefusedError and caught.value.option == "--name"


def test_an_error_of_an_unknown_kind_becomes_the_next_known_one():
    with pytest.raises(RefusedError, match="its own kind") as caught:
        run("private")
    assert type(caught.value) is RefusedError


def test_any_other_error_brings_its_traceback():
    with pytest.raises(child.ChildError) as caught:
        run("failing")
    assert caught.value.code == 1 and not caught.value.late
    assert caught.value.said.endswith("ZeroDivisionError: by nought")


def test_an_end_without_a_result():
    with pytest.raises(child.ChildError) as caught:
        run("leaving", 0)
    assert caught.value.code == 0
    with pytest.raises(child.ChildError) as caught:
        run("leaving", 3)
    assert caught.value.code == 3


@pytest.mark.skipif(os.name == "nt", reason="no signals")
def test_a_killed_child():
    with pytest.raises(child.ChildError) as caught:
        run("killed", int(signal.SIGKILL))
    assert caught.value.code == -signal.SIGKILL


@pytest.mark.parametrize("name", ["unwritable", "too_much", "nonsense"])
def test_answers_that_are_none(name, monkeypatch):
    monkeypatch.setattr(child, "FAREWELL_SECONDS", 0.5)  # a child whose pipe is full never ends by itself
    with pytest.raises(child.ChildError):
        run(name)


def test_an_entry_that_is_not_there():
    with pytest.raises(child.ChildError, match="nothing ended with 1"):
        run("nothing")


def alive(number):
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


def test_cancelling_ends_the_child_soon(tmp_path):
    began = []

    def cancel(_fraction, text):
        if text == "asleep":
            began.append(time.monotonic())
            if len(began) > 3:  # it is asked while the child is silent, too
                raise Cancelled

    with pytest.raises(Cancelled):
        run("sleeping", str(tmp_path / "number"), cancel)
    assert time.monotonic() - began[-1] < 0.5
    assert not alive(int((tmp_path / "number").read_text()))


def test_a_limit_of_time_ends_the_child(tmp_path):
    with pytest.raises(child.ChildError, match="took too long") as caught:
        run("sleeping", str(tmp_path / "number"), seconds=1.5)
    assert caught.value.late
    assert not alive(int((tmp_path / "number").read_text()))


def test_a_standing_child_answers_one_request_after_another():
    standing = child.Standing("child_entries:mine")
    first, second = standing.ask("a"), standing.ask("b")
    assert first["asked"] == ["a"] and second["asked"] == ["a", "b"]
    assert first["process"] == second["process"] != os.getpid()
    assert Path(first["folder"]).samefile(standing.folder)
    with pytest.raises(RefusedError, match="not this"):
        standing.ask("refuse")
    assert standing.ask("c")["process"] == first["process"]
    standing.end()


def test_a_standing_child_that_ended_is_started_anew():
    standing = child.Standing("child_entries:mine")
    first = standing.ask("a")["process"]
    with pytest.raises(child.ChildError) as caught:
        standing.ask("fail")
    assert caught.value.code == 1
    assert caught.value.said.endswith("ZeroDivisionError")
    again = standing.ask("b")
    assert again["asked"] == ["b"] and again["process"] != first
    os.kill(again["process"], signal.SIGKILL)
    with pytest.raises(child.ChildError):
        standing.ask("c")
    assert standing.ask("d")["asked"] == ["d"]
    standing.end()


def test_a_standing_child_ends_with_its_parent():
    code = "from ganeditor import child; print(child.Standing('child_entries:mine').ask(0)['process']); import os; "
    result = subprocess.run(
        [sys.executable, "-c", code + "import sys; sys.stdout.flush(); os._exit(0)"], capture_output=True, check=True
    )
    process = int(result.stdout)
    for _tenth in range(100):
        if not Path(f"/proc/{process}").exists():
            break
        time.sleep(0.1)
    else:
        pytest.fail("it is still there")


def test_the_child_is_the_same_program_in_an_empty_folder(tmp_path, monkeypatch):
    (tmp_path / "json.py").write_text("raise SystemExit(9)")  # of a folder with a stranger's files
    monkeypatch.chdir(tmp_path)
    found = run("surroundings", environment={"OWN": "yes"})
    assert found == {"package": ganeditor.__file__, "loaded": [], "here": [], "own": "yes"}


def test_a_frozen_program_starts_itself(tmp_path, monkeypatch):
    program = tmp_path / "program"
    python = os.sys.executable
    program.write_text(f'#!/bin/sh\nexec {python} {Path(ganeditor.__file__).parent / "__main__.py"} "$@"\n')
    program.chmod(0o755)
    monkeypatch.setattr("sys.frozen", True, raising=False)
    monkeypatch.setattr("sys.executable", str(program))
    assert run("doubled", {"steps": 0, "number": 1}) == {"double": 2}
