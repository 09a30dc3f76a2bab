"""The operations of Gong's API, one module for each area."""
