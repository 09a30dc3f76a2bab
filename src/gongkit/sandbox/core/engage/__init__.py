"""Engage: flows and who is in them, tasks, emails."""
