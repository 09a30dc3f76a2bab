"""Markdown on a terminal: shown as it is meant there, and as it is written elsewhere."""

from __future__ import annotations

import re
import sys
from typing import Final

from gongkit.cli.output import columns
from gongkit.settings import wants_colour

WIDEST: Final = 80
"""Longer lines are hard to read."""

_LINK = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")
_STYLES: Final = {
    "markdown.code": "bold",
    "markdown.link": "default",
    "markdown.link_url": "default",
}


def write_markdown(text: str) -> None:
    """Write a text of docs/errors to stdout."""
    if not sys.stdout.isatty():
        print(text)
        return
    from rich.console import Console
    from rich.markdown import Markdown
    from rich.theme import Theme

    shown = Markdown(_LINK.sub(_plain, text), code_theme="ansi_light", hyperlinks=False)
    console = Console(
        width=min(columns(), WIDEST),
        theme=Theme(_STYLES),
        color_system="auto" if wants_colour(terminal=True) else None,
    )
    console.print(shown)


def _plain(link: re.Match[str]) -> str:
    """Say where a link leads: another code's explanation, or a page of docs/."""
    text, target = link.groups()
    page, _, anchor = target.partition("#")
    if page.startswith("../"):
        return f"{text} (docs/{page.removeprefix('../')})"
    return f"{text} (`gongkit explain {anchor or page.removesuffix('.md')}`)"
