"""The Directions window, over a fake laboratory and, once through, over the bundled model."""

import threading
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from PIL import Image
from planted import SIGMAS, planted_axes, planted_model
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QMessageBox, QSpinBox
from ui_fakes import HEIGHT, WIDTH, FakeLab, InlineJobs, fake_bench, running

from ganeditor import paths
from ganeditor.checkpoints.packs import directions as store
from ganeditor.edits.attributes import attribute
from ganeditor.edits.latent import LatentEdit
from ganeditor.engine.latent import boundary as boundaries
from ganeditor.errors import EditError
from ganeditor.project.document import Set
from ganeditor.ui.features.attributes.row import AttributeRow
from ganeditor.ui.features.directions import work
from ganeditor.ui.features.directions.views import (
    LEAST,
    LESS,
    MARKED,
    MORE,
    READOUT,
    REALISM,
    DiscoveryChoice,
    ImportChoice,
    TrainingChoice,
)
from ganeditor.ui.features.directions.window import DirectionsWindow
from ganeditor.ui.session.bench import bench_of, without_kept
from ganeditor.ui.session.opening import sample


@pytest.fixture
def lab(monkeypatch):
    lab = FakeLab()
    lab.install(monkeypatch)
    return lab


@pytest.fixture
def application(qapp, lab):  # noqa: ARG001 (in place of the engine)
    with running(qapp, InlineJobs(), fake_bench()) as application:
        application.window._actions["directions"].trigger()
        yield application
        assert not application.failures


@pytest.fixture
def window(application) -> DirectionsWindow:
    return application.window._tools["directions"]


@pytest.fixture
def directing(application):
    return application.features["directions"]


def click(widget: QAbstractButton) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def open_photo(application, folder: Path) -> None:
    path = folder / "photo.png"
    Image.fromarray(np.full((HEIGHT, WIDTH, 3), 80, np.uint8)).save(path)
    application.session.open_paths([path])


def sliders(application) -> set[str]:
    return {row.attribute.name for row in application.window.findChildren(AttributeRow) if row.parent() is not None}


def mark(directing, kinds: int = LEAST) -> None:
    for index in range(2 * kinds):
        directing.mark(index, MORE if index % 2 else LESS)


def test_the_choices_reach_the_search_and_each_component_has_a_row(window, directing, lab):
    tab = window.discover
    tab.components.setValue(3)
    tab.samples.setValue(700)
    tab.seed.setValue(9)
    click(tab.start)
    assert DiscoveryChoice(3, 700, None, 9) in lab.asked
    assert [row._title.text() for row in tab.rows] == ["<b>0</b><br>50.0 %", "<b>1</b><br>25.0 %", "<b>2</b><br>12.5 %"]
    strip = directing.view.components[0].strip
    assert strip.shape == (16, 7 * 16, 3)
    assert strip[0, ::16, 0].tolist() == [40, 60, 80, 100, 120, 140, 160], "from -3 to +3 along the component"
    assert tab.start.isEnabled()
    assert tab._bar.isHidden()


def test_a_layer_can_be_looked_at_and_asks_for_fewer_samples(window, lab):
    tab = window.discover
    assert tab.layer.count() == 3
    tab.layer.setCurrentIndex(2)
    assert tab.samples.value() == 2000
    click(tab.start)
    assert lab.asked[0].layer == "b8.conv0"
    tab.layer.setCurrentIndex(0)
    assert tab.samples.value() == DiscoveryChoice.samples


def test_progress_is_shown_while_components_are_looked_for(window, directing):
    seen = []
    directing.changed.connect(lambda view: seen.append((view.discovering, len(view.components), window._said.text())))
    directing.discover(DiscoveryChoice(2))
    fractions = [fraction for fraction, _count, _said in seen if fraction is not None]
    assert fractions == sorted(fractions)
    assert fractions[0] == 0
    assert 0.3 < fractions[1] < 0.4
    assert seen[-1][:2] == (None, 2)


def test_the_slider_previews_on_the_mean_face_and_then_on_the_photos(application, window, directing, lab, tmp_path):
    directing.discover(DiscoveryChoice(2))
    bar = window.discover.rows[1].bar
    bar.amount.set_value(2)
    assert directing.view.preview[0, 0, 0] == 140
    assert window._previewed.text() == "Component 1, +2.0 σ"
    assert "mean" in window._face.text()
    open_photo(application, tmp_path)
    assert "photo" in window._face.text()
    bar.amount.set_value(-1)
    assert directing.view.preview[0, 0, 0] == 130
    bar.last.setValue(4)
    assert lab.asked[-1] == ("along", (-1.0,), (0, 4), True)


def test_keep_makes_a_slider_at_once_for_all_open_photos(application, window, directing, lab, tmp_path):
    open_photo(application, tmp_path)
    directing.discover(DiscoveryChoice(2))
    bar = window.discover.rows[0].bar
    assert not bar.keep.isEnabled()
    bar.name.setText("soft light")
    bar.first.setValue(2)
    bar.last.setValue(4)
    assert "soft_light" not in sliders(application)
    click(bar.keep)
    assert lab.stored["soft_light"].layers == (2, 4)
    assert "renewed" in lab.asked
    assert "soft_light" in sliders(application)
    assert window.mine.table.item(0, 0).text() == "soft_light"
    assert "soft_light" in window._said.text()
    assert "soft_light" in directing.view.keepable


def test_a_name_that_is_taken_or_impossible_is_refused_in_the_window(window, directing, lab):
    directing.discover(DiscoveryChoice(1))
    bar = window.discover.rows[0].bar
    lab.own = (*lab.own, "male")
    directing.bring(ImportChoice(Path("fine.npy")))
    for typed, name in (("smile", "smile"), ("gender", "male"), ("9;", "9;")):
        bar.name.setText(typed)
        click(bar.keep)
        assert name in window._said.text()
        assert window._said.property("role") == "error"
    assert set(lab.stored) == {"fine"}


def test_more_faces_come_below_and_keep_the_marks(window, directing):
    tab = window.boundary
    assert not tab.cells
    window.tabs.setCurrentWidget(tab)
    assert len(tab.cells) == 24
    first = directing.view.faces[0]
    click(tab.cells[3].more)
    click(tab.cells[4].less)
    click(tab.further)
    assert len(tab.cells) == 48
    assert directing.view.faces[0] is first
    assert dict(directing.view.marks) == {3: MORE, 4: LESS}
    click(tab.cells[3].less)
    assert not tab.cells[3].more.isChecked()
    click(tab.cells[4].less)
    assert dict(directing.view.marks) == {3: LESS}
    tab._seed.setValue(5)
    click(tab.fresh)
    assert len(tab.cells) == 24
    assert not directing.view.marks
    assert not np.array_equal(directing.view.faces[0], first)


def test_training_takes_the_marked_faces_and_says_how_good_it_is(window, directing, lab):
    tab = window.boundary
    window.tabs.setCurrentWidget(tab)
    click(tab.further)
    mark(directing, LEAST - 1)
    assert not tab.train.isEnabled()
    directing.mark(30, MORE)
    directing.mark(31, LESS)
    tab.keep.item(0).setCheckState(Qt.CheckState.Checked)
    click(tab.train)
    _train, more, less, keep = next(one for one in lab.asked if one[0] == "train")
    assert keep == ("age",)
    w = np.concatenate([lab.random_w(None, 24, 0), lab.random_w(None, 24, 1)])
    np.testing.assert_array_equal(more, w[[1, 3, 5, 7, 30]])
    np.testing.assert_array_equal(less, w[[0, 2, 4, 6, 31]])
    assert "75 %" in tab._quality.text()
    assert tab._strip._image is not None
    tab.bar.name.setText(" Marked Faces ")
    click(tab.bar.keep)
    assert lab.stored["Marked_Faces"].scale == 1.5
    assert tab.keep.item(tab.keep.count() - 1).text() == "Marked Faces"
    assert tab.ticked == ("age",)


def choose_source(tab, source: str) -> None:
    tab.source.source.setCurrentIndex(tab.source.source.findData(source))


def test_training_by_a_read_out_needs_no_marks(window, directing, lab):
    tab, fractions = window.boundary, []
    window.tabs.setCurrentWidget(tab)
    assert not tab.train.isEnabled()
    choose_source(tab, READOUT)
    assert tab.train.isEnabled()
    assert not tab._area.isVisibleTo(tab)
    assert not tab.further.isVisibleTo(tab)
    combo = tab.source.readout
    assert [combo.itemText(row) for row in range(combo.count())] == ["Age", "Smile", "Glasses"]
    combo.setCurrentIndex(2)
    tab._seed.setValue(7)
    tab.keep.item(1).setCheckState(Qt.CheckState.Checked)
    directing.changed.connect(lambda view: fractions.append(view.training))
    click(tab.train)
    assert TrainingChoice(READOUT, "glasses", 7, ("smile",)) in lab.asked
    assert fractions[0] == 0.0
    assert 0.4 < fractions[1] < 0.6
    assert fractions[-1] is None
    assert "90 %" in tab._quality.text()
    assert tab._strip._image is not None
    assert not tab.stop.isVisibleTo(tab)
    tab.bar.name.setText("shades")
    click(tab.bar.keep)
    assert lab.stored["shades"].source == "boundary by glasses"
    choose_source(tab, MARKED)
    assert tab._area.isVisibleTo(tab)
    assert not tab.train.isEnabled(), "nothing is marked"


def test_realism_that_follows_no_direction_is_refused_and_nothing_is_offered_to_keep(window, directing):
    tab = window.boundary
    choose_source(tab, REALISM)
    click(tab.train)
    assert directing.view.boundary.accuracy == 0.9
    assert tab.bar.name.isEnabled()
    tab._seed.setValue(1)
    click(tab.train)
    assert window._said.text() == "These artefacts lie on no one side; train from faces that you choose."
    assert window._said.property("role") == "error"
    assert directing.view.trained is None
    assert not tab.bar.name.isEnabled()
    assert not tab._strip.isVisibleTo(tab)
    assert tab._quality.text() == ""


def test_a_source_that_the_model_cannot_serve_says_why(qapp, lab):
    lab.readouts, lab.judges_realism = (), False
    with running(qapp, InlineJobs(), fake_bench()) as application:
        application.window._actions["directions"].trigger()
        combo = application.window._tools["directions"].boundary.source.source
        for source, reason in ((READOUT, "no read-outs"), (REALISM, "nothing to judge realism with")):
            index = combo.model().index(combo.findData(source), 0)
            assert not combo.model().flags(index) & Qt.ItemFlag.ItemIsEnabled
            assert reason in index.data(Qt.ItemDataRole.ToolTipRole)
        lab.readouts = ("age",)
        application.features["directions"]._show_state(lab.state(application.session.engine.opened))
        assert combo.model().flags(combo.model().index(1, 0)) & Qt.ItemFlag.ItemIsEnabled
        assert not combo.itemData(1, Qt.ItemDataRole.ToolTipRole)


def test_training_can_be_stopped(qapp, qtbot, lab):
    begun = threading.Event()

    def endless(_bench, _choice, progress):
        begun.set()
        while True:
            progress(0.25, "")

    lab.scored_boundary = endless
    with running(qapp, bench=fake_bench()) as application:
        directing = application.features["directions"]
        application.window._actions["directions"].trigger()
        tab = application.window._tools["directions"].boundary
        application.window._tools["directions"].tabs.setCurrentWidget(tab)
        qtbot.waitUntil(lambda: bool(directing.view.readouts), timeout=10_000)
        choose_source(tab, REALISM)
        for stop in (lambda: click(tab.stop), application.window._tools["directions"].close):
            begun.clear()
            click(tab.train)
            assert begun.wait(10)
            qtbot.waitUntil(lambda: bool(directing.view.training), timeout=10_000)
            assert tab._progress.value() == round(1000 * directing.view.training)
            assert not tab.train.isEnabled()
            stop()
            assert directing.view.training is None
            assert tab.train.isEnabled()
            assert not tab._progress.isVisibleTo(tab)


def test_the_label_of_a_direction_is_on_its_slider_and_in_the_history(application, window, directing, lab, tmp_path):
    open_photo(application, tmp_path)
    directing.discover(DiscoveryChoice(1))
    found = directing.view.components[0]
    lab.keep(None, found, "look_2", None)
    lab.stored["look_2"] = replace(lab.stored["look_2"], label="Gentle Look")
    directing.keep(found, "Other", None)
    rows = {row.attribute.name: row for row in application.window.findChildren(AttributeRow) if row.parent()}
    row = rows["look_2"]
    assert (row.name, row._label.text(), rows["Other"].name) == ("Gentle Look", "Gentle Look", "Other")
    row.amount_changed.emit("look_2", 1.0)
    assert application.session.photo.history.steps[-1].label == "Gentle Look +1.00"
    texts = [window.boundary.keep.item(row).text() for row in range(window.boundary.keep.count())]
    assert "Gentle Look" in texts
    table = window.mine.table
    assert [table.item(0, column).text() for column in (0, 1)] == ["look_2", "Gentle Look"]
    application.window._actions["animate"].trigger()
    combo = application.window._tools["animate"]._form._attribute
    assert combo.itemText(combo.findData("look_2")) == "Gentle Look"


def test_a_file_is_imported_and_a_refusal_is_a_sentence_in_the_window(application, window, lab, monkeypatch):
    tab, files = window.mine, ["/tmp/pose.txt", "/tmp/pose.npy"]
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_arguments: (files.pop(0), ""))
    assert tab._empty.isVisibleTo(tab)
    click(tab.choose)
    assert window._said.text() == "pose.txt is not a direction; take another file."
    tab.component.setValue(3)
    tab.name.setText("tilt 2")
    click(tab.choose)
    assert lab.stored["tilt_2"].label == "tilt 2"
    assert set(lab.stored) == {"tilt_2"}
    assert "tilt_2" in application.session.engine.opened.attributes
    assert window._said.property("role") == "muted"
    assert tab.name.text() == ""


def test_remove_asks_and_takes_the_slider_away(application, window, directing, lab, tmp_path):
    open_photo(application, tmp_path)
    directing.discover(DiscoveryChoice(1))
    directing.keep(directing.view.components[0], "light", None)
    window.tabs.setCurrentWidget(window.mine)
    assert not window.mine.delete.isEnabled()
    window.mine.table.selectRow(0)
    for button, left in ((QMessageBox.StandardButton.Cancel, 1), (QMessageBox.StandardButton.Yes, 0)):
        click(window.mine.delete)
        box = window.mine.findChildren(QMessageBox)[-1]
        click(box.button(button))
        assert len(lab.stored) == left
    assert "light" not in application.session.engine.opened.attributes
    assert window.mine.table.rowCount() == 0


def test_a_direction_that_a_photo_needs_is_not_removed(application, directing, window, lab, tmp_path):
    open_photo(application, tmp_path)
    directing.discover(DiscoveryChoice(1))
    directing.keep(directing.view.components[0], "light", None)
    session = application.session
    session.editing.apply(Set(session.photo.chosen, LatentEdit({"light": 1.0})), "Light")
    session.editing.undo()
    directing.remove("light")
    assert "photo.png" in window._said.text()
    assert "light" in lab.stored


def test_everything_has_a_name_and_fits_a_small_screen(window, directing):
    directing.discover(DiscoveryChoice(2))
    for widget in window.findChildren(QAbstractButton):
        if widget.objectName() != "qt_toolbar_ext_button":
            assert widget.text() or widget.accessibleName() or widget.toolTip() or not widget.isVisible()
    assert all(box.accessibleName() for box in window.findChildren(QSpinBox))
    assert window.minimumSizeHint().width() <= 1280
    assert window.minimumSizeHint().height() <= 800


def test_over_the_bundled_model(qapp, qtbot, editor, monkeypatch):
    monkeypatch.setattr("ganeditor.checkpoints.assembly.open_editor", lambda *_arguments: editor)
    with running(qapp) as application:
        session, directing = application.session, application.features["directions"]
        application.window._actions["directions"].trigger()
        window = application.window._tools["directions"]
        window.discover.components.setValue(3)
        window.discover.samples.setValue(200)
        click(window.discover.start)
        qtbot.waitUntil(
            lambda: directing.view.discovering is None and len(directing.view.components) == 3, timeout=60_000
        )
        strips = [one.strip for one in directing.view.components]
        assert len({strip.tobytes() for strip in strips}) == 3
        bar = window.discover.rows[0].bar
        session.open_paths([sample()])
        qtbot.waitUntil(lambda: directing.view.on_photo, timeout=60_000)
        bar.amount.set_value(2)
        qtbot.waitUntil(lambda: directing.view.preview is not None, timeout=20_000)
        bar.name.setText("light")
        click(bar.keep)
        qtbot.waitUntil(lambda: "light" in sliders(application), timeout=20_000)
        assert (paths.user_directions() / "face-256" / "light.safetensors").is_file()
        patches = []
        session.patched.connect(patches.append)
        row = next(row for row in application.window.findChildren(AttributeRow) if row.attribute.name == "light")
        row.amount_changed.emit("light", 2.0)
        qtbot.waitUntil(lambda: any(patches), timeout=20_000)
        photo = session.photo
        qtbot.waitUntil(
            lambda: (photo.developed.rendering.pixels != photo.developed.picture.pixels).any(), timeout=20_000
        )
        session.editing.undo()
        directing.remove("light")
        assert window._said.property("role") == "error", "the history still needs it"
        assert not application.failures


# --- work on real models ---------------------------------------------------------------------------------------------


@pytest.fixture
def planted():
    """A bench whose tiny model has eight known axes; no photo is open at it."""
    model = planted_model()
    return bench_of(SimpleNamespace(model=model), without_kept(model), print)


def silent(_fraction: float, _text: str) -> None:
    pass


def test_components_are_the_planted_axes_and_have_strips(planted):
    shown = []
    job = SimpleNamespace(report=lambda fraction, found: shown.append((fraction, [one.strip for one in found])))
    found = work.discover(job, planted, DiscoveryChoice(2, 4000))
    for one, axis, sigma in zip(found, planted_axes(), SIGMAS, strict=False):
        assert abs(one.vector @ axis.numpy()) > 0.99
        assert one.scale == pytest.approx(float(sigma), rel=0.1)
        assert one.strip.shape == (16, 7 * 16, 3)
    assert [fraction for fraction, _strips in shown] == sorted(fraction for fraction, _strips in shown)
    assert shown[-1][1][1] is None and shown[-1][1][0] is not None


def test_a_preview_starts_from_the_mean_face_or_from_latents(planted):
    step, model = planted_axes()[0].numpy() * 3, planted.editor.model
    mean = work.pictures_along(planted, step, [0.0, 2.0], None, None)
    assert not np.array_equal(*mean)
    ws = np.repeat(model.latents.mean[None].numpy(), model.generator.num_ws, axis=0)
    np.testing.assert_array_equal(work.pictures_along(planted, step, [0.0], None, ws)[0], mean[0])
    limited = work.pictures_along(planted, step, [2.0], (0, 1), None)[0]
    assert not np.array_equal(limited, mean[1])


def test_marked_faces_give_the_axis_that_parts_them(planted):
    reports = []
    job = SimpleNamespace(report=lambda fraction, shown=None: reports.append((fraction, shown)))
    nothing = np.zeros((0, 0), np.float32)
    first = work.grid(job, planted, (nothing, ()), 24, 0)
    w, pictures = work.grid(job, planted, first, 24, 1)
    assert pictures[:24] == first[1]
    assert len(pictures) == len(w) == 48
    np.testing.assert_array_equal(w[24:], work.random_w(planted, 24, 1))
    axis = planted_axes()[0].numpy()
    order = np.argsort(w @ axis)
    found, quality = work.train(job, planted, TrainingChoice(MARKED), w[order[-16:]], w[order[:16]])
    assert found.vector @ axis > 0.9
    assert found.strip is not None
    assert quality.accuracy > 0.9


def test_what_is_kept_is_in_the_renewed_model_and_leaves_it_again(planted):
    found = work.components(planted, DiscoveryChoice(1, 500), silent)[0]
    work.keep(planted, found, "mine", (0, 1), "Mine!")
    bench = work.renewed(planted)
    assert (bench.attributes, bench.labels) == (("mine",), {"mine": "Mine!"})
    state = work.state(bench)
    assert (state.keepable, state.layers, [row.layers for row in state.kept]) == (("mine",), 6, [(0, 1)])
    assert without_kept(bench.editor.model).latents.directions == {}
    work.remove(bench, "mine")
    assert work.renewed(bench).attributes == ()


def test_the_engine_trains_by_scores_and_says_where_it_cannot(editor, monkeypatch):
    """The same refusal as in the command, which is about the model and not about the window."""
    bench, told = bench_of(editor, without_kept(editor.model), print), []
    monkeypatch.setattr(boundaries, "READ_SAMPLES", 4000)
    choice = TrainingChoice(READOUT, "glasses", 0, ("age",))
    found, quality = work.scored_boundary(bench, choice, lambda fraction, _text: told.append(fraction))
    assert told[-1] == 1.0
    assert quality.accuracy > 0.9
    assert not quality.guessing
    assert found.source.startswith("boundary from 4000 faces scored by the read-out glasses, keeping age; held-out")
    row = editor.model.latents.names.index("glasses")
    assert float(editor.model.latents.readout_weight[row] @ torch.from_numpy(found.step)) > 0.3
    state = work.state(bench)
    assert state.judges_realism
    assert "glasses" in state.readouts
    monkeypatch.setattr(boundaries, "PICTURE_SAMPLES", 40)
    monkeypatch.setattr(boundaries, "picture_scores", lambda _model, w, _score, _progress: torch.arange(len(w)).float())
    with pytest.raises(EditError, match=r"artefacts lie on no one side .* that you choose yourself\.$"):
        work.scored_boundary(bench, TrainingChoice(REALISM), silent)
    editor.model = replace(editor.model, encoder=None)
    assert not work.state(bench).judges_realism


def test_labels_of_kept_directions_come_from_their_files(editor):
    model = editor.model
    store.keep(model, store.made_for(model, "grin", torch.ones(512), 1.0, "test", label="Grin!"))
    labels = bench_of(editor, without_kept(model), print).labels
    assert labels == {"grin": "Grin!"}
    assert attribute("grin", labels).label == "Grin!"
    assert attribute("grin").label == "Grin"
    assert attribute("male", {"male": "Male"}).label == "Gender", "nobody has given this one"


def test_the_model_without_what_is_kept_is_the_packs_own(editor):
    bench = bench_of(editor, without_kept(editor.model), print)
    own = set(editor.model.latents.directions)
    found = work.components(bench, DiscoveryChoice(2, 300), silent)
    work.keep(bench, found[1], "mine", (2, 5), "Mine, all MINE")
    other = editor.sibling()
    bench = work.renewed(bench)
    assert bench.labels["mine"] == "Mine, all MINE"
    assert "mine" in bench.attributes
    assert other.model is editor.model
    assert editor.model.latents.layers["mine"] == (2, 5)
    again = bench_of(editor, without_kept(editor.model), print)
    work.remove(again, "mine")
    assert "mine" not in work.renewed(again).attributes
    assert set(editor.model.latents.directions) == own
    assert "mine" not in editor.model.latents.layers
