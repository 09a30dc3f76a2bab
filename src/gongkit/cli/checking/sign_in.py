"""The app's own sign-in, where it is a form that anybody can fill in, as templates have it."""

from __future__ import annotations

from typing import Final

from gongkit.cli.story.browser import Form, Page

_WHO: Final = ("mail", "user", "login")


def filled_in(page: Page, email: str) -> Form | None:
    """Fill in the form that asks who somebody is; None where there is none.

    What the page suggests is kept. A password is not guessed: who needs one has to come
    in person.
    """
    for form in page.forms:
        asked = [name for name in form.fields if name not in form.hidden]
        who = next((name for name in asked if any(w in name.casefold() for w in _WHO)), None)
        if who is not None and not any("pass" in name.casefold() for name in asked):
            form.fields[who] = form.fields[who] or email
            return form
    return None
