"""What is expected of the app while it runs: the rules that `observed` judges by."""

from __future__ import annotations

from typing import Final

from gongkit.manifest.review.rule import Grade, Rule, Source

STARTS: Final = Rule(
    "run-starts",
    "The app starts, and answers.",
    Source.ADVICE,
    "Reviewers install the app at their own company and use it.",
    "Run it by hand with gongkit dev, and mend what it says.",
)
HEALTH: Final = Rule(
    "run-health",
    "The app answers beside its redirect URI, where GongApp is mounted.",
    Source.CONTRACT,
    "Gong sends the tech admin back there.",
    "Mount GongApp at the redirect URI's path without the last segment.",
    grade=Grade.REVIEW,
)
INSTALLS: Final = Rule(
    "run-installs",
    "A company can install the app.",
    Source.ARTICLE,
    "It is the first thing that a reviewer does.",
    "Install it in the sandbox by hand, and see what /install and the callback answer.",
)
STATE: Final = Rule(
    "run-state-checked",
    "The callback refuses a state that the app has not given out.",
    Source.ARTICLE,
    "Else anybody can make a stranger's browser install a company of their own.",
    "Let GongApp answer the callback, or compare the state with the one of this browser.",
)
SCOPE_MISSING: Final = Rule(
    "run-scope-missing",
    "No call of the app is refused for want of a scope.",
    Source.CONTRACT,
    "It will be refused at every customer.",
    "Add the scope to integration.scopes.",
)
SCOPE_UNUSED: Final = Rule(
    "run-scope-unused",
    "The app has used every scope that it asks for, or its code can.",
    Source.ARTICLE,
    "A customer's tech admin sees the list, and Gong's reviewers ask what each is for.",
    "Remove the scopes that the app does without.",
    grade=Grade.REVIEW,
)
REFRESH: Final = Rule(
    "run-refresh",
    "When its access token has come to its end, the app gets another one.",
    Source.ARTICLE,
    "Access tokens last for a day; an app that does not refresh them works for a day.",
    "Call through gong.client(company), which refreshes when that is due.",
)
FRAMED: Final = Rule(
    "run-frame",
    "Each page inside Gong is answered.",
    Source.ARTICLE,
    "Gong shows what it answers, in a frame.",
    "Open the page in the sandbox, at /engage/frames, and see what it says.",
)
ANCESTORS: Final = Rule(
    "run-frame-ancestors",
    "Each page inside Gong says that Gong may embed it, and nobody else.",
    Source.ARTICLE,
    "Without it any site can put the page into a frame and have a user click in it.",
    "Send Content-Security-Policy: frame-ancestors https://*.gong.io, as GongApp does.",
)
X_FRAME: Final = Rule(
    "run-x-frame-options",
    "No page inside Gong is sent with X-Frame-Options.",
    Source.ARTICLE,
    "With it the browser shows no page in a frame at another origin, and so none at Gong.",
    "Leave it out for these pages; a middleware or a proxy may add it.",
)
COOKIES: Final = Rule(
    "run-cookies",
    "The cookies that the app sets are HttpOnly, and Secure over https.",
    Source.ADVICE,
    "A script could read the cookie, or it could go over plain http.",
    "Set it with httponly=True, secure=True and samesite='lax'.",
)
TOKEN_SAID: Final = Rule(
    "run-token-logged",
    "No token, code or secret is in what the app writes.",
    Source.ADVICE,
    "Logs are copied, kept and read by many; whoever reads a token can use it.",
    "Find the line that writes it, and write the company's key instead.",
)
ERRORS: Final = Rule(
    "run-errors",
    "The app runs without errors.",
    Source.ADVICE,
    "A reviewer who meets an error stops there.",
    "Look at the app's log, and mend what failed.",
    grade=Grade.REVIEW,
)
WEBHOOK: Final = Rule(
    "run-webhook-signed",
    "A webhook delivery that nobody has signed is refused.",
    Source.ARTICLE,
    "The URL can be guessed or leak; anybody could then send calls that never were.",
    "Check the JWT of the Authorization header before anything else, and answer 401.",
)
RULES: Final = (
    *(HEALTH, INSTALLS, STATE, SCOPE_MISSING, SCOPE_UNUSED, REFRESH, FRAMED, ANCESTORS),
    *(X_FRAME, COOKIES, TOKEN_SAID, ERRORS, WEBHOOK),
)
