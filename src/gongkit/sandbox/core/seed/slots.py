"""The words that fill the slots of a conversation, from an account's facts."""

from __future__ import annotations

from gongkit.sandbox.core.seed.accounts import Account
from gongkit.sandbox.core.seed.companies import Blueprint
from gongkit.sandbox.core.seed.offers.offer import Competitor, Feature, Offer, Pain
from gongkit.sandbox.core.seed.stories import PlannedCall

Slots = dict[str, str]
Item = tuple[str, Slots]
"""The slots of one thing that an exchange is about, and the role it belongs to ("" for any)."""

_NUMBERS = ("three", "four", "five", "six", "seven", "eight", "nine")
_GERMAN_NUMBERS = ("dritt", "viert", "fünft", "sechst", "siebt", "acht", "neunt")
_YEARS = ("two years", "three years")
_GERMAN_YEARS = ("zwei Jahren", "drei Jahren")
_WHEN = {
    3: "in a few days",
    5: "next week",
    7: "in a good week",
    10: "in two weeks",
}
_GERMAN_WHEN = {
    3: "in ein paar Tagen",
    5: "nächste Woche",
    7: "in gut einer Woche",
    10: "in zwei Wochen",
}

STAGES = {
    "Salesforce": (
        "Prospecting",
        "Qualification",
        "Demo",
        "Technical Validation",
        "Proposal",
        "Negotiation",
        "Closed Won",
        "Closed Won",
        "Closed Lost",
    ),
    "HubSpot": (
        "appointmentscheduled",
        "qualifiedtobuy",
        "presentationscheduled",
        "technicalreview",
        "decisionmakerboughtin",
        "contractsent",
        "closedwon",
        "closedwon",
        "closedlost",
    ),
}
"""The stages of a deal as each CRM names them; kinds of calls refer to them by index."""

SPOKEN_STAGES = (
    "prospecting",
    "qualification",
    "the demo stage",
    "technical validation",
    "the proposal stage",
    "negotiation",
)
LOST = 8


def money(offer: Offer, amount: float) -> str:
    """Write an amount as people in that country do, with cents only where there are any."""
    text = f"{amount:,.0f}" if amount == int(amount) else f"{amount:,.2f}"
    if offer.thousands == ".":
        return text.translate(_GERMAN_DIGITS) + " " + offer.currency
    return offer.currency + text


_GERMAN_DIGITS = str.maketrans(",.", ".,")


def account_slots(blueprint: Blueprint, account: Account) -> Slots:
    """Give the words that are the same in all calls with an account."""
    offer = blueprint.offer_in(german=account.german)
    slots = {
        "product": offer.product,
        "module": offer.module,
        "oneliner": offer.oneliner,
        "process": offer.process,
        "unit": offer.unit,
        "units": offer.units,
        "incumbent": account.incumbent,
        "system": account.systems[0],
        "system2": account.systems[1],
        "deadline": account.deadline,
        "weeks": str(6 + account.number % 5),
        "pilot": str(3 + account.number % 3),
        "issue": account.issue.clause,
        "issue_noun": account.issue.noun,
        "fix": account.issue.fix,
        "expansion": account.expansion,
        "roadmap": account.roadmap,
        **_customer_slots(offer, account),
        **_deal_slots(offer, account),
        **_metric_slots(account),
        **pain_slots(account.pains[0]),
        **feature_slots(account.features[0], account.contacts[0].first),
    }
    if account.competitor:
        slots |= _competitor_slots(account.competitor)
    return _with_capitals(slots)


def _customer_slots(offer: Offer, account: Account) -> Slots:
    main, second, sponsor = account.contacts
    return {
        "account": account.name,
        "industry": account.industry,
        "city": account.city,
        "employees": f"{account.employees:,}".replace(",", offer.thousands),
        "team": _NUMBERS[account.team - 3],
        "team_word": _GERMAN_NUMBERS[account.team - 3],
        "hours": str(account.team * 9 + account.number % 7),
        "c": main.first,
        "contact": main.name,
        "c_title": main.title,
        "c_phone": main.phone,
        "d": second.first,
        "sponsor": sponsor.name,
        "sponsor_title": sponsor.title,
    }


def _competitor_slots(competitor: Competitor) -> Slots:
    return {
        "competitor": competitor.name,
        "strength": competitor.strength,
        "weakness": competitor.weakness,
    }


def _deal_slots(offer: Offer, account: Account) -> Slots:
    deal = account.deal
    active = round(deal.count * (58 + account.number % 29) / 100)
    years = _GERMAN_YEARS if account.german else _YEARS
    more = max(10, deal.count // 3)
    return {
        "count": str(deal.count),
        "small": str(max(10, deal.count // 40 * 5)),
        "more": str(more),
        "less": str(deal.count * 4 // 5),
        "active": str(active),
        "adoption": str(round(100 * active / deal.count)),
        "price": money(offer, deal.price),
        "annual": money(offer, deal.annual),
        "discount": str(deal.discount),
        "net_price": money(offer, deal.net_price),
        "net_annual": money(offer, deal.net_annual),
        "more_annual": money(offer, more * deal.price * 12),
        "renewal_annual": money(offer, round(deal.annual * 1.03)),
        "renewal_weeks": _NUMBERS[3 + account.number % 4],
        "years": years[deal.years - 2],
        "budget": money(offer, deal.budget),
    }


def _metric_slots(account: Account) -> Slots:
    first, second = account.metrics
    return {
        "metric": first.noun,
        "before": first.before,
        "after": first.after,
        "metric2": second.noun,
        "before2": second.before,
        "after2": second.after,
    }


def _with_capitals(slots: Slots) -> Slots:
    return slots | {
        name[0].upper() + name[1:]: text[0].upper() + text[1:]
        for name, text in slots.items()
        if name in _CAPITALS
    }


_CAPITALS = frozenset(
    {
        "deal",
        "deal_stage",
        "doc",
        "expansion",
        "feature",
        "fix",
        "hurt",
        "issue",
        "meeting",
        "metric",
        "metric2",
        "pain_noun",
        "strength",
        "team",
        "weakness",
        "when",
    }
)


def pain_slots(pain: Pain) -> Slots:
    """Give the words for one thing that hurts."""
    return _with_capitals(
        {"pain": pain.clause, "pain_noun": pain.noun, "cost": pain.cost, "hurt": pain.hurt}
    )


def feature_slots(feature: Feature, asked_by: str) -> Slots:
    """Give the words for one thing that is shown."""
    return _with_capitals(
        {
            "feature": feature.name,
            "show": feature.show,
            "show2": feature.show2,
            "ask": feature.ask,
            "answer": feature.answer,
            "react": feature.react,
            "react_note": f"{asked_by} asked: {feature.ask}",
        }
    )


def call_slots(blueprint: Blueprint, call: PlannedCall, account: Slots) -> Slots:
    """Give the words for one call: the account's, and those of this conversation."""
    german = bool(call.account and call.account.german)
    when = (_GERMAN_WHEN if german else _WHEN).get(call.gap, "")
    meeting = call.next_kind.meeting if call.next_kind else "a first look"
    slots = account | {
        "company": blueprint.title,
        "r": call.host.first,
        "rep": call.host.name,
        "agenda": call.kind.agenda,
        "doc": call.kind.doc or "a short summary",
        "meeting": meeting,
        "Meeting": meeting[0].upper() + meeting[1:],
        "when": when,
        "When": when[:1].upper() + when[1:],
    }
    slots["Doc"] = slots["doc"][0].upper() + slots["doc"][1:]
    if call.colleague:
        slots["s"] = call.colleague.first
    for role, person in zip("cds", call.team, strict=False):
        slots[role] = person.first
    if call.deals:
        slots |= _deal_item(blueprint, call, *call.deals[0])[1]
    return slots


def call_items(blueprint: Blueprint, call: PlannedCall, name: str) -> list[Item]:
    """List the things a call is about, under the name that scenes know them by."""
    account = call.account
    if name == "pains" and account:
        return [("", pain_slots(pain)) for pain in account.pains]
    if name == "features" and account:
        first = account.contacts[0].first
        return [("", feature_slots(feature, first)) for feature in account.features]
    return [_deal_item(blueprint, call, deal, stage) for deal, stage in call.deals]


def _deal_item(blueprint: Blueprint, call: PlannedCall, deal: Account, stage: int) -> Item:
    role = "C" if deal.owner.id == call.team[0].id else "D"
    slots = {
        "deal": deal.name,
        "deal_stage": SPOKEN_STAGES[stage],
        "deal_amount": money(blueprint.offer, deal.deal.annual),
        "deal_contact": deal.contacts[0].name,
    }
    if deal.competitor:
        slots |= _competitor_slots(deal.competitor)
    return role, _with_capitals(slots)
