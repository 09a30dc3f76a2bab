"""Money: prices, objections, contracts, and what happens next."""

from __future__ import annotations

from gongkit.sandbox.core.seed.script import scene

PRICING = scene(
    "Pricing",
    """
@ The list price: {price} per {unit} a month
= price
C: Let's talk about the price. What are we looking at?
R: The list price is {price} per {unit} and month. For {count} {units} that comes to {annual} a
   year.
C: Hm. And what isn't included?
R: Nothing. Support, updates and the {system} integration are in it.
* At list price {count} {units} cost {annual} a year ({price} per {unit} a month), everything
   included.

@ How the price is made
= price
C: How do you charge, per person or per volume?
R: Per {unit}, {price} a month, billed once a year. You can add {units} at any time and only pay
   from that day.
C: And can I give some back?
R: At the renewal, yes. Not in between.
* Pricing is {price} per {unit} a month, billed yearly; {units} can be added at any time.

@ {count} {units}
= price
R: You said {count} {units}. Is that still the right number?
C: For the first year, yes. If the second location joins, it could be half as many again.
R: Then {annual} a year is the number to take to {sponsor}, before any discount.
C: Which you'll mention now, I hope.
R: Let me first understand the rest, then I can do something sensible.
* {account} plans with {count} {units}, or {annual} a year before any discount.

@ The price against the cost of doing nothing
C: {annual} is more than I had in mind.
R: I understand. Let's put it next to {pain_noun}. What was the number again?
C: {cost}
C: When you say it like that, the budget discussion becomes easier.
R: I can put both numbers on one page for {sponsor}.
> {r} puts price and present cost on one page for {sponsor}.
* {c} finds {annual} high, but sees it differently next to the cost of {pain_noun}.
+ Bringing the cost of {pain_noun} back at this moment was spot on.

@ Modules
C: Is {module} part of that price?
R: It's a module of its own, about a fifth on top. I'd leave it out in the first year.
C: A vendor who wants to sell me less. Write that down, {d}.
D: Written down.
* {r} advises {account} to leave {module} out in the first year.
""",
)

OBJECTION = scene(
    "Objections",
    """
@ Too expensive
C: ^objection I'll be blunt, {competitor} is a third cheaper.
R: Thank you for being blunt. Is it the same scope?
C: Not quite. {Weakness}.
R: Then let's compare the price of the thing you need, not of the thing they sell.
* {c} says {competitor} is a third cheaper, though not with the same scope: {weakness}.
+ Calm answer to the price objection. No discount offered, good.

@ Not the right moment
C: ^objection My concern is the timing. We have an audit in the same month.
R: How many of your people are in the audit?
C: Two of the five that you would need.
R: Then we begin with the three others, and the technical part happens on our side anyway.
* An audit takes two of five people at {account} in the month of the roll-out.

@ Build it ourselves
D: ^objection Our developers say they could build this in a quarter.
R: They probably could. Who would maintain it in two years?
D: The one who would build it wants to move to Portugal.
R: I don't want to spoil his plans.
* {d}'s developers would like to build it themselves; who maintains it is open.

@ The worry about adoption
C: ^objection I'm worried that in six months nobody uses it.
R: That worry is healthy. What has helped with your last tool?
C: That the boss used it in the Monday meeting.
R: Then let's build the page for exactly that meeting.
* {c} worries about adoption; using {product} in the Monday meeting should help.

@ Locked in
D: ^objection I don't like to depend on one vendor for this.
R: You can export everything at any time, in an open format, and the API is documented.
D: Documented so that one can use it without calling you?
R: I'll send you the link, and you tell me.
> {r} sends {d} the link to the API documentation.
* {d} does not want to depend on one vendor and will look at the API documentation.

@ We had a bad experience
C: ^objection Our last vendor promised everything and then sent us to a call center.
R: Who would you want to call instead?
C: One person with a name who knows our setup.
R: That's how our customer success team works. You'll meet that person before you sign.
* After a bad experience {account} wants one named contact before signing.
> {r} introduces the customer success manager before the signature.

@ A reference
C: ^objection I believe half of it. I'd like to hear it from somebody who uses it.
R: That's fair. Somebody in {industry}, or somebody of your size?
C: Somebody who'd tell me what went wrong.
R: I know just the person.
> {r} puts {c} in touch with a customer who speaks openly.
* {c} wants to speak to a customer about what went wrong.

@ Who looks after it
C: ^objection In the end somebody has to look after it, and that'll be me.
R: How many hours a week would be acceptable?
C: One. And I'd like to see that in writing.
R: It's forty minutes on average, and I'll show you where that number comes from.
> {r} shows {c} where the forty minutes a week come from.
* {c} accepts at most one hour a week for looking after {product}.
""",
)

NEGOTIATION = scene(
    "Negotiation",
    """
@ The discount
= deal
C: Procurement asked me to come back with a better number.
R: What would make it a yes this month?
C: Fifteen percent, they said. I said I'd ask.
R: I can do {discount} percent if we sign for {years}. That brings it to {net_price} per {unit}, or
   {net_annual} a year.
C: {discount} isn't fifteen, but I can defend it.
* {r} offers {discount} percent for {years}: {net_price} per {unit}, {net_annual} a year.
+ Giving the discount only against the longer term is how it should be.

@ The term
= deal
R: Would {years} be an option for you?
C: For {discount} percent less, {sponsor} would accept {years}.
R: Then we speak about {net_annual} a year, fixed for the whole term.
C: Fixed, including new {units}?
R: Same price per {unit}, yes.
* {years} at {net_annual} a year, with the price per {unit} fixed for new {units} too.

@ Payment terms
C: Our standard is sixty days after the invoice.
R: Ours is thirty. Can we meet at forty-five?
C: Forty-five is fine. It isn't worth an escalation.
* Payment is due forty-five days after the invoice.

@ Legal comments
C: Legal has come back with two points, liability and the notice period.
R: The notice period we can shorten to sixty days. Liability I have to take to our lawyers.
C: They want a cap at two years of fees.
R: That has been done before. I'll have an answer by Thursday.
> {r} comes back to {c} about the liability cap by Thursday.
* Legal at {account} wants a liability cap at two years of fees; the notice period becomes sixty
   days.

@ The signature
R: Who signs on your side, and with which tool?
C: {sponsor} signs, electronically. Our procurement team uploads the order form.
R: Then I'll send the order form with {net_annual} today, so that it can be checked before {sponsor}
   is
   away.
C: Good, next week would be too late.
> {r} sends the order form over {net_annual} to {c} today.
* {sponsor} signs electronically; the order form over {net_annual} goes out today.

@ The budget holds
= deal
C: I got {sponsor} to free {budget}. That's the end of it.
R: Then let's see what fits. With {discount} percent off we're at {net_annual}.
C: That fits. Just.
R: Then let's not touch it any more.
* {sponsor} has freed {budget}; {net_annual} a year fits.
? fits_budget

@ The start of the contract
C: Can the contract begin when the roll-out begins, and not when the ink is dry?
R: The first month is free anyway. Shall we put the start on the first of the month after?
C: That would make {sponsor} smile.
* The contract starts on the first of the month after the free month.

@ A quote for the press
R: May we name you as a customer, on our website?
C: Ask me again when it works. Then you can have a photo as well.
R: I'll keep that sentence.
* {account} may become a reference once the roll-out works.
""",
)

NEXT_STEPS = scene(
    "Next Steps",
    """
@ Next: {meeting}
R: Let's agree on the next step. I suggest {meeting}, {when}. Does that fit?
C: That fits. Send me the invitation, and {sponsor} goes on copy.
R: You'll have it in an hour, together with {doc}.
> {Meeting}, {when}.
> {r} sends {doc} to {c}.

@ Next: {meeting}
R: What would be the most useful next step for you?
C: {Doc} in writing, and then {meeting}.
R: I'll send {doc} tomorrow. And {meeting} {when}, would that work?
C: ^commitment Yes, I'll keep the slot free.
> {r} sends {doc} to {c} tomorrow.
> {Meeting}, {when}.

@ Next: {meeting}
C: What do you need from me now?
R: Two things. A yes to {meeting} {when}, and the names of the people who should be there.
C: ^commitment The yes you have. The names I'll send you tonight.
R: And from me you get {doc}.
> {c} sends {r} the names of the participants tonight.
> {Meeting}, {when}.
> {r} sends {doc} to {c}.

@ Next: {meeting}
R: I'll follow up with {doc}. {When} I'd like to do {meeting} with you and {d}.
D: Works for me, as long as it isn't before nine.
C: ^commitment Then it is settled.
> {r} follows up with {doc}.
> {Meeting} with {c} and {d}, {when}.

@ Next: {meeting}
R: Before we hang up: {meeting}, {when}. Yes?
C: ^commitment Yes. And in the meantime I collect the questions of {hurt}.
R: That's worth more than anything I could prepare. I'll send you {doc}.
> {c} collects questions from {hurt}.
> {r} sends {doc}.
> {Meeting}, {when}.
+ Clear next step with a date and homework for both sides.

@ Next: {meeting}
R: From my side, {meeting} would be the logical next step. How does your calendar look {when}?
C: Better than this one. Pick a slot, I'll make it work.
R: I will. And {doc} comes with the invitation.
> {Meeting}, {when}; {r} picks the slot.
> {r} sends {doc} with the invitation.

@ Next: {meeting}
C: So what's next?
R: {Meeting}, {when}, if that suits you. Until then you get {doc} from me.
C: ^commitment It does. I'll bring everybody who has an opinion.
R: All of them?
C: The loudest three.
> {r} sends {doc} to {c}.
> {Meeting}, {when}, with the people {c} brings.

@ Next: {meeting}
R: May I sum up what we agreed? I'll send {doc}, you talk to {sponsor}, and {when} we meet for
   {meeting}.
C: That's the list. Put it in writing so that I can't forget my part.
R: It'll be in the recap.
> {r} sends {doc}.
> {c} talks to {sponsor}.
> {Meeting}, {when}.

@ Next: {meeting}
C: I'd like to keep up the pace. Can we do {meeting} {when}?
R: Gladly. I'll block the time and send you {doc} before that.
C: ^commitment Then I'll make sure people have read it.
> {r} sends {doc} before the next meeting.
> {Meeting}, {when}.
+ The customer asks for the next meeting. That's what momentum sounds like.
""",
)

NEXT_STEPS_OPEN = scene(
    "Next Steps",
    """
@ To be continued
R: How do we leave it for today?
C: I have to talk to {sponsor} first. Call me when the month is over.
R: I will. May I send you {doc} in the meantime, so that you have something in hand?
C: ^commitment Please do, I'll read it.
> {r} sends {doc} and calls {c} after the end of the month.
* There is no date yet: {c} wants to talk to {sponsor} first.

@ No date yet
R: I'd like to fix a date now. Is that too early?
C: It is, sorry. Two of the people I need are away.
R: Then I'll send {doc}, and you come back to me when they are in.
C: ^commitment You have my word.
> {r} sends {doc}; {c} comes back with a date.
* No date was agreed because two people are away.

@ Homework first
C: Before we meet again I have homework to do. I need the numbers for {metric}.
R: I can send you a template for that, together with {doc}.
C: That would save me an evening.
> {r} sends {c} a template for {metric} and {doc}.
* Before the next meeting {c} collects the numbers for {metric}.
""",
)
