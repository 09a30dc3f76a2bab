"""The scopes of Gong's API: what a company grants when it installs an integration."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Scope:
    """One scope. `allows` completes "The app may …"; `area` groups scopes for display."""

    name: str
    allows: str
    area: str


_BY_AREA: Final = {
    "Calls": {
        "api:calls:read:basic": "see when calls took place, how long, and between whom",
        "api:calls:read:extensive": "see the details of calls: people, topics, trackers, comments",
        "api:calls:read:transcript": "read what was said in calls",
        "api:calls:read:media-url": "listen to and watch the recordings of calls",
        "api:calls:create": "add calls and their recordings",
        "api:call-outcomes:read": "see the list of call outcomes",
        "api:call-user-access:read": "see who was given access to single calls",
        "api:call-user-access:write": "give users access to single calls, and take it back",
    },
    "Users and settings": {
        "api:users:read": "see the company's users and their settings",
        "api:workspaces:read": "see the company's workspaces",
        "api:settings:scorecards:read": "see the scorecards by which calls are reviewed",
        "api:settings:trackers:read": "see the trackers and the words they look for",
        "api:library:read": "see the public folders of the library and the calls in them",
        "api:logs:read": "read the audit log: who signed in, who did what, who played which call",
    },
    "Statistics and coaching": {
        "api:stats:user-actions": "see how often users did what with calls",
        "api:stats:user-actions:detailed": "see which user did what with which call, day by day",
        "api:stats:interaction": "see how users speak in calls: talk ratio, patience and the like",
        "api:stats:scorecards": "read how calls were scored, by whom, and for whom",
        "api:coaching:read": "see how managers coach the people who report to them",
    },
    "Gong's AI": {
        "api:ai-ask:read": "ask questions about accounts, deals and people, at the cost of credits",
        "api:ai-briefer:read": "make briefs of accounts, deals and people, at the cost of credits",
    },
    "CRM": {
        "api:crm:integrations:read": "see the CRM integrations made through the API",
        "api:crm:integration:register": "register a CRM integration",
        "api:crm:integration:delete": "delete a CRM integration with all its data",
        "api:crm:schema": "see and change which CRM fields are kept",
        "api:crm:upload": "upload CRM objects",
        "api:crm:get-objects": "read uploaded CRM objects",
    },
    "Engage": {
        "api:flows:read": "see flows, their steps and the people in them",
        "api:flows:write": "put people into flows and take them out",
        "api:tasks:read": "see users' tasks",
        "api:tasks:write": "change users' tasks",
    },
    "Meetings": {
        "api:meetings:user:create": "schedule meetings in users' names",
        "api:meetings:user:update": "change scheduled meetings",
        "api:meetings:user:delete": "delete scheduled meetings",
        "api:meetings:integration:status": "see whether users can schedule meetings through Gong",
    },
    "Interactions with content": {
        "api:digital-interactions:write": "report what customers did on websites and with content",
        "api:engagement-data:write": "report that content was shared, viewed or used",
    },
    "Privacy": {
        "api:data-privacy:read": "find all data about an email address or a phone number",
        "api:data-privacy:delete": (
            "erase, for good, all data about an email address or a phone number"
        ),
    },
    "Integration": {
        "api:integration-settings:write": "set where the app's own pages in Gong may come from",
    },
}

SCOPES: Final[Mapping[str, Scope]] = MappingProxyType(
    {
        name: Scope(name, allows, area)
        for area, scopes in _BY_AREA.items()
        for name, allows in scopes.items()
    }
)
"""All scopes by name, area after area, in the order in which to show them."""
