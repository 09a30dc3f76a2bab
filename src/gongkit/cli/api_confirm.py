"""The question that `gongkit api` puts before an operation which takes away what is there."""

from __future__ import annotations

import sys
from typing import Any

import typer

from gongkit.cli.output import note
from gongkit.contract.operation import Operation
from gongkit.errors import UsageError

_YES = {"y", "yes"}


def confirm(operation: Operation[Any], base_url: str) -> None:
    """Ask at the terminal whether the operation is meant; end with exit code 1 where it is not.

    Raises `UsageError` where there is no terminal to ask at.
    """
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise UsageError(
            f"{operation.id} takes away what is there, and there is no terminal to ask at"
            " whether that is meant.",
            hint="Add --yes if it is.",
        )
    note(operation.doc.partition("\n")[0])
    print(f"Call {operation.id} at {base_url}? [y/N] ", end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().lower() not in _YES:
        note("Nothing was sent.")
        raise typer.Exit(1)
