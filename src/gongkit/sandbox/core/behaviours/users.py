"""How users, workspaces and integration settings behave."""

from gongkit.sandbox.core.behaviours.behaviour import Basis, Behaviour

_LISTS = ("listUsers", "listMultipleUsers")
_ONE = ("getUser", "getUserHistory")

USERS = (
    Behaviour(
        "users-paged",
        Basis.DOCUMENTED,
        "Users come in pages of 100, those who left among them.",
        _LISTS,
    ),
    Behaviour(
        "users-order",
        Basis.ASSUMED,
        "Users are sorted by id.",
        _LISTS,
    ),
    Behaviour(
        "users-avatars",
        Basis.DOCUMENTED,
        "Avatars of Gong's own staff are listed only with `includeAvatars`.",
        _LISTS,
    ),
    Behaviour(
        "users-empty",
        Basis.REPORTED,
        "A list without a user is 404.",
        ("listMultipleUsers",),
        (404,),
    ),
    Behaviour(
        "users-created",
        Basis.DOCUMENTED,
        "The period of creation counts from its start, up to and without its end.",
        ("listMultipleUsers",),
    ),
    Behaviour(
        "user-missing",
        Basis.DOCUMENTED,
        "A user that the company does not have is 404.",
        _ONE,
        (404,),
    ),
    Behaviour(
        "user-found",
        Basis.DOCUMENTED,
        "A single user is the same object as in the list, avatars and those who left included.",
        ("getUser",),
    ),
    Behaviour(
        "user-history",
        Basis.ASSUMED,
        "The history of settings begins with the oldest change, ends now, and is not paged;"
        " moments are in the user's time zone.",
        ("getUserHistory",),
    ),
)

WORKSPACES = (
    Behaviour(
        "workspaces-all",
        Basis.DOCUMENTED,
        "All workspaces of the company are listed at once.",
        ("listWorkspaces",),
    ),
    Behaviour(
        "workspaces-order",
        Basis.ASSUMED,
        "Workspaces are sorted by name.",
        ("listWorkspaces",),
    ),
)

INTEGRATION_SETTINGS = (
    Behaviour(
        "origins-added",
        Basis.DOCUMENTED,
        "Allowed origins are kept for the caller's integration in the caller's company; one that"
        " is there already stays.",
        ("integrationSettings",),
    ),
    Behaviour(
        "origins-checked",
        Basis.DOCUMENTED,
        "An origin is https and a host under one of the integration's registered domains.",
        ("integrationSettings",),
        (400,),
    ),
    Behaviour(
        "origins-on-loopback",
        Basis.ASSUMED,
        "Origins on this machine are allowed too, for development.",
        ("integrationSettings",),
    ),
    Behaviour(
        "origins-need-integration",
        Basis.ASSUMED,
        "An access key belongs to no integration and is refused.",
        ("integrationSettings",),
        (403,),
    ),
)
