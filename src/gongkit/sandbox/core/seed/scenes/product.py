"""Showing the product, and the technical questions that follow."""

from __future__ import annotations

from gongkit.sandbox.core.seed.script import scene

DEMO_START = scene(
    "Product Demo",
    """
@ What the demo will show
R: I'm going to share my screen now. Can everybody see it?
C: Yes, we see a map of menus.
R: Good. I've filled it with sample data that looks like yours, so forgive me if a name is wrong.

@ What {c} wants to see
R: You told me about {pain_noun}. So that's where I start, and not at the front page.
C: Good, front pages all look the same.
* The demo starts where it hurts: {pain_noun}.
+ Starting from {pain_noun} instead of the login page: exactly as we practised.

@ Who will use it
R: Before I click around, who of you would work with this every day?
C: {Hurt}. I'd look at it once a week.
R: Then I'll show you their day, and at the end your Monday morning.
""",
)

FEATURE = scene(
    "Product Demo",
    """
@ {Feature}
= opener
R: This here is {feature}. {show} {show2}
C: {ask}
R: {answer}
C: ^value Okay, that I understand. {react}
* {r} showed {feature}. {react_note}

@ {Feature} in a normal day
= opener
R: Imagine it is Tuesday, half past eight. You open {feature}, and what you see is this. {show}
C: {ask}
R: Good question. {answer}
C: ^value {react}
* {Feature} answered {c}'s question about a normal day.

@ {Feature}, step by step
R: Next is {feature}. {show}
R: {show2} That's all there is to it, three clicks.
C: Can you do that once more, but slower?
R: Of course. Here, here, and here.
C: {ask}
R: {answer}
* {c} asked to see {feature} twice.

@ {Feature} and the team
R: The part that teams like most is {feature}. {show}
C: {ask}
R: {answer} {show2}
C: ^value I know exactly who on my team would love that. {react}
* {c} sees the team using {feature}.

@ A test of {feature}
C: Can I throw something nasty at you? {ask}
R: {answer} Let me show you, this is {feature}.
R: {show} {show2}
C: ^value {react}
* {c} put {feature} to the test and was satisfied.
+ I liked that you answered first and clicked second.

@ {Feature}, seen by the other side
R: {s} knows {feature} better than I do. Do you want to show it?
S: Gladly. {show} {show2}
C: {ask}
S: {answer}
C: ^value {react}
* {s} showed {feature}. {react_note}
""",
    each="features",
)

INTEGRATION = scene(
    "Integrations",
    """
@ Working with {system}
C: How does it talk to {system}?
R: Through the API, every few minutes. You connect it once with a service account, and you choose
   the fields that go back.
C: And who maintains that when {system} changes?
R: We do, it is part of the subscription.
* The integration with {system} runs through the API and is maintained by {company}.

@ Data that goes back to {system}
D: What do you write back into {system}?
R: Only what you switch on. By default we read and don't write.
D: That's the right default.
R: It came from people like you.
* By default {product} only reads from {system}; writing back is switched on field by field.

@ {system2} as well
C: We also have {system2} in two locations. Is that a problem?
S: Not a problem, but it isn't ready-made. We'd use the open API, that's about a week of work.
C: Whose week?
S: Ours. You give us test access and one person who knows the data.
* {system2} is connected through the open API in about a week of work by {company}.
> {c} arranges test access to {system2} for {s}.

@ What if {system} is down
D: What happens when {system} is down for a night?
S: We queue and catch up in the morning. Nothing gets lost, you see a yellow bar and the time of the
   last sync.
D: And duplicates?
S: Every record carries an id of its own, so sending it twice does no harm.
* When {system} is down, {product} queues and catches up without duplicates.

@ The first import
C: How do our old records get in?
R: You export two years once, we import them together with you. The history is there on the first
   day.
C: Two years of our data quality. Good luck.
R: We have seen worse, and there's a report of what needs cleaning.
* Two years of history can be imported at the start, with a report on data quality.

@ Single sign-on
D: We do everything with single sign-on. Is that extra?
R: No, it is included, and so is automatic removal of users who left.
D: Included is a nice word.
* Single sign-on and automatic removal of users are included.

@ Access from outside
C: Our partners would want to look into it as well. Can they, without a license each?
R: Yes, there's a read-only link with an expiry date.
C: That saves me a discussion about seats.
* Partners can look in through read-only links without a seat each.

@ A test environment
C: Can we try the connection to {system} without touching the real thing?
R: Yes, you get a second space for tests. It's empty, and nothing you do there can hurt.
C: My colleagues will say thank you, in their way.
* {account} can test the connection to {system} in a space of its own.

@ How fast the data is
D: How old is the data when I look at it?
R: Five minutes at most, with {system}. You always see the time of the last sync in the corner.
D: Five minutes I can explain to anybody.
* Data from {system} is at most five minutes old.

@ Our own fields
C: We have fields in {system} that nobody else has. Do they survive?
S: They do. You map them once, on a page that looks like a table.
C: And if we invent new ones next year?
S: Then you add a line to that table. No project, no invoice.
* Own fields in {system} are mapped by {account} itself.

@ Files instead of an interface
C: One of our partners only sends files, by email. Can you deal with that?
R: There's an address for it. The file goes in, the rows come out, and what doesn't fit waits for
   a person.
C: You have no idea how much of my week that is.
R: I have a small idea.
* Files that partners send by email can be read in automatically.

@ Who needs which access
D: What rights does the service account need in {system}?
S: Reading, on six objects. I'll send you the list, it fits on half a page.
D: Good. Half a page is what our people still read.
> {s} sends {d} the list of rights that the service account needs.
* The service account needs read access to six objects in {system}.

@ Changing systems
C: We may replace {system} in two years. Does everything start from zero then?
R: No. You connect the new one next to it, and switch over when both show the same.
C: That would be the first quiet switch in this company.
* A later replacement of {system} wouldn't mean starting again.
""",
)

SECURITY = scene(
    "Security",
    """
@ The security review
D: I have a questionnaire with a hundred and forty lines. Who fills it in?
R: We do. Send it over, and you have it back within a week, together with our SOC 2 report.
D: Type one or type two?
R: Type two, renewed this spring.
* {d} sends a security questionnaire; {company} has a SOC 2 type two report.
> {d} sends the security questionnaire to {r}.

@ Where the data is
C: Where does our data live?
R: In the region you choose, and it stays there, backups included.
C: And who of your people can look at it?
R: Only support, only when you open a ticket, and it is logged.
* Data stays in the region that {account} chooses; support access is logged.

@ Encryption and keys
D: Is it encrypted at rest, and who holds the keys?
S: Encryption is on everywhere, the keys are ours by default. If you want to bring your own, that is
   possible.
D: We might. I'll ask my colleagues.
S: It doesn't change the price, only the setup.
* Encryption at rest is standard; {account} may bring its own keys.

@ Deleting data
D: Say we leave you in three years. What happens to our data?
R: You export everything, then it is deleted within thirty days, with a confirmation in writing.
D: Put that into the contract, please.
R: It's in there already, paragraph eleven.
* Data is deleted within thirty days after a contract ends.

@ A penetration test
D: ^objection I'm not comfortable without a penetration test by somebody independent.
R: There's one every year. I can share the summary under a confidentiality agreement.
D: Do that, and my objection is gone.
* {d} wants to see the summary of the yearly penetration test.
> {r} shares the penetration test summary with {d}.
+ Well handled. Security objections usually go away with paper.

@ Permissions
C: Can I limit who sees what?
R: By team, by location and by role. Nobody sees more than you allow.
C: Good, because some of this is nobody else's business.
* Access in {product} can be limited by team, location and role.

@ Passwords
D: Are there still passwords anywhere?
R: Not for your people, once single sign-on is on. For partners there's a link that ends by itself.
D: And for your own staff?
R: Hardware keys, without exception.
* No passwords for {account}'s people; {company}'s staff use hardware keys.

@ The log
C: If somebody changes something, can I see who it was?
R: Every change, with name and time, for two years. You can export it.
C: That'll end a few discussions in our Monday round.
* Every change is logged with name and time for two years.

@ When something happens
D: Suppose you're breached. When do I hear about it?
R: Within twenty-four hours, by phone, from a person. It's in the contract.
D: By phone is good. Mails I read on Mondays.
* {company} reports incidents within twenty-four hours, by phone.

@ Subcontractors
D: Which subcontractors see our data?
R: Two, both are on the list in the contract. If a third one comes, you hear it thirty days before.
D: And I can say no?
R: You can say no.
* Two subcontractors; {account} is told thirty days before a third one.

@ Backups
C: How far back could you restore?
S: Thirty-five days, to the minute. We practise it every quarter.
C: Practise is the word I wanted to hear.
* Backups reach back thirty-five days and restoring is practised every quarter.

@ The legal side
C: Our legal team will ask for the processing agreement.
R: It's on our website, signed from our side. If they want changes, we talk.
C: They always want changes. It's how they say hello.
> {c} passes the data processing agreement on to legal.
* Legal at {account} will look at the data processing agreement.
""",
)

IMPLEMENTATION = scene(
    "Implementation",
    """
@ The roll-out plan
R: The plan has three steps. Two weeks for the connection to {system}, then one team of about ten
   {units}, then everybody.
C: And how much of my people's time does that take?
R: About half a day a week for one person, for {weeks} weeks.
C: That I can find.
* Roll-out takes {weeks} weeks, starting with a team of about ten {units}.

@ Who does what
C: What do you need from us to start?
S: One person who knows {system}, one who knows the work, and access to a test environment.
C: The first two are the same person, I'm afraid.
S: Then please be nice to that person.
* To start, {company} needs somebody who knows {system} and access to a test environment.

@ A pilot
C: ^objection My people are tired of new tools. I can't just switch it on for everybody.
R: Then don't. Start with a pilot of {pilot} weeks and the ten people who complain the loudest.
C: The loudest? Really?
R: If they like it, nobody else will object.
* Because the team is tired of new tools, {account} starts with a pilot of {pilot} weeks.
+ The pilot with the loudest people is a great way to turn that objection around.

@ Training
C: How do people learn it?
R: Two sessions of forty minutes, recorded, and a short guide in the product. Most people don't
   need the second session.
C: Mine will. They always ask for the second one.
R: Then we plan for two, plus an open hour on Fridays.
* Training: two recorded sessions of forty minutes and an open hour on Fridays.

@ What success looks like
R: How will you know after three months that it was right to do this?
C: If {metric} is clearly better than today, and if nobody asks me for the old way back.
R: Then we write down today's number now, so that we can compare.
C: I'll send it to you.
* Success after three months: {metric} clearly better than today.
> {c} sends today's number for {metric} to {r}.

@ Holidays in between
C: In the middle of that there are two weeks when nobody is here.
R: Then we'll put the waiting parts into those two weeks. Imports don't take holidays.
C: You have done this before, I can tell.
* The roll-out is planned around two weeks of holidays.

@ The first day
C: What happens on the first day, in practice?
R: We sit next to {hurt}, in person if you like, and we don't leave before everybody has done it
   once.
C: In person they'd like. They also like cake.
R: We can bring cake.
* On the first day {company} is on site with {hurt}.

@ The way back
C: ^objection What's the way back if it goes wrong?
R: You keep the old way running for four weeks. Nobody burns a bridge.
C: And who decides that the four weeks are over?
R: You do, on one page with three numbers.
* The old way keeps running for four weeks; {c} decides when it ends.

@ Two languages
C: Half of my people would rather not work in English.
R: The product speaks eleven languages, and everybody chooses their own.
C: That was an expensive problem with the last one.
* Everybody chooses their own language in {product}.
""",
)
