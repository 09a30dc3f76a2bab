"""Reading an answer: into the contract's type, or into the error that it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any, Generic, TypeVar

import msgspec

from gongkit.contract.operation import NotFoundMeans, Operation
from gongkit.contract.types.common import ErrorResponse, Records
from gongkit.decoders import decoder_of
from gongkit.engine.retry import retry_after
from gongkit.errors import ApiError, InvalidAnswer, RateLimited, api_error_class
from gongkit.wire import Response

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Result(Generic[Answer]):
    """What came back: the typed `answer`, and the bytes it was read from.

    The bytes keep what Gong sent beyond the contract. `content` is empty where Gong
    said an empty list by 404.
    """

    operation: Operation[Answer]
    status: int
    answer: Answer
    content: bytes = field(repr=False)

    @property
    def request_id(self) -> str | None:
        """Gong's name for this request, for its support."""
        found: str | None = getattr(self.answer, "request_id", None)
        return found

    @property
    def records(self) -> Records | None:
        """The paging record: totals and the cursor of the next page."""
        found: Records | None = getattr(self.answer, "records", None)
        return found

    @property
    def cursor(self) -> str | None:
        """Where the next page starts; None on the last one."""
        return self.records.cursor if self.records else None

    @property
    def items(self) -> list[Any]:
        """The answer's list; empty where Gong sent none."""
        if self.operation.items is None:
            return []
        return self._field(self.operation.items) or []

    @property
    def unwrapped(self) -> Any:
        """The answer's single object, where it has just one."""
        if self.operation.unwrap is None:
            return self.answer
        found = self._field(self.operation.unwrap)
        if found is None:
            raise InvalidAnswer(
                f"{self.operation.id} was answered without its {self.operation.unwrap!r}."
            )
        return found

    def _field(self, wire_name: str) -> Any:
        answer: Any = self.operation.answer
        return getattr(self.answer, _attribute(answer, wire_name))


def read_answer(operation: Operation[Answer], response: Response) -> Result[Answer]:
    """Read a response; raise the error of an error status."""
    if 200 <= response.status < 300:
        return Result(operation, response.status, _decode(operation, response), response.content)
    error = _read_error(operation, response)
    if _says_empty(operation, response, error):
        empty: Any = operation.answer
        return Result(operation, response.status, empty(request_id=error.request_id), b"")
    raise error


def _decode(operation: Operation[Answer], response: Response) -> Answer:
    expected: Any = operation.answer
    try:
        # Not strict: a number that comes as text is still that number.
        answer: Answer = decoder_of(expected, strict=False).decode(response.content)
    except msgspec.ValidationError as error:
        raise InvalidAnswer(
            f"{operation.id} was answered with something that is not its contract's: {error}.",
            hint="Gong may have changed a type; the raw answer is what `gongkit api` prints.",
        ) from None
    except msgspec.DecodeError:
        kind = response.header("content-type") or "no content type"
        raise InvalidAnswer(
            f"{operation.id} was answered {response.status} with {len(response.content)} bytes"
            f" that are not JSON ({kind}).",
            hint="Is the base URL an API host? A proxy or a sign-in page may have answered.",
        ) from None
    return answer


def _read_error(operation: Operation[Any], response: Response) -> ApiError:
    said = _error_response(response.content)
    error = api_error_class(response.status)(
        operation=operation.id,
        status=response.status,
        errors=said.errors or () if said else (),
        request_id=said.request_id if said else None,
    )
    if isinstance(error, RateLimited):
        error.retry_after = retry_after(response)
    return error


def _says_empty(operation: Operation[Any], response: Response, error: ApiError) -> bool:
    return (
        response.status == 404
        and operation.not_found is NotFoundMeans.EMPTY
        and bool(error.errors or error.request_id)
    )


def _error_response(content: bytes) -> ErrorResponse | None:
    try:
        return decoder_of(ErrorResponse).decode(content)
    except msgspec.DecodeError:
        return None


@cache
def _attribute(answer: Any, wire_name: str) -> str:
    fields = msgspec.structs.fields(answer)
    return next(field.name for field in fields if field.encode_name == wire_name)
