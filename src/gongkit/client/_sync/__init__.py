# Made by tools/async_to_sync.py from src/gongkit/client/_async/__init__.py: change that file instead.
"""The client for threads."""
