"""What is said of a packet that was made, and of one that was compared."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from textwrap import wrap
from typing import Any

from gongkit.cli.manifest.differences import described, lines_by_place
from gongkit.cli.output import Paint, columns, printable
from gongkit.manifest.review import Grade
from gongkit.manifest.review.counts import counts_of
from gongkit.manifest.review.observed_rules import STARTS
from gongkit.manifest.submission import Packet
from gongkit.manifest.submission.comparing import Comparison, Submitted
from gongkit.manifest.submission.files import PAGES
from gongkit.manifest.submission.fingerprint import grouped


def made_text(packet: Packet, folder: Path) -> str:
    """Say what a packet came to, and what is left to do."""
    paint = Paint(sys.stdout)
    counts = counts_of(packet.review)
    missing = ", ".join(entry.field.label for entry in packet.missing)
    unused = ", ".join(scope.name for scope in packet.unused)
    left = len(packet.fill_ins)
    lines = [
        paint(printable(f"{packet.name}, profile {packet.profile}"), "bold"),
        grouped(packet.hash),
        "",
        *_item("Missing in the form", missing or "nothing", paint, bad=bool(missing)),
        *_item("Scopes without use", unused or "none", paint, bad=bool(unused)),
        *_item("Left to fill in", f"{left} places, marked in {PAGES[0]}", paint, bad=False),
        *_item("The check", str(counts), paint, bad=bool(counts.failed)),
        *_not_run(packet, paint),
        *_item("Screenshots", _screenshots(packet), paint, bad=False),
        "",
        printable(f"Look at {folder / PAGES[1]}"),
    ]
    return "\n".join(lines)


def _not_run(packet: Packet, paint: Paint) -> Iterator[str]:
    """Say why the app was not seen running, where it was to be run."""
    for outcome in packet.review.of(Grade.FAIL):
        if outcome.rule is STARTS:
            yield from _item("The run", outcome.message, paint, bad=True)


def _screenshots(packet: Packet) -> str:
    if not packet.screenshots:
        return packet.no_screenshots or "none"
    return f"{len(packet.screenshots)}. {packet.no_screenshots}".removesuffix(". ")


def made_json(packet: Packet, folder: Path) -> dict[str, Any]:
    """Say the same to programs."""
    return {
        "folder": str(folder.resolve()),
        "profile": packet.profile,
        "hash": packet.hash,
        "missing": [entry.field.place for entry in packet.missing],
        "unused_scopes": [scope.name for scope in packet.unused],
        "fill_in": list(packet.fill_ins),
        "check": asdict(counts_of(packet.review)),
        "screenshots": [each.file for each in packet.screenshots],
        "no_screenshots": packet.no_screenshots or None,
    }


def compared_text(submitted: Submitted, found: Comparison) -> str:
    """Say whether the manifest is what was handed in, and what is different."""
    return "\n".join(_compared(submitted, found))


def _compared(submitted: Submitted, found: Comparison) -> Iterator[str]:
    paint = Paint(sys.stdout)
    yield from lines_by_place(found.differences)
    for place in found.pictures:
        yield f"{place}\n  It is another picture."
    for name in found.changed:
        yield f"{printable(str(submitted.folder / name))}\n  It is not as it was made."
    for name in found.edited:
        yield f"{printable(str(submitted.folder / name))}\n  Something was filled in there."
    if found.differences or found.pictures:
        yield paint("The manifest is not what was handed in.", "bold", "red")
        yield f"handed in  {grouped(submitted.hash)}"
        yield f"now        {grouped(found.hash)}"
    elif found.changed:
        yield paint("The packet is not as it was made.", "bold", "red")
    else:
        yield paint("The manifest is what was handed in.", "bold", "green")
        yield grouped(found.hash)


def compared_json(submitted: Submitted, found: Comparison) -> dict[str, Any]:
    """Say the same to programs."""
    return {
        "same": found.same,
        "profile": submitted.profile,
        "hash": found.hash,
        "handed_in": submitted.hash,
        "differences": [described(each) for each in found.differences],
        "pictures": list(found.pictures),
        "changed_files": list(found.changed),
        "edited_pages": list(found.edited),
    }


def _item(title: str, text: str, paint: Paint, *, bad: bool) -> Iterator[str]:
    indent = " " * 21
    first, *rest = wrap(
        printable(text), columns() - len(indent), break_on_hyphens=False, break_long_words=False
    )
    style = ("yellow",) if bad else ()
    yield f"{title.ljust(len(indent))}{paint(first, *style)}"
    yield from (f"{indent}{paint(line, *style)}" for line in rest)
