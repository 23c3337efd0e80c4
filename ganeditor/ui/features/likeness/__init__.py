"""How much a face still looks like the person."""
