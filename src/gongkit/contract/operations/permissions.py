"""Permissions: the profiles that say what users may see and do.

Gong documents no scope for most of these operations, so that an access key is the sure
way to them.
"""

from gongkit.contract.operation import JsonBody, Operation, Repeat, in_query
from gongkit.contract.types.permissions import (
    PermissionProfile,
    PermissionProfileResponse,
    PermissionProfilesResponse,
    PermissionProfileUsersResponse,
)

_PROFILE_ID = in_query("profileId", "The profile's id, a number of up to 20 digits.", required=True)
_WORKSPACE_ID = in_query("workspaceId", "The workspace the profile belongs to.", required=True)

LIST_PERMISSION_PROFILES = Operation(
    id="listPermissionProfile",
    area="permissions",
    method_name="list_profiles",
    method="GET",
    path="/v2/all-permission-profiles",
    doc="""List the permission profiles of a workspace, in the order of their names.

    The answer is not paged.""",
    answer=PermissionProfilesResponse,
    parameters=(_WORKSPACE_ID,),
    items="profiles",
    repeat=Repeat.SAFE,
    errors=(400, 401, 500),
)

GET_PERMISSION_PROFILE = Operation(
    id="getPermissionProfile",
    area="permissions",
    method_name="get_profile",
    method="GET",
    path="/v2/permission-profile",
    doc="""Get one permission profile.

    Gong documents no 404 here, so that an unknown id should come back as 400.""",
    answer=PermissionProfileResponse,
    parameters=(_PROFILE_ID,),
    unwrap="profile",
    repeat=Repeat.SAFE,
    errors=(400, 401, 500),
)

CREATE_PERMISSION_PROFILE = Operation(
    id="createPermissionProfile",
    area="permissions",
    method_name="create_profile",
    method="POST",
    path="/v2/permission-profile",
    doc="""Make a permission profile in a workspace, and get it with its new id.

    The level of library access is needed. 400 means that the request is malformed, 422
    that it can be read but not be done as it stands.""",
    answer=PermissionProfileResponse,
    parameters=(_WORKSPACE_ID,),
    body=JsonBody(type=PermissionProfile),
    unwrap="profile",
    errors=(400, 401, 422, 500),
)

UPDATE_PERMISSION_PROFILE = Operation(
    id="updatePermissionProfile",
    area="permissions",
    method_name="update_profile",
    method="PUT",
    path="/v2/permission-profile",
    doc="""Replace a permission profile, and get it as it is now.

    It changes what all users who have the profile may do. Send the whole profile, as
    `getPermissionProfile` gives it, with the changes made: Gong does not say what becomes
    of a permission that is left out.""",
    answer=PermissionProfileResponse,
    parameters=(_PROFILE_ID,),
    body=JsonBody(type=PermissionProfile),
    unwrap="profile",
    errors=(400, 401, 500),
)

LIST_PERMISSION_PROFILE_USERS = Operation(
    id="listPermissionProfileUsers",
    area="permissions",
    method_name="profile_users",
    method="GET",
    path="/v2/permission-profile/users",
    doc="""List the users who have a permission profile.

    The answer is not paged.""",
    answer=PermissionProfileUsersResponse,
    parameters=(_PROFILE_ID,),
    scopes=("api:users:read",),
    items="users",
    repeat=Repeat.SAFE,
    errors=(400, 401, 500),
)
