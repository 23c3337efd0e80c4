"""The attributes of the chosen face: sliders made from ATTRIBUTES, presets, and how the face is pasted back."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ganeditor import paths
from ganeditor.edits.attributes import AGE, ATTRIBUTES, GROUPS, Attribute, attribute
from ganeditor.edits.eyes import EyesEdit
from ganeditor.edits.latent import DETAIL, GENERATED, LatentEdit
from ganeditor.edits.words.applying import applied
from ganeditor.edits.words.vocabulary import EYES
from ganeditor.errors import UserError
from ganeditor.project.document import Set
from ganeditor.project.presets import Preset, delete_preset, load_presets, save_preset
from ganeditor.ui.dialogs.error import show_error
from ganeditor.ui.features.attributes import work
from ganeditor.ui.features.attributes.row import AttributeRow
from ganeditor.ui.i18n import translated
from ganeditor.ui.session.desk import Desk
from ganeditor.ui.session.feature import Panel
from ganeditor.ui.session.jobs import Failure
from ganeditor.ui.session.view import PhotoView, View
from ganeditor.ui.widgets.column import scroll_area
from ganeditor.ui.widgets.words import WordsLine, amounts_by_name


class AttributesPanel(Panel):
    """Rows are made when the model is known, and again when it changes."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._photo: PhotoView | None = None
        self._offered: tuple[tuple[str, ...], Mapping[str, str]] = ((), {})  # names, and labels of own directions
        self._rows: dict[str, AttributeRow] = {}
        self._headings: dict[str, QLabel] = {}
        self._greys: QCheckBox | None = None  # for models that know ages
        self._search = QLineEdit(placeholderText=self.tr("Search"), clearButtonEnabled=True)
        self._search.setAccessibleName(self.tr("Search the attributes"))
        self._search.textChanged.connect(self._filter)
        self._presets = PresetsBox(self._apply_preset, lambda: self._photo.latent.amounts if self._photo else {})
        example = self.tr("ten years older, a slight smile")
        self._words = WordsLine(lambda: amounts_by_name(self._presets.presets), example, QPushButton(self.tr("Do it")))
        self._words.asked.connect(self._do)
        self._words.wondered.connect(self._find_what_is_meant)
        self._mode = QComboBox()
        self._mode.setAccessibleName(self.tr("How the face is pasted back"))
        self._mode.setToolTip(
            self.tr("The photo's own detail looks most natural; the model's own picture changes most")
        )
        self._mode.addItem(self.tr("Photo's own detail"), DETAIL)
        self._mode.addItem(self.tr("Model's own picture"), GENERATED)
        self._mode.activated.connect(self._paste)
        self._area = scroll_area()
        self._build_rows(tuple(row.name for row in ATTRIBUTES), {})
        paste = QHBoxLayout()
        paste.addWidget(QLabel(self.tr("Paste back")))
        paste.addWidget(self._mode, 1)
        layout = QVBoxLayout(self)
        layout.addWidget(self._words)
        top = QHBoxLayout()
        top.addWidget(self._search, 2)
        top.addWidget(self._presets, 3)
        layout.addLayout(top)
        layout.addWidget(self._area, 1)
        layout.addLayout(paste)

    def show_view(self, view: View) -> None:
        if view.attributes and (view.attributes, view.labels) != self._offered:
            self._build_rows(view.attributes, view.labels)
        photo = self._photo = view.photo
        editable = photo is not None and photo.editable
        for widget in (self._inside, self._words, self._presets, self._mode):
            widget.setEnabled(editable)
        if photo:
            for name, row in self._rows.items():
                row.show_edit(photo.latent, photo.readings.get(name), max(1, view.layers))
                row.show_reach(photo.reaches.get(name))
            self._mode.setCurrentIndex(self._mode.findData(photo.latent.mode))
            if self._greys:
                blocked = self._greys.blockSignals(True)
                self._greys.setChecked(photo.latent.hair_greys)
                self._greys.blockSignals(blocked)

    def _build_rows(self, names: tuple[str, ...], labels: Mapping[str, str]) -> None:
        self._offered = (names, labels)
        self._words.offer((*names, *EYES), labels, work.can_guess(tuple(labels)))
        order = {row.name: index for index, row in enumerate(ATTRIBUTES)}
        rows = sorted((attribute(name, labels) for name in names), key=lambda row: order.get(row.name, len(order)))
        inside = self._inside = QWidget()
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(0, 0, 6, 0)
        layout.setSpacing(3)
        self._rows, self._headings, self._greys = {}, {}, None
        for group in GROUPS:
            members = [row for row in rows if row.group == group]
            if members:
                heading = self._headings[group] = QLabel(translated(group))
                font = heading.font()
                font.setBold(True)
                heading.setFont(font)
                heading.setContentsMargins(0, 6, 0, 0)
                line = QHBoxLayout()
                line.addWidget(heading, 1)
                if len(self._headings) == 1:
                    line.addWidget(self._keep_heading())
                layout.addLayout(line)
                for member in members:
                    layout.addWidget(self._row(member))
                    if member.name == AGE:
                        layout.addWidget(self._hair_greys())
        layout.addStretch()
        self._area.setWidget(inside)
        self._filter(self._search.text())

    def _hair_greys(self) -> QCheckBox:
        box = self._greys = QCheckBox(self.tr("Hair greys along"))
        box.setToolTip(self.tr("Hair loses its colour as the face grows older; else it keeps it"))
        box.toggled.connect(self._let_grey)
        return box

    def _let_grey(self, on: bool) -> None:
        if self._photo:
            self._set(replace(self._photo.latent, hair_greys=on), self.tr("Hair greys along"))

    def _keep_heading(self) -> QLabel:
        heading = QLabel(self.tr("keep"))
        heading.setProperty("role", "muted")
        heading.setToolTip(self.tr("What is ticked stays as it is while other things change"))
        heading.setContentsMargins(0, 6, 24, 0)
        return heading

    def _row(self, member: Attribute) -> AttributeRow:
        row = self._rows[member.name] = AttributeRow(member)
        row.amount_changed.connect(self._change)
        row.pressed.connect(lambda again: self._desk.editing.begin_drag(again))
        row.released.connect(lambda: self._desk.editing.end_drag())
        row.keep_toggled.connect(self._keep)
        row.layers_chosen.connect(self._limit_layers)
        return row

    def _filter(self, text: str) -> None:
        wanted = text.strip().casefold()
        for name, row in self._rows.items():
            row.setVisible(wanted in row.name.casefold() or wanted in name)
            if name == AGE and self._greys:
                self._greys.setVisible(not row.isHidden() or wanted in self._greys.text().casefold())
        for group, heading in self._headings.items():
            heading.setVisible(any(not row.isHidden() for row in self._rows.values() if row.attribute.group == group))

    def _change(self, name: str, amount: float) -> None:
        if self._photo:
            face, row = self._photo.chosen, self._rows[name]
            value = f"{amount:+.0f}" if row.attribute.limit > 10 else f"{amount:+.2f}"
            label = f"{row.name} {value if amount else '0'}"
            self._set(self._photo.latent.with_amount(name, amount), label, ("amount", face, name))

    def _keep(self, name: str, on: bool) -> None:
        if self._photo:
            others = tuple(kept for kept in self._photo.latent.keep if kept != name)
            kept = (*others, name) if on else others
            self._set(replace(self._photo.latent, keep=kept), self.tr("Keep"))

    def _paste(self) -> None:
        if self._photo:
            self._set(replace(self._photo.latent, mode=self._mode.currentData()), self.tr("Paste mode"))

    def _limit_layers(self, name: str, layers: tuple[int, int] | None) -> None:
        if self._photo:
            label = self.tr("{name}: layers").format(name=self._rows[name].name)
            self._set(self._photo.latent.with_layers(name, layers), label)

    def _apply_preset(self, preset: Preset) -> None:
        if self._photo:
            amounts = {name: amount for name, amount in preset.amounts.items() if name in self._rows}
            self._set(replace(self._photo.latent, amounts=amounts), translated(preset.name, "Presets"))

    def _do(self) -> None:
        """What was said, as one step."""
        photo, moves = self._photo, self._words.moves
        if photo and photo.chosen:
            eyes = photo.document.get(photo.chosen, EyesEdit)
            age = photo.readings.get(AGE)
            latent, lids = applied(moves, photo.latent, eyes, age.natural if age else None)
            label, step = ", ".join(move.said for move in moves), object()
            if latent != photo.latent:
                self._desk.editing.apply(Set(photo.chosen, latent), label, step)
            if lids != eyes:
                self._desk.editing.apply(Set(photo.chosen, lids), label, step)
            self._words.line.clear()

    def _find_what_is_meant(self, words: tuple[str, ...]) -> None:
        names, desk = tuple(self._offered[1]), self._desk

        def failed(failure: Failure) -> None:
            self._words.found({})
            desk.fail(failure)

        look = lambda job: work.meant(job, desk.bench(), words, names)  # noqa: E731
        desk.jobs.run(("meant",), look, self._words.found, failed, background=True)

    def _set(self, edit: LatentEdit, label: str, merge_key: object = None) -> None:
        if self._photo and self._photo.chosen:
            self._desk.editing.apply(Set(self._photo.chosen, edit), label, merge_key)


class PresetsBox(QWidget):
    """Choose, save and delete named sets of amounts."""

    def __init__(self, apply: Callable[[Preset], None], amounts: Callable[[], Mapping[str, float]]) -> None:
        super().__init__()
        self._apply, self._amounts = apply, amounts
        self._path = paths.settings() / "presets.json"
        self.presets: tuple[Preset, ...] = ()
        self._combo = QComboBox(placeholderText=self.tr("Presets"))
        self._combo.setAccessibleName(self.tr("Presets"))
        self._combo.activated.connect(lambda index: self._apply(self.presets[index]))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._combo, 1)
        for text, tip, act in (
            ("+", self.tr("Save the sliders as a preset"), self._save),
            ("−", self.tr("Delete the chosen preset"), self._delete),
        ):
            button = QToolButton(autoRaise=True)
            button.setText(text)
            button.setToolTip(tip)
            button.setAccessibleName(tip)
            button.clicked.connect(act)
            layout.addWidget(button)
        self._load(None)

    def _load(self, chosen: str | None) -> None:
        try:
            self.presets = load_presets(self._path)
        except UserError as error:
            show_error(self, str(error))
        self._combo.clear()
        for preset in self.presets:
            self._combo.addItem(translated(preset.name, "Presets") if preset.shipped else preset.name, preset.name)
        self._combo.setCurrentIndex(self._combo.findData(chosen))

    def _save(self) -> None:
        name, agreed = QInputDialog.getText(self, self.tr("Save as preset"), self.tr("Name"))
        if agreed and name.strip():
            self._change(name.strip(), lambda: save_preset(self._path, name.strip(), self._amounts()))

    def _delete(self) -> None:
        index = self._combo.currentIndex()
        if index >= 0:
            self._change(None, lambda: delete_preset(self._path, self.presets[index].name))

    def _change(self, chosen: str | None, act: Callable[[], object]) -> None:
        try:
            act()
        except UserError as error:
            show_error(self, str(error))
        else:
            self._load(chosen)
