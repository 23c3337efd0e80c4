"""Errors that a person can act on: one sentence that says what was expected, what was found and what to do."""


class UserError(Exception):
    """Something the user can mend; its text is shown as it is, without a traceback."""


class PictureError(UserError):
    """A picture file can't be read or written."""


class FaceError(UserError):
    """A photo has no usable face, or the choice of face is not clear."""


class ModelError(UserError):
    """A model pack or checkpoint is missing, damaged or does not fit."""


class EditError(UserError):
    """An attribute, a value or an option of an edit is not valid."""
