"""What people say in the demo calls: scenes made of short exchanges, with slots to fill.

`seed/script.py` explains how an exchange is written.
"""
