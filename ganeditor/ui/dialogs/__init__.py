"""Dialogs: each is given what it shows, and is asked afterwards what was chosen."""
