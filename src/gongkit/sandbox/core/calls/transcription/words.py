"""The words of an uploaded call: a conversation of the demo data's kinds, about its own people."""

from __future__ import annotations

import msgspec

from gongkit.contract.types.call_details import CallOutcome
from gongkit.contract.types.call_uploads import NewCallAddingRequest
from gongkit.sandbox.core.calls.transcription.speakers import Speaker, Speakers, renamed
from gongkit.sandbox.core.seed.accounts import Account, AccountMaker
from gongkit.sandbox.core.seed.companies import Blueprint
from gongkit.sandbox.core.seed.dice import Dice
from gongkit.sandbox.core.seed.kinds import (
    CHECK_IN,
    COACHING,
    COLD_BOOKED,
    COLD_DECLINED,
    DEMO,
    DISCOVERY,
    GERMAN_DEMO,
    GERMAN_DISCOVERY,
    GERMAN_PRICING,
    INBOUND,
    KICKOFF,
    NEGOTIATION,
    NO_ANSWER,
    OUTCOMES,
    PIPELINE,
    PRICING,
    RENEWAL,
    REVIEW,
    TECHNICAL,
    VOICEMAIL,
    Kind,
)
from gongkit.sandbox.core.seed.people import make_people
from gongkit.sandbox.core.seed.stories import PlannedCall

_MEETINGS = (
    DISCOVERY,
    DEMO,
    TECHNICAL,
    PRICING,
    NEGOTIATION,
    KICKOFF,
    CHECK_IN,
    REVIEW,
    RENEWAL,
)
_USUAL = (DISCOVERY, DEMO, PRICING, CHECK_IN)
_GERMAN = (GERMAN_DISCOVERY, GERMAN_DEMO, GERMAN_PRICING)
_TELEPHONE = {"Outbound": (COLD_BOOKED, COLD_DECLINED), "Inbound": (INBOUND,)}
_TELEPHONE_SECONDS = 300
"""Longer calls are meetings, whatever their direction."""
_MESSAGE_LEFT = ("voicemail", "voice mail", "left message")
_NOBODY_ANSWERED = ("no answer", "not answered", "unanswered", "did not answer", "busy")
_DEALS = 4
_LABEL = 63
"""No label of a domain is longer."""
_NO_STORY = 10_000
"""Numbers of accounts from here on are nobody's in the demo data."""


class Imagination:
    """Plans uploaded calls of one company."""

    def __init__(self, blueprint: Blueprint, seed: str) -> None:
        self._blueprint = blueprint
        self._maker = AccountMaker(blueprint, seed, make_people(blueprint, seed))

    def plan(
        self,
        request: NewCallAddingRequest,
        speakers: Speakers,
        account_name: str | None,
        dice: Dice,
    ) -> tuple[PlannedCall, Account]:
        """Choose what the call is about, from its people, direction, purpose and language.

        Its outcome is the one that the caller recorded, where that is a known one.
        """
        number = _NO_STORY + dice.below(_NO_STORY)
        made = self._maker.make(number, prospect=False)
        wanted = speaks_german(self._blueprint, request.language_code)
        recorded = _outcome_in(request.disposition or "")
        kind = _unanswered(request, speakers) or _answered(
            request, speakers, dice, recorded, german=wanted
        )
        german = kind in _GERMAN
        account = msgspec.structs.replace(
            renamed(made, account_name or _name_of(speakers.others), speakers.others),
            german=german,
            **self._german_facts(made) if german else {},
        )
        if recorded:
            kind = msgspec.structs.replace(kind, outcome=recorded)
        return self._planned(kind, speakers, account), account

    def _german_facts(self, account: Account) -> dict[str, object]:
        """Take what is talked about from the German offer, place by place."""
        german = self._blueprint.offer_in(german=True)
        number = account.number
        return {
            "pains": german.pains[:4],
            "features": german.features[:5],
            "metrics": german.metrics[:2],
            "systems": german.systems[:2],
            "competitor": german.competitors[number % len(german.competitors)],
            "incumbent": german.incumbents[number % len(german.incumbents)],
            "issue": german.issues[number % len(german.issues)],
            "deadline": german.deadlines[number % len(german.deadlines)],
            "expansion": german.expansions[number % len(german.expansions)],
            "roadmap": german.roadmap[number % len(german.roadmap)],
            "industry": german.customers[number % len(german.customers)][1],
        }

    def _planned(self, kind: Kind, speakers: Speakers, account: Account) -> PlannedCall:
        team = () if speakers.others else tuple(s.person() for s in speakers.colleagues[:3])
        beside = speakers.colleagues if speakers.others else []
        deals = [self._maker.make(account.number + n, prospect=False) for n in range(_DEALS)]
        owners = [team[n % min(len(team), 2)] for n in range(_DEALS)] if team else []
        return PlannedCall(
            kind=kind,
            host=speakers.host.person(),
            day=0,
            minute=0,
            account=account,
            colleague=beside[0].person() if beside else None,
            team=team,
            contacts=max(1, len(speakers.others)),
            next_kind=GERMAN_DEMO if account.german else DEMO,
            gap=5,
            deals=tuple(
                (msgspec.structs.replace(deal, owner=owner), 1 + place % 5)
                for place, (deal, owner) in enumerate(zip(deals, owners, strict=False))
            ),
        )


def speaks_german(blueprint: Blueprint, code: str | None) -> bool:
    """Tell whether a company's call is in German, given the language that was asked for."""
    return (code or "").lower().startswith("de") and blueprint.german is not None


def _outcome_in(disposition: str) -> CallOutcome | None:
    """Find the outcome that a disposition names, as in `Connected - Not interested`."""
    said = disposition.lower().rpartition(" - ")[2].strip()
    return next((outcome for outcome in OUTCOMES if (outcome.name or "").lower() == said), None)


def _unanswered(request: NewCallAddingRequest, speakers: Speakers) -> Kind | None:
    said = (request.disposition or "").lower()
    if any(words in said for words in _MESSAGE_LEFT):
        return VOICEMAIL
    if any(words in said for words in _NOBODY_ANSWERED):
        return NO_ANSWER
    return VOICEMAIL if len(speakers.all) == 1 else None


def _answered(
    request: NewCallAddingRequest,
    speakers: Speakers,
    dice: Dice,
    recorded: CallOutcome | None,
    *,
    german: bool,
) -> Kind:
    if not speakers.others:
        return PIPELINE if len(speakers.colleagues) > 1 else COACHING
    meant = _meant(request, _GERMAN if german else _MEETINGS)
    if meant or german:
        return meant or dice.pick(_GERMAN)
    by_telephone = _TELEPHONE.get(request.direction, ())
    ended_so = tuple(kind for kind in by_telephone if kind.outcome == recorded)
    short = (request.duration or 0) <= _TELEPHONE_SECONDS
    return dice.pick(ended_so or (short and by_telephone) or _USUAL)


def _meant(request: NewCallAddingRequest, kinds: tuple[Kind, ...]) -> Kind | None:
    """Find the kind of call that its purpose names."""
    purpose = (request.purpose or "").lower()
    return next((kind for kind in kinds if purpose in {kind.name, kind.purpose.lower()}), None)


def _name_of(others: list[Speaker]) -> str | None:
    """Name the company that people write from: jo@doe.example is of Doe."""
    domains = [(s.party.email_address or "").partition("@")[2] for s in others]
    return next((d.partition(".")[0][:_LABEL].capitalize() for d in domains if d), None)
