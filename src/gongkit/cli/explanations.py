"""What every code means: the pages of docs/errors, and what tables in the code say of theirs.

A code page is one file, named for the code. A page of a family has a section for each code.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import gongkit
from gongkit.errors import UnknownName

INDEX: Final = "README.md"
"""The page that lists the others."""

ERRORS: Final = "Errors that are raised"

_TITLE = re.compile(r"^# (.+)$", re.MULTILINE)
_SECTION = re.compile(r"^## ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Explanation:
    """What one code means. `about` says what kind of code it is; the text is Markdown.

    `page` is where that stands in docs/errors.
    """

    code: str
    about: str
    text: str
    page: str

    @property
    def summary(self) -> str:
        """The first paragraph, on one line."""
        return " ".join(self.text.partition("\n\n")[0].split())


def explanations() -> dict[str, list[Explanation]]:
    """Give all explanations by code: a code may be known in several places."""
    found: dict[str, list[Explanation]] = {}
    for source in SOURCES:
        for each in source():
            found.setdefault(each.code, []).append(each)
    return found


def find(code: str, known: Mapping[str, list[Explanation]]) -> list[Explanation]:
    """Find what a code means, whether it is written with dashes or underscores.

    Raises `UnknownName` where nobody knows it.
    """
    same = [name for name in known if _folded(name) == _folded(code)]
    if not same:
        raise UnknownName("code", code, known)
    return [each for name in same for each in known[name]]


def error_pages() -> Path:
    """Find the pages: inside the installed package, or in the source tree."""
    package = Path(gongkit.__file__).parent
    inside = package / "error_pages"
    return inside if inside.is_dir() else package.parents[1] / "docs" / "errors"


def from_pages() -> Iterator[Explanation]:
    """Read the pages of docs/errors."""
    pages = {path.name: path.read_text("utf-8") for path in error_pages().glob("*.md")}
    yield from read_pages(pages)


def read_pages(pages: Mapping[str, str]) -> list[Explanation]:
    """Read pages by their file names, those of one code each first."""
    explained = [
        each for name in sorted(pages) if name != INDEX for each in _read_page(name, pages[name])
    ]
    return sorted(explained, key=lambda each: "#" in each.page)


def _read_page(name: str, page: str) -> Iterator[Explanation]:
    head, *sections = _SECTION.split(page)
    title = _TITLE.findall(head)[0]
    if not sections:
        yield Explanation(title, ERRORS, _below_heading(page), name)
    for section in sections:
        code, _, _ = section.partition("\n")
        yield Explanation(code, title, _below_heading(section), f"{name}#{code}")


def from_behaviours() -> Iterator[Explanation]:
    """Explain what the header `x-gongkit-basis` of a sandbox's answers names."""
    from gongkit.sandbox.core.behaviours.table import BEHAVIOURS

    for behaviours in BEHAVIOURS.values():
        for each in behaviours:
            text = f"{each.text}\n\nThat is {each.basis}."
            page = f"../behaviour.md#{each.id}"
            yield Explanation(each.id, "The sandbox's behaviour", text, page)


def from_email_checks() -> Iterator[Explanation]:
    """Explain the checks of an email's HTML."""
    from gongkit.sandbox.core.mail.lint_rules import LINT

    for rule in LINT:
        text = f"{rule.what}\n\n**Why.** {rule.why}\n\n**What to do.** {rule.fix}"
        page = f"../email-html.md#{rule.id}"
        yield Explanation(rule.id, "The checks of an email's HTML", text, page)


def from_review() -> Iterator[Explanation]:
    """Explain the rules of `gongkit check`, but for the manifest's findings, which have pages."""
    from gongkit.manifest.finding import Code
    from gongkit.manifest.review import RULES
    from gongkit.manifest.review.manifest_findings import rule_id

    findings = {rule_id(code) for code in Code}
    for rule in RULES.values():
        if rule.id not in findings:
            text = (
                f"{rule.title}\n\n**Why.** {rule.why} ({rule.source})\n\n**What to do.** {rule.fix}"
            )
            page = f"../check.md#{rule.id}"
            yield Explanation(rule.id, "The rules of gongkit check", text, page)


SOURCES: tuple[Callable[[], Iterator[Explanation]], ...] = (
    from_pages,
    from_review,
    from_behaviours,
    from_email_checks,
)
"""Who explains codes. Whoever has a table of codes adds a function that reads it."""


def _below_heading(text: str) -> str:
    return text.partition("\n")[2].strip()


def _folded(code: str) -> str:
    return code.strip().casefold().replace("-", "_")
