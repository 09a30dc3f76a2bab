"""Pages that go wrong since a fault says so."""

from __future__ import annotations

from starlette.responses import Response

from gongkit.sandbox.core.faults import MALFORMED, NOTHING, Drop, Failure, Fault, Malformed
from gongkit.sandbox.server.asgi import Receive, Scope, Send
from gongkit.sandbox.server.faults import Dropped, delay_or_drop
from gongkit.sandbox.ui.rendering import HEADERS, page


class _Closing(Response):
    """Closes the connection in the place of an answer."""

    async def __call__(self, scope: Scope, receive: Receive, _: Send) -> None:
        await scope["state"]["drop"](scope, receive)


def in_place_of_all(fault: Fault | None) -> Response | None:
    """Give what is answered without doing anything, if the fault wants that."""
    match fault and fault.effect:
        case Failure() as failure:
            refused = failure.refusal()
            headers = {**HEADERS, **dict(refused.headers)}
            return page("error.html", refused.status, headers, reason=f"{refused.errors[0]}.")
        case Drop(drop="before"):
            return _Closing(status_code=NOTHING.status)
    return None


async def with_fault(response: Response, fault: Fault | None, receive: Receive) -> Response:
    """Give the response as the fault leaves it, and when the fault lets it go."""
    try:
        await delay_or_drop(fault, receive)
    except Dropped:
        return _Closing()
    if fault is None or not isinstance(fault.effect, Malformed):
        return response
    headers = {name: value for name, value in response.headers.items() if name != "content-length"}
    return Response(MALFORMED, response.status_code, headers)
