# Made from _async/resources/users.py by tools/async_to_sync.py: change that one.
"""`gong.users`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from gongkit.client._sync.listing import Listing
from gongkit.client._sync.resource import Resource
from gongkit.client.inputs import texts
from gongkit.clock import instant_text
from gongkit.contract.operations import users as ops
from gongkit.contract.types.users import (
    UserMetadata,
    UserSettingsHistory,
    UsersFilter,
    UsersRequest,
)


class Users(Resource):
    """The company's people in Gong."""

    def list(self, *, include_avatars: bool | None = None) -> Listing[UserMetadata]:
        """List all users, former employees included."""
        return self._listing(ops.LIST_USERS, query={"includeAvatars": include_avatars})

    def get(self, user_id: str) -> UserMetadata:
        """Get one user. Raises `NotFound` where the company has none of this id."""
        return self._object(UserMetadata, ops.GET_USER, path={"id": user_id})

    def list_extensive(
        self,
        *,
        user_ids: Sequence[str] | None = None,
        created_from: datetime | None = None,
        created_to: datetime | None = None,
        include_avatars: bool | None = None,
    ) -> Listing[UserMetadata]:
        """List users by id, or by when they were made (`created_to` is exclusive)."""
        chosen = UsersFilter(
            user_ids=texts("user_ids", user_ids),
            created_from_date_time=instant_text("created_from", created_from),
            created_to_date_time=instant_text("created_to", created_to),
            include_avatars=include_avatars,
        )
        return self._listing(ops.LIST_MULTIPLE_USERS, body=UsersRequest(filter=chosen))

    def settings_history(self, user_id: str) -> Listing[UserSettingsHistory]:
        """List how a user's settings changed. Raises `NotFound` for an unknown user."""
        return self._listing(ops.GET_USER_HISTORY, path={"id": user_id})
