"""The companies in the sandbox's tables: put in, and read back in the order they came."""

from __future__ import annotations

from gongkit.redact import Secret
from gongkit.sandbox.core.company import Company
from gongkit.sandbox.core.state import State

_COLUMNS = "id, name, title, domain, region, time_zone, cell, access_key, access_key_secret"
_MEMORY = "companies"


def insert_company(state: State, company: Company) -> None:
    """Add a company. Its name, cell and access key must be its own."""
    state.memory.pop(_MEMORY, None)
    state.execute(
        f"INSERT INTO companies ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
        company.id,
        company.name,
        company.title,
        company.domain,
        company.region,
        company.time_zone,
        company.cell,
        company.access_key,
        company.access_key_secret.reveal(),
    )


def load_companies(state: State) -> dict[str, Company]:
    """Give all companies, by name, in the order they were added."""
    known: dict[str, Company] | None = state.memory.get(_MEMORY)
    if known is None:
        rows = state.rows(f"SELECT {_COLUMNS} FROM companies ORDER BY rowid")  # noqa: S608
        known = state.memory[_MEMORY] = {row[1]: _company(*row) for row in rows}
    return known


def _company(
    id: str,  # noqa: A002
    name: str,
    title: str,
    domain: str,
    region: str,
    time_zone: str,
    cell: str | None,
    access_key: str,
    access_key_secret: str,
) -> Company:
    return Company(
        id=id,
        name=name,
        title=title,
        domain=domain,
        region=region,
        time_zone=time_zone,
        cell=cell,
        access_key=access_key,
        access_key_secret=Secret(access_key_secret),
    )
