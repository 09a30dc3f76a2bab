"""The demo companies' customers and prospects: people, deals, and the facts of their story.

An account's facts (what hurts, who competes, how many seats at what price) are drawn
once, so that all its calls agree with one another and with its records in the CRM.
"""

from __future__ import annotations

import string

import msgspec

from gongkit.sandbox.core.seed.companies import Blueprint
from gongkit.sandbox.core.seed.dice import Dice
from gongkit.sandbox.core.seed.names import address_part
from gongkit.sandbox.core.seed.offers.offer import Competitor, Feature, Issue, Metric, Offer, Pain
from gongkit.sandbox.core.seed.people import Person, phone_number

FAR_CITIES = {
    "America/Los_Angeles": ("Seattle", "San Diego", "Fresno"),
    "Europe/London": ("Leeds", "Bristol", "Cardiff"),
    "Pacific/Auckland": ("Auckland", "Christchurch", "Dunedin"),
    "Europe/Lisbon": ("Porto", "Braga", "Vigo"),
    "Asia/Kolkata": ("Pune", "Chennai", "Bengaluru"),
}
"""Where the accounts are whose owner lives far from the company."""


class Contact(msgspec.Struct, frozen=True, gc=False):
    """Somebody who works at an account. `kind` is the CRM's object type, Contact or Lead."""

    id: str
    kind: str
    first: str
    last: str
    title: str
    email: str
    phone: str

    @property
    def name(self) -> str:
        """The full name."""
        return f"{self.first} {self.last}".strip()


class Deal(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What an account buys, or may buy. Amounts are whole units of the offer's currency."""

    id: str
    count: int
    price: int
    discount: int
    years: int
    budget: int
    lead_source: str

    @property
    def annual(self) -> int:
        """The price of a year, without discount."""
        return self.count * self.price * 12

    @property
    def net_price(self) -> float:
        """The price of one unit and month, with the discount."""
        return self.price * (100 - self.discount) / 100

    @property
    def net_annual(self) -> int:
        """The price of a year, with the discount."""
        return round(self.count * self.net_price * 12)


class Account(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A customer or prospect with everything its calls are about."""

    number: int
    variety: int
    """A number that decides which of the possible exchanges are used in its calls."""
    id: str
    name: str
    domain: str
    industry: str
    city: str
    employees: int
    german: bool
    contacts: tuple[Contact, ...]
    """The main contact, a second one, and the one who signs (the sponsor)."""
    owner: Person
    deal: Deal
    competitor: Competitor | None
    pains: tuple[Pain, ...]
    features: tuple[Feature, ...]
    metrics: tuple[Metric, ...]
    systems: tuple[str, ...]
    incumbent: str
    issue: Issue
    deadline: str
    expansion: str
    roadmap: str
    team: int

    @property
    def sponsor(self) -> Contact:
        """The one who signs; takes part in no call."""
        return self.contacts[-1]


class AccountMaker:
    """Makes the accounts of one company, each from dice of its own."""

    def __init__(self, blueprint: Blueprint, seed: str, people: list[Person]) -> None:
        self._blueprint = blueprint
        self._seed = seed
        self._sellers = [person for person in people if person.job in {"seller", "former"}]
        firsts, lasts = {person.first for person in people}, {person.last for person in people}
        self._firsts = [first for first in blueprint.people.first if first not in firsts]
        self._lasts = [last for last in blueprint.people.last if last not in lasts]
        self._german = dict(blueprint.german.customers) if blueprint.german else {}

    def make(self, number: int, *, prospect: bool) -> Account:
        """Make the account of this number. A prospect's people are leads."""
        dice = Dice(self._seed, self._blueprint.name, "account", str(number))
        owner = self._sellers[number % len(self._sellers)]
        name, industry = self._name(number)
        german = self._is_german(number, name, owner, prospect=prospect)
        offer = self._blueprint.offer_in(german=german)
        domain = f"{_slug(name)}.example"
        kind = "Lead" if prospect else "Contact"
        return Account(
            number=number,
            variety=dice.below(1 << 30),
            id=self._crm_id("001", dice),
            name=name,
            domain=domain,
            industry=self._german[name] if german else industry,
            city=dice.pick(FAR_CITIES.get(owner.time_zone, self._blueprint.people.cities)),
            employees=dice.between(12, 240) * 10,
            german=german,
            contacts=self._contacts(offer, kind, domain, dice),
            owner=owner,
            deal=self._deal(offer, dice),
            competitor=dice.pick(offer.competitors) if dice.chance(0.75) else None,
            pains=tuple(dice.some(offer.pains, 4)),
            features=tuple(dice.some(offer.features, 5)),
            metrics=tuple(dice.some(offer.metrics, 2)),
            systems=tuple(dice.some(offer.systems, 2)),
            incumbent=dice.pick(offer.incumbents),
            issue=dice.pick(offer.issues),
            deadline=dice.pick(offer.deadlines),
            expansion=dice.pick(offer.expansions),
            roadmap=dice.pick(offer.roadmap),
            team=dice.between(3, 9),
        )

    def _name(self, number: int) -> tuple[str, str]:
        offer = self._blueprint.offer
        turn, place = divmod(number, len(offer.customers))
        name, industry = offer.customers[place]
        if turn:
            again, ending = divmod(turn - 1, len(offer.name_endings))
            name = f"{name} {offer.name_endings[ending]}" + (f" {again + 1}" if again else "")
        return name, industry

    def _is_german(self, number: int, name: str, owner: Person, *, prospect: bool) -> bool:
        at_home = owner.time_zone == self._blueprint.time_zone
        return name in self._german and at_home and number % 2 == 0 and not prospect

    def _contacts(self, offer: Offer, kind: str, domain: str, dice: Dice) -> tuple[Contact, ...]:
        titles = (offer.titles, offer.second_titles, offer.sponsor_titles)
        firsts = dice.some(self._firsts, len(titles))
        lasts = dice.some(self._lasts, len(titles))
        return tuple(
            Contact(
                id=self._crm_id("00Q" if kind == "Lead" else "003", dice),
                kind=kind,
                first=first,
                last=last,
                title=dice.pick(choices),
                email=f"{address_part(first)}.{address_part(last)}@{domain}",
                phone=phone_number(self._blueprint.people.phone, dice),
            )
            for choices, first, last in zip(titles, firsts, lasts, strict=True)
        )

    def _deal(self, offer: Offer, dice: Dice) -> Deal:
        count, price = dice.pick(offer.counts), dice.pick(offer.prices)
        discount, years = dice.pick(((8, 2), (10, 2), (12, 3)))
        return Deal(
            id=self._crm_id("006", dice),
            count=count,
            price=price,
            discount=discount,
            years=years,
            budget=round(count * price * 12 * dice.between(80, 120) / 100 / 5000) * 5000,
            lead_source=dice.pick(("Website", "Referral", "Trade Show", "Outbound", "Partner")),
        )

    def _crm_id(self, prefix: str, dice: Dice) -> str:
        if self._blueprint.crm == "HubSpot":
            return str(dice.between(10**10, 10**11 - 1))
        alphabet = string.ascii_letters + string.digits
        return f"{prefix}5e0000{dice.text(alphabet, 6)}QA{dice.pick('ACEGIKM')}"


def _slug(name: str) -> str:
    return "".join([char for char in address_part(name.replace("ø", "o")) if char.isalnum()])
