"""The text files of a project: those that git tracks or would track, or all that there are."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Final

from gongkit.manifest.review.scoping import scopes

SKIPPED: Final = frozenset(
    (".venv", "venv", ".git", ".gongkit", "node_modules", "__pycache__", "site-packages")
)
"""Folders that hold nothing of the app's own."""
PACKET: Final = "gongkit submission"
"""What the `submission.json` of a packet says first, which `gongkit submission` has made."""
_VENDORED: Final = frozenset(("vendor", "vendored", "third_party", "bower_components"))
_LONG_LINE: Final = 2000
"""Nobody writes a line of so many letters by hand."""
_TESTS: Final = re.compile(r"test_.*|conftest\.py|.*_test\.(?:py|go)|.*\.(?:test|spec)\.[jt]sx?")
_TEST_FOLDERS: Final = frozenset(("test", "tests", "__tests__", "e2e"))
MOST_BYTES: Final = 1_000_000
MOST_FILES: Final = 20_000


@dataclass(frozen=True)
class TextFile:
    """A text file of the project; the path is relative, with forward slashes."""

    path: str
    text: str

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines, as Python and editors count them; `lines[0]` is line 1."""
        return tuple(self.text.split("\n"))

    @cached_property
    def parsed(self) -> ast.Module | SyntaxError:
        """The syntax tree of a Python file, or why there is none."""
        try:
            with warnings.catch_warnings():
                # What Python would rather have written otherwise is the author's to hear.
                warnings.simplefilter("ignore")
                return ast.parse(self.text, self.path)
        except SyntaxError as error:
            return error
        except (ValueError, RecursionError, MemoryError) as error:
            return SyntaxError(str(error), (self.path, 1, 1, None))

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """All nodes of the syntax tree; none where there is no tree."""
        return tuple(self.function_of)

    @cached_property
    def function_of(self) -> Mapping[ast.AST, ast.AST]:
        """All nodes, each with the function that it stands in, or the module."""
        return scopes(self.parsed) if isinstance(self.parsed, ast.Module) else {}


def is_test(path: str) -> bool:
    """Tell whether a file is a test, or stands with tests."""
    folder, _, name = path.rpartition("/")
    return _TESTS.fullmatch(name) is not None or not _TEST_FOLDERS.isdisjoint(folder.split("/"))


def is_built(file: TextFile) -> bool:
    """Tell whether a tool has made a script of others: what is in it is not the app's to mend."""
    folder, _, name = file.path.rpartition("/")
    if name.endswith(".min.js") or _VENDORED.intersection(folder.split("/")):
        return True
    return name.endswith((".js", ".mjs")) and max(map(len, file.lines), default=0) > _LONG_LINE


def text_files(folder: Path, paths: Iterable[str]) -> Iterator[TextFile]:
    """Read those of a project's files that are text."""
    for path in paths:
        text = _text(folder / path)
        if text is not None:
            yield TextFile(path, text)


def project_paths(folder: Path) -> list[str]:
    """Name the project's files, relative to its folder; what git ignores is left out."""
    found = _tracked(folder) or _walked(folder)
    packets = {PurePosixPath(path).parent for path in found if _is_of_packet(folder, path)}
    return sorted(path for path in found if not _is_skipped(PurePosixPath(path), packets))


def _is_skipped(path: PurePosixPath, packets: set[PurePosixPath]) -> bool:
    """Tell whether a file is not the app's own; what is made of the app is not, either."""
    return bool(SKIPPED.intersection(path.parts) or packets.intersection(path.parents))


def _is_of_packet(folder: Path, path: str) -> bool:
    if PurePosixPath(path).name != "submission.json":
        return False
    return f'"{PACKET}"' in (_text(folder / path) or "")[:100]


def _tracked(folder: Path) -> list[str]:
    command = ("git", "-C", str(folder), "ls-files", "-z", "-co", "--exclude-standard")
    try:
        listed = subprocess.run(command, capture_output=True, timeout=30, check=True)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return []
    return [os.fsdecode(name) for name in set(listed.stdout.split(b"\0")) if name]


def _walked(folder: Path) -> list[str]:
    found: list[str] = []
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in SKIPPED]
        found += ((Path(place) / name).relative_to(folder).as_posix() for name in names)
        if len(found) > MOST_FILES:
            break
    return found[:MOST_FILES]


def _text(path: Path) -> str | None:
    """Read a file; None where it is no text, too large, a link, or not to be read."""
    try:
        if path.is_symlink() or not path.is_file() or path.stat().st_size > MOST_BYTES:
            return None
        content = path.read_bytes()
    except OSError:
        return None
    if b"\0" in content:
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")
