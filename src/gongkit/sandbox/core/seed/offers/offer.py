"""The form of an offer: everything that one company's sales calls are about."""

from __future__ import annotations

import msgspec


class Pain(msgspec.Struct, frozen=True, gc=False):
    """What hurts a customer: as a clause, in two words, its cost, and who feels it (plural)."""

    clause: str
    noun: str
    cost: str
    hurt: str


class Feature(msgspec.Struct, frozen=True, gc=False):
    """A thing to show in a demo, and the dialogue around it."""

    name: str
    show: str
    show2: str
    ask: str
    answer: str
    react: str


class Competitor(msgspec.Struct, frozen=True, gc=False):
    """Another vendor, with one clause for and one against."""

    name: str
    strength: str
    weakness: str


class Metric(msgspec.Struct, frozen=True, gc=False):
    """A number that gets better with the product."""

    noun: str
    before: str
    after: str


class Issue(msgspec.Struct, frozen=True, gc=False):
    """A problem with the product (a clause, and a noun) and what is done about it (a clause)."""

    clause: str
    noun: str
    fix: str


class Offer(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What a company sells. Phrases are in the form the scenes use them in."""

    product: str
    module: str
    oneliner: str
    process: str
    unit: str
    units: str
    currency: str
    thousands: str
    prices: tuple[int, ...]
    counts: tuple[int, ...]
    pains: tuple[Pain, ...]
    features: tuple[Feature, ...]
    competitors: tuple[Competitor, ...]
    incumbents: tuple[str, ...]
    systems: tuple[str, ...]
    metrics: tuple[Metric, ...]
    issues: tuple[Issue, ...]
    deadlines: tuple[str, ...]
    expansions: tuple[str, ...]
    roadmap: tuple[str, ...]
    customers: tuple[tuple[str, str], ...]
    """Names of customers, each with its industry as it stands after "in"."""
    name_endings: tuple[str, ...]
    """What to put behind a customer's name when the names run out."""
    titles: tuple[str, ...]
    second_titles: tuple[str, ...]
    sponsor_titles: tuple[str, ...]
