"""Answering /v2: from a request to its operation's handler, and what is kept of it."""
