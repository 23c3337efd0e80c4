"""Photos searched by face: folders looked through, and their faces compared and grouped."""
