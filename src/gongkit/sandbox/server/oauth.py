"""The OAuth endpoints that are no pages: tokens, and the server's metadata (RFC 8414)."""

from __future__ import annotations

from time import perf_counter

import msgspec

from gongkit.sandbox.core.api.asked import Answer
from gongkit.sandbox.core.behaviours.table import basis_header
from gongkit.sandbox.core.companies import companies_by_id
from gongkit.sandbox.core.hosts import Hosts
from gongkit.sandbox.core.oauth.metadata import METADATA_PATH, TOKEN_PATH, metadata
from gongkit.sandbox.core.oauth.token import TokenRefused, TokenRequest, answer_token_request
from gongkit.sandbox.core.sandbox import Sandbox
from gongkit.sandbox.server.asgi import (
    BodyTooLarge,
    Receive,
    Scope,
    client_address,
    headers_of,
    read_body,
)
from gongkit.sandbox.server.faults import delay_or_drop

PATHS = frozenset({TOKEN_PATH, METADATA_PATH})
MAX_FORM_BYTES = 100_000


async def oauth_answer(sandbox: Sandbox, hosts: Hosts, scope: Scope, receive: Receive) -> Answer:
    """Answer a request to one of PATHS. Raises Dropped where a fault wants that instead."""
    if scope["path"] == METADATA_PATH:
        return metadata(sandbox.state, hosts)
    if scope["method"] != "POST":
        refused = TokenRefused("invalid_request", "Send the request by POST", status=405)
        return refused.answer()
    began, headers = perf_counter(), headers_of(scope)
    try:
        body = await read_body(scope, receive, MAX_FORM_BYTES)
    except BodyTooLarge:
        said = f"The body is larger than {MAX_FORM_BYTES} bytes"
        return TokenRefused("invalid_request", said, status=413).answer()
    kind = headers.get(b"content-type", b"").partition(b";")[0].strip().lower()
    request = TokenRequest(
        headers.get(b"authorization"),
        scope["query_string"].decode("latin-1"),
        kind.decode("latin-1"),
        body.decode("utf-8", "replace"),
        client_address(scope),
    )
    now = sandbox.clock.now()
    answer = answer_token_request(sandbox.state, hosts, request, now)
    company = companies_by_id(sandbox.state).get(request.company_id or "")
    sandbox.log.add(
        at=now,
        method="POST",
        path=TOKEN_PATH,
        query=request.query,
        body=body,
        status=answer.status,
        company=None if company is None else company.name,
        client=request.client_id,
        operation="token",
        seconds=perf_counter() - began,
        request_id=sandbox.api.request_id(),
        hints=tuple(request.hints),
    )
    await delay_or_drop(request.fault, receive)
    header = basis_header("token", answer.status)
    return msgspec.structs.replace(answer, headers=(*answer.headers, header))
