"""The window that searches a person's photos by face."""
