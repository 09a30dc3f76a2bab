"""How access to single calls behaves."""

from gongkit.sandbox.core.behaviours.behaviour import Basis, Behaviour

_GRANT, _REVOKE = "addUsersAccessToCalls", "deleteUsersAccessToCalls"
_WRITE = (_GRANT, _REVOKE)
_ALL = (*_WRITE, "getUsersAccessToCalls")

CALL_ACCESS = (
    Behaviour(
        "access-beyond-profile",
        Basis.DOCUMENTED,
        "Access is given call by call and user by user, beyond permission profiles, which it"
        " leaves as they are.",
        _ALL,
    ),
    Behaviour(
        "access-unknown",
        Basis.DOCUMENTED,
        "A call or user that the company does not have is refused, with its place in the list.",
        _WRITE,
        (400,),
    ),
    Behaviour(
        "access-all-or-nothing",
        Basis.ASSUMED,
        "A request with one wrong entry changes nothing.",
        _WRITE,
        (400,),
    ),
    Behaviour(
        "access-not-yet",
        Basis.ASSUMED,
        "A call that is still being processed is as good as unknown.",
        _ALL,
        (400,),
    ),
    Behaviour(
        "access-to-hidden",
        Basis.ASSUMED,
        "The setting `calls_seen_by` does not matter here: access is given to calls that it hides,"
        " and listed and taken back as well.",
        _ALL,
    ),
    Behaviour(
        "access-twice",
        Basis.ASSUMED,
        "Giving access to who has it, and taking it from who has none, succeeds and changes"
        " nothing.",
        _WRITE,
    ),
    Behaviour(
        "access-listed",
        Basis.ASSUMED,
        "Every call that was asked for is listed, in the order of the request, with an empty list"
        " of users where nobody was given access.",
        ("getUsersAccessToCalls",),
    ),
    Behaviour(
        "access-list-unknown",
        Basis.ASSUMED,
        "A call that the company does not have is refused, not left out.",
        ("getUsersAccessToCalls",),
        (400,),
    ),
    Behaviour(
        "access-empty",
        Basis.ASSUMED,
        "Empty lists, and lists that hold an id twice, are refused.",
        _ALL,
        (400,),
    ),
)
