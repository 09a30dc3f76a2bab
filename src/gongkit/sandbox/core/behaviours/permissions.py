"""How permission profiles behave, and what they hide."""

from gongkit.sandbox.core.behaviours.behaviour import Basis, Behaviour

_CREATE, _UPDATE = "createPermissionProfile", "updatePermissionProfile"
_WRITE = (_CREATE, _UPDATE)
_BY_ID = ("getPermissionProfile", _UPDATE, "listPermissionProfileUsers")
_IN_WORKSPACE = ("listPermissionProfile", _CREATE)
_READS_OF_CALLS = (
    "listCalls",
    "getCall",
    "listCallsExtensive",
    "getCallTranscripts",
    "getCallsInSpecificFolder",
)

PERMISSIONS = (
    Behaviour(
        "profile-order",
        Basis.DOCUMENTED,
        "Profiles are listed workspace by workspace, in the order of their names and unpaged.",
        ("listPermissionProfile",),
    ),
    Behaviour(
        "profile-users",
        Basis.ASSUMED,
        "A user has one profile in each workspace; users who left keep theirs, and are listed.",
        ("listPermissionProfileUsers",),
    ),
    Behaviour(
        "profile-no-scope",
        Basis.ASSUMED,
        "Where Gong names no scope for an operation on profiles, every token may call it.",
        ("getPermissionProfile", "listPermissionProfile", *_WRITE),
    ),
    Behaviour(
        "profile-unknown",
        Basis.ASSUMED,
        "An unknown profile, and that of another company, is answered 400: Gong documents no 404.",
        _BY_ID,
        (400,),
    ),
    Behaviour(
        "profile-workspace-unknown",
        Basis.ASSUMED,
        "A workspace that the company does not have is answered 400.",
        _IN_WORKSPACE,
        (400,),
    ),
    Behaviour(
        "profile-library-level",
        Basis.DOCUMENTED,
        "A profile without a level of library access is refused.",
        _WRITE,
        (400,),
    ),
    Behaviour(
        "profile-malformed",
        Basis.ASSUMED,
        "A profile without a name, or with a level that is several levels in one text, is"
        " malformed: 400.",
        _WRITE,
        (400,),
    ),
    Behaviour(
        "profile-impossible",
        Basis.ASSUMED,
        "A profile that contradicts itself or the company is answered 422: a name that is taken,"
        " unknown team leads or folders, levels without their ids, more beside a library"
        " level of none.",
        (_CREATE,),
        (422,),
    ),
    Behaviour(
        "profile-impossible-update",
        Basis.ASSUMED,
        "What creating answers with 422 is 400 when a profile is replaced, since Gong documents"
        " no 422 there; so is the id of another profile.",
        (_UPDATE,),
        (400,),
    ),
    Behaviour(
        "profile-left-out",
        Basis.ASSUMED,
        "A permission that is left out is off: flags are false, levels none, also when a profile"
        " is replaced.",
        _WRITE,
    ),
    Behaviour(
        "profile-id-ignored",
        Basis.ASSUMED,
        "The id in the profile to be made is ignored; Gong gives one.",
        (_CREATE,),
    ),
    Behaviour(
        "private-calls",
        Basis.ASSUMED,
        "With calls_seen_by, a private call is seen by its host, by who attended, and by who was"
        " given access, whatever the profile.",
        _READS_OF_CALLS,
        (200, 404),
    ),
    Behaviour(
        "team-reach",
        Basis.ASSUMED,
        "A team is its lead and everybody who reports to the lead, directly or not.",
        _READS_OF_CALLS,
        (200, 404),
    ),
)
