"""A group photo of made-up people, some with their eyes shut, and a folder with other shots of them."""

import json
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from ganeditor.batch.exemplars import Choice, Reason, Refusal
from ganeditor.batch.eyes import others_in, plans, survey
from ganeditor.cli import main, options
from ganeditor.engine.eyes.filling import Search, SearchSettings
from ganeditor.engine.faces.eyes import CLOSED
from ganeditor.engine.latent.generate import random_ws
from ganeditor.engine.stages import eyes as stage
from ganeditor.engine.tensors import to_image
from ganeditor.opencv import cv2
from ganeditor.progress import Cancelled, silent
from ganeditor.project.picture import read_picture

ANN, BEN, COY, DEE = 4, 5, 8, 1  # seeds of people whom dlib can tell apart
SHUT = -6.0  # deviations of eye_open


def people(model: Any) -> dict[tuple[int, bool], np.ndarray]:
    """Each person with eyes open and shut, but for the eyes the same picture [256, 256, 3]."""
    seeds = [ANN, BEN, COY, DEE]
    ws = torch.from_numpy(random_ws(model, seeds))
    with torch.no_grad():
        opened, shut = (
            to_image(model.generator.synthesis(ws + step * model.latents.directions["eye_open"]))
            for step in (0.0, SHUT)
        )
    mask = np.zeros(opened.shape[1:3], np.float32)
    for x, y in np.rint(np.array(model.template.points[:2]) * len(mask)).astype(int).tolist():
        cv2.ellipse(mask, (x, y), (38, 24), 0, 0, 360, 1.0, -1)
    mask = cv2.GaussianBlur(mask, (0, 0), 5)[..., None]
    closed = np.rint(opened + (shut.astype(np.float32) - opened) * mask).astype(np.uint8)
    return {(seed, is_open): (opened if is_open else closed)[n] for n, seed in enumerate(seeds) for is_open in (0, 1)}


@pytest.fixture(scope="module")
def burst(shared_editor: Any, tmp_path_factory: Any) -> Path:
    """group.png beside a folder of other shots."""
    faces = people(shared_editor.model)
    place = tmp_path_factory.mktemp("burst")
    shots = place / "shots"
    shots.mkdir()

    def write(path: Path, *row: tuple[int, bool]) -> None:
        Image.fromarray(np.hstack([faces[one] for one in row])).save(path)

    write(place / "group.png", (ANN, False), (BEN, False), (COY, True), (DEE, False))
    write(shots / "1.png", (BEN, False), (ANN, True))
    write(shots / "2.png", (COY, True), (BEN, True))
    (shots / "broken.jpg").write_bytes(b"\xff\xd8 nothing")
    return place


def test_everybody_gets_their_own_eyes(editor: Any, burst: Path) -> None:
    faces = editor.set_photo(read_picture(burst / "group.png").pixels)
    surveyed = survey(editor, others_in(burst / "shots", [], print), silent)
    assert len(surveyed.faces) == 4
    (failed,) = surveyed.failed
    assert "broken.jpg" in failed
    ann, ben, coy, dee = plans(editor, faces, surveyed, CLOSED)
    for plan, source, number in ((ann, "1.png", 2), (ben, "2.png", 2)):
        assert isinstance(plan.outcome, Choice)
        assert (plan.outcome.seen.photo.name, plan.outcome.seen.number) == (source, number)
        assert plan.row()["opened"] == ["left", "right"]
    assert coy.outcome == Refusal(Reason.OPEN)
    assert isinstance(dee.outcome, Refusal)
    assert dee.outcome.reason is Reason.NOBODY
    assert dee.row()["reason"] == "nobody in the other photos is this person"


def test_the_command_opens_all_eyes_and_reports(
    editor: Any, burst: Path, tmp_path: Path, monkeypatch: Any, capsys: Any
) -> None:
    monkeypatch.setattr(options, "open_editor", lambda _args: editor)
    monkeypatch.setattr(stage, "Search", partial(Search, settings=SearchSettings(steps=2)))
    group, shots, out, report = burst / "group.png", burst / "shots", tmp_path / "out.png", tmp_path / "report.json"
    command = ["eyes", str(group), "--from", str(shots), "-o", str(out), "--steps", "2", "--report", str(report)]
    assert main(command) == 0
    said = capsys.readouterr()
    assert "2 of 4 faces opened" in said.out
    assert "broken.jpg" in said.err
    ann, ben, coy, dee = json.loads(report.read_text("utf-8"))["faces"]
    assert (Path(ann["from"]).name, Path(ben["from"]).name) == ("1.png", "2.png")
    for row in (ann, ben):
        assert min(row["open_after"].values()) > CLOSED > max(row["open"].values())
    assert (coy["opened"], dee["opened"]) == ([], [])
    before, after = read_picture(group).pixels, read_picture(out).pixels
    changed = [np.any(one != other) for one, other in zip(np.split(before, 4, 1), np.split(after, 4, 1), strict=True)]
    assert changed == [True, True, False, False]


def test_a_folder_that_is_none_is_told(burst: Path, capsys: Any) -> None:
    assert main(["eyes", str(burst / "group.png"), "--from", str(burst / "group.png")]) == 1
    assert "--from FOLDER" in capsys.readouterr().err


def test_a_wish_for_one_face_and_a_folder_for_all_contradict(burst: Path, capsys: Any) -> None:
    assert main(["eyes", str(burst / "group.png"), "--from", str(burst / "shots"), "--open", "0.5"]) == 1
    assert "leave --like, --open and --gaze away" in capsys.readouterr().err


def test_a_survey_stops_when_it_is_told_to(editor: Any, burst: Path) -> None:
    told = []

    def progress(fraction: float, text: str) -> None:
        told.append((fraction, text))
        if text == "2.png":
            raise Cancelled

    with pytest.raises(Cancelled):
        survey(editor, others_in(burst / "shots", [], print), progress)
    assert told[-1] == (pytest.approx(1 / 3), "2.png")


def test_the_group_photo_itself_is_no_other_photo(burst: Path) -> None:
    found = others_in(burst, [burst / "shots" / ".." / "group.png"], print)
    assert [path.name for path in found] == ["1.png", "2.png", "broken.jpg"]
