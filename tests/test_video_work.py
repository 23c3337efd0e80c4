"""The Video window's work: a real job on a small clip, with a made-up person in each frame."""

from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from small_clips import from_pictures

from ganeditor.batch import clip as clips
from ganeditor.edits.latent import LatentEdit
from ganeditor.engine.moving import moving
from ganeditor.project.clips.clip import Clip, read_clip
from ganeditor.project.clips.frames import frames_of
from ganeditor.ui.features.video import work
from ganeditor.ui.features.video.views import Outcome, Running, Span, Target
from ganeditor.ui.features.video.work import Control, Done, Task
from ganeditor.ui.session.work import InversionChoice

FRAMES, SECOND = 8, Fraction(1)
WHO = np.zeros(128)
DONE = Done((LatentEdit({"age": 1.0}),), {})


class FakeMoving:
    """Makes frames white, but not the last."""

    met: tuple[int, ...] = ()
    choose: Any = None

    def __init__(self, _editor: Any, operations: Any) -> None:
        assert operations == DONE.operations

    def meet(self, samples: Any, choose: Any, _where: str, _settings: Any, progress: Any) -> None:
        progress(0.5, "Learning")
        FakeMoving.met, FakeMoving.choose = tuple(frame.number for frame in samples), choose

    def draw(self, frame: Any) -> Any:
        return None if frame.number == FRAMES - 1 else np.full(frame.picture.shape, 255, np.uint8)


@dataclass
class FakeJob:
    """Notes what is shown, and gives each report to a person who acts."""

    person: Any = lambda _running: None
    shown: list[Running] = field(default_factory=list)

    def report(self, _fraction: float, shown: Running) -> None:
        self.shown.append(shown)
        self.person(shown)


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Clip:
    pictures = [np.full((48, 64, 3), 20 * number, np.uint8) for number in range(FRAMES)]
    return read_clip(from_pictures(tmp_path_factory.mktemp("film") / "film.mp4", pictures, "8"))


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts of four frames, each of which is shown."""
    monkeypatch.setattr(moving, "Moving", FakeMoving)
    monkeypatch.setattr(clips, "PART_FRAMES", 4)
    monkeypatch.setattr(work, "SHOWN_EVERY", 0.0)


def rendered(
    clip: Clip,
    path: Path,
    person: Any = None,
    control: Control | None = None,
    spans: tuple[Span, ...] = (),
    who: Any = None,
    at: Fraction = Fraction(0),
) -> tuple[Outcome, list[Running]]:
    """What comes of a clip written to path while a person looks on, and what was shown."""
    bench: Any = SimpleNamespace(editor=SimpleNamespace(sibling=lambda: SimpleNamespace(assets={})), fingerprint="tiny")
    job: Any = FakeJob(person or (lambda _running: None))
    task = Task(clip, who, at, spans, Target(path, lossless=True), InversionChoice(2, False))
    outcome = work.render(job, bench, task, lambda _job, _bench: DONE, control or Control())
    return outcome, job.shown


def whites(path: Path) -> list[bool]:
    """Of each frame, whether it was drawn."""
    return [bool((frame.picture == 255).all()) for frame in frames_of(read_clip(path))]


def test_each_frame_is_shown_and_what_is_left_out_stays_out(film: Clip, tmp_path: Path) -> None:
    spans = (Span(Fraction(1, 8), Fraction(2, 8), False), Span(Fraction(4, 8), Fraction(6, 8), True))
    outcome, shown = rendered(film, tmp_path / "out.mp4", spans=spans)
    assert (outcome.whole, outcome.path) == (True, tmp_path / "out.mp4")
    assert whites(tmp_path / "out.mp4") == [True, False, True, True, True, False]
    counts = {"frames": 6, "edited": 4, "lost": 1, "skipped": 1, "cut": 2, "lost_at": [[0.875, 0.875]]}
    assert outcome.counts == counts
    seen = {running.time for running in shown if running.picture is not None}
    assert seen == {Fraction(number, 8) for number in (0, 1, 2, 3, 6, 7)}
    fractions = [running.fraction for running in shown]
    assert fractions == sorted(fractions)
    assert shown[-1].joining


def test_what_was_ended_is_kept_and_gone_on_with(film: Clip, tmp_path: Path) -> None:
    control = Control()

    def end(running: Running) -> None:
        control.stopped = running.time == Fraction(5, 8)

    outcome, _shown = rendered(film, tmp_path / "out.mp4", end, control)
    assert (outcome.whole, outcome.path, outcome.counts) == (False, tmp_path / "out_1.mp4", {"frames": 4})
    assert whites(tmp_path / "out_1.mp4") == [True] * 4
    assert not (tmp_path / "out.mp4").exists()
    outcome, shown = rendered(film, tmp_path / "out.mp4")
    assert min(running.time for running in shown if running.time is not None) == Fraction(4, 8)
    assert whites(tmp_path / "out.mp4") == [True] * 7 + [False]
    assert (outcome.whole, outcome.counts["frames"]) == (True, FRAMES)


def test_nothing_stays_of_work_that_was_ended_early(film: Clip, tmp_path: Path) -> None:
    outcome, _shown = rendered(film, tmp_path / "out.mp4", control=Control(stopped=True))
    assert (outcome.path, outcome.whole) == (None, False)


def test_a_pause_holds_the_work_and_lets_others_pass(film: Clip, tmp_path: Path) -> None:
    control, held = Control(), []

    def hold(running: Running) -> None:
        if running.time == Fraction(2, 8) and len(held) < 3:
            control.paused = True
            held.append(running.fraction)
        else:
            control.paused = False

    outcome, _shown = rendered(film, tmp_path / "out.mp4", hold, control)
    assert outcome.whole
    assert len(set(held)) < len(held) == 3, "nothing goes on meanwhile"


def test_a_person_is_learnt_from_the_frame_in_which_she_was_chosen(film: Clip, tmp_path: Path) -> None:
    rendered(film, tmp_path / "out.mp4")
    assert FakeMoving.met == tuple(range(FRAMES)), "everybody is meant"
    assert FakeMoving.choose is None
    rendered(film, tmp_path / "other.mp4", who=WHO, at=Fraction(5, 8))
    assert FakeMoving.met == (5, *range(FRAMES))
    editor: Any = SimpleNamespace(descriptor=lambda face: np.full(128, float(face)))
    faces: Any = [SimpleNamespace(id=1), SimpleNamespace(id=0)]
    assert FakeMoving.choose(faces, editor, "film.mp4") == [faces[1]]
