"""The companies in the sandbox's tables: put in, and read back in the order they came."""

from __future__ import annotations

import dataclasses
from typing import Any

from gongkit.redact import Secret
from gongkit.sandbox.core.company import Company
from gongkit.sandbox.core.state import State

_FIELDS = tuple(field.name for field in dataclasses.fields(Company))
_COLUMNS = ", ".join(_FIELDS)
_MEMORY = "companies"


def insert_company(state: State, company: Company) -> None:
    """Add a company. Its name, cell and access key must be its own."""
    state.memory.pop(_MEMORY, None)
    values = {field: getattr(company, field) for field in _FIELDS}
    values["access_key_secret"] = company.access_key_secret.reveal()
    marks = ", ".join("?" * len(_FIELDS))
    state.execute(f"INSERT INTO companies ({_COLUMNS}) VALUES ({marks})", *values.values())  # noqa: S608


def load_companies(state: State) -> dict[str, Company]:
    """Give all companies, by name, in the order they were added."""
    known: dict[str, Company] | None = state.memory.get(_MEMORY)
    if known is None:
        rows = state.rows(f"SELECT {_COLUMNS} FROM companies ORDER BY rowid")  # noqa: S608
        known = state.memory[_MEMORY] = {row[1]: _company(row) for row in rows}
    return known


def _company(row: tuple[Any, ...]) -> Company:
    values = dict(zip(_FIELDS, row, strict=True))
    return Company(**{**values, "access_key_secret": Secret(values["access_key_secret"])})
