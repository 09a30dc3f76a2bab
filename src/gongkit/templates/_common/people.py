"""Who is signed in: a stand-in for development, which lets anybody in under any address.

Put your own sign-in in its place. In any other profile than dev it refuses to be loaded.
"""

from dataclasses import dataclass
from html import escape
from urllib.parse import parse_qs, quote, unquote

from gongkit.settings import Settings
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

if Settings.from_environment().effective_profile != "dev":
    raise RuntimeError("people.py lets anybody in. Put your own sign-in in its place.")

COOKIE = "signed_in_as"

PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sign in</title>
<style>
body {{ max-width: 34rem; margin: 3rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif; }}
</style>
<h1>Sign in</h1>
<p>In development any address will do; what follows the @ is the customer.</p>
<form method="post" action="/sign-in?next={target}">
<p><label>Email <input name="email" type="email" value="ana@acme.example" required></label></p>
<p><button>Sign in</button></p>
</form>
</html>
"""


@dataclass(frozen=True)
class Person:
    """Somebody who uses the app, and which of the app's own customers they belong to."""

    email: str

    @property
    def tenant(self) -> str:
        """The customer: everybody with the same domain."""
        return self.email.rpartition("@")[2].lower()


def signed_in(request: Request) -> Person | None:
    """Tell who is signed in."""
    email = unquote(request.cookies.get(COOKIE, ""))
    return Person(email) if email else None


def to_sign_in(request: Request) -> Response:
    """Send somebody to sign in, and then back."""
    return RedirectResponse(f"/sign-in?next={quote(request.url.path)}", 303)


def tenant(request: Request) -> str | Response:
    """Say for whom an installation begins: GongApp asks it."""
    person = signed_in(request)
    return person.tenant if person else to_sign_in(request)


async def sign_in(request: Request) -> Response:
    """Sign in, and go on to where that was needed."""
    target = request.query_params.get("next", "/")
    # Only to this site's own pages: //elsewhere.example and /\\elsewhere.example are others'.
    target = target if target[:1] == "/" and target[1:2] not in {"/", "\\"} else "/"
    email = parse_qs((await request.body()).decode()).get("email", [""])[0].strip()
    if not email:
        return HTMLResponse(PAGE.format(target=escape(quote(target))))
    answer = RedirectResponse(target, 303)
    secure = request.url.scheme == "https"
    answer.set_cookie(COOKIE, quote(email), httponly=True, secure=secure, samesite="lax")
    return answer


routes = [Route("/sign-in", sign_in, methods=["GET", "POST"])]
