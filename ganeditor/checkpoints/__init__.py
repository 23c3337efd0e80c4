"""Files become engine objects here, and nothing a file brings along is ever executed."""
