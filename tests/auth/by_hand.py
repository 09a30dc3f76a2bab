"""Runs decisions by hand: up to each request, which the test answers when it likes."""

from __future__ import annotations

import json
from typing import Any, Generic, TypeVar

from gongkit.clock import ManualClock
from gongkit.engine.effects import InStore, Send, Sleep, Steps, ToTheEnd
from gongkit.wire import Request, Response

T = TypeVar("T")

Reply = Response | Exception


class Running(Generic[T]):
    """Decisions under way. They wait for an answer to `request`, or have ended."""

    def __init__(self, steps: Steps[T], clock: ManualClock) -> None:
        self._steps, self._clock = _in_one(steps), clock
        self.request: Request | None = None
        self.slept: list[float] = []
        self.ended = False
        self._result: T | None = None
        self._go_on(None)

    def answer(self, reply: Reply) -> None:
        """Answer the request, and go on to the next one or to the end."""
        assert self.request is not None, "there is no request to answer"
        self._go_on(reply)

    def result(self) -> T:
        """Give what they ended with."""
        assert self.ended, f"still waiting for {self.request}"
        result: T = self._result  # type: ignore[assignment]
        return result

    def drop(self) -> None:
        """Stop them in the middle, as a killed process does."""
        self._steps.close()

    def _go_on(self, given: Any) -> None:
        self.request = None
        try:
            while True:
                effect = self._give(given)
                if isinstance(effect, Send):
                    self.request = effect.request
                    return
                given = self._perform(effect)
        except StopIteration as end:
            self.ended, self._result = True, end.value

    def _give(self, given: Any) -> Any:
        return self._steps.throw(given) if isinstance(given, Exception) else self._steps.send(given)

    def _perform(self, effect: Any) -> Any:
        if isinstance(effect, Sleep):
            self.slept.append(effect.seconds)
            self._clock.advance(effect.seconds)
            return None
        assert isinstance(effect, InStore)
        try:
            return effect.work()
        except Exception as error:  # noqa: BLE001 - the decisions' to handle
            return error


def _in_one(steps: Steps[T]) -> Steps[T]:
    """Perform the steps within the steps as if they were the same."""
    try:
        effect = next(steps)
        while True:
            try:
                if isinstance(effect, ToTheEnd):
                    result = yield from _in_one(effect.steps)
                else:
                    result = yield effect
            except Exception as error:  # noqa: BLE001 - the decisions' to handle
                effect = steps.throw(error)
            else:
                effect = steps.send(result)
    except StopIteration as end:
        value: T = end.value
        return value


def on_clock(steps: Steps[T], clock: ManualClock) -> Steps[T]:
    """Let the steps' sleeping move the clock, and take no time."""
    flat = _in_one(steps)
    try:
        effect = next(flat)
        while True:
            try:
                if isinstance(effect, Sleep):
                    clock.advance(effect.seconds)
                result = None if isinstance(effect, Sleep) else (yield effect)
            except Exception as error:  # noqa: BLE001 - the decisions' to handle
                effect = flat.throw(error)
            else:
                effect = flat.send(result)
    except StopIteration as end:
        value: T = end.value
        return value


def play(steps: Steps[T], clock: ManualClock, *replies: Reply) -> tuple[T, list[Request]]:
    """Run them to the end with these answers, all of which must be asked for."""
    running, asked = Running(steps, clock), []
    for reply in replies:
        assert running.request is not None, f"ended before {reply!r}"
        asked.append(running.request)
        running.answer(reply)
    return running.result(), asked


def json_reply(fields: Any, status: int = 200) -> Response:
    return Response(status, {"content-type": "application/json"}, json.dumps(fields).encode())


def html_reply(status: int, **headers: str) -> Response:
    page = b"<html><body>planted-page</body></html>"
    return Response(status, {"content-type": "text/html; charset=utf-8"} | headers, page)


def refusal(error: str, description: str = "", status: int = 400) -> Response:
    return json_reply({"error": error, "error_description": description}, status)


def tokens(number: int, **fields: Any) -> Response:
    """Answer as the token endpoint does, with the n-th tokens; a field that is None is left out."""
    answer = {
        "access_token": f"planted-access-{number}",
        "refresh_token": f"planted-refresh-{number}",
        "expires_in": 86_400,
        "token_type": "Bearer",
        "scope": "api:calls:read:basic api:users:read",
        "api_base_url_for_customer": "https://us-1.api.gong.io",
    } | fields
    return json_reply({name: value for name, value in answer.items() if value is not None})
