"""Calls among colleagues: the pipeline, and coaching."""

from __future__ import annotations

from gongkit.sandbox.core.seed.script import scene

TEAM_SETUP = scene(
    "Call Setup",
    """
@ The weekly round
R: Hello everybody. Same procedure as every week, best news first, worst news second.
C: I can start, mine fit on one page.
R: Then go ahead.

@ A short round today
R: Half an hour only, I have the board afterwards. Who is on fire?
D: Not on fire, but it smells a little.
R: Then you are second. {c}, you begin.
""",
)

PIPELINE = scene(
    "Pipeline Review",
    """
@ {deal}: where it stands
R: Let us look at {deal}. Where do we stand?
C: In {deal_stage}, {deal_amount}. My contact there is {deal_contact}, and I trust the date.
R: Why do you trust it?
C: Because the date came from them and not from me.
* {deal} is in {deal_stage} with {deal_amount}; {c} trusts the date.

@ {deal}: the competition
R: {deal}. Who are we up against?
D: {competitor}, as usual. {Strength}, but {weakness}.
R: Do they know that?
D: {deal_contact} said it before I could.
* At {deal} we are up against {competitor}: {weakness}.

@ {deal}: who decides
R: What about {deal}? {deal_amount} is too much to have a single contact.
C: You are right, so far I only have {deal_contact}.
R: Who signs?
C: ^risk I do not know yet. I will find out this week.
> {c} finds out who signs at {deal}.
* At {deal} ({deal_amount}) we know only {deal_contact}; who signs is open.

@ {deal}: the forecast
R: Is {deal} commit or best case?
D: Best case. {deal_stage} sounds further than it feels.
R: What has to happen for commit?
D: A date from {deal_contact}, in writing.
> {d} gets a date in writing from {deal_contact} at {deal}.
* {deal} stays in best case until {deal_contact} gives a date in writing.

@ {deal}: help wanted
D: I could use help with {deal}. They want to talk to somebody above me.
R: I can do that. What is the story in one sentence?
D: {deal_contact} wants it, {deal_amount} is on the table, and it has stood in {deal_stage} for
   three weeks.
R: Set it up, I will be there.
> {d} sets up a call with {deal_contact} of {deal} and {r}.
* {r} will join a call with {deal}.
""",
    each="deals",
)

COACHING = scene(
    "Coaching",
    """
@ Listening to a call together
R: I listened to your call with {deal}. How did you feel about it?
C: Good until the price came up. Then I talked too much.
R: How long, do you think?
C: A minute?
R: Nearly three. The customer had already nodded.
C: Ouch. Fair.
* {c} talked too long after the price question in the call with {deal}.

@ Asking one more question
R: There was a moment where {deal_contact} said it is complicated. You went on with the slides.
C: I remember. I thought I would come back to it.
R: Next time, ask what is complicated and count to five.
C: Counting to five is the hard part.
* {c} wants to stay with a hint from the customer instead of going on with the slides.

@ What went well
R: What I liked was your summary at the end. Three points, two names, one date.
C: I have it on a note next to the screen.
R: Keep the note.
* {r} praised {c}'s summary at the end of the call.

@ A goal for the month
R: What do you want to work on this month?
C: Getting a second contact into every deal before the demo.
R: Good. We look at it together in four weeks.
> {c} brings a second contact into every deal before the demo.
* {c}'s goal for the month: a second contact in every deal.
""",
)

TEAM_CLOSE = scene(
    "Wrap-up",
    """
@ Until next week
R: That is all from me. Please put the next steps into the CRM today, not tomorrow.
C: Today it is.
R: Thanks, good selling.
> Everybody puts the next steps into the CRM today.

@ Before we go
R: One request before we go. If you promise a date to a customer, tell {s}.
C: Did somebody forget?
R: Somebody did. Good luck out there.
""",
)

PRIVATE_CLOSE = scene(
    "Wrap-up",
    """
@ Until next time
R: Same time in four weeks?
C: Yes, and thanks. That was more useful than I feared.
R: I take the compliment. See you.
> {r} and {c} meet again in four weeks.
""",
)
