"""The permission profiles of a demo company: what each job may see, in both workspaces."""

from __future__ import annotations

from typing import NamedTuple

from gongkit.contract.types.permissions import (
    CallAccessWithPermissionLevel,
    CoachingAccessWithPermissionLevel,
    DealsAccessWithPermissionLevel,
    EmailsAccessWithPermissionLevel,
    ForecastAccess,
    ForecastPermissions,
    InsightsAccessWithPermissionLevel,
    LibraryFolderAccess,
    PermissionProfile,
    UsageAccessWithPermissionLevel,
)
from gongkit.sandbox.core.permissions.profiles import completed, insert_profile
from gongkit.sandbox.core.seed.demo import Demo
from gongkit.sandbox.core.state import State


class _Job(NamedTuple):
    """A profile to make: how far it reaches, and what else it permits.

    `jobs` are those of the people who get it. `leads` are the jobs of the team leads that
    it names.
    """

    name: str
    description: str
    jobs: tuple[str, ...]
    level: str
    library: str
    flags: tuple[str, ...]
    leads: tuple[str, ...] = ()


_PAGES = ("calls_and_search", "library", "account", "activity")
_OWN_CALLS = ("manually_schedule_and_upload_calls", "private_calls", "share_calls_with_customers")
_TEAM = ("coaching", "team_stats", "score_calls", "deals", "forecast")

_JOBS = (
    _Job(
        "Business admin",
        "Sees everything and sets everything up.",
        ("chief", "operations"),
        "all",
        "all",
        (
            *_PAGES,
            *_OWN_CALLS,
            *_TEAM,
            "usage",
            "initiatives",
            "market",
            "override_score",
            "download_call_media",
            "delete_calls",
            "delete_emails",
            "trim_calls",
            "listen_in_calls",
            "manage_general_business_settings",
            "manage_scorecards",
            "export_calls_and_coaching_data_to_csv",
            "engage_manage_company_templates",
            "engage_manage_company_sequences",
            "view_revenue_analytics",
            "manage_revenue_analytics",
            "ai_builder",
        ),
    ),
    _Job(
        "IT",
        "Runs the integrations and listens to nobody.",
        ("it",),
        "none",
        "none",
        ("usage",),
    ),
    _Job(
        "Manager",
        "Sees and coaches whoever reports to them.",
        ("manager", "success_lead"),
        "report-to-them",
        "all",
        (*_PAGES, *_OWN_CALLS, *_TEAM, "listen_in_calls", "override_score"),
    ),
    _Job(
        "Seller",
        "Sees own calls and the library.",
        ("seller", "caller", "former"),
        "own",
        "all",
        (*_PAGES, *_OWN_CALLS, "deals", "forecast"),
    ),
    _Job(
        "Solutions engineer",
        "Sees the calls of sales, and what of the library is meant for engineers.",
        ("engineer",),
        "managers-team",
        "specific-folders",
        (*_PAGES, *_OWN_CALLS, "download_call_media"),
        leads=("manager",),
    ),
    _Job(
        "Customer success",
        "Sees the calls with customers of the whole team.",
        ("success",),
        "managers-team",
        "all",
        (*_PAGES, *_OWN_CALLS, "deals"),
        leads=("success_lead",),
    ),
    _Job(
        "Auditor",
        "For people from outside; nobody has it at the moment.",
        (),
        "none",
        "none",
        ("calls_and_search",),
    ),
)


def plant_permissions(state: State, demo: Demo, shown: tuple[str, str]) -> None:
    """Put the profiles into their tables, and everybody into one in each workspace.

    `shown` are the library folders for solutions engineers, one of each workspace; the
    library must be there already.
    """
    dice = demo.dice("permission profiles")
    having = []
    for workspace_id, folder_id in zip(demo.workspaces, shown, strict=True):
        for job in _JOBS:
            profile = _profile(demo, job, dice.gong_id(), folder_id)
            insert_profile(state, demo.company.id, workspace_id, profile)
            having += [
                (demo.company.id, person.id, workspace_id, profile.id)
                for person in demo.people
                if person.job in job.jobs
            ]
    state.execute_many("INSERT INTO user_profiles VALUES (?, ?, ?, ?)", having)


def _profile(demo: Demo, job: _Job, profile_id: str, folder_id: str) -> PermissionProfile:
    leads = [person.id for lead in job.leads for person in demo.in_job(lead)[:1]] or None
    flags: dict[str, bool] = dict.fromkeys(job.flags, True)
    return completed(
        PermissionProfile(
            id=profile_id,
            name=job.name,
            description=job.description,
            calls_access=CallAccessWithPermissionLevel(
                permission_level=job.level, team_lead_ids=leads
            ),
            library_folder_access=_library(job, folder_id),
            deals_access=DealsAccessWithPermissionLevel(
                permission_level=job.level, team_lead_ids=leads
            ),
            forecast_permissions=ForecastPermissions(
                forecast_access=ForecastAccess(permission_level=_without_leads(job.level))
            ),
            coaching_access=CoachingAccessWithPermissionLevel(
                permission_level=_without_leads(job.level)
            ),
            insights_access=InsightsAccessWithPermissionLevel(
                permission_level=job.level, team_lead_ids=leads
            ),
            usage_access=UsageAccessWithPermissionLevel(
                permission_level="all" if "usage" in job.flags else "own"
            ),
            emails_access=EmailsAccessWithPermissionLevel(
                permission_level=job.level, team_lead_ids=leads
            ),
            **flags,
        )
    )


def _library(job: _Job, folder_id: str) -> LibraryFolderAccess:
    manages = True if job.level in {"all", "report-to-them"} else None
    return LibraryFolderAccess(
        permission_level=job.library,
        library_folder_ids=[folder_id] if job.library == "specific-folders" else None,
        manage_public_folder=manages,
        manage_streams=manages,
        manage_folder_calls=manages,
        share_folders_and_streams=None if job.library == "none" else True,
    )


def _without_leads(level: str) -> str:
    """Reach no further than one's own, where the profile names leads for other things."""
    return "own" if level == "managers-team" else level
