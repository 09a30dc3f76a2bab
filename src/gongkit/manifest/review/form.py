"""Gong's form: what it asks for is there, says something, and is the app's own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from gongkit.manifest.model import Integration
from gongkit.manifest.review.places import LINKS, is_foreign, texts
from gongkit.manifest.review.project import Project
from gongkit.manifest.review.rule import Grade, Outcome, Rule, Source
from gongkit.manifest.review.subject import Subject

INCOMPLETE: Final = Rule(
    "form-incomplete",
    "Every field that Gong's form asks for is filled in.",
    Source.ARTICLE,
    "The form has these fields, and a listing with a gap is sent back.",
    "Fill it in.",
    publish=True,
)
NAME_TOO_LONG: Final = Rule(
    "name-too-long",
    "The name fits into a list: 50 characters at most, on one line.",
    Source.ADVICE,
    "Lists of integrations and the consent page cut a longer one.",
    "Shorten it to the product's name.",
    grade=Grade.REVIEW,
)
NAME_OF_GONG: Final = Rule(
    "name-of-gong",
    "The name does not pass for one of Gong's own products.",
    Source.ADVICE,
    "Gong's name is its trademark; an app is called after its maker's product.",
    "Put your product's name first, such as 'Acme for Gong'.",
    grade=Grade.REVIEW,
)
SHORT_DESCRIPTION: Final = Rule(
    "short-description-length",
    "The short description is one line of 20 to 140 characters.",
    Source.ADVICE,
    "It stands beside the name in the list of integrations.",
    "Say in one line what the app does for its user.",
    grade=Grade.REVIEW,
)
DESCRIPTION: Final = Rule(
    "description-length",
    "The description has between 80 and 4,000 characters.",
    Source.ADVICE,
    "It is all that the integration's page says of the app.",
    "Say what the app does, what it reads and writes in Gong, and for whom.",
    grade=Grade.REVIEW,
)
ALIKE: Final = Rule(
    "descriptions-alike",
    "Description and short description differ.",
    Source.ADVICE,
    "They are shown one below the other: the same text twice tells nothing more.",
    "Let the short one be a line, and the other tell the rest.",
    grade=Grade.REVIEW,
)
PLACEHOLDER: Final = Rule(
    "placeholder-text",
    "No text is a placeholder.",
    Source.ADVICE,
    "What a template or a hurried author left would be shown to customers.",
    "Write what is meant.",
    publish=True,
)
RESERVED_DOMAIN: Final = Rule(
    "reserved-domain",
    "No address is on a domain that is reserved for examples.",
    Source.ADVICE,
    "Nothing can ever answer at .example, .test, .invalid or example.com (RFC 2606).",
    "Use your own domain; keep the other under [profiles.dev].",
    publish=True,
)
CONTACT: Final = Rule(
    "contact-outside-domains",
    "Contacts have addresses under the registered domains.",
    Source.ADVICE,
    "A reviewer writes to an address of the organization that registers the app.",
    "Use an address of your organization, best one that several people read.",
    grade=Grade.REVIEW,
)

_LEAST_SHORT, _MOST_SHORT = 20, 140
_LEAST_LONG, _MOST_LONG = 80, 4_000
_MOST_NAME: Final = 50

_PLACEHOLDERS: Final = re.compile(
    r"\b(?:TODO|TBD|FIXME|XXX)\b"
    r"|(?i:\blorem ipsum\b|\bchange[-_ ]?me\b|<[a-z][a-z _-]*>|\{\{.*?\}\})"
)
_NO_NAMES: Final = re.compile(
    r"(?i)(?:my|your|the|a|an|test|demo|new|untitled|sample)?[-_ ]?(?:first |gong )?"
    r"(?:app|application|company|integration|product|name|label|description|untitled|test)"
    r"(?:[-_ ](?:name|here))?"
)
"""As the whole of a text: what a form has in it before it is filled in."""
_SHOWN: Final = frozenset(
    {
        *("integration.name", "integration.short_description", "integration.description"),
        "iframe.email_composer.label",
    }
)
_RESERVED: Final = re.compile(
    r"(?i)(?:^|[@/.])(?:[a-z0-9-]+\.)*(?:[a-z0-9-]+\.(?:example|test|invalid)"
    r"|example\.(?:com|net|org))(?=$|[:/?#])"
)
_WANTED: Final[Mapping[str, str]] = {
    "short_description": "a line for the list of integrations",
    "description": "what the app does, for its own page",
    "contacts": "who answers for the app",
    "domains": "the organization's domains",
    "logos.small": "the logo of the list of apps",
    "logos.large": "the logo of the consent page",
    **{f"links.{name}": f"the {name} page" for name in LINKS},
}


def _check(project: Project) -> Iterator[Outcome]:
    if project.manifest is None:
        return
    integration = project.manifest.integration
    yield from _incomplete(project, integration)
    yield from _name(project, integration.name)
    yield from _descriptions(project, integration)
    yield from _left_over(project)
    yield from _contacts(project, integration)


def _incomplete(project: Project, integration: Integration) -> Iterator[Outcome]:
    for name, what in _WANTED.items():
        place = f"integration.{name}"
        table, _, key = name.rpartition(".")
        holder = getattr(integration, table) if table else integration
        if not getattr(holder, key) and project.is_sound(place):
            yield INCOMPLETE.fail(
                f"{place} is not set: {what}.",
                project.at(place),
                fix=f"Add {key} to [{f'integration.{table}' if table else 'integration'}].",
            )


def _name(project: Project, name: str) -> Iterator[Outcome]:
    where = "integration.name"
    if len(name) > _MOST_NAME or "\n" in name.strip():
        yield NAME_TOO_LONG.review(f"The name has {len(name)} characters.", project.at(where))
    if found := re.match(r"(?i)\s*(gong|official)\b", name):
        message = f"The name begins with {found[1]!r}, as Gong's own would."
        yield NAME_OF_GONG.review(message, project.at(where))


def _descriptions(project: Project, integration: Integration) -> Iterator[Outcome]:
    short, long = (integration.short_description or "").strip(), integration.description or ""
    long = long.strip()
    if short and not (_LEAST_SHORT <= len(short) <= _MOST_SHORT and "\n" not in short):
        lines = f" on {short.count(chr(10)) + 1} lines" if "\n" in short else ""
        yield SHORT_DESCRIPTION.review(
            f"The short description has {len(short)} characters{lines}.",
            project.at("integration.short_description"),
        )
    if long and not _LEAST_LONG <= len(long) <= _MOST_LONG:
        yield DESCRIPTION.review(
            f"The description has {len(long):,} characters.", project.at("integration.description")
        )
    if short and _folded(short) == _folded(long):
        yield ALIKE.review(
            "The description only repeats the short one.", project.at("integration.description")
        )


def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _left_over(project: Project) -> Iterator[Outcome]:
    for place, text in texts(project.manifest):
        found = _PLACEHOLDERS.search(text)
        if place in _SHOWN and not found:
            found = _NO_NAMES.fullmatch(text.strip())
        if found:
            yield PLACEHOLDER.fail(f"{place} says {found[0]!r}.", project.at(place))
        if "\n" not in text and " " not in text and (found := _RESERVED.search(text)):
            name = found[0].strip("@/.")
            yield RESERVED_DOMAIN.fail(
                f"{place} is on {name}, which is for examples only.", project.at(place)
            )


def _contacts(project: Project, integration: Integration) -> Iterator[Outcome]:
    for index, contact in enumerate(integration.contacts):
        host = contact.rpartition("@")[2].lower()
        if host and is_foreign(host, project.manifest):
            place = f"integration.contacts[{index}]"
            yield CONTACT.review(
                f"{contact} is under none of the registered domains.", project.at(place)
            )


SUBJECT: Final = Subject(
    "Gong's form",
    (
        *(INCOMPLETE, NAME_TOO_LONG, NAME_OF_GONG, SHORT_DESCRIPTION, DESCRIPTION, ALIKE),
        *(PLACEHOLDER, RESERVED_DOMAIN, CONTACT),
    ),
    _check,
)
