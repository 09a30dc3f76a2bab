# Made from _async/resources/__init__.py by tools/async_to_sync.py: change that one.
"""The typed methods, one module an area."""
