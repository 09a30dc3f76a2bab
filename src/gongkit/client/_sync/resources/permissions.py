# Made from _async/resources/permissions.py by tools/async_to_sync.py: change that one.
"""`gong.permissions`."""

from __future__ import annotations

from gongkit.client._sync.listing import Listing
from gongkit.client._sync.resource import Resource
from gongkit.contract.operations import permissions as ops
from gongkit.contract.types.permissions import PermissionProfile, UserSimpleMetadata


class Permissions(Resource):
    """Permission profiles: what the users who have one may see and do.

    Gong documents no scope for most of this; an access key is the sure way to it.
    """

    def list_profiles(self, *, workspace_id: str) -> Listing[PermissionProfile]:
        """List the permission profiles of a workspace, by name."""
        return self._listing(ops.LIST_PERMISSION_PROFILES, query={"workspaceId": workspace_id})

    def get_profile(self, profile_id: str) -> PermissionProfile:
        """Get one permission profile. Raises `BadRequest` for an unknown id, as far as is known."""
        return self._object(
            PermissionProfile, ops.GET_PERMISSION_PROFILE, query={"profileId": profile_id}
        )

    def create_profile(self, profile: PermissionProfile, *, workspace_id: str) -> PermissionProfile:
        """Make a permission profile, and get it with its id.

        It needs the level of `library_folder_access`. Raises `Unprocessable` where it
        can be read but not be done.
        """
        return self._object(
            PermissionProfile,
            ops.CREATE_PERMISSION_PROFILE,
            query={"workspaceId": workspace_id},
            body=profile,
        )

    def update_profile(self, profile_id: str, profile: PermissionProfile) -> PermissionProfile:
        """Replace a permission profile, for all users who have it, and get it as it is now.

        Give the whole profile, as `get_profile` gave it, with the changes made.
        """
        return self._object(
            PermissionProfile,
            ops.UPDATE_PERMISSION_PROFILE,
            query={"profileId": profile_id},
            body=profile,
        )

    def profile_users(self, profile_id: str) -> Listing[UserSimpleMetadata]:
        """List the users who have a permission profile."""
        return self._listing(ops.LIST_PERMISSION_PROFILE_USERS, query={"profileId": profile_id})
