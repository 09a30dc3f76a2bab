"""The body of `gongkit api`: JSON given in words, or a file, which `-` reads from stdin."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import msgspec

from gongkit.contract.operation import FileBody, JsonBody, Operation
from gongkit.contract.unknown_fields import check_known_fields
from gongkit.engine.call import attach
from gongkit.errors import UsageError
from gongkit.wire import FilePart

STDIN = "-"


def read_body(
    operation: Operation[Any], text: str | None, path: str | None, opened: ExitStack
) -> dict[str, Any]:
    """Make the body of a call of `--body` (JSON) or `--body-file` (a path, or `-`).

    `opened` closes, after the call, what has to stay open until then. Raises `UsageError`
    where the operation takes another kind of body, and for what cannot be read.
    """
    if text is not None and path is not None:
        raise UsageError(
            "--body and --body-file were both given.", hint="A request has one body: give one."
        )
    match operation.body:
        case FileBody():
            return {"file": _file(operation, operation.body, text, path, opened)}
        case JsonBody():
            return {"body": _json(operation, text, path)}
    if text is not None or path is not None:
        raise UsageError(f"{operation.id} takes no body.", hint=body_hint(operation))
    return {}


def body_hint(operation: Operation[Any]) -> str:
    """Say how a body is given to this operation."""
    match operation.body:
        case FileBody():
            return "Give the file with --body-file PATH; - is stdin."
        case JsonBody():
            return (
                "Give JSON with --body, or a file of it with --body-file PATH (- is stdin);"
                f" `gongkit api {operation.id} --describe` shows its fields."
            )
    return f"`gongkit api {operation.id} --describe` says what it takes."


def _json(operation: Operation[Any], text: str | None, path: str | None) -> Any:
    if text is not None:
        content = text.encode("utf-8", "surrogateescape")
    elif path is not None:
        content = sys.stdin.buffer.read() if path == STDIN else _read(path)
    else:
        raise UsageError(f"{operation.id} needs a body.", hint=body_hint(operation))
    try:
        decoded = msgspec.json.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        fault = _fault(content, error)
        raise UsageError(f"The body is not JSON: {fault}.", hint=body_hint(operation)) from None
    check_known_fields(operation, decoded)
    return decoded


def _fault(content: bytes, said: Exception) -> str:
    """Say by line and column where a text stops being JSON, as Python's own reader finds it."""
    try:
        json.loads(content.decode())
    except json.JSONDecodeError as error:
        return f"line {error.lineno}, column {error.colno}: {error.msg}"
    except UnicodeDecodeError:
        return "it is not UTF-8"
    except RecursionError:
        return "it is nested too deep"
    return str(said)


def _read(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from None


def _unreadable(path: str, error: OSError | ValueError) -> UsageError:
    said = error.strerror if isinstance(error, OSError) else str(error)
    return UsageError(f"--body-file {path!r} cannot be read: {said}.")


def _file(
    operation: Operation[Any],
    taken: FileBody,
    text: str | None,
    path: str | None,
    opened: ExitStack,
) -> FilePart:
    if text is not None:
        raise UsageError(f"{operation.id} takes a file, no JSON.", hint=body_hint(operation))
    if path is None:
        raise UsageError(f"{operation.id} needs a file.", hint=body_hint(operation))
    if path == STDIN:
        return attach(operation, _stdin_on_disk(taken.field, opened))
    try:
        with Path(path).open("rb"):
            return attach(operation, path)
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from None


def _stdin_on_disk(name: str, opened: ExitStack) -> Path:
    """Put stdin on disk first: an upload needs its size, and a second try its start."""
    path = Path(opened.enter_context(tempfile.TemporaryDirectory()), name)
    with path.open("wb") as kept:
        shutil.copyfileobj(sys.stdin.buffer, kept)
    return path
