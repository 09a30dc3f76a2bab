"""Decoders of typed JSON, each made once, and by one thread at a time.

msgspec learns what a type holds when the first decoder for it is made. Where another thread
makes or uses one for a type that shares a part with it meanwhile, it finds that part half
learned, and the process dies. So nothing else in gongkit makes one.
"""

from __future__ import annotations

import threading
from functools import cache
from typing import Any, TypeVar, overload

import msgspec

T = TypeVar("T")

_MAKING = threading.Lock()


@overload
def decoder_of(kind: type[T], *, strict: bool = ...) -> msgspec.json.Decoder[T]: ...


@overload
def decoder_of(kind: Any, *, strict: bool = ...) -> msgspec.json.Decoder[Any]: ...


def decoder_of(kind: Any, *, strict: bool = True) -> msgspec.json.Decoder[Any]:
    """Give the decoder of a type; one that is not strict takes numbers that come as text."""
    return _decoder(kind, strict)


def converted(value: Any, kind: type[T]) -> T:
    """Make an instance of a type from JSON values. Raises `msgspec.ValidationError`."""
    decoder_of(kind)
    return msgspec.convert(value, kind)


@cache
def _decoder(kind: Any, strict: bool) -> msgspec.json.Decoder[Any]:  # noqa: FBT001 - see above
    with _MAKING:
        return msgspec.json.Decoder(kind, strict=strict)
