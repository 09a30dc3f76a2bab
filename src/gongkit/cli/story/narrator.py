"""How the story looks: numbered steps, what was sent and answered, and what it proves.

Everything fits 80 columns. Secrets are masked here, once, for all steps.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http import HTTPStatus
from textwrap import wrap
from typing import TypeVar
from urllib.parse import parse_qsl

from gongkit.cli.output import Paint, printable
from gongkit.cli.story.exchanges import Exchange
from gongkit.errors import GongkitError
from gongkit.redact import MASK, mask_pairs

T = TypeVar("T")

WIDTH = 80

_INDENT = "    "


class StepFailed(GongkitError):
    """A step of the story went wrong."""

    code = "step_failed"


class Narrator:
    """Tells the steps on stdout."""

    def __init__(self) -> None:
        self._paint = Paint(sys.stdout)
        self._steps = 0

    @contextmanager
    def step(self, title: str, about: str) -> Iterator[None]:
        """Tell one step. Whatever goes wrong in it raises StepFailed with its name."""
        self._steps += 1
        self.say("")
        self.say(self._paint(f"{self._steps:>2}  {title}", "bold"))
        for line in wrap(about, WIDTH - len(_INDENT)):
            self.say(_INDENT + self._paint(line, "dim"))
        try:
            yield
        except Exception as error:
            raise self._failed(title, error) from error

    @property
    def steps(self) -> int:
        """The steps told so far."""
        return self._steps

    def say(self, line: str) -> None:
        """Print a line, at once."""
        print(line, flush=True)

    def exchange(
        self,
        exchange: Exchange,
        *,
        got: Mapping[str, object],
        body: str | None = None,
        with_query: bool = True,
    ) -> None:
        """Show a request and its answer.

        `got` is what matters in the answer, `body` describes what was sent; the query is
        left out where it has been shown before.
        """
        request, response = exchange.request, exchange.response
        sent = dict(_sent(exchange, with_query=with_query))
        if body:
            sent["body"] = body
        self.say("")
        self.say(f"{_INDENT}{self._paint('→', 'blue')} {request.method} {request.url}")
        self._rows(sent)
        colour = "green" if response.status < 400 else "yellow"
        self.say(f"{_INDENT}{self._paint('←', colour)} {_status(response.status)}")
        self._rows(dict(mask_pairs((name, str(value)) for name, value in got.items())))

    def proven(self, text: str) -> None:
        """Say what has been shown."""
        self.say("")
        first, *rest = wrap(text, WIDTH - len(_INDENT) - 2)
        self.say(f"{_INDENT}{self._paint('✓', 'bold', 'green')} {first}")
        for line in rest:
            self.say(f"{_INDENT}  {line}")

    def rows(self, rows: Sequence[Sequence[str]]) -> None:
        """Show a few rows in columns, the last one cut to the width."""
        self.say("")
        columns = list(zip(*rows, strict=True))
        widths = [max(map(len, column)) for column in columns[:-1]]
        for row in rows:
            cells = [f"{cell:<{width}}" for cell, width in zip(row, widths, strict=False)]
            self.say(_cut(_INDENT + "  ".join([*cells, row[-1]])))

    def _rows(self, values: Mapping[str, str]) -> None:
        """Show names and values; a long value goes on below itself."""
        width = max(map(len, values), default=0)
        room = WIDTH - len(_INDENT) - 6 - width
        for name, value in values.items():
            lead = f"{_INDENT}    {self._paint(f'{name:<{width}}', 'dim')}  "
            for line in wrap(printable(value), room, break_on_hyphens=False):
                self.say(lead + line)
                lead = " " * (len(_INDENT) + 6 + width)

    def _failed(self, title: str, error: Exception) -> StepFailed:
        said = error.message if isinstance(error, GongkitError) else repr(error)
        hint = error.hint if isinstance(error, GongkitError) else ""
        return StepFailed(f"Step {self._steps} ({title}) went wrong: {said}", hint=hint)


def expect(holds: bool, what: str) -> None:
    """Hold the story to its word. Raises StepFailed with what should have been."""
    if not holds:
        raise StepFailed(f"expected that {what}")


def there(value: T | None, what: str) -> T:
    """Give what must be there. Raises StepFailed with what should have been."""
    if value is None:
        raise StepFailed(f"expected that {what}")
    return value


def _sent(exchange: Exchange, *, with_query: bool) -> Iterator[tuple[str, str]]:
    """Show how it was authorized, the query and the form, without secrets."""
    request = exchange.request
    if request.authorization:
        scheme = request.authorization.reveal().partition(" ")[0]
        yield "authorization", f"{scheme} {MASK}"
    if with_query:
        yield from mask_pairs(request.query)
    is_form = request.headers.get("content-type") == "application/x-www-form-urlencoded"
    if is_form and isinstance(request.body, bytes):
        yield from mask_pairs(parse_qsl(request.body.decode()))


def _status(code: int) -> str:
    try:
        return f"{code} {HTTPStatus(code).phrase}"
    except ValueError:
        return str(code)


def _cut(line: str) -> str:
    return line if len(line) <= WIDTH else line[: WIDTH - 1] + "…"
