"""The question that a command puts before it takes away what is there."""

from __future__ import annotations

import sys

import typer

from gongkit.cli.output import note
from gongkit.errors import UsageError

_YES = {"y", "yes"}


def confirm(name: str, explanation: str, question: str, *, declined: str) -> None:
    """Ask at the terminal whether it is meant; end with exit code 1 where it is not.

    `name` is that of what is to be done, `declined` what is said after a no. Raises
    `UsageError` where there is no terminal to ask at.
    """
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise UsageError(
            f"{name} takes away what is there, and there is no terminal to ask at"
            " whether that is meant.",
            hint="Add --yes if it is.",
        )
    note(explanation)
    print(f"{question} [y/N] ", end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().lower() not in _YES:
        note(declined)
        raise typer.Exit(1)
