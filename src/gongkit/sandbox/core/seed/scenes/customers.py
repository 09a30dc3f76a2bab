"""Calls with customers: roll-out, reviews, problems, growth and renewal."""

from __future__ import annotations

from gongkit.sandbox.core.seed.script import scene

KICKOFF = scene(
    "Project Kickoff",
    """
@ Why {account} bought {product}
R: Congratulations, it is official. Before we plan anything, remind everybody why you do this.
C: Because {pain}. {cost} I want that number gone by {deadline}.
R: Then this sentence goes on the first page of our plan.
* {account} bought {product} because {pain}.

@ The people in the project
R: Who is in the project on your side?
C: Me, {d}, and two colleagues who know {system}. {sponsor} wants a report every two weeks.
D: I am the one who asks about duplicates, in case that is not clear yet.
R: Every project needs that person.
* In the project: {c}, {d} and two {system} experts; {sponsor} gets a report every two weeks.

@ Access to {system}
R: The only thing that holds us up at the moment is access to {system}.
C: I know, the ticket is with our IT. It should be done in two days.
R: If it takes longer, tell me, we can start with an export.
> {c} gets access to {system} for the project within two days.
* The project waits for access to {system}.

@ The first team
R: Which team goes first?
C: {Hurt}. They suffer most and they are in the room next door.
R: And how many {units} is that?
C: {small}, give or take.
* {Hurt} go first, with about {small} {units}.
""",
)

RESULTS = scene(
    "Results",
    """
@ {Metric}: {before} to {after}
! always
R: Let us look at the numbers. {Metric} was {before} when we started, and it is {after} now.
C: ^value I saw that in the report. My boss asked whether it is a typo.
R: It is not. It has been stable for six weeks.
C: Can I have that slide?
> {r} sends {c} the slide about {metric}.
* {Metric} went from {before} to {after}.

@ {Metric2}: {before2} to {after2}
R: The second number is {metric2}. From {before2} to {after2}.
C: ^value That is the one {hurt} noticed first.
R: What do they do differently today?
C: They call before the customer does. It sounds small, it is not.
* {Metric2} went from {before2} to {after2}, which {hurt} noticed first.

@ What {sponsor} says
R: What does {sponsor} say to the results?
C: ^value That it was the least painful project of the year. From the {sponsor_title}, that is a
   love letter.
R: May I quote that?
C: Ask me again when the contract is renewed.
* {sponsor} calls it the least painful project of the year.
+ Ask {c} for a reference once the renewal is through.

@ What did not improve
R: Where are you not happy yet?
C: The weekly report still takes too many clicks, and two locations do things their own way.
R: The clicks I can fix today. For the two locations I need your help.
* Two locations of {account} still work their own way, and the weekly report takes too many clicks.
""",
)

ADOPTION = scene(
    "Adoption",
    """
@ {adoption} percent use it every week
R: {adoption} percent of your {units} were active last week, {active} of {count}.
C: I thought it would be more. Who are the others?
R: Mostly the late shift. They never had the second training.
C: That we can change.
> {r} plans a training session for the late shift.
* {adoption} percent of the {count} {units} are active every week; the late shift is missing.

@ Who uses {feature}
R: Something surprised me. {Feature} is used by only a few people.
C: Because nobody told them it exists, I assume.
R: Shall I do a short session on it?
C: Fifteen minutes, before lunch. Then they come.
> {r} does a fifteen-minute session on {feature}.
* {Feature} is hardly used yet at {account}.

@ Former colleagues in the list
R: There are nine accounts of people who seem to have left.
C: That is embarrassing. I thought that happened by itself.
R: It does, once single sign-on is connected. Shall we do that this week?
C: Yes, with {d}.
> {r} and {d} connect single sign-on this week.
* Nine users of {account} have left; single sign-on would remove them.

@ The power users
C: We have two people who do things with it that I do not understand.
R: Those are gold. Would they talk to other customers for half an hour?
C: If there is cake, certainly.
* Two power users at {account} might speak to other customers.
""",
)

ISSUE = scene(
    "Support",
    """
@ A problem: {issue_noun}
= issue
C: I have to complain a little. Since the update {issue}.
R: I am sorry about that. Do you have an example I can send to our engineers?
C: Three, with screenshots.
R: Send them to me directly. What I can say already is that {fix}.
* Since the last update {issue}; {fix}.
> {c} sends {r} three examples of the problem.

@ An open ticket
= issue
C: There is this ticket that has been open for nine days.
R: I looked at it before the call. The reason is that {issue}. {Fix}.
C: When?
R: It is in the release on Monday. I will write to you when it is out.
> {r} tells {c} when Monday's release is out.
* The ticket about {issue_noun} is fixed with Monday's release.
+ Good that you had read the ticket before the call, {r}.

@ Frustration over {issue_noun}
= issue
C: ^risk I have to be honest, my people are losing patience. {Issue}.
R: That is not acceptable, and I understand the patience is gone. {Fix}.
C: I heard that two weeks ago.
R: Then I give you my number, and a daily update until it is done.
> {r} sends {c} a daily update on {issue_noun} until it is solved.
* {c}'s team is losing patience over {issue_noun}; {r} promised a daily update.
""",
)

EXPANSION = scene(
    "Expansion",
    """
@ {expansion} wants in
C: Something good for a change. {Expansion} asked whether they can have it too.
R: How many {units} would that be?
C: {more}, maybe a few less in the first months.
R: At your present price that is {more_annual} a year. I will send you an offer.
C: Do not make it complicated, one page.
> {r} sends {c} a one-page offer for {more} more {units}.
* {Expansion} would like {more} {units} ({more_annual} a year).

@ {module}
R: May I show you something that is not in your contract?
C: You may show me everything. Signing is another matter.
R: It is called {module}. It looks ahead two weeks instead of showing you yesterday.
C: Hm. Who of the others has it?
R: About a third of our customers in {industry}.
* {c} was interested in {module} but did not ask for an offer.
""",
)

ROADMAP = scene(
    "Roadmap",
    """
@ What is coming: {roadmap}
C: What is coming this year?
R: The biggest thing is {roadmap}. The first customers test it next month.
C: Put us on that list, please.
R: Done. I need one person who gives feedback every week.
> {r} puts {account} on the list of testers for {roadmap}.
* {account} wants to test {roadmap}.

@ A wish
C: My people have exactly one wish. They want to change ten entries at once.
R: That is on the roadmap, but not before summer.
C: Summer of which year?
R: I deserved that. This one.
* {account} wishes to change several entries at once; it is planned before the end of the year.
""",
)

RENEWAL = scene(
    "Renewal",
    """
@ The contract ends soon
! always
R: Your contract runs out in {renewal_weeks} weeks, so I would rather talk now than in the last one.
C: Fair. I assume it gets more expensive?
R: Three percent, as in the contract. For {count} {units} that makes {renewal_annual} a year.
C: I will have to explain the three percent.
* The contract ends in {renewal_weeks} weeks; renewal at {renewal_annual} a year, three percent
   more.

@ The increase
= volume
C: ^objection An increase is hard for me this year. We were told to cut ten percent everywhere.
R: I understand. If you extend for {years}, I can keep the old price, {annual}.
C: That would be zero percent. Zero I can sell.
R: Then that is what I put into the offer.
* For {years} the price stays at {annual} a year instead of going up.
> {r} sends the renewal offer at {annual} a year to {c}.

@ {competitor} is knocking
C: ^risk Just so you know, {competitor} was here again. They offered us the first half year for
   free.
R: What would a change cost you?
C: The half year. And my nerves.
R: Is there something they do that you miss with us?
C: {Strength}. But {weakness}, so no.
* {competitor} offered {account} half a year for free; {c} is staying because {weakness}.
+ Thanks for asking what a change would cost. The answer came from {c}, not from us.

@ Fewer {units}
= volume
C: We will need fewer {units}. One location closes in spring.
R: I am sorry to hear that. How many would it be?
C: {less} instead of {count}.
R: Then let us take out what you do not need. I do not want you to pay for empty chairs.
* One location of {account} closes, so it needs {less} {units} instead of {count}.
? shrinking
""",
)
