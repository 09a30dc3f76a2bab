"""Finding out: who the customer is, what hurts, who decides and by when."""

from __future__ import annotations

from gongkit.sandbox.core.seed.script import scene

COMPANY_INTRO = scene(
    "Company Intro",
    """
@ What {account} does
R: Before I guess, how would you describe what {account} does, and your part in it?
C: We're in {industry}, about {employees} people, run from {city}. I'm responsible for {process},
   among other things.
R: And how big is the team around that?
C: {Team} people, if everybody is healthy.
* {account} is in {industry} with about {employees} people; {c} runs {process} with a team of
   {team}.

@ {c}'s part at {account}
C: Maybe a word about us. {account} is in {industry}, we're roughly {employees} people.
C: I came in two years ago, and {process} landed on my desk because nobody else wanted it.
R: That's how most of my best conversations begin.
* {c} took over {process} at {account} two years ago.

@ Growth at {account}
R: I read that you're growing quite a bit this year. Is that right?
C: We went past {employees} people this summer. In {industry} that isn't small any more.
R: What does that growth do to {process}?
C: It shows us every corner we cut when we were half the size.
* {account} has passed {employees} people, and {process} has not kept up with the growth.

@ What {company} does
C: I know the name {company}, but tell me in one sentence what you do.
R: {product} {oneliner}.
C: That's a short sentence. I like it.

@ How {account} heard of {company}
R: How did you come across us, if I may ask?
C: A former colleague uses {product}. He said it is the first tool his people didn't complain
   about.
R: I'll take that as the highest praise there is.
* {c} heard of {product} from a former colleague who uses it.
""",
)

PAIN = scene(
    "Discovery",
    """
@ Why now: {pain_noun}
= opener
R: What made you take this call now and not a year ago?
C: ^pain Honestly, {pain}. {cost}
R: Who feels that first?
C: {Hurt}. They get the blame for something they can't see.
* Why now, in {c}'s words: "{pain}."
+ This is the heart of the deal. Worth repeating the number {c} gives here in every call from now
   on.

@ {Pain_noun}
= opener
R: If you could take one thing about {process} off your desk, which one would it be?
C: ^pain Easy. At the moment {pain}.
R: How often does that happen?
C: More than I'd like to say on a recorded line. {cost}
R: That's a number your finance people will remember.
* First on {c}'s list: "{pain}. {cost}"

@ The effect of {pain_noun}
C: ^pain And then there's the other thing: {pain}.
R: What have you tried so far?
C: A weekly meeting about it. It's a very good meeting, it hasn't changed anything.
R: And what does it cost you, roughly?
C: {cost}
* {account} has tried to deal with {pain_noun} in a weekly meeting, without success.

@ What {hurt} would say
R: If I asked {hurt}, what would they tell me?
C: ^pain They would tell you that {pain}.
R: Is that something {sponsor} knows about?
C: Since last month, yes. {cost}
R: So it is on the list at the very top.
* {sponsor} has known about {pain_noun} since last month.

@ A recent case of {pain_noun}
R: What else went wrong in the last few weeks?
C: ^pain Something did two weeks ago. It was the usual story, {pain}.
C: By the time we understood what was going on, three people had lost a day.
R: And that was one case. How many do you have in a month?
C: Enough that somebody made a chart of it. {cost}
* {account} lost whole days to {pain_noun} two weeks ago.

@ Measuring {pain_noun}
R: What do you measure today?
C: ^pain We count complaints, that's all. What I do know is that {pain}.
R: So the first thing you would gain is to see it?
C: Yes. I'd pay for that alone, please don't tell your manager.
R: Too late, my manager listens to these.
* {account} does not measure {pain_noun} today beyond counting complaints.
""",
    each="pains",
)

CURRENT_STATE = scene(
    "Current Process",
    """
@ How {account} works today
R: How do you handle {process} today?
C: With {incumbent}. It was fine when we were small.
R: What is the point where it stops being fine?
C: When two people are on holiday and the third one is me.
* Today {account} handles {process} with {incumbent}.

@ Living with {incumbent}
R: You mentioned {incumbent} in your mail. Who keeps that going?
C: One colleague, and she would like her evenings back.
R: What happens when she isn't there?
C: We wait. That's the whole emergency plan.
* One person keeps {incumbent} going at {account}; there is no stand-in.

@ What has to stay
R: Is there something about the way you work today that must not get lost?
C: Our {system} has to stay the place where the truth is. Everything else is open.
R: That's good, {product} reads from it and writes back, it doesn't replace it.
* {system} has to remain the system of record at {account}.

@ An earlier attempt
C: You should know that we tried to fix this once, three years ago.
R: What went wrong then?
C: The project was run by people who never had to use the result. It ended up as an expensive
   dashboard.
R: Then let's make sure that {hurt} sit in the room from the beginning.
* An earlier project failed three years ago because its users were not involved.
+ Great that you asked what went wrong then. Put it into the account plan.

@ How much work goes into it
R: How many hours a week go into {process} by hand?
C: We counted once. About {hours} hours, if you add everybody up.
R: That's more than one full week of work, every week.
C: I know. I try not to think of it on Fridays.
* About {hours} hours a week go into {process} by hand.
""",
)

COMPETITION = scene(
    "Competition",
    """
@ {competitor} is in the picture
R: Are you looking at anybody else besides us?
C: We have talked to {competitor}. {Strength}.
R: I hear that a lot, and it is true. What did you miss?
C: {Weakness}, at least that's what our people say.
* {account} is also talking to {competitor}: {strength}, but {weakness}.
+ You stayed fair about {competitor}. That makes the rest believable.

@ {competitor} compared
C: I'll be open with you, {competitor} made us an offer last week.
R: Thank you for saying so. Where do you see them ahead of us?
C: {Strength}, that went down well with the team.
R: And where not?
C: {Weakness}. That worries me more than the design.
* {competitor} has made {account} an offer; what worries {c} is that {weakness}.

@ Why not {competitor}
C: My colleagues ask why we don't simply take {competitor}.
R: What do you answer?
C: That {weakness}, and that we would be back here in a year.
R: If it helps, I can put you in touch with a customer who made that switch.
C: That would help a lot.
* {c} speaks against {competitor} internally because {weakness}.
> {r} connects {c} with a customer who moved over from {competitor}.

@ Nobody else yet
? no_competitor
R: Who else is on your list?
C: Nobody yet. The alternative is that we keep {incumbent} and complain for another year.
R: So I compete with doing nothing.
C: Which is a strong competitor around here, believe me.
* There is no other vendor in the running; the alternative is to keep {incumbent}.
""",
)

OVERVIEW = scene(
    "Product Overview",
    """
@ {product} in two minutes
R: Let me tell you in two minutes what we do, and you stop me where it doesn't fit. {product}
   {oneliner}.
R: It sits on top of what you have, so nobody has to move data by hand. Most customers start with
   one team and add the others once the first numbers are in.
C: And that works with {system}?
R: It does, we have a ready-made integration for it.
* {product} {oneliner}; there is a ready-made integration for {system}.

@ Where {product} fits
R: From what you say, I'd start with {feature}. {show}
C: That alone would take a good part of the load off {hurt}.
R: That's what others in {industry} tell us as well.
* {Feature} would be the first step for {account}.

@ What is different about {product}
C: What would you say is different about {product}?
R: Two things. {product} {oneliner}, that's the first. The second is that your own people can
   change it without calling us.
C: The second one I'll believe when I see it.
R: Then that's what I'll show you next time.
* {c} wants to see that the team can change {product} without help.
> {r} shows {c} how the team changes {product} on its own.
""",
)

DECISION = scene(
    "Decision Process",
    """
@ Who decides
R: When it comes to a decision, who has to say yes?
C: I recommend, {sponsor} decides. The {sponsor_title} signs everything above fifty thousand.
R: What does {sponsor} look at first?
C: The payback. If it is longer than a year I need not ask.
* {sponsor}, {sponsor_title}, decides and expects a payback within a year.
+ Nicely mapped. Can we get {sponsor} on the next call?

@ The way to a signature
R: Can you walk me through what happens between a yes from you and a signature?
C: First the security review, then procurement, then {sponsor}. Six weeks if nobody is ill.
R: Could we start the security review already, in parallel?
C: I don't see why not. Send me your documents.
* The way to a signature: security review, procurement, {sponsor}; about six weeks.
> {r} sends {c} the security documents so that the review can start early.

@ The budget
R: Is there a budget for this, or do we have to make the case first?
C: There is {budget} set aside this year, under another name. We'd have to argue for more.
R: That helps me to plan around it. Thank you for being direct.
* {account} has {budget} set aside for this year.

@ {d} has a say
C: {d} has a veto on anything that touches {system}, by the way.
D: Not a veto. I ask questions until people give up.
R: Then let me hear the first one now.
D: Who is responsible when the sync stops at night?
R: We are. It's monitored, and our people are called, not yours.
* {d} has to agree to everything that touches {system}.

@ What could stop it
R: What could stop this project, in your view?
C: ^objection To be honest, that everybody is busy. There are three other projects fighting for the
   same people.
R: So the smaller the first step, the better?
C: Exactly. Don't come with a twelve-month plan.
* The main risk at {account} is time: three other projects need the same people.
""",
)

TIMING = scene(
    "Timing",
    """
@ The deadline: {deadline}
R: Is there a date by which this has to work?
C: Before {deadline}. After that nobody has time to look left or right.
R: Then we count backwards. Roll-out takes about {weeks} weeks, so the decision should be there
   soon.
C: That's tight, but it is good to know now.
* {account} wants to go live before {deadline}; roll-out takes about {weeks} weeks.

@ Working backwards from {deadline}
C: When would we have to start to be ready before {deadline}?
R: With {weeks} weeks for the roll-out and two weeks for your procurement team, quite soon.
C: And if we slip?
R: Then I'd rather start with a smaller group than rush everybody.
* To be ready before {deadline}, {account} has to start soon; a smaller first group is the fallback.

@ Why {deadline} matters
R: What happens if this isn't in place before {deadline}?
C: The same as last year. Weekend shifts, angry calls, and me explaining it to {sponsor}.
R: I'd like to spare you that meeting.
C: So would I.
* Without a change before {deadline}, {c} expects last year's weekend shifts again.
""",
)
