"""What the parts of a manifest must agree on, with one another and with the files beside it.

These checks get the sound part of the tables, where None stands for a value that is
wrong by itself: that was found before, and nothing is concluded from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

from gongkit.loopback import is_loopback
from gongkit.manifest.addresses import address_of, is_under
from gongkit.manifest.finding import Code, Edit, Finding, Problem, below, quoted

FILES = (
    ("integration", "logos", "small"),
    ("integration", "logos", "large"),
    ("iframe", "email_composer", "image"),
)
"""Where the manifest names files of the project."""


def disagreements(tables: Mapping[str, Any], folder: Path | None) -> Iterator[Finding]:
    """Find what does not go together; files are looked for when a folder is given."""
    yield from _origins_outside_domains(tables)
    yield from _frames_without_origin(tables)
    yield from _repeated_rules(tables)
    yield from _hosts_in_two_regions(tables)
    for place in FILES:
        name = _at(tables, *place)
        if isinstance(name, str):
            yield from (Finding.at(".".join(place), p) for p in _file_problems(name, folder))


def _at(tables: Any, *keys: str) -> Any:
    for key in keys:
        tables = tables.get(key) if isinstance(tables, Mapping) else None
    return tables


def _entries(tables: Mapping[str, Any], table: str, key: str) -> list[Any]:
    """Give a list's entries: none where it is left out, None for what is wrong."""
    found = tables.get(table, {})
    entries = None if found is None else found.get(key, [])
    return [None] if entries is None else list(entries)


def _origins_outside_domains(tables: Mapping[str, Any]) -> Iterator[Finding]:
    domains = _entries(tables, "integration", "domains")
    if None in domains:
        return
    for index, origin in enumerate(_entries(tables, "iframe", "allowed_origins")):
        address = address_of(origin or "")
        if address is None or is_loopback(address.host):
            continue
        if not any(is_under(address.host, domain) for domain in domains):
            yield Finding(
                Code.ORIGIN_OUTSIDE_DOMAINS,
                f"iframe.allowed_origins[{index}]",
                f"{quoted(origin)} is under none of the registered domains.",
                "Add its domain to integration.domains, or remove the origin.",
            )


def _frames_without_origin(tables: Mapping[str, Any]) -> Iterator[Finding]:
    allowed = _entries(tables, "iframe", "allowed_origins")
    if None in allowed:
        return
    for frame in ("email_composer", "account_information"):
        address = address_of(_at(tables, "iframe", frame, "url") or "")
        if address is not None and address.origin not in allowed:
            yield Finding(
                Code.ORIGIN_NOT_ALLOWED,
                f"iframe.{frame}.url",
                f"Gong would not show this page: {address.origin!r} is not an allowed origin.",
                f"Add {address.origin!r} to iframe.allowed_origins.",
                edit=Edit("allow", address.origin),
            )


def _repeated_rules(tables: Mapping[str, Any]) -> Iterator[Finding]:
    seen: set[str] = set()
    for index, rule in enumerate(_entries(tables, "webhooks", "rules")):
        name = _at(rule, "name")
        if name is None:
            continue
        if name in seen:
            yield Finding(
                Code.DUPLICATE,
                f"webhooks.rules[{index}].name",
                f"There is another rule named {quoted(name)}.",
                "Give each rule a name of its own.",
            )
        seen.add(name)


def _hosts_in_two_regions(tables: Mapping[str, Any]) -> Iterator[Finding]:
    taken: dict[str, str] = {}
    for region, patterns in (_at(tables, "residency", "regions") or {}).items():
        for index, pattern in enumerate(patterns or ()):
            other = taken.setdefault(pattern, region)
            if pattern is not None and other != region:
                yield Finding(
                    Code.DUPLICATE,
                    f"{below('residency.regions', region)}[{index}]",
                    f"{quoted(pattern)} is in region {other!r} already.",
                    "Keep it in one of them.",
                )


def _file_problems(name: str, folder: Path | None) -> Iterator[Problem]:
    windows = PureWindowsPath(name)
    if windows.anchor or PurePosixPath(name).is_absolute() or ".." in windows.parts:
        yield Problem(
            Code.NOT_RELATIVE_PATH,
            f"{quoted(name)} leads out of the manifest's folder.",
            "Put the file beside gong.app.toml and name it relative to that.",
        )
    elif folder is not None and not _is_file(folder / name):
        yield Problem(
            Code.NO_SUCH_FILE,
            f"There is no file {quoted(name)} in the manifest's folder.",
            "Check the name; it is relative to gong.app.toml.",
        )


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
