"""What was seen of the app while it ran at a sandbox: facts, before any rule judges them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Step(StrEnum):
    """How far the installation came."""

    NOT_TRIED = "not tried"
    INSTALLED = "installed"
    ELSEWHERE = "elsewhere"
    """/install led to another page, such as the app's own sign-in."""
    NO_INSTALL = "no install"
    """/install did not lead to Gong."""
    REFUSED = "refused"
    """Gong would not let the app ask."""
    NOT_FINISHED = "not finished"
    """The callback did not finish it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A page of the app, as it was answered. `place` is where the manifest names it, if it does."""

    url: str
    place: str = ""
    status: int | None = None
    """None: there was no answer."""
    headers: Mapping[str, str] = field(default_factory=dict)
    cookies: tuple[str, ...] = ()
    """As they were set, without their values."""
    secure: bool = False
    """Whether it was asked for over https."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """A call of the app to the sandbox: an operation, or `token`."""

    operation: str
    status: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A line of the app's output that deserves a look, by its number."""

    line: int
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Observations:
    """One run of the app, from its start to its end. `target` is what was run, MODULE:APP."""

    target: str
    failure: str = ""
    """Why it did not start, or does not answer. Then nothing else is known."""
    ended: int | None = None
    """The exit code of an app that ended by itself, in the middle of the run."""
    health: Shown | None = None
    install: Step = Step.NOT_TRIED
    install_said: str = ""
    """What the page said where the installation failed, or where it led."""
    forged: Shown | None = None
    """The callback's answer to a state that nobody has given out."""
    frames: tuple[Shown, ...] = ()
    pages: tuple[Shown, ...] = ()
    """All other pages that were opened."""
    unsigned: tuple[Shown, ...] = ()
    """The answers to webhook deliveries that nobody had signed."""
    called: tuple[Called, ...] = ()
    called_later: tuple[Called, ...] = ()
    """Calls after the token had come to its end."""
    after_removal: tuple[Shown, ...] = ()
    """Pages once the company had disconnected the app."""
    secrets_said: tuple[Said, ...] = ()
    errors_said: tuple[Said, ...] = ()
