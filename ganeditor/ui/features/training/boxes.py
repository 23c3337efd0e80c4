"""Fields that both a plan and a run have: how long is trained, and under which licence the model is kept."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QSpinBox

LICENCES = ("CC0 1.0", "CC BY 4.0", "CC BY-NC 4.0")
MOST_PICTURES = 1_000_000_000
MOST_MINUTES = 100_000.0


def pictures_box() -> QSpinBox:
    """Pictures seen until the end."""
    box = QSpinBox(minimum=1, maximum=MOST_PICTURES, singleStep=10_000)
    box.setGroupSeparatorShown(True)
    box.setToolTip(
        QCoreApplication.translate("TrainingBoxes", "How many pictures it learns from, each as often as its turn comes")
    )
    return box


def minutes_box() -> QDoubleSpinBox:
    """Minutes until the end; 0 is no limit."""
    box = QDoubleSpinBox(maximum=MOST_MINUTES, decimals=0, singleStep=5)
    box.setSpecialValueText(QCoreApplication.translate("TrainingBoxes", "no limit"))
    box.setToolTip(QCoreApplication.translate("TrainingBoxes", "After so many minutes it ends, if that comes first"))
    return box


def licence_box() -> QComboBox:
    """Licences to choose from, or to type another."""
    box = QComboBox(editable=True)
    box.addItems(["", *LICENCES])
    none = QCoreApplication.translate("TrainingBoxes", "No licence")
    box.setItemData(0, none, Qt.ItemDataRole.AccessibleTextRole)
    edit = box.lineEdit()
    assert edit, "it is editable"
    edit.setAccessibleName(QCoreApplication.translate("TrainingBoxes", "Licence"))
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return box
