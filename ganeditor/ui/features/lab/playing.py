"""PlayRow: play, step, speed and reset, and how many epochs have passed."""

from PySide6.QtCore import QLocale, QSize, Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QToolButton

from ganeditor.ui.features.lab.running import Running
from ganeditor.ui.features.lab.texts import words
from ganeditor.ui.features.lab.views import BOTH, DISCRIMINATOR, FASTEST, GENERATOR, SPEEDS
from ganeditor.ui.i18n import QT_TRANSLATE_NOOP
from ganeditor.ui.widgets.controls import set_icon

STEPS = (
    (DISCRIMINATOR, "D", QT_TRANSLATE_NOOP("Lab", "One step of the discriminator")),
    (GENERATOR, "G", QT_TRANSLATE_NOOP("Lab", "One step of the generator")),
    (BOTH, "D + G", QT_TRANSLATE_NOOP("Lab", "One epoch: the discriminator's steps, then one of the generator")),
)


class PlayRow(QHBoxLayout):
    """Buttons of one tab; steps says whether both sides can be stepped alone."""

    def __init__(self, verbs: Running, steps: bool) -> None:
        super().__init__()
        self.play = QToolButton()
        self.play.setCheckable(True)
        self.play.setIconSize(QSize(26, 26))
        self.play.clicked.connect(verbs.play)
        self.reset = QToolButton()
        self.reset.setIconSize(QSize(20, 20))
        set_icon(self.reset, "reset")
        self.reset.setToolTip(self.tr("Begin again with the same seed"))
        self.reset.setAccessibleName(self.reset.toolTip())
        self.reset.clicked.connect(lambda: verbs.reset())
        self.speed = QComboBox()
        for speed in SPEEDS:
            text = self.tr("As fast as it can") if speed == FASTEST else self.tr("{count} a second").format(count=speed)
            self.speed.addItem(text, speed)
        self.speed.setAccessibleName(self.tr("Speed"))
        self.speed.setToolTip(self.tr("Epochs a second"))
        self.speed.activated.connect(lambda _index: verbs.set_speed(self.speed.currentData()))
        self.epoch = QLabel()
        self.epoch.setProperty("role", "title")
        self.addWidget(self.reset)
        self.addWidget(self.play)
        self.steps: dict[str, QToolButton] = {}
        for who, text, tip in STEPS if steps else ():
            button = QToolButton()
            button.setText(text)
            button.setMinimumHeight(28)
            button.setToolTip(words(tip))
            button.setAccessibleName(words(tip))
            button.clicked.connect(lambda _on, who=who: verbs.step(who))
            self.steps[who] = button
            self.addWidget(button)
        self.addWidget(self.speed)
        self.addStretch()
        self.addWidget(self.epoch, 0, Qt.AlignmentFlag.AlignRight)
        self.show_play(False, SPEEDS[0], False, None)

    def show_play(self, playing: bool, speed: int, waiting: bool, epoch: int | None) -> None:
        self.play.setChecked(playing)
        set_icon(self.play, "pause" if playing else "play")
        self.play.setToolTip(self.tr("Pause") if playing else self.tr("Play"))
        self.play.setAccessibleName(self.play.toolTip())
        self.speed.setCurrentIndex(self.speed.findData(speed))
        if waiting:
            self.epoch.setText(self.tr("Starting…"))
        else:
            count = "" if epoch is None else QLocale().toString(epoch)
            self.epoch.setText(self.tr("Epoch {count}").format(count=count) if count else "")
