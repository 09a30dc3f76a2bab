# Made from _async/listing.py by tools/async_to_sync.py: change that one.
"""A list of Gong's, read page by page as it is iterated."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from gongkit.engine.call import Call
from gongkit.engine.paging import Page, Walk

if TYPE_CHECKING:
    from gongkit.client._sync.gong import Gong

Item = TypeVar("Item")


class Listing(Generic[Item]):
    """All items of a list, over as many pages as there are; an empty list is empty.

    Nothing is sent before the first item is asked for. The filter stays as it was
    given; each iteration reads the list anew from its start. Where a list takes more
    calls than one, because Gong limits what may be named in one, it is theirs in turn.
    """

    def __init__(self, gong: Gong, *calls: Call[Any]) -> None:
        self._gong, self._calls = gong, calls

    def pages(self) -> Iterator[Page[Item]]:
        """Read page by page; each has `items`, `records` and the raw `content`."""
        for first in self._calls:
            walk = Walk(first)
            call: Call[Any] | None = first
            while call is not None:
                result = self._gong.perform(call)
                yield Page(result.items, result)
                call = walk.after(result)

    def __iter__(self) -> Iterator[Item]:
        for page in self.pages():
            yield from page.items

    def first(self) -> Item | None:
        """Give the first item, None where the list is empty; reads one page, not the list."""
        for first in self._calls:
            walk = Walk(first)
            call: Call[Any] | None = first
            while call is not None:
                result = self._gong.perform(call)
                if result.items:
                    found: Item = result.items[0]
                    return found
                call = walk.after(result)
        return None

    def all(self) -> list[Item]:
        """Read the whole list into memory."""
        return list(self)
