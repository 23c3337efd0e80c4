"""The desktop window, in PySide6."""
