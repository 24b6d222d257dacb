"""What was released x what the specs say now: stored events stay readable, and readers work on."""
