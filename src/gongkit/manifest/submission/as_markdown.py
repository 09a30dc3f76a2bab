"""A packet as Markdown: `submission.md`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from gongkit.manifest.review.counts import counts_of
from gongkit.manifest.review.rule import Grade, Outcome
from gongkit.manifest.submission.fingerprint import grouped
from gongkit.manifest.submission.form import Entry
from gongkit.manifest.submission.packet import Packet
from gongkit.manifest.submission.passage import Passage
from gongkit.manifest.submission.reasons import ScopeReason
from gongkit.manifest.submission.texts import INTRODUCTION, NO_IPS, UNUSED, VERIFYING

_ACTIVE: Final = re.compile(r"[\\`*\[\]|~#!]|(?<!\w)_|_(?!\w)")
_ENTITIES: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def as_markdown(packet: Packet) -> str:
    """Write the packet as Markdown; nothing that it holds is taken for markup."""
    blocks = (
        f"# {text(packet.name)}",
        INTRODUCTION,
        code_block(grouped(packet.hash)),
        *_missing(packet),
        *_form(packet),
        *_trusted_ips(packet),
        *_rules(packet),
        *_scopes(packet),
        "## Where data is kept",
        *(block for each in packet.residency for block in _passage(each)),
        "## How to try the app",
        *_steps(packet.account_script),
        *_screenshots(packet),
        *_check(packet),
        "## The hash",
        VERIFYING,
    )
    return "\n\n".join(blocks) + "\n"


def text(plain: str) -> str:
    """Write a text on one line, in which nothing is markup."""
    line = " ".join(plain.split()).translate(_ENTITIES)
    return _ACTIVE.sub(lambda found: f"\\{found[0]}", line)


def code(plain: str) -> str:
    """Write a text as code, on one line."""
    line = " ".join(plain.split())
    fence = "`" * (_longest_run(line) + 1)
    pad = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{fence}{pad}{line}{pad}{fence}" if line else ""


def code_block(plain: str) -> str:
    """Write a text as it is, to be copied."""
    fence = "`" * max(3, _longest_run(plain) + 1)
    return f"{fence}text\n{plain}\n{fence}"


def _longest_run(plain: str) -> int:
    return max((len(run) for run in re.findall("`+", plain)), default=0)


def _missing(packet: Packet) -> Iterator[str]:
    if packet.missing:
        yield "## Missing"
        yield "The form asks for these, and the manifest does not have them."
        yield _list(f"{each.field.label} ({code(each.field.place)})" for each in packet.missing)


def _form(packet: Packet) -> Iterator[str]:
    yield "## Gong's form"
    for section in packet.sections:
        yield f"### {section.title}"
        for entry in section.entries:
            yield from _entry(packet, entry)


def _entry(packet: Packet, entry: Entry) -> Iterator[str]:
    picture = packet.picture(entry.field.place)
    yield f"**{entry.field.label}**"
    if picture is not None:
        yield f"![{entry.field.label}]({picture.file})"
        yield _list([code(picture.file), picture.about, f"SHA-256 {code(picture.sha256)}"])
    elif entry.values:
        yield code_block("\n".join(entry.values))
    else:
        yield "**Missing.**" if entry.used else "Not used."


def _trusted_ips(packet: Packet) -> Iterator[str]:
    yield "## Trusted IPs"
    yield "They are filled in apart from the form, one a line."
    for entry in packet.trusted_ips:
        yield f"**{entry.field.label}**"
        yield code_block("\n".join(entry.values)) if entry.values else NO_IPS


def _rules(packet: Packet) -> Iterator[str]:
    rules = packet.manifest.webhooks.rules
    if rules:
        yield "## Automation rules"
        yield "Each customer's tech admin makes them in Gong's admin center."
        for rule in rules:
            yield f"**{text(rule.name)}** ({code(rule.authentication)})"
            yield code_block(rule.url)


def _scopes(packet: Packet) -> Iterator[str]:
    yield "## What each scope is for"
    for scope in packet.scopes:
        yield f"### {code(scope.name)}"
        yield text(scope.reason)
        yield _list(_about(scope))


def _about(scope: ScopeReason) -> Iterator[str]:
    if scope.unused:
        yield f"**{UNUSED}**"
    if scope.own_words:
        yield text(f"With it, an app may {scope.allows}.")
    yield from map(text, scope.seen)


def _passage(passage: Passage) -> Iterator[str]:
    yield text(passage.text)
    if passage.values:
        yield code_block("\n".join(passage.values))
    if passage.fill_in:
        yield _fill_in(passage)


def _steps(passages: Sequence[Passage]) -> Iterator[str]:
    for number, passage in enumerate(passages, 1):
        indent = " " * len(f"{number}. ")
        whole = "\n\n".join(_passage(passage)).replace("\n", f"\n{indent}")
        yield f"{number}. {whole}".replace(f"\n{indent}\n", "\n\n")


def _fill_in(passage: Passage) -> str:
    return f"**[Fill in: {text(passage.fill_in)}]**"


def _screenshots(packet: Packet) -> Iterator[str]:
    yield "## Screenshots"
    if packet.no_screenshots:
        yield text(packet.no_screenshots)
    for each in packet.screenshots:
        yield text(each.title)
        yield f"![{text(each.title)}]({each.file})"


def _check(packet: Packet) -> Iterator[str]:
    yield "## The check"
    yield f"Of the rules of gongkit check, {counts_of(packet.review)}."
    for grade, title in ((Grade.FAIL, "Fails"), (Grade.REVIEW, "Needs review")):
        found = packet.review.of(grade)
        if found:
            yield f"### {title}"
            yield _list(map(_outcome, found))
    if packet.review.skipped:
        yield "### Not looked at"
        yield _list(
            f"{', '.join(code(rule.id) for rule in each.rules)}: {text(each.why)}"
            for each in packet.review.skipped
        )


def _outcome(outcome: Outcome) -> str:
    places = ", ".join(code(str(each)) for each in outcome.evidence)
    where = f" ({places})" if places else ""
    return f"{code(outcome.rule.id)}{where}: {text(outcome.message)}"


def _list(entries: Iterable[str]) -> str:
    return "\n".join(f"- {entry}" for entry in entries)
