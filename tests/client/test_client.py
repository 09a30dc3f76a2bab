"""`Gong` and `AsyncGong` over a mock transport: the same behaviour in both."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

import pytest

from gongkit import (
    UNLIMITED,
    AccessKey,
    AsyncGong,
    Bearer,
    Gong,
    LocalThrottle,
    MockTransport,
    Options,
    RetryPolicy,
    Secret,
)
from gongkit.engine.effects import Steps
from gongkit.errors import NaiveDatetime, NotFound, UsageError
from gongkit.wire import Request, Response

T = TypeVar("T")

KEY = AccessKey(Secret("planted-key"), Secret("planted-secret"))
OPTIONS = Options(throttle=LocalThrottle(UNLIMITED), retry=RetryPolicy(attempts=1))
DAY = datetime(2026, 1, 1, tzinfo=UTC)


class Pages:
    """A mock Gong with three pages of calls; it remembers what it was asked."""

    def __init__(self, *sizes: int) -> None:
        self.sizes, self.asked = sizes, []  # type: tuple[int, ...], list[Request]

    def __call__(self, request: Request) -> Response:
        self.asked.append(request)
        body = json.loads(request.body) if isinstance(request.body, bytes) else {}
        number = int(dict(request.query).get("cursor") or body.get("cursor") or 0)
        calls = [
            {"id": f"{number}{i}", "metaData": {"id": f"{number}{i}"}}
            for i in range(self.sizes[number])
        ]
        records: dict[str, Any] = {"totalRecords": sum(self.sizes)}
        if number + 1 < len(self.sizes):
            records["cursor"] = str(number + 1)
        answer = {"requestId": "r", "records": records, "calls": calls, "news": {"unknown": 1}}
        return Response(200, {}, json.dumps(answer).encode())


def both(
    handler: Callable[[Request], Response],
    sync: Callable[[Gong], T],
    asynchronous: Callable[[AsyncGong], Awaitable[T]],
) -> T:
    """Do the same with both clients; give the result, which has to be the same."""

    async def awaited() -> T:
        async with AsyncGong(KEY, options=OPTIONS, transport=MockTransport(handler)) as gong:
            return await asynchronous(gong)

    with Gong(KEY, options=OPTIONS, transport=MockTransport(handler)) as gong:
        first = sync(gong)
    second = asyncio.run(awaited())
    assert first == second
    return first


def test_a_list_is_read_over_its_pages() -> None:
    gong = Pages(3, 0, 2)

    async def asynchronous(client: AsyncGong) -> list[Any]:
        return [call.id async for call in client.calls.list(from_=DAY, to=DAY)]

    ids = both(gong, lambda c: [call.id for call in c.calls.list(from_=DAY, to=DAY)], asynchronous)

    assert ids == ["00", "01", "02", "20", "21"]
    assert len(gong.asked) == 6
    assert dict(gong.asked[2].query) == {
        "fromDateTime": "2026-01-01T00:00:00+00:00",
        "toDateTime": "2026-01-01T00:00:00+00:00",
        "cursor": "2",
    }


def test_the_cursor_of_a_post_list_goes_in_its_body() -> None:
    gong = Pages(1, 1)
    with Gong(KEY, options=OPTIONS, transport=MockTransport(gong)) as client:
        assert len(client.calls.list_extensive(from_=DAY).all()) == 2
    first, second = (json.loads(request.body or b"") for request in gong.asked)  # type: ignore[arg-type]
    assert second == {**first, "cursor": "1"}
    assert all(request.query == () for request in gong.asked)


def test_pages_carry_totals_and_what_the_contract_does_not_know() -> None:
    gong = Pages(2, 1)

    async def asynchronous(client: AsyncGong) -> list[Any]:
        listing = client.calls.list(from_=DAY, to=DAY)
        return [(len(page.items), page.records, page.content) async for page in listing.pages()]

    pages = both(
        gong,
        lambda c: [
            (len(page.items), page.records, page.content)
            for page in c.calls.list(from_=DAY, to=DAY).pages()
        ],
        asynchronous,
    )

    assert [size for size, _, _ in pages] == [2, 1]
    assert pages[0][1].total_records == 3
    assert json.loads(pages[0][2])["news"] == {"unknown": 1}


def test_first_reads_no_more_than_it_needs() -> None:
    gong = Pages(0, 2, 5)

    async def asynchronous(client: AsyncGong) -> Any:
        return await client.calls.list(from_=DAY, to=DAY).first()

    found = both(gong, lambda c: c.calls.list(from_=DAY, to=DAY).first(), asynchronous)

    assert found is not None
    assert found.id == "10"
    assert len(gong.asked) == 4, "two pages for each client"


def test_nothing_is_sent_until_it_is_asked_for_and_each_iteration_starts_anew() -> None:
    gong = Pages(1)
    with Gong(KEY, options=OPTIONS, transport=MockTransport(gong)) as client:
        listing = client.calls.list(from_=DAY, to=DAY)
        assert gong.asked == []
        assert len(list(listing)) == len(list(listing)) == 1
    assert len(gong.asked) == 2


def test_an_empty_list_is_empty_and_a_missing_object_is_not() -> None:
    def nothing(_: Request) -> Response:
        return Response(404, {}, b'{"requestId":"r","errors":["No calls found"]}')

    async def listed(client: AsyncGong) -> Any:
        listing = client.calls.list(from_=DAY, to=DAY)
        return await listing.all(), await listing.first()

    def listed_sync(client: Gong) -> Any:
        listing = client.calls.list(from_=DAY, to=DAY)
        return listing.all(), listing.first()

    assert both(nothing, listed_sync, listed) == ([], None)

    async def got(client: AsyncGong) -> Any:
        with pytest.raises(NotFound):
            await client.calls.get("7")

    def got_sync(client: Gong) -> Any:
        with pytest.raises(NotFound):
            client.calls.get("7")

    both(nothing, got_sync, got)


def test_a_naive_datetime_is_refused_before_anything_is_sent() -> None:
    gong = Pages(1)
    naive = datetime(2026, 1, 1)  # noqa: DTZ001
    with Gong(KEY, options=OPTIONS, transport=MockTransport(gong)) as client:
        with pytest.raises(NaiveDatetime):
            client.calls.list(from_=naive, to=DAY)
        with pytest.raises(NaiveDatetime, match="from_"):
            client.calls.list_extensive(from_=naive)
        for wrong in ("2026-01-01T00:00:00Z", naive.date()):
            with pytest.raises(UsageError, match="from_ is a"):
                client.calls.list(from_=wrong, to=DAY)  # type: ignore[arg-type]
    assert gong.asked == []


def test_credentials_go_to_their_own_host() -> None:
    seen: list[Request] = []

    def answer(request: Request) -> Response:
        seen.append(request)
        return Response(200, {}, b'{"workspaces":[]}')

    own = Bearer(Secret("planted-token"), base_url="https://company-17.api.gong.io")
    for credentials in (KEY, own):
        with Gong(credentials, options=OPTIONS, transport=MockTransport(answer)) as client:
            client.workspaces.list().all()

    assert [request.url for request in seen] == [
        "https://api.gong.io/v2/workspaces",
        "https://company-17.api.gong.io/v2/workspaces",
    ]
    assert seen[0].authorization == Secret("Basic cGxhbnRlZC1rZXk6cGxhbnRlZC1zZWNyZXQ=")
    assert seen[1].authorization == Secret("Bearer planted-token")


def test_a_given_transport_is_not_closed_and_store_work_runs_off_the_event_loop() -> None:
    import threading

    from gongkit.engine.effects import InStore

    def where() -> Steps[str]:
        name: str = yield InStore(lambda: threading.current_thread().name)
        return name

    class Closable(MockTransport):
        closed = False

        def close(self) -> None:
            self.closed = True

        async def close_async(self) -> None:
            self.closed = True

    transport = Closable(Pages(1))

    async def awaited() -> str:
        async with AsyncGong(KEY, transport=transport) as gong:
            return await gong.run(where())

    assert asyncio.run(awaited()) != threading.main_thread().name
    with Gong(KEY, transport=transport) as gong:
        assert gong.run(where()) == threading.current_thread().name
    assert not transport.closed
