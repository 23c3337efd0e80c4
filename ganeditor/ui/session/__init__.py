"""The open photos, every verb that changes them, and the only door off the UI thread."""
