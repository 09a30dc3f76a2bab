"""The people of a demo company: who they are, whom they report to, what Gong does for them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from gongkit.contract.types.users import (
    ConferencingProvider,
    Settings,
    SpokenLanguage,
    UserMetadata,
)
from gongkit.decoders import converted
from gongkit.sandbox.core.seed.companies import Blueprint
from gongkit.sandbox.core.seed.dice import Dice
from gongkit.sandbox.core.seed.names import address_part

PASSWORD = "demo"  # noqa: S105
"""Everybody's password in the demo companies."""

DAYS_SINCE_LEFT = 22
"""How long ago the former employee of each company left."""


class Seat(msgspec.Struct, frozen=True, gc=False):
    """A place in the organisation. `job` says what calls its holder makes."""

    job: str
    title: str
    role: str
    reports_to: str | None
    manages: str | None = None


class Person(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Somebody who works, or worked, at a demo company."""

    id: str
    crm_id: str
    first: str
    last: str
    email: str
    job: str
    title: str
    role: str
    manager_id: str | None
    time_zone: str
    phone: str
    active: bool
    avatar: bool = False

    @property
    def name(self) -> str:
        """The full name."""
        return f"{self.first} {self.last}".strip()

    @property
    def zone(self) -> ZoneInfo:
        """Where the working day begins at nine."""
        return ZoneInfo(self.time_zone)


_SELLER = Seat("seller", "Account Executive", "rep", "sales")
_CALLER = Seat("caller", "Sales Development Representative", "rep", "development")


def _seats(blueprint: Blueprint) -> list[Seat]:
    seats = [
        Seat("chief", "Chief Revenue Officer", "business_admin", None, "all"),
        Seat("operations", "Director of Revenue Operations", "tech_admin", "all"),
        Seat("it", "IT Systems Administrator", "tech_admin", "all"),
        Seat("manager", "Regional Sales Director", "business_admin", "all", "sales"),
        Seat("manager", "Sales Development Manager", "rep", "sales", "development"),
        Seat("engineer", "Senior Solutions Engineer", "rep", "sales"),
        Seat("success_lead", "Head of Customer Success", "business_admin", "all", "success"),
        Seat("success", "Customer Success Manager", "rep", "success"),
        Seat("success", "Senior Customer Success Manager", "rep", "success"),
    ]
    seats += [_SELLER] * (blueprint.sellers - 1) + [_CALLER] * blueprint.callers
    seats.append(Seat("seller", "Senior Account Executive", "rep", "sales"))
    seats.append(Seat("former", "Account Executive", "rep", "sales"))
    return seats


def make_people(blueprint: Blueprint, seed: str) -> list[Person]:
    """Fill the company's seats. Managers come before the people who report to them."""
    dice = Dice(seed, blueprint.name, "people")
    seats = _seats(blueprint)
    firsts = dice.some(blueprint.people.first, len(seats))
    lasts = dice.some(blueprint.people.last, len(seats))
    zones = _zones(blueprint, seats)
    managers: dict[str, str] = {}
    people = []
    for seat, first, last, zone in zip(seats, firsts, lasts, zones, strict=True):
        person = Person(
            id=dice.gong_id(),
            crm_id=crm_user_id(blueprint.crm, dice),
            first=first,
            last=last,
            email=f"{address_part(first)}.{address_part(last)}@{blueprint.domain}",
            job=seat.job,
            title=seat.title,
            role=seat.role,
            manager_id=managers[seat.reports_to] if seat.reports_to else None,
            time_zone=zone,
            phone=phone_number(blueprint.people.phone, dice),
            active=seat.job != "former",
        )
        if seat.manages:
            managers[seat.manages] = person.id
        people.append(person)
    people.append(_avatar(blueprint, dice))
    return people


def _zones(blueprint: Blueprint, seats: list[Seat]) -> list[str]:
    """Let some of the sellers live in the company's far zones, everybody else at home."""
    zones = [blueprint.time_zone] * len(seats)
    sellers = [place for place, seat in enumerate(seats) if seat.job == "seller"]
    for place, far in zip(sellers[1:], blueprint.far_zones, strict=False):
        zones[place] = far
    return zones


def _avatar(blueprint: Blueprint, dice: Dice) -> Person:
    return Person(
        id=dice.gong_id(),
        crm_id="",
        first="Gong",
        last="Support",
        email=f"gong-support@{blueprint.domain}",
        job="avatar",
        title="Gong staff",
        role="rep",
        manager_id=None,
        time_zone=blueprint.time_zone,
        phone="",
        active=True,
        avatar=True,
    )


def crm_user_id(crm: str, dice: Dice) -> str:
    """Make a user's id in the company's CRM."""
    if crm == "HubSpot":
        return str(dice.between(10_000_000, 99_999_999))
    return "0055e00000" + dice.text("ABCDEFGHJKLMNPQRSTUVWXYZ", 5) + "AAX"


def phone_number(pattern: str, dice: Dice) -> str:
    """Fill a phone pattern: `#` stands for any digit."""
    first_digit = dice.between(2, 9)
    filled = "".join([str(dice.below(10)) if part == "#" else part for part in pattern])
    return filled if "555" not in pattern else f"+1 {first_digit}{filled[4:]}"


class Change(msgspec.Struct, frozen=True, gc=False):
    """A setting that was given a value at a moment (seconds since the epoch)."""

    changed: float
    setting: str
    value: bool


_HISTORY_NAME = {"telephonyCallsImported": "callsImported"}
"""The history calls one setting by another name than the user's settings do."""


def settings_of(job: str, *, active: bool) -> dict[str, bool]:
    """Say what Gong records and imports for somebody in this job, by wire name."""
    talks = active and job in {"seller", "caller", "success", "engineer", "former", "manager"}
    return {
        "webConferencesRecorded": talks,
        "preventWebConferenceRecording": job == "it",
        "telephonyCallsImported": active and job in {"seller", "caller", "former"},
        "emailsImported": talks,
        "preventEmailImport": job == "it",
        "nonRecordedMeetingsImported": active and job != "avatar",
        "gongConnectEnabled": active and job == "caller",
    }


def created_of(person: Person, today: datetime, seed: str) -> datetime:
    """Say when the person's user was made: up to four years before today."""
    dice = Dice(seed, person.id, "created")
    days = dice.between(900, 1400) if person.job in {"chief", "it"} else dice.between(130, 880)
    return today - timedelta(days=days, minutes=dice.between(240, 900))


def history_of(person: Person, created: datetime, today: datetime, seed: str) -> list[Change]:
    """Tell how the person's settings came to be what they are."""
    dice = Dice(seed, person.id, "history")
    start = created.timestamp()
    changes = [Change(start, "active", value=True)]
    for wire_name, value in settings_of(person.job, active=True).items():
        setting = _HISTORY_NAME.get(wire_name, wire_name)
        if value and dice.chance(0.2):
            changes.append(Change(start, setting, value=False))
            later = created + timedelta(days=dice.between(3, 60), minutes=dice.below(600))
            changes.append(Change(later.timestamp(), setting, value=True))
        else:
            changes.append(Change(start, setting, value=value))
    if not person.active:
        changes += _leaving(person, changes, today - timedelta(days=DAYS_SINCE_LEFT))
    return sorted(changes, key=lambda change: (change.changed, change.setting))


def _leaving(person: Person, before: list[Change], left: datetime) -> list[Change]:
    """Turn off, on the last day, what was on and now is not."""
    settings = settings_of(person.job, active=False)
    now = {_HISTORY_NAME.get(name, name): value for name, value in settings.items()}
    now["active"] = False
    return [
        Change(left.timestamp(), change.setting, value=False)
        for change in before
        if change.value and not now[change.setting]
    ]


def user_metadata(person: Person, blueprint: Blueprint, created: datetime) -> UserMetadata:
    """Describe the person as the API does."""
    local = created.astimezone(person.zone).isoformat(timespec="milliseconds")
    handle = f"{address_part(person.first)}-{address_part(person.last)}"
    return UserMetadata(
        id=person.id,
        email_address=person.email,
        created=local,
        active=person.active,
        email_aliases=_aliases(person, blueprint),
        trusted_email_address=person.email,
        first_name=person.first,
        last_name=person.last,
        title=person.title,
        phone_number=person.phone,
        extension=person.phone[-3:].replace(" ", ""),
        personal_meeting_urls=[f"https://meet.{blueprint.domain}/{handle}"],
        settings=converted(settings_of(person.job, active=person.active), Settings),
        manager_id=person.manager_id,
        meeting_consent_page_url=f"https://join.{blueprint.domain}/{handle}",
        conferencing_providers=[ConferencingProvider(provider="zoom", is_default=True)],
        spoken_languages=[
            SpokenLanguage(language=language, primary=place == 0)
            for place, language in enumerate(blueprint.languages)
        ],
    )


def _aliases(person: Person, blueprint: Blueprint) -> list[str]:
    if person.avatar:
        return []
    return [f"{address_part(person.first)[0]}{address_part(person.last)}@{blueprint.domain}"]


def midnight(now: float) -> datetime:
    """Give the beginning of the UTC day in which `now` lies."""
    return datetime.fromtimestamp(now // 86_400 * 86_400, UTC)
