"""/v2 over HTTP: hands requests to the core, reads the bodies it wants, sends its answers."""

from __future__ import annotations

from gongkit.contract.operation import FileBody
from gongkit.sandbox.core.api.asked import Answer, Refused, Upload
from gongkit.sandbox.core.api.dispatch import Api, Call, Exchange, crash, refuse
from gongkit.sandbox.core.company import Company
from gongkit.sandbox.server.asgi import (
    BodyTooLarge,
    ClientGone,
    Receive,
    Scope,
    client_address,
    headers_of,
    read_body,
)
from gongkit.sandbox.server.faults import delay_or_drop

MAX_JSON_BYTES = 10 * 2**20
"""A longer JSON body is refused with 413 and not read to its end; Gong's way is not known."""


async def api_answer(
    api: Api, host: Company | None, app_url: str, scope: Scope, receive: Receive
) -> Answer:
    """Answer one request to /v2 at a company's own host, or (None) at the default cell's.

    Raises Dropped where a fault wants the connection closed instead.
    """
    headers = headers_of(scope)
    query = scope["query_string"].decode("latin-1")
    call = Call(host, app_url, scope["method"], scope["path"], query, client_address(scope))
    exchange = api.begin(call, headers.get(b"authorization"))
    body: bytes | Upload = b""
    if exchange.wanted_body is not None:
        try:
            body = await _wanted_body(api, exchange, headers, scope, receive)
        except ClientGone:
            raise
        except Refused as refused:
            refuse(exchange, refused)
        except Exception:  # noqa: BLE001
            crash(exchange)
    answer = api.finish(exchange, body)
    if exchange.wanted_body is None and headers.get(b"content-length", b"0") != b"0":
        api.leave_body(exchange)
    api.record(exchange)
    await delay_or_drop(exchange.fault, receive)
    return answer


async def _wanted_body(
    api: Api, exchange: Exchange, headers: dict[bytes, bytes], scope: Scope, receive: Receive
) -> bytes | Upload:
    wanted = exchange.wanted_body
    content_type = headers.get(b"content-type", b"")
    if isinstance(wanted, FileBody):
        from gongkit.sandbox.server.uploads import read_upload

        length = headers.get(b"content-length", b"")
        return await read_upload(receive, content_type, length, wanted, lambda: api.sink(exchange))
    kind = content_type.partition(b";")[0].strip().lower()
    # With GET there may be a type and no body, and Gong has said that any type will do.
    if kind and kind != b"application/json" and scope["method"] != "GET":
        raise Refused(415, "Content-Type: must be application/json")
    try:
        return await read_body(scope, receive, MAX_JSON_BYTES)
    except BodyTooLarge:
        raise Refused(
            413, f"The request body is larger than {MAX_JSON_BYTES} bytes; it was not read"
        ) from None
