"""How the findings of a manifest look at a terminal."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from textwrap import fill
from typing import Any

from gongkit.cli.output import Paint, columns, printable
from gongkit.manifest import Finding

_INDENT = "    "


def write_findings(
    source: str, findings: Sequence[Finding], fixable: Sequence[Finding], done: Sequence[Finding]
) -> None:
    """Write what was mended and what is wrong, each with its place in the file, and the sum."""
    paint = Paint(sys.stdout)
    for finding in done:
        print(f"{paint('mended', 'green')} {_where(source, finding)} {printable(finding.place)}")
    for finding in findings:
        where = paint(_where(source, finding), "bold")
        print(f"{where} {printable(finding.place)} {paint(f'[{finding.code}]', 'dim')}")
        print(_filled(finding.message))
        if finding.fix:
            print(_filled(finding.fix))
    if findings:
        print(_sum(findings, fixable))


def described(finding: Finding) -> dict[str, Any]:
    """Give a finding as JSON values."""
    position = finding.position
    return {
        "code": finding.code,
        "place": finding.place,
        "line": position.line if position else None,
        "column": position.column if position else None,
        "message": finding.message,
        "fix": finding.fix,
    }


def _where(source: str, finding: Finding) -> str:
    at = finding.position
    return printable(f"{source}:{at.line}:{at.column}:" if at else f"{source}:")


def _filled(text: str) -> str:
    return fill(
        printable(text),
        columns(),
        initial_indent=_INDENT,
        subsequent_indent=_INDENT,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _sum(findings: Sequence[Finding], fixable: Sequence[Finding]) -> str:
    count = f"{len(findings)} problem{'s' if len(findings) != 1 else ''}"
    if not fixable:
        return f"{count}."
    return (
        f"{count}; --fix mends {len(fixable)} of them."
        if len(findings) > 1
        else (f"{count}; --fix mends it.")
    )
