"""What Python says of a text that is no TOML, in words that help, and at the right place."""

from __future__ import annotations

import ast
import re
import tomllib
from typing import Final

from gongkit.manifest.finding import Code, Finding, Position

_TWICE: Final = re.compile(r"Cannot (?:overwrite|declare|mutate|redefine|mark) .*")
_FIXES: Final = (
    (_TWICE.pattern + "|Duplicate .*", "It is there twice: join the two, or remove one."),
    (r"Unescaped .*", "In a path write /; or put the text into single quotes: '…'."),
    (r"Illegal character '\\n'|Unterminated .*", "End the text with a quote on its own line."),
    (r"Unclosed array", "Put a comma between two entries, and a ] behind the last one."),
    (r"Unclosed inline .*|Invalid initial .*", "Write { a = 1, b = 2 }, without a last comma."),
    (r"Expected '='.*", "Write key = value. A key with other letters than a to z is in quotes."),
    (r"Invalid value", 'Put a text into straight quotes: "…". true and false are in lower case.'),
    (r"Expected newline .*", "Write one key on a line, and a text in quotes that are not in it."),
    (r"Expected '\]+' .*", "Write a table as [integration], a list's as [[webhooks.rules]]."),
    (r"Invalid statement", 'A line is a table, [integration], or a key, name = "…".'),
)
_ELSE: Final = "See https://toml.io."
_PLACE: Final = re.compile(r" ?\(at (?:line (\d+), column (\d+)|end of document)\)")
_KEY: Final = re.compile(r"\('.*',?\)")
_MOST_LINES: Final = 600
"""How far back the beginning of what is there twice is looked for."""


def syntax_finding(said: str, text: str) -> Finding:
    """Put a message of tomllib's, `… (at line 3, column 7)`, into a finding."""
    found = _PLACE.search(said)
    position = Position.of_offset(text.rstrip("\n"))
    if found:
        said = said.replace(found[0], "")
        position = Position(int(found[1]), int(found[2])) if found[1] else position
    if _TWICE.fullmatch(said):
        position = _beginning(text, position)
    message = f"This is not TOML: {_KEY.sub(_table, said)}."
    fix = next((fix for pattern, fix in _FIXES if re.fullmatch(pattern, said)), _ELSE)
    return Finding(Code.TOML_SYNTAX, "file", message, fix, position if found else None)


def _beginning(text: str, end: Position) -> Position:
    """Say where begins what ends there: with the first line that can stand without those before.

    Python has read all of a value when it says that its key is there twice.
    """
    lines = text.replace("\r\n", "\n").split("\n")[: end.line]
    for first in range(len(lines), max(len(lines) - _MOST_LINES, 0), -1):
        try:
            tomllib.loads("\n".join(lines[first - 1 :]))
        except ValueError:
            continue
        line = lines[first - 1]
        return Position(first, len(line) - len(line.lstrip()) + 1)
    return end


def _table(key: re.Match[str]) -> str:
    """Write `('iframe', 'email_composer')` as a heading."""
    return f"[{'.'.join(ast.literal_eval(key[0]))}]"
