"""The packet as Markdown, as a page and as JSON: all is in it, and nothing is taken for markup."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from tests.manifest.submission.app import TEXT, app_in, packet_in

from gongkit.manifest import to_json
from gongkit.manifest.submission import Packet
from gongkit.manifest.submission.as_html import as_html
from gongkit.manifest.submission.as_markdown import as_markdown, code, code_block
from gongkit.manifest.submission.files import files_of
from gongkit.manifest.submission.fingerprint import grouped
from gongkit.manifest.submission.packet import Screenshot

HOSTILE = [
    "<script>alert(1)</script>",
    "![x](https://evil.example/x.png)",
    "[click](javascript:alert(1))",
    "**bold** _under_ `code` ~~gone~~",
    "`` ``` ` ends",
    "| a | b |",
    "&lt;b&gt; &amp;",
    "# heading",
    "\\*not\\*",
    '"><img src=x onerror=alert(1)>',
    "{{ 7 * 7 }}{% raw %}",
]


class Read(HTMLParser):
    """What a browser reads: the tags, and the texts of `pre`, `h1` and all."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attributes)))
        if tag not in {"meta", "img", "br", "link"}:
            self._open.append(tag)
            self.texts.setdefault(tag, []).append("")

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attributes)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        for tag in set(self._open):
            self.texts[tag][-1] += data


def rendered(packet: Packet) -> Read:
    return Read(
        MarkdownIt("commonmark").enable("table").enable("strikethrough").render(as_markdown(packet))
    )


def packet_named(folder: Path, name: str) -> Packet:
    beside = f"# {name}" if name != "# heading" else "# heading"
    text = TEXT.replace('"Deal Pulse"', json.dumps(name)).replace(
        "# the calls of each deal", beside
    )
    return packet_in(app_in(folder, text))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_only_text(tmp_path: Path, name: str) -> None:
    packet = packet_named(tmp_path, name)
    (title,) = rendered(packet).texts["h1"]
    assert title == name
    for read in (rendered(packet), Read(as_html(packet))):
        assert name in (text.strip("\n") for text in read.texts["pre"])
        tags = {tag for tag, _ in read.tags}
        assert not tags & {"em", "s", "table", "iframe", "object"}
        sources = [each.get("src") or "" for tag, each in read.tags if tag == "img"]
        assert all(source.startswith(("logos/", "data:image/png")) for source in sources)
        assert all(
            (each.get("href") or "#").startswith("#") for tag, each in read.tags if tag == "a"
        )
        assert not [each for _, each in read.tags if any(key.startswith("on") for key in each)]
    assert "script" not in {tag for tag, _ in rendered(packet).tags}


def test_the_page_runs_nothing_but_its_own_script(tmp_path: Path) -> None:
    page = as_html(packet_in(app_in(tmp_path)))
    read = Read(page)
    (policy,) = (
        each["content"] for tag, each in read.tags if each.get("http-equiv") and tag == "meta"
    )
    assert policy is not None
    for tag in ("script", "style"):
        (content,) = read.texts[tag]
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'; img-src data:;")
    assert not re.search(r'(src|href)="(https?:)?//', page)


@pytest.mark.parametrize("write", [as_markdown, as_html])
def test_both_have_every_value_once_to_copy(tmp_path: Path, write: object) -> None:
    packet = packet_in(app_in(tmp_path))
    read = rendered(packet) if write is as_markdown else Read(as_html(packet))
    copied = [text.strip("\n") for text in read.texts["pre"]]
    for part in packet.sections:
        for entry in part.entries:
            if entry.field.kind != "picture":
                assert "\n".join(entry.values) in copied
    assert "203.0.113.7\n203.0.113.8" in copied
    assert "https://app.pulse.example/gong/webhooks" in copied
    assert grouped(packet.hash) in copied
    headings = [*read.texts["h2"]]
    assert (
        headings.index("Gong's form") < headings.index("Trusted IPs") < headings.index("The check")
    )


def test_missing_and_unused_are_marked(tmp_path: Path) -> None:
    text = TEXT.replace('help = "https://pulse.example/help"\n', "")
    packet = packet_in(app_in(tmp_path, text))
    markdown, page = as_markdown(packet), as_html(packet)
    assert "- Help article (`integration.links.help`)" in markdown
    assert "**Help article**\n\n**Missing.**" in markdown
    assert '<p class="open">Missing</p>' in page
    assert "**Nothing was seen to use this scope." in markdown
    assert "<li>Help article <code>integration.links.help</code></li>" in page


def test_the_json_has_it_all(tmp_path: Path) -> None:
    packet = packet_in(app_in(tmp_path))
    files = files_of(packet)
    values = json.loads(files["submission.json"])
    assert values["manifest"] == to_json(packet.manifest)
    assert values["hash"] == packet.hash
    assert [scope["uses"] for scope in values["scopes"]] == [["app.py:11:28"], []]
    assert values["pictures"]["integration.logos.small"]["width"] > 0
    assert set(values["files"]) == set(files) - {"submission.json"}
    for name, digest in values["files"].items():
        assert hashlib.sha256(files[name]).hexdigest() == digest


def test_screenshots_are_in_the_page_itself(tmp_path: Path) -> None:
    packet = packet_in(app_in(tmp_path))
    content = (tmp_path / "small.png").read_bytes()
    packet = replace(
        packet, screenshots=(Screenshot("screenshots/a.png", "What <b> is.", content),)
    )
    assert base64.b64encode(content).decode() in as_html(packet)
    assert "![What &lt;b&gt; is.](screenshots/a.png)" in as_markdown(packet)
    assert files_of(packet)["screenshots/a.png"] == content


def test_the_same_app_makes_the_same_packet(tmp_path: Path) -> None:
    app_in(tmp_path)
    assert files_of(packet_in(tmp_path)) == files_of(packet_in(tmp_path))


def test_code_with_backticks() -> None:
    assert code("a`b") == "``a`b``"
    assert code("`a`") == "`` `a` ``"
    assert code_block("```\nx").startswith("````text\n")
