"""The photo enlarged by a network, and how fine generated faces come into it."""
