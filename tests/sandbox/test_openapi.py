"""`/openapi.json` over HTTP."""

from __future__ import annotations

import json

from tests.sandbox.box import Box, send

from gongkit.contract.openapi import openapi


def test_it_is_the_contract_under_the_sandbox_s_addresses(box: Box) -> None:
    answer = box.send("GET", "/openapi.json")
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.json == json.loads(json.dumps(openapi(box.url)))
    assert box.send("GET", "/openapi.json").content == answer.content


def test_its_addresses_answer(box: Box) -> None:
    described = box.send("GET", "/openapi.json").json
    grant = described["components"]["securitySchemes"]["oauth"]["flows"]["authorizationCode"]
    assert send("POST", grant["tokenUrl"]).status in {400, 401}
    assert send("GET", grant["authorizationUrl"]).status == 400
    company = box.companies["globex"]
    assert described["servers"][0]["url"] == company["api_base_url"]


def test_it_is_only_read(box: Box) -> None:
    head = box.send("HEAD", "/openapi.json")
    assert (head.status, head.content) == (200, b"")
    refused = box.send("POST", "/openapi.json", body="{}")
    assert refused.status == 405
    assert "only read" in refused.errors[0]


def test_a_company_s_own_port_has_none(box: Box) -> None:
    url = box.companies["northwind"]["api_base_url"]
    answer = send("GET", f"{url}/openapi.json")
    assert answer.status == 404
    assert "northwind" in answer.errors[0]
