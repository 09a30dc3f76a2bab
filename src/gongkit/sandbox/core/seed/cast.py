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
_BOTH = ["Invitee", "Attendee"]


class Cast(msgspec.Struct, gc=False):
    """The parties of a call. `speakers`, `party_ids`, `user_ids` and `internal` go by role."""

    parties: list[Party] = msgspec.field(default_factory=list)
    contexts: list[tuple[bytes, ...]] = msgspec.field(default_factory=list)
    """The `context` member of each party, in the `FORMS` of the CRM's records."""
    speakers: list[str] = msgspec.field(default_factory=lambda: [""] * 4)
    party_ids: list[str] = msgspec.field(default_factory=lambda: [""] * 4)
    user_ids: list[str | None] = msgspec.field(default_factory=lambda: [None] * 4)
    internal: list[bool] = msgspec.field(default_factory=lambda: [False] * 4)


class Casting:
    """Casts calls, with the records of one CRM."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._contexts: dict[str, tuple[bytes, ...]] = {}

    def cast(self, call: PlannedCall, dice: Dice) -> Cast:
        """Give each role to somebody, and invite a few who do not come."""
        cast = Cast()
        conference = call.kind.direction == "Conference"
        methods = _BOTH if conference else ["Attendee"]
        self._colleague(cast, call.host, dice, methods, _R)
        if call.colleague:
            self._colleague(cast, call.colleague, dice, methods, _S)
        for role, person in zip((_C, _D, _S), call.team, strict=False):
            self._colleague(cast, person, dice, methods, role)
        if call.kind.direction == "Inbound" and call.account:
            _stranger(cast, call.account.contacts[0], dice)
        elif call.account:
            for role, contact in zip(
                (_C, _D), call.account.contacts[: call.contacts], strict=False
            ):
                self._contact(cast, call.account, contact, dice, methods, role)
            if conference and call.contacts == 1 and dice.chance(0.3):
                self._contact(cast, call.account, call.account.contacts[1], dice, ["Invitee"])
        return cast

    def _colleague(
        self, cast: Cast, person: Person, dice: Dice, methods: list[str], role: int
    ) -> None:
        party = Party(
            id=dice.gong_id(),
            email_address=person.email,
            name=person.name,
            title=person.title,
            user_id=person.id,
            speaker_id=dice.gong_id(),
            affiliation="Internal",
            phone_number=person.phone,
            methods=methods,
        )
        cast.internal[role] = True
        contexts = self._contexts.get(person.crm_id)
        if contexts is None:
            contexts = self._encode("User", person.crm_id, self._records.user(person))
        _add(cast, party, contexts, role)

    def _contact(
        self,
        cast: Cast,
        account: Account,
        contact: Contact,
        dice: Dice,
        methods: list[str],
        role: int | None = None,
    ) -> None:
        party = Party(
            id=dice.gong_id(),
            email_address=contact.email,
            name=contact.name,
            title=contact.title,
            speaker_id=None if role is None else dice.gong_id(),
            affiliation="External",
            phone_number=contact.phone,
            methods=methods,
        )
        contexts = self._contexts.get(contact.id)
        if contexts is None:
            fields = self._records.contact(contact, account)
            contexts = self._encode(contact.kind, contact.id, fields)
        _add(cast, party, contexts, role)

    def _encode(self, kind: str, object_id: str, fields: Fields) -> tuple[bytes, ...]:
        contexts = tuple(
            context(self._records.crm, [encode_record(kind, object_id, fields, timing)])
            for timing in FORMS
        )
        self._contexts[object_id] = contexts
        return contexts


def _stranger(cast: Cast, contact: Contact, dice: Dice) -> None:
    """Somebody of whom only the telephone number is known."""
    party = Party(
        id=dice.gong_id(),
        speaker_id=dice.gong_id(),
        affiliation="Unknown",
        phone_number=contact.phone,
        methods=["Attendee"],
    )
    _add(cast, party, (b"",) * len(FORMS), _C)


def _add(cast: Cast, party: Party, contexts: tuple[bytes, ...], role: int | None) -> None:
    cast.parties.append(party)
    cast.contexts.append(contexts)
    if role is not None:
        cast.speakers[role] = party.speaker_id or ""
        cast.party_ids[role] = party.id or ""
        cast.user_ids[role] = party.user_id
