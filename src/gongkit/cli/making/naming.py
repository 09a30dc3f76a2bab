"""What an app is called: its name for people, and a short one for domains and packages."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gongkit.errors import UsageError

NAME: Final = "My App"
SLUG: Final = "my-app"
"""What the templates' apps are called."""

LONGEST_NAME: Final = 100
_LONGEST_SLUG: Final = 40


@dataclass(frozen=True, slots=True)
class Naming:
    """An app's name. Raises `UsageError` for one that nobody could read in a list."""

    name: str

    def __post_init__(self) -> None:
        if not self.name.strip() or not self.name.isprintable() or len(self.name) > LONGEST_NAME:
            raise UsageError(
                "The app's name is empty, too long, or has characters that cannot be printed.",
                hint=f"Give it another, of at most {LONGEST_NAME} characters: --name 'Deal Notes'",
            )

    @classmethod
    def of_folder(cls, folder: Path) -> Naming:
        """Name an app as its folder: deal-notes is Deal Notes."""
        words = re.split(r"[\s_.-]+", folder.resolve().name)
        name = " ".join(word[:1].upper() + word[1:] for word in words if word)
        return cls(name if name.isprintable() and 0 < len(name) <= LONGEST_NAME else NAME)

    @property
    def slug(self) -> str:
        """The name in letters, digits and dashes."""
        plain = unicodedata.normalize("NFKD", self.name).encode("ascii", "ignore").decode()
        words = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
        return words[:_LONGEST_SLUG].rstrip("-") or SLUG

    def put_into(self, text: str, suffix: str) -> str:
        """Give an app this name, in a file whose own name ends so."""
        text = text.replace(SLUG, self.slug)
        written = _WRITTEN.get(suffix)
        return text.replace(*written(self.name)) if written else text


def _toml(name: str) -> tuple[str, str]:
    """Write it as a string of TOML, which that of JSON is where all is printable."""
    return f'name = "{NAME}"', f"name = {json.dumps(name, ensure_ascii=False)}"


def _markdown(name: str) -> tuple[str, str]:
    return NAME, re.sub(r"([\\`*_{}\[\]<>#|~&])", r"\\\1", name)


_WRITTEN: Final[Mapping[str, Callable[[str], tuple[str, str]]]] = {
    ".toml": _toml,
    ".md": _markdown,
}
"""How the name is written, by the kind of file: what there is, and what takes its place."""
