"""A finding: one thing in a manifest that its author has to change, and how."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, NamedTuple


class Code(StrEnum):
    """What kind of finding it is; stable, so that tools can rely on it."""

    FILE_MISSING = "file_missing"
    FILE_UNREADABLE = "file_unreadable"
    FILE_TOO_LARGE = "file_too_large"
    NOT_UTF8 = "not_utf8"
    TOML_SYNTAX = "toml_syntax"
    UNKNOWN_KEY = "unknown_key"
    MISSING = "missing"
    WRONG_TYPE = "wrong_type"
    EMPTY = "empty"
    TOO_MANY = "too_many"
    NOT_PRINTABLE = "not_printable"
    DUPLICATE = "duplicate"
    UNKNOWN_SCOPE = "unknown_scope"
    UNKNOWN_VALUE = "unknown_value"
    INVALID_URL = "invalid_url"
    URL_NOT_ABSOLUTE = "url_not_absolute"
    URL_NOT_HTTPS = "url_not_https"
    URL_CREDENTIALS = "url_credentials"
    URL_FRAGMENT = "url_fragment"
    URL_WILDCARD = "url_wildcard"
    NOT_ORIGIN = "not_origin"
    ORIGIN_OUTSIDE_DOMAINS = "origin_outside_domains"
    ORIGIN_NOT_ALLOWED = "origin_not_allowed"
    NOT_EMAIL = "not_email"
    NOT_DOMAIN = "not_domain"
    NOT_IP_ADDRESS = "not_ip_address"
    NOT_HOST_PATTERN = "not_host_pattern"
    NOT_REGION = "not_region"
    NOT_RELATIVE_PATH = "not_relative_path"
    NO_SUCH_FILE = "no_such_file"


class Position(NamedTuple):
    """Where something begins in a text; line and column are counted from 1."""

    line: int
    column: int

    def __str__(self) -> str:
        return f"line {self.line}, column {self.column}"

    @classmethod
    def of_offset(cls, before: str) -> Position:
        """Give the position that follows a text."""
        return cls(before.count("\n") + 1, len(before) - before.rfind("\n"))


class Problem(NamedTuple):
    """What is wrong with a value, before it is known where the value stands."""

    code: Code
    message: str
    fix: str
    edit: Edit | None = None


class Edit(NamedTuple):
    """What would mend a finding, where that leaves no doubt.

    `replace` puts a text in the value's place, `rename` in the key's; `remove` takes an
    entry out of its list; `allow` adds the text to the list `allowed_origins`.
    """

    kind: Literal["replace", "rename", "remove", "allow"]
    text: str = ""


Check = Callable[[str], Iterator[Problem]]
"""Looks at one text and yields what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem at its place, such as `integration.redirect_uris[0]`."""

    code: Code
    place: str
    message: str
    fix: str
    position: Position | None = None
    """Where it stands in the file; None where there is no file."""
    edit: Edit | None = None

    @classmethod
    def at(cls, place: str, problem: Problem) -> Finding:
        """Put a problem in its place."""
        return cls(problem.code, place, problem.message, problem.fix, edit=problem.edit)

    def __str__(self) -> str:
        where = f"{self.place} ({self.position})" if self.position else self.place
        return f"{where}: {self.message} {self.fix} [{self.code}]"


def below(place: str, key: str) -> str:
    """Name the place of a key in the table at `place`; an odd key is quoted as in TOML."""
    name = key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else json.dumps(shortened(key))
    return f"{place}.{name}" if place else name


def quoted(value: object) -> str:
    """Show a value from the manifest, safe for a terminal and not too long."""
    return repr(shortened(value) if isinstance(value, str) else value)


def shortened(text: str, length: int = 80) -> str:
    """Cut a text that is too long to be shown whole."""
    return text if len(text) <= length else text[: length - 1] + "…"
