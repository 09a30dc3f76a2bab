# Made from _async/resource.py by tools/async_to_sync.py: change that one.
"""The base of every area's methods."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from gongkit.client._sync.listing import Listing
from gongkit.contract.operation import Operation
from gongkit.engine.call import bind

if TYPE_CHECKING:
    from gongkit.client._sync.gong import Gong

Answer = TypeVar("Answer")
T = TypeVar("T")


class Resource:
    """The operations of one area. Inputs go by place: `path`, `query`, `body`, `file`."""

    def __init__(self, gong: Gong) -> None:
        self._gong = gong

    def _listing(self, operation: Operation[Any], **inputs: Any) -> Listing[Any]:
        """Give the operation's list, to be read when it is iterated."""
        return Listing(self._gong, bind(operation, **inputs))

    def _answer(self, operation: Operation[Answer], **inputs: Any) -> Answer:
        """Make the call and give the whole answer."""
        return (self._gong.perform(bind(operation, **inputs))).answer

    def _object(
        self,
        kind: type[T],  # noqa: ARG002 - it tells the type checker what the operation unwraps
        operation: Operation[Any],
        **inputs: Any,
    ) -> T:
        """Make the call and give the one object that its answer wraps."""
        found: T = (self._gong.perform(bind(operation, **inputs))).unwrapped
        return found
