"""Users: who they are, what Gong records of them, and how that changed."""

from gongkit.contract.operation import (
    CURSOR,
    JsonBody,
    NotFoundMeans,
    Operation,
    Place,
    Repeat,
    in_path,
    in_query,
)
from gongkit.contract.types.users import SettingsHistory, User, UsersMetadata, UsersRequest

LIST_USERS = Operation(
    id="listUsers",
    area="users",
    method_name="list",
    method="GET",
    path="/v2/users",
    doc="""List all users of the company, former employees included.

    Gong answers 404 when there is nobody to list, though it does not document it; it is
    taken as an empty list.""",
    answer=UsersMetadata,
    parameters=(
        CURSOR,
        in_query(
            "includeAvatars",
            "Also the stand-ins under which Gong's own staff acts in the company;"
            " false by default.",
            bool,
        ),
    ),
    scopes=("api:users:read",),
    paging=Place.QUERY,
    items="users",
    repeat=Repeat.SAFE,
    not_found=NotFoundMeans.EMPTY,
    errors=(400, 403, 429, 500),
)

GET_USER = Operation(
    id="getUser",
    area="users",
    method_name="get",
    method="GET",
    path="/v2/users/{id}",
    doc="""Get one user.

    404 means that the company has no user with this id.""",
    answer=User,
    parameters=(in_path("id", "The user's id, a number of up to 20 digits."),),
    scopes=("api:users:read",),
    unwrap="user",
    repeat=Repeat.SAFE,
    errors=(400, 401, 404, 429, 500),
)

LIST_MULTIPLE_USERS = Operation(
    id="listMultipleUsers",
    area="users",
    method_name="list_extensive",
    method="POST",
    path="/v2/users/extensive",
    doc="""List users by id or by when they were made.

    The period of creation is half-open. The users are the same objects that `listUsers`
    gives. 404 means that nobody matched; it is taken as an empty list.""",
    answer=UsersMetadata,
    body=JsonBody(type=UsersRequest),
    scopes=("api:users:read",),
    paging=Place.BODY,
    items="users",
    repeat=Repeat.SAFE,
    not_found=NotFoundMeans.EMPTY,
    errors=(400, 401, 404, 429, 500),
)

GET_USER_HISTORY = Operation(
    id="getUserHistory",
    area="users",
    method_name="settings_history",
    method="GET",
    path="/v2/users/{id}/settings-history",
    doc="""List the changes of a user's settings: what was set, to what, and when.

    It explains, for instance, why calls of some weeks were not recorded. The answer is
    not paged. 404 means that the company has no user with this id.""",
    answer=SettingsHistory,
    parameters=(in_path("id", "The user's id, a number of up to 20 digits."),),
    scopes=("api:users:read",),
    items="userSettingsHistory",
    repeat=Repeat.SAFE,
    errors=(400, 401, 404, 429, 500),
)
