"""What the queue calls things: states, what a recipe does and to whose face, and how far all of it is."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale

from ganeditor.edits.attributes import AGE, attribute
from ganeditor.edits.latent import LatentEdit
from ganeditor.edits.operation import Operation
from ganeditor.edits.table import label_of
from ganeditor.likeness import LIKE, PERSON
from ganeditor.project.photo_queue import DONE, FAILED, SKIPPED, WAITING, WORKING, Entry
from ganeditor.project.recipe import ALL, LARGEST
from ganeditor.ui.features.queue.views import Offer, QueueView
from ganeditor.ui.i18n import QT_TRANSLATE_NOOP, time_left, translated

_STATES = {
    WAITING: QT_TRANSLATE_NOOP("Queue", "waiting"),
    WORKING: QT_TRANSLATE_NOOP("Queue", "working"),
    DONE: QT_TRANSLATE_NOOP("Queue", "done"),
    FAILED: QT_TRANSLATE_NOOP("Queue", "failed"),
    SKIPPED: QT_TRANSLATE_NOOP("Queue", "done earlier"),
}
_MANY = 10  # an amount beyond which is told without decimals


def state_of(entry: Entry, fraction: float) -> str:
    """An entry's state in a few words; fraction is how far the one at work is."""
    word = translated(_STATES[entry.state], "Queue")
    return f"{word}, {round(100 * fraction)} %" if entry.state == WORKING else word


def what_of(offer: Offer) -> str:
    """What a recipe does, and to whom."""
    if offer.problem:
        return offer.problem
    done = [text for operation in offer.operations if (text := _said(operation, offer.age))]
    return f"{', '.join(done)}; {whom(offer.faces)}"


def _said(operation: Operation, age: float | None) -> str:
    if not isinstance(operation, LatentEdit):
        return "" if operation.neutral else translated(label_of(operation), "Operations")
    amounts = {name: amount for name, amount in operation.amounts.items() if age is None or name != AGE}
    said = [f"{translated(attribute(name).label)} {_amount(name, amount)}" for name, amount in amounts.items()]
    if age is not None:
        said.insert(0, QCoreApplication.translate("Queue", "to the age of {years}").format(years=f"{age:.0f}"))
    return ", ".join(said)


def _amount(name: str, amount: float) -> str:
    digits = 0 if attribute(name).limit > _MANY else 2
    return f"{'−' if amount < 0 else '+'}{QLocale().toString(abs(amount), 'f', digits)}"


def whom(faces: str | None) -> str:
    """Whose faces a recipe names."""
    if faces == ALL:
        return QCoreApplication.translate("Queue", "all faces")
    if faces == LARGEST:
        return QCoreApplication.translate("Queue", "the largest face")
    if faces is None:
        return QCoreApplication.translate("Queue", "the only face")
    name = Path(faces.removeprefix(LIKE)).name if faces.startswith(LIKE) else faces.removeprefix(PERSON)
    return QCoreApplication.translate("Queue", "the face of {name}").format(name=name)


def how_far(view: QueueView) -> str:
    """How many of the photos are done, and how long the others take."""
    counts, entries = view.counts, len(view.queue.entries)
    if not entries:
        return ""
    done = counts.get(DONE, 0) + counts.get(SKIPPED, 0)
    said = [QCoreApplication.translate("Queue", "{done} of {all} done").format(done=done, all=entries)]
    if failed := counts.get(FAILED, 0):
        said.append(QCoreApplication.translate("Queue", "{count} failed").format(count=failed))
    if view.running and view.left is not None:
        said.append(time_left(view.left))
    return ", ".join(said)
