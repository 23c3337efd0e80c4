"""PicturesView: a small GAN that learns a folder's pictures, with its samples, and what its discriminator looks at."""

from pathlib import Path

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ganeditor.project.lab.pictures import TASKS, WIDTHS, PictureSettings
from ganeditor.project.lab.settings import MOST_RATE
from ganeditor.project.lab.snapshot import Array, PictureSnapshot
from ganeditor.ui.features.lab.colours import lab_colours
from ganeditor.ui.features.lab.fields import SettingsForm
from ganeditor.ui.features.lab.graphs import GRAPHS, GraphsView
from ganeditor.ui.features.lab.playing import PlayRow
from ganeditor.ui.features.lab.studying import Studying
from ganeditor.ui.features.lab.texts import TASKS as TASK_TEXTS
from ganeditor.ui.features.lab.texts import number, words
from ganeditor.ui.features.lab.views import StudyView
from ganeditor.ui.theme import colours
from ganeditor.ui.widgets.column import scrolled_column
from ganeditor.ui.widgets.controls import PictureView, set_icon
from ganeditor.ui.widgets.qimage import to_qimage
from ganeditor.ui.widgets.said import SaidLabel
from ganeditor.ui.widgets.values import Picture8

LEFT, RIGHT = 300, 300  # pixels of the columns
PHOTO = 84  # pixels of a photo that is judged


class PictureForm(SettingsForm):
    """Shows PictureSettings and tells other ones."""

    def __init__(self) -> None:
        super().__init__(PictureSettings())
        box = QGroupBox(self.tr("Networks"))
        form = QFormLayout(box)
        tasks = {name: words(TASK_TEXTS[name]) for name in TASKS}
        rows = {
            self.tr("Kind"): self.choice(tasks, lambda one: one.task, lambda value: self.tell(task=value)),
            self.tr("Channels"): self.choice(
                {width: str(width) for width in WIDTHS}, lambda one: one.width, lambda value: self.tell(width=value)
            ),
            self.tr("G's rate"): self._rate("generator_rate"),
            self.tr("D's rate"): self._rate("discriminator_rate"),
        }
        for label, widget in rows.items():
            widget.setAccessibleName(label)
            form.addRow(label, widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 4, 0)
        layout.addWidget(box)
        layout.addWidget(self.training_box(with_optimiser=False))
        layout.addStretch()

    def _rate(self, field: str) -> QWidget:
        return self.decimal(0, MOST_RATE, 5, lambda one: getattr(one, field), lambda value: self.tell(**{field: value}))


class PicturesView(QWidget):
    """The third tab."""

    def __init__(self, verbs: Studying) -> None:
        super().__init__()
        self._verbs = verbs
        self.form = PictureForm()
        self.form.changed.connect(verbs.change)
        self.playing = PlayRow(verbs, steps=True)
        self.samples = PictureView(self.tr("Pictures of the generator"), 320)
        self.reals = PictureView(self.tr("Pictures that it learns from"), 120)
        self.judged = JudgedView()
        self.graphs = GraphsView(GRAPHS[:2])
        self.said = SaidLabel()
        left = QVBoxLayout()
        left.addWidget(self._folder_box())
        form = scrolled_column(self.form)
        form.setFixedWidth(LEFT)
        left.addWidget(form, 1)
        middle = QVBoxLayout()
        middle.addLayout(self.playing)
        middle.addWidget(self.samples, 1)
        middle.addWidget(self.said)
        right = QWidget()
        right.setFixedWidth(RIGHT)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._judged_box(), 3)
        column.addWidget(self.graphs, 2)
        layout = QHBoxLayout(self)
        layout.addLayout(left)
        layout.addLayout(middle, 1)
        layout.addWidget(right)

    def show_view(self, view: StudyView) -> None:
        settings, shown = view.settings, view.shown
        self.form.show_settings(settings)
        self.playing.show_play(view.playing, view.speed, view.waiting, shown.epoch if shown else None)
        for button in (self.playing.play, self.playing.reset, *self.playing.steps.values()):
            button.setEnabled(bool(settings.folder))
        self.about.setText(self._about(settings, shown))
        self.samples.show_picture(shown.samples if shown else None)
        self.samples.show_words(self._hint(view))
        self.reals.show_picture(shown.reals if shown else None)
        self.judged.show_judged(shown)
        self.remove.setEnabled(bool(settings.photos))
        self.graphs.show_moment(shown)
        self.said.say(view.said, view.wrong)

    def _about(self, settings: PictureSettings, shown: PictureSnapshot | None) -> str:
        if not settings.folder:
            return self.tr("No folder yet. Faces that fill their pictures are learned best.")
        name = Path(settings.folder).name
        if shown is None:
            return name
        text = self.tr("{name}: {count} pictures").format(name=name, count=shown.pictures)
        lost = self.tr("{count} files can't be used").format(count=shown.left_out)
        return f"{text}; {lost}" if shown.left_out else text

    def _hint(self, view: StudyView) -> str:
        if not view.settings.folder:
            return self.tr("Choose a folder of pictures: their middle squares are learned at 32 × 32 pixels.")
        return self.tr("Reading the pictures…") if view.waiting else ""

    # --- parts -------------------------------------------------------------------------------------------------------

    def _folder_box(self) -> QWidget:
        box = QGroupBox(self.tr("Pictures"))
        box.setFixedWidth(LEFT)
        self.choose = QPushButton(self.tr("Choose a folder…"), autoDefault=False)
        set_icon(self.choose, "open")
        self.choose.clicked.connect(self._ask_folder)
        self.about = QLabel()
        self.about.setWordWrap(True)
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        self.about.setProperty("role", "muted")
        layout = QVBoxLayout(box)
        layout.addWidget(self.choose)
        layout.addWidget(self.about)
        layout.addWidget(self.reals)
        self.reals.setFixedHeight(150)
        return box

    def _judged_box(self) -> QWidget:
        box = QGroupBox(self.tr("What the discriminator says of photos"))
        self.add = QPushButton(self.tr("Add photos…"), autoDefault=False)
        self.add.clicked.connect(self._ask_photos)
        self.remove = QPushButton(self.tr("Remove all"), autoDefault=False)
        self.remove.clicked.connect(lambda: self._verbs.remove_photos())
        hint = QLabel(self.tr("Bright places would change the score most; the bar goes from fake to real."))
        hint.setWordWrap(True)
        hint.setProperty("role", "muted")
        row = QHBoxLayout()
        row.addWidget(self.add)
        row.addWidget(self.remove)
        layout = QVBoxLayout(box)
        layout.addLayout(row)
        layout.addWidget(hint)
        layout.addWidget(scrolled_column(self.judged), 1)
        return box

    # --- asking ------------------------------------------------------------------------------------------------------

    def _ask_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.tr("A folder of pictures"))
        if name:
            self._verbs.choose_folder(Path(name))

    def _ask_photos(self) -> None:
        names, _kind = QFileDialog.getOpenFileNames(self, self.tr("Photos to be judged"))
        if names:
            self._verbs.add_photos([Path(name) for name in names])


class JudgedView(QWidget):
    """A row each photo: as the discriminator sees it, where it looks, and how real it finds it."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Photos and their scores"))
        self._shown: PictureSnapshot | None = None
        self._images: list[tuple[QImage, QImage]] = []

    def sizeHint(self) -> QSize:
        return QSize(3 * PHOTO, len(self._images) * (PHOTO + 6))

    def show_judged(self, shown: PictureSnapshot | None) -> None:
        if shown is self._shown:
            return
        before, self._shown = len(self._images), shown
        self._images = []
        if shown is not None:
            for photo, look in zip(shown.photos, shown.looks, strict=True):
                self._images.append((to_qimage(photo.copy()), to_qimage(lit(photo, look))))
            said = ", ".join(number(float(score)) for score in shown.scores)
            self.setAccessibleDescription(said)
        if before != len(self._images):
            self.setMinimumHeight(self.sizeHint().height())
            self.updateGeometry()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._shown is None:
            return
        painter, now, theme = QPainter(self), lab_colours(), colours()
        painter.setRenderHints(QPainter.RenderHint.SmoothPixmapTransform | QPainter.RenderHint.Antialiasing)
        for index, (images, score) in enumerate(zip(self._images, self._shown.scores.tolist(), strict=True)):
            top = index * (PHOTO + 6)
            for place, image in enumerate(images):
                painter.drawImage(QRectF(place * (PHOTO + 6), top, PHOTO, PHOTO), image)
            left = 2 * (PHOTO + 6) + 4
            bar = QRectF(left, top + PHOTO / 2 + 4, self.width() - left - 4, 8)
            middle = bar.center().x()
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.outline))
            painter.drawRoundedRect(bar, 3, 3)
            painter.setBrush(QColor(now.real if score > 0 else now.fake))
            reach = score * bar.width() / 2
            painter.drawRect(QRectF(min(middle, middle + reach), bar.top(), abs(reach), bar.height()))
            painter.setPen(QColor(theme.text))
            words_area = QRectF(left, top, bar.width(), PHOTO / 2)
            text = self.tr("real") if score > 0 else self.tr("fake")
            flags = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom)
            painter.drawText(words_area, flags, f"{text} {number(abs(score))}")


def lit(photo: Picture8, look: Array) -> Picture8:
    """The photo [S, S, 3], dark where look [S, S] in [0, 1] is low."""
    share = 0.15 + 0.85 * np.sqrt(look)[..., None]
    picture: Picture8 = np.ascontiguousarray((photo * share).round().astype(np.uint8))
    return picture
