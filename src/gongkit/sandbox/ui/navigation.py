"""The parts of Gong that have pages here, as every page's head lists them."""

from __future__ import annotations

from typing import Final, NamedTuple


class Section(NamedTuple):
    """One entry: its key, what it is called, and where it begins."""

    key: str
    title: str
    path: str


ECOSYSTEM: Final = (
    Section("api-keys", "API keys", "/admin/api-keys"),
    Section("integrations", "Integrations", "/admin/integrations"),
    Section("installed-apps", "Installed apps", "/collective/installed"),
)
"""What the admin center has at its side. A page says which entry it belongs to as `entry`."""

SECTIONS: Final = (
    Section("engage", "Engage", "/engage"),
    Section("accounts", "Accounts", "/accounts"),
    Section("admin", "Admin center", "/admin"),
    Section("collective", "Collective", "/collective"),
    Section("console", "Console", "/console"),
)
