"""Who may see single calls beyond what permission profiles allow."""

from typing import Annotated, ClassVar

from gongkit.contract.types.base import UNIQUE, GongStruct


class CallUsersAccess(GongStruct):
    """A call, and the users whose access to it is given or taken."""

    gong_name: ClassVar[str | None] = "CallUsersAccessDto"

    call_id: str
    user_ids: Annotated[list[str], UNIQUE]


class GrantCallAccessRequest(GongStruct):
    """Gives users access to calls."""

    gong_name: ClassVar[str | None] = "CallsUsersAccessAddDto"

    call_access_list: list[CallUsersAccess] | None = None


class RevokeCallAccessRequest(GongStruct):
    """Takes the access that users were given to calls."""

    gong_name: ClassVar[str | None] = "CallsUsersAccessDeleteDto"

    call_access_list: list[CallUsersAccess] | None = None


class CallAccessFilter(GongStruct):
    """The calls whose individual access is asked for."""

    gong_name: ClassVar[str | None] = "CallsAccessGetDto"

    call_ids: Annotated[list[str], UNIQUE]


class CallAccessRequest(GongStruct):
    """Asks who was given access to calls."""

    gong_name: ClassVar[str | None] = "FilterRequestCallsAccessGetDto"

    filter: CallAccessFilter


class UserAccessDetails(GongStruct):
    """A user who was given access to a call."""

    user_id: str | None = None


class CallAccessDetails(GongStruct):
    """The users who were given access to one call; others may see it by their profile."""

    call_id: str | None = None
    users: list[UserAccessDetails] | None = None


class CallsAccessDetailsResponse(GongStruct):
    """The access that was given, call by call."""

    request_id: str | None = None
    call_access_list: list[CallAccessDetails] | None = None
