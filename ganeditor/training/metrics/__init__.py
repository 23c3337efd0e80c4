"""How good a generator is, in figures: against pictures, along paths between its own, and of photos put into it."""
