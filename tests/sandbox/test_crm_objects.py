"""CRM objects: what a line must be, what becomes of it, and how objects are looked up."""

from __future__ import annotations

import json
import socket
from typing import Any
from urllib.parse import urlsplit

import pytest
from tests.sandbox.box import Box, basic
from tests.sandbox.crm import (
    BOUNDARY,
    DAY,
    HEAD,
    HEADERS,
    TAIL,
    UNTIL_DONE,
    Crm,
    account,
    ldjson,
)


@pytest.fixture
def crm(own_box: Box) -> Crm:
    own_box.lift_limits()
    return Crm(own_box).registered()


DEAL = {
    "objectId": "d-1",
    "modifiedDate": DAY,
    "url": "https://crm.example/deals/d-1",
    "accountId": "a-1",
    "ownerId": "u-1",
    "name": "Acme - new business",
    "createdDate": "2026-01-01T00:00:00Z",
    "closeDate": "2026-03-31",
    "status": "WON",
    "stage": "s-1",
    "amount": 12.5,
}
PERSON = {
    "modifiedDate": DAY,
    "emailAddress": "jane@acme.example",
    "firstName": "Jane",
    "lastName": "Doe",
    "title": "CFO",
    "phoneNumber": "+12025550100",
}
EVERY_KIND: dict[str, dict[str, Any]] = {
    "ACCOUNT": account("a-1", name="Acme", domains=["acme.example"], url="http://x.example/a-1"),
    "CONTACT": {"objectId": "jane@acme.example", "accountId": "a-1", **PERSON},
    "LEAD": {
        "objectId": "l-1",
        **PERSON,
        "convertedToDealId": "d-1",
        "convertedToContactId": "c-1",
        "convertedToAccountId": "a-1",
    },
    "DEAL": DEAL,
}


def test_every_kind_is_shown_as_it_was_uploaded(crm: Crm) -> None:
    crm.load("BUSINESS_USER", {"objectId": "u-1", "modifiedDate": DAY, "emailAddress": "a@b.c"})
    crm.load("STAGE", {"objectId": "s-1", "name": "Won", "isActive": True, "sortOrder": 5})
    for object_type, given in EVERY_KIND.items():
        crm.load(object_type, given)
        assert crm.objects(object_type, given["objectId"]) == {given["objectId"]: given}


def test_what_is_left_out_has_its_default(crm: Crm) -> None:
    crm.load("ACCOUNT", account("a-1", name=None))
    crm.load("DEAL", account("d-1"))
    assert crm.objects("ACCOUNT", "a-1")["a-1"] == account("a-1", name="Account_#a-1")
    assert crm.objects("DEAL", "d-1")["d-1"] == account(
        "d-1", name="Deal_#d-1", status="OPEN", amount=0
    )
    hints = crm.hints("uploadCrmData")
    for name in ("accountId", "ownerId", "closeDate"):
        assert any(f"1 objects have no {name}" in hint for hint in hints)


TYPES: dict[str, tuple[list[Any], list[Any]]] = {
    "BOOLEAN": ([True, False], [1, "true"]),
    "CURRENCY": ([34.68, 0, -5], ["1", True, 10**30]),
    "DATE": (["2026-02-28"], ["2026-02-30", "2026-02-28T00:00:00Z", "28.2.2026", 1]),
    "DATETIME": (
        ["2026-02-28T07:37:21+02:00", "2026-02-28T05:37:21Z"],
        [
            "2026-02-28T05:37:21",
            "2026-02-28T05:37:21.000Z",
            "2026-02-28",
            "2026-13-01T00:00:00Z",
            "2026-02-30T00:00:00Z",
            "2026-02-28T05:37:21Z\n",
            1,
        ],
    ),
    "EMAILADDRESS": (["john.doe@any.example"], ["john.doe", "a b@c", "", "a@b@c"]),
    "ID": (["843hf8484jr84htg"], [7]),
    "NUMBER": ([45.66, 8453, -1, 2**62], ["7", False]),
    "PERCENT": ([67.3, 0, 100], [101, -0.1, "5"]),
    "PHONENUMBER": (["+14055766687"], [14055766687]),
    "PICKLIST": (["Analyst", "Größe"], ["analyst", "", 3]),
    "REFERENCE": (["48b009drax"], [["48b009drax"]]),
    "STRING": (["whatever", "", "ä\u0000\n"], [{"a": 1}]),
    "URL": (["https://crm.example/6d4r"], ["crm.example", "ftp://crm.example", ""]),
}


@pytest.mark.parametrize("field_type", TYPES)
def test_a_field_takes_values_of_its_type(crm: Crm, field_type: str) -> None:
    good, bad = TYPES[field_type]
    field = {"uniqueName": "Its field", "label": "x", "type": field_type}
    more = {"referenceTo": "DEAL", "orderedValueList": ["Analyst", "Größe"]}
    assert crm.set_schema("ACCOUNT", {**field, **more}).status == 201
    objects = [account(f"a-{place}", **{"Its field": value}) for place, value in enumerate(good)]
    crm.load("ACCOUNT", *objects, account("a-null", **{"Its field": None}))
    found = crm.objects("ACCOUNT", *(each["objectId"] for each in objects))
    assert [each["Its field"] for each in found.values()] == good
    failures = crm.failures("ACCOUNT", *(account("x", **{"Its field": value}) for value in bad))
    assert [line for line, _ in failures] == list(range(1, len(bad) + 1))
    for _, said in failures:
        assert said.startswith("Its field: ")


WRONG: list[tuple[str, Any, str]] = [
    ("ACCOUNT", b"{", "The line is not valid JSON"),
    ("ACCOUNT", b"[]", "The line must be a JSON object"),
    ("ACCOUNT", b'"a"', "The line must be a JSON object"),
    ("ACCOUNT", b"{} {}", "objectId: must not be null|The line is not valid JSON"),
    ("ACCOUNT", b"\xff\xfe", "The line begins with a byte-order mark"),
    ("ACCOUNT", b"\xef\xbb\xbf" + ldjson(account("a-1")), "The line begins with a byte-order mark"),
    ("ACCOUNT", b'{"objectId": "\xff"}', "The line is not valid JSON"),
    ("ACCOUNT", b'{"objectId": "\\ud800"}', "The line is not valid JSON"),
    ("ACCOUNT", b'{"x":' + b"[" * 5000 + b"]" * 5000 + b"}", "The line is not valid JSON"),
    ("ACCOUNT", {"modifiedDate": DAY}, "objectId: must not be null"),
    ("ACCOUNT", {"objectId": None, "modifiedDate": DAY}, "objectId: must be letters"),
    ("ACCOUNT", {"objectId": "a-1"}, "modifiedDate: must not be null"),
    ("ACCOUNT", {"objectId": "a-1", "isDeleted": True}, "modifiedDate: must not be null"),
    ("ACCOUNT", account(""), "objectId: must be letters"),
    ("ACCOUNT", account("a_1"), "objectId: must be letters"),
    ("ACCOUNT", account("a/1"), "objectId: must be letters"),
    ("ACCOUNT", account("a" * 65), "objectId: must be letters"),
    ("ACCOUNT", {"objectId": 7, "modifiedDate": DAY}, "objectId: must be letters"),
    ("ACCOUNT", account("a", isDeleted="true"), "isDeleted: must be true or false"),
    ("ACCOUNT", account("a", domains="a.example"), "domains: must be a list of strings"),
    ("ACCOUNT", account("a", domains=["a.example", 1]), "domains: must be a list of strings"),
    ("ACCOUNT", account("a", modifiedDate="2026-02-30T00:00:00Z"), "modifiedDate: there is no"),
    ("ACCOUNT", account("a", modifiedDate="2026-02-03"), "modifiedDate: must be ISO-8601"),
    ("CONTACT", account("a", emailAddress="jane"), "emailAddress: must be an email address"),
    ("DEAL", account("a", status="open"), "status: must be one of OPEN, WON, LOST"),
    ("DEAL", account("a", closeDate=DAY), "closeDate: must be a day"),
    ("BUSINESS_USER", account("u"), "emailAddress: must not be null"),
    ("STAGE", {"objectId": "s"}, "name: must not be null"),
    ("STAGE", {"objectId": "s", "name": "x", "sortOrder": 0}, "sortOrder: must be a whole"),
    ("STAGE", {"objectId": "s", "name": "x", "sortOrder": 1.5}, "sortOrder: must be a whole"),
]


@pytest.mark.parametrize(("object_type", "line", "said"), WRONG)
def test_what_is_no_object(crm: Crm, object_type: str, line: Any, said: str) -> None:
    ((number, found),) = crm.failures(object_type, line)
    assert number == 1
    assert found.startswith(tuple(said.split("|")))


def test_deleted_objects_need_less(crm: Crm) -> None:
    gone = {"objectId": "x-1", "isDeleted": True}
    crm.load("BUSINESS_USER", {**gone, "modifiedDate": DAY})
    crm.load("STAGE", gone)
    crm.load("DEAL", {**gone, "modifiedDate": DAY})


def test_the_first_twenty_errors_are_told_with_their_lines(crm: Crm) -> None:
    good = [account(f"a-{number}") for number in range(30)]
    lines = [each for number in range(30) for each in (good[number], {"objectId": "x"}, b" ")]
    found = crm.settled(crm.upload("ACCOUNT", *lines))
    assert (found["status"], found["totalErrorCount"], found["totalSuccessCount"]) == (
        "FAILED",
        30,
        30,
    )
    assert [error["line"] for error in found["errors"]] == list(range(2, 60, 3))
    assert any("nothing of the file" in hint for hint in crm.hints("uploadCrmData"))


def test_an_object_is_in_a_file_once(crm: Crm) -> None:
    lines = [account("a-1"), account("a-2"), account("a-1", name="again"), account("a-2")]
    filling = [account(f"b-{number}", name="x" * 500) for number in range(1000)]
    assert crm.failures("ACCOUNT", *lines, *filling, account("a-1")) == [
        (3, f"objectId: the object is in line 1 already; {SEVERAL}"),
        (4, f"objectId: the object is in line 2 already; {SEVERAL}"),
        (1005, f"objectId: the object is in line 1 already; {SEVERAL}"),
    ]


SEVERAL = "several changes of one object go into several files"


def test_failed_leaves_everything_as_it_was(crm: Crm) -> None:
    crm.load("ACCOUNT", account("a-1", name="before"))
    failures = crm.failures("ACCOUNT", account("a-1", name="after"), account("a-2"), b"x")
    assert [line for line, _ in failures] == [3]
    assert crm.objects("ACCOUNT", "a-1", "a-2") == {
        "a-1": account("a-1", name="before"),
        "a-2": None,
    }
    assert "The upload up-2 FAILED" in crm.hints("getCrmObjects")[0]


@pytest.mark.parametrize("file", [b"\n", b" \r\n\t\n"])
def test_a_file_without_objects_fails_as_a_whole(crm: Crm, file: bytes) -> None:
    assert crm.failures("ACCOUNT", file) == [(0, "The file holds no object")]


def test_line_breaks_of_all_kinds(crm: Crm) -> None:
    lines = [json.dumps(account(f"a-{number}")).encode() for number in range(3)]
    answer = crm.send("ACCOUNT", b"\r\n\r\n".join(lines), "crlf")
    assert answer.status == 201
    assert crm.settled("crlf")["totalSuccessCount"] == 3


def test_a_line_may_be_long_but_not_endless(crm: Crm) -> None:
    def of(size: int, object_id: str) -> bytes:
        empty = len(json.dumps(account(object_id, name="")))
        return json.dumps(account(object_id, name="x" * (size - empty))).encode()

    crm.load("ACCOUNT", of(1_000_000, "a-1"), account("a-2"))
    assert len(crm.objects("ACCOUNT", "a-1")["a-1"]["name"]) > 999_000
    failures = crm.failures("ACCOUNT", of(1_000_001, "a-1"), account("a-2"), of(3_000_000, "a-3"))
    assert failures == [(line, "The line is longer than 1000000 bytes") for line in (1, 3)]


# --- several uploads -----------------------------------------------------------------------


def modified(object_id: str, day: int, **fields: Any) -> dict[str, Any]:
    return {"objectId": object_id, "modifiedDate": f"2026-01-{day:02}T00:00:00Z", **fields}


def test_an_object_is_replaced_as_a_whole(crm: Crm) -> None:
    crm.load("ACCOUNT", modified("a-1", 1, name="old", domains=["x.example"]))
    crm.load("ACCOUNT", modified("a-1", 2, name="new"))
    assert crm.objects("ACCOUNT", "a-1")["a-1"] == modified("a-1", 2, name="new")


def test_the_object_that_was_modified_last_counts(crm: Crm) -> None:
    crm.load("ACCOUNT", modified("a-1", 5, name="five"))
    crm.load("ACCOUNT", modified("a-1", 4, name="four"))
    assert crm.objects("ACCOUNT", "a-1")["a-1"]["name"] == "five"
    crm.load("ACCOUNT", modified("a-1", 5, name="five again"))
    assert crm.objects("ACCOUNT", "a-1")["a-1"]["name"] == "five again"
    crm.load("ACCOUNT", modified("a-1", 6, name="six"))
    crm.load("ACCOUNT", modified("a-1", 7, isDeleted=True))
    assert crm.objects("ACCOUNT", "a-1") == {"a-1": None}
    assert "The upload up-5 deleted it" in crm.hints("getCrmObjects")[0]
    crm.load("ACCOUNT", modified("a-1", 6, name="late"))
    assert crm.objects("ACCOUNT", "a-1") == {"a-1": None}
    assert "an older modifiedDate than the deletion" in crm.hints("getCrmObjects")[0]
    crm.load("ACCOUNT", modified("a-1", 8, name="back"))
    assert crm.objects("ACCOUNT", "a-1")["a-1"]["name"] == "back"


def test_kinds_do_not_share_ids(crm: Crm) -> None:
    crm.load("ACCOUNT", account("x-1"))
    assert crm.objects("DEAL", "x-1") == {"x-1": None}
    crm.load("DEAL", account("x-1", isDeleted=True))
    assert crm.objects("ACCOUNT", "x-1")["x-1"] is not None


# --- looking up ----------------------------------------------------------------------------


def test_ids_in_the_query_or_in_the_body(crm: Crm) -> None:
    crm.load("ACCOUNT", account("a-1"), account("a-2"))
    expected = crm.objects("ACCOUNT", "a-1", "a-2", "a-3")
    assert [*expected] == ["a-1", "a-2", "a-3"]
    assert expected["a-3"] is None
    assert "a-3: No upload of ACCOUNT brought this id" in crm.hints("getCrmObjects")[0]
    in_body = crm.look_up("ACCOUNT", body=["a-1", "a-2", "a-3"])
    assert in_body.json["crmObjectsMap"] == expected
    in_both = crm.look_up("ACCOUNT", "a-1", body=["a-2", "a-3"])
    assert in_both.json["crmObjectsMap"] == expected
    plain = crm.look_up("ACCOUNT", body=b'["a-1"]', headers={"Content-Type": "text/plain"})
    assert [*plain.json["crmObjectsMap"]] == ["a-1"]


def test_ids_that_are_missing_or_wrong(crm: Crm) -> None:
    nowhere = crm.look_up("ACCOUNT")
    assert (nowhere.status, nowhere.errors[0][:14]) == (400, "objectsCrmIds:")
    for body in ({"a": 1}, [1], "a-1", [None]):
        assert crm.look_up("ACCOUNT", body=body).status == 400
    assert crm.look_up("ACCOUNT", body=b"[").status == 400
    for twice in (crm.look_up("ACCOUNT", "a", "a"), crm.look_up("ACCOUNT", "a", body=["a"])):
        assert (twice.status, "twice" in twice.errors[0]) == (400, True)
    assert crm.look_up("ACCOUNT", body=[]).json["crmObjectsMap"] == {}
    odd = ["", "a,b", "ä\x00", "x" * 1000]
    assert crm.objects("ACCOUNT", *odd) == dict.fromkeys(odd)
    assert crm.objects("ACCOUNT", "a,b") == {"a,b": None}
    assert any("Repeat the parameter" in hint for hint in crm.hints("getCrmObjects"))


def test_more_than_a_hundred_ids_are_cut_without_a_word(crm: Crm) -> None:
    ids = [f"a-{number}" for number in range(101)]
    crm.load("ACCOUNT", *map(account, ids))
    found = crm.objects("ACCOUNT", *ids[:100])
    assert None not in found.values()
    assert crm.hints("getCrmObjects") == []
    assert crm.objects("ACCOUNT", *ids) == found
    assert "100 of 101" in crm.hints("getCrmObjects")[0]


# --- the file ------------------------------------------------------------------------------


def test_what_is_no_upload_is_refused(crm: Crm) -> None:
    query = {"objectType": "ACCOUNT", "clientRequestId": "x"}
    line = ldjson(account("a-1"))
    other = HEAD.replace(b"dataFile", b"datafile")
    for body, headers, status in (
        (line, {"Content-Type": "application/x-ndjson"}, 415),
        (HEAD + line, HEADERS, 400),
        (HEAD + TAIL, HEADERS, 400),
        (other + line + TAIL, HEADERS, 400),
        (HEAD + line + TAIL[:-4] + b"\r\n" + HEAD[2 + len(BOUNDARY) + 2 :] + TAIL, HEADERS, 400),
        (b"garbage", HEADERS, 400),
    ):
        answer = crm.call("POST", "entities", query, body=body, headers=headers)
        assert answer.status == status, answer.content
        assert answer.errors
    # None of these used the name up.
    assert crm.send("ACCOUNT", line, "x").status == 201


@pytest.mark.parametrize("left_out", ["integrationId", "objectType", "clientRequestId"])
def test_the_query_is_required(crm: Crm, left_out: str) -> None:
    query = {"objectType": "ACCOUNT", "clientRequestId": "x", left_out: None}
    answer = crm.call("POST", "entities", query, body=HEAD + TAIL, headers=HEADERS)
    assert (answer.status, answer.errors) == (400, [f"{left_out}: is required"])


def test_a_file_that_is_cut_off_leaves_nothing(crm: Crm) -> None:
    company = crm.box.companies["northwind"]
    parts = urlsplit(company["api_base_url"])
    key = basic(company["access_key"], company["access_key_secret"])
    query = f"integrationId={crm.id}&objectType=ACCOUNT&clientRequestId=cut"
    head = (
        f"POST /v2/crm/entities?{query} HTTP/1.1\r\nHost: x\r\nAuthorization: {key}\r\n"
        f"Content-Type: {HEADERS['Content-Type']}\r\nContent-Length: 1000000\r\n\r\n"
    ).encode()
    lines = ldjson(*(account(f"a-{number}", name="x" * 100) for number in range(2000)))
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=20) as raw:
        raw.sendall(head + HEAD + lines)
        while crm.call("GET", "request-status", {"clientRequestId": "cut"}).status != 200:
            pass
        assert crm.status("cut")["status"] == "PENDING"
        assert crm.send("ACCOUNT", ldjson(account("a-1")), "cut").status == 409
    while crm.call("GET", "request-status", {"clientRequestId": "cut"}).status != 400:
        pass
    crm.box.advance(UNTIL_DONE)
    assert crm.objects("ACCOUNT", "a-0") == {"a-0": None}
    assert crm.send("ACCOUNT", ldjson(account("a-1")), "cut").status == 201


def test_the_log_has_the_files_name_and_size(crm: Crm) -> None:
    crm.upload("ACCOUNT", account("a-1", name="Private"))
    entry = crm.box.requests(operation="uploadCrmData")[-1]
    assert entry["body"]["filename"] == "objects.ldjson"
    assert entry["body"]["size"] == len(ldjson(account("a-1", name="Private")))
    assert "Private" not in json.dumps(entry)
