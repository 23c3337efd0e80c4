"""The command line end to end: the main job, the queue, and everything that can be wrong with the input."""

import errno
import io
import json
import os
import shutil
import struct
import subprocess
import sys
import zlib

import numpy as np
import pytest
import tifffile
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from ganeditor.cli import build_parser, demo, options
from ganeditor.engine.cache import read_inversion
from ganeditor.opencv import cv2
from ganeditor.project.picture import read_picture

FAST = ["--steps", "3"]
pytestmark = pytest.mark.usefixtures("one_editor")


def test_edit_changes_the_face_and_nothing_else(run, photo, astronaut):
    code, out, _err = run("edit", photo, "--set", "age=+30", "--set", "smile=-0.5", *FAST)
    target = photo.with_name("astronaut_edited.png")
    assert code == 0 and str(target) in out
    edited = np.asarray(Image.open(target))
    changed = (edited != astronaut).any(2)
    rows, columns = np.flatnonzero(changed.any(1)), np.flatnonzero(changed.any(0))
    assert changed.any() and rows[0] > 40 and rows[-1] < 200 and columns[0] > 150 and columns[-1] < 300


def test_without_changes_the_pixels_are_equal(run, photo, astronaut):
    assert run("edit", photo, "--keep", "glasses", *FAST)[0] == 0
    assert run("edit", photo, "--set", "age=0", "--mode", "generated", *FAST)[0] == 0
    for name in ("astronaut_edited.png", "astronaut_edited-2.png"):
        np.testing.assert_array_equal(np.asarray(Image.open(photo.with_name(name))), astronaut)


def test_every_option_of_an_edit(run, photo, tmp_path):
    report = tmp_path / "report.json"
    arguments = [
        "--set",
        "gender=1",
        "--keep",
        "age,glasses",
        "--layers",
        "male=0-6",
        "--mode",
        "generated",
        "--hair-greys",
    ]
    target = tmp_path / "out.jpg"
    code, _out, _err = run(
        "edit", photo, *arguments, "-o", target, "--quality", "80", "--strip", "--report", report, *FAST
    )
    assert code == 0
    told = json.loads(report.read_text())
    (row,) = told["photos"]
    assert told["model"] == "face-256" and row["status"] == "done" and row["output"] == str(target)
    assert told["edits"]["hair_greys"] is True
    assert told["edits"]["amounts"] == {"male": 1.0} and told["edits"]["layers"] == {"male": [0, 6]}
    (face,) = row["faces"]
    assert 0 < face["identity"]["distance"] < 1.5 and face["identity"]["limit"] == 0.6
    assert 0 < face["reconstruction"]["mse"] < 0.2 and face["readings"]["age"]["natural"] > 10


def test_existing_files_are_never_overwritten_unless_told(run, refused, photo, tmp_path):
    target = tmp_path / "there.png"
    target.write_bytes(b"precious")
    assert "there already" in refused("edit", photo, "--set", "age=5", "-o", target, *FAST)
    assert target.read_bytes() == b"precious"
    assert run("edit", photo, "--set", "age=5", "-o", target, "--overwrite", *FAST)[0] == 0
    assert Image.open(target).size == (512, 512)


def test_a_folder_is_a_queue_that_goes_on(run, photo, tmp_path):
    inbox, outbox = tmp_path / "in", tmp_path / "out"
    (inbox / "Größe 写真").mkdir(parents=True)
    shutil.copy(photo, inbox / "Größe 写真" / "ä.png")
    (inbox / "broken.jpg").write_text("not a photo")
    Image.new("RGB", (64, 64)).save(inbox / "blank.png")
    (inbox / "notes.txt").write_text("ignored")
    report = tmp_path / "r.json"
    code, out, _err = run("edit", inbox, "--set", "age=10", "-o", outbox, "--report", report, *FAST)
    assert code == 1 and "1 of 3 photos done" in out
    assert [path.relative_to(outbox).as_posix() for path in outbox.rglob("*.*")] == ["Größe 写真/ä.png"]
    rows = {row["source"].rsplit(os.sep, 1)[1]: row for row in json.loads(report.read_text())["photos"]}
    assert [rows[name]["status"] for name in ("ä.png", "broken.jpg", "blank.png")] == ["done", "failed", "failed"]
    assert "broken.jpg" in rows["broken.jpg"]["error"] and "No face" in rows["blank.png"]["error"]


def test_invert_writes_latents_picture_and_figures(run, refused, photo, tmp_path):
    code, out, _err = run("invert", photo, "-o", tmp_path / "new", *FAST)
    assert code == 0 and "MSE" in out and "identity distance" in out
    assert read_inversion(tmp_path / "new" / "astronaut.safetensors").ws.shape == (14, 512)
    assert Image.open(tmp_path / "new" / "astronaut.png").size == (512, 256)
    told = json.loads((tmp_path / "new" / "astronaut.json").read_text())
    assert {"mse", "psnr", "ssim", "perceptual"} == set(told["reconstruction"])
    assert told["identity"]["distance"] > 0 and told["inversion"]["seconds"] >= 0
    assert "already exists" in refused("invert", photo, "-o", tmp_path / "new", *FAST)


def test_faces_as_table_and_json(run, photo, tmp_path, astronaut):
    code, out, _err = run("faces", photo)
    assert code == 0 and "1 face" in out
    two = tmp_path / "two.png"
    Image.fromarray(np.hstack([astronaut, astronaut])).save(two)
    rows = json.loads(run("faces", "--json", two)[1])
    assert [row["face"] for row in rows] == [1, 2] and len(rows[0]["landmarks"]) == 68


def test_faces_goes_on_after_a_broken_file(run, photo, tmp_path):
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"no picture")
    code, out, err = run("faces", broken, photo)
    assert code == 1 and "astronaut.png: 1 face" in out and "passed over" in err and "broken.jpg" in err
    code, out, _err = run("faces", "--json", broken, photo)
    first, second = json.loads(out)
    assert code == 1 and "broken.jpg" in first["error"] and second["landmarks"]


def test_faces_too_small_to_edit_are_counted(run, tmp_path, astronaut):
    crowd = astronaut.copy()
    crowd[:30, :40] = np.asarray(Image.fromarray(astronaut[:220, 110:340]).resize((40, 38)))[:30]
    Image.fromarray(crowd).save(tmp_path / "crowd.png")
    code, out, err = run("faces", tmp_path / "crowd.png")
    assert code == 0 and "crowd.png: 1 face\n" in out
    assert "crowd.png: 1 more face is too small to edit: less than 8 pixels between the eyes." in err


def test_attributes_models_and_doctor(run):
    assert "age" in run("attributes")[1]
    assert "face-256" in run("models", "list")[1]
    assert "reproduced" in run("models", "verify")[1]
    code, out, _err = run("doctor")
    assert code == 0 and "torch" in out and "Model face-256" in out and "fan-sfd" in out


def test_demo_writes_what_it_says(run, tmp_path):
    folder = tmp_path / "demo"
    code, out, _err = run("demo", "-o", folder, "--frames", "3", *FAST)
    assert code == 0
    names = {path.name for path in folder.iterdir()}
    assert names == {f"{name}.png" for name in ("original", "before-after", "close-ups", *demo.EDITS)} | {"ageing.gif"}
    assert all(name in out for name in names)
    with Image.open(folder / "ageing.gif") as gif:
        assert gif.n_frames == 4 and gif.info["duration"] == 150 and gif.info["loop"] == 0


def write_kinds(folder, astronaut):
    """The same photo in every kind of pixels a file can hold."""
    image = Image.fromarray(astronaut)
    alpha = Image.fromarray((np.indices((512, 512)).sum(0) % 256).astype(np.uint8))
    image.putalpha(alpha)
    image.save(folder / "rgba.png")
    image.convert("L").save(folder / "grey.png")
    image.convert("RGB").convert("CMYK").save(folder / "cmyk.tif")
    image.convert("RGB").quantize(200).save(folder / "palette.png")
    random = np.random.default_rng(0).integers(0, 200, astronaut.shape, np.uint16)
    deep = astronaut.astype(np.uint16) * 256 + random
    cv2.imwrite(str(folder / "deep.png"), deep[..., ::-1])
    tifffile.imwrite(folder / "deep.tif", deep, photometric="rgb")


@pytest.mark.parametrize("kind", ["rgba.png", "grey.png", "cmyk.tif", "palette.png", "deep.png", "deep.tif"])
def test_neutral_is_exact_and_edits_stay_in_the_face_in_every_kind_of_file(run, tmp_path, astronaut, kind):
    write_kinds(tmp_path, astronaut)
    source = tmp_path / kind
    before = read_picture(source)
    outputs = []
    for changes in ([], ["--set", "age=30"]):
        output = tmp_path / f"out{len(outputs)}{source.suffix}"
        assert run("edit", source, *changes, "-o", output, *FAST)[0] == 0
        outputs.append(read_picture(output).pixels)
    neutral, edited = outputs
    np.testing.assert_array_equal(neutral, before.pixels)
    assert edited.dtype == before.pixels.dtype and edited.shape == before.pixels.shape
    changed = (edited != before.pixels).any(2)
    assert changed[60:180, 170:280].mean() > 0.3
    changed[40:200, 150:300] = False
    assert not changed.any()


def test_a_folder_without_output_gets_a_sister_folder(run, photo, tmp_path):
    inbox = tmp_path / "in"
    inbox.mkdir()
    shutil.move(photo, inbox)
    for _again in range(2):
        assert run("edit", inbox, "--set", "age=10", *FAST)[0] == 0
    names = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.png"))
    assert names == ["in/astronaut.png", "in_edited/astronaut.png", "in_edited/astronaut_edited.png"]


# --- bad input ------------------------------------------------------------------------------------------------------


def png_header(width: int, height: int) -> bytes:
    """A PNG that claims a size and has no pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def truncated_jpeg(astronaut) -> bytes:
    stream = io.BytesIO()
    Image.fromarray(astronaut).save(stream, "JPEG")
    return stream.getvalue()[:9000]


def animated_gif() -> bytes:
    stream = io.BytesIO()
    frames = [Image.new("RGB", (32, 32), colour) for colour in ("red", "blue")]
    frames[0].save(stream, "GIF", save_all=True, append_images=frames[1:])
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("blank.png", "No face was found"),
        ("one.png", "No face was found"),
        ("text.jpg", "text.jpg"),
        ("cut.jpg", "cut.jpg"),
        ("bomb.png", "300"),
        ("moving.gif", "animation"),
        ("empty.png", "empty.png"),
        ("missing.png", "missing.png"),
    ],
)
def test_bad_photos(refused, tmp_path, astronaut, name, said):
    path = tmp_path / name
    if name == "blank.png":
        Image.new("RGB", (200, 100), "grey").save(path)
    elif name == "one.png":
        Image.new("RGB", (1, 1)).save(path)
    elif name != "missing.png":
        path.write_bytes(
            {
                "text.jpg": b"hello",
                "cut.jpg": truncated_jpeg(astronaut),
                "bomb.png": png_header(20000, 15000),
                "moving.gif": animated_gif(),
                "empty.png": b"",
            }[name]
        )
    before = set(tmp_path.iterdir())
    sentence = refused("edit", path, "--set", "age=5", *FAST)
    assert said in sentence and str(path) in sentence
    assert set(tmp_path.iterdir()) == before  # nothing lost, nothing half-written


def test_forty_faces_ask_for_a_choice(run, refused, tmp_path, astronaut):
    path = tmp_path / "group.png"
    Image.fromarray(np.vstack([np.hstack([astronaut[30:210, 130:330]] * 8)] * 5)).save(path)
    said = refused("edit", path, "--set", "age=5", *FAST)
    assert (
        "40 faces were found" in said
        and "choose one, 1 to 40 from the left, or all. (--face N|all|largest|like:FILE|person:NAME)" in said
    )
    assert run("edit", path, "--set", "age=30", "--face", "7", "--steps", "0")[0] == 0


def test_all_faces_of_a_group(run, tmp_path, astronaut):
    path, head = tmp_path / "group.png", astronaut[30:210, 130:330]
    Image.fromarray(np.hstack([head, head, head])).save(path)
    assert run("edit", path, "--set", "age=30", "--face", "all", "--steps", "0")[0] == 0
    changed = (np.asarray(Image.open(tmp_path / "group_edited.png")) != np.asarray(Image.open(path))).any((0, 2))
    assert all(changed[start : start + 200].any() for start in (0, 200, 400))


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("--set=wings=1", "no attribute 'wings'; this model has"),
        ("--set=smile=nan", "smile=nan is out of range; give -3 to +3"),
        ("--set=smile=99", "out of range"),
        ("--set=age=inf", "out of range"),
        ("--keep=wings", "no attribute 'wings' to keep"),
        ("--layers=yaw=3-40", "the model has layers 0 to 13"),
        ("--face=9", "no face '9'"),
    ],
)
def test_bad_edits(refused, photo, option, said):
    assert said in refused("edit", photo, "--set", "age=5", option, *FAST)


def test_files_may_stand_between_options():
    for line in ("train dcgan pictures --side 32", "train dcgan --side 32 pictures", "train --side 32 dcgan pictures"):
        args = build_parser().parse_args(line.split())
        assert (args.task, str(args.pictures_in), args.side) == ("dcgan", "pictures", 32)
    args = build_parser().parse_args(["edit", "a.jpg", "--steps", "0", "b.jpg"])
    assert [path.name for path in args.photos] == ["a.jpg", "b.jpg"]
    args = build_parser().parse_args(["edit", "--steps", "0", "--", "-a.jpg"])
    assert [path.name for path in args.photos] == ["-a.jpg"]


@pytest.mark.parametrize(
    "arguments", [["--set", "age"], ["--set", "age=x"], ["--layers", "yaw"], ["--steps", "-1"], ["--nonsense"]]
)
def test_wrong_usage_is_exit_code_2(run, photo, arguments):
    assert run("edit", photo, *arguments)[0] == 2
    assert run("edit")[0] == 2


def test_places_that_cannot_be_written(refused, photo, tmp_path, monkeypatch):
    assert "/proc" in refused("edit", photo, "--set", "age=5", "-o", "/proc/x.png", *FAST)
    assert "report" in refused("edit", photo, "--set", "age=5", "--report", tmp_path / "no" / "r.json", *FAST)
    before = set(tmp_path.iterdir())

    def full(*_args, **_kwargs):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    sentence = refused("edit", photo, "--set", "age=5", *FAST)
    assert "astronaut_edited.png" in sentence and set(tmp_path.iterdir()) == before


def test_links(run, refused, photo, tmp_path, astronaut):
    link, dangling = tmp_path / "link.png", tmp_path / "dangling.png"
    link.symlink_to(photo)
    dangling.symlink_to(tmp_path / "nowhere.png")
    assert run("edit", link, "--set", "age=5", *FAST)[0] == 0
    assert "dangling.png" in refused("edit", dangling, "--set", "age=5", *FAST)
    assert "there already" in refused("edit", photo, "--set", "age=5", "-o", dangling, *FAST)
    np.testing.assert_array_equal(np.asarray(Image.open(photo)), astronaut)


@pytest.mark.real_editor
def test_missing_and_altered_packs(refused, photo, pack, tmp_path):
    assert "no model 'nothing'" in refused("edit", photo, "--set", "age=5", "--model", "nothing", *FAST)
    copy = tmp_path / "copy"
    shutil.copytree(pack, copy)
    (copy / "latents.safetensors").write_bytes(b"x" * (copy / "latents.safetensors").stat().st_size)
    assert "was altered" in refused("edit", photo, "--set", "age=5", "--model", copy, *FAST)
    assert "was altered" in refused("models", "verify", copy)


@pytest.mark.real_editor
def test_machine_options(refused, photo):
    assert "no device 'tpu'" in refused("edit", photo, "--set", "age=5", "--device", "tpu", *FAST)
    assert "no face detector" in refused("edit", photo, "--set", "age=5", "--detector", "x", *FAST)


def test_the_window_without_a_screen_says_what_to_do(refused, monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    assert "no screen" in refused() and "no screen" in refused("gui", "x.jpg")


def test_interrupt_stops_cleanly(run, photo, tmp_path, monkeypatch):
    def interrupt(*_args):
        raise KeyboardInterrupt

    monkeypatch.setattr("ganeditor.engine.editor.invert", interrupt)
    before = set(tmp_path.iterdir())
    code, _out, err = run("edit", photo, "--set", "age=5", "--seed", "12345", *FAST)
    assert code == 130 and "Traceback" not in err and set(tmp_path.iterdir()) == before


def test_as_a_program(tmp_path):
    """A real process: no traceback reaches the person."""
    result = subprocess.run(
        [sys.executable, "-m", "ganeditor", "models", "info", str(tmp_path / "none")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1 and "none" in result.stderr and "Traceback" not in result.stderr


@given(st.text(max_size=30))
def test_any_text_as_a_value_is_parsed_or_refused(text):
    import argparse

    for parse in (options.amount, options.layer_range, options.whole(0, 9), options.steps):
        try:
            parse(text)
        except argparse.ArgumentTypeError as error:
            assert text in str(error)


@given(st.sampled_from(["age", "smile"]), st.floats(-1e6, 1e6))
def test_amounts_round_trip(name, value):
    assert options.amount(f"{name}={value!r}") == (name, value)
