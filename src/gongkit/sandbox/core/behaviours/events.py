"""How digital interactions and engagement events behave."""

from gongkit.sandbox.core.behaviours.behaviour import Basis, Behaviour

_DIGITAL = ("addDigitalInteraction",)
_SHARED, _OTHERS = ("contentShared",), ("contentViewed", "customAction")
_ENGAGEMENT = (*_SHARED, *_OTHERS)
_ALL = (*_DIGITAL, *_ENGAGEMENT)

_DEDUPLICATED = Behaviour(
    "event-deduplicated",
    Basis.DOCUMENTED,
    "An event whose `eventId` the company has already is answered 409.",
    _ALL,
    (409,),
)
_MATCHED = Behaviour(
    "event-account",
    Basis.DOCUMENTED,
    "An event goes to the timeline of the account to which its CRM objects, its people's"
    " addresses and numbers, or a domain lead.",
    _ALL,
)
_MATCHED_ONCE = Behaviour(
    "event-account-once",
    Basis.ASSUMED,
    "An event is matched when it arrives, to one account; what leads nowhere is kept and stands in"
    " no timeline.",
    _ALL,
)
_NOT_AHEAD = Behaviour(
    "event-not-ahead",
    Basis.ASSUMED,
    "An event must not be more than five minutes ahead of Gong's clock.",
    _ALL,
    (400,),
)

DIGITAL_INTERACTIONS = (
    Behaviour(
        "event-taken",
        Basis.DOCUMENTED,
        "The answer says that the event was taken, and no more.",
        _DIGITAL,
    ),
    Behaviour(
        "anonymous-person",
        Basis.DOCUMENTED,
        "A person without name, email, phone number and id of a CRM object needs a `personId`, and"
        " a company with a domain or with CRM objects.",
        _DIGITAL,
        (400,),
    ),
    Behaviour(
        "nobody",
        Basis.ASSUMED,
        "An event without a person is taken.",
        _DIGITAL,
    ),
    Behaviour(
        "content-details",
        Basis.ASSUMED,
        "A number outside of its range, and a step that is not available, are refused.",
        _DIGITAL,
        (400,),
    ),
    _DEDUPLICATED,
    _MATCHED,
    _MATCHED_ONCE,
    _NOT_AHEAD,
)

ENGAGEMENT = (
    Behaviour(
        "engagement-taken",
        Basis.DOCUMENTED,
        "The answer has the integration in whose name the event was taken.",
        _ENGAGEMENT,
    ),
    Behaviour(
        "engagement-of-a-key",
        Basis.ASSUMED,
        "An access key belongs to no integration, so the answer to it has no `integrationId`.",
        _ENGAGEMENT,
    ),
    Behaviour(
        "engagement-kinds-share-ids",
        Basis.ASSUMED,
        "The three kinds of engagement events share their event ids, digital interactions have"
        " theirs apart; an event without an id is never the same as another.",
        _ENGAGEMENT,
        (200, 409),
    ),
    Behaviour(
        "recipients-emails",
        Basis.DOCUMENTED,
        "Each recipient of shared content needs an email address.",
        _SHARED,
        (400,),
    ),
    Behaviour(
        "property-values",
        Basis.DOCUMENTED,
        "The value of a property has the format that its `dataType` names.",
        _ENGAGEMENT,
        (400,),
    ),
    Behaviour(
        "listed-in-one-value",
        Basis.ASSUMED,
        "Of `dataType` and `agentPlatform`, whose values Gong's schema lists in one text, each of"
        " the listed values is taken, and that text as well.",
        _ENGAGEMENT,
    ),
    Behaviour(
        "engagement-unknown",
        Basis.ASSUMED,
        "A sharer's id that is no user's, and an unknown workspace, are refused.",
        _ENGAGEMENT,
        (400,),
    ),
)
