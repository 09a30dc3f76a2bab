"""What a handler of an operation gets, and what it gives back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

import msgspec

from gongkit.contract.operation import Operation
from gongkit.sandbox.core.company import Company
from gongkit.sandbox.core.state import State

JSON_TYPE = "application/json;charset=UTF-8"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: an access key (`scopes` None: all of them) or an integration's token."""

    client: str
    scopes: frozenset[str] | None

    def may(self, scope: str) -> bool:
        """Tell whether this scope was granted."""
        return self.scopes is None or scope in self.scopes


class FileSink(Protocol):
    """Takes a file while it comes in, so that it never lies in memory as a whole."""

    def write(self, part: memoryview) -> None:
        """Take the next bytes. Raises Refused to end the request."""
        ...

    def abandon(self) -> None:
        """Forget the file: it did not come whole, or is refused.

        Not called when the process ends: what was on its way then is forgotten at its start.
        """
        ...


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came as multipart.

    `content` is None where it was too large to keep, and where a `sink` took it.
    """

    filename: str
    content_type: str
    size: int
    sha256: str
    content: bytes | None
    sink: FileSink | None = None


@dataclass(frozen=True, slots=True)
class Hint:
    """What Gong does not say: the real cause, and the input it lies in. For the request log."""

    field: str
    message: str


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """One request to an operation, authenticated, within the limits and validated.

    `path` and `query` hold the declared parameters by wire name, converted to the
    contract's types; `body` is the decoded contract type. `now` is the sandbox's
    time in seconds since the epoch; `app_url` is the main port's URL. `cursor_key`
    seals the cursors (see `cursors.py`). `hints` gathers what `hint` is told.
    """

    operation: Operation[Any]
    company: Company
    caller: Caller
    request_id: str
    now: float
    app_url: str
    path: Mapping[str, Any]
    query: Mapping[str, Any]
    body: Any = None
    upload: Upload | None = None
    cursor_key: bytes = b""
    hints: list[Hint] = msgspec.field(default_factory=list)

    def hint(self, field: str, message: str) -> None:
        """Leave an explanation in the request log, whatever the answer will be."""
        self.hints.append(Hint(field, message))

    def __repr__(self) -> str:
        """Name the request, without the key."""
        return f"<Asked {self.operation.id} of {self.company.name} by {self.caller.client}>"


class Answer(msgspec.Struct, frozen=True):
    """A status and the body in pieces; a long one is never joined."""

    status: int
    pieces: tuple[bytes, ...]
    content_type: str = JSON_TYPE
    headers: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, value: Any, status: int = 200) -> Answer:
        """Answer with a contract type (or any JSON value), encoded."""
        return cls(status, (msgspec.json.encode(value),))


class Refused(Exception):
    """Ends a request with an error in Gong's shape: a status and sentences.

    `hints` go to the request log only, for the developer who looks there, and so do
    `client` and `company`: whose token was refused, where that is known.
    """

    def __init__(
        self,
        status: int,
        *errors: str,
        headers: tuple[tuple[str, str], ...] = (),
        hints: tuple[Hint, ...] = (),
        client: str | None = None,
        company: Company | None = None,
    ) -> None:
        super().__init__(status, *errors)
        self.status, self.errors = status, errors
        self.headers, self.hints = headers, hints
        self.client, self.company = client, company


Handler = Callable[[State, Asked], Answer]

HANDLERS: dict[str, Handler] = {}
"""The operations that are answered, by operationId."""


OpenSink = Callable[[State, Asked], FileSink]
SomeOpenSink = TypeVar("SomeOpenSink", bound=OpenSink)

SINKS: dict[str, OpenSink] = {}
"""What takes the file of an operation as it comes; the files of others are kept whole."""


def takes_file(operation_id: str) -> Callable[[SomeOpenSink], SomeOpenSink]:
    """Register what takes an operation's file. It is made once the query has been checked."""

    def register(open_sink: SomeOpenSink) -> SomeOpenSink:
        SINKS[operation_id] = open_sink
        return open_sink

    return register


def answers(operation_id: str) -> Callable[[Handler], Handler]:
    """Register the handler of an operation."""

    def register(handler: Handler) -> Handler:
        HANDLERS[operation_id] = handler
        return handler

    return register
