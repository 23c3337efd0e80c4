"""What comes late, in another order or not at all: the window over workers that wait for the test."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from ui_fakes import HEIGHT, WIDTH, FakeLab, InlineJobs, fake_bench, running

from ganeditor.edits.latent import LatentEdit
from ganeditor.errors import UserError
from ganeditor.project.document import Set
from ganeditor.ui.features.animate.views import WALK, AnimationChoice
from ganeditor.ui.features.directions.views import MARKED, DiscoveryChoice, TrainingChoice
from ganeditor.ui.features.generate.views import GenerateChoice, Mix


@pytest.fixture
def jobs():
    return InlineJobs()


@pytest.fixture
def application(qapp, jobs):
    with running(qapp, jobs, fake_bench(("a", "b"))) as application:
        yield application
        assert not application.failures


def open_photo(application, folder: Path, name: str = "photo.png") -> object:
    Image.fromarray(np.full((HEIGHT, WIDTH, 3), 60, np.uint8)).save(folder / name)
    application.session.open_paths([folder / name])
    return application.session.photo


def smile(application, amount: float, face: str = "a") -> None:
    application.session.editing.apply(Set(face, LatentEdit({"smile": amount})), f"Smile {amount}")


# --- faces -----------------------------------------------------------------------------------------------------------


def test_an_inversion_that_nobody_wants_any_more_changes_nothing(application, jobs, tmp_path):
    jobs.held = {"invert"}
    photo = open_photo(application, tmp_path)
    application.session.finding.choose_face("a")
    jobs.work("invert", 1)
    application.session.finding.choose_face("b")
    jobs.deliver("invert", 1)
    assert (photo.faces["a"].finished, photo.inversion) == (False, None)
    jobs.do("invert", 1)
    assert (photo.faces["a"].finished, photo.faces["b"].finished) == (False, True)
    application.session.finding.choose_face("a")
    jobs.do("invert", 1)
    assert photo.faces["a"].finished


def test_an_inversion_ends_at_the_step_at_which_another_face_is_chosen(application, jobs, tmp_path):
    photo = open_photo(application, tmp_path)

    def choose_the_other() -> None:
        jobs.meanwhile.clear()
        application.session.finding.choose_face("b")

    jobs.meanwhile["invert", 1] = choose_the_other
    application.session.finding.choose_face("a")
    assert photo.developed.editor.refined == ["b"]
    assert photo.inversion is None
    assert not application.window._overlay.isVisible()


def test_a_guess_that_comes_after_another_choice_leaves_the_choice(application, jobs, tmp_path):
    photo = open_photo(application, tmp_path)
    jobs.held = {"guess"}
    application.session.finding.choose_face("a")
    application.session.finding.choose_face("b")
    jobs.work("guess", 1)
    jobs.work("guess", 1)
    jobs.deliver("guess", 1)
    jobs.deliver("guess", 1)
    assert photo.chosen == "b"
    assert photo.faces["b"].finished


# --- photos ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("done", [False, True], ids=["waiting", "done"])
def test_a_photo_is_closed_while_its_render_waits(application, jobs, tmp_path, done):
    application.session._questions.unsaved_answer = "discard"
    open_photo(application, tmp_path, "first.png")
    second = open_photo(application, tmp_path, "second.png")
    application.session.finding.choose_face("a")
    jobs.held, patches = {"render", "measure"}, []
    application.session.patched.connect(patches.append)
    smile(application, 1)
    if done:
        jobs.work("render", 2)
    application.session.close_photo()
    assert not [key for key in jobs.keys if key[1:] == (2,)]
    if done:
        jobs.deliver("render", 2)
    assert patches == []
    assert second not in application.session.photos.values()
    jobs.do("render", 1)
    before, after = application.window.canvas._before, application.window.canvas._after
    assert np.array_equal(before._levels[0], after._levels[0])


def test_a_render_of_a_photo_that_is_not_shown_any_more_is_seen_when_it_is_shown_again(application, jobs, tmp_path):
    first = open_photo(application, tmp_path, "first.png")
    application.session.finding.choose_face("a")
    jobs.held = {"render"}
    smile(application, 1)
    jobs.work("render", 1)
    open_photo(application, tmp_path, "second.png")
    jobs.deliver("render", 1)
    jobs.held = set()
    assert (application.window.canvas._after._levels[0][..., 1] == 60).all()
    application.session.choose_photo(1)
    assert first.shown._levels[0][60, 50, 1] == 70


def test_pictures_that_come_after_another_photo_was_chosen_are_not_shown(application, jobs, tmp_path):
    open_photo(application, tmp_path, "first.png")
    jobs.held = {"show"}
    second = open_photo(application, tmp_path, "second.png")
    jobs.work("show")
    application.session.choose_photo(1)
    jobs.deliver("show")
    assert second.shown is None
    jobs.do("show")
    assert application.session.photo.shown is application.window.canvas._after


# --- snapshots -------------------------------------------------------------------------------------------------------


def snapshots(application) -> list[Path]:
    return list(application.autosave._own.glob("*.gedit"))


@pytest.mark.parametrize("done", [False, True], ids=["waiting", "done"])
def test_a_photo_that_is_closed_while_its_snapshot_waits_leaves_none(application, jobs, tmp_path, done):
    application.session._questions.unsaved_answer = "discard"
    open_photo(application, tmp_path)
    smile(application, 1)
    jobs.held = {"snapshot"}
    application.session._autosave.timeout.emit()
    if done:
        jobs.work("snapshot", 1)
        assert len(snapshots(application)) == 1
    application.session.close_photo()
    assert snapshots(application) == []
    assert jobs.keys == []


def test_a_snapshot_that_could_not_be_written_is_tried_again(application, jobs, tmp_path, monkeypatch):
    open_photo(application, tmp_path)
    smile(application, 1)
    write, full = application.autosave.write, [True]

    def on_a_full_disk(key, project):
        if full[0]:
            raise UserError("The disk is full; free some space.")
        write(key, project)

    monkeypatch.setattr(application.autosave, "write", on_a_full_disk)
    for _twice in range(2):
        application.session._autosave.timeout.emit()
        assert [failure.sentence for failure in application.failures] == ["The disk is full; free some space."]
    full[0] = False
    application.session._autosave.timeout.emit()
    assert len(snapshots(application)) == 1
    application.failures.clear()
    jobs.held = {"snapshot"}
    application.session._autosave.timeout.emit()
    assert jobs.keys == [], "nothing has changed since"
    smile(application, 2)
    application.session._autosave.timeout.emit()
    smile(application, 3)
    application.session._autosave.timeout.emit()
    assert jobs.keys == [("snapshot", 1)], "one at a time"
    jobs.do("snapshot", 1)
    application.session._autosave.timeout.emit()
    assert jobs.keys == [("snapshot", 1)], "what was edited meanwhile is not in it"


# --- features --------------------------------------------------------------------------------------------------------


def test_faces_that_are_made_can_be_stopped_and_made_anew(application, jobs):
    generating = application.features["generate"]
    jobs.held = {"faces"}
    generating.generate(GenerateChoice(0, 10))
    jobs.meanwhile["faces",] = lambda: generating.stop() if generating.view.samples[0].picture is not None else None
    jobs.work("faces")
    assert not generating.view.running
    pictured = [one.picture is not None for one in generating.view.samples]
    assert pictured == [True] * 4 + [False] * 6
    jobs.deliver("faces")
    assert [one.picture is not None for one in generating.view.samples] == pictured
    jobs.meanwhile.clear()
    generating.generate(GenerateChoice(50, 2))
    jobs.work("faces")
    generating.generate(GenerateChoice(90, 2))
    jobs.deliver("faces")
    jobs.do("faces")
    assert [one.name for one in generating.view.samples] == ["face-90", "face-91"]
    assert not generating.view.running


def test_a_mixture_that_comes_after_another_face_was_chosen_is_not_shown(application, jobs):
    generating = application.features["generate"]
    generating.generate(GenerateChoice(0, 4))
    generating.use_as_second()
    jobs.held = {"mix"}
    generating.choose(1)
    generating.mix(Mix((0, 1), 1.0))
    jobs.work("mix")
    generating.mix(Mix())
    jobs.deliver("mix")
    assert generating.view.result is generating.view.samples[1]


def test_frames_of_another_choice_never_arrive(application, jobs):
    animating, framed = application.features["animate"], []
    animating.framed.connect(framed.extend)
    jobs.held = {"animate"}
    animating.render(AnimationChoice(kind=WALK, frames=4, side=64))
    jobs.meanwhile["animate",] = lambda: animating.stop() if len(framed) == 2 else None
    jobs.work("animate")
    jobs.deliver("animate")
    assert len(framed) == 2
    assert not animating.view.running
    jobs.meanwhile.clear()
    framed.clear()
    animating.render(AnimationChoice(kind=WALK, frames=5, side=64))
    animating.render(AnimationChoice(kind=WALK, frames=3, side=64))
    assert jobs.keys == [("animate",)]
    jobs.do("animate")
    assert sorted(one.index for one in framed) == [0, 1, 2]
    assert not animating.view.running


def test_a_search_and_a_training_that_are_cancelled_show_nothing(application, jobs, monkeypatch):
    FakeLab().install(monkeypatch)
    directing = application.features["directions"]
    directing.open()
    jobs.held = {"discover", "train", "marked faces", "preview"}
    directing.discover(DiscoveryChoice(3))
    jobs.meanwhile["discover",] = lambda: directing.stop() if directing.view.components else None
    jobs.work("discover")
    jobs.deliver("discover")
    assert (directing.view.discovering, len(directing.view.components)) == (None, 3)
    assert directing.view.components[0].strip is None
    directing.train(TrainingChoice(MARKED))
    directing.stop_training()
    assert jobs.keys == []
    directing.train(TrainingChoice("readout", "age"))
    jobs.work("train")
    directing.stop_training()
    jobs.deliver("train")
    assert (directing.view.training, directing.view.trained) == (None, None)
    for amount in (1.0, 2.0):
        directing.preview(directing.view.components[0], amount, None)
    assert jobs.keys == [("preview",)], "only the newest is made"
    jobs.do("preview")
    assert directing.view.previewed.endswith("+2.0 σ")
