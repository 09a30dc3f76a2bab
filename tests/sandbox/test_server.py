"""/v2 over raw HTTP: who may call where, what is answered to what is wrong, and in which shape."""

from __future__ import annotations

import base64
import http.client
import json
import socket
from typing import Any
from urllib.parse import urlsplit

import pytest
from tests.sandbox.box import Box, basic, send

from gongkit.contract.registry import OPERATIONS
from gongkit.sandbox.core.api.asked import HANDLERS


def test_each_company_answers_at_its_own_host(box: Box) -> None:
    emails = set()
    for name, company in box.companies.items():
        users = box.api(name, "GET", "/v2/users").json["users"]
        emails |= {user["emailAddress"].partition("@")[2] for user in users}
        assert company["api_base_url"].startswith("http://127.0.0.1:")
    assert emails == {f"{name}.example" for name in box.companies}
    assert len({company["api_base_url"] for company in box.companies.values()}) == 3


def test_the_default_cell_is_the_main_port(box: Box) -> None:
    assert box.companies["globex"]["api_base_url"] == box.url


def test_a_company_port_serves_its_api_only(box: Box) -> None:
    for path in ("/", "/_sandbox", "/oauth2/authorize", "/sign-in"):
        answer = send("GET", box.companies["kestrel"]["api_base_url"] + path)
        assert answer.status == 404
        assert "kestrel" in answer.errors[0]


@pytest.mark.parametrize("where", ["kestrel", "globex"])
def test_an_access_key_counts_at_its_own_host_only(box: Box, where: str) -> None:
    company = box.companies["northwind"]
    key = basic(company["access_key"], company["access_key_secret"])
    answer = box.api(where, "GET", "/v2/users", headers={"Authorization": key})
    assert answer.status == 401
    assert answer.errors
    (entry,) = [e for e in box.requests() if e["request_id"] == answer.json["requestId"]]
    # At the default cell's host it is not known which of its companies was meant.
    assert entry["company"] == {"kestrel": "kestrel", "globex": None}[where]
    assert "northwind's" in entry["hints"][0]["message"]


MALFORMED = [
    None,
    "",
    "Basic",
    "Basic ",
    "Basic !!!!",
    "Basic " + base64.b64encode(b"no colon").decode(),
    "Basic " + base64.b64encode(b"\xff\xfe:\xff").decode(),
    "Basic " + base64.b64encode(b":").decode(),
    "Basic " + base64.b64encode(b"a:b:c").decode(),
    "Basic =====",
    "Basic YTpi YTpi",
    "Bearer",
    "Bearer ",
    "Bearer nobody-issued-this",
    "Bearer \xe9\xff",
    "Digest username=x",
    "YTpi",
    "Basic " + "A" * 20_000,
]


@pytest.mark.parametrize("header", MALFORMED)
def test_malformed_credentials_are_401_in_gongs_shape(box: Box, header: str | None) -> None:
    headers = {} if header is None else {"Authorization": header}
    answer = send("GET", box.companies["northwind"]["api_base_url"] + "/v2/users", headers=headers)
    assert answer.status == 401
    assert answer.errors
    assert answer.headers["www-authenticate"].startswith(("Basic ", "Bearer "))
    assert answer.headers["content-type"] == "application/json;charset=UTF-8"


def test_the_scheme_of_credentials_may_be_written_in_any_case(box: Box) -> None:
    company = box.companies["northwind"]
    key = basic(company["access_key"], company["access_key_secret"]).replace("Basic", "bASIC ")
    assert box.api("northwind", "GET", "/v2/users", headers={"Authorization": key}).status == 200


def test_a_missing_scope_is_named(box: Box) -> None:
    token = box.install(box.register())["access_token"]
    answer = box.api("northwind", "GET", "/v2/workspaces", token=token)
    assert answer.status == 403
    assert "api:workspaces:read" in answer.errors[0]
    assert box.api("northwind", "GET", "/v2/users", token=token).status == 200


def test_an_unknown_path_names_the_nearest_operation(box: Box) -> None:
    answer = box.api("northwind", "POST", "/v2/call/extensiv", body={})
    assert answer.status == 404
    assert "POST /v2/calls/extensive (listCallsExtensive)" in answer.errors[0]


def test_a_wrong_method_names_what_there_is(box: Box) -> None:
    answer = box.api("northwind", "DELETE", "/v2/users/123")
    assert answer.status == 405
    assert "GET (getUser)" in answer.errors[0]
    assert answer.headers["allow"] == "GET"


@pytest.mark.parametrize("path", ["/v2/", "/v2/users/", "/v2//users", "/v2/users/1/2/3", "/v2/%00"])
def test_odd_paths_are_404(box: Box, path: str) -> None:
    answer = box.api("northwind", "GET", path)
    assert answer.status == 404
    assert answer.errors


def test_every_operation_has_a_handler() -> None:
    assert set(HANDLERS) == set(OPERATIONS)


def test_ids_with_letters_are_refused(box: Box) -> None:
    for path in ("/v2/users/abc", "/v2/users/12a", "/v2/users/%C3%A9", "/v2/users/" + "1" * 21):
        answer = box.api("northwind", "GET", path)
        assert answer.status == 400
        assert answer.errors[0].startswith("id: ")
    answer = box.api(
        "northwind", "POST", "/v2/users/extensive", body={"filter": {"userIds": ["x"]}}
    )
    assert answer.status == 400
    assert answer.errors[0].startswith("filter.userIds[0]: ")


def test_a_body_must_be_json(box: Box) -> None:
    for raw in (b"", b"{", b"[1,", b"\xff\xfe", b'"\xff"', b"[" * 100_000, b"nope"):
        answer = box.api("northwind", "POST", "/v2/users/extensive", body=raw)
        assert answer.status == 400
        assert answer.errors
    answer = box.api(
        "northwind",
        "POST",
        "/v2/users/extensive",
        body=b"filter=x",
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    assert answer.status == 415


def test_a_body_of_20_mb_is_refused_unread(box: Box) -> None:
    raw = b'{"filter": {"userIds": ["' + b"1" * 20_000_000 + b'"]}}'
    answer = box.api("northwind", "POST", "/v2/users/extensive", body=raw)
    assert answer.status == 413
    assert "larger than" in answer.errors[0]
    assert box.api("northwind", "GET", "/v2/users").status == 200


def test_an_endless_body_is_refused_before_its_end(box: Box) -> None:
    company = box.companies["northwind"]
    parts = urlsplit(company["api_base_url"])
    key = basic(company["access_key"], company["access_key_secret"])
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=20) as raw:
        head = (
            "POST /v2/users/extensive HTTP/1.1\r\nHost: x\r\n"
            f"Authorization: {key}\r\nTransfer-Encoding: chunked\r\n\r\n"
        )
        raw.sendall(head.encode())
        chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
        for _ in range(200):
            raw.sendall(chunk)
        assert raw.recv(12) == b"HTTP/1.1 413"


def test_a_client_that_goes_away_harms_nobody(box: Box) -> None:
    company = box.companies["northwind"]
    parts = urlsplit(company["api_base_url"])
    key = basic(company["access_key"], company["access_key_secret"])
    for _ in range(5):
        with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=20) as raw:
            head = f"POST /v2/users/extensive HTTP/1.1\r\nHost: x\r\nAuthorization: {key}\r\n"
            raw.sendall(f"{head}Content-Length: 1000\r\n\r\n{{".encode())
    assert box.api("northwind", "GET", "/v2/users").status == 200


def test_a_connection_serves_many_requests(box: Box) -> None:
    company = box.companies["northwind"]
    parts = urlsplit(company["api_base_url"])
    key = basic(company["access_key"], company["access_key_secret"])
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=20)
    bodies: list[Any] = [None, b"{}", b"x" * 300_000, None]
    statuses = []
    for body in bodies:
        method, path = ("GET", "/v2/users") if body is None else ("POST", "/v2/users/extensive")
        connection.request(method, path, body, {"Authorization": key})
        answer = connection.getresponse()
        answer.read()
        statuses.append(answer.status)
    connection.close()
    assert statuses == [200, 400, 400, 200]


def test_request_ids_differ_and_are_in_the_log(box: Box) -> None:
    answers = [box.api("northwind", "GET", "/v2/users/1") for _ in range(3)]
    ids = {answer.json["requestId"] for answer in answers}
    assert len(ids) == 3
    assert ids <= {entry["request_id"] for entry in box.requests(operation="getUser")}


def test_what_gong_ignores_is_ignored(box: Box) -> None:
    assert box.api("northwind", "GET", "/v2/users?colour=red&colour=blue").status == 200
    body = {"filter": {"userIds": None, "nonsense": [1]}, "more": {"deep": True}}
    assert box.api("northwind", "POST", "/v2/users/extensive", body=body).status == 200


def test_a_crash_of_a_handler_is_500_in_gongs_shape(
    own_box: Box, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> Any:
        raise RuntimeError("the handler fell over")

    monkeypatch.setitem(HANDLERS, "listWorkspaces", broken)
    answer = own_box.api("northwind", "GET", "/v2/workspaces")
    assert answer.status == 500
    assert answer.errors
    said = capfd.readouterr().err
    assert answer.json["requestId"] in said
    assert "the handler fell over" in said
    assert own_box.api("northwind", "GET", "/v2/users").status == 200


def test_a_long_answer_is_whole(box: Box) -> None:
    answer = box.api("northwind", "GET", "/v2/users")
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert json.loads(answer.content)["users"]
