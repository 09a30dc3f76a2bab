# Made by tools/async_to_sync.py from src/gongkit/client/_async/listing.py: change that file instead.
"""A list of Gong's, read page by page as it is iterated."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from gongkit.engine.call import Call
from gongkit.engine.paging import Page, next_call

if TYPE_CHECKING:
    from gongkit.client._sync.gong import Gong

Item = TypeVar("Item")


class Listing(Generic[Item]):
    """All items of a list, over as many pages as there are; an empty list is empty.

    Nothing is sent before the first item is asked for. The filter stays as it was
    given; each iteration reads the list anew from its start.
    """

    def __init__(self, gong: Gong, call: Call[Any]) -> None:
        self._gong, self._call = gong, call

    def pages(self) -> Iterator[Page[Item]]:
        """Read page by page; each has `items`, `records` and the raw `content`."""
        call: Call[Any] | None = self._call
        while call is not None:
            result = self._gong.perform(call)
            yield Page(result.items, result)
            call = next_call(self._call, call, result)

    def __iter__(self) -> Iterator[Item]:
        for page in self.pages():
            for item in page.items:
                yield item

    def first(self) -> Item | None:
        """Read one page and give its first item; None where the list is empty."""
        for page in self.pages():
            if page.items:
                return page.items[0]
        return None

    def all(self) -> list[Item]:
        """Read the whole list into memory."""
        return [item for item in self]
