"""Who takes part in a call: the parties, which of the script's roles they have, their records."""

from __future__ import annotations

import msgspec

from gongkit.contract.types.call_details import Party
from gongkit.sandbox.core.seed.accounts import Account, Contact
from gongkit.sandbox.core.seed.crm import FORMS, Fields, Records, context, encode_record
from gongkit.sandbox.core.seed.dice import Dice
from gongkit.sandbox.core.seed.people import Person
from gongkit.sandbox.core.seed.stories import PlannedCall

_R, _S, _C, _D = range(4)
_INVITED = ["Invitee"]


class Cast(msgspec.Struct, gc=False):
    """The parties of a call. `speakers`, `party_ids`, `user_ids` and `internal` go by role.

    `methods` are those of people who spoke, `speaking` the roles that did.
    """

    dice: Dice
    methods: list[str]
    speaking: set[int]
    parties: list[Party] = msgspec.field(default_factory=list)
    contexts: list[tuple[bytes, ...]] = msgspec.field(default_factory=list)
    """The `context` member of each party, in the `FORMS` of the CRM's records."""
    crm_ids: list[str | None] = msgspec.field(default_factory=list)
    """The contact or lead that each party is."""
    speakers: list[str] = msgspec.field(default_factory=lambda: [""] * 4)
    party_ids: list[str] = msgspec.field(default_factory=lambda: [""] * 4)
    user_ids: list[str | None] = msgspec.field(default_factory=lambda: [None] * 4)
    internal: list[bool] = msgspec.field(default_factory=lambda: [False] * 4)

    def add(
        self,
        party: Party,
        contexts: tuple[bytes, ...],
        role: int | None,
        crm_id: str | None = None,
    ) -> None:
        """Add a party; one without a role was invited and did not come."""
        party.id = self.dice.gong_id()
        self.parties.append(party)
        self.contexts.append(contexts)
        self.crm_ids.append(crm_id)
        if role in self.speaking:
            party.speaker_id, party.methods = self.dice.gong_id(), self.methods
        else:
            party.methods = _INVITED
        if role is not None:
            self.speakers[role] = party.speaker_id or ""
            self.party_ids[role] = party.id
            self.user_ids[role] = party.user_id
            self.internal[role] = party.affiliation == "Internal"


class Casting:
    """Casts calls, with the records of one CRM."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._contexts: dict[str, tuple[bytes, ...]] = {}

    def cast(self, call: PlannedCall, speaking: set[int], dice: Dice) -> Cast:
        """Give each role to somebody; now and then somebody is invited and does not come."""
        conference = call.kind.direction == "Conference"
        cast = Cast(dice, ["Invitee", "Attendee"] if conference else ["Attendee"], speaking)
        self._colleague(cast, call.host, _R)
        if call.colleague:
            self._colleague(cast, call.colleague, _S)
        for role, person in zip((_C, _D, _S), call.team, strict=False):
            self._colleague(cast, person, role)
        if call.account and call.kind.direction == "Inbound":
            cast.add(_stranger(call.account.contacts[0]), (b"",) * len(FORMS), _C)
        elif call.account:
            main, second, _ = call.account.contacts
            self._contact(cast, call.account, main, _C)
            if call.contacts > 1:
                self._contact(cast, call.account, second, _D)
            elif conference and dice.chance(0.3):
                self._contact(cast, call.account, second, None)
        return cast

    def _colleague(self, cast: Cast, person: Person, role: int) -> None:
        party = Party(
            email_address=person.email,
            name=person.name,
            title=person.title,
            user_id=person.id,
            affiliation="Internal",
            phone_number=person.phone,
        )
        contexts = self._contexts.get(person.crm_id)
        if contexts is None:
            contexts = self._encode("User", person.crm_id, self._records.user(person))
        cast.add(party, contexts, role)

    def _contact(self, cast: Cast, account: Account, contact: Contact, role: int | None) -> None:
        party = Party(
            email_address=contact.email,
            name=contact.name,
            title=contact.title,
            affiliation="External",
            phone_number=contact.phone,
        )
        contexts = self._contexts.get(contact.id)
        if contexts is None:
            fields = self._records.contact(contact, account)
            contexts = self._encode(contact.kind, contact.id, fields)
        cast.add(party, contexts, role, contact.id)

    def _encode(self, kind: str, object_id: str, fields: Fields) -> tuple[bytes, ...]:
        contexts = tuple(
            context(self._records.crm, [encode_record(kind, object_id, fields, timing)])
            for timing in FORMS
        )
        self._contexts[object_id] = contexts
        return contexts


def _stranger(contact: Contact) -> Party:
    """Somebody of whom only the telephone number is known."""
    return Party(affiliation="Unknown", phone_number=contact.phone)
