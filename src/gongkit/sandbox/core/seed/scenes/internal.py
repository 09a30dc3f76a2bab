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
R: We keep it short today, I have the board afterwards. Who is on fire?
D: Not on fire, but it smells a little.
R: Then you're second. {c}, you begin.

@ Straight to the deals
R: No news from me, so let's go straight to the deals. Who wants to begin?
D: Let {c} begin, I'm still sorting mine.
R: That's at least honest. {c}?

@ A guest from engineering
R: {s} is with us again, in case somebody has promised something technical.
S: Nobody ever admits it in this round.
R: Then they can admit it afterwards. Let's start.
""",
)

PIPELINE = scene(
    "Pipeline Review",
    """
@ {deal}: where it stands
R: Let's look at {deal}. Where do we stand?
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
C: You're right, so far I only have {deal_contact}.
R: Who signs?
C: ^risk I don't know yet. I'll find out this week.
> {c} finds out who signs at {deal}.
* At {deal} ({deal_amount}) we know only {deal_contact}; who signs is open.

@ {deal}: the forecast
R: Is {deal} commit or best case?
D: Best case. {Deal_stage} sounds further than it feels.
R: What has to happen for commit?
D: A date from {deal_contact}, in writing.
> {d} gets a date in writing from {deal_contact} at {deal}.
* {deal} stays in best case until {deal_contact} gives a date in writing.

@ {deal}: help wanted
D: I could use help with {deal}. They want to talk to somebody above me.
R: I can do that. What is the story in one sentence?
D: {deal_contact} wants it, {deal_amount} is on the table, and it has stood in {deal_stage} for
   a while.
R: Set it up, I'll be there.
> {d} sets up a call with {deal_contact} of {deal} and {r}.
* {r} will join a call with {deal}.

@ {deal}: the next step
R: {deal}. What's the next step, and who owns it?
C: Mine. I owe {deal_contact} an answer on the scope, it goes out today.
R: And then?
C: Then it leaves {deal_stage}, if nothing unexpected happens.
> {c} sends {deal_contact} of {deal} an answer on the scope today.
* At {deal} the answer on the scope is due today.

@ {deal}: too quiet
R: I haven't heard anything about {deal} for a while.
D: ^risk Neither have I. {deal_contact} doesn't answer.
R: Try the phone, and try somebody else there.
D: I'll do both today.
> {d} calls {deal_contact} at {deal} and looks for a second contact.
* {deal} has gone quiet.

@ {deal}: good news
D: Good news from {deal}, for once. {deal_contact} came back with a yes to the scope.
R: So it moves on from {deal_stage}?
D: This week, I hope. The amount stays at {deal_amount}.
* {deal} said yes to the scope; the amount stays at {deal_amount}.

@ {deal}: the amount
R: The {deal_amount} for {deal}, is that what they want or what we want?
C: What they want. {deal_contact} counted twice.
R: Then I'll believe it.
* The {deal_amount} at {deal} come from {deal_contact}'s own count.
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
C: I remember. I thought I'd come back to it.
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

@ The first minute
R: Your first minutes have become better. Shorter, and you ask earlier.
C: I practised on my flatmate. He now knows what a budget is.
R: Does he have one?
C: No, but he has objections.
* {c}'s openings have become shorter and better.

@ Preparation
R: How long do you prepare for a call like the one with {deal}?
C: Ten minutes. If I'm honest, five.
R: Take fifteen for the next three calls, and then tell me whether it made a difference.
C: That's a fair experiment.
> {c} prepares fifteen minutes for each of the next three calls.
* {c} will try longer preparation in the next three calls.

@ Listening
R: What did {deal_contact} say was the reason to act now?
C: I'd have to look it up.
R: That's my point. If you have to look it up, you can't use it.
* {c} should be able to name the reason to act now for each deal.
""",
)

TEAM_CLOSE = scene(
    "Wrap-up",
    """
@ Until next week
R: That's all from me. Please put the next steps into the CRM today, not tomorrow.
C: Today it is.
R: Thanks, good selling.
> Everybody puts the next steps into the CRM today.

@ Before we go
R: One request before we go. If you promise a date to a customer, tell {s}.
C: Did somebody forget?
R: Somebody did. Good luck out there.

@ A reminder
R: Please check the dates in your own lists before I do it.
C: Is that a threat?
R: It's a service. Thanks, everybody.
> Everybody checks the dates in the CRM.
""",
)

PRIVATE_CLOSE = scene(
    "Wrap-up",
    """
@ Until next time
R: Same time in four weeks?
C: Yes, and thanks. That was more useful than I feared.
R: I'll take the compliment. See you.
> {r} and {c} meet again in four weeks.
""",
)
