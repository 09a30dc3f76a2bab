"""What callers give, made fit to send: checked, and cut or refused where Gong limits it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, TypeVar, overload

from gongkit.contract.operation import Operation
from gongkit.errors import UsageError

T = TypeVar("T")

_CLIENT_REQUEST_ID = re.compile(r"[A-Za-z0-9_-]+")


@overload
def texts(name: str, values: Sequence[str]) -> list[str]: ...
@overload
def texts(name: str, values: Sequence[str] | None) -> list[str] | None: ...
def texts(name: str, values: Sequence[str] | None) -> list[str] | None:
    """Copy a list of ids or addresses. Refuse a lone text, which is a sequence of letters."""
    if isinstance(values, str):
        raise UsageError(f"{name} is one text, not a list.", hint=f"Write {name}=[{values!r}].")
    return None if values is None else [*values]


def listed(values: Sequence[T] | None) -> list[T] | None:
    """Copy a list of objects, where one is given."""
    return None if values is None else [*values]


def at_most(cap: int, operation: Operation[Any], what: str, values: Sequence[Any]) -> None:
    """Refuse more than Gong takes in one request: a write is not cut into several unasked."""
    if len(values) > cap:
        raise UsageError(
            f"{operation.id} takes {cap} {what} at most in one request; {len(values)} were given.",
            hint=f"Give them in parts of {cap}, and look at the answer of each part.",
        )


def in_parts(size: int, name: str, values: Sequence[str]) -> list[list[str]]:
    """Cut the ids of a read into parts that Gong takes, in their order, each id once."""
    distinct = [*dict.fromkeys(texts(name, values))]
    return [distinct[start : start + size] for start in range(0, len(distinct), size)]


def new_client_request_id(given: str) -> str:
    """Check the name under which Gong shall do a piece of work."""
    if not _CLIENT_REQUEST_ID.fullmatch(given):
        raise UsageError(
            f"{given!r} cannot be a client_request_id.",
            hint="Gong takes letters without accents, digits, dashes and underscores.",
        )
    return given
