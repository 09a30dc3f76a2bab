"""One call from its inputs to its answer: retries, one refresh on 401, the throttle."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import Any, TypeVar

from gongkit.engine.answer import Result, read_answer
from gongkit.engine.call import Call
from gongkit.engine.effects import Authorization, Credentials, Send, Sleep, Steps
from gongkit.engine.observer import SILENT, Observer, outcome_of
from gongkit.engine.retry import RetryPolicy, may_repeat, may_repeat_after, retry_after
from gongkit.engine.throttle import SHARED, Throttle
from gongkit.errors import AnswerLost, Conflict, ConnectionFailed
from gongkit.guard import UNGUARDED, Guard
from gongkit.wire import Response

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a client behaves. `timeout` is in seconds, for each wait on the network.

    `bulk` work leaves a part of the company's day to everything else. The `guard` refuses
    what the profile does not allow; an app's clients have that of its OAuth client.
    """

    timeout: float = 60.0
    bulk: bool = False
    retry: RetryPolicy = field(default_factory=RetryPolicy)
    throttle: Throttle = SHARED
    observer: Observer = SILENT
    guard: Guard = UNGUARDED


def perform(
    call: Call[Answer], credentials: Credentials, options: Options
) -> Steps[Result[Answer]]:
    """Make the call and read its answer, trying again where the operation allows it."""
    end = options.observer.call_begins(call.operation.id, credentials.company)
    try:
        result = yield from _tried(call, credentials, options)
    except BaseException as error:
        end(outcome_of(error))
        raise
    end(str(result.status))
    return result


def _tried(call: Call[Answer], credentials: Credentials, options: Options) -> Steps[Result[Answer]]:
    lost = False
    for failures in count(1):
        may_try_again = failures < options.retry.attempts
        try:
            response = yield from _authorized(call, credentials, options)
        except (ConnectionFailed, AnswerLost) as error:
            untouched = isinstance(error, ConnectionFailed)
            if not (may_try_again and (untouched or may_repeat(call))):
                raise
            lost = lost or not untouched
            yield Sleep(options.retry.backoff(failures))
            continue
        if not (may_try_again and may_repeat_after(call, response.status)):
            return _read(call, response, lost=lost)
        lost = lost or response.status >= 500
        yield from _wait_out(call, response, failures, credentials.company, options)
    raise AssertionError("count() does not end")


def _authorized(call: Call[Any], credentials: Credentials, options: Options) -> Steps[Response]:
    """Send with the present authorization; after a 401 once more, if there is a newer one."""
    authorization = yield from credentials.authorization(None)
    response = yield from _throttled(call, authorization, credentials.company, options)
    if response.status != 401:
        return response
    newer = yield from credentials.authorization(authorization)
    if newer == authorization:
        return response
    return (yield from _throttled(call, newer, credentials.company, options))


def _throttled(
    call: Call[Any], authorization: Authorization, company: str, options: Options
) -> Steps[Response]:
    operation = call.operation
    options.guard.check(operation.id, authorization.base_url, writes=operation.writes)
    slot = yield from options.throttle.slot(
        company, operation.id, options.retry.patience, bulk=options.bulk
    )
    options.observer.slot_given(company, slot)
    response: Response = yield Send(call.request(authorization, options.timeout))
    return response


def _wait_out(
    call: Call[Any], response: Response, failures: int, company: str, options: Options
) -> Steps[None]:
    """Wait as long as Gong asked. A 429 holds the whole company back, not this call alone."""
    asked = retry_after(response)
    wait = options.retry.backoff(failures) if asked is None else asked
    if response.status == 429:
        yield from options.throttle.pause(company, wait)
    if wait > options.retry.patience:
        read_answer(call.operation, response)  # raises: nobody waits that long for one call
    if response.status != 429:
        yield Sleep(wait)


def _read(call: Call[Answer], response: Response, *, lost: bool) -> Result[Answer]:
    try:
        return read_answer(call.operation, response)
    except Conflict as error:
        error.repeated = lost
        raise
