"""Model packs: what is in them, made, fetched and kept."""
