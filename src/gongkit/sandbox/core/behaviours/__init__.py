"""Every way the sandbox behaves, and how sure it is that Gong does so: one table.

Each area has its rows in a file of its own; `table.py` puts them together.
"""
