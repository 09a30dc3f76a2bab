"""The library of a demo company: folders in both workspaces, with calls worth keeping."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import NamedTuple

from gongkit.sandbox.core.calls.rows import CallRow
from gongkit.sandbox.core.seed.demo import Demo
from gongkit.sandbox.core.seed.dice import Dice
from gongkit.sandbox.core.seed.stories import PlannedCall
from gongkit.sandbox.core.state import State


class _Folder(NamedTuple):
    """A folder to make. `kinds` are those of the calls in it, `parent` is another's name.

    With `passages` it holds passages of calls. The parent comes before.
    """

    name: str
    kinds: tuple[str, ...] = ()
    passages: bool = False
    parent: str | None = None
    kind: str = "public"


_FOLDERS: tuple[tuple[_Folder, ...], tuple[_Folder, ...]] = (
    (
        _Folder("Onboarding"),
        _Folder("Discovery that works", ("discovery",), parent="Onboarding"),
        _Folder("Demos worth copying", ("demo",), parent="Onboarding"),
        _Folder("Technical questions", ("technical", "demo"), passages=True),
        _Folder("Talking about price", ("pricing", "negotiation"), passages=True),
        _Folder("First calls", ("cold_booked",), parent="Onboarding"),
        _Folder("To listen to again", ("discovery",), kind="private"),
        _Folder("Spring campaign", ("demo",), kind="archived"),
        _Folder("Calls about competitors", kind="stream"),
    ),
    (
        _Folder("Customer voices"),
        _Folder("Good beginnings", ("kickoff",), parent="Customer voices"),
        _Folder("Renewals", ("renewal", "review"), parent="Customer voices"),
        _Folder("Wishes for the product", ("check_in", "review"), passages=True),
        _Folder("Mine", ("check_in",), kind="private"),
        _Folder("Calls about risks", kind="stream"),
    ),
)


class _Entry(NamedTuple):
    """A call in a folder, as the table has it. Passages are in seconds from the start."""

    call_id: str
    note: str | None
    added_by: str
    created: float
    from_sec: int | None
    to_sec: int | None


_IN_FOLDER = 5
_NOTES = (
    "Listen to how the question is asked.",
    "This is how the next step should be agreed on.",
    "Calm, although the objection came early.",
    "Good summary at the end.",
)

Calls = Sequence[tuple[PlannedCall, CallRow]]


class _Maker:
    """Makes the library of one company."""

    def __init__(self, demo: Demo, calls: Calls) -> None:
        self._demo, self._today = demo, demo.today.timestamp()
        self._calls = [
            (planned, row)
            for planned, row in calls
            if row.visible_at < self._today and planned.kind.name != "coaching"
        ]
        self._curators = [*demo.in_job("manager"), *demo.in_job("success_lead")]

    def folder(self, dice: Dice) -> tuple[str, str, float]:
        """Give the id of a folder, who made it, and when it was changed last."""
        created_by = dice.pick(self._curators).id
        updated = self._demo.today - timedelta(days=dice.between(3, 60), minutes=dice.below(600))
        return dice.gong_id(), created_by, updated.timestamp()

    def content(self, dice: Dice, folder: _Folder) -> Iterator[_Entry]:
        """Give the calls in a folder."""
        fitting = [row for planned, row in self._calls if planned.kind.name in folder.kinds]
        for row in dice.some(fitting, _IN_FOLDER):
            age = self._today - row.visible_at
            created = row.visible_at + age * dice.between(5, 95) / 100
            start = row.duration * dice.between(10, 60) // 100
            end = start + min(dice.between(30, 150), row.duration - start)
            note = dice.pick(_NOTES) if dice.chance(0.6) else None
            passage = (start, end) if folder.passages else (None, None)
            yield _Entry(row.id, note, dice.pick(self._curators).id, created, *passage)


def plant_library(state: State, demo: Demo, calls: Calls) -> tuple[str, str]:
    """Put folders and their calls into the tables; give the first folder of each workspace.

    The calls must be there already.
    """
    maker, company_id = _Maker(demo, calls), demo.company.id
    folders: list[tuple[object, ...]] = []
    contents: list[tuple[object, ...]] = []
    first = []
    for workspace_id, planned in zip(demo.workspaces, _FOLDERS, strict=True):
        ids: dict[str, str] = {}
        for folder in planned:
            dice = demo.dice("library", workspace_id, folder.name)
            folder_id, created_by, updated = maker.folder(dice)
            ids[folder.name] = folder_id
            parent_id = folder.parent and ids[folder.parent]
            entries = list(maker.content(dice, folder))
            told = (folder.kind, folder.name, created_by)
            changed = max([updated, *(entry.created for entry in entries)])
            folders.append((company_id, folder_id, workspace_id, parent_id, *told, changed))
            contents += [(company_id, folder_id, company_id, *entry) for entry in entries]
        first.append(next(iter(ids.values())))
    state.execute_many("INSERT INTO library_folders VALUES (?, ?, ?, ?, ?, ?, ?, ?)", folders)
    state.execute_many(
        "INSERT INTO library_calls"
        " (company_id, folder_id, call, note, added_by, created, from_sec, to_sec) VALUES"
        " (?, ?, (SELECT number FROM calls WHERE company_id = ? AND id = ?), ?, ?, ?, ?, ?)",
        contents,
    )
    return first[0], first[1]
