"""Reading a list to its end: the cursor where it belongs, the filter as first sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from gongkit.contract.types.common import Records
from gongkit.engine.answer import Result
from gongkit.engine.call import Call
from gongkit.errors import InvalidAnswer

Answer = TypeVar("Answer")
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


def next_call(first: Call[Answer], current: Call[Answer], page: Result[Any]) -> Call[Answer] | None:
    """Give the call for the page after this one; None when this was the last."""
    cursor = page.cursor
    if first.operation.paging is None or not cursor:
        return None
    following = first.at(cursor)
    if following == current:
        raise InvalidAnswer(
            f"{first.operation.id} gave the cursor of the page just read: the list has no end.",
            hint=f"Report it to Gong's support with the request id {page.request_id}.",
        )
    return following
