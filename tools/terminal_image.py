"""`make images`: a picture of the first ten minutes at a terminal, for the README.

It runs the commands in an empty folder on a terminal of 80 columns, and draws what they show.
The picture is SVG with text in it, so it is sharp, small, and can be searched. Without a change of
what is shown it is the same file again.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text
from tests.cli.first_minutes import Newcomer, connect, in_order

PICTURE = Path(__file__).parents[1] / "docs/images/first-minutes.svg"
COLUMNS = 80
NEW_SCOPE = '\n    "api:library:read",'
"""What is asked for while the app runs, and the company has not granted."""

_SPEAKERS = re.compile(r"(?:\x1b\[\d+m)?(app|gong) +│")

THEME = TerminalTheme(
    (24, 24, 32),
    (214, 214, 224),
    [(24, 24, 32), (244, 112, 112), (120, 200, 130), (226, 184, 96), (120, 160, 250),
     (198, 140, 240), (100, 196, 208), (214, 214, 224)],
    [(110, 110, 126), (250, 140, 140), (150, 220, 156), (240, 204, 128), (150, 184, 255),
     (216, 166, 250), (130, 214, 224), (255, 255, 255)],
)  # fmt: skip

# As Rich's own, but without fonts that would have to be fetched from somewhere.
FORMAT = """\
<svg class="{unique_id}" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg" \
role="img" aria-label="gongkit new, dev and check at a terminal">
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, \
"DejaVu Sans Mono", monospace; font-size: {char_height}px; line-height: {line_height}px; \
font-variant-east-asian: full-width; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/>
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def record(folder: Path) -> str:
    """Run the commands, and give what a person sees, with its colours."""
    _, make, (change, dev), _ = in_order()
    newcomer = Newcomer(folder)
    shown = [_prompt(make), newcomer.run(make)]
    newcomer.change_folder(change)
    with newcomer.developing() as terminal:
        terminal.until("Elsewhere")
        connect()
        terminal.until("generate-customer-token")
        manifest = folder / "deal-notes/gong.app.toml"
        manifest.write_text(manifest.read_text().replace("scopes = [", f"scopes = [{NEW_SCOPE}", 1))
        terminal.until("consent again")
        terminal.until("running again")
        shown += ["", _prompt(change), _prompt(dev), *steady(terminal.lines)]
        terminal.end()
    shown += ["", _prompt("gongkit check"), newcomer.run("gongkit check")]
    return "\n".join(each.strip("\r\n") for each in shown)


def steady(lines: list[str]) -> Iterator[str]:
    """Take out what differs from one run to the next: how long it took, and who spoke first.

    The app tells what it is asked at once, the sandbox when it is looked at.
    """
    for meanwhile, those in groupby(lines, key=lambda line: bool(_SPEAKERS.match(line))):
        for line in sorted(those, key=_speaker) if meanwhile else those:
            yield re.sub(r"Ready in [\d.]+ s", "Ready in 1.6 s", line)


def _speaker(line: str) -> str:
    found = _SPEAKERS.match(line)
    return found[1] if found else ""


def _prompt(command: str) -> str:
    return f"\x1b[1;32m$\x1b[0m \x1b[1m{command}\x1b[0m"


def main() -> None:
    """Record and draw."""
    with tempfile.TemporaryDirectory() as folder, Path("/dev/null").open("w") as nowhere:
        console = Console(record=True, width=COLUMNS, file=nowhere, force_terminal=True)
        console.print(Text.from_ansi(record(Path(folder)).strip()))
    drawn = console.export_svg(title="", theme=THEME, code_format=FORMAT, unique_id="terminal")
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    PICTURE.write_text("\n".join(line.rstrip() for line in drawn.splitlines()) + "\n")
    print(PICTURE.relative_to(Path(__file__).parents[1]))


if __name__ == "__main__":
    main()
