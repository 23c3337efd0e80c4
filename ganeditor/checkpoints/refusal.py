"""The one exception of the readers of foreign files: a reason, which the door turns into a sentence with the path."""


class Refusal(Exception):  # noqa: N818 (not an error of the program)
    """Why a file is not taken; a clause without capital and full stop."""
