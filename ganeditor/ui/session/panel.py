"""What all panels are: a widget that shows a View and asks Verbs for changes."""

from PySide6.QtWidgets import QWidget

from ganeditor.ui.session.view import Verbs, View


class Panel(QWidget):
    """Built once; show_view is called after every change and must be cheap."""

    def __init__(self, verbs: Verbs) -> None:
        super().__init__()
        self._verbs = verbs

    def show_view(self, view: View) -> None:
        raise NotImplementedError
