"""A company's registered CRM as tests use it, over raw HTTP."""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from tests.sandbox.box import Box, Reply

DAY = "2026-01-03T23:45:57+01:00"
BOUNDARY = "----of-a-crm-file"
HEADERS = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
SLOWLY = {"crm_pending": 600, "crm_processing": 600}
"""The sandbox's time runs on while a test does, and must not do its work."""
UNTIL_DONE = 1300
"""Seconds in which any request ends then."""

HEAD = (
    f"--{BOUNDARY}\r\n"
    'Content-Disposition: form-data; name="dataFile"; filename="objects.ldjson"\r\n'
    "Content-Type: application/x-ndjson\r\n\r\n"
).encode()
TAIL = f"\r\n--{BOUNDARY}--\r\n".encode()


def ldjson(*objects: Any) -> bytes:
    """Write a file: mappings as JSON, bytes as they are."""
    lines = [each if isinstance(each, bytes) else json.dumps(each).encode() for each in objects]
    return b"\n".join(lines) + b"\n"


def account(object_id: str, **fields: Any) -> dict[str, Any]:
    """Make a valid account."""
    return {"objectId": object_id, "modifiedDate": DAY, **fields}


@dataclass
class Crm:
    """One company's CRM. `id` is what registering answered."""

    box: Box
    company: str = "northwind"
    id: int = 0
    numbers: Any = field(default_factory=lambda: itertools.count(1))

    def call(
        self, method: str, path: str, query: dict[str, Any] | None = None, **more: Any
    ) -> Reply:
        """Call an operation, with this integration's id unless the query has another."""
        found = {"integrationId": self.id, **(query or {})}
        pairs = {name: value for name, value in found.items() if value is not None}
        return self.box.api(
            self.company, method, f"/v2/crm/{path}?{urlencode(pairs, doseq=True)}", **more
        )

    def owner(self) -> str:
        """Name somebody who may own the integration."""
        return self.box.person(self.company, "tech_admin")["email"]

    def register(self, **changes: Any) -> Reply:
        """Ask to register the CRM."""
        body = {"name": "Homegrown CRM", "ownerEmail": self.owner(), **changes}
        return self.call("PUT", "integrations", {"integrationId": None}, body=body)

    def registered(self) -> Crm:
        """Register the CRM, whose requests take long, and keep its id."""
        body = {"company": self.company, **SLOWLY}
        assert self.box.control("PUT", "/settings", body).status == 200
        answer = self.register()
        assert answer.status == 200, answer.content
        self.id = answer.json["integrationId"]
        return self

    def set_schema(self, object_type: str, *fields: dict[str, Any], **more: Any) -> Reply:
        """Upload a schema."""
        return self.call(
            "POST", "entity-schema", {"objectType": object_type}, body=list(fields), **more
        )

    def send(self, object_type: str, file: bytes, name: str, **more: Any) -> Reply:
        """Upload a file as it is."""
        query = {"objectType": object_type, "clientRequestId": name, **more}
        return self.call("POST", "entities", query, body=HEAD + file + TAIL, headers=HEADERS)

    def upload(self, object_type: str, *objects: Any) -> str:
        """Upload objects, and give the name of the request, which has been taken on."""
        name = f"up-{next(self.numbers)}"
        answer = self.send(object_type, ldjson(*objects), name)
        assert answer.status == 201, answer.content
        assert answer.json["clientRequestId"] == name
        return name

    def status(self, name: str) -> dict[str, Any]:
        """Ask how a request goes."""
        answer = self.call("GET", "request-status", {"clientRequestId": name})
        assert answer.status == 200, answer.content
        found: dict[str, Any] = answer.json
        return found

    def settled(self, name: str) -> dict[str, Any]:
        """Wait until a request has ended."""
        self.box.advance(UNTIL_DONE)
        return self.status(name)

    def load(self, object_type: str, *objects: Any) -> None:
        """Upload objects and wait until they are there."""
        found = self.settled(self.upload(object_type, *objects))
        assert found["status"] == "DONE", found

    def failures(self, object_type: str, *objects: Any) -> list[tuple[int, str]]:
        """Upload objects of which some are wrong, and give what is told of them."""
        found = self.settled(self.upload(object_type, *objects))
        assert found["status"] == "FAILED", found
        return [(each["line"], each["description"]) for each in found["errors"]]

    def look_up(self, object_type: str, *ids: str, **more: Any) -> Reply:
        """Look objects up, with the ids in the query."""
        query = {"objectType": object_type, "objectsCrmIds": list(ids) or None}
        return self.call("GET", "entities", query, **more)

    def objects(self, object_type: str, *ids: str) -> dict[str, Any]:
        """Give the objects under their ids."""
        answer = self.look_up(object_type, *ids)
        assert answer.status == 200, answer.content
        found: dict[str, Any] = answer.json["crmObjectsMap"]
        return found

    def hints(self, operation: str) -> list[str]:
        """Read the hints of the latest request to an operation."""
        latest = self.box.requests(operation=operation, company=self.company)[-1]
        return [f"{hint['field']}: {hint['message']}" for hint in latest["hints"]]
