"""Model packs listed, imported, verified and fetched."""
