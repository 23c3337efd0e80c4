"""Animations: what the frames show, how they are saved, and the commands."""

from itertools import pairwise

import imageio_ffmpeg
import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageSequence

from ganeditor.checkpoints import assembly
from ganeditor.checkpoints.packs.directions import made_for, with_directions
from ganeditor.engine.latent.generate import pictures, random_ws
from ganeditor.engine.latent.invert import InversionSettings
from ganeditor.engine.latent.walk import closed_walk, spherical, straight
from ganeditor.engine.morph import morph
from ganeditor.errors import EditError, PictureError
from ganeditor.progress import Cancelled
from ganeditor.project.animation.files import AnimationOptions, estimated_bytes, real_seconds, rounded, save_animation
from ganeditor.project.animation.tracks import (
    Timing,
    age_changes,
    coarse_first,
    identity_plot,
    labelled,
    playing_order,
    shares,
)


@settings(deadline=None, max_examples=20)
@given(st.integers(3, 6), st.integers(24, 120), st.integers(0, 99))
def test_a_walk_closes_and_keeps_its_speed(count, frames, seed):
    keys = np.random.default_rng(seed).normal(size=(count, 3, 40)).astype(np.float32)
    walk = closed_walk(keys, frames)
    assert walk.shape == (frames, 3, 40)
    steps = [np.linalg.norm(b - a) for a, b in pairwise([*walk, walk[0]])]
    assert np.std(steps) / np.mean(steps) < 0.1
    assert steps[-1] <= np.median(steps) * 1.1


def test_a_walk_comes_near_its_faces():
    keys = np.random.default_rng(1).normal(size=(4, 200)).astype(np.float32)
    walk = closed_walk(keys, 200)
    near = [np.linalg.norm(walk - key, axis=1).min() for key in keys]
    assert max(near) < 0.5 * np.linalg.norm(keys[0] - keys[1])
    with pytest.raises(EditError, match="does not move"):
        closed_walk(keys[:1], 10)


def test_lines_and_great_circles():
    a, b = np.array([2.0, 0, 0], np.float32), np.array([0, 4.0, 0], np.float32)
    np.testing.assert_allclose(straight(a, b, [0, 0.5, 1]), [a, [1, 2, 0], b])
    way = spherical(a, b, [0, 0.25, 0.5, 1])
    np.testing.assert_allclose(way[[0, 3]], [a, b], atol=1e-6)
    np.testing.assert_allclose(np.linalg.norm(way, axis=1), [2, 2.5, 3, 4], rtol=1e-5)
    np.testing.assert_allclose(np.degrees(np.arctan2(way[:, 1], way[:, 0])), [0, 22.5, 45, 90], atol=1e-3)
    assert np.isfinite(spherical(a, -a, [0.5])).all()


def test_shares_and_eases():
    assert shares(3) == [0, 0.5, 1]
    smooth = shares(11, "smooth")
    assert smooth[0] == 0 and smooth[-1] == 1 and smooth == sorted(smooth) and smooth[1] < 0.1
    assert age_changes(40, 20, 80, 4) == [-20, 0, 20, 40]
    with pytest.raises(EditError, match="2 to 2000"):
        shares(1)
    with pytest.raises(EditError, match="choose one of linear, smooth"):
        shares(3, "bounce")


@given(st.integers(1, 300))
def test_coarse_first_has_every_frame_once_and_spreads(frames):
    order = coarse_first(frames)
    assert sorted(order) == list(range(frames))
    if frames >= 32:
        first = sorted(order[: frames // 4 + 1])
        assert max(b - a for a, b in pairwise([*first, frames])) <= 16 * frames / 32


def test_playing_order():
    assert playing_order(4, False) == [0, 1, 2, 3]
    assert playing_order(4, True) == [0, 1, 2, 3, 2, 1]


def moving_frames(count=6, height=40, width=51):
    """A square that wanders over a still, noisy background."""
    background = np.random.default_rng(0).integers(0, 256, (height, width, 3), np.uint8)
    frames = []
    for index in range(count):
        frame = background.copy()
        frame[5:15, 4 * index : 4 * index + 10] = [250, 20 * index, 0]
        frames.append(frame)
    return frames


OPTIONS = AnimationOptions(Timing(seconds_per_frame=0.1))


def read_back(path):
    if path.suffix == ".mp4":
        reader = imageio_ffmpeg.read_frames(str(path))
        meta = next(reader)
        width, height = meta["size"]
        return [np.frombuffer(frame, np.uint8).reshape(height, width, 3) for frame in reader], meta["duration"]
    with Image.open(path) as image:
        frames, seconds = [], 0.0
        for frame in ImageSequence.Iterator(image):
            frames.append(np.asarray(frame.convert("RGB")))
            seconds += frame.info["duration"] / 1000
        return frames, seconds


@pytest.mark.parametrize("suffix", [".gif", ".webp", ".apng", ".mp4"])
@pytest.mark.parametrize("ping_pong", [False, True])
def test_files_read_back(tmp_path, suffix, ping_pong):
    frames, path = moving_frames(), tmp_path / f"a{suffix}"
    save_animation(frames, path, AnimationOptions(Timing(0.1, ping_pong)))
    found, seconds = read_back(path)
    order = playing_order(len(frames), ping_pong)
    assert len(found) == len(order) and seconds == pytest.approx(0.1 * len(order), abs=0.01)
    even = (40, 52, 3) if suffix == ".mp4" else (40, 51, 3)
    assert {frame.shape for frame in found} == {even}
    for frame, index in zip(found, order, strict=True):
        assert np.abs(frame[:40, :51].astype(int) - frames[index])[5:15].mean() < 45
        if suffix == ".apng":
            np.testing.assert_array_equal(frame, frames[index])


def test_a_gif_holds_still_where_the_picture_does(tmp_path):
    path = tmp_path / "a.gif"
    save_animation(moving_frames(), path, OPTIONS)
    found, _seconds = read_back(path)
    assert all(np.array_equal(frame[20:], found[0][20:]) for frame in found)
    with Image.open(path) as image:
        image.seek(3)
        x0, y0, x1, y1 = image.dispose_extent
        assert (x1 - x0) * (y1 - y0) < 40 * 51 / 2  # only the changed rectangle is stored


def test_equal_frames_are_counted_too(tmp_path):
    frame = moving_frames(1)[0]
    save_animation([frame] * 5, tmp_path / "a.gif", OPTIONS)
    assert len(read_back(tmp_path / "a.gif")[0]) == 5


def test_gif_loops_or_not_and_dithers_or_not(tmp_path):
    for name, timing, dither in (("once", Timing(0.1, loop=False), True), ("flat", Timing(0.1), False)):
        save_animation(moving_frames(), tmp_path / f"{name}.gif", AnimationOptions(timing, dither))
    assert "loop" not in Image.open(tmp_path / "once.gif").info
    assert Image.open(tmp_path / "flat.gif").info["loop"] == 0
    assert (tmp_path / "once.gif").read_bytes() != (tmp_path / "flat.gif").read_bytes()


def test_numbered_pictures(tmp_path):
    save_animation(moving_frames(3), tmp_path / "frames", OPTIONS)
    assert [path.name for path in sorted((tmp_path / "frames").iterdir())] == ["0001.png", "0002.png", "0003.png"]
    np.testing.assert_array_equal(np.asarray(Image.open(tmp_path / "frames" / "0002.png")), moving_frames(3)[1])
    with pytest.raises(PictureError, match="exists already"):
        save_animation(moving_frames(3), tmp_path / "frames", OPTIONS)


@pytest.mark.parametrize("name", ["a.gif", "a.webp", "a.apng", "a.mp4", "frames"])
def test_cancel_leaves_no_file(tmp_path, name):
    def stop(fraction, _text):
        if fraction > 0.3:
            raise Cancelled

    with pytest.raises(Cancelled):
        save_animation(moving_frames(10), tmp_path / name, OPTIONS, stop)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("suffix", [".gif", ".webp", ".apng", ".mp4"])
def test_the_estimate_is_in_the_right_region(tmp_path, suffix):
    frames, path = moving_frames(10), tmp_path / f"a{suffix}"
    save_animation(frames, path, OPTIONS)
    real = path.stat().st_size
    assert 0.4 * real < estimated_bytes(frames[:4], 10, suffix, OPTIONS) < 2.5 * real


def test_what_cannot_be_saved(tmp_path):
    with pytest.raises(PictureError, match=r"a\.avi can't be written as an animation; use \.gif, \.webp"):
        save_animation(moving_frames(), tmp_path / "a.avi", OPTIONS)
    with pytest.raises(EditError, match="one size"):
        save_animation([*moving_frames(1), *moving_frames(1, 20)], tmp_path / "a.gif", OPTIONS)
    assert rounded(0.083, ".gif").startswith("A frame is shown for 0.08 s and not for 0.083 s")
    assert (
        rounded(0.005, ".gif") and not rounded(0.08, ".gif") and not rounded(0.083, ".webp") and not rounded(0.0834, "")
    )
    assert real_seconds(0.083, ".gif") == pytest.approx(0.08) and real_seconds(0.0834, ".webp") == pytest.approx(0.083)


def test_labels_and_plots():
    frame = np.full((200, 200, 3), 90, np.uint8)
    marked = labelled(frame, "42")
    assert (marked != frame).any() and np.array_equal(marked[:150], frame[:150])
    red = np.array([0xCC, 0x33, 0x33])

    def reds(distances):
        chart = np.asarray(identity_plot(distances, ["20", "50", "80"], 0.6))
        return int((chart == red).all(2).sum())

    assert reds([0.1, 0.7, 0.2]) > reds([0.1, 0.2, 0.2]) + 20  # frames beyond the limit are marked


# --- with the bundled model -----------------------------------------------------------------------------------------


FAST = ["--steps", "5", "--frames", "4"]


def test_a_seed_gives_the_same_face_in_any_company(shared_editor):
    model = shared_editor.model
    alone, together = random_ws(model, [7]), random_ws(model, [3, 7])
    np.testing.assert_allclose(alone[0], together[1], atol=1e-5)
    images = pictures(model, together)
    assert images.shape == (2, 256, 256, 3) and (images[0] != images[1]).any()
    mean = random_ws(model, [1, 2], truncation_psi=0.0)
    np.testing.assert_allclose(mean[0], mean[1], atol=1e-6)


@pytest.mark.usefixtures("one_editor")
def test_ageing_keeps_the_background_and_ages(run, photo, tmp_path, astronaut):
    output = tmp_path / "age.apng"
    extra = [
        "--from",
        "20",
        "--to",
        "80",
        "--crop",
        "photo",
        "--plot",
        tmp_path / "p.png",
        "--report",
        tmp_path / "r.json",
    ]
    code, _out, err = run("animate", "age", photo, "-o", output, *extra, *FAST)
    assert code == 0, err
    frames, _seconds = read_back(output)
    assert len(frames) == 4 and frames[0].shape == (512, 512, 3)
    for frame in frames:
        np.testing.assert_array_equal(frame[220:], astronaut[220:])
    assert (frames[0] != frames[3]).any()
    assert (tmp_path / "p.png").exists() and "same_person" in (tmp_path / "r.json").read_text()


@pytest.mark.usefixtures("one_editor")
def test_a_neutral_frame_is_the_photo_and_the_face_alone_is_cut_out_of_it(
    run, photo, tmp_path, astronaut, shared_editor
):
    arguments = ["--attribute", "smile", "--from", "0", "--to", "2", *FAST]
    whole, alone = tmp_path / "whole", tmp_path / "alone"
    assert run("animate", "sweep", photo, "-o", whole, *arguments, "--crop", "photo").code == 0
    assert run("animate", "sweep", photo, "-o", alone, *arguments, "--crop", "face", "--size", "256").code == 0
    first, last = (np.asarray(Image.open(whole / f"000{number}.png")) for number in (1, 4))
    np.testing.assert_array_equal(first, astronaut)
    other = shared_editor.sibling()
    (face,) = other.set_photo(astronaut)
    np.testing.assert_array_equal(np.asarray(Image.open(alone / "0004.png")), other.aligned(face.id, last))


def test_a_direction_of_ones_own_is_held_still(run, photo, tmp_path, monkeypatch, editor):
    editor.model = with_directions(editor.model, [made_for(editor.model, "grin", torch.ones(512), 1.0, "test")])
    monkeypatch.setattr(assembly, "open_editor", lambda _options, _notify: editor)
    code, _out, err = run("animate", "sweep", photo, "-o", tmp_path / "out.gif", "--keep", "grin,glasses", *FAST)
    assert code == 0, err


@pytest.mark.usefixtures("one_editor")
def test_walks_are_deterministic(run, tmp_path):
    for name in ("a.apng", "b.apng"):
        assert run("animate", "walk", "--faces", 3, "--size", 64, "-o", tmp_path / name, "--frames", 5)[0] == 0
    assert (tmp_path / "a.apng").read_bytes() == (tmp_path / "b.apng").read_bytes()
    assert len(read_back(tmp_path / "a.apng")[0]) == 5


def test_a_morph_ends_with_the_photos_themselves(shared_editor, astronaut):
    ends = []
    for image in (astronaut, np.ascontiguousarray(astronaut[:, ::-1])):
        editor = shared_editor.sibling()
        (face,) = editor.set_photo(image)
        editor.invert(face.id, InversionSettings(steps=3))
        ends.append((editor, face.id))
    frames = morph(ends[0], ends[1], shares(3), 256)
    for frame, (editor, face) in ((frames[0], ends[0]), (frames[2], ends[1])):
        assert np.abs(frame.astype(int) - editor.crop(face)).max() <= 1
    assert np.abs(frames[1].astype(int) - frames[0]).mean() > 1


@pytest.mark.usefixtures("one_editor")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["age", "PHOTO", "--from", "0"], "age of 0 is out of range"),
        (["sweep", "PHOTO", "--attribute", "wings"], "no attribute 'wings'"),
        (["sweep", "PHOTO", "--to", "9"], "out of range"),
        (["age", "PHOTO", "--frame-time", "0"], "frame time"),
        (["age", "PHOTO", "--ease", "bounce"], "no ease 'bounce'"),
        (["morph", "PHOTO", "missing.png"], "missing.png"),
    ],
)
def test_bad_animations(refused, photo, tmp_path, arguments, said):
    before = set(tmp_path.iterdir())
    command = [photo if part == "PHOTO" else part for part in arguments]
    assert said in refused("animate", *command, "-o", tmp_path / "out.gif", *FAST)
    assert set(tmp_path.iterdir()) == before
