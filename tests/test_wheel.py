"""What is installed is complete: the wheel has every file that is needed at run time."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import gongkit

ROOT = Path(__file__).parents[1]
CACHES = {"__pycache__", ".ruff_cache"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, unpacked as an installer does."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    unpacked = folder / "site"
    with zipfile.ZipFile(built) as archive:
        archive.extractall(unpacked)
    return unpacked


def test_every_file_of_the_package_is_in_it(wheel: Path) -> None:
    source = ROOT / "src/gongkit"
    missing = [
        path.relative_to(source)
        for path in source.rglob("*")
        if path.is_file() and CACHES.isdisjoint(path.parts)
        if not (wheel / "gongkit" / path.relative_to(source)).exists()
    ]
    assert not missing
    assert (wheel / "gongkit/py.typed").exists()
    (licence,) = wheel.glob("*.dist-info/licenses/LICENSE")
    assert "Apache License" in licence.read_text()


def test_the_story_is_told_from_the_wheel_alone(wheel: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(wheel), "COLUMNS": "80"}
    where = "import gongkit; print(gongkit.__file__)"
    found = subprocess.run(
        [sys.executable, "-c", where], env=environment, check=True, capture_output=True, text=True
    )
    assert found.stdout.startswith(str(wheel)), "the checkout would have hidden a missing file"

    told = subprocess.run(
        [sys.executable, "-m", "gongkit", "demo", "--once"],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert told.returncode == 0, told.stdout + told.stderr


def test_an_app_is_made_from_the_wheel_alone(wheel: Path, tmp_path: Path) -> None:
    templates = ROOT / "src/gongkit/templates"
    for template in templates.glob("[a-z]*/"):
        made = subprocess.run(
            [sys.executable, "-m", "gongkit", "new", template.name, "--template", template.name],
            env={**os.environ, "PYTHONPATH": str(wheel)},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert made.returncode == 0, made.stderr
        expected = {
            path.relative_to(folder)
            for folder in (template, templates / "_common")
            for path in folder.rglob("*")
            if path.is_file() and CACHES.isdisjoint(path.parts)
        }
        there = (tmp_path / template.name).rglob("*")
        assert {p.relative_to(tmp_path / template.name) for p in there if p.is_file()} == expected


def test_versions_agree() -> None:
    changes = (ROOT / "CHANGELOG.md").read_text()
    assert f"## {gongkit.__version__} " in changes
    assert f'version = "{gongkit.__version__}"' in (ROOT / "pyproject.toml").read_text()
