"""How calls begin and end: small talk, the agenda, goodbyes."""

from __future__ import annotations

from gongkit.sandbox.core.seed.script import scene

SMALL_TALK = scene(
    "Small Talk",
    """
@ Everybody arrives
R: Hi {c}, good to see you. Can you hear me all right?
C: Loud and clear. Give me one second, I'm closing about twenty tabs.
R: Take your time, mine looks the same.

@ A word about {city}
R: Hello {c}, how are things in {city}?
C: Grey, but no complaints. Yours?
R: The coffee machine works again, so the week can only get better.

@ The week so far
R: Hello {c}, thanks for making the time. How has the week been?
C: Busy. We have the quarter close and two people out, so you're the quiet part of my day.
R: Then I'll try to keep it quiet.

@ The weekend
? known
R: Good to have you back, {c}. Did you get that hike in?
C: Half of it, then it rained. My daughter declared it the best part.
R: She has the right attitude for this line of work.

@ A late train
C: Sorry I'm a minute late, the train stood outside {city} for no reason at all.
R: No problem at all. Somebody should track those better.
C: I see what you did there.

@ Headset trouble
R: Hi {c}, I think you're on mute.
C: There we go. Three years of this and I still do it daily.
R: You're in good company.

@ The new office
? known
R: Is that the new office behind you, {c}?
C: It is, boxes and all. The network came yesterday, the chairs come tomorrow.
R: Priorities in the right order, then.

@ A birthday in the office
C: If you hear singing, that's the birthday two doors down.
R: I won't complain about singing. Do you need to be there for the cake?
C: They'll keep me a slice, they know what is good for them.

@ A short holiday
? known
R: You look rested, {c}. Was that the week off?
C: Four days by the sea, no laptop. I recommend it.
R: I'll forward that sentence to my manager.

@ Introductions around the table
? new_s
R: Before we start, I brought {s} with me, who knows the technical side better than I do.
S: Hi {c}, nice to meet you. I mostly listen, until somebody says integration.
C: Then you'll be awake for most of this call.

@ {d} joins
? new_d
C: I also asked {d} to join, I hope that's fine.
R: Very much so. Hi {d}, good to meet you.
D: Likewise. I've heard the name {product} a few times this month, so I wanted to see for myself.

@ {d} joins late
? known
R: Is {d} coming as well?
C: Should be here any second.
D: I'm here, sorry, the other call ran over.
R: Perfect timing, we had only got as far as the weather.

@ Coffee
C: Give me a moment, the coffee is just coming through.
R: No rush. Good coffee or office coffee?
C: Office. But hot.

@ Somebody at the door
C: If you hear a bark, that's the new colleague.
R: Which department?
C: Security, mostly. He sleeps through everything except parcels.

@ Sound check
R: Hi {c}. You sound as if you were in a very large room.
C: I'm in the stairwell, all meeting rooms are taken. Is it bad?
R: It gives you a certain authority.

@ Busy season
R: Hello {c}. Thanks for finding a slot, your calendar looked like a wall.
C: It's that time of the year. You got the last brick.
R: I'll treat it well.

@ A familiar voice
? known
R: Good to hear you again, {c}. How did the presentation to {sponsor} go?
C: Better than I feared. There were two questions, and I knew the answer to one.
R: Half of the points is a pass in most schools.
""",
)

SETUP = scene(
    "Call Setup",
    """
@ Agenda: {agenda}
R: My plan for today was {agenda}, and to leave a little time at the end for what happens next. Does
   that work for you?
C: That works. If we get to the costs as well I'd be happy.
R: Noted, we'll make room for it.

@ Agenda: {agenda}
R: So that we use the time well, I'd go through {agenda}. Is there anything you would add?
C: One thing. I have to bring a recommendation to {sponsor}, so help me collect the arguments.
R: Gladly, I'll stop wherever there is one.
+ Good move to ask what {c} would add. That gave us the {sponsor} angle in the first two minutes.

@ Agenda: {agenda}
R: Quick check before we start, do you have a hard stop?
C: I do, the next one is waiting already.
R: Then here is my suggestion: {agenda}, and I'll watch the clock.
C: Sounds good.

@ Agenda: {agenda}
R: Let me say what I have in mind for today. I'd like to cover {agenda}. What would make this a
   good call for you?
C: If I leave it knowing whether this is worth more of my team's time.
R: Fair enough, then I'll be honest if I think it isn't.

@ Agenda: {agenda}
R: I sent a short agenda with the invitation: {agenda}. Is that still what you need?
C: Yes. I shared it with two colleagues, they couldn't come but they'll want the notes.
R: You'll have a recap before tomorrow noon.
> {r} sends a recap of the call to {c}.

@ Agenda: {agenda}
C: Before you start, can I say what I'm after?
R: Please do.
C: I've seen three slide shows this month. I'd rather talk about us than about you.
R: Then we'll skip my slides and go straight to {agenda}.
+ Dropping the slides was the right call, {r}. You can hear {c} relax.

@ Agenda: {agenda}
R: I've put three things on the list: {agenda}. Shall I start, or is something more urgent?
C: Start. If I interrupt you, it's because I'm interested.
R: I'll count on it.

@ Agenda: {agenda}
R: Before we get going, what has changed since the invitation went out?
C: Not much. {sponsor} asked twice when we'll decide, that's all.
R: Then let's help you with an answer. I'd go through {agenda}.
C: Good plan.

@ Agenda: {agenda}
C: What have you planned for us?
R: I'd like to talk about {agenda}. At the end I'd like to agree on what comes next.
C: Then I'd better pay attention.
""",
)

WRAP_UP = scene(
    "Wrap-up",
    """
@ Goodbye
R: Thanks for your time, {c}. I'll send you a recap today.
C: Thank you, talk soon.
R: Bye everybody.

@ Goodbye
C: I have to run into the next one. This was useful, thank you.
R: Thanks for the good questions. Have a great rest of the day.
C: You too, bye.

@ Was it worth it
R: Last question from my side: was this worth your time?
C: It was. I have more clarity than yesterday, which isn't a given.
R: Good to hear. Take care, {c}.

@ Goodbye
R: We're a little early and I'd like to give you the time back.
C: That's a coffee, I'll take it. Thanks, {r}.
R: Enjoy it. Bye for now.

@ A last word
C: One more thing, please copy {sponsor} on the recap.
R: Will do. I spell that with the name as it is on your website?
C: Exactly so. Thanks and goodbye.
> {r} copies {sponsor} on the recap.

@ Goodbye
R: That's it from me. Anything we forgot?
C: If we did, I have your number.
R: Use it. Goodbye, {c}.

@ Goodbye
C: Good. I'll talk to my people, you talk to yours.
R: Deal. Thank you for being so open about it.
C: Saves everybody time. Bye.

@ Goodbye
R: I've written down everything I promised. If I forget one, remind me loudly.
C: I'm known for that.
R: Then we're both safe. Bye, {c}.

@ Goodbye
C: Thank you for not going over time.
R: I try. Enjoy the rest of your day.
C: Likewise, goodbye.

@ A good note to end on
R: I think that's a good note to end on.
C: I agree. Say hello to your team.
R: With pleasure. Bye everybody.
""",
)
