"""Plants the demo data: the three companies and all that is in them, in one transaction."""

from __future__ import annotations

from datetime import datetime

import msgspec

from gongkit.sandbox.core.companies import insert_company
from gongkit.sandbox.core.company import Company
from gongkit.sandbox.core.seed.companies import BLUEPRINTS, Blueprint, make_company
from gongkit.sandbox.core.seed.dice import Dice
from gongkit.sandbox.core.seed.people import (
    PASSWORD,
    Person,
    created_of,
    history_of,
    make_people,
    midnight,
    user_metadata,
)
from gongkit.sandbox.core.state import State


def plant(state: State, seed: str, now: float) -> None:
    """Put the demo companies into an empty state.

    Ids, names and texts depend on the seed alone; dates hang on the UTC day of `now`
    (seconds since the epoch), so that there are always calls of last week.
    """
    today = midnight(now)
    with state.write():
        for blueprint in BLUEPRINTS:
            _plant_company(state, blueprint, seed, today)


def _plant_company(state: State, blueprint: Blueprint, seed: str, today: datetime) -> None:
    company = make_company(blueprint, seed)
    insert_company(state, company)
    people = make_people(blueprint, seed)
    _plant_people(state, company, blueprint, people, seed, today)
    _plant_workspaces(state, company, blueprint, seed)


def _plant_people(
    state: State,
    company: Company,
    blueprint: Blueprint,
    people: list[Person],
    seed: str,
    today: datetime,
) -> None:
    users, history = [], []
    for person in people:
        created = created_of(person, today, seed)
        encoded = msgspec.json.encode(user_metadata(person, blueprint, created))
        users.append(
            (
                company.id,
                person.id,
                person.email,
                person.first,
                person.last,
                person.title,
                person.role,
                PASSWORD,
                person.active,
                person.avatar,
                person.manager_id,
                person.time_zone,
                created.timestamp(),
                encoded,
            )
        )
        history += [
            (company.id, person.id, change.changed, change.setting, change.value)
            for change in history_of(person, created, today, seed)
        ]
    marks = ", ".join("?" * len(users[0]))
    state.execute_many(f"INSERT INTO users VALUES ({marks})", iter(users))  # noqa: S608
    state.execute_many("INSERT INTO user_settings_history VALUES (?, ?, ?, ?, ?)", iter(history))


def workspace_ids(blueprint: Blueprint, seed: str) -> tuple[str, str]:
    """Give the ids of the company's two workspaces, in the blueprint's order."""
    dice = Dice(seed, blueprint.name, "workspaces")
    return dice.gong_id(), dice.gong_id()


def _plant_workspaces(state: State, company: Company, blueprint: Blueprint, seed: str) -> None:
    ids = workspace_ids(blueprint, seed)
    for workspace_id, (name, description) in zip(ids, blueprint.workspaces, strict=True):
        state.execute(
            "INSERT INTO workspaces VALUES (?, ?, ?, ?)",
            company.id,
            workspace_id,
            name,
            description,
        )
