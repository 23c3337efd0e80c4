"""What is trained on this machine: labels, losses, loops."""
