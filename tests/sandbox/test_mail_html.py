"""What stays of the HTML of an email, what goes and why, and what the lint says of it."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sandbox.box import Box, Reply
from tests.sandbox.composing import Writer
from tests.sandbox.hostile_html import HOSTILE

from gongkit.sandbox.core.mail.html_rules import (
    ATTRIBUTES,
    DROPPED,
    IMAGE_TYPES,
    KEPT,
    MOST_BYTES,
    MOST_IMAGE_BYTES,
    MOST_STYLE_CHARACTERS,
    MOST_TAGS,
    PROPERTIES,
)
from gongkit.sandbox.core.mail.html_tokens import VOID
from gongkit.sandbox.core.mail.lint import lint
from gongkit.sandbox.core.mail.lint_rules import LINT
from gongkit.sandbox.core.mail.plain_text import html_of, text_of
from gongkit.sandbox.core.mail.removal import compare
from gongkit.sandbox.core.mail.sanitizer import sanitize

NO_PLACE_ALONE = {"caption", "col", "colgroup", "tbody", "td", "tfoot", "th", "thead", "tr"}


@pytest.fixture(scope="module")
def draft(box: Box) -> Draft:
    writer = Writer(box)
    return Draft(writer, writer.begin())


class Draft:
    """A draft that HTML is put into, again and again."""

    def __init__(self, writer: Writer, path: str) -> None:
        self.writer, self.path = writer, path

    def put(self, html: str) -> dict[str, Any]:
        answer = self.try_to_put(html)
        assert answer.status == 200, answer.content
        found: dict[str, Any] = answer.json
        whole = html.encode("utf-8", "replace").decode()
        assert "".join(piece["text"] for piece in found["report"]["source"]) == whole
        return found

    def try_to_put(self, html: str, client_id: str | None = None) -> Reply:
        return self.writer.insert(self.path, html, client_id)

    def kept(self, html: str) -> str:
        found: str = self.put(html)["html"]
        return found

    def gone(self, html: str) -> list[tuple[str, str, str]]:
        """List what was removed: its kind, its name, and the element that it stood on."""
        removed = self.put(html)["report"]["removed"]
        return [(each["kind"], each["what"], each["where"]) for each in removed]

    def found(self, html: str) -> list[str]:
        return [each["id"] for each in self.put(html)["lint"]]


class Safe(HTMLParser):
    """Reads sanitized HTML with another parser than the one that made it, and objects."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in {name for group in KEPT for name in group.names}, tag
        for name, value in attrs:
            assert not name.startswith("on"), name
            assert name not in {"id", "name", "class", "srcset", "target", "formaction"}, name
            if name == "href":
                assert re.match(r"https?://|mailto:|tel:", value or "", re.IGNORECASE), value
            if name == "src":
                assert re.match(r"https://|data:image/\w+;base64,", value or "", re.IGNORECASE), (
                    value
                )
            if name == "style":
                assert not re.search(
                    r"[\\@<>{}]|url|expression|/\*|position", value or "", re.IGNORECASE
                )

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)

    def handle_pi(self, data: str) -> None:
        raise AssertionError(data)

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(data)


# --- what stays


@pytest.mark.parametrize("name", [n for group in KEPT for n in group.names])
def test_an_element_stays(draft: Draft, name: str) -> None:
    html = f"<{name}>x</{name}>"
    if name in NO_PLACE_ALONE:
        html = {
            "td": "<table><tr><td>x</td></tr></table>",
            "th": "<table><tr><th>x</th></tr></table>",
            "tr": "<table><tr><td>x</td></tr></table>",
            "col": "<table><colgroup><col></colgroup></table>",
        }.get(name, f"<table><{name}></{name}></table>")
    answer = draft.put(html)
    assert f"<{name}" in answer["html"]
    assert answer["report"]["removed"] == []


EXAMPLES = {
    "style": "color: red",
    "href": "https://northwind.example/a?b=1&c=2#d",
    "src": "https://northwind.example/a.png",
    "bgcolor": "#eeeeee",
    "color": "navy",
    "role": "presentation",
    "face": "Arial, sans-serif",
    "lang": "de-CH",
    "size": "+1",
    "align": "center",
    "valign": "top",
    "dir": "rtl",
    "scope": "col",
    "type": "a",
    "alt": "A <picture>",
    "title": 'Said "so"',
}
INSIDE = {
    "td": "<table><tr>{}</tr></table>",
    "th": "<table><tr>{}</tr></table>",
    "tr": "<table>{}</table>",
    "col": "<table><colgroup>{}</colgroup></table>",
}


@pytest.mark.parametrize("attribute", ATTRIBUTES, ids=lambda attribute: attribute.name)
def test_an_attribute_stays_where_its_value_fits(draft: Draft, attribute: Any) -> None:
    value = EXAMPLES.get(attribute.name, "12")
    for element in attribute.elements or ("p", "span", "table"):
        written = value.replace("&", "&amp;").replace('"', "&quot;")
        tag = f'<{element} {attribute.name}="{written}">'
        frame = INSIDE.get(element, "{}" if element not in NO_PLACE_ALONE else "<table>{}</table>")
        answer = draft.put(frame.format(tag))
        assert f" {attribute.name}=" in answer["html"], tag
        assert answer["report"]["removed"] == [], tag


@pytest.mark.parametrize("name", PROPERTIES)
def test_a_property_stays(draft: Draft, name: str) -> None:
    answer = draft.put(f'<p style="{name.upper()}:  1px   solid rgb(1, 2, 3) !important">x</p>')
    assert f'style="{name}: 1px solid rgb(1, 2, 3) !important"' in answer["html"]


@pytest.mark.parametrize("scheme", ["http://a.example", "https://a.example", "mailto:a@b.example"])
def test_links_stay_and_keep_to_themselves(draft: Draft, scheme: str) -> None:
    kept = draft.kept(f'<a href="{scheme}" target="_top" rel="opener">x</a>')
    assert kept == f'<a href="{scheme}" rel="noopener noreferrer">x</a>'


@pytest.mark.parametrize("kind", IMAGE_TYPES)
def test_images_in_the_html_stay_up_to_a_size(draft: Draft, kind: str) -> None:
    fits = f'<img src="data:image/{kind};base64,{"A" * (MOST_IMAGE_BYTES * 4 // 3)}">'
    assert draft.kept(fits) == fits
    assert draft.gone(fits.replace("AAAA", "AAAA" * 2, 1)) == [("url", "src", "img")]


def test_text_stays_as_it_is(draft: Draft) -> None:
    assert draft.kept("a < b & c > d \xa0 “q” ä 😀") == "a &lt; b &amp; c &gt; d &nbsp; “q” ä 😀"


# --- what goes, and why


@pytest.mark.parametrize("name", [n for group in DROPPED for n in group.names])
def test_an_element_goes_with_what_is_in_it(draft: Draft, name: str) -> None:
    secret = "" if name in VOID else "secret"
    answer = draft.put(f"<p>a</p><{name}>{secret}</{name}>")
    assert answer["html"] == "<p>a</p>"
    (gone,) = answer["report"]["removed"]
    assert (gone["kind"], gone["what"], gone["line"], gone["count"]) == ("element", name, 1, 1)
    assert gone["why"] == next(group.why for group in DROPPED if name in group.names)


@pytest.mark.parametrize("name", ["section", "form", "button", "label", "main", "x-y", "html"])
def test_other_elements_go_and_what_is_in_them_stays(draft: Draft, name: str) -> None:
    answer = draft.put(f"<{name}><b>x</b></{name}>")
    assert answer["html"] == "<b>x</b>"
    (gone,) = answer["report"]["removed"]
    assert (gone["what"], "What is in it stays" in gone["why"]) == (name, True)
    marked = [piece["text"] for piece in answer["report"]["source"] if piece["gone"] == 0]
    assert marked == [f"<{name}>", f"</{name}>"]


@pytest.mark.parametrize(
    ("html", "gone"),
    [
        ("<p onclick=x>", ("attribute", "onclick", "p")),
        ("<p id=x>", ("attribute", "id", "p")),
        ("<p class=x>", ("attribute", "class", "p")),
        ("<a name=x>", ("attribute", "name", "a")),
        ("<p data-x=1>", ("attribute", "data-x", "p")),
        ("<p href=https://a.example>", ("attribute", "href", "p")),
        ("<img width=wide>", ("attribute", "width", "img")),
        ("<img width='12; x'>", ("attribute", "width", "img")),
        ("<table role=button>", ("attribute", "role", "table")),
        ("<a href=javascript:x>", ("url", "href", "a")),
        ("<a href=ftp://a.example/>", ("url", "href", "a")),
        ("<a href=/relative>", ("url", "href", "a")),
        ("<a href='#here'>", ("url", "href", "a")),
        ("<a href=https:///nowhere>", ("url", "href", "a")),
        ("<a href='https://a.ex\x01ample/'>", ("url", "href", "a")),
        ("<a href='https://a b/'>", ("url", "href", "a")),
        ("<img src=http://a.example/x.png>", ("url", "src", "img")),
        ("<img src=x.png>", ("url", "src", "img")),
        ("<img src=cid:x>", ("url", "src", "img")),
        ("<img src='data:image/svg+xml;base64,AAAA'>", ("url", "src", "img")),
        ("<img src='data:image/png,raw'>", ("url", "src", "img")),
        ("<img src='data:image/png;base64,AAAA,<b>'>", ("url", "src", "img")),
        ("<img src=https:///nowhere.png>", ("url", "src", "img")),
        ("<img src='https://a.ex\x01ample/x.png'>", ("url", "src", "img")),
        ("<p style='position: fixed'>", ("style", "position", "p")),
        ("<p style='color: url(x)'>", ("style", "color", "p")),
        ("<p style='width: calc(1px + 2px)'>", ("style", "width", "p")),
        (f"<p style='color: {'r' * 5_000}'>", ("style", "style", "p")),
        ("<!-- x -->", ("comment", "comment", "")),
        ("<!doctype html>", ("comment", "comment", "")),
        ("<td>x</td>", ("element", "td", "")),
        ("<svg><path onclick=x></path><!-- x --></svg>", ("element", "svg", "")),
    ],
)
def test_a_thing_goes(draft: Draft, html: str, gone: tuple[str, str, str]) -> None:
    answer = draft.put(html)
    (found,) = answer["report"]["removed"]
    assert (found["kind"], found["what"], found["where"]) == gone
    assert found["why"].endswith(".")
    assert html not in answer["html"]


def test_what_goes_is_counted_and_has_its_line(draft: Draft) -> None:
    html = '<p>a</p>\n<p onclick="one()">b</p>\n<p onclick="two()" id=x>c</p>'
    one, two = draft.put(html)["report"]["removed"]
    assert (one["what"], one["count"], one["line"], one["value"]) == ("onclick", 2, 2, "one()")
    assert (two["what"], two["count"], two["line"], two["value"]) == ("id", 1, 3, "x")


def test_the_places_of_what_goes_are_marked_in_the_source(draft: Draft) -> None:
    html = '<p style="color: red; position: fixed; margin: 0" title=x onclick=y>a<script>b</script>'
    pieces = draft.put(html)["report"]["source"]
    assert [piece["text"] for piece in pieces if piece["gone"] is not None] == [
        "position: fixed",
        "onclick=y",
        "<script>b</script>",
    ]


def test_a_semicolon_in_quotes_or_brackets_ends_no_declaration(draft: Draft) -> None:
    # Brackets that are never closed hold nothing together.
    style = "position: a(;'; margin: 0; top: ';'; left: (;); padding: 1px; right: b(; width: 2px"
    pieces = draft.put(f'<p style="{style}">x</p>')
    assert [piece["text"] for piece in pieces["report"]["source"] if piece["gone"] is not None] == [
        "position: a(;'; margin: 0; top: ';'; left: (;)",
        "right: b(",
    ]
    assert pieces["html"] == '<p style="padding: 1px; width: 2px">x</p>'


def test_comments_in_a_style_are_space(draft: Draft) -> None:
    kept = draft.kept('<p style="/* a */color: /* b */ red/**/; top/**/: 0; margin: 0 /* c">x</p>')
    assert kept == '<p style="color: red; margin: 0">x</p>'


def test_a_style_that_goes_for_its_length_is_said_to(draft: Draft) -> None:
    style = f"color: red; position: fixed; margin: {' ' * MOST_STYLE_CHARACTERS}0"
    (found,) = draft.put(f'<p style="{style}">x</p>')["report"]["removed"]
    assert (found["kind"], found["what"]) == ("style", "style")
    assert found["why"] == "It has more than 5,000 characters."


@pytest.mark.parametrize("opening", ["(", "'(", ";("])
def test_a_style_that_is_nothing_but_open_brackets_is_answered(draft: Draft, opening: str) -> None:
    # To look for the end of each took the square of the length: hours.
    html = f'<p style="{opening * (900_000 // len(opening))}">x</p>'
    (found,) = draft.put(html)["report"]["removed"]
    assert found["why"] == "It has more than 5,000 characters."


def test_what_hides_in_broken_html_is_told_as_well(draft: Draft) -> None:
    for html, gone in (
        ("<svg><style><meta http-equiv=refresh>", ("element", "meta", "")),
        ("<svg><style><p onclick=x>", ("attribute", "onclick", "p")),
    ):
        found = draft.put(html)["report"]["removed"]
        hidden = [each for each in found if each["why"].startswith("Only a browser finds this")]
        assert [(each["kind"], each["what"], each["where"]) for each in hidden] == [gone]


# --- whatever comes


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_hostile_stays(draft: Draft, name: str) -> None:
    kept = draft.kept(HOSTILE[name])
    Safe(kept)
    again = draft.put(kept)
    assert again["html"] == kept
    assert again["report"]["removed"] == []


PIECES = [
    *("<p>", "</p>", "<b>", "<table>", "<td>", "</table>", "<pre>", "\n", "<svg>", "</svg>"),
    *("<style>", "</style>", "<math>", "<!--", "-->", "<select>", "<a href='https://a.b'>"),
    *("<noscript>", "<template>", "<textarea>", "</textarea>", "<title>", "<form>", "</form>"),
    *("<i title='", '"', "'", ">", "<", "&", "&lt;", "\0", "\r", "x", "</", "<!", "<?", "<li>"),
    *("<img src=x onerror=x>", "<h1>", "<button>", "<a>", "<font color=red>", "<mglyph>", "<br>"),
    *("<p style='", "color:red;", "position:fixed", "/*", "*/", "url(", ")", "\\", "<plaintext>"),
]
ANY_HTML = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from(PIECES), max_size=40).map("".join),
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=5)), max_size=30).map("".join),
)


@settings(max_examples=400, deadline=None)
@given(ANY_HTML)
def test_sanitizing_twice_is_sanitizing_once(html: str) -> None:
    kept = sanitize(html)
    Safe(kept)
    assert sanitize(kept) == kept
    text_of(kept)


@settings(max_examples=300, deadline=None)
@given(ANY_HTML)
def test_every_html_can_be_compared_and_checked(html: str) -> None:
    comparison = compare(html)
    assert "".join(piece.text for piece in comparison.source) == html
    assert comparison.html == sanitize(html)
    assert {piece.gone for piece in comparison.source} - {None} <= set(range(len(comparison.gone)))
    again = compare(comparison.html)
    assert [gone for gone in again.gone if gone.kind != "element"] == []
    lint(html)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_a_text_survives_as_html(text: str) -> None:
    html = html_of(text)
    assert sanitize(html) == html
    assert text_of(html).split() == text.replace("\0", "").replace("\xa0", " ").split()


@settings(max_examples=60, deadline=None)
@given(ANY_HTML)
def test_anything_is_answered(draft: Draft, html: str) -> None:
    kept = draft.kept(html)
    assert draft.kept(kept) == kept


def test_breaks_at_the_beginning_of_what_is_preformatted_settle(draft: Draft) -> None:
    # Each reading takes one of them away.
    assert draft.kept(f"<pre>{chr(10) * 9}x\n\ny</pre>") == "<pre>x\n\ny</pre>"


def test_what_is_read_differently_each_time_is_shown_as_text(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("gongkit.sandbox.core.mail.sanitizer.clean", lambda html: f"<i>{html}")
    assert sanitize("<b onclick=x>x</b>") == "&lt;b onclick=x&gt;x&lt;/b&gt;"


# --- too much, and what is none


@pytest.mark.parametrize("html", ["x" * (MOST_BYTES + 1), "ä" * (MOST_BYTES // 2 + 1)])
def test_too_large_is_refused(draft: Draft, html: str) -> None:
    answer = draft.try_to_put(html)
    assert (answer.status, answer.json["error"]) == (413, "The HTML is larger than 1,000 KB.")


def test_the_largest_is_taken(draft: Draft) -> None:
    assert draft.try_to_put("x" * MOST_BYTES).status == 200


def test_too_many_tags_are_refused(draft: Draft) -> None:
    answer = draft.try_to_put("<b>" * (MOST_TAGS + 1))
    assert (answer.status, answer.json["error"]) == (413, "The HTML has more than 5,000 tags.")
    assert draft.try_to_put("<div>" * (MOST_TAGS // 2)).status == 200
    unclosed = draft.try_to_put("<div>" * MOST_TAGS)
    assert (unclosed.status, unclosed.json) == (413, answer.json)


def test_a_body_beyond_all_bounds_is_not_read(draft: Draft) -> None:
    answer = draft.try_to_put("x" * 5_000_000)
    assert (answer.status, answer.json["error"]) == (413, "The HTML is too large.")


@pytest.mark.parametrize(
    "body", ["", "{", "[]", "null", '{"html": 1}', '{"client_id": "x"}', '{"html": "", "x": 1}']
)
def test_what_is_no_content_is_refused(draft: Draft, body: str) -> None:
    writer = draft.writer
    answer = writer.box.send("POST", f"{draft.path}/content", headers=writer.cookie, body=body)
    assert answer.status == 400
    assert answer.json["error"].startswith("This is not what is expected")


def test_an_unknown_app_is_refused(draft: Draft) -> None:
    answer = draft.try_to_put("<p>x</p>", "nobody")
    assert (answer.status, answer.json["error"]) == (400, "client_id: no integration has this one.")


# --- the lint

FINDS = {
    "script": "<script>x</script>x",
    "event-handler": "<p onclick=x>x</p>",
    "style-sheet": "<link rel=stylesheet href=x>x",
    "embedded": "x<iframe></iframe>",
    "form": "<form>x</form>",
    "css-position": "<p style='position: relative'>x</p>",
    "css-float": "<p style='float: left'>x</p>",
    "css-layout": "<p style='display: flex'>x</p>",
    "css-background-image": "<p style='background: #fff url(x)'>x</p>",
    "css-dropped": "<p style='box-shadow: 0 0 1px'>x</p>",
    "css-computed": "<p style='width: calc(1px)'>x</p>",
    "image-inline-large": f"x<img alt='' width=1 src='data:image/png;base64,{'A' * 50_000}'>",
    "image-inline": "x<img alt='' width=1 src='data:image/png;base64,AAAA'>",
    "image-http": "x<img alt='' width=1 src='http://a.example/x'>",
    "image-no-source": "x<img alt='' width=1>",
    "image-wide": "x<img alt='' width=1201 src='https://a.example/x'>",
    "image-alt": "x<img width=1 src='https://a.example/x'>",
    "image-width": "x<img alt='' src='https://a.example/x'>",
    "link-text": "<a href='https://a.example/'>www.b.example</a>",
    "link-target": "<a href='/x'>x</a>",
    "size": "x" * 104_449,
    "no-text": "<p> </p>",
}
FINE = [
    "<p>Hello</p>",
    "<img src='https://a.example/x.png' alt='A' width=100> x",
    "<img src='https://a.example/x.png' alt='' style='color: red; max-width: 100%'> x",
    "<a href='https://a.example/x'>https://www.a.example</a>",
    "<a href='https://a.example/x'>a.example</a> <a href='mailto:a@b.example'>a@b.example</a>",
    "<a href='https://a.example/x'>Read more.</a> <a href='tel:+1555'>Call</a>",
    "<img src='https://a.example/x.png' alt='A' width=1200> x",
    "<p style='background: #fff'>x</p>",
    "x" * 104_448,
]


def test_every_rule_has_its_example() -> None:
    assert list(FINDS) == [rule.id for rule in LINT]


@pytest.mark.parametrize("rule", LINT, ids=lambda rule: rule.id)
def test_a_rule_finds_its_example(draft: Draft, rule: Any) -> None:
    found = {each["id"]: each for each in draft.put(FINDS[rule.id])["lint"]}
    expected = {rule.id} | ({"image-inline"} if rule.id == "image-inline-large" else set())
    assert set(found) == expected
    each = found[rule.id]
    assert each["count"] == 1
    assert (each["what"], each["why"], each["fix"]) == (rule.what, rule.why, rule.fix)
    assert all(text[-1] in ".:" or text == rule.what for text in (rule.what, rule.why, rule.fix))


@pytest.mark.parametrize(
    ("rule", "html"),
    [
        ("script", "<a href=' java\tscript:x'>x</a>"),
        ("script", "<form action='vbscript:x'>x</form>"),
        ("css-layout", "<p style='flex-grow: 1'>x</p>"),
        ("css-background-image", "<table background=x><tr><td>x</td></tr></table>"),
        ("css-dropped", "<p style='animation-name: x'>x</p>"),
        ("image-http", "x<img alt='' width=1 src='//a.example/x'>"),
        ("link-target", "<a>x</a>"),
    ],
)
def test_a_rule_finds_what_is_like_its_example(draft: Draft, rule: str, html: str) -> None:
    assert rule in draft.found(html)


@pytest.mark.parametrize("html", FINE)
def test_a_sound_email_has_no_findings(draft: Draft, html: str) -> None:
    assert draft.found(html) == []


def test_findings_are_counted_with_their_first_places(draft: Draft) -> None:
    (found,) = draft.put("".join(f"<p onclick='x{n}'>x</p>" for n in range(5)))["lint"]
    assert found["count"] == 5
    assert found["places"] == [f"<p onclick='x{n}'>" for n in range(3)]


# --- plain text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Hi <b>Ada</b>,</p><p>one<br>two</p>", "Hi Ada,\n\none\ntwo"),
        ("<ul><li>a</li><li>b<ol start=3><li>c</li><li><p>d</p></li></ol></li></ul>",) * 1
        + ("- a\n- b\n  3. c\n  4. d",),
        ("<a href='https://a.example/x'>our page</a>", "our page (https://a.example/x)"),
        ("<a href='https://a.example/'>https://a.example</a>", "https://a.example"),
        ("<a href='mailto:a@b.example'>a@b.example</a>", "a@b.example"),
        (
            "<a href='https://a.example/x'><img src='https://a.example/y'></a>",
            "https://a.example/x",
        ),
        ("<p>a</p><blockquote><p>b</p><p>c</p></blockquote><p>d</p>", "a\n\n> b\n>\n> c\n\nd"),
        ("<pre>x\n  y</pre>", "x\n  y"),
        ("<h1>Title</h1>text<hr>end", "Title\n\ntext\n\n---\n\nend"),
        ("<table><tr><td>1</td><td>2</td></tr></table>", "1\n2"),
        ("<img src='https://a.example/x' alt='Logo'>", "[Logo]"),
        ("<p>  </p>", ""),
    ],
)
def test_html_is_written_as_text(html: str, text: str) -> None:
    assert text_of(sanitize(html)) == text
