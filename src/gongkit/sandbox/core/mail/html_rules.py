"""What the HTML of an email may have: one table, for the sanitizer, its reports and the docs.

Gong does not say what its sanitizer lets through. These rules are what mail clients agree
on, and no more.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

MOST_BYTES: Final = 1_000_000
"""Of HTML that is taken at once, as UTF-8."""
MOST_TAGS: Final = 5_000
"""So many times may `<` stand in it: reading deeply nested HTML takes the square of its depth."""
MOST_STYLE_CHARACTERS: Final = 5_000
"""Of one inline style."""
MOST_IMAGE_BYTES: Final = 250_000
"""Of an image that is part of the HTML."""


class Group(NamedTuple):
    """Elements that are treated alike, and why they are."""

    title: str
    names: tuple[str, ...]
    why: str = ""


KEPT: Final = (
    Group(
        "Text",
        (
            *("a", "abbr", "b", "big", "br", "cite", "code", "del", "dfn", "em", "font", "i"),
            *("ins", "kbd", "mark", "q", "s", "samp", "small", "span", "strike", "strong"),
            *("sub", "sup", "tt", "u", "var", "wbr"),
        ),
    ),
    Group("Blocks", ("address", "blockquote", "center", "div", "hr", "p", "pre")),
    Group("Headings", ("h1", "h2", "h3", "h4", "h5", "h6")),
    Group("Lists", ("dd", "dl", "dt", "li", "ol", "ul")),
    Group("Images", ("img",)),
    Group(
        "Tables",
        ("caption", "col", "colgroup", "table", "tbody", "td", "tfoot", "th", "thead", "tr"),
    ),
)
"""The elements that stay."""

DROPPED: Final = (
    Group("Code", ("script", "noscript", "template"), "Code does not run in an email."),
    Group("Style sheets", ("style",), "An email has inline styles only."),
    Group("Drawings", ("svg", "math"), "Mail clients do not show drawings in the HTML."),
    Group(
        "Other documents",
        ("iframe", "noframes", "object", "embed", "noembed", "applet"),
        "An email shows no other documents.",
    ),
    Group("Media", ("audio", "video", "canvas"), "Mail clients do not play or draw anything."),
    Group(
        "Fields",
        ("textarea", "select", "datalist"),
        "Mail clients do not let anybody fill in a form.",
    ),
    Group(
        "Raw text",
        ("title", "xmp", "plaintext", "listing"),
        "What is in it is text of another kind than an email's.",
    ),
)
"""The elements that go with everything in them."""

UNWRAPPED: Final = "This element is not one of those that an email may have. What is in it stays."
"""Why every other element goes."""


class Value(NamedTuple):
    """What an attribute may say: in words, and as a pattern for the whole of it."""

    text: str
    pattern: re.Pattern[str] | None = None


ANY: Final = Value("any text")
NUMBER: Final = Value("a number", re.compile(r"\d{1,4}"))
LENGTH: Final = Value("a number or a percentage", re.compile(r"\d{1,4}(\.\d{1,3})?(px|%)?"))
COLOR: Final = Value("a color", re.compile(r"#?[A-Za-z0-9]{1,20}"))
WORD: Final = Value("one word", re.compile(r"[A-Za-z0-9_+-]{1,30}"))
FONTS: Final = Value("names of fonts", re.compile(r"[\w ,.'-]{1,200}"))
LAYOUT: Final = Value("`presentation` or `none`", re.compile(r"presentation|none"))
LINK: Final = Value("an `http`, `https`, `mailto` or `tel` address")
IMAGE: Final = Value("an `https` address, or a PNG, JPEG, GIF or WebP as `data:`")
STYLE: Final = Value("the properties below")


class Attribute(NamedTuple):
    """An attribute that stays, on some elements or (without any) on all, if its value fits."""

    name: str
    value: Value
    elements: tuple[str, ...] = ()


_CELLS = ("td", "th")
_TABLE = ("table",)

ATTRIBUTES: Final = (
    Attribute("style", STYLE),
    Attribute("title", ANY),
    Attribute("lang", WORD),
    Attribute("dir", WORD),
    Attribute("align", WORD),
    Attribute("href", LINK, ("a",)),
    Attribute("src", IMAGE, ("img",)),
    Attribute("alt", ANY, ("img",)),
    Attribute("width", LENGTH, ("img", "table", "td", "th", "col", "colgroup", "hr")),
    Attribute("height", LENGTH, ("img", "table", "td", "th", "tr")),
    Attribute("border", NUMBER, ("img", "table")),
    Attribute("cellpadding", NUMBER, _TABLE),
    Attribute("cellspacing", NUMBER, _TABLE),
    Attribute("role", LAYOUT, _TABLE),
    Attribute("bgcolor", COLOR, ("table", "tr", "td", "th")),
    Attribute("valign", WORD, ("td", "th", "tr", "tbody", "thead", "tfoot")),
    Attribute("colspan", NUMBER, _CELLS),
    Attribute("rowspan", NUMBER, _CELLS),
    Attribute("scope", WORD, ("th",)),
    Attribute("span", NUMBER, ("col", "colgroup")),
    Attribute("color", COLOR, ("font",)),
    Attribute("face", FONTS, ("font",)),
    Attribute("size", WORD, ("font", "hr")),
    Attribute("start", NUMBER, ("ol",)),
    Attribute("type", WORD, ("ol", "ul", "li")),
    Attribute("value", NUMBER, ("li",)),
)
"""The attributes that stay. A link gets `rel="noopener noreferrer"` besides."""

LINK_SCHEMES: Final = ("http", "https", "mailto", "tel")
IMAGE_TYPES: Final = ("png", "jpeg", "gif", "webp")

PROPERTIES: Final = (
    "background-color",
    "border",
    "border-bottom",
    "border-bottom-color",
    "border-bottom-style",
    "border-bottom-width",
    "border-collapse",
    "border-color",
    "border-left",
    "border-left-color",
    "border-left-style",
    "border-left-width",
    "border-radius",
    "border-right",
    "border-right-color",
    "border-right-style",
    "border-right-width",
    "border-spacing",
    "border-style",
    "border-top",
    "border-top-color",
    "border-top-style",
    "border-top-width",
    "border-width",
    "clear",
    "color",
    "direction",
    "display",
    "float",
    "font",
    "font-family",
    "font-size",
    "font-style",
    "font-variant",
    "font-weight",
    "height",
    "letter-spacing",
    "line-height",
    "list-style",
    "list-style-position",
    "list-style-type",
    "margin",
    "margin-bottom",
    "margin-left",
    "margin-right",
    "margin-top",
    "max-width",
    "min-width",
    "padding",
    "padding-bottom",
    "padding-left",
    "padding-right",
    "padding-top",
    "table-layout",
    "text-align",
    "text-decoration",
    "text-indent",
    "text-transform",
    "vertical-align",
    "white-space",
    "width",
    "word-break",
    "word-spacing",
    "word-wrap",
)
"""The properties of inline styles that stay."""

PROPERTY_VALUES: Final = Value(
    "words, numbers, colors and quoted names; no `url()`, `expression()`, `var()`, escapes or"
    " comments",
    re.compile(
        r"(?:'[\w .,-]*+'|\"[\w .,-]*+\"|(?:rgb|hsl)a?\([\d\s.,%/-]*+\)|[\w#%.+-]++|[\s,/])++"
        r"(?:!\s*important)?",
        re.IGNORECASE,
    ),
)
"""What these properties may say."""
