"""The public contract suite, as somebody runs it who has a store of his own."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs/installations.md"

BROKEN = """
from collections.abc import Iterator
import pytest
from gongkit.installations.sqlite import MemoryStore
from gongkit.testing.store_contract import InstallationStoreContract


class Forgetful(MemoryStore):
    def release_lease(self, lease, *, in_doubt):
        super().release_lease(lease, in_doubt=False)


class TestForgetful(InstallationStoreContract):
    @pytest.fixture
    def store(self, clock):
        store = Forgetful(client_id="app", clock=clock)
        yield store
        store.close()
"""


def run(folder: Path, tests: str) -> subprocess.CompletedProcess[str]:
    (folder / "test_store.py").write_text(tests)
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:schemathesis"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_page_s_suites_pass(tmp_path: Path) -> None:
    blocks = re.findall(r"^```python\n(.*?)^```$", PAGE.read_text(), re.MULTILINE | re.DOTALL)
    suites = [block.partition("\n\n\nfor ")[0] for block in blocks if "class Test" in block]
    assert len(suites) == 2
    done = run(tmp_path, "\n".join(suites))
    assert done.returncode == 0, done.stdout
    assert int(re.findall(r"(\d+) passed", done.stdout)[0]) > 100


def test_a_store_that_does_wrong_is_told_what(tmp_path: Path) -> None:
    done = run(tmp_path, BROKEN)
    assert done.returncode == 1
    assert "1 failed" in done.stdout, done.stdout
    assert "test_doubt_stays_until_there_is_a_new_grant" in done.stdout
    assert "in_doubt: False != True" in done.stdout, "the assertion explains itself"
