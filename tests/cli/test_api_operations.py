"""`gongkit api` reaches all 67 operations: what is typed arrives at a sandbox as it was meant.

The command runs within the test's process here, since 67 processes would take a minute;
`test_api.py` has it in processes of its own.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from tests.client.resource_examples import EXAMPLES, Example
from tests.sandbox.box import Box, running
from typer.testing import CliRunner

from gongkit.cli.main import app
from gongkit.contract.operation import FileBody, NotFoundMeans
from gongkit.contract.registry import OPERATIONS, operation
from gongkit.sandbox.server.serving import Options

CONTENT_TYPES = {"addCallRecording": "audio/mpeg", "uploadCrmData": "application/x-ndjson"}
"""Of a file named `recording.mp3`: guessed where any is taken, else the one that is."""


@pytest.fixture(scope="module")
def box() -> Iterator[Box]:
    with running(Options(port=0)) as own:
        own.lift_limits()
        yield own


def words_of(example: Example, folder: Path) -> list[str]:
    """Type an operation's inputs; an upload's file lies in `folder`."""
    words = [f"{name}={unquote(value)}" for name, value in example.path.items()]
    words += [f"{name}={value}" for name, value in example.query]
    if example.body is not None:
        words += ["--body", json.dumps(example.body)]
    if example.file is not None:
        file = folder / "recording.mp3"
        file.write_bytes(example.file)
        words += ["--body-file", str(file)]
    return words


def into_integration(example: Example, box: Box, company: str) -> Example:
    """Upload into an integration that is there: the file is not read otherwise."""
    owner = box.person(company, "tech_admin")["email"]
    body = {"name": "Ledger", "ownerEmail": owner}
    integration = box.api(company, "PUT", "/v2/crm/integrations", body=body).json["integrationId"]
    query = dict(example.query) | {"integrationId": str(integration)}
    return replace(example, query=tuple(query.items()))


def exit_code(operation_id: str, status: int) -> int:
    """The exit code that an answer leads to."""
    if status == 404 and operation(operation_id).not_found is NotFoundMeans.EMPTY:
        return 0
    return {401: 3, 403: 3, 404: 4, 429: 5}.get(status, 0 if status < 300 else 1)


def sent_query(example: Example) -> dict[str, Any]:
    values = defaultdict(list)
    for name, value in example.query:
        values[name].append(value)
    return {name: many if len(many) > 1 else many[0] for name, many in values.items()}


def test_there_is_an_example_of_each_operation() -> None:
    assert {example.operation for example in EXAMPLES} == set(OPERATIONS)


@pytest.mark.parametrize(
    ("example", "company"),
    # A client keeps to 3 calls a second and company: three companies are called in turn.
    list(zip(EXAMPLES, cycle(("northwind", "kestrel", "globex")), strict=False)),
    ids=lambda given: given.operation if isinstance(given, Example) else given,
)
def test_what_is_typed_arrives(example: Example, company: str, box: Box, tmp_path: Path) -> None:
    found = operation(example.operation)
    if found.id == "uploadCrmData":
        example = into_integration(example, box, company)
    assert box.control("DELETE", "/requests").status == 200
    words = ["api", found.id, "--company", company, *words_of(example, tmp_path)]
    if found.destructive:
        words.append("--yes")

    done = CliRunner().invoke(app, words, env={"GONGKIT_APP_URL": box.url, "COLUMNS": "80"})

    (entry,) = box.requests()
    expected = exit_code(found.id, entry["status"])
    assert done.exit_code == expected, done.output
    assert entry["company"] == company
    assert entry["method"] == found.method
    assert entry["path"] == unquote(found.path.format(**example.path))
    assert entry["query"] == sent_query(example)
    if isinstance(found.body, FileBody):
        assert example.file is not None
        assert entry["body"] == {
            "filename": "recording.mp3",
            "content_type": CONTENT_TYPES[found.id],
            "size": len(example.file),
            "sha256": hashlib.sha256(example.file).hexdigest(),
        }
    else:
        assert entry["body"] == example.body
    if expected == 0:
        assert isinstance(json.loads(done.stdout), dict)
    else:
        assert done.stdout == ""
        assert done.stderr.startswith("Error: ")
