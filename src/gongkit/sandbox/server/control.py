"""The control API over HTTP: for programs on this machine, or with the control token."""

from __future__ import annotations

from gongkit.redact import Secret
from gongkit.sandbox.core.api.asked import Answer
from gongkit.sandbox.core.control import answer_control
from gongkit.sandbox.core.hosts import Hosts
from gongkit.sandbox.core.sandbox import Sandbox
from gongkit.sandbox.server.asgi import BodyTooLarge, Receive, Scope, headers_of, read_body
from gongkit.sandbox.server.same_origin import has_token, is_named_as_loopback, is_own

MAX_BODY_BYTES = 10**9


async def control_answer(
    sandbox: Sandbox, hosts: Hosts, token: Secret | None, scope: Scope, receive: Receive
) -> Answer:
    """Answer one call, unless it must not be made from where it was made."""
    headers = headers_of(scope)
    if not is_own(headers):
        return _refused(403, "The control API is not for web pages of other origins")
    if token is None and not is_named_as_loopback(headers):
        return _refused(403, "Call this machine 127.0.0.1 or localhost to use the control API")
    if token is not None and not has_token(headers, token):
        return _refused(401, "The control API needs the --control-token, as X-Control-Token")
    try:
        raw = await read_body(scope, receive, MAX_BODY_BYTES)
    except BodyTooLarge:
        return _refused(413, f"The body is larger than {MAX_BODY_BYTES} bytes")
    query = scope["query_string"].decode("latin-1")
    return answer_control(sandbox, hosts, scope["method"], scope["path"], query=query, raw=raw)


def _refused(status: int, error: str) -> Answer:
    return Answer(status, Answer.of({"errors": [error]}).pieces)
