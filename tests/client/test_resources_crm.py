"""`gong.crm`: uploads from disk and from iterables, waiting for them, looking objects up."""

from __future__ import annotations

import json
import tempfile
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

import msgspec
import pytest
from tests.client.instant import OPTIONS, InstantAsyncGong, InstantGong
from tests.engine.simulation import Reply, Static, answered, refused

from gongkit.client._async.gong import AsyncGong
from gongkit.client._sync.gong import Gong
from gongkit.client.ldjson import write_objects
from gongkit.contract.operations.crm import UPLOAD_MAX_BYTES
from gongkit.errors import (
    AnswerLost,
    BadRequest,
    Conflict,
    NaiveDatetime,
    RequestFailed,
    UsageError,
)
from gongkit.wire import FilePart, MockTransport, Request, Response

UPLOAD: dict[str, Any] = {"integration_id": 7, "object_type": "DEAL", "client_request_id": "up-1"}
ACCEPTED = answered(201, '{"requestId":"r","clientRequestId":"up-1"}')
DONE = answered(200, '{"status":"DONE","totalSuccessCount":2}')
PENDING = answered(200, '{"status":"PENDING"}')


class Deal(msgspec.Struct, rename="camel"):
    object_id: str
    amount: Decimal


class Reader:
    """A Gong that reads the uploaded file in pieces, as a network would."""

    def __init__(self) -> None:
        self.size = self.lines = 0
        self.file = ""

    def __call__(self, request: Request) -> Response:
        assert isinstance(request.body, FilePart)
        self.file = request.body.filename
        with request.body.open() as stream:
            while piece := stream.read(65_536):
                self.size += len(piece)
                self.lines += piece.count(b"\n")
        return ACCEPTED


def gong_of(handler: Callable[[Request], Response]) -> Gong:
    return Gong(Static(), options=OPTIONS, transport=MockTransport(handler))


def never(request: Request) -> Response:
    raise AssertionError(request)


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give temporary files a folder of their own, in which each test leaves nothing."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    assert [*folder.iterdir()] == []


# --- uploading -----------------------------------------------------------------------------


def test_a_file_is_sent_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "deals.json"
    file.write_bytes(b'{"objectId":"1"}\n')
    seen: list[tuple[str, bytes]] = []

    def handler(request: Request) -> Response:
        assert isinstance(request.body, FilePart)
        with request.body.open() as stream:
            seen.append((request.body.content_type, stream.read()))
        return ACCEPTED

    answer = gong_of(handler).crm.upload(**UPLOAD, data=file)

    assert answer.client_request_id == "up-1"
    assert seen == [("application/x-ndjson", b'{"objectId":"1"}\n')]


def test_a_stream_is_uploaded_in_constant_memory() -> None:
    reader, one_mb = Reader(), 1_000_000
    text = "x" * 2_000
    gong = gong_of(reader)
    gong.crm.upload(**UPLOAD, data=[{"objectId": "warm"}])
    reader.size = 0

    tracemalloc.start()
    gong.crm.upload(
        **UPLOAD, data=({"objectId": str(number), "text": text} for number in range(30_000))
    )
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert reader.size > 60 * one_mb
    assert peak < one_mb


async def test_a_stream_is_uploaded_from_asyncio(temporary: Path) -> None:
    reader = Reader()

    def handler(request: Request) -> Response:
        assert len([*temporary.iterdir()]) == 1
        return reader(request)

    gong = AsyncGong(Static(), options=OPTIONS, transport=MockTransport(handler))
    await gong.crm.upload(**UPLOAD, data=({"objectId": str(n)} for n in range(1000)))
    assert reader.lines == 1000


def test_too_large_a_stream_is_refused_before_anything_is_sent() -> None:
    asked = 0

    def objects() -> Iterator[dict[str, str]]:
        nonlocal asked
        for asked in range(1_000):  # noqa: B007
            yield {"text": "x" * 1_000_000}

    with pytest.raises(UsageError, match="200,000,000 bytes"):
        gong_of(never).crm.upload(**UPLOAD, data=objects())
    assert asked == UPLOAD_MAX_BYTES // 1_000_000 - 1


def test_too_large_a_file_is_refused_before_anything_is_sent(tmp_path: Path) -> None:
    file = tmp_path / "deals.ldjson"
    with file.open("wb") as stream:
        stream.truncate(UPLOAD_MAX_BYTES + 1)
    with pytest.raises(UsageError, match="200,000,000"):
        gong_of(never).crm.upload(**UPLOAD, data=file)


def test_nothing_stays_behind_when_it_goes_wrong() -> None:
    with pytest.raises(BadRequest):
        InstantGong([refused(400, "objectType")]).crm.upload(**UPLOAD, data=[{"objectId": "1"}])

    def broken() -> Iterator[dict[str, str]]:
        yield {"objectId": "1"}
        raise LookupError

    with pytest.raises(LookupError):
        gong_of(never).crm.upload(**UPLOAD, data=broken())


@pytest.mark.parametrize("wrong", ["", "up 1", "up/1", "üp", "up.1", "up\n"])
def test_a_wrong_client_request_id_is_refused(wrong: str) -> None:
    crm = gong_of(never).crm
    with pytest.raises(UsageError, match="client_request_id"):
        crm.upload(**UPLOAD | {"client_request_id": wrong}, data=[{"objectId": "1"}])
    with pytest.raises(UsageError, match="client_request_id"):
        crm.delete_integration(integration_id=7, client_request_id=wrong)


# --- the lines -----------------------------------------------------------------------------


def written(folder: Path, *objects: Any) -> list[Any]:
    path = folder / "objects.ldjson"
    write_objects(objects, path, 1_000)
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_mappings_and_structs_are_written(tmp_path: Path) -> None:
    read_only = MappingProxyType({"objectId": "2", "tags": ["a\nb"]})
    assert written(tmp_path, Deal("1", Decimal("19.90")), read_only) == [
        {"objectId": "1", "amount": 19.9},
        {"objectId": "2", "tags": ["a\nb"]},
    ]


def test_moments_and_days_are_written_as_gong_reads_them(tmp_path: Path) -> None:
    moment = datetime(2026, 1, 2, 3, 4, 5, 678_901, tzinfo=timezone(timedelta(hours=1)))
    [line] = written(tmp_path, {"modified": moment, "closes": date(2026, 1, 31), "gone": None})
    assert line == {
        "modified": "2026-01-02T03:04:05+01:00",
        "closes": "2026-01-31",
        "gone": None,
    }


def test_a_naive_datetime_is_refused(tmp_path: Path) -> None:
    naive = datetime(2026, 1, 2, tzinfo=UTC).replace(tzinfo=None)
    with pytest.raises(NaiveDatetime, match="modified"):
        written(tmp_path, {"modified": naive})


@pytest.mark.parametrize("wrong", ["deals.ldjson", {"objectId": "1"}, [["objectId", "1"]], [None]])
def test_what_is_no_list_of_objects_is_refused(wrong: Any) -> None:
    with pytest.raises(UsageError, match="Object 1 is a"):
        gong_of(never).crm.upload(**UPLOAD, data=wrong)


def test_what_is_no_json_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Object 2"):
        written(tmp_path, {"objectId": "1"}, {"objectId": object()})


def test_no_objects_are_refused() -> None:
    with pytest.raises(UsageError, match="no object"):
        gong_of(never).crm.upload(**UPLOAD, data=[])


# --- waiting -------------------------------------------------------------------------------


def test_upload_and_wait_asks_until_it_is_done() -> None:
    gong = InstantGong([ACCEPTED, PENDING, PENDING, DONE])
    status = gong.crm.upload_and_wait(**UPLOAD, data=[{"objectId": "1"}])
    assert status.total_success_count == 2
    assert gong.asked == ["POST /v2/crm/entities", *["GET /v2/crm/request-status"] * 3]
    assert gong.simulation.sent[-1][1].query == (
        ("integrationId", "7"),
        ("clientRequestId", "up-1"),
    )


async def test_upload_and_wait_asks_until_it_is_done_async() -> None:
    gong = InstantAsyncGong([ACCEPTED, PENDING, DONE])
    status = await gong.crm.upload_and_wait(**UPLOAD, data=[{"objectId": "1"}])
    assert status.status == "DONE"


def test_a_failed_upload_raises_with_its_lines() -> None:
    failed = answered(
        200,
        '{"status":"FAILED","totalErrorCount":57,"errors":['
        '{"line":7,"description":"no objectId"},{"line":0,"description":"wrong encoding"}]}',
    )
    with pytest.raises(RequestFailed) as caught:
        InstantGong([ACCEPTED, failed]).crm.upload_and_wait(**UPLOAD, data=[{"objectId": "1"}])
    assert caught.value.errors == ("line 7: no objectId", "wrong encoding")
    said = str(caught.value)
    assert "Upload up-1" in said
    assert "57" in said
    assert "line 7: no objectId\n" in said
    assert "new client_request_id" in said


def test_an_upload_that_takes_too_long_raises_and_says_how_to_ask() -> None:
    gong = InstantGong([ACCEPTED, PENDING])
    with pytest.raises(RequestFailed) as caught:
        gong.crm.upload_and_wait(**UPLOAD, data=[{"objectId": "1"}], timeout=0)
    assert "crm.request_status(integration_id=7, client_request_id='up-1')" in str(caught.value)


def test_an_upload_whose_answer_was_lost_is_waited_for_all_the_same() -> None:
    gong = InstantGong([AnswerLost("gone"), refused(409, "used"), DONE])
    assert gong.crm.upload_and_wait(**UPLOAD, data=[{"objectId": "1"}]).status == "DONE"


def test_another_upload_of_this_name_is_not_waited_for() -> None:
    gong = InstantGong([refused(409, "used")])
    with pytest.raises(Conflict):
        gong.crm.upload_and_wait(**UPLOAD, data=[{"objectId": "1"}])
    assert len(gong.asked) == 1


def test_delete_and_wait() -> None:
    gong = InstantGong([ACCEPTED, PENDING, DONE])
    gong.crm.delete_integration_and_wait(integration_id=7, client_request_id="del-1")
    assert gong.asked == ["DELETE /v2/crm/integrations", *["GET /v2/crm/request-status"] * 2]
    lost = InstantGong([AnswerLost("gone"), refused(409, "used"), DONE])
    lost.crm.delete_integration_and_wait(integration_id=7, client_request_id="del-1")
    with pytest.raises(Conflict):
        InstantGong([refused(409, "used")]).crm.delete_integration_and_wait(
            integration_id=7, client_request_id="del-1"
        )


# --- looking objects up ----------------------------------------------------------------------


def test_objects_are_looked_up_a_hundred_at_a_time() -> None:
    def reply(request: Request) -> Reply:
        ids = [value for name, value in request.query if name == "objectsCrmIds"]
        assert len(ids) <= 100
        found = {each: {"objectId": each} if int(each) % 2 else None for each in ids}
        return answered(200, json.dumps({"crmObjectsMap": found}))

    gong = InstantGong(reply)
    ids = [str(number) for number in range(250)]

    found = gong.crm.objects([*ids, "3"], integration_id=7, object_type="DEAL")

    assert [*found] == ids
    assert found["3"] == {"objectId": "3"}
    assert found["4"] is None
    assert len(gong.asked) == 3


def test_no_ids_ask_nothing_and_an_unanswered_one_is_none() -> None:
    silent = InstantGong([answered(200, '{"crmObjectsMap":{}}')])
    assert silent.crm.objects([], integration_id=7, object_type="DEAL") == {}
    assert silent.crm.objects(["1"], integration_id=7, object_type="DEAL") == {"1": None}
    with pytest.raises(UsageError, match=r"ids=\['12'\]"):
        silent.crm.objects("12", integration_id=7, object_type="DEAL")
