"""Cursors: they lead to the next page of the same request, and nowhere else."""

from __future__ import annotations

import dataclasses
from typing import Any

import msgspec
import pytest

from gongkit.contract.registry import operation
from gongkit.contract.types.calls import CallsRequestFilterWithOwners, ExtensiveCallsRequest
from gongkit.redact import Secret
from gongkit.sandbox.core.api.asked import Asked, Caller, Refused
from gongkit.sandbox.core.api.cursors import make_cursor, read_cursor
from gongkit.sandbox.core.company import Company

COMPANY = Company(
    id="1",
    name="acme",
    title="Acme",
    domain="acme.example",
    region="us",
    time_zone="UTC",
    cell=None,
    access_key="a",
    access_key_secret=Secret("b"),
)
POSITIONS = [0, "x", [1, 250, 1_771_286_400.25, "9223372036854775807"], {"page": 2}]


def asked(name: str = "listCalls", **changes: Any) -> Asked:
    """One request, with some of its inputs changed."""
    first: dict[str, Any] = {
        "operation": operation(name),
        "company": COMPANY,
        "caller": Caller("access-key", None),
        "request_id": "r",
        "now": 0.0,
        "app_url": "http://127.0.0.1:1",
        "path": {},
        "query": {},
        "cursor_key": b"key",
    }
    return Asked(**{**first, **changes})


def in_query(cursor: str, **others: str) -> Asked:
    return asked(query={"cursor": cursor, "fromDateTime": "2026-01-01T00:00:00Z", **others})


def in_body(cursor: str | None, call_ids: list[str] | None = None) -> Asked:
    found = CallsRequestFilterWithOwners(call_ids=call_ids)
    return asked("listCallsExtensive", body=ExtensiveCallsRequest(cursor=cursor, filter=found))


FIRST = asked(query={"fromDateTime": "2026-01-01T00:00:00Z"})


@pytest.mark.parametrize("position", POSITIONS)
def test_a_cursor_gives_its_position_back(position: Any) -> None:
    cursor = make_cursor(FIRST, position)
    assert read_cursor(in_query(cursor)) == position
    cursor = make_cursor(in_body(None), position)
    assert read_cursor(in_body(cursor)) == position
    assert read_cursor(in_body(make_cursor(in_body(cursor), position))) == position


def test_the_first_page_has_none() -> None:
    assert read_cursor(FIRST) is None
    assert read_cursor(in_body(None)) is None


def test_a_cursor_of_another_request_is_refused() -> None:
    cursor = make_cursor(FIRST, 1)
    others = [
        in_query(cursor, workspaceId="1"),
        asked(query={"cursor": cursor, "fromDateTime": "2026-01-02T00:00:00Z"}),
        asked("listUsers", query={"cursor": cursor, "fromDateTime": "2026-01-01T00:00:00Z"}),
        msgspec.structs.replace(in_query(cursor), company=dataclasses.replace(COMPANY, id="2")),
        in_body(make_cursor(in_body(None), 1), ["7"]),
    ]
    for other in others:
        with pytest.raises(Refused, match="another request") as refused:
            read_cursor(other)
        assert refused.value.status == 400
        assert refused.value.errors[0].startswith("cursor: ")


def test_what_is_no_cursor_is_refused() -> None:
    cursor = make_cursor(FIRST, [1, 2])
    changed = [
        cursor[:i] + ("A" if cursor[i] != "A" else "B") + cursor[i + 1 :]
        for i in range(len(cursor) - 1)
    ]
    for text in ("", "7", "====", "é", "\0", "A" * 10_000, cursor[:-3], cursor + cursor, *changed):
        with pytest.raises(Refused, match="not one that"):
            read_cursor(in_query(text))
    other_key = msgspec.structs.replace(in_query(cursor), cursor_key=b"other")
    with pytest.raises(Refused, match="not one that"):
        read_cursor(other_key)
