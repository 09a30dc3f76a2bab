"""What happened at an account: the events that apps report, and everything in order."""
