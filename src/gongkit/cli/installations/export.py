"""`gongkit installations export`: all installations as JSON Lines."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer


def export(
    *,
    to: Annotated[
        Path | None, typer.Option(help="A new file, for its owner only; default: stdout.")
    ] = None,
    with_tokens: Annotated[
        bool, typer.Option("--with-tokens", help="The tokens and webhook keys too; needs --to.")
    ] = False,
) -> None:
    """Write all installations, a JSON object a line, without tokens."""
    import msgspec

    from gongkit.cli.app_store import opened_store
    from gongkit.cli.installations.described import described, with_secrets
    from gongkit.cli.output import note, write_bytes
    from gongkit.errors import UsageError
    from gongkit.settings import Settings

    if with_tokens and to is None:
        raise UsageError(
            "Tokens are not written to stdout.", hint="Name a file for them with --to PATH."
        )
    with opened_store(Settings.from_environment()) as app:
        listed = app.store.list() if app else ()
    fields = with_secrets if with_tokens else described
    lines = (msgspec.json.encode(fields(each)) + b"\n" for each in listed)
    if to is None:
        for line in lines:
            write_bytes(line)
    else:
        _write_new(to, lines)
        note(f"{len(listed)} installations are in {to}, which only its owner can read.")
        if with_tokens:
            note("Whoever has this file can act as the app at these companies: delete it soon.")


def _write_new(path: Path, lines: Iterable[bytes]) -> None:
    """Write a file that was not there, wholly or not at all."""
    from gongkit.errors import GongkitError, UsageError

    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        raise UsageError(f"{path} exists already.", hint="Name another file.") from None
    except OSError as error:
        raise UsageError(f"{path} cannot be made: {error.strerror}.") from None
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.writelines(lines)
    except BaseException as error:
        with suppress(OSError):
            path.unlink()
        if isinstance(error, OSError):
            raise GongkitError(f"{path} could not be written: {error.strerror}.") from None
        raise
