"""What is held against the HTML of an email: one table, for the page, the docs and the tests.

The sanitizer takes out what an email may not have. These are about what it may have and
what still goes wrong on the way to somebody's eyes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from gongkit.loopback import host_of
from gongkit.sandbox.core.mail.html_tokens import Token
from gongkit.sandbox.core.mail.lint_document import Document, Styled
from gongkit.sandbox.core.mail.verdicts import inline_bytes, scheme_of

CLIPPED_BYTES: Final = 102 * 1024
"""Gmail shows so much of a message, and a link to the rest."""
LARGE_INLINE_BYTES: Final = 30_000
WIDEST_IMAGE: Final = 1200
"""In pixels: twice the width that an email usually has, for dense screens."""

_DROPPED_PROPERTIES: Final = (
    *("animation", "box-shadow", "clip-path", "cursor", "filter", "mask", "max-height"),
    *("min-height", "object-fit", "opacity", "overflow", "text-shadow", "transform"),
    *("transition", "z-index"),
)
_URL = re.compile(
    r"(?:https?://|www\.)[^\s]+|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:/\S*)?", re.IGNORECASE
)
_PIXELS = re.compile(r"\s*(\d{1,6})(?:\.\d+)?\s*(?:px)?\s*", re.IGNORECASE)
_SCRIPTED: Final = {"javascript", "vbscript", "data"}

Check = Callable[[Document], Iterator[str]]


class LintRule(NamedTuple):
    """Something to look for. The check gives each place where it is, as a piece of the HTML."""

    id: str
    what: str
    why: str
    fix: str
    check: Check


def _scripts(document: Document) -> Iterator[str]:
    yield from map(document.show, document.named("script"))
    for tag in document.tags:
        addresses = [tag.get(name) for name in ("href", "src", "action", "formaction")]
        if tag.name != "img" and any(scheme_of(each or "") in _SCRIPTED for each in addresses):
            yield document.show(tag)


def _handlers(document: Document) -> Iterator[str]:
    for tag in document.tags:
        if any(attribute.name.startswith("on") for attribute in tag.attributes):
            yield document.show(tag)


def _style_sheets(document: Document) -> Iterator[str]:
    yield from map(document.show, document.named("style"))
    for tag in document.named("link"):
        if "stylesheet" in (tag.get("rel") or "").lower():
            yield document.show(tag)


def _embedded(document: Document) -> Iterator[str]:
    names = ("iframe", "object", "embed", "audio", "video", "canvas", "svg", "math")
    return map(document.show, document.named(*names))


def _forms(document: Document) -> Iterator[str]:
    return map(document.show, document.named("form", "input", "select", "textarea", "button"))


def _declared(*names: str) -> Check:
    """Look for properties by name; `flex` is also found in `flex-grow`."""

    def check(document: Document) -> Iterator[str]:
        for styled in document.styles:
            name = styled.declaration.name
            if any(name == each or name.startswith(f"{each}-") for each in names):
                yield _declaration(styled)

    return check


def _layouts(document: Document) -> Iterator[str]:
    yield from _declared("flex", "grid", "align-items", "justify-content", "gap", "order")(document)
    for styled in document.styles:
        name, value, _ = styled.declaration
        if name == "display" and re.search(r"flex|grid", value, re.IGNORECASE):
            yield _declaration(styled)


def _background_images(document: Document) -> Iterator[str]:
    for styled in document.styles:
        name, value, _ = styled.declaration
        if name.startswith("background") and ("url(" in value.lower() or name.endswith("image")):
            yield _declaration(styled)
    yield from (document.show(tag) for tag in document.tags if tag.get("background"))


def _computed_values(document: Document) -> Iterator[str]:
    for styled in document.styles:
        if re.search(r"\b(?:calc|var|min|max|clamp)\(", styled.declaration.value, re.IGNORECASE):
            yield _declaration(styled)


def _large_inline_images(document: Document) -> Iterator[str]:
    for tag in document.named("img"):
        source = tag.get("src") or ""
        size = inline_bytes(source) if source.startswith("data:") else 0
        if size > LARGE_INLINE_BYTES:
            yield f"{document.show(tag)} ({size // 1000:,} KB)"


def _inline_images(document: Document) -> Iterator[str]:
    for tag in document.named("img"):
        if (tag.get("src") or "").startswith("data:"):
            yield document.show(tag)


def _plain_http_images(document: Document) -> Iterator[str]:
    for tag in document.named("img"):
        source = (tag.get("src") or "").strip().lower()
        if source.startswith(("http:", "//")):
            yield document.show(tag)


def _images_from_nowhere(document: Document) -> Iterator[str]:
    for tag in document.named("img"):
        source = (tag.get("src") or "").strip().lower()
        if not source.startswith(("http:", "https:", "//", "data:", "cid:")):
            yield document.show(tag)


def _wide_images(document: Document) -> Iterator[str]:
    for tag in document.named("img"):
        if (_width_of(tag) or 0) > WIDEST_IMAGE:
            yield document.show(tag)


def _images_without_alt(document: Document) -> Iterator[str]:
    return (document.show(tag) for tag in document.named("img") if tag.get("alt") is None)


def _images_without_width(document: Document) -> Iterator[str]:
    return (document.show(tag) for tag in document.named("img") if not _says_width(tag))


def _misleading_links(document: Document) -> Iterator[str]:
    for link in document.links:
        said, meant = _host_of(link.text), _host_of(link.address)
        if said and meant and said != meant:
            yield f"{link.text} → {link.address}"


def _links_to_nowhere(document: Document) -> Iterator[str]:
    for link in document.links:
        if not re.match(r"(?:https?://|mailto:|tel:)[^\s]", link.address.strip(), re.IGNORECASE):
            yield document.show(link.tag)


def _too_large(document: Document) -> Iterator[str]:
    if document.size > CLIPPED_BYTES:
        yield f"{document.size // 1024:,} KB"


def _no_text(document: Document) -> Iterator[str]:
    if not document.says_something:
        yield ""


def _declaration(styled: Styled) -> str:
    return f"<{styled.tag.name}> {styled.declaration.name}: {styled.declaration.value}"


def _says_width(tag: Token) -> bool:
    style = (tag.get("style") or "").lower()
    return bool(tag.get("width")) or re.search(r"(?:^|[;\s])(?:max-)?width\s*:", style) is not None


def _width_of(tag: Token) -> int | None:
    found = _PIXELS.fullmatch(tag.get("width") or "")
    return int(found[1]) if found else None


def _host_of(text: str) -> str | None:
    """Give the host of an address, or of a text that looks like one."""
    if not _URL.fullmatch(text):
        return None
    host = host_of(text if "://" in text else f"http://{text}")
    return host.removeprefix("www.") or None


LINT: Final = (
    LintRule(
        "script",
        "A script",
        "No mail client runs code, and many take the email for an attack.",
        "Leave it out. What is to be worked out belongs on a page that the email links to.",
        _scripts,
    ),
    LintRule(
        "event-handler",
        "An event handler",
        "No mail client runs code.",
        "Use a link in its place.",
        _handlers,
    ),
    LintRule(
        "style-sheet",
        "A style sheet",
        "Gong keeps inline styles only, and some clients drop style sheets.",
        "Write the styles into the style attributes of the elements.",
        _style_sheets,
    ),
    LintRule(
        "embedded",
        "Something embedded",
        "Mail clients show no frames, players or drawings.",
        "Show a picture of it, and link it to a page.",
        _embedded,
    ),
    LintRule(
        "form",
        "A form",
        "Most clients take its fields out, or warn of them.",
        "Link to a page with the form.",
        _forms,
    ),
    LintRule(
        "css-position",
        "position",
        "Most clients ignore it: what is placed with it ends up elsewhere.",
        "Use a table for the layout.",
        _declared("position"),
    ),
    LintRule(
        "css-float",
        "float",
        "Outlook on Windows ignores it.",
        "Use a table, or the align attribute of an image.",
        _declared("float"),
    ),
    LintRule(
        "css-layout",
        "Flexbox or grid",
        "Outlook on Windows ignores both, and Gmail some of it.",
        "Use a table for the layout.",
        _layouts,
    ),
    LintRule(
        "css-background-image",
        "A background image",
        "Outlook on Windows shows none, and text on it may become unreadable.",
        "Use a background color, and an image of its own.",
        _background_images,
    ),
    LintRule(
        "css-dropped",
        "A property that clients drop",
        "Common clients drop it, so that the email looks different in each.",
        "See to it that the email can be read without it, or leave it out.",
        _declared(*_DROPPED_PROPERTIES),
    ),
    LintRule(
        "css-computed",
        "A value that is worked out",
        "Many clients drop declarations with calc(), var() and the like.",
        "Write the value itself.",
        _computed_values,
    ),
    LintRule(
        "image-inline-large",
        "A large image inside the HTML",
        f"It is more than {LARGE_INLINE_BYTES // 1000} KB, which makes the email slow and has it"
        " clipped.",
        "Put the image on a server, and name its https address.",
        _large_inline_images,
    ),
    LintRule(
        "image-inline",
        "An image inside the HTML",
        "Gmail and Outlook on the web do not show images with data: addresses.",
        "Put the image on a server, and name its https address.",
        _inline_images,
    ),
    LintRule(
        "image-http",
        "A remote image without https",
        "Clients that fetch images through a proxy do not fetch it, others warn.",
        "Serve it with https.",
        _plain_http_images,
    ),
    LintRule(
        "image-no-source",
        "An image without an address",
        "Nothing is shown, or the sign of a broken image.",
        "Name the whole https address: an email has no page that it could be relative to.",
        _images_from_nowhere,
    ),
    LintRule(
        "image-wide",
        "A wide image",
        f"It is wider than {WIDEST_IMAGE} pixels: clients that do not shrink it scroll sideways.",
        "Make it 600 pixels wide, and twice that in the file for dense screens.",
        _wide_images,
    ),
    LintRule(
        "image-alt",
        "An image without alt",
        "Many clients show no images at first, and some people never see them.",
        'Say in alt what it shows; alt="" if it shows nothing of meaning.',
        _images_without_alt,
    ),
    LintRule(
        "image-width",
        "An image without width",
        "Outlook on Windows shows the file's own size, and the text jumps as images arrive.",
        "Say the width in pixels in the width attribute.",
        _images_without_width,
    ),
    LintRule(
        "link-text",
        "A link that says one address and leads to another",
        "Filters and people take it for phishing.",
        "Let it say what it leads to, in words or with the same host.",
        _misleading_links,
    ),
    LintRule(
        "link-target",
        "A link that leads nowhere",
        "An email has no page that an address could be relative to.",
        "Name the whole address, beginning with https:, mailto: or tel:.",
        _links_to_nowhere,
    ),
    LintRule(
        "size",
        "A large email",
        f"Gmail clips what is beyond {CLIPPED_BYTES // 1024} KB, tracking and footer included.",
        "Leave out what nobody needs: images inside the HTML, styles that repeat.",
        _too_large,
    ),
    LintRule(
        "no-text",
        "No text",
        "Who reads the plain text, or has images off, sees nothing; filters take it for spam.",
        "Say in words what the email is about.",
        _no_text,
    ),
)
"""All rules, the gravest first."""
