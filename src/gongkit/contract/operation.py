"""What one operation of Gong's API is: written once, read by the client and the sandbox."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from inspect import cleandoc
from typing import Any, Generic, TypeVar

Answer_co = TypeVar("Answer_co", covariant=True)


class Place(StrEnum):
    """Where an input travels."""

    PATH = "path"
    QUERY = "query"
    BODY = "body"


class Repeat(StrEnum):
    """Whether a request may be sent again when its first try failed.

    Gong has no idempotency keys, so this is a fact of the operation and not of the
    HTTP method: `POST /v2/calls/extensive` reads, `PUT …/media` writes.
    """

    SAFE = "safe"
    """A read: repeated on 429, on 5xx and on broken connections."""
    DEDUPLICATED = "deduplicated"
    """A write that Gong recognises when it comes twice (it answers 409)."""
    NEVER = "never"
    """Any other write: repeated only where nothing can have reached Gong."""


class NotFoundMeans(StrEnum):
    """What status 404 says on this operation."""

    EMPTY = "empty"
    """Nothing matched: Gong's way of saying an empty list."""
    MISSING = "missing"
    """The object that was named does not exist, or may not be seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """An input in the path or the query. `type` is annotated as the contract's fields are."""

    name: str
    place: Place
    type: Any = str
    required: bool = False
    doc: str


def in_path(name: str, doc: str, type: Any = str) -> Parameter:
    """Describe a path parameter; those are always required."""
    return Parameter(name=name, place=Place.PATH, type=type, required=True, doc=doc)


def in_query(name: str, doc: str, type: Any = str, *, required: bool = False) -> Parameter:
    """Describe a query parameter."""
    return Parameter(name=name, place=Place.QUERY, type=type, required=required, doc=doc)


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonBody:
    """A JSON body. `type` is a contract type, or a list of one."""

    type: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class FileBody:
    """A `multipart/form-data` body with one file."""

    field: str
    content_type: str
    max_bytes: int
    doc: str


CURSOR = in_query("cursor", "Where the next page starts, as the page before it said.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation(Generic[Answer_co]):
    """One operation: everything the client and the sandbox have to know about it.

    `id` is Gong's operationId. `area` and `method_name` say where the typed method
    lives: `gong.<area>.<method_name>()`. `paging` is the place the cursor goes, None
    where Gong does not page. `items` is the wire name of the answer's list, `unwrap`
    that of its single object. `scopes` are needed always, `extra_scopes` only for
    some inputs. `success` holds the documented success statuses, the usual one
    first; `errors` the documented error statuses.
    """

    id: str
    area: str
    method_name: str
    method: str
    path: str
    doc: str
    answer: type[Answer_co]
    parameters: tuple[Parameter, ...] = ()
    body: JsonBody | FileBody | None = None
    scopes: tuple[str, ...] = ()
    extra_scopes: tuple[str, ...] = ()
    paging: Place | None = None
    items: str | None = None
    unwrap: str | None = None
    repeat: Repeat = Repeat.NEVER
    deduplicated_by: str | None = None
    not_found: NotFoundMeans = NotFoundMeans.MISSING
    success: tuple[int, ...] = (200,)
    errors: tuple[int, ...] = ()
    destructive: bool = False
    deprecated: bool = False

    def __post_init__(self) -> None:
        """Take the source's indentation out of the doc, as is done for docstrings."""
        object.__setattr__(self, "doc", cleandoc(self.doc))

    def __repr__(self) -> str:
        """Name the operation, not its whole description."""
        return f"<Operation {self.id}: {self.method} {self.path}>"

    @property
    def writes(self) -> bool:
        """Whether something is another at Gong afterwards: its data, or the company's credits."""
        return self.repeat is not Repeat.SAFE

    def parameter(self, name: str) -> Parameter | None:
        """Find a path or query parameter by its wire name."""
        return next((p for p in self.parameters if p.name == name), None)

    def in_place(self, place: Place) -> tuple[Parameter, ...]:
        """List the parameters of one place, in the contract's order."""
        return tuple(p for p in self.parameters if p.place is place)
