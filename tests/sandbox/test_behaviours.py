"""The table of behaviours: complete, of the contract's operations, and in every answer."""

from __future__ import annotations

from collections import Counter

import pytest
from tests.sandbox.box import Box

from gongkit.contract.registry import OPERATIONS
from gongkit.sandbox.core.behaviours.behaviour import Basis
from gongkit.sandbox.core.behaviours.table import BEHAVIOURS, HEADER, basis_header

ROWS = [row for area in BEHAVIOURS.values() for row in area]
OF_PAGES = {"authorize", "token", "frame", "composer"}
ANYWHERE = {401, 403, 413, 415, 429, 500}
"""Statuses that any operation can answer."""


def test_each_row_has_its_own_name() -> None:
    assert [name for name, times in Counter(row.id for row in ROWS).items() if times > 1] == []


def test_each_row_is_one_or_two_whole_sentences() -> None:
    for row in ROWS:
        assert row.text[0].isupper() or row.text[0] in "`0123456789", row
        assert row.text.endswith("."), row
        assert len(row.text) < 250, row


def test_rows_name_operations_and_statuses_that_exist() -> None:
    for row in ROWS:
        operations = [OPERATIONS[name] for name in set(row.operations) - OF_PAGES]
        possible = {status for one in operations for status in (*one.success, *one.errors)}
        assert not operations or set(row.statuses) <= possible | ANYWHERE, row


@pytest.mark.parametrize("operation_id", sorted(OPERATIONS))
def test_each_operation_has_a_row_of_its_own(operation_id: str) -> None:
    assert any(operation_id in row.operations for row in ROWS)


def test_answers_name_their_rows(box: Box) -> None:
    good = box.api("northwind", "GET", "/v2/users")
    assert good.headers[HEADER] == basis_header("listUsers", 200)[1]
    bad = box.api("northwind", "GET", "/v2/users?cursor=nonsense")
    assert "cursor-frame" in bad.headers[HEADER]
    nobody = box.api("northwind", "GET", "/v2/users", token="unknown")
    assert "reported=wrong-host" in nobody.headers[HEADER]


def test_the_bases_are_those_of_the_design() -> None:
    assert {basis.value for basis in Basis} == {"documented", "reported", "assumed"}
    assert {row.basis for row in ROWS} == set(Basis)
