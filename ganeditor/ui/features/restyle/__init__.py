"""Photos put through networks that make one picture of another, and coloured."""
