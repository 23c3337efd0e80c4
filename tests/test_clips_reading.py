"""Reading video: what a clip is said to be, and its frames with their times."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from small_clips import X264, ffmpeg, from_pictures, pattern, tone

from ganeditor.errors import ClipError
from ganeditor.project.clips.clip import read_clip
from ganeditor.project.clips.frames import frames_of


@pytest.fixture(scope="module")
def clip_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Seven frames at 30000/1001 with two sound tracks."""
    path = tmp_path_factory.mktemp("clips") / "clip.mp4"
    ffmpeg(*pattern("30000/1001", 7), *tone(), *tone(hertz=880), "-map", "0", "-map", "1", "-map", "2", *X264, path)
    return path


def test_a_clip_says_what_is_in_it(clip_path: Path) -> None:
    clip = read_clip(clip_path)
    assert (clip.size_wh, clip.rate, clip.variable) == ((64, 48), Fraction(30000, 1001), False)
    assert (clip.frames, clip.duration, clip.start) == (7, Fraction(7 * 1001, 30000), 0)
    assert clip.sounds == ("aac", "aac")
    assert not clip.colour.full and not clip.colour.wide and clip.colour.bits == 8


def test_a_rate_stays_rational_in_every_frame_also_where_the_file_counts_milliseconds(
    clip_path: Path, tmp_path: Path
) -> None:
    ffmpeg("-i", clip_path, "-c", "copy", "-map", "0:v", tmp_path / "clip.mkv")
    for path in (clip_path, tmp_path / "clip.mkv"):
        frames = list(frames_of(read_clip(path)))
        assert [frame.time for frame in frames] == [Fraction(1001 * number, 30000) for number in range(7)]
        assert [frame.number for frame in frames] == list(range(7))


def test_frames_from_a_time_on_are_the_same_frames(clip_path: Path) -> None:
    clip = read_clip(clip_path)
    frames = list(frames_of(clip))
    for begin, first in ((frames[3].time, 3), (frames[3].time + clip.tick, 4), (Fraction(9), 7)):
        later = list(frames_of(clip, begin))
        assert [(frame.number, frame.time) for frame in later] == [(f.number, f.time) for f in frames[first:]]
        assert all(np.array_equal(a.picture, b.picture) for a, b in zip(later, frames[first:], strict=True))


def test_a_clip_is_turned_upright_once_with_its_sides_swapped(tmp_path: Path) -> None:
    picture = np.zeros((16, 32, 3), np.uint8)
    picture[:8, :16] = 255, 0, 0  # upper left
    picture[8:, 16:] = 0, 0, 255
    ffmpeg(
        "-display_rotation",
        "90",
        "-i",
        from_pictures(tmp_path / "lying.mp4", [picture]),
        "-c",
        "copy",
        tmp_path / "turned.mp4",
    )
    clip = read_clip(tmp_path / "turned.mp4")
    assert clip.size_wh == (16, 32)
    (frame,) = frames_of(clip)
    assert np.array_equal(frame.picture, np.rot90(picture))


def test_pixels_that_are_not_square_are_shown_at_their_width(tmp_path: Path) -> None:
    ffmpeg(*pattern(frames=1), "-vf", "setsar=4/3", *X264, tmp_path / "wide.mp4")
    ffmpeg(*pattern(frames=1), "-vf", "setsar=3/4", *X264, tmp_path / "high.mp4")
    clip = read_clip(tmp_path / "wide.mp4")
    assert clip.size_wh == (86, 48)
    assert next(frames_of(clip)).picture.shape == (48, 86, 3)
    assert read_clip(tmp_path / "high.mp4").size_wh == (64, 64)


def test_a_variable_rate_keeps_its_times(tmp_path: Path) -> None:
    path = tmp_path / "variable.mp4"
    times = "settb=1/600,setpts=(N+lt(2\\,N)*(N-2)*1.5)/30/TB+0.5"
    ffmpeg(*pattern("30", 6), "-vf", times, "-enc_time_base", "1/600", "-fps_mode", "passthrough", *X264, path)
    clip = read_clip(path)
    assert clip.variable
    expected = [Fraction(n, 30) + (Fraction(n - 2, 20) if n > 2 else 0) for n in range(6)]
    assert [frame.time for frame in frames_of(clip)] == expected


@pytest.mark.parametrize("full", [False, True])
def test_limited_and_full_range_mean_the_same_picture(full: bool, tmp_path: Path) -> None:
    picture = np.repeat(np.array([0, 60, 128, 255], np.uint8), 8)[None, :, None].repeat(16, 0).repeat(3, 2)
    span = "full" if full else "limited"
    ffmpeg(
        *("-i", from_pictures(tmp_path / "exact.mp4", [picture]), "-vf"),
        f"scale=out_color_matrix=bt709:out_range={span},format=yuv420p",
        *("-c:v", "libx264", "-qp", "0", tmp_path / "clip.mp4"),
    )
    clip = read_clip(tmp_path / "clip.mp4")
    assert clip.colour.full == full and clip.colour.matrix == "bt709"
    assert np.abs(next(frames_of(clip)).picture.astype(int) - picture).max() <= 2


def _pq(nits: float) -> float:
    """SMPTE ST 2084, the share of the code range for a light."""
    y = (nits / 10_000) ** (2610 / 16384)
    return float(((3424 / 4096 + 2413 / 128 * y) / (1 + 2392 / 128 * y)) ** (2523 / 32))


@pytest.mark.parametrize("transfer", ["smpte2084", "arib-std-b67"])
def test_hdr_is_tone_mapped_and_not_washed_out(transfer: str, tmp_path: Path) -> None:
    lights = (0.0, 26.0, 203.0, 1000.0)  # nits: black, grey card, a white page, a lamp
    shares = [_pq(nits) for nits in lights] if transfer == "smpte2084" else [0.0, 0.38, 0.75, 1.0]
    row = np.repeat([round(64 + 876 * share) for share in shares], 16).astype("<u2")
    planes = np.stack([row[None].repeat(16, 0), *(np.full((16, 64), 512, "<u2"),) * 2])
    (tmp_path / "raw").write_bytes(planes.tobytes())
    ffmpeg(
        *("-f", "rawvideo", "-pix_fmt", "yuv444p10le", "-s", "64x16", "-i", tmp_path / "raw"),
        *("-vf", f"setparams=color_primaries=bt2020:color_trc={transfer}:colorspace=bt2020nc:range=tv"),
        *("-c:v", "ffv1", tmp_path / "hdr.mkv"),
    )
    clip = read_clip(tmp_path / "hdr.mkv")
    assert clip.colour.hdr and clip.colour.bits == 10
    black, grey, page, lamp = next(frames_of(clip)).picture[8, 8::16].mean(1)
    assert black <= 1 and 95 <= grey <= 125 and 205 <= page <= 225 and 240 <= lamp <= 255


def test_what_is_no_clip_is_refused_in_one_sentence(clip_path: Path, tmp_path: Path) -> None:
    ffmpeg(*tone(), tmp_path / "sound.m4a")
    (tmp_path / "broken.mp4").write_bytes(clip_path.read_bytes()[:900])
    (tmp_path / "list.mp4").write_text(f"#EXTM3U\n#EXTINF:1,\nfile:{clip_path}\n")
    (tmp_path / "empty.mp4").touch()
    ffmpeg(*pattern(frames=1), *X264, "-bsf:v", "noise=drop=1", "-movflags", "empty_moov", tmp_path / "none.mp4")
    for name, said in (
        ("sound.m4a", "has sound and no picture"),
        ("broken.mp4", "is damaged or not a video"),
        ("list.mp4", "is damaged or not a video"),
        ("empty.mp4", "is empty"),
        ("none.mp4", "has no frame"),
        ("away.mp4", "There is no file"),
        ("", "is a folder"),
    ):
        with pytest.raises(ClipError, match=said) as refusal:
            read_clip(tmp_path / name)
        assert str(refusal.value).count(".\n") == 0 and str(refusal.value).endswith(".")


def test_frames_that_are_too_large_are_refused(clip_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ganeditor.project.clips.clip.MAX_PIXELS", 64 * 48 - 1)
    with pytest.raises(ClipError, match="64 × 48 pixels"):
        read_clip(clip_path)


def test_closing_the_frames_ends_ffmpeg(clip_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import subprocess

    started = []
    start = subprocess.Popen

    def noted(*arguments: object, **more: object) -> object:
        started.append(start(*arguments, **more))  # type: ignore[call-overload]
        return started[-1]

    clip = read_clip(clip_path)
    monkeypatch.setattr(subprocess, "Popen", noted)
    frames = frames_of(clip)
    next(frames)
    frames.close()  # type: ignore[attr-defined]
    assert started[0].poll() is not None
