"""Make the sync client from the async one: `client/_async` into `client/_sync`.

    python tools/async_to_sync.py           writes the sync files
    python tools/async_to_sync.py --check   fails where they are not what it would write

The `runtime.py` of each side is written by hand and left alone.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from unasync import Rule, unasync_files

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src/gongkit/client/_async"
TARGET = ROOT / "src/gongkit/client/_sync"
TIDY = "I,C416,UP028"
"""What reads oddly once the `async` is gone, mended."""
BY_HAND = "runtime.py"
HEADER = "# Made from {source} by tools/async_to_sync.py: change that one.\n"

METHODS = {"open_async": "open", "send_async": "send", "close_async": "close"}
OF_GONG = {"AsyncProcessingResponse": "AsyncProcessingResponse"}
"""Names of the contract, in which `Async` speaks of Gong's work and not of ours."""
WORDS = {"asyncio (and trio)": "threads", "asyncio": "threads", "`async with`": "`with`"}


def main() -> int:
    """Write the files, or compare them."""
    made = make_all()
    stale = [path for path, text in made.items() if not path.exists() or path.read_text() != text]
    left_over = [path for path in TARGET.rglob("*.py") if path not in made and path.name != BY_HAND]
    if "--check" in sys.argv:
        for path in (*stale, *left_over):
            print(f"{path.relative_to(ROOT)} is not what {Path(__file__).name} makes: run it")
        return 1 if stale or left_over else 0
    for path in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(made[path])
    for path in left_over:
        path.unlink()
    return 0


def make_all() -> dict[Path, str]:
    """Convert every async file; give the text of each sync file."""
    sources = [path for path in sorted(SOURCE.rglob("*.py")) if path.name != BY_HAND]
    with tempfile.TemporaryDirectory() as folder:
        rule = Rule(f"{SOURCE}/", f"{folder}/", additional_replacements=replacements(sources))
        unasync_files([str(path) for path in sources], [rule])
        for path in sources:
            made = Path(folder, path.relative_to(SOURCE))
            made.write_text(HEADER.format(source=path.relative_to(SOURCE.parent)) + in_words(made))
        subprocess.run(
            ["ruff", "check", "-q", "--fix-only", "--unsafe-fixes", f"--select={TIDY}", folder],
            check=True,
        )
        subprocess.run(
            ["ruff", "format", "-q", f"--config={ROOT}/pyproject.toml", folder], check=True
        )
        return {
            TARGET / path.relative_to(SOURCE): Path(folder, path.relative_to(SOURCE)).read_text()
            for path in sources
        }


def replacements(sources: list[Path]) -> dict[str, str]:
    """Name each class without its `Async`, and the modules' folder."""
    text = "".join(path.read_text() for path in sources)
    classes = set(re.findall(r"\bAsync(\w+)", text))
    return {f"Async{name}": name for name in classes} | METHODS | OF_GONG | {"_async": "_sync"}


def in_words(path: Path) -> str:
    """Change what comments and docstrings say of waiting."""
    text = path.read_text()
    for said, meant in (WORDS | METHODS).items():
        text = text.replace(said, meant)
    return re.sub(r"`Async(\w+)`", r"`\1`", text)


if __name__ == "__main__":
    sys.exit(main())
