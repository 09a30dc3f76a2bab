"""All examinations in their order, and how they are made: one that breaks is a finding itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from gongkit.cli.diagnosis.app_manifest import examine_manifest
from gongkit.cli.diagnosis.disk import examine_disk
from gongkit.cli.diagnosis.found import Fix, Found, State
from gongkit.cli.diagnosis.installed import examine_installations
from gongkit.cli.diagnosis.keys import examine_keys
from gongkit.cli.diagnosis.live_access import examine_access
from gongkit.cli.diagnosis.live_gong import examine_gong
from gongkit.cli.diagnosis.ports import examine_ports
from gongkit.cli.diagnosis.reach import examine_reach
from gongkit.cli.diagnosis.sandbox_data import examine_sandbox_data
from gongkit.cli.diagnosis.software import examine_software
from gongkit.cli.diagnosis.store import examine_store
from gongkit.cli.diagnosis.surroundings import Surroundings, look_around
from gongkit.cli.diagnosis.times import examine_times
from gongkit.cli.diagnosis.variables import examine_variables
from gongkit.errors import GongkitError

Examine = Callable[[Surroundings], Iterable[Found]]


@dataclass(frozen=True, slots=True)
class Subject:
    """What is examined together."""

    title: str
    examine: Examine
    only_live: bool = False


@dataclass(frozen=True, slots=True)
class Examined:
    """What was found of a subject; `done` are the ids whose advice was followed (`--fix`)."""

    subject: str
    found: Sequence[Found]
    done: frozenset[str] = frozenset()


SUBJECTS: Final = (
    Subject("Software", examine_software),
    Subject("Environment", examine_variables),
    Subject("Manifest", examine_manifest),
    Subject("Ports", examine_ports),
    Subject("Keys", examine_keys),
    Subject("Store", examine_store),
    Subject("Installations", examine_installations),
    Subject("Sandbox", examine_sandbox_data),
    Subject("Disk", examine_disk),
    Subject("Clock", examine_times),
    Subject("Reach", examine_reach),
    Subject("Gong", examine_gong, only_live=True),
    Subject("Access", examine_access, only_live=True),
)


def examine_all(*, live: bool, fix: bool) -> list[Examined]:
    """Make every examination; with `fix`, do what is safe and look again."""
    around, made = look_around(live=live), []
    for subject in SUBJECTS:
        if subject.only_live and not live:
            continue
        examined = _examined(subject, around)
        if fix and any(each.fix for each in examined.found):
            why_not = {each.id: _follow(each.fix) for each in examined.found if each.fix}
            around = look_around(live=live)
            examined = _again(_examined(subject, around), why_not)
        made.append(examined)
    return made


def _examined(subject: Subject, around: Surroundings) -> Examined:
    found: list[Found] = []
    try:
        found.extend(subject.examine(around))
    except (GongkitError, OSError) as error:
        found.append(_broken(subject, error))
    return Examined(subject.title, found)


def _follow(fix: Fix) -> str:
    """Do what was advised; give the reason where that failed, or nothing."""
    try:
        fix()
    except (GongkitError, OSError) as error:
        return _said(error)
    return ""


def _again(examined: Examined, why_not: Mapping[str, str]) -> Examined:
    """Say of what could not be done why not, and of the rest that it was done."""
    found = [
        replace(each, next=f"{each.next} (not done: {why_not[each.id]})", fix=None)
        if why_not.get(each.id)
        else each
        for each in examined.found
    ]
    done = frozenset(name for name, reason in why_not.items() if not reason)
    return Examined(examined.subject, found, done)


def _broken(subject: Subject, error: GongkitError | OSError) -> Found:
    return Found(
        id=f"{subject.title.lower()}.examined",
        state=State.FAILED,
        found=_said(error),
        why="This could not be examined.",
        next=getattr(error, "hint", ""),
    )


def _said(error: GongkitError | OSError) -> str:
    said = error.message if isinstance(error, GongkitError) else error.strerror or str(error)
    return said.removesuffix(".")
