"""The users of the company, who may take part in a call that is being added."""

from __future__ import annotations

from typing import NamedTuple

from gongkit.contract.types.call_uploads import CallParticipant
from gongkit.contract.types.users import UserMetadata
from gongkit.decoders import decoder_of
from gongkit.sandbox.core.privacy.contact_details import plain_email
from gongkit.sandbox.core.state import State


class CallUser(NamedTuple):
    """An active user."""

    id: str
    name: str
    email: str
    title: str


class CallUsers:
    """A company's active users, by id and by email address; aliases are addresses as well."""

    def __init__(self, state: State, company_id: str) -> None:
        self._by_id: dict[str, CallUser] = {}
        self._by_email: dict[str, CallUser] = {}
        rows = state.rows(
            "SELECT id, first_name || ' ' || last_name, email, title, encoded FROM users"
            " WHERE company_id = ? AND active AND NOT avatar",
            company_id,
        )
        for *known, encoded in rows:
            user = self._by_id[known[0]] = CallUser(*known)
            aliases = decoder_of(UserMetadata).decode(encoded).email_aliases or ()
            for address in (user.email, *aliases):
                self._by_email[plain_email(address) or ""] = user

    def __contains__(self, user_id: object) -> bool:
        """Tell whether there is an active user with this id."""
        return user_id in self._by_id

    def find(self, party: CallParticipant) -> CallUser | None:
        """Find who a party is: by the id or, without one, by the email address."""
        if party.user_id:
            return self._by_id.get(party.user_id)
        return self._by_email.get(plain_email(party.email_address) or "")
