"""How meetings behave."""

from gongkit.sandbox.core.behaviours.behaviour import Basis, Behaviour

_ADD, _UPDATE, _DELETE = ("addMeeting",), ("updateMeeting",), ("deleteMeeting",)
_STATUS = ("integrationStatus",)
_ALL = (*_ADD, *_UPDATE, *_DELETE, *_STATUS)

MEETINGS = (
    Behaviour(
        "meetings-beta",
        Basis.DOCUMENTED,
        "Where Gong has not enabled these operations for the company they are answered 403; the"
        " setting `meetings_enabled` turns them off.",
        _ALL,
        (403,),
    ),
    Behaviour(
        "meeting-added",
        Basis.DOCUMENTED,
        "The answer has the address to join at, and whom to add to the invitation.",
        _ADD,
    ),
    Behaviour(
        "meeting-url",
        Basis.ASSUMED,
        "The address to join at is a page of the sandbox's own; nothing is recorded.",
        _ADD,
    ),
    Behaviour(
        "meeting-organizer",
        Basis.DOCUMENTED,
        "The organizer must be a user of the company, otherwise the answer is 404.",
        (*_ADD, *_UPDATE, *_DELETE),
        (404,),
    ),
    Behaviour(
        "meeting-recorded",
        Basis.ASSUMED,
        "An organizer whose web conferences Gong does not record is refused, and so is one who"
        " left.",
        (*_ADD, *_UPDATE),
        (400,),
    ),
    Behaviour(
        "meeting-invitees",
        Basis.DOCUMENTED,
        "The invitees are email addresses, and the organizer is not among them.",
        (*_ADD, *_UPDATE),
        (400,),
    ),
    Behaviour(
        "meeting-past",
        Basis.ASSUMED,
        "A meeting that is over already is taken, as in Gong's own example.",
        (*_ADD, *_UPDATE),
    ),
    Behaviour(
        "meeting-conflict",
        Basis.ASSUMED,
        "A meeting conflicts with one of the same external id, and with one of the same organizer"
        " that has the same start and end.",
        (*_ADD, *_UPDATE),
        (409,),
    ),
    Behaviour(
        "meeting-replaced",
        Basis.ASSUMED,
        "An update replaces the whole meeting: an optional field that is left out is cleared.",
        _UPDATE,
    ),
    Behaviour(
        "meeting-deleted",
        Basis.DOCUMENTED,
        "A deletion is answered with the organizer's address.",
        _DELETE,
    ),
    Behaviour(
        "meeting-of-another",
        Basis.ASSUMED,
        "A deletion that names another user of the company than the organizer is answered 409;"
        " one that names nobody is done.",
        _DELETE,
        (200, 409),
    ),
    Behaviour(
        "meeting-status",
        Basis.DOCUMENTED,
        "Each address comes back with whether Gong has the user, whether meetings can be made for"
        " them, and if not why, and where that can be mended.",
        _STATUS,
    ),
    Behaviour(
        "meeting-status-cap",
        Basis.ASSUMED,
        "Of more than the 100 addresses that Gong documents none is looked up: they are refused.",
        _STATUS,
        (400,),
    ),
)
