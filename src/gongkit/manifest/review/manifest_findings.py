"""What the manifest itself is refused for: each of its codes is a rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from gongkit.manifest.finding import Code
from gongkit.manifest.review.project import Project
from gongkit.manifest.review.rule import Outcome, Rule, Source
from gongkit.manifest.review.subject import Subject

_EXPECTED: Final[Mapping[Code, str]] = {
    Code.FILE_MISSING: "There is a gong.app.toml.",
    Code.FILE_UNREADABLE: "The manifest can be read.",
    Code.FILE_TOO_LARGE: "The manifest has no more than 1 MB.",
    Code.NOT_UTF8: "The manifest is UTF-8.",
    Code.TOML_SYNTAX: "The manifest is TOML.",
    Code.UNKNOWN_KEY: "Every key of the manifest is a known one.",
    Code.MISSING: "What is required is there.",
    Code.WRONG_TYPE: "Every value is of the right type.",
    Code.EMPTY: "What needs content has some.",
    Code.TOO_MANY: "No list has more than 500 entries.",
    Code.NOT_PRINTABLE: "No text has control characters.",
    Code.DUPLICATE: "Nothing is listed twice.",
    Code.UNKNOWN_SCOPE: "Every scope is one of Gong's.",
    Code.UNKNOWN_VALUE: "A choice is one of those that there are.",
    Code.INVALID_URL: "Every URL is valid.",
    Code.URL_NOT_ABSOLUTE: "Every URL is absolute.",
    Code.URL_NOT_HTTPS: "Every URL is https, or on loopback.",
    Code.URL_CREDENTIALS: "No URL holds a user name or a password.",
    Code.URL_FRAGMENT: "No redirect URI has a fragment.",
    Code.URL_WILDCARD: "No URL has a wildcard for a host.",
    Code.NOT_ORIGIN: "Origins are written as browsers write them.",
    Code.ORIGIN_OUTSIDE_DOMAINS: "Every origin is under a registered domain.",
    Code.ORIGIN_NOT_ALLOWED: "The pages inside Gong come from allowed origins.",
    Code.NOT_EMAIL: "Contacts are email addresses.",
    Code.NOT_DOMAIN: "Domains are bare host names.",
    Code.NOT_IP_ADDRESS: "Trusted IPs are addresses, blocks or ranges.",
    Code.NOT_HOST_PATTERN: "API hosts are names or patterns of them.",
    Code.NOT_REGION: "Regions have short names.",
    Code.NOT_RELATIVE_PATH: "Files are named relative to the manifest.",
    Code.NO_SUCH_FILE: "The files that the manifest names are there.",
}
_ARTICLE: Final = frozenset(
    {
        *(Code.URL_WILDCARD, Code.NOT_ORIGIN, Code.ORIGIN_OUTSIDE_DOMAINS),
        *(Code.ORIGIN_NOT_ALLOWED, Code.NOT_IP_ADDRESS),
    }
)
"""What Gong itself says of its form; the rest is what its API's contract and TOML demand."""


def rule_id(code: Code) -> str:
    """Name the rule of a code."""
    return code.replace("_", "-")


def _rule(code: Code) -> Rule:
    return Rule(
        rule_id(code),
        _EXPECTED[code],
        Source.ARTICLE if code in _ARTICLE else Source.CONTRACT,
        "Gong's form, or gongkit itself, would not take it.",
        f"Do as the finding says; `gongkit explain {code}` shows an example.",
    )


_RULES: Final = {code: _rule(code) for code in Code}


_OF_THE_FILE: Final = frozenset(
    {
        *(Code.FILE_MISSING, Code.FILE_UNREADABLE, Code.FILE_TOO_LARGE),
        *(Code.NOT_UTF8, Code.TOML_SYNTAX),
    }
)
"""Where one of these is found, nothing else can be told of the manifest."""


def _check(project: Project) -> Iterator[Outcome]:
    for finding in project.findings:
        place = "" if finding.place == "file" else f"{finding.place}: "
        where = project.at_finding(finding)
        yield _RULES[finding.code].fail(f"{place}{finding.message}", where, fix=finding.fix)


FILE: Final = Subject(
    "The manifest's file",
    tuple(rule for code, rule in _RULES.items() if code in _OF_THE_FILE),
    _check,
    lambda _: True,
)
SUBJECT: Final = Subject(
    "The manifest",
    tuple(rule for code, rule in _RULES.items() if code not in _OF_THE_FILE),
    _check,
)
