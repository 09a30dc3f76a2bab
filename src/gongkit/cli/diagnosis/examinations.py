"""All examinations in their order, and how they are made: one that breaks is a finding itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from gongkit.cli.diagnosis.app_manifest import examine_manifest
from gongkit.cli.diagnosis.disk import examine_disk
from gongkit.cli.diagnosis.found import Found, State
from gongkit.cli.diagnosis.installed import examine_installations
from gongkit.cli.diagnosis.keys import examine_keys
from gongkit.cli.diagnosis.live import examine_access, examine_gong
from gongkit.cli.diagnosis.ports import examine_ports
from gongkit.cli.diagnosis.reach import examine_reach
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
        found = _examined(subject, around)
        done = _fixed(found) if fix else frozenset()
        if done:
            around = look_around(live=live)
            found = _examined(subject, around)
        made.append(Examined(subject.title, found, done))
    return made


def _examined(subject: Subject, around: Surroundings) -> list[Found]:
    found: list[Found] = []
    try:
        found.extend(subject.examine(around))
    except (GongkitError, OSError) as error:
        found.append(_broken(subject, error))
    return found


def _fixed(found: Sequence[Found]) -> frozenset[str]:
    """Do what can be done; what could not be done is found again."""
    done = set()
    for each in found:
        if each.fix is None:
            continue
        try:
            each.fix()
        except (GongkitError, OSError):
            continue
        done.add(each.id)
    return frozenset(done)


def _broken(subject: Subject, error: GongkitError | OSError) -> Found:
    if isinstance(error, GongkitError):
        said, hint = error.message, error.hint
    else:
        said, hint = error.strerror or str(error), ""
    return Found(
        id=f"{subject.title.lower()}.examined",
        state=State.FAILED,
        found=said.removesuffix("."),
        why="This could not be examined.",
        next=hint,
    )
