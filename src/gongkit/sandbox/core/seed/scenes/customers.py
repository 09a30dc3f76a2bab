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
* Why {account} bought {product}, in {c}'s words: "{pain}."

@ The people in the project
R: Who is in the project on your side?
C: Me, {d}, and two colleagues who know {system}. {sponsor} wants a report every two weeks.
D: I'm the one who asks about duplicates, in case that isn't clear yet.
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

@ What must not happen
R: Tell me about your last project of this kind. What must not happen again?
C: Nobody told {hurt} anything until the day it went live. Then they found out from an email.
R: Then we'll invite them to the second meeting, not to the last one.
* {Hurt} are to be involved from the second project meeting on.

@ The first date
C: When will my people see something real?
R: In week three, with your own data. Before that it's plumbing.
C: I can sell week three. Please don't make it week five.
* The team sees its own data in {product} in week three.

@ The steering group
R: How often do you want to see each other in a larger round?
C: Every two weeks, short. If there's nothing to decide we'll cancel it.
R: I like people who cancel meetings.
* A steering group meets every two weeks.
""",
)

RESULTS = scene(
    "Results",
    """
@ {Metric}: {before} to {after}
R: Let's look at the numbers. {Metric} was {before} when we started, and it is {after} now.
C: ^value I saw that in the report. My boss asked whether it is a typo.
R: It isn't. It has been stable for six weeks.
C: Can I have that slide?
> {r} sends {c} the slide about {metric}.
* {Metric} went from {before} to {after}.

@ {Metric2}: {before2} to {after2}
R: The second number is {metric2}. From {before2} to {after2}.
C: ^value That's the one {hurt} noticed first.
R: What do they do differently today?
C: They call before the customer does. It sounds small, it isn't.
* {Metric2} went from {before2} to {after2}, which {hurt} noticed first.

@ What {sponsor} says
R: What does {sponsor} say to the results?
C: ^value That it was the least painful project of the year. From the {sponsor_title}, that's a
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

@ A story from the floor
C: ^value Let me tell you what happened last month. One of my people caught a problem two days
   before anybody else would have.
R: How did they notice?
C: They had {feature} open, because it's the first page in the morning now.
R: That's the nicest kind of number, one with a name attached.
* At {account} somebody caught a problem two days early with {feature}.

@ The savings
R: At the beginning you told us what it cost you. Do you remember the number?
C: How could I forget it. {cost}
R: How much of it is left today?
C: ^value Less than a third, says our controller. And he isn't a generous man.
* According to the controller less than a third of the former cost is left.
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
C: That's embarrassing. I thought that happened by itself.
R: It does, once single sign-on is connected. Shall we do that this week?
C: Yes, with {d}.
> {r} and {d} connect single sign-on this week.
* Nine users of {account} have left; single sign-on would remove them.

@ The power users
C: We have two people who do things with it that I don't understand.
R: Those are gold. Would they talk to other customers for half an hour?
C: If there's cake, certainly.
* Two power users at {account} might speak to other customers.

@ New colleagues
C: Four people started this month. How do they get in?
R: You add them yourself, and they get the short guide with the first login. Shall I send you the
   link?
C: Please. And one for their team lead.
> {r} sends {c} the link to the short guide.
* Four new colleagues at {account} need access and the short guide.

@ The mobile app
R: Hardly anybody uses the app on the phone. Is there a reason?
C: Our phones are locked down. IT has to release it first.
R: Would it help if I talked to {d} about that?
C: It would help if anybody did.
> {r} talks to {d} about releasing the mobile app.
* The mobile app isn't released by IT at {account} yet.

@ Notifications
C: People complain about too many notifications. Some get forty a day.
R: That's because everything is switched on. Shall we go through the list together?
C: Do it with two of my team leads, they know best.
R: Then I'll set that up and bring it down to five.
> {r} reduces the notifications together with two team leads.
* Too many notifications: up to forty a day, to be brought down to five.

@ Old habits
C: Two people still keep their own list on the side.
R: What's in their list that isn't in {product}?
C: A column with remarks. That's honestly all.
R: A column with remarks I can give them today.
* Two people at {account} still keep a list of their own because of one column.

@ The monthly numbers
R: Do you look at the usage numbers yourself?
C: Once a month, when your email comes. I forward it and feel like a manager.
R: Then let me put the one number on top that you'd like to see go up.
C: {active} of {count} active last week. That one.
* {active} of {count} {units} were active last week; {c} follows that number.
""",
)

ISSUE = scene(
    "Support",
    """
@ A problem: {issue_noun}
= issue
C: I have to complain a little. Since the update {issue}.
R: I'm sorry about that. Do you have an example I can send to our engineers?
C: Three, with screenshots.
R: Send them to me directly. What I can say already is that {fix}.
* Since the last update {issue}; {fix}.
> {c} sends {r} three examples of the problem.

@ An open ticket
= issue
C: There's this ticket that has been open for nine days.
R: I looked at it before the call. The reason is that {issue}. {Fix}.
C: When?
R: It's in the release on Monday. I'll write to you when it is out.
> {r} tells {c} when Monday's release is out.
* The ticket about {issue_noun} is fixed with Monday's release.
+ Good that you had read the ticket before the call, {r}.

@ Frustration over {issue_noun}
= issue
C: ^risk I have to be honest, my people are losing patience. {Issue}.
R: That isn't acceptable, and I understand the patience is gone. {Fix}.
C: I heard that two weeks ago.
R: Then I give you my number, and a daily update until it is done.
> {r} sends {c} a daily update on {issue_noun} until it is solved.
* {c}'s team is losing patience over {issue_noun}; {r} promised a daily update.

@ Slow in the morning
= issue
C: Something isn't right in the mornings. {Issue}.
R: Since when do you see that?
C: Since the middle of last month, I'd say.
R: I'll check the logs for that week. If it's what I think, then {fix}.
> {r} checks the logs and reports back to {c}.
* {c} reports that {issue}.

@ A question, not a problem
= issue
C: I don't want to call it a problem, but {issue}.
R: I'd call it one. Other customers have seen the same, and {fix}.
C: Good to know that it isn't us.
* Other customers see it too: {issue}; {fix}.

@ Praise for the support
= issue
C: ^value Before I forget it, your support was fast last week. Twenty minutes, on a Friday.
R: I'll pass that on, they rarely hear it. Is it really solved?
C: Almost. It still happens that {issue}.
R: Then it isn't solved. {Fix}, and I'll watch it.
* {c} praises the support, though {issue}.
""",
)

EXPANSION = scene(
    "Expansion",
    """
@ {expansion} wants in
C: Something good for a change. {Expansion} asked whether they can have it too.
R: How many {units} would that be?
C: {more}, maybe a few less in the first months.
R: At your present price that is {more_annual} a year. I'll send you an offer.
C: Don't make it complicated, one page.
> {r} sends {c} a one-page offer for {more} more {units}.
* {Expansion} would like {more} {units} ({more_annual} a year).

@ {module}
R: May I show you something that isn't in your contract?
C: You may show me everything. Signing is another matter.
R: It's called {module}. It looks ahead two weeks instead of showing you yesterday.
C: Hm. Who of the others has it?
R: About a third of our customers in {industry}.
* {c} was interested in {module} but did not ask for an offer.

@ Another location
C: We're thinking about a second location for the coming year.
R: Same way of working, or different people altogether?
C: Different people, same mess. It'd be about {more} {units}.
R: Then I'd start there earlier than you plan, while it's quiet.
* {account} considers a second location with about {more} {units}.

@ Who else should know
R: Is there anybody in the company who should hear about these numbers?
C: {Expansion} asked me about it in the canteen. I never know what to show.
R: I'll make you a single page. If they want more, bring me along.
> {r} makes a single page for {expansion}.
* {Expansion} asked {c} about {product}.
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
R: That's on the roadmap, but not before summer.
C: Summer of which year?
R: I deserved that. This one.
* {account} wishes to change several entries at once; it is planned before the end of the year.

@ First version: {roadmap}
R: You asked about {roadmap} last time. There's a first version now.
C: Is it something I can show, or something I can use?
R: Show today, use in two months.
C: Then show me next time.
> {r} shows {c} the first version of {roadmap}.
* There's a first version of {roadmap}; {c} wants to see it next time.

@ An idea from {account}
C: One of my people had an idea. Could it warn us when nobody has looked at something for three
   days?
R: That's smaller than most ideas I get. I'll take it to the product team.
C: Does that mean yes or does that mean never?
R: It means that I'll tell you either way before the month is over.
> {r} tells {c} before the end of the month whether the idea is taken up.
* {c} suggests a warning when nobody has looked at something for three days.

@ What has changed
R: Did you notice the new search?
C: I noticed that I stopped swearing. Was that it?
R: That was it. It finds things by what they are and not by their number.
C: ^value Then my thanks to whoever did that.
* The new search is well received at {account}.

@ The order of things
C: If I could choose, I'd rather have fewer features and a faster start page.
R: You aren't the first one to say so. The start page is next in line, {roadmap} comes after it.
C: In that order, please.
* {c} wants a faster start page before {roadmap}.
""",
)

RENEWAL = scene(
    "Renewal",
    """
@ The contract ends soon
! always
R: Your contract runs out in {renewal_weeks} weeks, so I'd rather talk now than in the last one.
C: Fair. I assume it gets more expensive?
R: Three percent, as in the contract. For {count} {units} that makes {renewal_annual} a year.
C: I'll have to explain the three percent.
* The contract ends in {renewal_weeks} weeks; renewal at {renewal_annual} a year, three percent
   more.

@ The increase
= volume
C: ^objection An increase is hard for me this year. We were told to cut ten percent everywhere.
R: I understand. If you extend for {years}, I can keep the old price, {annual}.
C: That would be zero percent. Zero I can sell.
R: Then that's what I put into the offer.
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
C: We'll need fewer {units}. One location closes in spring.
R: I'm sorry to hear that. How many would it be?
C: {less} instead of {count}.
R: Then let's take out what you don't need. I don't want you to pay for empty chairs.
* One location of {account} closes, so it needs {less} {units} instead of {count}.
? shrinking

@ The length
= volume
R: Would a longer term be interesting for you?
C: If it buys me peace from procurement, yes.
R: With {years} I can leave the price where it is, {annual} a year.
C: Peace and no increase. I'll take that upstairs.
> {r} sends the renewal offer at {annual} a year to {c}.
* For {years} the price would stay at {annual} a year.

@ The paperwork
C: What do you need from us to renew?
R: A signature from {sponsor}, and the right address for the invoice. The last one went to a
   building you no longer have.
C: It still does, I think. I'll send you the new one.
> {c} sends {r} the new address for the invoice.
* The renewal needs {sponsor}'s signature and a new address for the invoice.
""",
)
