"""Adds companies that are empty but for what each needs to be used: an admin and a workspace."""

from __future__ import annotations

import string
from collections.abc import Iterable
from datetime import datetime

import msgspec

from gongkit.contract.types.users import Settings, SpokenLanguage, UserMetadata
from gongkit.redact import Secret
from gongkit.sandbox.core.companies import insert_companies
from gongkit.sandbox.core.company import Company
from gongkit.sandbox.core.people import TECH_ADMIN
from gongkit.sandbox.core.seed.dice import Dice
from gongkit.sandbox.core.seed.people import PASSWORD
from gongkit.sandbox.core.state import State

_TITLE = "IT Systems Administrator"
_SETTINGS = Settings(
    web_conferences_recorded=True,
    prevent_web_conference_recording=False,
    telephony_calls_imported=True,
    emails_imported=True,
    prevent_email_import=False,
    non_recorded_meetings_imported=False,
    gong_connect_enabled=False,
)
_SWITCHED_ON = ("active", "callsImported", "emailsImported", "webConferencesRecorded")
"""What the history tells of these settings."""


def make_company(name: str, title: str, region: str, time_zone: str, seed: str) -> Company:
    """Make a company of the default cell; name and seed give its id and its access key."""
    dice = Dice(seed, name, "company")
    return Company(
        id=dice.gong_id(),
        name=name,
        title=title,
        domain=f"{name}.example",
        region=region,
        time_zone=time_zone,
        cell=None,
        access_key=dice.text(string.ascii_uppercase + string.digits, 32),
        access_key_secret=Secret(dice.text(string.ascii_letters + string.digits + "-_", 64)),
    )


def add_companies(state: State, companies: Iterable[Company], seed: str, now: float) -> None:
    """Put companies into the state, each with a tech admin and a workspace: all or none."""
    companies = tuple(companies)
    users, history, workspaces = [], [], []
    for company in companies:
        dice = Dice(seed, company.name, "admin")
        admin_id, workspace_id = dice.gong_id(), dice.gong_id()
        users.append(_admin_row(company, admin_id, now))
        history += [(company.id, admin_id, now, setting, True) for setting in _SWITCHED_ON]
        workspaces.append((company.id, workspace_id, company.title, "The company's only one."))
    marks = ", ".join("?" * len(users[0]))
    with state.write():
        insert_companies(state, companies)
        state.execute_many(f"INSERT INTO users VALUES ({marks})", users)  # noqa: S608
        state.execute_many("INSERT INTO user_settings_history VALUES (?, ?, ?, ?, ?)", history)
        state.execute_many("INSERT INTO workspaces VALUES (?, ?, ?, ?)", workspaces)


def _admin_row(company: Company, admin_id: str, now: float) -> tuple[object, ...]:
    email, first, last = f"admin@{company.domain}", "Ada", "Admin"
    metadata = UserMetadata(
        id=admin_id,
        email_address=email,
        created=datetime.fromtimestamp(now, company.zone).isoformat(timespec="milliseconds"),
        active=True,
        email_aliases=[],
        trusted_email_address=email,
        first_name=first,
        last_name=last,
        title=_TITLE,
        personal_meeting_urls=[],
        settings=_SETTINGS,
        conferencing_providers=[],
        spoken_languages=[SpokenLanguage(language="en-US", primary=True)],
    )
    return (
        company.id,
        admin_id,
        email,
        first,
        last,
        _TITLE,
        TECH_ADMIN,
        PASSWORD,
        True,
        False,
        None,
        company.time_zone,
        now,
        msgspec.json.encode(metadata),
    )
