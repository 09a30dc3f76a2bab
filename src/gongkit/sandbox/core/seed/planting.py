"""Plants the demo data: the three companies and all that is in them, in one transaction."""

from __future__ import annotations

from datetime import datetime
from itertools import starmap

import msgspec

from gongkit.sandbox.core.calls.rows import insert_calls, insert_contents
from gongkit.sandbox.core.companies import insert_company
from gongkit.sandbox.core.seed.activity import plant_activity
from gongkit.sandbox.core.seed.briefs import plant_briefs
from gongkit.sandbox.core.seed.calls import CallMaker
from gongkit.sandbox.core.seed.companies import BLUEPRINTS, Blueprint, make_company
from gongkit.sandbox.core.seed.crm import Records
from gongkit.sandbox.core.seed.demo import Demo
from gongkit.sandbox.core.seed.dice import Dice
from gongkit.sandbox.core.seed.emails import plant_emails
from gongkit.sandbox.core.seed.flows import plant_flows
from gongkit.sandbox.core.seed.interactions import plant_interactions
from gongkit.sandbox.core.seed.large import CALLS, LARGE, earlier_calls, enlarged
from gongkit.sandbox.core.seed.library import plant_library
from gongkit.sandbox.core.seed.logs import plant_logs
from gongkit.sandbox.core.seed.mail import plant_mail
from gongkit.sandbox.core.seed.meetings import plant_meetings
from gongkit.sandbox.core.seed.people import (
    PASSWORD,
    Person,
    created_of,
    history_of,
    make_people,
    midnight,
    user_metadata,
)
from gongkit.sandbox.core.seed.permissions import plant_permissions
from gongkit.sandbox.core.seed.reviews import plant_reviews
from gongkit.sandbox.core.seed.scorecards import plant_scorecards
from gongkit.sandbox.core.seed.settings import plant_outcomes, plant_trackers
from gongkit.sandbox.core.seed.stories import PlannedCall, Story, plan_calls
from gongkit.sandbox.core.seed.tasks import plant_tasks
from gongkit.sandbox.core.state import State


def plant(state: State, seed: str, now: float) -> None:
    """Put the demo companies into an empty state.

    Ids, names and texts depend on the seed alone; dates hang on the UTC day of `now`
    (seconds since the epoch), so that there are always calls of last week.
    """
    today = midnight(now)
    with state.write():
        for blueprint in BLUEPRINTS:
            _plant_company(state, blueprint, seed, today, _calls_of(blueprint, seed))


def _calls_of(blueprint: Blueprint, seed: str) -> int:
    return CALLS[blueprint.name] if seed == LARGE else blueprint.calls


def _plant_company(
    state: State, blueprint: Blueprint, seed: str, today: datetime, calls: int
) -> None:
    if calls > blueprint.calls:
        blueprint = enlarged(blueprint, calls)
    dice = Dice(seed, blueprint.name, "workspaces")
    demo = Demo(
        blueprint=blueprint,
        company=make_company(blueprint, seed),
        seed=seed,
        today=today,
        people=tuple(make_people(blueprint, seed)),
        workspaces=(dice.gong_id(), dice.gong_id()),
    )
    insert_company(state, demo.company)
    _plant_people(state, demo)
    _plant_workspaces(state, demo)
    stories, planned = plan_calls(demo)
    records = Records(demo)
    _plant_crm(state, demo, records, stories, planned)
    maker = CallMaker(demo, records, stories)
    rows, contents = zip(*starmap(maker.make, enumerate(planned)), strict=True)
    latest = list(zip(insert_contents(state, contents), rows, strict=True))
    insert_calls(state, latest)
    insert_calls(state, earlier_calls(demo, latest, calls))
    plant_trackers(state, demo)
    plant_outcomes(state, demo)
    plant_briefs(state, demo)
    library = plant_library(state, demo, list(zip(planned, rows, strict=True)))
    plant_permissions(state, demo, library)
    plant_activity(state, demo)
    plant_logs(state, demo)
    plant_reviews(state, demo, plant_scorecards(state, demo))
    plant_emails(state, demo, planned, rows, contents)
    plant_mail(state, demo, stories)
    plant_flows(state, demo, planned)
    plant_tasks(state, demo, stories, planned)
    plant_meetings(state, demo, stories)
    plant_interactions(state, demo, stories)


def _plant_crm(
    state: State, demo: Demo, records: Records, stories: list[Story], calls: list[PlannedCall]
) -> None:
    company_id, encode = demo.company.id, msgspec.json.encode
    prospects = [call.account for call in calls if call.account and not call.kind.stage]
    contacts = []
    for account in [*(story.account for story in stories), *prospects]:
        for person in account.contacts:
            fields = encode(records.contact(person, account))
            account_id = account.id if person.kind == "Contact" else None
            texts = (person.name, person.email, person.phone)
            contacts.append((company_id, person.id, person.kind, account_id, *texts, fields))
    accounts, deals = [], []
    for story in stories:
        account, standing = story.account, records.standing(story)
        customer = standing.stage in {6, 7}
        fields = encode(records.account(account, customer=customer))
        texts = (account.name, account.domain, account.owner.id)
        accounts.append((company_id, account.id, *texts, fields))
        fields = encode(records.opportunity(account, standing.stage, standing))
        deals.append((company_id, account.deal.id, account.id, account.owner.id, fields))
    state.execute_many("INSERT INTO contacts VALUES (?, ?, ?, ?, ?, ?, ?, ?)", contacts)
    state.execute_many("INSERT INTO accounts VALUES (?, ?, ?, ?, ?, ?)", accounts)
    state.execute_many("INSERT INTO opportunities VALUES (?, ?, ?, ?, ?)", deals)


def _plant_people(state: State, demo: Demo) -> None:
    users, history = [], []
    for person in demo.people:
        created = created_of(person, demo.today, demo.seed)
        users.append(_user_row(demo, person, created))
        history += [
            (demo.company.id, person.id, change.changed, change.setting, change.value)
            for change in history_of(person, created, demo.today, demo.seed)
        ]
    marks = ", ".join("?" * len(users[0]))
    state.execute_many(f"INSERT INTO users VALUES ({marks})", iter(users))  # noqa: S608
    state.execute_many("INSERT INTO user_settings_history VALUES (?, ?, ?, ?, ?)", iter(history))


def _user_row(demo: Demo, person: Person, created: datetime) -> tuple[object, ...]:
    return (
        demo.company.id,
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
        msgspec.json.encode(user_metadata(person, demo.blueprint, created)),
    )


def _plant_workspaces(state: State, demo: Demo) -> None:
    rows = zip(demo.workspaces, demo.blueprint.workspaces, strict=True)
    state.execute_many(
        "INSERT INTO workspaces VALUES (?, ?, ?, ?)",
        ((demo.company.id, id_, *texts) for id_, texts in rows),
    )
