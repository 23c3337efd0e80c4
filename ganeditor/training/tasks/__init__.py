"""What can be trained: one file a task, each a few lines over the networks and the step it shares with others."""
