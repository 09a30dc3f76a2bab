"""What is wrong with a form, each message beside its field, in the form's own words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from gongkit.manifest import Code, Finding
from gongkit.sandbox.ui.admin.fields import FIELDS

_ENTRY = re.compile(r"(.+)\[(\d+)\]")
_PLACES = re.compile(
    r"(?<![\w.])("
    + "|".join(map(re.escape, sorted(FIELDS, key=len, reverse=True)))
    + r")(\[\d+\])?"
)
_REQUIRED = {Code.MISSING, Code.EMPTY}

LineNumbers = Mapping[str, list[int]]
"""For each list the number of the line that each of its entries was typed in."""


@dataclass(slots=True)
class Wrong:
    """Messages by the place of their field, and those that belong to none."""

    beside: dict[str, list[str]] = field(default_factory=dict)
    elsewhere: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.beside or self.elsewhere)

    def add(self, place: str, message: str) -> None:
        """Put a message beside a field."""
        self.beside.setdefault(place, []).append(message)

    def add_all(self, findings: Iterable[object], numbers: LineNumbers) -> None:
        """Put findings beside the fields that they are about."""
        for finding in findings:
            if isinstance(finding, Finding):
                self._add_finding(finding, numbers)

    def _add_finding(self, finding: Finding, numbers: LineNumbers) -> None:
        place, number = _line_of(finding.place, numbers)
        if place not in FIELDS:
            self.elsewhere.append(f"{finding.place}: {finding.message} {finding.fix}")
            return
        said = _in_words(finding, place, numbers)
        several = number is not None and len(numbers.get(place, ())) > 1
        self.add(place, f"Line {number}: {said}" if several else said)


def _line_of(place: str, numbers: LineNumbers) -> tuple[str, int | None]:
    entry = _ENTRY.fullmatch(place)
    if entry is None:
        return place, None
    known, index = numbers.get(entry[1], ()), int(entry[2])
    return entry[1], known[index] if index < len(known) else index + 1


def _in_words(finding: Finding, place: str, numbers: LineNumbers) -> str:
    """Say it of a form, where the finding may speak of a file and its keys."""
    if finding.code in _REQUIRED:
        return FIELDS[place].required
    return _PLACES.sub(lambda found: _named(found, numbers), f"{finding.message} {finding.fix}")


def _named(found: re.Match[str], numbers: LineNumbers) -> str:
    label = f"“{FIELDS[found[1]].label}”"
    if found[2] is None:
        return label
    _, number = _line_of(found[0], numbers)
    return f"line {number} of {label}"
