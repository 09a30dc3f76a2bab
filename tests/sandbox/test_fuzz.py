"""Every operation under requests that nobody thought of, generated from `/openapi.json`.

Half of them are what the document allows, half what it does not; both are mixed with a
request that is good, so that they get past the first checks. No answer may be a 5xx, and
each has a status, a content type and a shape that the document has for it. The requests
are the same in each run, and each operation begins with the same data.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import APIOperation, BaseSchema, Case, GenerationMode
from tests.sandbox.box import running
from tests.sandbox.good_requests import GoodRequest, ReadySandbox, mixed

from gongkit.contract.operation import Operation, Place
from gongkit.contract.registry import OPERATIONS
from gongkit.sandbox.server.serving import Options

Described = APIOperation[Any, Any, Any, Any]
"""An operation as the document describes it."""
Request = Case[Any]

START = "2026-03-02T09:00:00Z"
EXAMPLES = {GenerationMode.POSITIVE: 12, GenerationMode.NEGATIVE: 6}
"""Of requests for each operation; half as many for one with few inputs."""
FEW = 2
CHANCES = (0.5, 0.9, 1.0)
"""That an input is taken from the good request."""

CONFIG = schemathesis.Config.from_dict(
    {
        "checks": {
            "enabled": False,
            "not_a_server_error": {"enabled": True},
            "status_code_conformance": {"enabled": True},
            "content_type_conformance": {"enabled": True},
            "response_schema_conformance": {"enabled": True},
        },
        "generation": {"with-security-parameters": False},
    }
)


def bounded(count: int) -> settings:
    """Make as many requests, the same in each run."""
    return settings(
        max_examples=count,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


@pytest.fixture(scope="module")
def ready() -> Iterator[ReadySandbox]:
    with running(Options(port=0, start=START)) as box:
        yield ReadySandbox(box)


@pytest.fixture(scope="module")
def schema(ready: ReadySandbox) -> BaseSchema:
    return schemathesis.openapi.from_url(f"{ready.box.url}/openapi.json", config=CONFIG)


@pytest.fixture(scope="module")
def session(ready: ReadySandbox) -> Iterator[requests.Session]:
    with requests.Session() as kept:
        kept.headers["Authorization"] = f"Bearer {ready.token}"
        yield kept


def cases(
    described: Described, mode: GenerationMode, good: GoodRequest
) -> st.SearchStrategy[Request]:
    """Generate requests, mixed with the good one."""

    def mix(case: Request, seed: int, chance: float) -> Request:
        dice = random.Random(seed)
        case.path_parameters = mixed(case.path_parameters or {}, good.path, dice, chance)
        case.query = mixed(case.query or {}, good.query, dice, chance)
        if good.body is not None:
            case.body = mixed(case.body, good.body, dice, chance)
        return case

    seeds, chances = st.integers(0, 2**32), st.sampled_from(CHANCES)
    return st.builds(mix, described.as_strategy(generation_mode=mode), seeds, chances)


def can_be_wrong(operation: Operation[Any]) -> bool:
    """Tell whether there is an input that the document does not allow: text in a path is."""
    texts = all(parameter.type is str for parameter in operation.in_place(Place.PATH))
    return bool(operation.body or operation.in_place(Place.QUERY) or not texts)


def has_few_inputs(operation: Operation[Any]) -> bool:
    """Tell whether there is little to make requests of."""
    return operation.body is None and len(operation.parameters) <= FEW


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=list(OPERATIONS))
def test_nothing_breaks_an_operation(
    operation: Operation[Any], ready: ReadySandbox, schema: BaseSchema, session: requests.Session
) -> None:
    described = schema[operation.path][operation.method]
    good = ready.for_operation(operation.id)
    statuses = set()

    for mode, count in EXAMPLES.items():
        if mode.is_negative and not can_be_wrong(operation):
            continue

        @bounded(count // 2 if has_few_inputs(operation) else count)
        @given(cases(described, mode, good))
        def answers_as_documented(case: Request) -> None:
            answer = case.call_and_validate(base_url=ready.base_url, session=session)
            statuses.add(answer.status_code)

        answers_as_documented()
    assert statuses & set(operation.success), "no request was a good one"
