"""The whole table of behaviours, and what an answer says of it."""

from __future__ import annotations

from functools import cache

from gongkit.sandbox.core.behaviours.behaviour import Basis, Behaviour
from gongkit.sandbox.core.behaviours.briefs import BRIEFS
from gongkit.sandbox.core.behaviours.call_access import CALL_ACCESS
from gongkit.sandbox.core.behaviours.call_outcomes import CALL_OUTCOMES
from gongkit.sandbox.core.behaviours.calls import CALLS
from gongkit.sandbox.core.behaviours.coaching import COACHING
from gongkit.sandbox.core.behaviours.composer import COMPOSER
from gongkit.sandbox.core.behaviours.crm import CRM
from gongkit.sandbox.core.behaviours.data_privacy import DATA_PRIVACY
from gongkit.sandbox.core.behaviours.entities import ENTITIES
from gongkit.sandbox.core.behaviours.events import DIGITAL_INTERACTIONS, ENGAGEMENT
from gongkit.sandbox.core.behaviours.everywhere import EVERYWHERE
from gongkit.sandbox.core.behaviours.flows import FLOWS
from gongkit.sandbox.core.behaviours.frames import FRAMES
from gongkit.sandbox.core.behaviours.library import LIBRARY
from gongkit.sandbox.core.behaviours.logs import LOGS
from gongkit.sandbox.core.behaviours.meetings import MEETINGS
from gongkit.sandbox.core.behaviours.oauth import OAUTH
from gongkit.sandbox.core.behaviours.permissions import PERMISSIONS
from gongkit.sandbox.core.behaviours.scorecards import SCORECARDS
from gongkit.sandbox.core.behaviours.stats import STATS
from gongkit.sandbox.core.behaviours.tasks import TASKS
from gongkit.sandbox.core.behaviours.trackers import TRACKERS
from gongkit.sandbox.core.behaviours.users import INTEGRATION_SETTINGS, USERS, WORKSPACES

BEHAVIOURS: dict[str, tuple[Behaviour, ...]] = {
    "everywhere": EVERYWHERE,
    "calls": CALLS,
    "users": USERS,
    "workspaces": WORKSPACES,
    "integration_settings": INTEGRATION_SETTINGS,
    "flows": FLOWS,
    "crm": CRM,
    "data_privacy": DATA_PRIVACY,
    "entities": ENTITIES,
    "stats": STATS,
    "coaching": COACHING,
    "scorecards": SCORECARDS,
    "tasks": TASKS,
    "meetings": MEETINGS,
    "digital_interactions": DIGITAL_INTERACTIONS,
    "engagement": ENGAGEMENT,
    "permissions": PERMISSIONS,
    "call_access": CALL_ACCESS,
    "library": LIBRARY,
    "logs": LOGS,
    "trackers": TRACKERS,
    "call_outcomes": CALL_OUTCOMES,
    "briefs": BRIEFS,
    "oauth": OAUTH,
    "composer": COMPOSER,
    "frames": FRAMES,
}
"""The behaviours by area, as the documentation shows them."""

HEADER = "x-gongkit-basis"


@cache
def basis_header(operation_id: str, status: int) -> tuple[str, str]:
    """Name the behaviours behind an answer, those of the operation itself before the others."""
    found = [
        behaviour
        for area in BEHAVIOURS.values()
        for behaviour in area
        if status in behaviour.statuses
        and (not behaviour.operations or operation_id in behaviour.operations)
    ]
    parts = []
    for basis in Basis:
        ids = [behaviour.id for behaviour in found if behaviour.basis is basis]
        if ids:
            parts.append(f"{basis}={','.join(ids)}")
    return HEADER, "; ".join(parts) or "documented"
