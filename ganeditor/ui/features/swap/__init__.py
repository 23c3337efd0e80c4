"""Another person's face on the chosen one, and two that change places."""
