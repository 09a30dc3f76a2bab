"""How the email composer treats what an app gives, and what is sent."""

from gongkit.sandbox.core.behaviours.behaviour import Basis, Behaviour

_COMPOSER = ("composer",)

COMPOSER = (
    Behaviour(
        "composer-sanitized",
        Basis.DOCUMENTED,
        "The HTML that an app closes its frame with is sanitized and put into the draft.",
        _COMPOSER,
        (),
    ),
    Behaviour(
        "composer-rules",
        Basis.ASSUMED,
        "What may stay are the elements, attributes, inline styles and addresses that"
        " [Email HTML](email-html.md) lists; Gong's own list is not published.",
        _COMPOSER,
        (),
    ),
    Behaviour(
        "composer-limits",
        Basis.ASSUMED,
        "HTML of more than 1,000 KB or 5,000 tags is refused with a message, and the draft stays as"
        " it was.",
        _COMPOSER,
        (),
    ),
    Behaviour(
        "composer-cursor",
        Basis.ASSUMED,
        "What an app gives stands where the cursor was, or at the end; blocks stand between"
        " paragraphs.",
        _COMPOSER,
        (),
    ),
    Behaviour(
        "composer-sends",
        Basis.ASSUMED,
        "An email needs sound addresses of people who have not opted out of emails, a subject, and"
        " something to read.",
        _COMPOSER,
        (),
    ),
    Behaviour(
        "composer-email",
        Basis.ASSUMED,
        "What is sent is one of the company's emails at once: in the account's timeline, in data"
        " privacy, and where entities are asked about.",
        _COMPOSER,
        (),
    ),
)
