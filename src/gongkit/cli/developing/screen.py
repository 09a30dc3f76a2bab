"""One terminal for several speakers: before each line stands who said it."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from textwrap import wrap
from typing import Final, Literal

from gongkit.cli.output import Paint, columns, printable
from gongkit.errors import GongkitError
from gongkit.redact import MASK, Secret

Speaker = Literal["dev", "sandbox", "app", "gong"]

_COLOURS: Final[dict[Speaker, str]] = {
    "dev": "yellow",
    "sandbox": "dim",
    "app": "green",
    "gong": "blue",
}
_NAME_WIDTH: Final = max(map(len, _COLOURS))
_INDENT: Final = "  "
_SMALLEST_ROOM: Final = 20
_COLOUR_CODE: Final = re.compile(r"\x1b\[[0-9;]*m")


class Screen:
    """Prints on stdout, within the width of the terminal.

    Who speaks need not care whether anybody still reads it: where it can no longer be written,
    `lost` is called once, `error` says why, and nothing more is printed.
    """

    def __init__(self, lost: Callable[[], object]) -> None:
        self._paint = Paint(sys.stdout)
        self._hidden: set[str] = set()
        self._lost = lost
        self.error: OSError | None = None

    def hide(self, secret: Secret) -> None:
        """Show a mask wherever this secret would be, whoever prints it."""
        self._hidden.add(secret.reveal())

    def say(self, who: Speaker, text: str, *styles: str) -> None:
        """Print a text with the speaker before each of its lines."""
        for secret in self._hidden:
            text = text.replace(secret, MASK)
        lead = self._paint(f"{who:<{_NAME_WIDTH}} │", _COLOURS[who])
        room = max(_SMALLEST_ROOM, columns() - _NAME_WIDTH - 3)
        for line in printable(_COLOUR_CODE.sub("", text)).expandtabs().splitlines() or [""]:
            for part in _folded(line, room):
                told = self._paint(part, *styles) if styles else part
                self._print(f"{lead} {told}".rstrip())

    def _print(self, line: str) -> None:
        if self.error is not None:
            return
        try:
            print(line, flush=True)
        except OSError as error:
            self.error = error
            self._lost()

    def tell(self, error: GongkitError) -> None:
        """Say what went wrong and what to do next, in the name of `gongkit dev`."""
        self.say("dev", error.message, "red")
        if error.hint:
            self.say("dev", error.hint, "dim")

    def rows(self, who: Speaker, rows: list[tuple[str, str]]) -> None:
        """Print names with their values, aligned."""
        width = max(len(name) for name, _ in rows)
        for name, value in rows:
            self.say(who, f"{name:<{width}}  {value}")


def _folded(line: str, room: int) -> list[str]:
    """Break a line between words; what has none, such as a URL, stays whole."""
    if len(line) <= room:
        return [line]
    indent = line[: len(line) - len(line.lstrip())] + _INDENT
    return wrap(
        line,
        room,
        subsequent_indent=indent if len(indent) < room // 2 else "",
        break_long_words=False,
        break_on_hyphens=False,
        replace_whitespace=False,
    )
