"""AnimationForm: all that can be chosen for an animation."""

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from ganeditor.edits.attributes import attribute
from ganeditor.project.animation.tracks import MAX_FRAMES, Timing
from ganeditor.ui.features.animate.driver import DriverForm
from ganeditor.ui.features.animate.views import (
    AGE,
    DRIVE,
    FACE,
    FIRST,
    MORPH,
    PHOTO,
    PORTRAIT,
    REPLAY,
    SWEEP,
    WALK,
    AnimateView,
    AnimationChoice,
)
from ganeditor.ui.i18n import translated
from ganeditor.ui.widgets.values import HIGHEST_SEED

WIDTH = 340  # pixels
AGES = (1, 80)  # years
DRIVEN_MILLISECONDS = 40  # of a frame: speech and blinks are fast
ENABLED = Qt.ItemDataRole.UserRole - 1  # the role of an item's flags in the model of a combo box
WALK_FRAMES = 96  # a walk past several faces needs more than a change of one


class AnimationForm(QWidget):
    """Tells about changes of the frames and of their timing apart: only the first need work."""

    choice_changed = Signal()
    timing_changed = Signal(object)  # Timing
    written_changed = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumWidth(WIDTH)
        self._kind = self._combo(self.tr("What moves"), "")
        for text, kind in (
            (self.tr("Age progression"), AGE),
            (self.tr("Attribute sweep"), SWEEP),
            (self.tr("Latent walk"), WALK),
            (self.tr("Morph to another photo"), MORPH),
            (self.tr("History replay"), REPLAY),
            (self.tr("Follow a driver"), DRIVE),
        ):
            self._kind.addItem(text, kind)
        self.driver = DriverForm()
        self._make_ends()
        self._make_frames()
        self._make_timing()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self._rows())
        self._connect()
        self._show_kind()

    def _make_ends(self) -> None:
        """What the frames lead from and to."""
        start = AnimationChoice()
        self._attribute = self._combo(self.tr("Attribute"), self.tr("What changes along the frames"))
        self._from_age = QSpinBox(minimum=AGES[0], maximum=AGES[1], value=round(start.start))
        self._to_age = QSpinBox(minimum=AGES[0], maximum=AGES[1], value=round(start.end))
        self._now = QLabel()
        self._now.setProperty("role", "muted")
        self._from = QDoubleSpinBox(decimals=1, minimum=-3, maximum=3, singleStep=0.5, value=-2)
        self._to = QDoubleSpinBox(decimals=1, minimum=-3, maximum=3, singleStep=0.5, value=2)
        for box in (self._from_age, self._from):
            box.setAccessibleName(self.tr("From"))
        for box in (self._to_age, self._to):
            box.setAccessibleName(self.tr("To"))
        for box in (self._from, self._to):
            box.setToolTip(self.tr("Change of the attribute; 0 is the face as it is"))
        self._written = QCheckBox(self.tr("Write the age into the picture"))
        self._written.setToolTip(self.tr("In the lower left corner of each frame"))
        self._other = self._combo(self.tr("Photo to morph to"), self.tr("An open photo in which a face is chosen"))
        self._made = QCheckBox(self.tr("Past the faces in the Generate window"))
        self._made.setToolTip(self.tr("In their order there, without those that are hidden"))
        self._faces = QSpinBox(minimum=2, maximum=100, value=start.faces)
        self._faces.setToolTip(self.tr("Random faces that the walk passes"))
        self._faces.setAccessibleName(self._faces.toolTip())
        self._seed = QSpinBox(maximum=HIGHEST_SEED, value=start.seed)
        self._seed.setAccessibleName(self.tr("Seed"))
        self._seed.setToolTip(self.tr("Another seed passes other faces"))
        self._new_seed = QPushButton(self.tr("New seed"), autoDefault=False)
        self._new_seed.clicked.connect(lambda: self._seed.setValue(self._seed.value() + self._faces.value()))

    def _make_frames(self) -> None:
        start = AnimationChoice()
        self._frames = QSpinBox(minimum=3, maximum=MAX_FRAMES, value=start.frames)
        self._frames.setAccessibleName(self.tr("Number of frames"))
        self._ease = self._combo(self.tr("Ease"), self.tr("Evenly, or starting and ending softly"))
        self._ease.addItem(self.tr("even"), "linear")
        self._ease.addItem(self.tr("soft"), "smooth")
        self._crop = self._combo(self.tr("Shown"), self.tr("The background and the cut stay the same in all frames"))
        for text, crop in (
            (self.tr("Portrait cut from the photo"), PORTRAIT),
            (self.tr("Whole photo"), PHOTO),
            (self.tr("Face alone"), FACE),
        ):
            self._crop.addItem(text, crop)
        self._side = self._combo(self.tr("Longer side"), self.tr("Longer side of the frames, in pixels"))
        for side in (256, 384, 512, 768, 1024):
            self._side.addItem(f"{side} px", side)
        self._side.setCurrentIndex(self._side.findData(start.side))
        self._keep = QListWidget()
        self._keep.setAccessibleName(self.tr("Keep"))
        self._keep.setToolTip(self.tr("What is ticked stays as it is while other things change"))
        self._keep.setFixedHeight(5 * (self._keep.fontMetrics().height() + 4) + 6)

    def _make_timing(self) -> None:
        timing = Timing()
        self._milliseconds = QSpinBox(
            minimum=20, maximum=5000, singleStep=10, value=round(1000 * timing.seconds_per_frame)
        )
        self._milliseconds.setSuffix(" ms")
        self._milliseconds.setAccessibleName(self.tr("Frame time"))
        self._milliseconds.setToolTip(self.tr("How long each frame is seen"))
        self._ping_pong = QCheckBox(self.tr("Forth and back"))
        self._loop = QCheckBox(self.tr("Again and again"))
        self._ping_pong.setChecked(timing.ping_pong)
        self._loop.setChecked(timing.loop)

    def _rows(self) -> QFormLayout:
        form = self._form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._ages = _side_by_side(self._from_age, QLabel(self.tr("to")), self._to_age, QLabel(self.tr("years")))
        self._changes = _side_by_side(self._from, QLabel(self.tr("to")), self._to)
        self._seeds = _side_by_side(self._seed, self._new_seed)
        for text, widget in (
            (self.tr("Kind"), self._kind),
            (self.tr("Attribute"), self._attribute),
            (self.tr("From"), self._ages),
            ("", self._now),
            (self.tr("From"), self._changes),
            (self.tr("To photo"), self._other),
            (self.tr("Driver"), self.driver),
            ("", self._made),
            (self.tr("Faces"), self._faces),
            (self.tr("Seed"), self._seeds),
            (self.tr("Frames"), self._frames),
            (self.tr("Ease"), self._ease),
            (self.tr("Show"), self._crop),
            (self.tr("Size"), self._side),
            ("", self._written),
            (self.tr("Keep"), self._keep),
            (self.tr("Frame time"), self._milliseconds),
            (self.tr("Play"), self._ping_pong),
            ("", self._loop),
        ):
            form.addRow(text, widget)
        return form

    def _connect(self) -> None:
        self._kind.currentIndexChanged.connect(self._kind_chosen)
        self._attribute.currentIndexChanged.connect(self._limit_changes)
        for combo in (self._attribute, self._other, self._ease, self._crop, self._side):
            combo.currentIndexChanged.connect(self.choice_changed)
        for box in (self._from_age, self._to_age, self._from, self._to, self._faces, self._seed, self._frames):
            box.setKeyboardTracking(False)
            box.valueChanged.connect(self.choice_changed)
        self.driver.choice_changed.connect(self.choice_changed)
        self._made.toggled.connect(self._show_kind)
        self._made.toggled.connect(self.choice_changed)
        self._keep.itemChanged.connect(self.choice_changed)
        self._milliseconds.valueChanged.connect(self._retimed)
        for tick in (self._ping_pong, self._loop):
            tick.toggled.connect(lambda: self.timing_changed.emit(self.timing()))
        self._written.toggled.connect(self.written_changed)

    # --- asked by the window -------------------------------------------------------------------------------------

    def choice(self) -> AnimationChoice:
        kind = self._kind.currentData()
        boxes = (self._from_age, self._to_age) if kind == AGE else (self._from, self._to)
        items = [self._keep.item(row) for row in range(self._keep.count())]
        kept = tuple(item.data(Qt.ItemDataRole.UserRole) for item in items if _ticked(item))
        return AnimationChoice(
            kind=kind,
            attribute=self._attribute.currentData() or FIRST,
            start=boxes[0].value(),
            end=boxes[1].value(),
            frames=self._frames.value(),
            ease=self._ease.currentData(),
            keep=kept if kind in (AGE, SWEEP) else (),
            crop=self._crop.currentData(),
            side=self._side.currentData(),
            other=self._other.currentData(),
            seed=self._seed.value(),
            faces=self._faces.value(),
            made=self._made.isChecked(),
            parts=self.driver.parts,
            strength=self.driver.strength,
            seconds_per_frame=self.timing().seconds_per_frame if kind == DRIVE else 0.0,
        )

    def timing(self) -> Timing:
        ping_pong = self._ping_pong.isChecked() and self._kind.currentData() != DRIVE
        return Timing(self._milliseconds.value() / 1000, ping_pong, self._loop.isChecked())

    @property
    def written(self) -> bool:
        """Whether the age is written into the frames."""
        return self._written.isChecked() and self._kind.currentData() == AGE

    def show_view(self, view: AnimateView) -> None:
        self.driver.show_view(view)
        self._now.setText("" if view.age is None else self.tr("now about {age} years").format(age=round(view.age)))
        self._fill_attributes([(name, translated(attribute(name, view.labels).label)) for name in view.attributes])
        others = [(name, number) for number, name in view.others]
        if others != [(self._other.itemText(row), self._other.itemData(row)) for row in range(self._other.count())]:
            chosen = self._other.currentData()
            with QSignalBlocker(self._other):
                self._other.clear()
                for name, number in others:
                    self._other.addItem(name, number)
                self._other.setCurrentIndex(max(0, self._other.findData(chosen)))

    def _fill_attributes(self, rows: list[tuple[str, str]]) -> None:
        """Names and labels."""
        combo = self._attribute
        if rows == [(combo.itemData(row), combo.itemText(row)) for row in range(combo.count())]:
            return
        with QSignalBlocker(self._attribute), QSignalBlocker(self._keep):
            self._attribute.clear()
            self._keep.clear()
            for name, label in rows:
                self._attribute.addItem(label, name)
                item = QListWidgetItem(label, self._keep)
                item.setData(Qt.ItemDataRole.UserRole, name)
                item.setCheckState(Qt.CheckState.Unchecked)
                item.setSizeHint(QSize(0, self._keep.fontMetrics().height() + 4))
            self._attribute.setCurrentIndex(max(0, self._attribute.findData(FIRST)))

    # --- inside --------------------------------------------------------------------------------------------------

    def _kind_chosen(self) -> None:
        walks = self._kind.currentData() == WALK
        start = AnimationChoice().frames
        if self._frames.value() == (start if walks else WALK_FRAMES):  # nobody has chosen another number
            with QSignalBlocker(self._frames):
                self._frames.setValue(WALK_FRAMES if walks else start)
        usual, drives = round(1000 * Timing().seconds_per_frame), self._kind.currentData() == DRIVE
        if self._milliseconds.value() == (usual if drives else DRIVEN_MILLISECONDS):
            with QSignalBlocker(self._milliseconds):
                self._milliseconds.setValue(DRIVEN_MILLISECONDS if drives else usual)
        if drives and self._crop.currentData() == FACE:
            with QSignalBlocker(self._crop):
                self._crop.setCurrentIndex(self._crop.findData(PORTRAIT))
        self._show_kind()
        self.timing_changed.emit(self.timing())
        self.written_changed.emit(self.written)
        self.choice_changed.emit()

    def _retimed(self) -> None:
        self.timing_changed.emit(self.timing())
        if self._kind.currentData() == DRIVE:
            self.choice_changed.emit()

    def _limit_changes(self) -> None:
        limit = attribute(self._attribute.currentData() or FIRST).limit
        for box in (self._from, self._to):
            with QSignalBlocker(box):
                box.setRange(-limit, limit)

    def _show_kind(self) -> None:
        """Only what matters for the kind of animation."""
        kind = self._kind.currentData()
        random = () if self._made.isChecked() else (WALK,)
        for widget, kinds in (
            (self._attribute, (SWEEP,)),
            (self._ages, (AGE,)),
            (self._now, (AGE,)),
            (self._changes, (SWEEP,)),
            (self._other, (MORPH,)),
            (self.driver, (DRIVE,)),
            (self._frames, (AGE, SWEEP, WALK, MORPH, REPLAY)),
            (self._ping_pong, (AGE, SWEEP, WALK, MORPH, REPLAY)),
            (self._made, (WALK,)),
            (self._faces, random),
            (self._seeds, random),
            (self._ease, (AGE, SWEEP, MORPH, REPLAY)),
            (self._crop, (AGE, SWEEP, REPLAY, DRIVE)),
            (self._written, (AGE,)),
            (self._keep, (AGE, SWEEP)),
        ):
            self._form.setRowVisible(widget, kind in kinds)
        self._crop.setItemData(self._crop.findData(FACE), None if kind != DRIVE else 0, ENABLED)

    @staticmethod
    def _combo(name: str, tooltip: str) -> QComboBox:
        combo = QComboBox()
        combo.setAccessibleName(name)
        combo.setToolTip(tooltip)
        return combo


def _side_by_side(*widgets: QWidget) -> QWidget:
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    for widget in widgets:
        row.addWidget(widget, 0 if isinstance(widget, QLabel) else 1)
    return box


def _ticked(item: QListWidgetItem) -> bool:
    return item.checkState() == Qt.CheckState.Checked
