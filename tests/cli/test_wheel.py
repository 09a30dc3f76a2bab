"""The wheel: what the commands need beside the modules is in it."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from tests.cli.command import environment

ROOT = Path(__file__).parents[2]
CACHES = {"__pycache__", ".ruff_cache"}


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel of this source, unpacked as pip would."""
    folder = tmp_path_factory.mktemp("wheel")
    code = f"import hatchling.build; print(hatchling.build.build_wheel({str(folder)!r}))"
    built = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    with zipfile.ZipFile(folder / built.stdout.strip()) as wheel:
        wheel.extractall(folder / "site")
    return folder / "site"


def test_the_example_is_found_in_the_wheel(unpacked: Path, tmp_path: Path) -> None:
    code = (
        "from gongkit import manifest\n"
        "from gongkit.cli.example import hello_gong\n"
        "print(hello_gong(), manifest.load(hello_gong()).integration.name, sep='\\n')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=environment(PYTHONPATH=str(unpacked)),
        capture_output=True,
        text=True,
        check=True,
    )
    folder, name = done.stdout.splitlines()
    assert Path(folder).is_relative_to(unpacked)
    assert name == "Hello Gong"


def test_every_file_of_the_package_is_in_the_wheel(unpacked: Path) -> None:
    source = ROOT / "src" / "gongkit"
    files = {
        path.relative_to(source)
        for path in source.rglob("*")
        if path.is_file() and CACHES.isdisjoint(path.parts)
    }
    assert not {path for path in files if not (unpacked / "gongkit" / path).is_file()}


def test_the_pages_of_errors_are_found_in_the_wheel(unpacked: Path, tmp_path: Path) -> None:
    explained = subprocess.run(
        [sys.executable, "-m", "gongkit", "explain", "needs_reconnect"],
        env=environment(PYTHONPATH=str(unpacked)),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "can no longer be refreshed" in explained.stdout
    packed = {path.name for path in (unpacked / "gongkit/error_pages").iterdir()}
    assert packed == {path.name for path in (ROOT / "docs/errors").iterdir()}
