"""The shapes of permission profiles: what the users who have a profile may see and do."""

from typing import Annotated, ClassVar

import msgspec

from gongkit.contract.types.base import UNIQUE, GongStruct, known

PermissionLevel = Annotated[
    str,
    known(
        "all",
        "managers-team",
        "report-to-them",
        "own",
        "none",
        "all / managers-team / report-to-them / own / none",
    ),
]
"""How far a permission reaches.

- `all`: the whole company's data.
- `managers-team`: the teams of the leads who are named beside it.
- `report-to-them`: one's own data and that of the people who report to one.
- `own`: one's own data only.
- `none`: nothing.

Gong's contract lists a sixth value, which is these five in one text; do not send it.
"""
LibraryPermissionLevel = Annotated[
    str, known("none", "all", "specific-folders", "none, all, specific-folders")
]
"""Which folders of the library may be seen.

Gong's contract lists a fourth value, which is the other three in one text; do not send it.
"""


class TeamAccess(GongStruct):
    """How far a permission reaches: the fields of all the types named for what they open."""

    permission_level: PermissionLevel | None = None
    team_lead_ids: Annotated[list[str], UNIQUE] | None = None
    """Ids of the users whose teams `managers-team` opens; only used with that level."""


class CallAccessWithPermissionLevel(TeamAccess):
    """Whose calls may be seen."""


class DealsAccessWithPermissionLevel(TeamAccess):
    """Whose deals may be seen."""


class CoachingAccessWithPermissionLevel(TeamAccess):
    """Whose coaching figures may be seen."""


class InsightsAccessWithPermissionLevel(TeamAccess):
    """Whose statistics may be seen."""


class UsageAccessWithPermissionLevel(TeamAccess):
    """Whose use of Gong may be seen."""


class EmailsAccessWithPermissionLevel(TeamAccess):
    """Whose emails may be read."""


class ForecastAccess(TeamAccess):
    """Whose forecast submissions may be seen."""


class ForecastEditSubmissions(TeamAccess):
    """Whose forecast submissions may be changed."""


class ForecastEditTargets(TeamAccess):
    """Whose forecast targets may be changed."""


class ForecastPermissions(GongStruct):
    """What may be done with forecasts."""

    forecast_access: ForecastAccess | None = None
    forecast_edit_submissions: ForecastEditSubmissions | None = None
    forecast_edit_targets: ForecastEditTargets | None = None


class LibraryFolderAccess(GongStruct):
    """What may be seen and done in the call library.

    With the level `none` nothing else may be set.
    """

    permission_level: LibraryPermissionLevel | None = None
    """Gong refuses a profile without it."""
    library_folder_ids: Annotated[list[str], UNIQUE] | None = None
    """The folders that `specific-folders` opens."""
    manage_public_folder: bool | None = None
    """May make, rename and delete public folders."""
    manage_streams: bool | None = None
    """May manage streams: folders that fill themselves by a filter."""
    manage_folder_calls: bool | None = None
    """May add calls to folders and archive them."""
    share_folders_and_streams: bool | None = None
    """May share folders and streams of one's own library with others."""


class PermissionProfile(GongStruct):
    """A permission profile. A flag that is true gives the users of the profile what it names."""

    gong_name: ClassVar[str | None] = "PermissionProfileDTO"

    id: str | None = None
    """Up to 20 digits, given by Gong."""
    name: str | None = None
    description: str | None = None

    calls_access: CallAccessWithPermissionLevel | None = None
    library_folder_access: LibraryFolderAccess | None = None
    deals_access: DealsAccessWithPermissionLevel | None = None
    forecast_permissions: ForecastPermissions | None = None
    coaching_access: CoachingAccessWithPermissionLevel | None = None
    insights_access: InsightsAccessWithPermissionLevel | None = None
    usage_access: UsageAccessWithPermissionLevel | None = None
    emails_access: EmailsAccessWithPermissionLevel | None = None

    score_calls: bool | None = None
    """Fill scorecards in."""
    override_score: bool | None = None
    """Change scores that others gave."""
    download_call_media: bool | None = None
    share_calls_with_customers: bool | None = None
    manually_schedule_and_upload_calls: bool | None = None
    """Have calls recorded that the calendar does not hold, and upload recordings."""
    private_calls: bool | None = None
    """Set one's own calls private."""
    delete_calls: bool | None = None
    trim_calls: bool | None = None
    """Cut parts out of recordings."""
    listen_in_calls: bool | None = None
    """Listen in while a call is going on."""
    delete_emails: bool | None = None

    calls_and_search: bool | None = None
    """Open the page of calls and search them."""
    library: bool | None = None
    """Open the call library."""
    deals: bool | None = None
    """Open the page of deals."""
    create_edit_and_delete_deals_boards: bool | None = None
    deals_inline_editing: bool | None = None
    """Change deals where they are listed; the CRM is changed with them."""
    account: bool | None = None
    """Open the pages of accounts."""
    coaching: bool | None = None
    """Open the page of coaching."""
    usage: bool | None = None
    """Open the page on the use of Gong."""
    team_stats: bool | None = None
    """Open the page of team statistics."""
    initiatives: bool | None = None
    """Open the page of strategic initiatives."""
    market: bool | None = None
    """Open the page on the market."""
    activity: bool | None = None
    """Open the page of activity."""
    forecast: bool | None = None
    """Open the page of forecasts."""
    forecast_manage: bool | None = None
    """Manage the forecast boards."""

    engage_manage_company_templates: bool | None = None
    engage_manage_company_sequences: bool | None = None
    """Manage the flows of the whole company, which were once called sequences."""
    engage_create_and_manage_rulesets: bool | None = None
    engage_snooze_flow_to_dos_for_others: bool | None = None
    engage_allow_crm_fields_view_change: bool | None = None
    """Choose which CRM fields Engage shows."""
    view_engage_analytics_activity: bool | None = None
    view_engage_analytics_performance: bool | None = None
    view_engage_analytics_flows: bool | None = None

    manage_general_business_settings: bool | None = None
    manage_scorecards: bool | None = None
    export_calls_and_coaching_data_to_csv: bool | None = msgspec.field(
        default=None, name="exportCallsAndCoachingDataToCSV"
    )
    crm_data_inline_editing: bool | None = None
    """Change CRM data in Gong; the CRM is changed with it."""
    crm_data_import: bool | None = None
    view_revenue_analytics: bool | None = None
    """Open the dashboards."""
    manage_revenue_analytics: bool | None = None
    """Manage the dashboards."""
    engage_reassign_flow_to_dos_to_others: bool | None = None
    engage_assign_flow_to_dos_to_others: bool | None = None
    deals_data_export: bool | None = None
    ai_builder: bool | None = None
    """Use the builder of AI agents and briefs."""
    orchestrate_create_and_manage_plays: bool | None = None


class PermissionProfileResponse(GongStruct):
    """One permission profile."""

    request_id: str | None = None
    profile: PermissionProfile | None = None


class PermissionProfilesResponse(GongStruct):
    """The permission profiles of a workspace, in the order of their names."""

    request_id: str | None = None
    profiles: list[PermissionProfile] | None = None


class UserSimpleMetadata(GongStruct):
    """A user, in short."""

    id: str | None = None
    full_name: str | None = None
    email_address: str | None = None


class PermissionProfileUsersResponse(GongStruct):
    """The users who have a permission profile."""

    request_id: str | None = None
    users: list[UserSimpleMetadata] | None = None
