"""Calls by telephone: cold ones, answering machines, and people who call in."""

from __future__ import annotations

from gongkit.sandbox.core.seed.script import scene

OPENER = scene(
    "Call Setup",
    """
@ A cold start
C: {contact}, hello?
R: Hi {c}, this is {rep} from {company}. This is a cold call, do you want to hang up or give me
   thirty seconds?
C: Well, now I'm curious. Thirty seconds.
+ The honest opener works for you, {r}. Keep it.

@ Bad timing
C: Hello?
R: Hi, is this {contact}? {rep} from {company} here.
C: Speaking. I'm walking into a meeting, is it quick?
R: One minute. If it isn't for you, you tell me, and I leave you alone.
C: The clock is running.

@ A name in common
C: {account}, {contact} speaking.
R: Hello {c}, {rep} from {company}. We haven't spoken before.
C: I thought so. What is it about?
R: About {process}, and why I believe it keeps your people longer in the office than it should.

@ The second try
R: Hi {c}, {rep} here, from {company}. I tried you last week and only got your very friendly voice
   mail.
C: It's the friendliest part of me. What can I do for you?
R: Give me half a minute to say why I'm calling.
C: Go on.

@ Through the switchboard
C: Yes, {contact}. They put you through, so you must have been nice to them.
R: I try to be. I'm {rep}, {company}, and I have a question about {process}.
C: Ask, but quickly.

@ After an email
R: Hello {c}, {rep} from {company}. I wrote to you on two lines last week.
C: I remember, it was the only short one. What was it about again?
R: About {process}, and about {pain_noun}.
C: Ah. That.
""",
)

PITCH = scene(
    "Value Proposition",
    """
@ {Pain_noun}
R: We work with other companies in {industry}. Many of them tell us the same thing: {pain}.
R: Does that sound familiar, or are you the exception?
C: ^pain It does sound familiar, I'm afraid. {cost}
R: Ouch. What do you do about it today?
C: Mostly {incumbent}, and hope.
* {account} knows the problem: "{pain}."

@ Is it a problem
R: How do you handle {process} today, if I may ask?
C: With {incumbent}. It isn't pretty but it works.
R: And when somebody is ill?
C: ^pain Then we notice that {pain}.
R: That's where we come in. {product} {oneliner}.
* {account} works with {incumbent} today; it breaks when somebody is ill.

@ One sentence about {product}
R: In one sentence, {product} {oneliner}. I don't know whether you need that.
C: I don't know either. Who uses it?
R: A few of your neighbours in {city}, and there it is mostly {hurt}.
C: ^pain Mine would have something to say about it. At the moment {pain}.
* {c} was curious: {hurt} at {account} know the problem.
""",
)

PHONE_OBJECTION = scene(
    "Objections",
    """
@ Send me an email
C: ^objection Can you just send me an email?
R: I can, and you'll delete it. What would have to be in it so that you don't?
C: A number. What it brought somebody like us.
R: Then I'll send you one page, with the number at the top.
> {r} sends {c} one page with a customer's results.
* {c} asked for one page with the results of a comparable customer.

@ We have something
C: ^objection We already have {competitor} for that.
R: Good choice for a start. May I ask what you would change about it?
C: {Weakness}. Otherwise it is all right.
R: That's the point where most people talk to us.
* {account} uses {competitor}; {weakness}.

@ No budget
C: ^objection There's no budget this year. Zero.
R: Understood. I wouldn't ask you to buy anything, only to look at it for twenty minutes before the
   next budget is made.
C: That's at least logical.
* {account} has no budget this year but will look at it before the next one.

@ Not my job
C: ^objection I'm not the right person for this.
R: Who would be, in your view?
C: {sponsor}, our {sponsor_title}. But don't say that I sent you.
R: I'll say that a wise person did.
* {c} points to {sponsor}, {sponsor_title}, as the right person.

@ No time
C: ^objection It's the worst possible month.
R: When is the best possible one?
C: There's none. But next week is slightly less bad.
R: I like slightly less bad. I'll take it.
* {c} has little time this month.
""",
)

PHONE_CLOSE = scene(
    "Next Steps",
    """
@ A meeting is booked
R: Shall we take twenty minutes, {when}? I'll show you one thing, and you decide if you want to see
   a
   second.
C: ^commitment All right, send me the invitation.
R: It's on its way. Thank you {c}, have a good day.
C: You too, bye.
> {Meeting} with {c}, {when}.

@ A meeting is booked
C: Fine, you were nice about it. {When}, but no slides.
R: No slides. I'll send the invitation right now.
C: ^commitment I'll be there. Bye.
R: Bye {c}, thank you.
> {Meeting} with {c}, {when}, without slides.
+ Booked in under three minutes. Share this one with the new hires.
""",
)

PHONE_DECLINE = scene(
    "Wrap-up",
    """
@ Call again in spring
C: It's a no for now. Call me again in six months.
R: I'll put it in my calendar, and I'll say that you asked me to.
C: Do that. Goodbye.
R: Goodbye, {c}.
> {r} calls {c} again in six months.
* {c} declined for now and may be called again in six months.

@ Not interested
C: Look, it is really not a topic for us. But you did that well.
R: Thank you, that makes my day anyway. May I send you one page for the drawer?
C: For the drawer, yes.
R: Have a good one, {c}.
> {r} sends {c} one page of information.
* {c} is not interested at the moment.
""",
)

VOICEMAIL = scene(
    "Voicemail",
    """
@ Message left
R: Hi {c}, this is {rep} from {company}. I'm calling about {process} at {account}.
R: I work with other companies in {industry} that lose money to {pain_noun}, and I wondered
   whether you see the same.
R: I'll try you again tomorrow, and I'll send you two lines by email. Have a good day.
> {r} tries {c} again tomorrow and sends a short email.
* {r} left a message about {process}.

@ Message left
R: Hello {contact}, {rep} from {company} here. Sorry to talk to your machine.
R: I have one question. How much does {account} lose to {pain_noun}?
R: If you have an answer that doesn't hurt, I'd love to hear it. My number is on your display.
   Bye.
> {r} waits for a call back from {c}.
* {r} left a message with one question about {pain_noun}.

@ Message left
R: Hello {c}, {rep} speaking, {company}. We spoke briefly in spring about {process}.
R: You asked me to come back when we have something for {system}. We do now, and it is running at
   two customers.
R: I'd be glad to show you. Talk to you soon.
> {r} sends {c} details of the integration with {system}.
* {r} told {c} about the new integration with {system}.
""",
)

NO_ANSWER = scene(
    "No answer",
    """
@ Nobody picks up
R: It's ringing. No answer at {account}, and no machine either.
R: I'll note that down and try {c} again tomorrow.
> {r} tries {c} again tomorrow.
* Nobody answered at {account}.

@ Nobody picks up
R: Still ringing. {contact} doesn't seem to be at the desk.
R: I'll try another time.
> {r} calls {c} another time.
* {c} did not pick up.
""",
)

INBOUND = scene(
    "Call Setup",
    """
@ Somebody calls in
R: {company}, {rep} speaking.
C: Hi, I found your number on the website. I have a question about {product}.
R: You came to the right place. Who am I talking to?
C: I'd rather not say yet, we're in the middle of an evaluation. Is that a problem?
R: Not at all. Ask away.
* A caller who did not want to give a name asked about {product}.

@ A recommendation
R: Hello, {rep} from {company}, how can I help?
C: A friend of mine uses {product} and told me to call. He didn't warn me that somebody would pick
   up.
R: We do that here. What would you like to know?
* The caller came on a recommendation from a user of {product}.

@ A call out of the blue
R: {rep} at {company}, good that you call.
C: Am I in sales now? I didn't want to land in sales.
R: You're with somebody who happens to work in sales and can also just answer a question.
C: Then I'll take my chances.
* The caller wanted an answer and no sales talk.

@ From a trade fair
R: {company}, this is {rep}.
C: I took one of your flyers at the fair and it's been in my bag since. Do you have a minute?
R: For a flyer with such a long journey, certainly.
* The caller took a flyer at a trade fair.
""",
)

INBOUND_QUESTIONS = scene(
    "Product Overview",
    """
@ What it does
C: What exactly does it do?
R: {product} {oneliner}. What do you use today?
C: Mostly {incumbent}. And my problem is that {pain}.
R: That's the most common reason why people call.
* The caller works with {incumbent} and wants to get rid of {pain_noun}.

@ What it costs
C: What does it cost, roughly? I know, it depends.
R: It does, but I can be rough. {price} per {unit} a month is the list price.
C: And for {count} {units}?
R: {annual} a year, before any discount.
C: Okay. I've heard worse.
* The caller heard the list price: {price} per {unit} a month, {annual} a year for {count} {units}.

@ Does it work with {system}
C: Does it work with {system}?
R: It does, the integration is ready-made. Which version do you run?
C: The old one. The very old one.
R: That works as well, it only looks less nice.
* The caller runs an old version of {system}.

@ How long it takes
C: How long would it take until something runs?
R: With one team, about {weeks} weeks from the signature. Without waiting for anybody, less.
C: We always wait for somebody.
R: Then let's say {weeks}.
* A first team would be running after about {weeks} weeks.

@ Whether there's a trial
C: Can one try it?
R: For {pilot} weeks, with your own data, and somebody of ours next to you.
C: And then it sends me an invoice?
R: No, then it sends you a question.
* A trial of {pilot} weeks with the caller's own data is possible.

@ Who else uses it
C: Who else in {industry} uses it?
R: A few, and two of them would talk to you. I'd have to ask them first.
C: Ask the one who complains more.
> {r} asks a customer in {industry} for a reference.
* The caller wants to hear from another company in {industry}.
""",
)

INBOUND_CLOSE = scene(
    "Next Steps",
    """
@ Information by email
R: Shall I send you something you can read in peace?
C: Yes, but to a neutral address. I'll text it to this number.
R: I'll look out for it. If you want to see it live, call me again, the number is my own.
C: I might. Thanks for not pushing.
R: Any time. Goodbye.
> {r} waits for an address and sends a short overview.

@ A call back
R: May I call you back in a few days?
C: I'll call you. It's easier for me.
R: Fine with me. {rep} is the name, just ask for me.
C: Noted. Thanks, bye.
> The caller wants to call again.

@ The right person
R: Who else should be there when we talk again?
C: My boss, but she doesn't know yet that I call people like you.
R: Then I don't know you, and you call again when she does.
C: Good. I like discreet people.
> The caller calls again together with the boss.

@ A link
R: There's a short video on our website, four minutes, without music.
C: Without music, that's already something.
R: And if it raises a question, this number rings on my desk.
C: All right. Bye then.
> The caller watches the video on the website.
""",
)
