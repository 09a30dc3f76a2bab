"""Links: each is there for a customer to follow, answers, and is where it should be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from gongkit.loopback import is_loopback
from gongkit.manifest.addresses import address_of, is_under
from gongkit.manifest.review.places import PlacedAddress, is_foreign, links, redirect_uris
from gongkit.manifest.review.project import Project
from gongkit.manifest.review.rule import Grade, Outcome, Rule, Source
from gongkit.manifest.review.subject import Subject
from gongkit.manifest.review.visit import Visit

OUTSIDE: Final = Rule(
    "link-outside-domains",
    "The links lead to pages under the registered domains.",
    Source.ADVICE,
    "A reviewer asks whose privacy policy or help page it is.",
    "Link to a page of your own, or be ready to say whose it is.",
    grade=Grade.REVIEW,
)
AUTHORIZATION: Final = Rule(
    "authorization-link",
    "The authorization link leads to the app's own install page.",
    Source.ARTICLE,
    "The app must begin the installation itself: it makes the state that its callback checks.",
    "Link to the app's /install.",
)
SAME_PAGE: Final = Rule(
    "links-alike",
    "Each link leads to a page of its own.",
    Source.ADVICE,
    "A reviewer looks for the privacy policy, the terms and the help article one by one.",
    "Give each its own page.",
    grade=Grade.REVIEW,
)
NOT_ANSWERING: Final = Rule(
    "link-not-answering",
    "Every link answers.",
    Source.ADVICE,
    "The reviewer, and every customer, follows it.",
    "Publish the page, without a sign-in in front of it, or correct the link.",
    publish=True,
)
REDIRECTED: Final = Rule(
    "link-redirected",
    "No link is redirected to another domain or away from https.",
    Source.ADVICE,
    "The page that is shown is not the one that was registered.",
    "Link to the page itself.",
    publish=True,
    grade=Grade.REVIEW,
)

_GUARDED: Final = frozenset((401, 403, 429))
"""Statuses with which a page may refuse a program that it would show to a person."""


def _check(project: Project) -> Iterator[Outcome]:
    seen: dict[str, str] = {}
    for each in links(project.manifest):
        other = seen.setdefault(each.url.rstrip("/"), each.place)
        if other != each.place:
            message = f"{each.place} is the same page as {other}."
            yield SAME_PAGE.review(message, project.at(each.place))
        if each.place.endswith(".authorization"):
            yield from _authorization(project, each)
        yield from _outside(project, each)


def _outside(project: Project, each: PlacedAddress) -> Iterator[Outcome]:
    host = each.address.host
    if is_foreign(host, project.manifest) and not is_loopback(host):
        message = f"{each.place} is on {host}, under none of the registered domains."
        yield OUTSIDE.review(message, project.at(each.place))


def _authorization(project: Project, each: PlacedAddress) -> Iterator[Outcome]:
    host, where = each.address.host, project.at(each.place)
    if is_under(host, "gong.io"):
        yield AUTHORIZATION.fail(f"It leads to {host}, to Gong itself.", where)
        return
    hosts_back = {uri.address.host for uri in redirect_uris(project.manifest)}
    returned_to = {each for each in hosts_back if not is_loopback(each)}
    if returned_to and host not in returned_to:
        hosts = ", ".join(sorted(returned_to))
        yield AUTHORIZATION.review(
            f"It leads to {host}, while the browser comes back to {hosts}.",
            where,
            fix="Check that this page begins the installation; the cookie with the state must"
            " reach the callback.",
        )
    elif urlsplit(each.url).path in {"", "/"}:
        yield AUTHORIZATION.review("It leads to a home page.", where)


def _check_visits(project: Project) -> Iterator[Outcome]:
    visits = project.visits or {}
    for each in links(project.manifest):
        visit = visits.get(each.url)
        if visit is not None:
            yield from _answered(project, each, visit)
            yield from _redirected(project, each, visit)


def _answered(project: Project, each: PlacedAddress, visit: Visit) -> Iterator[Outcome]:
    where = project.at(each.place)
    if visit.status in _GUARDED:
        message = f"{each.place} refuses us, with status {visit.status}."
        yield NOT_ANSWERING.review(message, where, fix="Look whether it opens in a private window.")
    elif not visit.answers:
        what = f"answers {visit.status}" if visit.status else f"does not answer: {visit.failure}"
        yield NOT_ANSWERING.fail(f"{each.place} {what}.", where)
    else:
        yield NOT_ANSWERING.passed(f"{each.place} answers {visit.status}.", where)


def _redirected(project: Project, each: PlacedAddress, visit: Visit) -> Iterator[Outcome]:
    hops = [address for hop in visit.hops if (address := address_of(hop)) is not None]
    plain = any(hop.scheme != "https" and not is_loopback(hop.host) for hop in hops)
    last = hops[-1] if hops else each.address
    way = " -> ".join((each.url, *visit.hops))
    if plain:
        yield REDIRECTED.review(f"Plain http on the way: {way}.", project.at(each.place))
    elif _site(last.host) != _site(each.address.host):
        yield REDIRECTED.review(f"Led to another domain: {way}.", project.at(each.place))


def _site(host: str) -> str:
    return ".".join(host.split(".")[-2:])


SUBJECT: Final = Subject("Links", (OUTSIDE, AUTHORIZATION, SAME_PAGE), _check)
VISITED: Final = Subject(
    "Links, followed",
    (NOT_ANSWERING, REDIRECTED),
    _check_visits,
    lambda project: project.visits is not None and project.manifest is not None,
    "Nobody has asked the links.",
)
