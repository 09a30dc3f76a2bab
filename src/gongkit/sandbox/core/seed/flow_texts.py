"""The demo companies' flows as they are written: steps with days and texts.

`$product` and the like are filled in from what the company sells; `{{recipient.first_name}}`
and the like are the variables that stay in the texts, for each prospect to fill.
"""

from __future__ import annotations

import msgspec

COLD_CALLS, MEETINGS, CUSTOMERS, OWN = "Cold calls", "After a meeting", "Customers", "My drafts"
OUTBOUND = "Outbound"


class StepText(msgspec.Struct, frozen=True, gc=False):
    """A step, due `wait_days` after the one before it. An email without a subject is a reply."""

    action: str
    wait_days: int
    body: str
    subject: str | None = None


class FlowText(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A flow. `in_customers` puts it into the company's second workspace."""

    key: str
    name: str
    description: str
    folder: str
    steps: tuple[StepText, ...]
    visibility: str = "Company"
    exclusive: bool = False
    in_customers: bool = False


COLD = FlowText(
    key="cold",
    name="Cold outreach: $process",
    description="Two weeks of calls and short emails to people who have never heard of us.",
    folder=COLD_CALLS,
    steps=(
        StepText(
            "AUTO_SEND_EMAIL",
            0,
            'Hi {{recipient.first_name}},\n\nothers in your position tell us: "$pain."'
            " Is that so at {{recipient.account}} as well?\n\n$product $oneliner. If that is of"
            " no use to you, one word is enough and I stop.\n\n{{sender.first_name}}",
            "$process at {{recipient.account}}",
        ),
        StepText("CALL", 1, "Open with the email of yesterday. Ask about $noun, then be quiet."),
        StepText(
            "LINKEDIN_CONNECT",
            2,
            "Hi {{recipient.first_name}}, I wrote to you about $process. Glad to connect.",
        ),
        StepText("CALL", 2, "Second try, at another time of day. Leave a message of 20 seconds."),
        StepText(
            "SEND_EMAIL",
            3,
            "Hi {{recipient.first_name}},\n\none number instead of a second introduction: with"
            " $product a customer brought $metric from $before to $after.\n\nWorth twenty"
            " minutes?\n\n{{sender.first_name}}",
        ),
        StepText("CUSTOM", 3, "Look up who else feels $noun there, and note the name in the CRM."),
        StepText("CALL", 3, "Last call. Ask for the right person if it is the wrong one."),
    ),
)

BOOKED = FlowText(
    key="booked",
    name="Meeting booked",
    description="From the booked meeting until it takes place; nothing else may cross it.",
    folder=MEETINGS,
    exclusive=True,
    steps=(
        StepText(
            "SEND_EMAIL",
            0,
            "Hi {{recipient.first_name}},\n\nthank you for your time on the phone. I look forward"
            " to our meeting, and I will begin with $noun.\n\n{{sender.first_name}}",
            "Our meeting about $process",
        ),
        StepText("CUSTOM", 1, "Hand over to the account executive: pain, tools, who decides."),
        StepText(
            "AUTO_SEND_EMAIL",
            2,
            "Hi {{recipient.first_name}},\n\na short reminder of our meeting. If somebody else"
            " should hear it too, do pass the invitation on.\n\n{{sender.first_name}}",
        ),
    ),
)

LATER = FlowText(
    key="later",
    name="Not now: stay in touch",
    description="For those who declined: few messages, far apart, each with something in it.",
    folder=OUTBOUND,
    steps=(
        StepText(
            "AUTO_SEND_EMAIL",
            14,
            "Hi {{recipient.first_name}},\n\nyou said it was not the moment, so no question"
            " today. Only what a customer wrote: $metric went from $before to $after.\n\n"
            "{{sender.first_name}}",
            "No question, only a number",
        ),
        StepText(
            "LINKEDIN_MESSAGE", 21, "Hi {{recipient.first_name}}, how is $process these days?"
        ),
        StepText(
            "AUTO_SEND_EMAIL",
            28,
            "Hi {{recipient.first_name}},\n\nis $noun still on your list for this year? If yes, I"
            " show you the shortest way.\n\n{{sender.first_name}}",
        ),
        StepText("CALL", 14, "Ask what has changed since we last spoke."),
    ),
)

AFTER_DEMO = FlowText(
    key="after_demo",
    name="After the demo",
    description="Keeps the conversation going between the demo and the next step.",
    folder=MEETINGS,
    steps=(
        StepText(
            "SEND_EMAIL",
            0,
            "Hi {{recipient.first_name}},\n\nthank you for looking at $product with us. The slides"
            " are attached; what you asked about is on the second page.\n\n{{sender.first_name}}",
            "$product at {{recipient.account}}: what we saw",
        ),
        StepText("CALL", 3, "Ask who else has to see $product before the decision."),
        StepText(
            "SEND_EMAIL",
            4,
            "Hi {{recipient.first_name}},\n\nshall we fix the next step? I suggest half an hour"
            " this week.\n\n{{sender.first_name}}",
        ),
    ),
)

RENEWAL = FlowText(
    key="renewal",
    name="Renewal in ninety days",
    description="From the business review to the talk about the next contract.",
    folder=CUSTOMERS,
    in_customers=True,
    steps=(
        StepText(
            "SEND_EMAIL",
            5,
            "Hi {{recipient.first_name}},\n\nhere are the numbers of our review in one page. What"
            " would you like to be different next year?\n\n{{sender.first_name}}",
            "{{recipient.account}}: your numbers, and next year",
        ),
        StepText("CUSTOM", 7, "Check usage and open tickets; ask the account executive to join."),
        StepText("CALL", 7, "Fix the date of the renewal talk."),
    ),
)

OPENERS = FlowText(
    key="openers",
    name="New openers (test)",
    description="The opener we are trying out this quarter; for the development team only.",
    folder=COLD_CALLS,
    visibility="Shared",
    steps=(
        StepText("CALL", 0, "Open with the question: how do you find out about $noun today?"),
        StepText(
            "SEND_EMAIL",
            1,
            "Hi {{recipient.first_name}},\n\nI asked you on the phone how you find out about $noun"
            " today. Here is how others do.\n\n{{sender.first_name}}",
            "The question from our call",
        ),
    ),
)

CALL_LIST = FlowText(
    key="call_list",
    name="My call list",
    description="Only calls, for weeks in which I want to talk and not to write.",
    folder=OWN,
    visibility="Personal",
    steps=(
        StepText("CALL", 0, "Call in the morning."),
        StepText("CALL", 2, "Call after lunch."),
        StepText("CALL", 3, "Call one last time, and say so."),
    ),
)

FLOWS = (COLD, BOOKED, LATER, AFTER_DEMO, RENEWAL, OPENERS, CALL_LIST)

GERMAN_AFTER_DEMO = FlowText(
    key="german_after_demo",
    name="Nach der Demo",
    description="Hält das Gespräch zwischen der Demo und dem nächsten Schritt in Gang.",
    folder=MEETINGS,
    steps=(
        StepText(
            "SEND_EMAIL",
            0,
            "Guten Tag {{recipient.first_name}},\n\nvielen Dank, dass ihr euch $product mit uns"
            " angesehen habt. Die Folien hängen an; eure Fragen stehen auf der zweiten Seite.\n\n"
            "{{sender.first_name}}",
            "$product bei {{recipient.account}}: was wir gesehen haben",
        ),
        StepText("CALL", 3, "Fragen, wer $product vor der Entscheidung noch sehen muss."),
        StepText(
            "SEND_EMAIL",
            4,
            "Guten Tag {{recipient.first_name}},\n\nwollen wir den nächsten Schritt festmachen?"
            " Eine halbe Stunde in dieser Woche reicht.\n\n{{sender.first_name}}",
        ),
    ),
)
