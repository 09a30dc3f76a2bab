"""`Gong` and `AsyncGong`: one typed method for each operation, grouped by area.

`_async` is written by hand; `_sync` is made from it by `tools/async_to_sync.py`,
but for the two `runtime.py`, which hold what really differs.
"""
