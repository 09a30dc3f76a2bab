"""The pages that are made from the code are what the code says."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from gongkit.contract.registry import AREAS, OPERATIONS
from gongkit.manifest.review.table import RULES, SUBJECTS
from gongkit.sandbox.core.api.asked import HANDLERS
from gongkit.sandbox.core.behaviours.behaviour import Basis, Behaviour
from gongkit.sandbox.core.mail.html_rules import ATTRIBUTES, DROPPED, KEPT, PROPERTIES
from gongkit.sandbox.core.mail.lint_rules import LINT

TOOL = Path(__file__).parents[2] / "tools/docs_pages.py"


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_pages", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def row_of(page: str, operation_id: str) -> list[str]:
    (row,) = (line for line in page.splitlines() if line.startswith(f"| `{operation_id}`"))
    return [cell.strip() for cell in row.strip("|").split(" | ")]


def test_the_pages_are_up_to_date(tool: ModuleType) -> None:
    for path, text in tool.make_all().items():
        assert path.read_text() == text, f"{path.name}: `make format` makes it anew"


def test_every_operation_is_answered() -> None:
    assert set(HANDLERS) == set(OPERATIONS)


def test_answers_are_counted(tool: ModuleType) -> None:
    page = tool.coverage_page({"listCalls", "getCall", "no operation"}, {})
    assert "answers **2 of 67** operations" in page
    assert row_of(page, "listCalls")[-1] == ""
    assert row_of(page, "addCall")[-1] == "not answered: 501"
    assert page.count("\n| `") == 67
    assert page.count("\n## ") == len(AREAS)


def test_a_row_says_what_the_contract_says(tool: ModuleType) -> None:
    page = tool.coverage_page(set(OPERATIONS), {})
    assert "answers **67 of 67** operations" in page
    assert row_of(page, "listCallsExtensive") == [
        "`listCallsExtensive`",
        "`POST /v2/calls/extensive`",
        "List calls in detail: people, CRM context, content, interaction, comments, media.",
        "`gong.calls.list_extensive()`",
        "`api:calls:read:extensive`<br>`api:calls:read:media-url` for some inputs",
        "cursor in the body",
        "",
    ]
    assert row_of(page, "getPermissionProfile")[4] == "none"
    assert row_of(page, "assignProspectsCoolOffOverrides")[0].endswith("(deprecated)")


def test_every_operation_names_its_method_in_the_client(tool: ModuleType) -> None:
    page = tool.coverage_page(set(OPERATIONS), {})
    methods = {each: row_of(page, each)[3] for each in OPERATIONS}
    assert [each for each, method in methods.items() if not method.startswith("`gong.")] == []
    assert methods["getCallTranscripts"] == "`gong.calls.transcripts()`"
    assert methods["getFlowProspectsBulkAssignment"] == (
        "`gong.flows.bulk_assign_and_wait()`<br>`gong.flows.bulk_assignment()`"
    )


def test_behaviours_are_listed_and_linked(tool: ModuleType) -> None:
    table = {
        "everywhere": (Behaviour("all-alike", Basis.REPORTED, "So it is."),),
        "crm": (
            Behaviour("odd", Basis.ASSUMED, "Either a | b.", ("listCalls", "getCall"), (404, 409)),
        ),
    }
    page = tool.behaviour_page(table)
    assert '| <a id="all-alike"></a>all-alike | So it is. | all | 200 | reported |' in page
    odd = '| <a id="odd"></a>odd | Either a \\| b. | `listCalls`, `getCall` | 404, 409 | assumed |'
    assert odd in page.partition("\n## CRM\n")[2]
    assert "| documented | Gong says so, in its API reference or its help centre. | 0 |" in page
    coverage = tool.coverage_page({"listCalls"}, table)
    assert row_of(coverage, "listCalls")[-1] == "[odd](behaviour.md#odd)"


def test_the_rules_of_email_html_are_listed(tool: ModuleType) -> None:
    page = tool.email_html_page()
    assert all(f"`{name}`" in page for group in (*KEPT, *DROPPED) for name in group.names)
    assert all(f"| `{attribute.name}` |" in page for attribute in ATTRIBUTES)
    assert all(f"`{name}`" in page for name in PROPERTIES)
    assert all(f'<a id="{rule.id}"></a>' in page for rule in LINT)


def test_the_rules_of_the_review_are_listed_behind_what_is_written_by_hand(
    tool: ModuleType,
) -> None:
    page = tool.check_page(f"# By hand\n\n{tool.MADE}\nstale\n", SUBJECTS)

    assert page.startswith(f"# By hand\n\n{tool.MADE}\n\n### The manifest's file\n")
    assert "stale" not in page
    for rule_id, rule in RULES.items():
        (row,) = (line for line in page.splitlines() if f'<a id="{rule_id}"></a>' in line)
        assert rule.title in row
        assert ("--publish" in row.split(" | ")[0]) is rule.publish
