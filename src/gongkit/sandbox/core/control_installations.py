"""The installations in the control API: listed, and ended as a company ends them."""

from __future__ import annotations

from gongkit.sandbox.core.control_bodies import ControlRefused, Nothing
from gongkit.sandbox.core.control_call import Control, Done
from gongkit.sandbox.core.oauth.connections import disconnect
from gongkit.sandbox.core.oauth.installations import Installation, all_installations, described
from gongkit.sandbox.core.oauth.integrations import all_integrations
from gongkit.sandbox.core.people import TECH_ADMIN, User, users_of
from gongkit.sandbox.core.sandbox_clock import utc_text
from gongkit.sandbox.core.state import State


def read(control: Control) -> Done:
    """List every installation there was, the latest first."""
    control.check_query()
    state, now = control.sandbox.state, control.sandbox.clock.now()
    scopes = {each.client_id: each.scopes for each in all_integrations(state)}
    found = [
        described(state, each, scopes[each.client_id], now) for each in all_installations(state)
    ]
    return 200, {"now": utc_text(now), "installations": found}


def delete(control: Control) -> Done:
    """Do what the company's tech admin does who disconnects the app."""
    control.body(Nothing)
    found = _living(control, control.names["id"])
    state, now = control.sandbox.state, control.sandbox.clock.now()
    disconnect(state, found.id, _tech_admin(state, found.company_id), now)
    return 200, {}


def _living(control: Control, given: str) -> Installation:
    for each in all_installations(control.sandbox.state):
        if str(each.id) == given and each.ended_because is None:
            return each
    raise ControlRefused(404, f"id: there is no installation {given}, or it has ended already")


def _tech_admin(state: State, company_id: str) -> User:
    for user in users_of(state, company_id):
        if user.role == TECH_ADMIN:
            return user
    raise ControlRefused(409, "The company has no tech admin who could disconnect the app")
