"""The companies in the sandbox's tables: put in, and read back in the order they came."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Any

from gongkit.redact import Secret
from gongkit.sandbox.core.company import Company
from gongkit.sandbox.core.state import State

_FIELDS = tuple(field.name for field in dataclasses.fields(Company))
_COLUMNS = ", ".join(_FIELDS)
_BY_NAME, _BY_ID = "companies", "companies by id"


def insert_company(state: State, company: Company) -> None:
    """Add a company. Its name, cell and access key must be its own."""
    insert_companies(state, [company])


def insert_companies(state: State, companies: Iterable[Company]) -> None:
    """Add companies. The name, cell and access key of each must be its own."""
    state.memory.pop(_BY_NAME, None)
    state.memory.pop(_BY_ID, None)
    marks = ", ".join("?" * len(_FIELDS))
    rows = map(_row, companies)
    state.execute_many(f"INSERT INTO companies ({_COLUMNS}) VALUES ({marks})", rows)  # noqa: S608


def load_companies(state: State) -> dict[str, Company]:
    """Give all companies, by name, in the order they were added."""
    known: dict[str, Company] | None = state.memory.get(_BY_NAME)
    if known is None:
        rows = state.rows(f"SELECT {_COLUMNS} FROM companies ORDER BY rowid")  # noqa: S608
        known = state.memory[_BY_NAME] = {row[1]: _company(row) for row in rows}
    return known


def companies_by_id(state: State) -> dict[str, Company]:
    """Give all companies, by id."""
    known: dict[str, Company] | None = state.memory.get(_BY_ID)
    if known is None:
        companies = load_companies(state).values()
        known = state.memory[_BY_ID] = {company.id: company for company in companies}
    return known


def _row(company: Company) -> tuple[Any, ...]:
    values = {field: getattr(company, field) for field in _FIELDS}
    return (*{**values, "access_key_secret": company.access_key_secret.reveal()}.values(),)


def _company(row: tuple[Any, ...]) -> Company:
    values = dict(zip(_FIELDS, row, strict=True))
    return Company(**{**values, "access_key_secret": Secret(values["access_key_secret"])})
