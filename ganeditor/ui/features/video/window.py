"""VideoWindow: a clip with the face that is meant, what is done to it, which parts are left out, and how far it is."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QLocale, QSignalBlocker, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ganeditor.project.clips.clip import CLIP_SUFFIXES, Clip
from ganeditor.project.clips.ranges import written
from ganeditor.ui.features.video.stage import FrameView
from ganeditor.ui.features.video.timeline import TimeLine
from ganeditor.ui.features.video.verbs import Filming
from ganeditor.ui.features.video.views import EDITS, FACE, KEPT, Running, Span, Target, VideoView
from ganeditor.ui.session.opening import paths_in
from ganeditor.ui.widgets.controls import set_icon
from ganeditor.ui.widgets.said import SaidLabel
from ganeditor.ui.widgets.tool_window import ToolWindow

SIDE_WIDTH = 340  # pixels of the column beside the picture
SUFFIX = ".mp4"


class VideoWindow(ToolWindow):
    """A clip can be dropped on it. The work goes on when it is closed."""

    def __init__(self, verbs: Filming, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Video"))
        self.resize(1000, 640)
        self.setAcceptDrops(True)
        self._verbs = verbs
        self.choose = QPushButton(self.tr("Open a clip…"), autoDefault=False)
        set_icon(self.choose, "open")
        self.choose.clicked.connect(self._ask_which)
        self.about = QLabel()
        self.about.setWordWrap(True)
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        self.frame = FrameView()
        self.frame.face_chosen.connect(verbs.choose_face)
        self.line = TimeLine()
        self.line.moved.connect(verbs.seek)
        self.time = QLabel()
        self.said = SaidLabel()
        top = QHBoxLayout()
        top.addWidget(self.choose)
        top.addWidget(self.about, 1)
        line = QHBoxLayout()
        line.addWidget(self.line, 1)
        line.addWidget(self.time)
        left, side, both = QVBoxLayout(), QVBoxLayout(), QHBoxLayout()
        left.addWidget(self.frame, 1)
        left.addLayout(line)
        for part in (self._what_box(), self._who_box(), self._parts_box()):
            side.addWidget(part)
        side.addStretch()
        column = QWidget()
        column.setFixedWidth(SIDE_WIDTH)
        column.setLayout(side)
        both.addLayout(left, 1)
        both.addWidget(column)
        layout = QVBoxLayout(self)
        layout.addLayout(top)
        layout.addLayout(both, 1)
        layout.addWidget(self.said)
        layout.addLayout(self._work_row())
        self.show_view(verbs.view)

    # --- parts ---------------------------------------------------------------------------------------------------

    def _what_box(self) -> QWidget:
        box = self.what_box = QGroupBox(self.tr("What is done"))
        self.what = QComboBox()
        self.what.setAccessibleName(box.title())
        self.what.activated.connect(lambda index: self._verbs.choose_what(self.what.itemData(index)))
        self.hint = QLabel(self.tr("Choose a face in the main window, or keep one in the Swap panel."))
        self.hint.setWordWrap(True)
        self.hint.setProperty("role", "muted")
        self.consent = QLabel(self.tr("Swap only faces of people who agree to it."))
        self.consent.setWordWrap(True)
        self.consent.setProperty("role", "muted")
        layout = QVBoxLayout(box)
        for widget in (self.what, self.hint, self.consent):
            layout.addWidget(widget)
        return box

    def _who_box(self) -> QWidget:
        box = self.who_box = QGroupBox(self.tr("Whose face"))
        self.who = QLabel()
        self.who.setWordWrap(True)
        self.everybody = QPushButton(self.tr("Everybody"), autoDefault=False)
        self.everybody.setToolTip(self.tr("It is done to all faces in the clip"))
        self.everybody.clicked.connect(lambda: self._verbs.choose_everybody())
        layout = QHBoxLayout(box)
        layout.addWidget(self.who, 1)
        layout.addWidget(self.everybody)
        return box

    def _parts_box(self) -> QWidget:
        """Parts of the clip that are left out."""
        box = self.parts_box = QGroupBox(self.tr("Left out"))
        self.begin = QPushButton(self.tr("From here"), autoDefault=False)
        self.begin.setToolTip(self.tr("A part that is left out begins with the frame that is shown"))
        self.begin.clicked.connect(lambda: self._verbs.begin_span())
        self.skip = QPushButton(self.tr("Skip to here"), autoDefault=False)
        self.skip.setToolTip(self.tr("Up to the frame that is shown, the clip stays as it is"))
        self.skip.clicked.connect(lambda: self._verbs.end_span(False))
        self.cut = QPushButton(self.tr("Cut to here"), autoDefault=False)
        self.cut.setToolTip(self.tr("Up to the frame that is shown, picture and sound are cut out"))
        self.cut.clicked.connect(lambda: self._verbs.end_span(True))
        self.parts = QListWidget()
        self.parts.setAccessibleName(box.title())
        self.parts.setFixedHeight(5 * self.fontMetrics().lineSpacing())
        self.remove = QPushButton(self.tr("Take back"), autoDefault=False)
        self.parts.currentRowChanged.connect(lambda row: self.remove.setEnabled(row >= 0))
        self.remove.setToolTip(self.tr("Leave the chosen part in"))
        self.remove.setEnabled(False)
        self.remove.clicked.connect(lambda: self._verbs.remove_span(self.parts.currentRow()))
        row = QHBoxLayout()
        for button in (self.begin, self.skip, self.cut):
            row.addWidget(button)
        layout = QVBoxLayout(box)
        layout.addLayout(row)
        layout.addWidget(self.parts)
        layout.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignRight)
        return box

    def _work_row(self) -> QHBoxLayout:
        self.lossless = QCheckBox(self.tr("Lossless"))
        self.lossless.setToolTip(
            self.tr("Frames without a face stay bit-identical; the file is large, and not every player can show it")
        )
        self.doing = QLabel()
        self.doing.setProperty("role", "muted")
        self.bar = QProgressBar(maximum=1000, textVisible=False)
        self.bar.setFixedHeight(8)
        self.bar.setAccessibleName(self.tr("Progress"))
        self.pause = QPushButton(self.tr("Pause"), autoDefault=False)
        self.pause.setCheckable(True)
        set_icon(self.pause, "pause")
        self.pause.clicked.connect(self._verbs.pause)
        self.cancel = QPushButton(self.tr("Cancel"), autoDefault=False)
        self.cancel.setToolTip(
            self.tr("End the work; what is done so far is kept, and the same work goes on from there")
        )
        set_icon(self.cancel, "stop")
        self.cancel.clicked.connect(lambda: self._verbs.cancel())
        self.start = QPushButton(self.tr("Save as…"), autoDefault=False)
        self.start.setToolTip(self.tr("Choose a file, and work through the clip"))
        set_icon(self.start, "export")
        self.start.clicked.connect(self._ask_where)
        row = QHBoxLayout()
        row.addWidget(self.doing)
        row.addWidget(self.bar, 1)
        row.addStretch()
        for widget in (self.lossless, self.pause, self.cancel, self.start):
            row.addWidget(widget)
        return row

    # --- showing -------------------------------------------------------------------------------------------------

    def show_view(self, view: VideoView) -> None:
        clip, running, idle = view.clip, view.running, view.running is None
        self.about.setText(self._words(clip) if clip else self.tr("No clip is open; one can be dropped here, too."))
        self._show_frame(view)
        self._show_offers(view)
        self._show_who(view)
        self._show_spans(view.spans)
        self.said.say(view.said, view.wrong)
        for box in (self.what_box, self.who_box, self.parts_box, self.choose, self.lossless):
            box.setEnabled(idle)
        for button in (self.skip, self.cut):
            button.setEnabled(view.begun is not None)
        self.begin.setEnabled(clip is not None)
        self.start.setEnabled(idle and clip is not None and bool(view.what))
        for widget in (self.bar, self.pause, self.cancel, self.doing):
            widget.setVisible(not idle)
        self.start.setVisible(idle)
        self.lossless.setVisible(idle)
        self.pause.setChecked(view.paused)
        if running:
            self.bar.setValue(round(1000 * running.fraction))
            self.doing.setText(self.tr("Paused") if view.paused else self._pace(running))

    def _show_frame(self, view: VideoView) -> None:
        clip, running = view.clip, view.running
        shown = running.picture if running and running.picture is not None else view.picture
        time = running.time if running and running.time is not None else view.time
        self.frame.show_picture(shown)
        self.frame.show_words(self.tr("Reading the clip…") if view.opening else "")
        self.frame.show_faces(view.faces if running is None else (), view.chosen, clip.size_wh if clip else (1, 1))
        if clip:
            self.line.show_length(clip.start, clip.duration, 1 / clip.rate)
            done = float((time - clip.start) / clip.duration) if running and running.time is not None else 0.0
            self.line.show_place(time, view.spans, view.begun, done)
            self.time.setText(f"{written(time)} / {written(clip.duration)}")

    def _show_offers(self, view: VideoView) -> None:
        shown = [self.what.itemData(index) for index in range(self.what.count())]
        if shown != list(view.offers) or self.what.property("photo") != view.photo:
            self.what.setProperty("photo", view.photo)
            self.what.clear()
            for offer in view.offers:
                self.what.addItem(self._offered(offer, view.photo), offer)
        self.what.setCurrentIndex(self.what.findData(view.what))
        self.what.setVisible(bool(view.offers))
        self.hint.setVisible(not view.offers)
        self.consent.setVisible(view.what == FACE or view.what.startswith(KEPT))

    def _offered(self, offer: str, photo: str) -> str:
        if offer == EDITS:
            return self.tr("The edits of the face in {photo}").format(photo=photo)
        if offer == FACE:
            return self.tr("Swap: the face in {photo}").format(photo=photo)
        return self.tr("Swap: {name}, a kept face").format(name=offer.removeprefix(KEPT))

    def _show_who(self, view: VideoView) -> None:
        if view.clip is None:
            words = ""
        elif view.person is None:
            words = self.tr("Everybody; click a face to mean one person.")
        elif view.running:
            words = self.tr("The person who was chosen.")
        elif view.chosen is None:
            words = self.tr("One person, who is not in this frame.")
        else:
            words = self.tr("The person whose face is framed.")
        self.who.setText(words)
        self.everybody.setEnabled(view.person is not None)

    def _show_spans(self, spans: Sequence[Span]) -> None:
        texts = [
            (self.tr("{start} – {end}: cut out") if span.cut else self.tr("{start} – {end}: left as it is")).format(
                start=written(span.start), end=written(span.end)
            )
            for span in spans
        ]
        if texts != [self.parts.item(row).text() for row in range(self.parts.count())]:
            with QSignalBlocker(self.parts):
                self.parts.clear()
                self.parts.addItems(texts)
            self.remove.setEnabled(False)

    def _words(self, clip: Clip) -> str:
        width, height = clip.size_wh
        rate = QLocale().toString(float(clip.rate), "f", 2).rstrip("0").rstrip(QLocale().decimalPoint())
        count = len(clip.sounds)
        few = (self.tr("no sound"), self.tr("one sound track"))
        sounds = few[count] if count < len(few) else self.tr("{count} sound tracks").format(count=count)
        return self.tr("{name}: {width} × {height} pixels, {rate} frames a second, {length}, {sounds}").format(
            name=clip.path.name, width=width, height=height, rate=rate, length=written(clip.duration), sounds=sounds
        )

    def _pace(self, running: Running) -> str:
        if running.joining:
            return self.tr("Joining and checking…")
        if running.speed is None:
            return self.tr("Learning the faces…")
        speed = QLocale().toString(running.speed, "f", 1)
        if running.left is None:
            return self.tr("{speed} frames a second").format(speed=speed)
        left = f"{round(running.left) // 60}:{round(running.left) % 60:02}"
        return self.tr("{speed} frames a second, {left} left").format(speed=speed, left=left)

    # --- asking --------------------------------------------------------------------------------------------------

    def _ask_which(self) -> None:
        patterns = " ".join(f"*{suffix}" for suffix in CLIP_SUFFIXES)
        kinds = self.tr("Clips ({patterns});;All files (*)").format(patterns=patterns)
        name, _kind = QFileDialog.getOpenFileName(self, self.tr("Open a clip"), "", kinds)
        if name:
            self._verbs.open_clip(Path(name))

    def _ask_where(self) -> None:
        clip = self._verbs.view.clip
        suggested = clip.path.with_name(f"{clip.path.stem}_edited{SUFFIX}")
        name, _kind = QFileDialog.getSaveFileName(self, self.tr("Save the edited clip"), str(suggested), "MP4 (*.mp4)")
        if name:  # the file dialog has asked about a file that is there
            path = Path(name).with_suffix(SUFFIX)
            self._verbs.render(Target(path, self.lossless.isChecked(), overwrite=str(path) == name))

    # --- events --------------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._verbs.view.running is None and paths_in(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = paths_in(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self._verbs.open_clip(paths[0])
