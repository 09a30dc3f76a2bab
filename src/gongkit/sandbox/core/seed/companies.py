"""The three demo companies: where they are, and how much there is of each."""

from __future__ import annotations

import string

import msgspec

from gongkit.redact import Secret
from gongkit.sandbox.core.company import Company
from gongkit.sandbox.core.seed.dice import Dice
from gongkit.sandbox.core.seed.names import AMERICAN, EUROPEAN, NamePool
from gongkit.sandbox.core.seed.offers.freight import FREIGHT
from gongkit.sandbox.core.seed.offers.machines import MACHINES, MACHINES_GERMAN
from gongkit.sandbox.core.seed.offers.offer import Offer
from gongkit.sandbox.core.seed.offers.spending import SPENDING


class Blueprint(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A demo company before chance has filled it in.

    `sellers` and `callers` are the numbers of account executives and of development
    reps. `far_zones` are the time zones of the people who do not live in the
    company's own. `workspaces` holds the names and descriptions of two workspaces:
    the one where new business is won, and the one for customers.
    """

    name: str
    title: str
    domain: str
    region: str
    time_zone: str
    cell: str | None
    people: NamePool
    sellers: int
    callers: int
    far_zones: tuple[str, ...]
    languages: tuple[str, ...]
    workspaces: tuple[tuple[str, str], tuple[str, str]]
    crm: str
    offer: Offer
    accounts: int
    calls: int
    german: Offer | None = None
    """The offer in German, for the accounts that speak it."""

    def offer_in(self, *, german: bool) -> Offer:
        """Give the offer in the language of an account."""
        return self.german if german and self.german else self.offer


NORTHWIND = Blueprint(
    name="northwind",
    title="Northwind Freight Systems",
    domain="northwind.example",
    region="us",
    time_zone="America/New_York",
    cell="us-14321",
    people=AMERICAN,
    sellers=7,
    callers=3,
    far_zones=("America/Los_Angeles", "Europe/London"),
    languages=("en-US",),
    workspaces=(
        ("New Business", "Calls with companies that are not customers yet."),
        ("Customers", "Onboarding, reviews and renewals."),
    ),
    crm="Salesforce",
    offer=FREIGHT,
    accounts=42,
    calls=225,
)

KESTREL = Blueprint(
    name="kestrel",
    title="Kestrel Maschinendiagnostik",
    domain="kestrel.example",
    region="eu",
    time_zone="Europe/Berlin",
    cell="eu-2417",
    people=EUROPEAN,
    sellers=5,
    callers=2,
    far_zones=("Pacific/Auckland", "Europe/Lisbon"),
    languages=("de-DE", "en-GB"),
    workspaces=(
        ("Vertrieb", "Sales in all countries."),
        ("Bestandskunden", "Customers: roll-out, reviews, extensions."),
    ),
    crm="HubSpot",
    offer=MACHINES,
    accounts=20,
    calls=112,
    german=MACHINES_GERMAN,
)

GLOBEX = Blueprint(
    name="globex",
    title="Globex Spend",
    domain="globex.example",
    region="us",
    time_zone="America/Chicago",
    cell=None,
    people=AMERICAN,
    sellers=4,
    callers=2,
    far_zones=("Asia/Kolkata",),
    languages=("en-US",),
    workspaces=(
        ("Acquisition", "First conversations up to the signature."),
        ("Accounts", "Everything after the signature."),
    ),
    crm="Salesforce",
    offer=SPENDING,
    accounts=19,
    calls=108,
)

BLUEPRINTS = (NORTHWIND, KESTREL, GLOBEX)


def make_company(blueprint: Blueprint, seed: str) -> Company:
    """Give the company its id and its access key."""
    dice = Dice(seed, blueprint.name, "company")
    return Company(
        id=dice.gong_id(),
        name=blueprint.name,
        title=blueprint.title,
        domain=blueprint.domain,
        region=blueprint.region,
        time_zone=blueprint.time_zone,
        cell=blueprint.cell,
        access_key=dice.text(string.ascii_uppercase + string.digits, 32),
        access_key_secret=Secret(dice.text(string.ascii_letters + string.digits + "-_", 64)),
    )
