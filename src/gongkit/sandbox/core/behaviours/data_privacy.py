"""How finding and erasing a person's data behaves."""

from gongkit.sandbox.core.behaviours.behaviour import Basis, Behaviour

_FIND = ("findAllReferencesToEmailAddress", "findAllReferencesToPhoneNumber")
_ERASE = ("purgeEmailAddress", "purgePhoneNumber")

DATA_PRIVACY = (
    Behaviour(
        "privacy-references",
        Basis.DOCUMENTED,
        "All emails, calls, meetings, leads, contacts and (for an address) engagement events of a"
        " person are listed without pages.",
        _FIND,
    ),
    Behaviour(
        "privacy-number",
        Basis.DOCUMENTED,
        "A phone number begins with a plus sign and the country code, signs other than digits are"
        " ignored, and it leads on to the emails of the leads and contacts who have it.",
        ("findAllReferencesToPhoneNumber", "purgePhoneNumber"),
    ),
    Behaviour(
        "privacy-number-form",
        Basis.ASSUMED,
        "`00` in front of a phone number is the same as the plus sign; a number with neither is"
        " refused.",
        ("findAllReferencesToPhoneNumber", "purgePhoneNumber"),
        (200, 400),
    ),
    Behaviour(
        "privacy-address",
        Basis.ASSUMED,
        "Email addresses are compared without regard to case; an address does not lead on to"
        " calls that know the person by number only.",
        ("findAllReferencesToEmailAddress", "purgeEmailAddress"),
    ),
    Behaviour(
        "privacy-address-now",
        Basis.ASSUMED,
        "Contacts and leads are found under the address or number that they have now; what was"
        " uploaded of them before under another one is erased without them.",
        _FIND + _ERASE,
    ),
    Behaviour(
        "privacy-crm-id",
        Basis.ASSUMED,
        "A contact and a lead with the same id are two people; where only an id is kept, as of a"
        " prospect in a flow, it means a person of the CRM that Gong reads, then the lead.",
        _FIND + _ERASE,
    ),
    Behaviour(
        "privacy-address-form",
        Basis.ASSUMED,
        "What is no email address is refused.",
        ("findAllReferencesToEmailAddress", "purgeEmailAddress"),
        (400,),
    ),
    Behaviour(
        "privacy-stranger",
        Basis.ASSUMED,
        "Where nothing is kept under an address or number, the answer is 200 with empty lists.",
        _FIND,
    ),
    Behaviour(
        "privacy-call-status",
        Basis.ASSUMED,
        "Calls are listed once they are processed, with the status `COMPLETED`.",
        _FIND,
    ),
    Behaviour(
        "erasure-later",
        Basis.DOCUMENTED,
        "An erasure is only accepted; hours later the calls in which the person took part, their"
        " emails, leads and contacts are gone.",
        _ERASE,
    ),
    Behaviour(
        "erasure-at-once",
        Basis.ASSUMED,
        "Everything goes in one moment, after the setting `erase_after` (an hour), with whatever"
        " has been added by then, calls that are still being processed included.",
        _ERASE,
    ),
    Behaviour(
        "erasure-mentions",
        Basis.ASSUMED,
        "What other people say or write about the person, in calls and emails without them, stays.",
        _ERASE,
    ),
    Behaviour(
        "erasure-repeated",
        Basis.ASSUMED,
        "An erasure is accepted again, and also where there is nothing to erase.",
        _ERASE,
    ),
    Behaviour(
        "erasure-abnormal",
        Basis.DOCUMENTED,
        "Nothing is erased where an abnormal amount of objects would go.",
        _ERASE,
        (400,),
    ),
    Behaviour(
        "erasure-abnormal-figure",
        Basis.ASSUMED,
        "Abnormal are more than 200 calls, emails, contacts and leads (the setting"
        " `erase_at_most`), and it is said at once, with 400.",
        _ERASE,
        (400,),
    ),
    Behaviour(
        "erasure-own-users",
        Basis.ASSUMED,
        "The address or number of a user of the company is refused.",
        _ERASE,
        (400,),
    ),
)
