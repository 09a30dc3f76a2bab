"""Engage's mail: drafts, what may be in their HTML, sending, and where emails arrive."""
