"""The examples of the README and of docs/ run: Python blocks, and the console's commands."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.sandbox.box import Box

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
LINKED = [*PAGES, ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs/errors").glob("*.md"))]
LINK = re.compile(r"\]\(([^)]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
ID = re.compile(r'<a id="([^"]+)">')
FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page: Path, language: str) -> list[str]:
    return [text for kind, text in BLOCK.findall(page.read_text()) if kind == language]


def environment(sandbox: Box) -> dict[str, str]:
    company = sandbox.companies["northwind"]
    return {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "GONGKIT_APP_URL": sandbox.url,
        "GONGKIT_BASE_URL": company["api_base_url"],
        "GONGKIT_ACCESS_KEY": company["access_key"],
        "GONGKIT_ACCESS_KEY_SECRET": company["access_key_secret"],
        "COLUMNS": "80",
    }


@pytest.mark.parametrize("page", [p for p in PAGES if blocks(p, "python")], ids=lambda p: p.name)
def test_python_blocks_run(page: Path, sandbox: Box, tmp_path: Path) -> None:
    script = tmp_path / page.with_suffix(".py").name
    script.write_text("\n".join(blocks(page, "python")))

    done = subprocess.run(
        [sys.executable, "-W", "error", str(script)],
        cwd=tmp_path,
        env=environment(sandbox),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("page", [p for p in PAGES if blocks(p, "console")], ids=lambda p: p.name)
def test_console_commands_run(page: Path, sandbox: Box, tmp_path: Path) -> None:
    commands = [
        line.removeprefix("$ ")
        for block in blocks(page, "console")
        for line in block.splitlines()
        if line.startswith("$ ")
    ]
    for command in commands:
        done = subprocess.run(
            command,
            shell=True,
            cwd=tmp_path,
            env=environment(sandbox),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, f"$ {command}\n{done.stdout}{done.stderr}"


@pytest.mark.parametrize("page", LINKED, ids=lambda p: p.name)
def test_links_lead_somewhere(page: Path) -> None:
    missing = [
        target
        for target in LINK.findall(page.read_text())
        if not target.startswith("https://") and not leads_somewhere(page, target)
    ]
    assert not missing


def leads_somewhere(page: Path, target: str) -> bool:
    """Tell whether a link's file is there, and has the heading or the anchor it names."""
    name, _, anchor = target.partition("#")
    found = page.parent / name if name else page
    return found.exists() and (not anchor or anchor in anchors(found))


def anchors(page: Path) -> set[str]:
    """Name the places of a page that a link can lead to: its headings, and what has an id."""
    text = FENCED.sub("", page.read_text())
    headings = (re.sub(r"[^\w\- ]", "", title.lower()) for title in HEADING.findall(text))
    return {heading.replace(" ", "-") for heading in headings} | set(ID.findall(text))


def test_an_anchor_that_is_not_there_is_found(tmp_path: Path) -> None:
    page, other = tmp_path / "page.md", tmp_path / "other.md"
    page.write_text("# A page\n\n## `gongkit fleet`, or: how it's done\n")
    other.write_text('<a id="odd"></a>\n```sh\n# no heading\n```\n')
    for target in ("#gongkit-fleet-or-how-its-done", "other.md#odd", "other.md", "#a-page"):
        assert leads_somewhere(page, target)
    for target in ("#nothing", "other.md#even", "other.md#no-heading", "gone.md", "gone.md#odd"):
        assert not leads_somewhere(page, target)
