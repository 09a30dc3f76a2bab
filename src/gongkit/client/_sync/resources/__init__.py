# Made by tools/async_to_sync.py from src/gongkit/client/_async/resources/__init__.py: change that file instead.
"""The typed methods, one module an area."""
