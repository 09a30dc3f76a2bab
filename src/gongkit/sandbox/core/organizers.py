"""Whether Gong can record a user's meetings, and if not, why."""

from __future__ import annotations

from typing import NamedTuple

from gongkit.contract.types.users import UserMetadata
from gongkit.decoders import decoder_of
from gongkit.sandbox.core.privacy.contact_details import plain_email
from gongkit.sandbox.core.state import State


class Organizer(NamedTuple):
    """A user of the company. `obstacle` says why their meetings cannot be recorded, if so."""

    id: str
    email: str
    obstacle: str | None


def organizers_of(state: State, company_id: str) -> dict[str, Organizer]:
    """Give a company's users by each of their email addresses, in plain form."""
    found: dict[str, Organizer] = {}
    for encoded, avatar in state.rows(
        "SELECT encoded, avatar FROM users WHERE company_id = ?", company_id
    ):
        user = decoder_of(UserMetadata).decode(encoded)
        organizer = Organizer(user.id or "", user.email_address or "", _obstacle(user, avatar))
        for address in (user.email_address, *(user.email_aliases or ())):
            found[plain_email(address) or ""] = organizer
    return found


def _obstacle(user: UserMetadata, avatar: int) -> str | None:
    settings = user.settings
    name = f"{user.first_name} {user.last_name}"
    if avatar:
        return f"{name} is Gong's own staff and organizes no meetings."
    if not user.active:
        return f"{name} is no longer an active user of Gong."
    if settings is None or not settings.web_conferences_recorded:
        return f"Gong does not record the web conferences of {name}."
    return None
