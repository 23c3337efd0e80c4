"""A video in, a video out: nothing is lost on the way, what is done stays done, and the result is what it should be."""

import json
import os
import signal
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from small_clips import X264, ffmpeg, from_pictures, pattern, tone

from ganeditor.batch import clip as clip_room
from ganeditor.batch.clip import ClipJob, ClipRun, Step
from ganeditor.errors import ClipError, EditError
from ganeditor.progress import Cancelled, silent
from ganeditor.project.clips import joining
from ganeditor.project.clips.clip import Clip, read_clip
from ganeditor.project.clips.frames import Frame, Picture, frames_of, samples_of
from ganeditor.project.clips.ranges import Range, range_of, seconds, united, without, written
from ganeditor.project.metadata import AI_NOTE

FRAMES = 12


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clip_room, "PART_FRAMES", 5)


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Clip:
    """Twelve frames at 30000/1001 with two sound tracks and a comment."""
    path = tmp_path_factory.mktemp("clips") / "clip.mp4"
    sounds = (*tone(0.4004), *tone(0.4004, 880))
    ffmpeg(
        *pattern("30000/1001", FRAMES), *sounds, "-map", "0", "-map", "1", "-map", "2", *X264,
        *("-metadata", "comment=mine", "-metadata:s:a:1", "language=fra", path),
    )  # fmt: skip
    return read_clip(path)


def dimmed(frame: Frame) -> Picture | None:
    """Every frame but the fourth to the sixth, in which nobody is seen."""
    return None if frame.number in (3, 4, 5) else frame.picture // 2


def done(clip: Clip, output: Path, draw: object = dimmed, **more: object) -> ClipRun:
    run = ClipRun(ClipJob(clip, output, {"edit": "dimmed"}, **more), draw)  # type: ignore[arg-type]
    run.run(silent)
    return run


def packets(path: Path, stream: str) -> bytes:
    """What is in a stream, by its bytes and times."""
    return b"\n".join(
        line for line in ffmpeg("-i", path, "-map", stream, "-c", "copy", "-f", "framecrc", "-").splitlines()
        if not line.startswith(b"#software")
    )  # fmt: skip


def test_lossless_frames_without_a_face_are_bit_identical_and_all_else_is_kept(clip: Clip, tmp_path: Path) -> None:
    run = done(clip, tmp_path / "out.mp4", lossless=True)
    result = read_clip(tmp_path / "out.mp4")
    assert (result.frames, result.rate, result.duration) == (FRAMES, clip.rate, clip.duration)
    for before, after in zip(frames_of(clip), frames_of(result), strict=True):
        drawn = dimmed(before)
        assert np.array_equal(after.picture, before.picture if drawn is None else drawn)
        assert after.time == before.time
    assert [packets(result.path, f"0:a:{n}") for n in (0, 1)] == [packets(clip.path, f"0:a:{n}") for n in (0, 1)]
    assert run.counts["lost"] == 3 and run.counts["edited"] == 9
    assert run.counts["lost_at"] == [[0.1, 0.167]]
    assert list(tmp_path.iterdir()) == [result.path]


def test_the_metadata_say_that_ai_edited_it_and_keep_what_was_said(clip: Clip, tmp_path: Path) -> None:
    done(clip, tmp_path / "out.mp4")
    said = ffmpeg("-i", tmp_path / "out.mp4", "-f", "ffmetadata", "-").decode()
    assert f"comment=mine\\; {AI_NOTE}" in said
    done(clip, tmp_path / "bare.mp4", strip=True)
    said = ffmpeg("-i", tmp_path / "bare.mp4", "-f", "ffmetadata", "-").decode()
    assert f"comment={AI_NOTE}" in said
    done(clip, tmp_path / "same.mkv", draw=lambda _frame: None)
    assert AI_NOTE not in ffmpeg("-i", tmp_path / "same.mkv", "-f", "ffmetadata", "-").decode()


def _spans(*spans: tuple[str, str]) -> tuple[Range, ...]:
    return tuple(Range(Fraction(begin), Fraction(end)) for begin, end in spans)


def test_what_is_cut_goes_with_its_sound_and_what_is_skipped_stays_as_it_is(clip: Clip, tmp_path: Path) -> None:
    run = done(clip, tmp_path / "out.mp4", lossless=True, cuts=_spans(("0.1", "0.2")), skips=_spans(("0.3", "9")))
    result, source = read_clip(tmp_path / "out.mp4"), list(frames_of(clip))
    kept = [frame for frame in source if not 0.1 <= frame.time < 0.2]
    frames = list(frames_of(result))
    assert len(frames) == len(kept) == FRAMES - 3
    for before, after in zip(kept, frames, strict=True):
        expected = before.picture if before.time >= Fraction("0.3") else before.picture // 2
        assert np.array_equal(after.picture, expected if before.number != 3 else before.picture)
        assert abs(after.time - (before.time - (Fraction(1, 10) if before.time > 0.15 else 0))) <= result.tick
    assert run.counts["cut"] == 3 and run.counts["skipped"] == sum(frame.time >= Fraction("0.3") for frame in source)
    assert result.sounds == ("aac", "aac")
    (end, _other), (whole, _) = (joining._ends(path) for path in (result.path, clip.path))
    assert abs(float(whole - end) - 0.1) < 1 / 30


def test_a_variable_rate_and_a_late_start_keep_their_times(tmp_path: Path) -> None:
    path = tmp_path / "variable.mp4"
    times = "settb=1/600,setpts=(N+lt(2\\,N)*(N-2)*1.5)/30/TB+60.5"
    ffmpeg(
        *pattern("30", 8), *tone(0.8), "-vf", times, "-enc_time_base", "1/600", "-fps_mode", "passthrough", *X264, path
    )
    clip = read_clip(path)
    assert clip.variable and clip.start == Fraction(1, 10)
    done(clip, tmp_path / "out.mp4")
    result = read_clip(tmp_path / "out.mp4")
    assert [frame.time for frame in frames_of(result)] == [frame.time for frame in frames_of(clip)]
    assert (result.start, result.duration) == (clip.start, clip.duration)


def test_a_turned_clip_comes_out_upright_and_is_not_turned_again(clip: Clip, tmp_path: Path) -> None:
    ffmpeg("-display_rotation", "90", "-i", clip.path, "-c", "copy", "-map", "0", tmp_path / "turned.mp4")
    turned = read_clip(tmp_path / "turned.mp4")
    done(turned, tmp_path / "out.mp4", lossless=True, draw=lambda _frame: None)
    result = read_clip(tmp_path / "out.mp4")
    assert result.size_wh == turned.size_wh == (48, 64)
    assert all(np.array_equal(a.picture, b.picture) for a, b in zip(frames_of(turned), frames_of(result), strict=True))
    assert b"displaymatrix" not in ffmpeg("-i", result.path, "-f", "ffmetadata", "-").lower()


@pytest.mark.parametrize("full", [False, True])
def test_range_and_colours_are_kept_and_tagged(full: bool, tmp_path: Path) -> None:
    picture = np.repeat(np.array([[0, 0, 0], [200, 60, 40], [90, 160, 220], [255, 255, 255]], np.uint8), 16, 0)
    span = "full" if full else "limited"
    ffmpeg(
        *("-i", from_pictures(tmp_path / "exact.mp4", [picture[None].repeat(32, 0)] * 2), "-vf"),
        f"scale=out_color_matrix=bt709:out_range={span},format=yuv420p,setparams=color_primaries=bt709:color_trc=bt709",
        *("-c:v", "libx264", "-qp", "0", tmp_path / "clip.mp4"),
    )
    clip = read_clip(tmp_path / "clip.mp4")
    done(clip, tmp_path / "out.mp4", draw=lambda _frame: None)
    result = read_clip(tmp_path / "out.mp4")
    assert result.colour == clip.colour and clip.colour.full == full and clip.colour.primaries == "bt709"
    shown = next(frames_of(result)).picture[16, 8::16].astype(int)
    assert np.abs(shown - picture[8::16]).max() <= 4


def test_hdr_comes_out_tagged_as_what_it_is_tone_mapped_to(tmp_path: Path) -> None:
    ffmpeg(
        *pattern(frames=2), "-vf",
        "format=yuv420p10le,setparams=color_primaries=bt2020:color_trc=smpte2084:colorspace=bt2020nc:range=tv",
        *("-c:v", "ffv1", tmp_path / "hdr.mkv"),
    )  # fmt: skip
    hdr = read_clip(tmp_path / "hdr.mkv")
    assert hdr.colour.hdr
    done(hdr, tmp_path / "out.mp4", draw=lambda _frame: None)
    colour = read_clip(tmp_path / "out.mp4").colour
    assert (colour.primaries, colour.transfer, colour.matrix, colour.full) == ("bt709", "bt709", "bt709", False)


def test_odd_sides_are_filled_up_by_their_last_row_and_column(tmp_path: Path) -> None:
    picture = np.full((17, 33, 3), 120, np.uint8)
    odd = read_clip(from_pictures(tmp_path / "odd.mkv", [picture] * 2))
    done(odd, tmp_path / "out.mp4", draw=lambda _frame: None)
    result = read_clip(tmp_path / "out.mp4")
    assert result.size_wh == (34, 18)
    assert np.abs(next(frames_of(result)).picture.astype(int) - 120).max() <= 2
    done(odd, tmp_path / "exact.mp4", lossless=True, draw=lambda _frame: None)
    assert read_clip(tmp_path / "exact.mp4").size_wh == (33, 17)


def test_sound_that_the_container_forbids_is_recoded_and_stays_as_long(tmp_path: Path) -> None:
    ffmpeg(*pattern(frames=5), *tone(0.2), *X264, "-c:a", "libvorbis", tmp_path / "vorbis.mkv")
    clip = read_clip(tmp_path / "vorbis.mkv")
    assert joining.recoded(clip, ".mp4", ()) == (0,) and joining.recoded(clip, ".mkv", ()) == ()
    done(clip, tmp_path / "out.mp4")
    done(clip, tmp_path / "out.mkv")
    assert (read_clip(tmp_path / "out.mp4").sounds, read_clip(tmp_path / "out.mkv").sounds) == (("aac",), ("vorbis",))


def _stop_at(number: int) -> object:
    def watch(step: Step) -> None:
        if step.frame.number == number:
            raise Cancelled

    return watch


def test_cancel_keeps_what_is_done_and_the_same_job_goes_on_to_the_same_result(clip: Clip, tmp_path: Path) -> None:
    done(clip, tmp_path / "whole.mp4")
    job = ClipJob(clip, tmp_path / "out.mp4", {"edit": "dimmed"})
    run = ClipRun(job, dimmed)
    with pytest.raises(Cancelled):
        run.run(silent, _stop_at(7))  # type: ignore[arg-type]
    assert not job.output.exists() and len(run.parts.done) == 1
    run.keep(tmp_path / "so far.mp4", silent)
    assert read_clip(tmp_path / "so far.mp4").frames == 5

    drawn: list[int] = []

    def noted(frame: Frame) -> Picture | None:
        drawn.append(frame.number)
        return dimmed(frame)

    again = ClipRun(job, noted)
    kept = again.parts.done[0].path.stat().st_mtime_ns
    assert again.resumed == Fraction(4 * 1001, 30000)
    again.run(silent, lambda step: drawn.append(-1) if step.frame.number == 5 else None)
    assert drawn.index(-1) == 6 and drawn[:5] == [0, 1, 2, 3, 4]  # what draws sees a little of what came before
    assert kept and job.output.read_bytes() == (tmp_path / "whole.mp4").read_bytes()
    assert again.counts == {"frames": 12, "edited": 9, "lost": 3, "skipped": 0, "cut": 0, "lost_at": [[0.1, 0.167]]}
    assert not job.folder.exists()


KILLED = """
import os, signal, sys
from pathlib import Path
from ganeditor.batch import clip as room
from ganeditor.progress import silent
from ganeditor.project.clips.clip import read_clip
room.PART_FRAMES = 5
def draw(frame):
    if frame.number == 8:
        os.kill(os.getpid(), signal.SIGKILL)
    return None if frame.number in (3, 4, 5) else frame.picture // 2
job = room.ClipJob(read_clip(Path(sys.argv[1])), Path(sys.argv[2]), {"edit": "dimmed"})
room.ClipRun(job, draw).run(silent)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_after_a_kill_the_same_job_goes_on_at_the_first_part_that_is_not_finished(clip: Clip, tmp_path: Path) -> None:
    output = tmp_path / "out.mp4"
    killed = subprocess.run([sys.executable, "-c", KILLED, str(clip.path), str(output)], check=False)
    assert killed.returncode == -signal.SIGKILL and not output.exists()
    run = ClipRun(ClipJob(clip, output, {"edit": "dimmed"}), dimmed)
    assert len(run.parts.done) == 1
    run.run(silent)
    done(clip, tmp_path / "whole.mp4")
    assert output.read_bytes() == (tmp_path / "whole.mp4").read_bytes()


def test_parts_of_another_edit_or_of_a_clip_that_has_changed_are_not_taken(clip: Clip, tmp_path: Path) -> None:
    copy = tmp_path / "clip.mp4"
    copy.write_bytes(clip.path.read_bytes())

    def stopped(what: str) -> ClipRun:
        run = ClipRun(ClipJob(read_clip(copy), tmp_path / "out.mp4", {"edit": what}), dimmed)
        found = run.resumed
        with pytest.raises(Cancelled):
            run.run(silent, _stop_at(7))  # type: ignore[arg-type]
        run.resumed = found
        return run

    assert stopped("a").resumed is None
    assert stopped("a").resumed is not None
    assert stopped("b").resumed is None
    os.utime(copy, ns=(0, 0))
    assert stopped("b").resumed is None


def test_a_result_that_came_out_wrong_is_not_called_done_and_its_parts_stay(
    clip: Clip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = joining.stream
    monkeypatch.setattr(joining, "stream", lambda parts: stream(parts[:-1]))
    job = ClipJob(clip, tmp_path / "out.mp4", {"edit": "dimmed"})
    with pytest.raises(ClipError, match="10 of 12 frames can be played"):
        ClipRun(job, dimmed).run(silent)
    assert not job.output.exists() and len(list(job.folder.glob("*.mp4"))) == 3
    monkeypatch.setattr(joining, "stream", stream)
    ClipRun(job, dimmed).run(silent)
    assert job.output.exists() and not job.folder.exists()


def test_what_cannot_be_done_is_said_in_one_sentence(clip: Clip, tmp_path: Path) -> None:
    with pytest.raises(ClipError, match="can't be written as a video"):
        done(clip, tmp_path / "out.gif")
    with pytest.raises(ClipError, match="is the clip itself"):
        done(clip, clip.path)
    with pytest.raises(EditError, match="all its frames are cut"):
        done(clip, tmp_path / "out.mp4", cuts=_spans(("0", "9")))
    with pytest.raises(EditError, match="keeps its size"):
        done(clip, tmp_path / "out.mp4", draw=lambda frame: frame.picture[:24])


def test_steps_tell_speed_and_time_left_and_a_pause_is_not_counted(clip: Clip, tmp_path: Path) -> None:
    steps: list[Step] = []
    ClipRun(ClipJob(clip, tmp_path / "out.mp4", {}), dimmed).run(silent, steps.append)
    assert [step.frame.number for step in steps] == list(range(FRAMES))
    assert steps[-1].seconds_left == 0 and all(step.rate > 0 for step in steps)
    fractions = [step.fraction for step in steps]
    assert fractions == sorted(fractions) and fractions[0] == 0 and fractions[-1] < 1
    assert steps[0].seconds_left == pytest.approx(11 / steps[0].rate)


def test_samples_are_spread_over_the_clip(clip: Clip) -> None:
    assert [frame.number for frame in samples_of(clip, 4)] == [2, 5, 8, 11]
    assert [frame.number for frame in samples_of(clip, 99)] == list(range(FRAMES))
    times = {frame.number: frame.time for frame in frames_of(clip)}
    assert all(times[frame.number] == frame.time for frame in samples_of(clip, 4))


def test_ranges_are_read_as_people_write_them() -> None:
    assert range_of("0:10-0:12.5") == Range(Fraction(10), Fraction("12.5"))
    assert range_of("75-1:02:03") == Range(Fraction(75), Fraction(3723))
    assert (written(Fraction("12.5")), written(3723.04)) == ("0:12.5", "1:02:03.0")
    for wrong in ("5", "8-5", "a-b", "1:2:3:4-9", "5-5"):
        with pytest.raises(EditError):
            range_of(wrong)
    with pytest.raises(EditError, match="is not a time"):
        seconds("soon")
    overlapping = _spans(("3", "5"), ("1", "2"), ("4", "6"))
    assert united(overlapping) == _spans(("1", "2"), ("3", "6"))
    assert [without(united(overlapping), Fraction(time)) for time in (1, 2, 4, 7)] == [1, 1, 2, 3]


def test_the_plan_is_plain(clip: Clip, tmp_path: Path) -> None:
    plan = ClipJob(clip, tmp_path / "out.mp4", {"edit": 1}, skips=_spans(("1", "2"))).plan()
    assert json.loads(json.dumps(plan)) == plan
