"""The typed methods, one module an area."""
