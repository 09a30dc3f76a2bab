# Made from _async/__init__.py by tools/async_to_sync.py: change that one.
"""The client for threads."""
