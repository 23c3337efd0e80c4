"""How operations are drawn: one file each."""
