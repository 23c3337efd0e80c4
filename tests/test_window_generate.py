"""The Generate window, over fake faces and, once through, over the bundled model."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from foreign import random_discriminator
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QPushButton, QToolButton
from tiny import tiny_generator
from ui_fakes import InlineJobs, fake_bench, running

from ganeditor.edits.latent import LatentEdit
from ganeditor.engine.faces.detect import Face
from ganeditor.engine.latent.generate import pictures, random_ws
from ganeditor.project.document import Set
from ganeditor.project.store import read_photo
from ganeditor.ui.features.generate import work
from ganeditor.ui.features.generate.verbs import worst
from ganeditor.ui.features.generate.views import STRIP, GenerateChoice, Mix, Sample
from ganeditor.ui.features.generate.window import GenerateWindow
from ganeditor.ui.i18n import install_translator
from ganeditor.ui.session.bench import unpacked
from ganeditor.ui.widgets.said import SaidLabel


@pytest.fixture
def asked(monkeypatch):
    """The choices of random faces that are asked for."""
    choices, random_faces = [], work.random_faces

    def spy(bench, choice):
        choices.append(choice)
        return random_faces(bench, choice)

    monkeypatch.setattr(work, "random_faces", spy)
    return choices


@pytest.fixture
def application(qapp):
    with running(qapp, InlineJobs(), fake_bench()) as application:
        application.window._actions["generate"].trigger()
        yield application
        assert not application.failures


@pytest.fixture
def window(application) -> GenerateWindow:
    return application.window._tools["generate"]


@pytest.fixture
def generating(application):
    return application.features["generate"]


def click(widget: QAbstractButton) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def test_the_window_opens_with_faces_and_the_first_is_chosen(window, generating):
    assert window.isVisible()
    assert window._grid.count() == len(generating.view.samples) == GenerateChoice().count
    assert generating.view.chosen == 0 == window._grid.currentRow()
    assert window._result._picture._image is not None
    assert not window._busy.isVisible()


def test_the_grid_fills_part_by_part_and_can_be_stopped(window, generating):
    filled = []

    def look(view):
        count = sum(one.picture is not None for one in view.samples)
        if view.running and count not in filled:
            filled.append(count)

    generating.changed.connect(look)
    window._choices._count.setValue(10)
    window._choices._generate()
    assert filled == [0, 4, 8, 10]
    assert len(window._grid._shown) == 10


def test_a_face_that_is_not_there_yet_is_made_when_it_is_chosen(window, generating):
    generating._tell(samples=tuple(replace(one, picture=None) for one in generating.view.samples))
    window._grid.setCurrentRow(9)
    assert generating.view.result.name == "face-9"
    assert generating.view.result.picture is not None


def test_seed_count_truncation_and_cutoff_reach_the_work(window, asked):
    choices = window._choices
    choices._seed.setValue(41)
    choices._count.setValue(3)
    choices._psi.set_value(0.5)
    choices._cutoff.setCurrentIndex(4)
    choices._generate()
    assert asked[-1] == GenerateChoice(41, 3, 0.5, 4)
    choices._new_seed()
    assert asked[-1].seed == 44
    assert not choices._labels.isVisible()


def test_faces_are_made_as_was_said(application, window, generating, asked):
    words = window._words
    words.line.setText("smiling, ten years older, a zanzibar")
    chips = [chip for chip in words.findChildren(QToolButton) if chip.text()]
    assert [chip.text().partition(":")[0] for chip in chips] == ["smiling", "ten years older"]
    assert any("zanzibar" in label.text() for label in words.findChildren(SaidLabel))
    chips[1].click()
    before, wishes = generating.view.samples, []
    generating.changed.connect(lambda view: wishes.append(view.samples))
    QTest.keyClick(words.line, Qt.Key.Key_Return)
    assert {sample.name for sample in generating.view.samples} == {f"wish-{seed}" for seed in range(24)}
    space = application.session.engine.opened.editor.model.latents
    smiles = [
        [space.read(torch.from_numpy(one.ws).mean(0))["smile"].natural for one in made]
        for made in (before, generating.view.samples)
    ]
    assert np.mean(smiles[1]) > np.mean(smiles[0]) + 1
    click(window._choices.findChildren(QPushButton)[0])
    assert not asked, "the wish stays for other seeds"
    words.line.clear()
    window._choices._generate()
    assert asked[-1].moves == ()


def test_what_is_not_understood_makes_no_faces(window, generating):
    before = generating.view.samples
    window._words.line.setText("zanzibar")
    QTest.keyClick(window._words.line, Qt.Key.Key_Return)
    assert generating.view.samples is before


def test_searching_for_wished_faces_can_be_stopped(window, generating):
    generating._desk.jobs.meanwhile[("faces",)] = generating.stop
    window._words.line.setText("smiling")
    window._choices._generate()
    assert not generating.view.samples and not generating.view.running
    click(window._back)
    assert len(generating.view.samples) == 24


def test_a_conditional_generator_has_labels_to_blend(application, window, asked):
    editor = application.session.engine.opened.editor
    editor.model = replace(editor.model, generator=tiny_generator(c_dim=4), labels=("<20", "20-40", "40-60", "60+"))
    window._choices._generate()
    labels = window._choices._labels
    assert labels.isVisible()
    assert [labels._second.itemText(row) for row in range(4)] == ["<20", "20-40", "40-60", "60+"]
    labels._second.setCurrentText("60+")
    labels._blend.set_value(0.25)
    window._choices._generate()
    label = asked[-1].label
    assert (label.first, label.second, label.blend) == (0, 3, 0.25)
    assert labels._second.currentText() == "60+", "what was chosen stays"
    editor.model = replace(editor.model, labels=())
    window._choices._generate()
    assert [labels._first.itemText(row) for row in range(labels._first.count())] == ["0", "1", "2", "3"]


def test_the_worst_are_hidden_and_come_back(window, generating):
    scores = [one.realism for one in generating.view.samples]
    window._hide.set_value(25)
    hidden = {row for row in range(len(scores)) if window._grid.isRowHidden(row)}
    assert len(hidden) == 6
    assert max(scores[row] for row in hidden) <= min(scores[row] for row in set(range(24)) - hidden)
    window._hide.set_value(0)
    assert not any(window._grid.isRowHidden(row) for row in range(24))


def test_one_face_is_never_hidden():
    faces = tuple(Sample(str(n), np.zeros((1, 1), np.float32), realism=float(-n)) for n in range(2))
    assert worst(faces, 90) == {1}
    assert worst((), 90) == frozenset()
    unfinished = (faces[0], Sample("3", faces[0].ws))
    assert worst(unfinished, 90) == frozenset()


def test_more_like_this_keeps_the_face_and_back_brings_the_old_grid(window, generating):
    window._grid.setCurrentRow(5)
    before, face = generating.view.samples, generating.view.samples[5]
    window._result._distance.set_value(0.1)
    click(window._result._more)
    near = generating.view.samples
    assert near[0].name == face.name
    spread = [np.abs(one.ws - face.ws).mean() for one in near[1:]]
    assert 0.02 < min(spread) <= max(spread) < 0.2
    window._grid.setCurrentRow(0)
    click(window._result._more)
    assert not np.array_equal(generating.view.samples[1].ws, near[1].ws)
    click(window._back)
    click(window._back)
    assert generating.view.samples == before
    assert generating.view.chosen == 5 == window._grid.currentRow()


def test_repair_raises_the_score_and_says_which_layers(window, generating):
    before = generating.view.result.realism
    click(window._result._repair)
    assert generating.view.result.realism > 0.9 * before > before
    assert generating.view.samples[0].realism == generating.view.result.realism
    assert "were pulled" in window._said.text()


@pytest.mark.usefixtures("generating")
def test_one_layer_is_singular(window, monkeypatch):
    monkeypatch.setattr(work, "mended", lambda _bench, face: (face, [2]))
    click(window._result._repair)
    assert window._said.text() == "Layer 2 was pulled towards the mean."
    monkeypatch.setattr(work, "mended", lambda _bench, face: (face, [2, 5]))
    click(window._result._repair)
    assert window._said.text() == "Layers 2, 5 were pulled towards the mean."


def test_a_face_with_nothing_to_repair_stays_as_it_is(window, generating, monkeypatch):
    monkeypatch.setattr(work, "mended", lambda _bench, face: (face, []))
    before = generating.view
    click(window._result._repair)
    assert "nothing to repair" in window._said.text()
    assert generating.view.samples is before.samples
    assert not generating.view.can_go_back


def test_nothing_is_repaired_while_the_grid_fills(window, generating):
    possible = []
    generating.changed.connect(lambda view: possible.append((view.running, window._result._repair.isEnabled())))
    generating.generate(GenerateChoice(seed=40, count=12))
    assert (True, True) not in possible
    assert possible[-1] == (False, True)


def test_mixing_takes_the_ticked_layers_of_the_second_face(window, generating):
    box = window._mixing
    assert not box._ticks[0].isEnabled()
    click(box._take)
    second = generating.view.second
    window._grid.setCurrentRow(3)
    face, plain = generating.view.samples[3], generating.view.result.picture
    click(box._groups["coarse"])
    assert generating.view.mix.layers == (0, 1, 2, 3)
    mixed = generating.view.result
    np.testing.assert_allclose(mixed.ws[:4], second.ws[:4], atol=1e-6)
    np.testing.assert_array_equal(mixed.ws[4:], face.ws[4:])
    assert not np.array_equal(mixed.picture, plain)
    box._ticks[1].setChecked(False)
    assert not box._groups["coarse"].isChecked()
    assert generating.view.mix.layers == (0, 2, 3)
    box._amount.set_value(0.5)
    np.testing.assert_allclose(generating.view.result.ws[0], (face.ws[0] + second.ws[0]) / 2, atol=1e-6)
    box._amount.set_value(0)
    np.testing.assert_array_equal(generating.view.result.picture, plain)


def test_the_photos_face_can_be_the_second(application, window, generating, tmp_path):
    assert not window._mixing._photo.isEnabled()
    path = tmp_path / "somebody.png"
    Image.new("RGB", (240, 160)).save(path)
    application.session.open_paths([path])
    click(window._mixing._photo)
    assert generating.view.second.name == "somebody"
    np.testing.assert_allclose(generating.view.second.ws, 0.9)


def test_the_strip_leads_from_one_face_to_the_other(window, generating):
    click(window._mixing._take)
    window._grid.setCurrentRow(7)
    click(window._strip._show)
    strip = generating.view.strip
    assert np.array_equal(strip[0], generating.view.samples[7].picture)
    assert np.array_equal(strip[-1], generating.view.second.picture)
    assert window._strip._turning.isEnabled()
    window._strip._turning.setChecked(True)
    click(window._strip._show)
    assert not np.array_equal(strip[4], generating.view.strip[4])
    click(window._mixing._groups["middle"])
    click(window._mixing._take)
    assert not window._strip._turning.isEnabled(), "a mixed face has no z"


def test_the_picture_is_saved_with_the_note_that_it_is_made(application, window, generating, tmp_path, monkeypatch):
    target = tmp_path / "face"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_more: (str(target), ""))
    click(window._result._save)
    saved = Image.open(target.with_suffix(".png"))
    assert np.array_equal(np.asarray(saved), generating.view.result.picture)
    assert "AI" in str(saved.info) or "lgorithm" in str(saved.info)
    assert "face.png" in window._said.text()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_more: (str(target), ""))
    click(window._result._save)
    assert "face.png" in application.failures.pop().sentence, "nobody was asked whether to replace it"
    application.failures.clear()


def test_sent_to_the_editor_it_is_a_document_that_needs_no_inversion(application, window):
    click(window._result._send)
    photo = application.session.photo
    assert photo.name == "face-0.png"
    assert photo.dirty
    assert photo.face.finished
    result = application.features["generate"].view.result
    np.testing.assert_array_equal(photo.developed.editor.inversion("a").ws, result.ws)
    assert not photo.developed.editor.refined, "the latents come from the maker, not from a guess"
    application.session.editing.apply(Set("a", LatentEdit({"smile": 1.0})), "Smile")
    assert len(photo.history.steps) == 2


def test_every_control_has_a_name_and_no_text_is_cut(window, qapp):
    for button in window.findChildren(QAbstractButton):
        assert button.text() or button.accessibleName()
        assert button.width() >= button.minimumSizeHint().width() or not button.isVisible()
    install_translator(qapp, "de")
    try:
        german = GenerateWindow(window._verbs, window)
    finally:
        install_translator(qapp, "en")
    german.show_view(window._verbs.view)
    for one in (window, german):
        assert one.minimumSizeHint().width() <= 1280
        assert one.minimumSizeHint().height() <= 800
    german.show()
    for button in german.findChildren(QAbstractButton):
        assert button.width() >= button.minimumSizeHint().width() or not button.isVisible(), button.text()


def test_over_the_bundled_model(qapp, qtbot):
    with running(qapp) as application:
        session, generating = application.session, application.features["generate"]
        application.window._actions["generate"].trigger()
        window = application.window._tools["generate"]
        qtbot.waitUntil(lambda: bool(generating.view.samples) and not generating.view.running, timeout=60_000)
        assert len({one.picture.tobytes() for one in generating.view.samples}) == 24
        click(window._mixing._take)
        window._grid.setCurrentRow(2)
        generating.mix(Mix((8, 9, 10, 11)))
        qtbot.waitUntil(lambda: "+" in generating.view.result.name, timeout=10_000)
        changed = generating.view.result.picture.astype(int) - generating.view.samples[2].picture
        assert np.abs(changed).mean() > 2
        generating.send()
        qtbot.waitUntil(lambda: bool(session.photo and session.photo.face), timeout=30_000)
        photo = session.photo
        assert photo.face.finished
        assert photo.inversion is None
        qtbot.waitUntil(lambda: photo.face.guessed and photo.shown is not None, timeout=10_000)
        editor, face = photo.developed.editor, photo.chosen
        pixels = photo.developed.picture.pixels
        np.testing.assert_array_equal(editor.crop(face), pixels)
        exact = editor.reconstruction(face).astype(int) - pixels
        assert np.abs(exact).max() <= 1, "the known latents are the picture"
        patches = []
        session.patched.connect(patches.append)
        session.editing.apply(Set(face, LatentEdit({"smile": 1.5})), "Smile")
        qtbot.waitUntil(lambda: any(patches), timeout=10_000)
        assert (photo.developed.rendering.pixels != pixels).any()
        assert not application.failures


# --- work on a tiny model --------------------------------------------------------------------------------------------


def test_random_and_turned_faces_are_the_engines():
    bench = fake_bench()
    model, choice = bench.editor.model, GenerateChoice(3, 2)
    start, end = (work.finished(bench, face) for face in work.random_faces(bench, choice))
    np.testing.assert_array_equal([start.ws, end.ws], random_ws(model, [3, 4], 0.7))
    np.testing.assert_array_equal(start.picture, pictures(model, start.ws[None])[0])
    for turning in (True, False):
        way = work.way(bench, start, end, turning)
        assert len(way) == STRIP
        for picture, face in ((way[0], start), (way[-1], end)):
            assert np.abs(picture.astype(int) - face.picture).max() <= 1


def test_neighbours_and_mixtures_are_the_engines():
    bench = fake_bench()
    face, second = work.random_faces(bench, GenerateChoice(0, 2))
    same, *near = work.neighbours_of(bench, face, 3, 0.1, 7)
    assert same is face
    assert [one.name for one in near] == ["face-0-2", "face-0-3", "face-0-4"]
    again = work.neighbours_of(bench, face, 3, 0.1, 7)
    np.testing.assert_array_equal([one.ws for one in near], [one.ws for one in again[1:]])
    half = work.mixture(bench, face, second, Mix((1,), 0.5))
    np.testing.assert_allclose(half.ws[1], (face.ws[1] + second.ws[1]) / 2, atol=1e-6)
    np.testing.assert_array_equal(half.ws[0], face.ws[0])
    assert (half.name, half.picture.shape) == ("face-0+face-1", (16, 16, 3))


def test_a_made_face_fills_the_crop_of_the_photo_that_it_becomes():
    bench = fake_bench()
    model, face = bench.editor.model, work.finished(bench, work.random_faces(bench, GenerateChoice(5, 1))[0])
    made = work.made_photo(bench, face, "Made")
    np.testing.assert_array_equal(read_photo(replace(made.project, photo_bytes=made.data)).pixels, face.picture)
    np.testing.assert_array_equal(unpacked(made.project.latents["a"]).ws, face.ws)
    assert [step.label for step in made.project.steps] == ["Made"]
    saved = made.project.faces[0]
    landmarks = Face(saved.id, saved.box_xyxy, np.array(saved.landmarks), 1.0).anchors
    np.testing.assert_allclose(model.template.transform(landmarks, 16), [[1, 0, 0], [0, 1, 0]], atol=1e-4)
    bench.editor.faces = ()
    assert work.made_photo(bench, face, "Made").project is None


def test_the_number_is_shown_only_where_a_discriminator_speaks(application, window, generating):
    def texts() -> list[str]:
        return [window._grid.item(0).text(), window._grid.item(0).toolTip(), window._result._name.text()]

    assert texts() == ["face-0", "face-0", "face-0"]
    editor = application.session.engine.opened.editor
    editor.model = replace(editor.model, discriminator=random_discriminator((6, 5, 4)))
    generating.generate(GenerateChoice(count=2))
    score = f"{generating.view.samples[0].realism:.2f}"
    assert all(score in text for text in texts())
