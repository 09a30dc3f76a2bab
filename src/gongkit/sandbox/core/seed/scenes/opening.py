"""How calls begin and end: small talk, the agenda, goodbyes."""

from __future__ import annotations

from gongkit.sandbox.core.seed.script import scene

SMALL_TALK = scene(
    "Small Talk",
    """
@ Everybody arrives
R: Hi {c}, good to see you. Can you hear me all right?
C: Loud and clear. Give me one second, I am closing about twenty tabs.
R: Take your time, mine looks the same.

@ A word about {city}
R: Hello {c}, how are things in {city}?
C: Grey, but no complaints. Yours?
R: The coffee machine works again, so the week can only get better.

@ The week so far
R: Hello {c}, thanks for making the time. How has the week been?
C: Busy. We have the quarter close and two people out, so you are my quiet half hour.
R: Then I will try to keep it quiet.

@ The weekend
? known
R: Good to have you back, {c}. Did you get that hike in?
C: Half of it, then it rained. My daughter declared it the best part.
R: She has the right attitude for this line of work.

@ A late train
C: Sorry I am a minute late, the train stood outside {city} for no reason at all.
R: No problem at all. Somebody should track those better.
C: I see what you did there.

@ Headset trouble
R: Hi everybody. {c}, you are on mute, I think.
C: There we go. Three years of this and I still do it daily.
R: You are in good company.

@ The new office
R: Is that the new office behind you, {c}?
C: It is, boxes and all. The network came yesterday, the chairs come tomorrow.
R: Priorities in the right order, then.

@ A birthday in the office
C: If you hear singing, that is the birthday two doors down.
R: I will not complain about singing. Do you need to be there for the cake?
C: They will keep me a slice, they know what is good for them.

@ A short holiday
? known
R: You look rested, {c}. Was that the week off?
C: Four days by the sea, no laptop. I recommend it.
R: I will forward that sentence to my manager.

@ Introductions around the table
? new_s
R: Before we start, I brought {s} with me, who knows the technical side better than I do.
S: Hi {c}, nice to meet you. I mostly listen, until somebody says integration.
C: Then you will be awake for most of this call.

@ {d} joins
? new_d
C: I also asked {d} to join, I hope that is fine.
R: Very much so. Hi {d}, good to meet you.
D: Likewise. I have heard the name {product} a few times this month, so I wanted to see for myself.

@ {d} joins late
? known
R: Is {d} coming as well?
C: Should be here any second.
D: I am here, sorry, the other call ran over.
R: Perfect timing, we had only got as far as the weather.
""",
)

SETUP = scene(
    "Call Setup",
    """
@ Agenda: {agenda}
R: I had thirty minutes in mind. My plan was {agenda}, and to leave the last five minutes for what
   happens afterwards. Does that work for you?
C: That works. If we get to the costs as well I would be happy.
R: Noted, we will make room for it.

@ Agenda: {agenda}
R: So that we use the time well, I would go through {agenda}. Is there anything you would add?
C: One thing. I have to bring a recommendation to {sponsor}, so help me collect the arguments.
R: Gladly, I will stop wherever there is one.
+ Good move to ask what {c} would add. That gave us the {sponsor} angle in the first two minutes.

@ Agenda: {agenda}
R: Quick check before we start, do you have a hard stop?
C: At the full half hour, yes.
R: Then here is my suggestion: {agenda}, and I will watch the clock.
C: Sounds good.

@ Agenda: {agenda}
R: Let me say what I have in mind for today. I would like to cover {agenda}. What would make this a
   good call for you?
C: If I leave it knowing whether this is worth another hour of my team.
R: Fair enough, then I will be honest if I think it is not.

@ Agenda: {agenda}
R: I sent a short agenda with the invitation: {agenda}. Is that still what you need?
C: Yes. I shared it with two colleagues, they could not come but they will want the notes.
R: You will have a recap before tomorrow noon.
> {r} sends a recap of the call to {c}.

@ Agenda: {agenda}
C: Before you start, can I say what I am after?
R: Please do.
C: I have seen three slide shows this month. I would rather talk about us than about you.
R: Then we skip my slides and go straight to {agenda}.
+ Dropping the slides was the right call, {r}. You can hear {c} relax.
""",
)

WRAP_UP = scene(
    "Wrap-up",
    """
@ Goodbye
R: Thanks for your time, {c}. I will send you a recap today.
C: Thank you, talk soon.
R: Bye everybody.

@ Goodbye
C: I have to run into the next one. This was useful, thank you.
R: Thanks for the good questions. Have a great rest of the day.
C: You too, bye.

@ Was it worth it
R: Last question from my side: was this worth your half hour?
C: It was. I have more clarity than yesterday, which is not a given.
R: Good to hear. Take care, {c}.

@ Goodbye
R: We have two minutes left and I would like to give them back to you.
C: Two minutes is a coffee, I take it. Thanks, {r}.
R: Enjoy it. Bye for now.

@ A last word
C: One more thing, please copy {sponsor} on the recap.
R: Will do. I spell that with the name as it is on your website?
C: Exactly so. Thanks and goodbye.
> {r} copies {sponsor} on the recap.

@ Goodbye
R: That is it from me. Anything we forgot?
C: If we did, I have your number.
R: Use it. Goodbye, {c}.

@ Goodbye
C: Good. I will talk to my people, you talk to yours.
R: Deal. Thank you for being so open about it.
C: Saves everybody time. Bye.
""",
)
