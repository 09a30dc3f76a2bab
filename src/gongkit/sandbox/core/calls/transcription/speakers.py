"""Who speaks in an uploaded call: the parties, the host first, and the script's roles they have."""

from __future__ import annotations

import msgspec

from gongkit.contract.types.call_details import Party
from gongkit.contract.types.call_uploads import CallParticipant
from gongkit.sandbox.core.seed.accounts import Account, Contact
from gongkit.sandbox.core.seed.cast import Cast
from gongkit.sandbox.core.seed.dice import Dice
from gongkit.sandbox.core.seed.people import Person
from gongkit.sandbox.core.seed.script import ROLES

R, S, C, D = range(len(ROLES))
_SPOKEN_NAME = 60
"""A longer name is cut: it is said many times."""


class Speaker(msgspec.Struct, frozen=True, gc=False):
    """A party of the call: as the API shows it, and its name in the speakers' timeline."""

    party: Party
    party_id: str | None

    @property
    def internal(self) -> bool:
        """Whether they belong to the company."""
        return self.party.affiliation == "Internal"

    def person(self) -> Person:
        """Describe a colleague as the demo data does."""
        first, last = self._names("Somebody")
        return Person(
            id=self.party.user_id or self.party.id or "",
            crm_id="",
            first=first,
            last=last,
            email=self.party.email_address or "",
            job="",
            title=self.party.title or "",
            role="",
            manager_id=None,
            time_zone="UTC",
            phone=self.party.phone_number or "",
            active=True,
        )

    def contact(self, other: Contact) -> Contact:
        """Describe somebody from outside; what is not known is taken from another contact."""
        first, last = self._names(other.first)
        return Contact(
            id=self.party.id or "",
            kind=other.kind,
            first=first,
            last=last,
            title=self.party.title or other.title,
            email=self.party.email_address or other.email,
            phone=self.party.phone_number or other.phone,
        )

    def _names(self, unknown: str) -> tuple[str, str]:
        """Divide the name; without one, the part of the address before the @ has to do."""
        address = (self.party.email_address or "").partition("@")[0]
        name = (self.party.name or address or unknown)[:_SPOKEN_NAME].strip()
        first, _, last = name.partition(" ")
        return first or unknown, last.strip()


class Speakers:
    """The parties of one call by side, and in the order of the script's roles."""

    def __init__(
        self, parties: list[Party], given: list[CallParticipant], primary_user: str
    ) -> None:
        known = [Speaker(party, one.party_id) for party, one in zip(parties, given, strict=True)]
        host = next(s for s in known if s.party.user_id == primary_user)
        self.all = [host, *(speaker for speaker in known if speaker is not host)]
        self.colleagues = [s for s in self.all[1:] if s.internal]
        self.others = [s for s in self.all[1:] if not s.internal]

    @property
    def host(self) -> Speaker:
        """The primary user."""
        return self.all[0]

    def by_role(self) -> list[int | None]:
        """Give the place of the speaker of each role; colleagues alone talk across the table."""
        if self.others:
            found = {R: [self.host], S: self.colleagues, C: self.others, D: self.others[1:]}
        else:
            team = self.colleagues
            found = {R: [self.host], C: team, D: team[1:], S: team[2:]}
        return [self.all.index(found[role][0]) if found[role] else None for role in (R, S, C, D)]

    def cast(self, dice: Dice, speaking: set[int]) -> Cast:
        """Give those who speak their speaker ids, and the host the first place."""
        for place in sorted(speaking):
            self.all[place].party.speaker_id = dice.gong_id()
        parties = [speaker.party for speaker in self.all]
        return Cast(
            dice,
            methods=["Attendee"],
            speaking=speaking,
            parties=parties,
            speakers=[party.speaker_id or "" for party in parties],
            party_ids=[party.id or "" for party in parties],
            user_ids=[party.user_id for party in parties],
            internal=[speaker.internal for speaker in self.all],
        )


def renamed(account: Account, name: str | None, speakers: list[Speaker]) -> Account:
    """Give an account the name and the people that are known."""
    own = account.contacts
    known = [speaker.contact(other) for speaker, other in zip(speakers, own, strict=False)]
    contacts = (*known, *own[len(known) :])
    return msgspec.structs.replace(account, name=name or account.name, contacts=contacts)
