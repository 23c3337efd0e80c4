"""Reading files from outside without running them; runs in the child process."""
