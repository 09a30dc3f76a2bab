"""The formats in which a command can write its data."""

from __future__ import annotations

from enum import StrEnum


class Format(StrEnum):
    """How data is written: one JSON value, a JSON value a line, or a table."""

    JSON = "json"
    JSONL = "jsonl"
    TABLE = "table"
