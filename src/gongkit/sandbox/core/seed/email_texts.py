"""The texts that the demo emails are put together from, in the languages of the accounts."""

from __future__ import annotations

import msgspec


class Texts(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What is written around a meeting, in one language."""

    greeting: str
    names: str
    regards: str
    answer_prefix: str
    agenda_subject: str
    agenda: str
    recap_subject: str
    recap: str
    points: str
    agreed: str
    attached: str
    answers: tuple[str, ...]


ENGLISH = Texts(
    greeting="Hi {names},",
    names=" and ",
    regards="Best regards,",
    answer_prefix="Re:",
    agenda_subject="Agenda: {title}",
    agenda="For our next call I suggest this agenda: {agenda}.\n\nIs anything missing? Then let me"
    " know, and I'll make room for it.",
    recap_subject="Recap: {title}",
    recap="Thank you for your time. Here is what I took away from our call.",
    points="What we talked about:",
    agreed="What we agreed on:",
    attached="You'll find {doc} attached. If I got something wrong, please correct me.",
    answers=(
        "Thank you, that is a fair summary. I've passed {doc} on to my colleagues.",
        (
            "Thanks for writing this up so quickly. One question: can I share {doc} with our"
            " purchasing department?"
        ),
        "That matches my notes. I'll come back to you with the open points on our side this week.",
        (
            "Looks right to me. Could you send {doc} again as a PDF? Our mail system removed the"
            " attachment."
        ),
        (
            "Thank you. I talked to our management this morning: they like the direction, and they"
            " will look at the price first."
        ),
    ),
)

GERMAN = Texts(
    greeting="Hallo {names},",
    names=" und ",
    regards="Viele Grüße",
    answer_prefix="AW:",
    agenda_subject="Agenda: {title}",
    agenda="für unser nächstes Gespräch schlage ich vor: {agenda}.\n\nFehlt etwas? Dann sag mir"
    " kurz Bescheid.",
    recap_subject="Zusammenfassung: {title}",
    recap="danke für eure Zeit. Das habe ich aus unserem Gespräch mitgenommen.",
    points="Worüber wir gesprochen haben:",
    agreed="Was wir vereinbart haben:",
    attached="Im Anhang findet ihr {doc}. Wenn etwas nicht stimmt, korrigiert mich bitte.",
    answers=(
        "danke, das passt so. Ich habe alles an die Kollegen weitergegeben.",
        "danke für die schnelle Zusammenfassung. Darf ich das unserem Einkauf weiterleiten?",
        (
            "das deckt sich mit meinen Notizen. Die offenen Punkte auf unserer Seite kläre ich"
            " diese Woche."
        ),
    ),
)

TELEPHONE = {
    "cold_booked": (
        "Our meeting",
        (
            "It was good to talk to you. As agreed, here is the invitation for our meeting. If"
            " somebody else at {account} should be there, please forward it."
        ),
    ),
    "cold_declined": (
        "Thank you for your time",
        (
            "Thank you for being so open on the phone. I won't call again; if something changes at"
            " {account}, you know where I am."
        ),
    ),
    "voicemail": (
        "Tried to reach you",
        (
            "I just left you a message. In short: we help companies like {account}, and I would"
            " like to find out whether that is of interest. Do you have ten minutes this week?"
        ),
    ),
}
"""What is written after a telephone call of each kind: subject and text. Always in English."""

CONFIRMATIONS = (
    "Got it, the invitation is in my calendar. See you then.",
    "Thanks. I've added a colleague, she knows the details better than I do.",
    "Confirmed. Please keep it to half an hour, I have another meeting afterwards.",
)
"""How somebody answers who agreed to a meeting on the phone."""
