"""Where the demo data's flows, users and prospects are, for the tests of flows."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.sandbox.box import Box, Reply

UNKNOWN_ID = "7782342274025937895"


@dataclass(frozen=True)
class FlowsDemo:
    """One company's flows in a data file: ids by name, addresses by role in them."""

    company: str
    flows: dict[str, str]
    folders: dict[str, str]
    workspaces: dict[str, str]
    callers: list[str]
    """Addresses of the development reps; the first one owns the personal flow and folder."""
    lead: str
    without_engage: str
    left: str
    free: list[str]
    """CRM ids of leads who were never in a flow and get emails."""
    opted_out: str

    def flow(self, beginning: str) -> str:
        """Find a flow's id by how its name begins."""
        (flow_id,) = [each for name, each in self.flows.items() if name.startswith(beginning)]
        return flow_id


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a data file that no sandbox has open; changes are kept."""
    with closing(sqlite3.connect(path)) as db, db:
        yield db


def read_flows_demo(path: Path, company: str = "northwind") -> FlowsDemo:
    """Read where everything is."""
    with opened(path) as db:
        ((company_id,),) = db.execute("SELECT id FROM companies WHERE name = ?", [company])

        def column(sql: str) -> list[Any]:
            return [value for (value,) in db.execute(sql, {"company": company_id})]

        def named(table: str) -> dict[str, str]:
            sql = f"SELECT name, id FROM {table} WHERE company_id = :company"
            return dict(db.execute(sql, {"company": company_id}))

        seats = "id IN (SELECT user_id FROM engage_seats)"
        owner = "(SELECT owner_id FROM flows WHERE company_id = :company AND name = 'My call list')"
        users = "SELECT email FROM users WHERE company_id = :company AND"
        return FlowsDemo(
            company=company,
            flows=named("flows"),
            folders=named("flow_folders"),
            workspaces=named("workspaces"),
            callers=column(f"{users} title LIKE '%Development Rep%' ORDER BY id != {owner}, id"),
            lead=column(f"{users} title = 'Sales Development Manager'")[0],
            without_engage=column(f"{users} active AND NOT avatar AND NOT {seats}")[0],
            left=column(f"{users} NOT active")[0],
            free=column(
                "SELECT id FROM contacts c WHERE company_id = :company AND object_type = 'Lead'"
                " AND NOT EXISTS (SELECT 1 FROM flow_instances i WHERE prospect_id = c.id)"
                " AND NOT EXISTS (SELECT 1 FROM flow_opt_outs o WHERE prospect_id = c.id)"
                " ORDER BY id"
            ),
            opted_out=column("SELECT prospect_id FROM flow_opt_outs WHERE company_id = :company")[
                0
            ],
        )


def hints(box: Box, reply: Reply) -> dict[str, str]:
    """Give the hints that a request left, by field."""
    (entry,) = [each for each in box.requests() if each["request_id"] == reply.json["requestId"]]
    return {hint["field"]: hint["message"] for hint in entry["hints"]}


def assign(box: Box, demo: FlowsDemo, flow: str, prospects: list[str], **more: Any) -> Reply:
    """Put prospects into a flow, named by how its name begins, for the first caller."""
    body = {
        "flowId": demo.flow(flow),
        "flowInstanceOwnerEmail": demo.callers[0],
        "crmProspectsIds": prospects,
        **more,
    }
    return box.api(demo.company, "POST", "/v2/flows/prospects/assign", body=body)


def assigned(box: Box, demo: FlowsDemo, **body: list[str]) -> list[dict[str, Any]]:
    """Ask which flows prospects are in, or how flow instances stand."""
    reply = box.api(demo.company, "POST", "/v2/flows/prospects", body=body)
    assert reply.status == 200, reply.content
    found: list[dict[str, Any]] = reply.json["prospectsAssigned"]
    return found
