"""Videos through the commands that edit faces: what comes out, what is told, and that a run goes on after another."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from small_clips import X264, ffmpeg, from_pictures, pattern, tone

from ganeditor.batch import clip as clip_room
from ganeditor.batch import clips as clips_room
from ganeditor.opencv import cv2
from ganeditor.project.clips.clip import read_clip
from ganeditor.project.clips.frames import Frame, frames_of

pytestmark = pytest.mark.usefixtures("one_editor")


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    """Twelve frames with sound."""
    ffmpeg(*pattern(frames=12), *tone(0.48), *X264, tmp_path / "clip.mp4")
    return tmp_path / "clip.mp4"


@dataclass
class Dimming:
    """A Moving to which there is a face in all frames but the third."""

    drawn: list[int] = field(default_factory=list)
    stop: int | None = None
    needs_faces = False

    def __call__(self, *_arguments: object) -> "Dimming":
        return self

    def draw(self, frame: Frame) -> Any:
        if frame.number == self.stop:
            raise KeyboardInterrupt
        self.drawn.append(frame.number)
        return None if frame.number == 2 else frame.picture / np.float32(2)


@pytest.fixture
def dimming(monkeypatch: pytest.MonkeyPatch) -> Dimming:
    moving = Dimming()
    monkeypatch.setattr(clips_room, "Moving", moving)
    monkeypatch.setattr(clip_room, "PART_FRAMES", 5)
    return moving


def test_a_face_is_edited_where_it_is_seen_and_all_else_is_bit_identical(
    run: Callable[..., Any], tmp_path: Path, astronaut: np.ndarray
) -> None:
    shown = cv2.resize(astronaut, (256, 256), interpolation=cv2.INTER_AREA)
    pictures = [shown, np.roll(shown, 4, 1), np.full_like(shown, 90)]
    path, target, report = (tmp_path / name for name in ("clip.mp4", "out.mp4", "report.json"))
    from_pictures(path, pictures)
    code, out, err = run(
        "edit", path, "--set", "age=25", "--steps", "1", "--lossless", "-o", target, "--report", report
    )
    assert code == 0 and "3 frames: 2 edited, 1 without the face" in out
    assert "In 1 of 3 frames of clip.mp4 the face was not seen" in err
    for before, frame in zip(pictures, frames_of(read_clip(target)), strict=True):
        changed = (frame.picture != before).any(2)
        assert changed.any() == (frame.number < 2) and not changed[:20].any() and not changed[130:].any()
    told = json.loads(report.read_text())
    (row,) = told["videos"]
    assert told["edits"]["amounts"] == {"age": 25.0} and row["status"] == "done"
    assert (row["frames"], row["edited"], row["lost"], row["lost_at"]) == (3, 2, 1, [[0.08, 0.08]])


def test_without_the_person_who_is_meant_nothing_is_written(refused: Callable[..., str], clip: Path) -> None:
    assert "No face was found in clip.mp4" in refused("edit", clip, "--set", "age=5")
    assert list(clip.parent.iterdir()) == [clip]


def test_a_run_that_is_stopped_is_gone_on_with_by_the_same_command(
    run: Callable[..., Any], clip: Path, dimming: Dimming
) -> None:
    command, report = ("edit", clip, "--set", "age=5"), clip.with_name("report.json")
    dimming.stop = 7
    code, _out, err = run(*command, "--report", report)
    assert code == 130 and "clip_edited.mp4 is done up to 0:00.2 and kept" in err
    (row,) = json.loads(report.read_text())["videos"]
    assert (row["status"], row["frames"], row["edited"], row["lost_at"]) == ("stopped", 7, 6, [[0.08, 0.08]])
    assert row["until"] == 0.16
    report.unlink()
    assert not clip.with_name("clip_edited.mp4").exists()
    dimming.stop, dimming.drawn = None, []
    code, out, err = run(*command)
    assert code == 0 and "An earlier run had come to 0:00.2" in err
    assert "12 frames: 11 edited, 1 without the face" in out
    assert sorted(dimming.drawn) == list(range(12))  # a part of them only to be remembered
    again = clip.with_name("whole.mp4")
    assert run(*command, "-o", again)[0] == 0
    assert again.read_bytes() == clip.with_name("clip_edited.mp4").read_bytes()
    assert {path.name for path in clip.parent.iterdir()} == {"clip.mp4", "clip_edited.mp4", "whole.mp4"}


def test_times_are_skipped_and_cut(run: Callable[..., Any], clip: Path, dimming: Dimming) -> None:
    target = clip.with_name("out.mkv")
    code, out, err = run("edit", clip, "--set", "age=5", "--skip", "0:00-0.1", "--cut", "0.2-0:0.4", "-o", target)
    assert code == 0 and "7 frames, 5 cut: 4 edited, 3 skipped, 0 without the face" in out
    assert "The sound was encoded again as AAC, because it is cut." in err
    assert dimming.drawn == [3, 4, 10, 11] and read_clip(target).frames == 7


def test_several_videos_are_a_queue_that_goes_on(run: Callable[..., Any], clip: Path, dimming: Dimming) -> None:
    broken = clip.with_name("broken.mov")
    broken.write_bytes(b"no video")
    report = clip.with_name("report.json")
    code, out, _err = run("edit", broken, clip, "--set", "age=5", "-o", f"{clip.parent}/out/", "--report", report)
    assert code == 1 and "1 of 2 videos done, 1 failed:" in out and "broken.mov is damaged" in out
    assert [row["status"] for row in json.loads(report.read_text())["videos"]] == ["failed", "done"]
    assert (clip.parent / "out" / "clip.mp4").exists() and dimming.drawn


def test_a_folder_of_videos_is_a_queue_and_among_photos_they_are_named(
    run: Callable[..., Any], refused: Callable[..., str], clip: Path, dimming: Dimming
) -> None:
    films = clip.parent / "films"
    films.mkdir()
    clip = clip.rename(films / "clip.mp4")
    (films / "notes.txt").touch()
    code, out, err = run("edit", films, "--set", "age=5")
    assert code == 0 and "1 of 1 videos done." in out and "since only videos are taken: 1 .txt" in err
    assert (films.with_name("films_edited") / "clip.mp4").exists() and dimming.drawn
    (films / "photo.png").touch()
    _code, _out, err = run("edit", films, "--set", "age=5")
    assert "only photos are taken: 1 .mp4, 1 .txt" in err and "Videos are a run of their own" in err
    clip.unlink()
    (films / "photo.png").unlink()
    assert "There is no photo or video" in refused("edit", films, "--set", "age=5")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--set", "age=0"], "nothing is done to would only be copied"),
        (["--set", "age=5", "-o", "out.gif"], "can't be written as a video"),
        (["--set", "age=5", "--cut", "0-9"], "all its frames are cut"),
    ],
)
@pytest.mark.usefixtures("dimming")
def test_what_can_not_be_done_is_one_sentence(
    refused: Callable[..., str], clip: Path, options: list[str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(clip.parent)
    assert said in refused("edit", clip, *options)
    assert list(clip.parent.iterdir()) == [clip]


def test_photos_and_videos_are_not_mixed(
    run: Callable[..., Any], refused: Callable[..., str], clip: Path, photo: Path
) -> None:
    assert "give them in two runs" in refused("edit", clip, photo, "--set", "age=5", "-o", f"{clip.parent}/out/")
    assert "Only a video can be skipped, cut or lossless" in refused("edit", photo, "--set", "age=5", "--lossless")
    assert run("edit", clip, "--set", "age=5", "--skip", "5-3").code == 2
