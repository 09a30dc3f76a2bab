"""Secrets in the project's files: what must not be in a repository."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final

from gongkit.manifest.review.code import at_offset
from gongkit.manifest.review.files import TextFile, is_in_repository, is_test
from gongkit.manifest.review.project import Project
from gongkit.manifest.review.rule import Evidence, Outcome, Rule, Source
from gongkit.manifest.review.secret_patterns import ASSIGNED, BY_PLACE, PATTERNS
from gongkit.manifest.review.subject import Subject

IN_TEXT: Final = Rule(
    "secret-in-repository",
    "No file of the repository holds a secret.",
    Source.ADVICE,
    "Whoever may read the repository, or any copy of it, can act as the app.",
    "Take it out, read it from the environment, and replace it at once where it was issued:"
    " the history keeps it.",
)
FILE: Final = Rule(
    "secret-file-in-repository",
    "Files that hold secrets are left out of the repository.",
    Source.ADVICE,
    "An environment file, a key or a store of installations is made to hold secrets.",
    "Add it to .gitignore and run `git rm --cached` on it.",
)
RULES: Final = (IN_TEXT, FILE)

_FILES: Final = re.compile(
    r"\.env(?:\.(?:.*local|prod.*|staging|live))?"
    r"|.*installations?\.(?:key|db|db-wal|db-shm|jsonl)|id_(?:rsa|ecdsa|ed25519)"
    r"|\.netrc|\.pypirc|.+\.(?:p12|pfx|jks|keystore)"
)
_LOCKS: Final = re.compile(r".*\.lock|.*-lock\.(?:json|yaml)|go\.sum|.*\.min\.js|.*\.map|.*\.svg")
_PLACEHOLDER: Final = re.compile(
    r"(?i)example|sample|placeholder|change.?me|insecure|replace|dummy|insert|your|xxx|•|…|\.\.\.|todo"
    r"|not.?a.?secret|^<.*>$|^\{.*\}$|^\$|(.)\1{7}|0123456789|1234567890|abcdefgh"
)
_WORDS: Final = re.compile(r"[A-Za-z]+(?:[._-]+(?:\d?[A-Za-z]+|v?\d{1,4}))*_?|_[A-Za-z_]+")
"""Words that are strung together name something, such as where the secret is kept."""

_CODE: Final = (".py", ".js", ".mjs", ".ts", ".tsx", ".jsx", ".go", ".rb", ".java", ".kt")
_EXPRESSION: Final = re.compile(r"[A-Za-z_]\w*(?:\.\w+)*\.?,?")
"""What is not quoted in code is a name there."""

_NEAR: Final = re.compile(r"@(?:localhost|127\.0\.0\.1|\[::1\]|[a-z][a-z0-9_-]*)(?![\w.-])")
"""A host of this machine, or a container's: its password opens nothing elsewhere."""

_SHORT: Final = 16
_MOST: Final = 300_000
"""What has more letters is data, and reading it all would take seconds."""
_LONG_LINE: Final = 2000
"""In such a file these are data, such as a picture in a notebook."""
_BITS: Final = 3.5
"""How much a letter of a text has to tell, at the least, for the text to look random."""


def _check(project: Project) -> Iterator[Outcome]:
    committed = is_in_repository(project.folder)
    if committed:
        yield from _files(project)
    for file in project.files:
        name = PurePosixPath(file.path).name
        # Without a repository a file that is made for secrets is where it belongs.
        if not (_LOCKS.fullmatch(name) or _FILES.fullmatch(name)):
            yield from _in_text(_readable(file))


def _readable(file: TextFile) -> TextFile:
    """Leave blank what is data: long lines of a large file, or all where little else is in it."""
    if len(file.text) <= _MOST:
        return file
    lines = [line if len(line) < _LONG_LINE else " " * len(line) for line in file.lines]
    written = sum(len(line) + 1 for line in lines if line and not line.isspace())
    return TextFile(file.path, "\n".join(lines) if written <= _MOST else "")


def _files(project: Project) -> Iterator[Outcome]:
    for path in project.paths:
        if _FILES.fullmatch(PurePosixPath(path).name) and (project.folder / path).is_file():
            message = f"{path} is in the repository, or will be with the next commit."
            yield FILE.fail(message, Evidence(path, 1))


def _in_text(file: TextFile) -> Iterator[Outcome]:
    taken: set[int] = set()
    for kind, start, end in _candidates(file):
        if taken.isdisjoint(range(start, end)):
            taken |= set(range(start, end))
            where = at_offset(file, start)
            yield IN_TEXT.fail(f"This looks like {kind}, {end - start} characters long.", where)


def _candidates(file: TextFile) -> Iterator[tuple[str, int, int]]:
    """Give what may be a secret, in the order in which it counts: kind, start, end."""
    in_test = is_test(file.path)
    for pattern in PATTERNS if in_test else (*PATTERNS, *BY_PLACE):
        for match in pattern.found.finditer(file.text) if pattern.begins in file.text else ():
            group = match.lastindex or 0
            # What is built as a token and in mixed case is one, though it be letters alone.
            is_built = bool(pattern.begins) and match[group] != match[group].lower()
            is_shown = is_built or _is_value(file, match, group)
            if is_shown and not _PLACEHOLDER.search(match[group]):
                yield pattern.kind, match.start(group), match.end(group)
    for match in () if in_test else ASSIGNED.finditer(file.text):
        if not _PLACEHOLDER.search(match[1]) and _looks_random(match[1]):
            yield "a secret", match.start(1), match.end(1)


def _is_value(file: TextFile, match: re.Match[str], group: int) -> bool:
    """Tell whether it is a value, and not words, the name of a variable or a way to it."""
    text, before = match[group], file.text[match.start(group) - 1 : match.start(group)]
    if file.path.endswith(_CODE) and before in {" ", "=", ":"} and _EXPRESSION.fullmatch(text):
        return False
    if "://" in match[0] and len(text) < _SHORT and _NEAR.match(file.text, match.end(group)):
        return False
    return _WORDS.fullmatch(text) is None or len(text) > 60


def _looks_random(text: str) -> bool:
    if "://" in text or text.startswith(("arn:", "projects/")) or _WORDS.fullmatch(text):
        return False
    share = (count / len(text) for count in Counter(text).values())
    told = -sum(each * math.log2(each) for each in share)
    return told >= _BITS and any(letter.isdigit() for letter in text)


SUBJECT: Final = Subject("Secrets", RULES, _check, lambda _: True)
