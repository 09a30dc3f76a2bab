"""The kinds of calls: what is talked about in each, who hosts it, and what comes of it."""

from __future__ import annotations

import msgspec

from gongkit.contract.types.call_details import CallOutcome
from gongkit.sandbox.core.seed.scenes import (
    commercial,
    customers,
    discovery,
    german,
    internal,
    opening,
    phone,
    product,
)
from gongkit.sandbox.core.seed.script import Part

BOOKED = CallOutcome(id="MEETING_BOOKED", category="Answered", name="Meeting booked")
DECLINED = CallOutcome(id="NOT_INTERESTED", category="Answered", name="Not interested")
MESSAGE = CallOutcome(id="LEFT_VOICEMAIL", category="Not answered", name="Left voicemail")
ANSWERED = CallOutcome(id="QUESTION_ANSWERED", category="Answered", name="Question answered")
AGREED = CallOutcome(id="NEXT_STEP_AGREED", category="Answered", name="Next step agreed")
WON = CallOutcome(id="CONTRACT_AGREED", category="Answered", name="Contract agreed")
OPTED_OUT = CallOutcome(id="DO_NOT_CALL_AGAIN", category="Answered", name="Do not call again")
UNREACHED = CallOutcome(id="NO_ANSWER", category="Not answered", name="No answer")
OUTCOMES = (BOOKED, DECLINED, MESSAGE, ANSWERED, AGREED, WON, OPTED_OUT, UNREACHED)


class Kind(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A kind of call.

    `stage` is where the deal stands when the call takes place, an index into the CRM's
    stages. `meeting` is how people speak of such a call before it takes place, `doc`
    what is sent after it, `agenda` what is on its agenda, `brief` how a summary begins.
    """

    name: str
    titles: tuple[str, ...]
    purpose: str
    host: str
    parts: tuple[Part, ...]
    outcome: CallOutcome | None
    brief: str
    stage: int = 0
    meeting: str = ""
    doc: str = ""
    agenda: str = ""
    customer: bool = False
    direction: str = "Conference"
    disposition: str = ""
    engineer: float = 0.0
    second: float = 0.0
    scope: str = "External"


_OPENING: tuple[Part, ...] = ((opening.SMALL_TALK, 1, 2), (opening.SETUP, 1, 1))
_CLOSING: tuple[Part, ...] = ((commercial.NEXT_STEPS, 1, 1), (opening.WRAP_UP, 1, 1))

DISCOVERY = Kind(
    name="discovery",
    titles=(
        "{account} - Discovery",
        "Discovery call {account} / {company}",
        "{company} <> {account}: getting to know each other",
    ),
    purpose="Discovery",
    host="seller",
    parts=(
        *_OPENING,
        (discovery.COMPANY_INTRO, 1, 2),
        (discovery.PAIN, 3, 4),
        (discovery.CURRENT_STATE, 2, 3),
        (discovery.OVERVIEW, 1, 2),
        (discovery.COMPETITION, 1, 1),
        (discovery.DECISION, 2, 3),
        (discovery.TIMING, 1, 1),
        *_CLOSING,
    ),
    outcome=AGREED,
    brief="{rep} got to know {contact}, {c_title} at {account}.",
    stage=1,
    meeting="a discovery call",
    doc="a short summary with your numbers in it",
    agenda="how you work today, what bothers you about it, and whether we can help at all",
    second=0.25,
)

DEMO = Kind(
    name="demo",
    titles=("{product} demo for {account}", "{account} - Product demo", "Demo: {account}"),
    purpose="Demo",
    host="seller",
    parts=(
        *_OPENING,
        (product.DEMO_START, 1, 2),
        (product.FEATURE, 4, 5),
        (product.INTEGRATION, 2, 3),
        (commercial.OBJECTION, 1, 2),
        (discovery.TIMING, 0, 1),
        *_CLOSING,
    ),
    outcome=AGREED,
    brief="{rep} showed {product} to {contact}, {c_title} at {account}.",
    stage=2,
    meeting="the demo",
    doc="the recording and the slides",
    agenda="a demo that starts with your own problem, your questions, and the road from here",
    engineer=0.6,
    second=0.6,
)

TECHNICAL = Kind(
    name="technical",
    titles=("{account} - Technical review", "{account}: integration and security"),
    purpose="Technical review",
    host="seller",
    parts=(
        *_OPENING,
        (product.INTEGRATION, 3, 5),
        (product.SECURITY, 3, 5),
        (product.IMPLEMENTATION, 2, 3),
        *_CLOSING,
    ),
    outcome=AGREED,
    brief="{rep} answered the technical questions of {contact} and colleagues at {account}.",
    stage=3,
    meeting="the technical review",
    doc="the security package",
    agenda="the integration, your security questions, and what the roll-out needs from you",
    engineer=0.9,
    second=0.95,
)

PRICING = Kind(
    name="pricing",
    titles=("{account} - Pricing", "Offer for {account}", "{account} / {company}: commercials"),
    purpose="Proposal",
    host="seller",
    parts=(
        *_OPENING,
        (commercial.PRICING, 2, 3),
        (discovery.COMPETITION, 1, 1),
        (commercial.OBJECTION, 2, 3),
        (discovery.DECISION, 2, 3),
        (discovery.TIMING, 1, 1),
        *_CLOSING,
    ),
    outcome=AGREED,
    brief="{rep} took {contact}, {c_title} at {account}, through the offer.",
    stage=4,
    meeting="a call about the price",
    doc="the price sheet",
    agenda="the price, how it comes about, and who has to agree to it",
    second=0.4,
)

NEGOTIATION = Kind(
    name="negotiation",
    titles=("{account} - Contract", "{account}: last open points", "{account} - Negotiation"),
    purpose="Negotiation",
    host="seller",
    parts=(
        *_OPENING,
        (commercial.NEGOTIATION, 4, 4),
        (product.IMPLEMENTATION, 2, 3),
        *_CLOSING,
    ),
    outcome=WON,
    brief="{rep} and {contact} went through the open points of the contract with {account}.",
    stage=5,
    meeting="a call about the contract",
    doc="the contract with the changes marked",
    agenda="the open points in the contract, the numbers, and how we start",
    second=0.3,
)

KICKOFF = Kind(
    name="kickoff",
    titles=("{account} - Kickoff", "Project kickoff {account}"),
    purpose="Onboarding",
    host="success",
    parts=(
        *_OPENING,
        (customers.KICKOFF, 3, 4),
        (product.IMPLEMENTATION, 3, 4),
        (product.INTEGRATION, 1, 2),
        *_CLOSING,
    ),
    outcome=AGREED,
    brief="{rep} and {contact} planned the roll-out of {product} at {account}.",
    stage=6,
    meeting="the kickoff",
    doc="the project plan",
    agenda="why you do this, who is in it, and the plan for the first weeks",
    customer=True,
    engineer=0.5,
    second=0.8,
)

CHECK_IN = Kind(
    name="check_in",
    titles=("{account} - Check-in", "Check-in {account} / {company}"),
    purpose="Support",
    host="success",
    parts=(
        *_OPENING,
        (customers.ADOPTION, 2, 3),
        (customers.ISSUE, 1, 1),
        (customers.ROADMAP, 1, 2),
        *_CLOSING,
    ),
    outcome=AGREED,
    brief="{rep} checked in with {contact} on how {account} gets on with {product}.",
    stage=6,
    meeting="a check-in",
    doc="the notes with dates next to each point",
    agenda="how it is used, what does not work, and what you need from us",
    customer=True,
    second=0.3,
)

REVIEW = Kind(
    name="review",
    titles=("{account} - Quarterly review", "{account} QBR"),
    purpose="Quarterly business review",
    host="success",
    parts=(
        *_OPENING,
        (customers.RESULTS, 3, 4),
        (customers.ADOPTION, 2, 3),
        (customers.ROADMAP, 1, 2),
        (customers.EXPANSION, 1, 2),
        *_CLOSING,
    ),
    outcome=AGREED,
    brief="{rep} went through the quarter's results with {contact}, {c_title} at {account}.",
    stage=6,
    meeting="the quarterly review",
    doc="the slides with the numbers",
    agenda="the numbers of the quarter, how it is used, and what comes next",
    customer=True,
    second=0.6,
)

RENEWAL = Kind(
    name="renewal",
    titles=("{account} - Renewal", "{account}: contract renewal"),
    purpose="Renewal",
    host="success",
    parts=(
        *_OPENING,
        (customers.RESULTS, 2, 3),
        (customers.RENEWAL, 3, 3),
        (customers.EXPANSION, 1, 1),
        *_CLOSING,
    ),
    outcome=AGREED,
    brief="{rep} and {contact} spoke about renewing the contract of {account}.",
    stage=7,
    meeting="a call about the renewal",
    doc="the renewal offer",
    agenda="what you got out of the last year, the renewal, and your wishes",
    customer=True,
    second=0.3,
)

COLD_BOOKED = Kind(
    name="cold_booked",
    titles=("Call with {contact} ({account})", "{r} to {contact}, {account}"),
    purpose="Cold call",
    host="caller",
    parts=(
        (phone.OPENER, 1, 1),
        (phone.PITCH, 1, 1),
        (phone.PHONE_OBJECTION, 1, 2),
        (phone.PHONE_CLOSE, 1, 1),
    ),
    outcome=BOOKED,
    brief="{rep} called {contact}, {c_title} at {account}, and booked a meeting.",
    direction="Outbound",
    disposition="Connected - Meeting booked",
)

COLD_DECLINED = Kind(
    name="cold_declined",
    titles=("Call with {contact} ({account})",),
    purpose="Cold call",
    host="caller",
    parts=(
        (phone.OPENER, 1, 1),
        (phone.PITCH, 0, 1),
        (phone.PHONE_OBJECTION, 1, 2),
        (phone.PHONE_DECLINE, 1, 1),
    ),
    outcome=DECLINED,
    brief="{rep} called {contact}, {c_title} at {account}, who declined.",
    direction="Outbound",
    disposition="Connected - Not interested",
)

VOICEMAIL = Kind(
    name="voicemail",
    titles=("Call to {contact} ({account})",),
    purpose="Cold call",
    host="caller",
    parts=((phone.VOICEMAIL, 1, 1),),
    outcome=MESSAGE,
    brief="{rep} did not reach {contact} of {account} and left a message.",
    direction="Outbound",
    disposition="Left voicemail",
)

NO_ANSWER = Kind(
    name="no_answer",
    titles=("Call to {contact} ({account})",),
    purpose="Cold call",
    host="caller",
    parts=((phone.NO_ANSWER, 1, 1),),
    outcome=UNREACHED,
    brief="{rep} did not reach {contact} of {account}.",
    direction="Outbound",
    disposition="No answer",
)

INBOUND = Kind(
    name="inbound",
    titles=("Incoming call from {c_phone}",),
    purpose="Inbound request",
    host="caller",
    parts=(
        (phone.INBOUND, 1, 1),
        (phone.INBOUND_QUESTIONS, 1, 3),
        (phone.INBOUND_CLOSE, 1, 1),
    ),
    outcome=ANSWERED,
    brief="{rep} took a call from somebody who did not give a name.",
    direction="Inbound",
    disposition="Connected",
)

PIPELINE = Kind(
    name="pipeline",
    titles=("Weekly pipeline review", "Pipeline round"),
    purpose="Pipeline review",
    host="manager",
    parts=(
        (internal.TEAM_SETUP, 1, 1),
        (internal.PIPELINE, 3, 4),
        (internal.TEAM_CLOSE, 1, 1),
    ),
    outcome=None,
    brief="{rep} went through the pipeline with {c} and {d}.",
    scope="Internal",
)

COACHING = Kind(
    name="coaching",
    titles=("1:1 {r} / {c}",),
    purpose="Coaching",
    host="manager",
    parts=(
        (internal.COACHING, 3, 4),
        (internal.PRIVATE_CLOSE, 1, 1),
    ),
    outcome=None,
    brief="{rep} and {c} talked about {c}'s calls.",
    scope="Internal",
)

OPEN_END = {commercial.NEXT_STEPS: commercial.NEXT_STEPS_OPEN}
"""The scene to put in place of another when there is no next meeting."""

_GERMAN_OPENING: tuple[Part, ...] = ((german.SMALL_TALK, 1, 1), (german.SETUP, 1, 1))
_GERMAN_CLOSING: tuple[Part, ...] = ((german.NEXT_STEPS, 1, 1), (german.WRAP_UP, 1, 1))
OPEN_END[german.NEXT_STEPS] = german.NEXT_STEPS_OPEN

GERMAN_DISCOVERY = Kind(
    name="discovery",
    titles=("{account} - Erstgespräch", "{company} / {account}: Kennenlernen"),
    purpose="Discovery",
    host="seller",
    parts=(
        *_GERMAN_OPENING,
        (german.COMPANY_INTRO, 1, 1),
        (german.PAIN, 2, 3),
        (german.CURRENT_STATE, 1, 2),
        (german.OVERVIEW, 1, 1),
        (german.DECISION, 0, 1),
        *_GERMAN_CLOSING,
    ),
    outcome=AGREED,
    brief="{rep} hat {contact} von {account} kennengelernt.",
    stage=1,
    meeting="ein erstes Gespräch",
    doc="eine kurze Zusammenfassung",
    agenda="wie ihr heute arbeitet, wo es hakt, und ob wir überhaupt helfen können",
)

GERMAN_DEMO = Kind(
    name="demo",
    titles=("{account} - Demo", "{product} für {account}"),
    purpose="Demo",
    host="seller",
    parts=(
        *_GERMAN_OPENING,
        (german.FEATURE, 2, 3),
        (german.SECURITY, 1, 2),
        (german.DECISION, 0, 1),
        *_GERMAN_CLOSING,
    ),
    outcome=AGREED,
    brief="{rep} hat {contact} von {account} {product} gezeigt.",
    stage=2,
    meeting="eine Demo",
    doc="die Aufzeichnung",
    agenda="eine Demo an eurem Beispiel, eure Fragen und der Weg danach",
    second=0.5,
)

GERMAN_PRICING = Kind(
    name="pricing",
    titles=("{account} - Angebot",),
    purpose="Proposal",
    host="seller",
    parts=(
        *_GERMAN_OPENING,
        (german.PRICING, 2, 3),
        (german.SECURITY, 0, 1),
        (german.DECISION, 1, 2),
        *_GERMAN_CLOSING,
    ),
    outcome=AGREED,
    brief="{rep} ist mit {contact} das Angebot für {account} durchgegangen.",
    stage=4,
    meeting="ein Gespräch über das Angebot",
    doc="die Preisübersicht",
    agenda="der Preis, wie er zustande kommt, und wer zustimmen muss",
    second=0.4,
)

NEW_BUSINESS = (DISCOVERY, DEMO, TECHNICAL, PRICING, NEGOTIATION, KICKOFF, CHECK_IN)
SHORT_SALE = (DISCOVERY, DEMO, PRICING, NEGOTIATION, KICKOFF, CHECK_IN)
CUSTOMER = (KICKOFF, CHECK_IN, REVIEW, CHECK_IN, RENEWAL)
LOYAL = (REVIEW, CHECK_IN, RENEWAL, CHECK_IN, REVIEW)
GERMAN_SALE = (GERMAN_DISCOVERY, GERMAN_DEMO, GERMAN_PRICING)
"""What calls an account goes through, in this order; a story can begin or end on the way."""
