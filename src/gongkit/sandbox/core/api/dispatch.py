"""Answering /v2: who asks, how often, whether they may, whether it is right, and then the handler.

An exchange has two steps, so that a body is only read where it is wanted:
`Api.begin` looks at everything but the body, `Api.finish` gets the body and answers.
"""

from __future__ import annotations

import itertools
import secrets
import sys
import traceback
from collections.abc import Hashable, Mapping
from time import perf_counter
from typing import Any, NamedTuple

import msgspec

import gongkit.sandbox.core.areas  # noqa: F401  (registers the handlers)
from gongkit.clock import Clock
from gongkit.contract.operation import FileBody, JsonBody, Operation
from gongkit.contract.registry import OPERATIONS
from gongkit.sandbox.core.api.access import caller_of, check_address
from gongkit.sandbox.core.api.asked import (
    HANDLERS,
    SINKS,
    Answer,
    Asked,
    Caller,
    FileSink,
    Hint,
    Refused,
    Upload,
)
from gongkit.sandbox.core.api.callers import Known
from gongkit.sandbox.core.api.kept_answers import KeptAnswers
from gongkit.sandbox.core.api.limits import Limits
from gongkit.sandbox.core.api.request_log import RequestLog
from gongkit.sandbox.core.api.routing import Routes
from gongkit.sandbox.core.api.validation import Validator, body_of
from gongkit.sandbox.core.behaviours.table import basis_header
from gongkit.sandbox.core.company import Company
from gongkit.sandbox.core.faults import (
    NOTHING,
    Drop,
    Failure,
    Fault,
    changed,
    faults_of,
    take_fault,
)
from gongkit.sandbox.core.jobs import run_due_jobs
from gongkit.sandbox.core.state import State

CURSOR_KEY = "cursor_key"


class Call(NamedTuple):
    """What was called. `app_url` is the main port's for this client, `address` its own.

    `host` is the company at whose own host it was called, None that of the default cell.
    """

    host: Company | None
    app_url: str
    method: str
    path: str
    query: str
    address: str


class Admitted(NamedTuple):
    """What is known of a call that may go on to its handler, body aside."""

    operation: Operation[Any]
    caller: Caller
    company: Company
    path: Mapping[str, Any]
    query: Mapping[str, Any]


class Exchange:
    """One call to a company's /v2, from its first line to its answer."""

    __slots__ = (
        "admitted",
        "answer",
        "at",
        "began",
        "body",
        "call",
        "caller",
        "client",
        "company",
        "fault",
        "hints",
        "operation",
        "request_id",
    )

    def __init__(self, call: Call, request_id: str, at: float) -> None:
        self.call, self.request_id, self.at, self.began = call, request_id, at, perf_counter()
        self.operation: Operation[Any] | None = None
        self.company = call.host
        self.fault: Fault | None = None
        self.caller: Caller | None = None
        self.client: str | None = None
        self.admitted: Admitted | None = None
        self.body: bytes | Upload = b""
        self.answer: Answer | None = None
        self.hints: tuple[Hint, ...] = ()

    @property
    def wanted_body(self) -> JsonBody | FileBody | None:
        """Which body to read before `Api.finish`; none where the answer stands already."""
        return body_of(self.admitted.operation) if self.admitted else None


class Api:
    """All companies' /v2."""

    def __init__(self, state: State, limits: Limits, log: RequestLog, clock: Clock) -> None:
        self._state, self._limits, self._log, self._clock = state, limits, log, clock
        self._routes = Routes(OPERATIONS.values())
        self._kept = KeptAnswers(state)
        self._validators: dict[str, Validator] = {}
        self._numbers = itertools.count(1)
        self._run = secrets.token_hex(5)

    def begin(self, call: Call, authorization: bytes | None) -> Exchange:
        """Check everything but the body; `answer` is set where that ends it."""
        exchange = Exchange(call, self.request_id(), self._clock.now())
        run_due_jobs(self._state, exchange.at)
        try:
            self._admit(exchange, authorization)
        except Refused as refused:
            refuse(exchange, refused)
        except Exception:  # noqa: BLE001
            crash(exchange)
        return exchange

    def request_id(self) -> str:
        """Make the name of a request."""
        return f"{self._run}{next(self._numbers):08x}"

    def sink(self, exchange: Exchange) -> FileSink | None:
        """Open what takes the request's file as it comes; None where it is kept whole.

        Raises Refused where the file is not wanted.
        """
        admitted = exchange.admitted
        open_sink = SINKS.get(admitted.operation.id) if admitted else None
        if admitted is None or open_sink is None:
            return None
        return open_sink(self._state, self._asked(exchange, admitted))

    def leave_body(self, exchange: Exchange) -> None:
        """Note, after the answer, a body that was not read since the operation takes none."""
        operation = exchange.operation
        if operation is not None and body_of(operation) is None:
            exchange.hints += (self._validator(operation).ignored.whole_body(),)

    def finish(self, exchange: Exchange, body: bytes | Upload) -> Answer:
        """Check the body, and answer."""
        exchange.body = body
        if exchange.admitted and exchange.answer is None:
            try:
                exchange.answer = self._answer(exchange, exchange.admitted, body)
            except Refused as refused:
                refuse(exchange, refused)
            except Exception:  # noqa: BLE001
                crash(exchange)
        if exchange.answer is None:
            raise AssertionError("an exchange ended without an answer")
        answer, fault = exchange.answer, exchange.fault
        if fault is not None:
            answer = changed(answer, fault.effect)
        return _with_basis(exchange.operation, answer)

    def record(self, exchange: Exchange) -> None:
        """Put the exchange into the request log."""
        call, company, fault = exchange.call, exchange.company, exchange.fault
        self._log.add(
            at=exchange.at,
            method=call.method,
            path=call.path,
            query=call.query,
            body=exchange.body,
            status=exchange.answer.status if exchange.answer else 0,
            company=None if company is None else company.name,
            client=exchange.client,
            operation=exchange.operation.id if exchange.operation else None,
            seconds=perf_counter() - exchange.began,
            request_id=exchange.request_id,
            hints=exchange.hints if fault is None else (*exchange.hints, fault.hint),
        )

    def _admit(self, exchange: Exchange, authorization: bytes | None) -> None:
        call = exchange.call
        caller, company, *_ = self._let_in(exchange, authorization)
        if faults_of(self._state):
            self._meet_fault(exchange, company)
        if exchange.answer or (call.method == "GET" and self._answer_again(exchange, b"")):
            return
        operation, in_path = self._routes.find(call.method, call.path)
        exchange.operation = operation
        for scope in operation.scopes:
            if not caller.may(scope):
                raise _missing_scope(operation, scope)
        validator = self._validator(operation)
        exchange.hints += validator.ignored.in_query(call.query)
        exchange.admitted = Admitted(
            operation, caller, company, validator.path(in_path), validator.query(call.query)
        )

    def _meet_fault(self, exchange: Exchange, company: Company) -> None:
        """Find what is to go wrong; answer where nothing is to be done at all."""
        operation = self._routes.operation(exchange.call.method, exchange.call.path)
        operation_id = None if operation is None else operation.id
        fault = take_fault(self._state, operation_id, company.id)
        exchange.operation, exchange.fault = operation, fault
        match fault and fault.effect:
            case Failure() as failure:
                raise failure.refusal()
            case Drop(drop="before"):
                exchange.answer = NOTHING

    def _let_in(self, exchange: Exchange, authorization: bytes | None) -> Known:
        """Find the caller, within the limits; the log gets the operation of a refused call too."""
        call = exchange.call
        try:
            known = caller_of(self._state, authorization, call.host, exchange.at)
            exchange.caller, exchange.company = known.caller, known.company
            exchange.client = known.caller.client
            check_address(known, call.address)
            self._limits.take(known.company.id, exchange.at)
        except Refused as refused:
            exchange.client = exchange.client or refused.client
            exchange.company = exchange.company or refused.company
            exchange.operation = self._routes.operation(call.method, call.path)
            raise
        return known

    def _answer_again(self, exchange: Exchange, body: bytes) -> bool:
        """Answer with what was kept, if this was asked before."""
        kept = self._kept.find(_question(exchange, body), exchange.at)
        if kept is None:
            return False
        exchange.operation, exchange.answer = kept.operation, kept.answer(exchange.request_id)
        exchange.hints = kept.hints
        return True

    def _answer(self, exchange: Exchange, admitted: Admitted, body: bytes | Upload) -> Answer:
        operation = admitted.operation
        if isinstance(body, Upload):
            return _handled(exchange, self._state, self._asked(exchange, admitted, upload=body))
        if body and self._answer_again(exchange, body) and exchange.answer:
            return exchange.answer
        validator = self._validator(operation)
        exchange.hints += validator.ignored.in_body(body)
        decoded = validator.body(body)
        asked = self._asked(exchange, admitted, body=decoded)
        answer = _handled(exchange, self._state, asked)
        question = _question(exchange, body)
        self._kept.keep(question, operation, answer, exchange.request_id, exchange.hints)
        return answer

    def _asked(
        self, exchange: Exchange, admitted: Admitted, body: Any = None, upload: Upload | None = None
    ) -> Asked:
        return Asked(
            operation=admitted.operation,
            company=admitted.company,
            caller=admitted.caller,
            request_id=exchange.request_id,
            now=exchange.at,
            app_url=exchange.call.app_url,
            path=admitted.path,
            query=admitted.query,
            body=body,
            upload=upload,
            cursor_key=self._cursor_key(),
        )

    def _validator(self, operation: Operation[Any]) -> Validator:
        validator = self._validators.get(operation.id)
        if validator is None:
            validator = self._validators[operation.id] = Validator(operation)
        return validator

    def _cursor_key(self) -> bytes:
        key: bytes | None = self._state.memory.get(CURSOR_KEY)
        if key is None:
            key = bytes.fromhex(self._state.meta(CURSOR_KEY) or "")
            self._state.memory[CURSOR_KEY] = key
        return key


def _with_basis(operation: Operation[Any] | None, answer: Answer) -> Answer:
    """Say in a header how sure it is that Gong answers so."""
    header = basis_header(operation.id if operation else "", answer.status)
    return msgspec.structs.replace(answer, headers=(*answer.headers, header))


def _handled(exchange: Exchange, state: State, asked: Asked) -> Answer:
    """Let the handler answer, and take the hints that it leaves."""
    try:
        return HANDLERS[asked.operation.id](state, asked)
    finally:
        exchange.hints += tuple(asked.hints)


def _question(exchange: Exchange, body: bytes) -> tuple[Hashable, ...]:
    """Gather what an answer depends on beside data and time."""
    _, *called, _ = exchange.call
    company_id = exchange.company.id if exchange.company else None
    scopes = exchange.caller.scopes if exchange.caller else None
    return (company_id, scopes, body, *called)


def refuse(exchange: Exchange, refused: Refused) -> None:
    """End an exchange with an error in Gong's shape."""
    exchange.hints += refused.hints
    shape = {"requestId": exchange.request_id, "errors": list(refused.errors)}
    answer = Answer.of(shape, refused.status)
    exchange.answer = Answer(refused.status, answer.pieces, headers=refused.headers)


def _missing_scope(operation: Operation[Any], scope: str) -> Refused:
    return Refused(
        403,
        f"The access token lacks the scope {scope}, which {operation.id} needs",
        hints=(Hint("Authorization", f"The company did not grant {scope} to this integration."),),
    )


def crash(exchange: Exchange) -> None:
    """Answer 500, and tell the developer on stderr what happened."""
    print(f"request {exchange.request_id} failed:", file=sys.stderr)
    traceback.print_exc()
    refuse(exchange, Refused(500, "Internal error of the sandbox; its log has the details"))
