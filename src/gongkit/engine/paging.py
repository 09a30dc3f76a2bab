"""Reading a list to its end: the cursor where it belongs, the filter as first sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from gongkit.contract.types.common import Records
from gongkit.engine.answer import Result
from gongkit.engine.call import Call
from gongkit.errors import InvalidAnswer

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """One page of a list: its items, and the whole answer they came in."""

    items: list[Item]
    result: Result[Any]

    @property
    def records(self) -> Records | None:
        """Gong's totals for the whole list, and this page's number and size."""
        return self.result.records

    @property
    def content(self) -> bytes:
        """The page as Gong sent it, with what the contract does not know."""
        return self.result.content


class Walk:
    """A way through the pages of one list, from its first call."""

    def __init__(self, first: Call[Any]) -> None:
        self._first = first
        self._cursors: set[str] = set()

    def after(self, page: Result[Any]) -> Call[Any] | None:
        """Give the call for the page after this one; None when this was the last."""
        cursor = page.cursor
        if self._first.operation.paging is None or not cursor:
            return None
        if cursor in self._cursors:
            raise InvalidAnswer(
                f"{self._first.operation.id} gave a cursor that it had given before:"
                " the list has no end.",
                hint=f"Report it to Gong's support with the request id {page.request_id}.",
            )
        self._cursors.add(cursor)
        return self._first.at(cursor)
