"""One call to the control API, as all of its parts get it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gongkit.errors import UnknownName, nearest_hint
from gongkit.sandbox.core.companies import companies_by_id, load_companies
from gongkit.sandbox.core.company import Company
from gongkit.sandbox.core.control_bodies import Body, ControlRefused, convert, read_json
from gongkit.sandbox.core.hosts import Hosts
from gongkit.sandbox.core.oauth.integrations import Integration, find_integration
from gongkit.sandbox.core.sandbox import Sandbox

Done = tuple[int, Any]
"""A status and what to answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """One call to the control API; `hosts` as the caller sees them, `names` from the path."""

    sandbox: Sandbox
    hosts: Hosts
    query: Mapping[str, str]
    raw: bytes
    names: Mapping[str, str]

    def body(self, kind: type[Body]) -> Body:
        """Read the body as this type."""
        return convert(read_json(self.raw), kind)

    def company(self, given: str) -> Company:
        """Find a company by name or id."""
        state = self.sandbox.state
        companies = load_companies(state)
        found = companies.get(given) or companies_by_id(state).get(given)
        if found is None:
            raise ControlRefused(400, f"company: {UnknownName('company', given, companies)}")
        return found

    def check_query(self, *known: str) -> None:
        """Refuse parameters other than these."""
        for name in self.query:
            if name not in known:
                raise ControlRefused(400, f"{name}: is no filter. {nearest_hint(name, known)}")

    def integration(self, client_id: str) -> Integration:
        """Find an integration by client id."""
        found = find_integration(self.sandbox.state, client_id)
        if found is None:
            raise ControlRefused(404, "client_id: no integration has it")
        return found
