"""Player: shows the frames of an animation as they come, and how much each still looks like the person."""

from collections.abc import Sequence

from PySide6.QtCore import QLocale, QPointF, QRectF, QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QHideEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QToolButton, QVBoxLayout, QWidget

from ganeditor.likeness import SAME_PERSON
from ganeditor.project.animation.frames import nearest
from ganeditor.project.animation.tracks import Timing, labelled, playing_order
from ganeditor.ui.theme import colours
from ganeditor.ui.widgets.controls import PictureView, set_icon
from ganeditor.ui.widgets.values import Rendered


class Player(QWidget):
    """Plays as soon as two frames are there; one that is missing is stood for by its nearest neighbour."""

    def __init__(self) -> None:
        super().__init__()
        self._frames: list[Rendered | None] = []
        self._texts: Sequence[str] = ()
        self._timing, self._place, self._written = Timing(), 0, False
        self._timer = QTimer(self, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._advance)
        self._picture = PictureView(self.tr("Preview of the animation"), 320)
        self._plot = LikenessPlot()
        self._plot.frame_picked.connect(self.scrub)
        self._play = QToolButton(autoRaise=True)
        self._play.setIconSize(QSize(20, 20))
        self._play.clicked.connect(self.toggle)
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setAccessibleName(self.tr("Frame"))
        self._slider.setToolTip(self.tr("Drag to see any frame"))
        self._slider.valueChanged.connect(self.scrub)
        self._counter = QLabel()
        self._counter.setMinimumWidth(self._counter.fontMetrics().horizontalAdvance("0000 / 0000 · +00.0"))
        controls = QHBoxLayout()
        for widget in (self._play, self._slider, self._counter):
            controls.addWidget(widget, 1 if widget is self._slider else 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._picture, 1)
        layout.addLayout(controls)
        layout.addWidget(self._plot)
        self._show_state()

    @property
    def complete(self) -> bool:
        return bool(self._frames) and None not in self._frames

    @property
    def share(self) -> float:
        """Of the frames that are there."""
        return sum(frame is not None for frame in self._frames) / max(1, len(self._frames))

    @property
    def texts(self) -> Sequence[str]:
        return self._texts

    @property
    def playing(self) -> bool:
        return self._timer.isActive()

    @property
    def index(self) -> int:
        """The frame whose turn it is."""
        order = playing_order(len(self._frames), self._timing.ping_pong)
        return order[self._place % len(order)] if self._frames else 0

    @property
    def frame(self) -> Rendered | None:
        """The frame that is seen: the one whose turn it is, or its nearest neighbour."""
        found = nearest(self.index, [frame is not None for frame in self._frames])
        return None if found is None else self._frames[found]

    def start(self, texts: Sequence[str]) -> None:
        """Forget all frames; new ones are on their way, a text for each."""
        self._frames, self._texts, self._place = [None] * len(texts), texts, 0
        self._timer.stop()
        with QSignalBlocker(self._slider):
            self._slider.setRange(0, max(0, len(texts) - 1))
        self._plot.start(len(texts))
        self._show()

    def add(self, frames: Sequence[Rendered]) -> None:
        """Frames of the animation that was started; playing begins with the second."""
        before = sum(frame is not None for frame in self._frames)
        for frame in frames:
            self._frames[frame.index] = frame
        self._plot.add(frames)
        self._show()
        if before < 2 <= before + len(frames):
            self.play()

    def set_timing(self, timing: Timing) -> None:
        index = self.index
        self._timing = timing
        self._place = index  # the first pass of a ping-pong
        self._timer.setInterval(round(1000 * timing.seconds_per_frame))

    def write_texts(self, on: bool) -> None:
        """Whether each frame has its text in it."""
        self._written = on
        self._show()

    def show_words(self, words: str) -> None:
        """A sentence where there is no frame."""
        self._picture.show_words(words)

    def toggle(self) -> None:
        if self.playing:
            self.pause()
        else:
            self.play()

    def play(self) -> None:
        if self.frame and self.isVisible():
            if self._place >= self._steps() - 1:
                self._place = 0
            self._timer.start(round(1000 * self._timing.seconds_per_frame))
            self._show_state()

    def pause(self) -> None:
        self._timer.stop()
        self._show_state()

    def scrub(self, index: int) -> None:
        """Stand at a frame."""
        self.pause()
        self._place = index
        self._show()

    def hideEvent(self, event: QHideEvent) -> None:
        self.pause()
        super().hideEvent(event)

    def _steps(self) -> int:
        return len(playing_order(len(self._frames), self._timing.ping_pong))

    def _advance(self) -> None:
        if self._place + 1 >= self._steps() and not self._timing.loop:
            self.pause()
            return
        self._place = (self._place + 1) % self._steps()
        self._show()

    def _show(self) -> None:
        frame, index = self.frame, self.index
        pixels = frame.pixels if frame else None
        if frame and self._written:
            pixels = labelled(frame.pixels, self._texts[frame.index])
        self._picture.show_picture(pixels)
        with QSignalBlocker(self._slider):
            self._slider.setValue(index)
        self._plot.show_place(index)
        place = (f"{index + 1} / {len(self._frames)}", self._texts[index]) if self._frames else ()
        self._counter.setText(" · ".join(filter(None, place)))
        self._show_state()

    def _show_state(self) -> None:
        set_icon(self._play, "pause" if self.playing else "play")
        self._play.setToolTip(self.tr("Pause") if self.playing else self.tr("Play"))
        self._play.setAccessibleName(self._play.toolTip())
        for widget in (self._play, self._slider):
            widget.setEnabled(self.frame is not None)


class LikenessPlot(QWidget):
    """Identity distance along the frames, with the limit of one person; a click goes to a frame."""

    frame_picked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._distances: list[float | None] = []
        self._place = 0
        self.setFixedHeight(84)
        self.setAccessibleName(self.tr("Distance to the original face along the frames"))
        tip = self.tr("Distance to the original face; frames above {limit} may look like another person")
        self.setToolTip(tip.format(limit=QLocale().toString(SAME_PERSON)))

    @property
    def beyond(self) -> list[int]:
        """Frames that may no longer look like the person."""
        return [
            index for index, distance in enumerate(self._distances) if distance is not None and distance >= SAME_PERSON
        ]

    def start(self, count: int) -> None:
        self._distances = [None] * count
        self._describe()

    def add(self, frames: Sequence[Rendered]) -> None:
        for frame in frames:
            self._distances[frame.index] = frame.distance
        self._describe()

    def show_place(self, index: int) -> None:
        self._place = index
        self.update()

    def _describe(self) -> None:
        self.setVisible(any(distance is not None for distance in self._distances))
        self.setAccessibleDescription(
            self.tr("{count} of {all} frames are beyond the limit").format(
                count=len(self.beyond), all=len(self._distances)
            )
        )
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._distances:
            area = self._area()
            share = (event.position().x() - area.left()) / area.width()
            self.frame_picked.emit(round(min(1.0, max(0.0, share)) * (len(self._distances) - 1)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, area, now = QPainter(self), self._area(), colours()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = painter.font()
        font.setPointSizeF(font.pointSizeF() * 0.85)
        painter.setFont(font)
        top = max([1.0, *(distance for distance in self._distances if distance is not None)])

        def at(index: int, value: float) -> QPointF:
            across = area.width() * index / max(1, len(self._distances) - 1)
            return QPointF(area.left() + across, area.bottom() - area.height() * value / top)

        for value, colour in ((0.0, now.outline), (SAME_PERSON, now.error)):
            line = at(0, value).y()
            painter.setPen(QPen(QColor(colour), 1, Qt.PenStyle.SolidLine if value == 0 else Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(area.left(), line), QPointF(area.right(), line))
            painter.setPen(QColor(now.muted))
            words = QRectF(0, line - 8, area.left() - 6, 16)
            painter.drawText(words, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), f"{value:.1f}")
        points = [(at(index, value), value) for index, value in enumerate(self._distances) if value is not None]
        painter.setPen(QPen(QColor(now.link), 1.5))
        painter.drawPolyline([point for point, _value in points])
        painter.setPen(Qt.PenStyle.NoPen)
        for point, value in points:
            painter.setBrush(QColor(now.error if value >= SAME_PERSON else now.link))
            painter.drawEllipse(point, 3, 3)
        painter.setPen(QPen(self.palette().windowText().color(), 1))
        painter.drawLine(at(self._place, 0), at(self._place, top))

    def _area(self) -> QRectF:
        return QRectF(self.rect()).adjusted(34, 8, -10, -8)
