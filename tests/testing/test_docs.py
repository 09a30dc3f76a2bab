"""docs/testing.md: its examples pass as tests of the apps that `gongkit new` makes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.testing.app_folder import outcomes, run_pytest

from gongkit.cli.making.making import make_app
from gongkit.cli.making.template import find_template
from gongkit.testing import plugin

PAGE = (Path(__file__).parents[2] / "docs/testing.md").read_text()
BLOCKS = re.findall(r"^```py\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
CONFTEST, DECLINES, SIGNED_IN, GOES_WRONG, ERASED, FRAME = BLOCKS


@pytest.mark.parametrize(
    ("template", "test"),
    [
        ("hello", DECLINES),
        ("hello", SIGNED_IN + GOES_WRONG + ERASED),
        ("email-composer", SIGNED_IN.partition("def test_")[0] + FRAME),
    ],
    ids=["signed in by the test", "signed in by a fixture", "a page inside Gong"],
)
def test_the_examples_pass(template: str, test: str, tmp_path: Path) -> None:
    make_app(str(tmp_path / "app"), find_template(template), None)
    (tmp_path / "app/tests/test_app.py").write_text(test)
    done = run_pytest(tmp_path / "app")
    assert done.returncode == 0, done.stdout
    assert outcomes(done) == {"passed": test.count("def test_")}


def test_conftest_loads_what_there_is() -> None:
    assert plugin.__name__ in CONFTEST


def test_the_table_has_every_fixture() -> None:
    table = PAGE.partition("| fixture | is |")[2].partition("\n\n")[0]
    listed = re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)
    assert sorted([*listed, "pytest_addoption"]) == sorted(plugin.__all__)
