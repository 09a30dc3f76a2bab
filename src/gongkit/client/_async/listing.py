"""A list of Gong's, read page by page as it is iterated."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from gongkit.engine.call import Call
from gongkit.engine.paging import Page, Walk

if TYPE_CHECKING:
    from gongkit.client._async.gong import AsyncGong

Item = TypeVar("Item")


class AsyncListing(Generic[Item]):
    """All items of a list, over as many pages as there are; an empty list is empty.

    Nothing is sent before the first item is asked for. The filter stays as it was
    given; each iteration reads the list anew from its start. Where a list takes more
    calls than one, because Gong limits what may be named in one, it is theirs in turn.
    """

    def __init__(self, gong: AsyncGong, *calls: Call[Any]) -> None:
        self._gong, self._calls = gong, calls

    async def pages(self) -> AsyncIterator[Page[Item]]:
        """Read page by page; each has `items`, `records` and the raw `content`."""
        for first in self._calls:
            walk = Walk(first)
            call: Call[Any] | None = first
            while call is not None:
                result = await self._gong.perform(call)
                yield Page(result.items, result)
                call = walk.after(result)

    async def __aiter__(self) -> AsyncIterator[Item]:
        async for page in self.pages():
            for item in page.items:
                yield item

    async def first(self) -> Item | None:
        """Give the first item, None where the list is empty; reads one page, not the list."""
        for first in self._calls:
            walk = Walk(first)
            call: Call[Any] | None = first
            while call is not None:
                result = await self._gong.perform(call)
                if result.items:
                    found: Item = result.items[0]
                    return found
                call = walk.after(result)
        return None

    async def all(self) -> list[Item]:
        """Read the whole list into memory."""
        return [item async for item in self]
