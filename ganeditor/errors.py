"""Errors that a person can act on: one sentence that says what was expected, what was found and what to do."""


class UserError(Exception):
    """Something the user can mend; its text is shown as it is, without a traceback."""

    def __init__(self, sentence: str, option: str = "") -> None:
        """option: of the command line, which mends it there; the window does not show it."""
        super().__init__(sentence)
        self.option = option

    @property
    def for_command(self) -> str:
        """The sentence as the command line says it."""
        return f"{self} ({self.option})" if self.option else str(self)


class PictureError(UserError):
    """A picture file can't be read or written."""


class ClipError(UserError):
    """A video file can't be read or written."""


class FaceError(UserError):
    """A photo has no usable face, or the choice of face is not clear."""


class ModelError(UserError):
    """A model pack or checkpoint is missing, damaged or does not fit."""


class RefusedError(ModelError):
    """What is in a file from outside is not taken; the same file would be refused again."""


class EditError(UserError):
    """An attribute, a value or an option of an edit is not valid."""
