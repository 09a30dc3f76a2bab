"""The company's users, their settings, and how those changed."""

from typing import Annotated, ClassVar

from gongkit.contract.types.base import UNIQUE, GongStruct, known
from gongkit.contract.types.common import Records

UserSetting = Annotated[
    str,
    known(
        "webConferencesRecorded",
        "preventWebConferenceRecording",
        "emailsImported",
        "preventEmailImport",
        "active",
        "nonRecordedMeetingsImported",
        "gongConnectEnabled",
        "callsImported",
        "interviewsRecorded",
        "preventInterviewRecording",
    ),
]


class Settings(GongStruct):
    """What Gong records and imports for a user."""

    web_conferences_recorded: bool | None = None
    prevent_web_conference_recording: bool | None = None
    """Web conferences that this user attends are never recorded, whoever hosts them."""
    telephony_calls_imported: bool | None = None
    emails_imported: bool | None = None
    prevent_email_import: bool | None = None
    """Emails of this user are never imported."""
    non_recorded_meetings_imported: bool | None = None
    gong_connect_enabled: bool | None = None
    """Whether the user may place calls with Gong's own dialer."""


class ConferencingProvider(GongStruct):
    """A conferencing system the user meets in."""

    provider: str | None = None
    """A short code, such as `zoom`."""
    is_default: bool | None = None


class SpokenLanguage(GongStruct):
    """A language in which the user's calls are held."""

    gong_name: ClassVar[str | None] = "spokenLanguage"

    language: str | None = None
    """A language tag with region, such as `es-ES`."""
    primary: bool | None = None


class UserMetadata(GongStruct):
    """A user of Gong in the company."""

    id: str | None = None
    """A number of up to 20 digits."""
    email_address: str | None = None
    created: str | None = None
    """When the user was made, ISO-8601 with offset."""
    active: bool | None = None
    """False for people who left; they stay in the list because their calls do."""
    email_aliases: list[str] | None = None
    trusted_email_address: str | None = None
    """A second address that Gong accepts as the user's."""
    first_name: str | None = None
    last_name: str | None = None
    title: str | None = None
    """The job title."""
    phone_number: str | None = None
    extension: str | None = None
    """The telephone extension."""
    personal_meeting_urls: list[str] | None = None
    settings: Settings | None = None
    manager_id: str | None = None
    """The user this one reports to."""
    meeting_consent_page_url: str | None = None
    """The page on which invitees consent to being recorded."""
    conferencing_providers: list[ConferencingProvider] | None = None
    spoken_languages: list[SpokenLanguage] | None = None


class UsersMetadata(GongStruct):
    """A page of users."""

    request_id: str | None = None
    records: Records | None = None
    users: list[UserMetadata] | None = None


class User(GongStruct):
    """The answer that holds one user."""

    request_id: str | None = None
    user: UserMetadata | None = None


class UsersFilter(GongStruct):
    """Which users to give; what is left out does not restrict."""

    gong_name: ClassVar[str | None] = "MultipleUsersRequestWithCreationDates"

    created_from_date_time: str | None = None
    """Made at or after this moment, ISO-8601 with offset."""
    created_to_date_time: str | None = None
    """Made before this moment, ISO-8601 with offset."""
    include_avatars: bool | None = None
    """Also the stand-ins under which Gong's own staff acts in the company; false by default."""
    user_ids: Annotated[list[str], UNIQUE] | None = None


class UsersRequest(GongStruct):
    """Asks for users by filter."""

    gong_name: ClassVar[str | None] = "PublicApiBaseRequestV2MultipleUsersRequestWithCreationDates"

    cursor: str | None = None
    filter: UsersFilter


class UserSettingsHistory(GongStruct):
    """One change of one setting of a user."""

    setting: UserSetting | None = None
    value: bool | None = None
    """What it was set to."""
    time: str | None = None
    """When, ISO-8601 with offset."""


class SettingsHistory(GongStruct):
    """How a user's settings changed."""

    request_id: str | None = None
    user_settings_history: list[UserSettingsHistory] | None = None
