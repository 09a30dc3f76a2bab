"""Judging one element, attribute or declaration by the rules: what stays of it, or why it goes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from gongkit.sandbox.core.mail.html_rules import (
    ATTRIBUTES,
    DROPPED,
    IMAGE,
    IMAGE_TYPES,
    KEPT,
    LINK,
    LINK_SCHEMES,
    MOST_IMAGE_BYTES,
    MOST_STYLE_CHARACTERS,
    PROPERTIES,
    PROPERTY_VALUES,
    STYLE,
    UNWRAPPED,
    Attribute,
)

KEPT_ELEMENTS: Final = frozenset(name for group in KEPT for name in group.names)
WHY_DROPPED: Final = {name: group.why for group in DROPPED for name in group.names}

_ATTRIBUTES: Final[dict[tuple[str, str], Attribute]] = {
    (element, attribute.name): attribute
    for attribute in ATTRIBUTES
    for element in attribute.elements or ("*",)
}
_AROUND = "".join(map(chr, range(33)))
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_WITH_HOST = re.compile(r"https?://[^\s/?#\\@:]", re.IGNORECASE)
_DATA_IMAGE = re.compile(
    rf"data:image/(?:{'|'.join(IMAGE_TYPES)});base64,[A-Za-z0-9+/]+={{0,2}}", re.IGNORECASE
)
_CONTROL = re.compile(r"[\x00-\x20\x7f]")
_COMMENT = re.compile(r"/\*.*?(?:\*/|$)", re.DOTALL)
_CUT_OR_OPENING = re.compile(r"[;\"'(]")
_CLOSING: Final = {'"': '"', "'": "'", "(": ")"}

_WHY_ATTRIBUTES: Final = {
    "id": "A name could be mistaken for one of the page's own.",
    "name": "A name could be mistaken for one of the page's own.",
    "class": "A class means nothing without a style sheet.",
    "target": "The mail client decides where a link opens.",
    "background": "Many mail clients show no background images.",
    "srcset": "Only `src` says where an image is.",
}


class Kept(NamedTuple):
    """The value that stays."""

    value: str


class Removed(NamedTuple):
    """Why something goes. `kind` is attribute, url or style."""

    kind: str
    why: str


Verdict = Kept | Removed


class Declaration(NamedTuple):
    """One property of an inline style; `text` is how it was written, without space around it."""

    name: str
    value: str
    text: str


def allowed_on(element: str) -> Iterator[str]:
    """Name the attributes that may stay on an element; `*` for those on all elements."""
    return (name for where, name in _ATTRIBUTES if where == element)


def why_element_goes(name: str) -> str | None:
    """Say why an element goes; None for one that may stay."""
    return None if name in KEPT_ELEMENTS else WHY_DROPPED.get(name, UNWRAPPED)


def judge_attribute(element: str, name: str, value: str) -> Verdict:
    """Judge an attribute of an element that stays."""
    rule = _ATTRIBUTES.get((element, name)) or _ATTRIBUTES.get(("*", name))
    if rule is None:
        return Removed("attribute", _why_unknown(element, name))
    if rule.value is LINK:
        return _judge_link(value)
    if rule.value is IMAGE:
        return _judge_image(value)
    if rule.value is STYLE:
        return _judge_style(value)
    pattern = rule.value.pattern
    if pattern is not None and not pattern.fullmatch(value.strip()):
        return Removed("attribute", f"Here only {rule.value.text} can stand.")
    return Kept(value if pattern is None else value.strip())


def declarations_of(style: str) -> list[Declaration]:
    """Take an inline style apart."""
    found = []
    for text in _cut(style):
        name, colon, value = _COMMENT.sub(" ", text).partition(":")
        if name.strip() or colon:
            plain = " ".join(value.split())
            found.append(Declaration(name.strip().lower(), plain, text.strip()))
    return found


def _cut(style: str) -> Iterator[str]:
    """Cut a style at each semicolon that is not in quotes or brackets which are closed."""
    begin = place = 0
    closing = dict(_CLOSING)
    while match := _CUT_OR_OPENING.search(style, place):
        place = match.end()
        if match[0] == ";":
            yield style[begin : match.start()]
            begin = place
        elif match[0] in closing:
            end = style.find(closing[match[0]], place)
            if end >= 0:
                place = end + 1
            else:  # Nor is one further on: looking each time would take the square of the length.
                del closing[match[0]]
    yield style[begin:]


def why_declaration_goes(declaration: Declaration) -> str | None:
    """Say why a declaration goes; None for one that may stay."""
    if declaration.name not in PROPERTIES:
        return "This property is not one of those that an email may have."
    if not PROPERTY_VALUES.pattern or not PROPERTY_VALUES.pattern.fullmatch(declaration.value):
        return "Its value is more than words, numbers, colors and quoted names."
    return None


def _why_unknown(element: str, name: str) -> str:
    if name.startswith("on"):
        return "Code does not run in an email."
    return _WHY_ATTRIBUTES.get(
        name, f"This attribute is not one of those that <{element}> may have."
    )


def _judge_link(value: str) -> Verdict:
    url = _plain_url(value)
    scheme = scheme_of(url)
    if _CONTROL.search(url):
        return Removed("url", "There are characters in it that no address has.")
    if scheme is None:
        return Removed("url", "An email has no page of its own that an address could start from.")
    if scheme not in LINK_SCHEMES:
        return Removed("url", f"Links lead to http, https, mailto and tel, not to {scheme}.")
    if scheme in {"http", "https"} and not _WITH_HOST.match(url):
        return Removed("url", "The address names no host.")
    return Kept(url)


def _judge_image(value: str) -> Verdict:
    url = _plain_url(value)
    scheme = scheme_of(url)
    if scheme == "data":
        if not _DATA_IMAGE.fullmatch(url):
            types = ", ".join(IMAGE_TYPES)
            return Removed("url", f"As data: an image is one of {types}, in base64.")
        if inline_bytes(url) > MOST_IMAGE_BYTES:
            return Removed("url", f"The image is larger than {MOST_IMAGE_BYTES // 1000} KB.")
        return Kept(url)
    if scheme != "https" or not _WITH_HOST.match(url) or _CONTROL.search(url):
        return Removed("url", "Images come from https addresses, or are part of the email.")
    return Kept(url)


def inline_bytes(url: str) -> int:
    """Give the size of what a `data:` address in base64 holds."""
    return len(url.partition(",")[2].rstrip("=")) * 3 // 4


def scheme_of(address: str) -> str | None:
    """Give the scheme of an address as a browser reads it; None where it has none."""
    found = _SCHEME.match(_plain_url(address))
    return None if found is None else found[1].lower()


def _judge_style(value: str) -> Verdict:
    if len(value) > MOST_STYLE_CHARACTERS:
        return Removed("style", f"It has more than {MOST_STYLE_CHARACTERS:,} characters.")
    declarations = declarations_of(value)
    kept = [each for each in declarations if why_declaration_goes(each) is None]
    if not kept:
        return Removed("style", "Nothing of it may stay.")
    return Kept("; ".join(f"{each.name}: {each.value}" for each in kept))


def _plain_url(value: str) -> str:
    """Leave out what a browser leaves out: space around an address, tabs and breaks in it."""
    return re.sub(r"[\t\n\r]", "", value.strip(_AROUND)).replace(" ", "%20")
