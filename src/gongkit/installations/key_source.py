"""Where the keys of the encryption come from: a file, or one that is made for development."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from pathlib import Path
from typing import Final

from gongkit.errors import KeyringError
from gongkit.installations.keyring import VARIABLE, Keyring, generate_key, parse_keys

FILE_VARIABLE: Final = "GONGKIT_KEY_FILE"
"""The environment variable that names the file of the keys."""

_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


def keyring_from_file(path: Path) -> Keyring:
    """Take the keys from a file that holds what `GONGKIT_KEY` would.

    It is read now, and again whenever a value turns up that was sealed with a key not in
    the ring. Raises `KeyringError` where it cannot be read, or others than its owner can.
    """

    def keys() -> list[bytes]:
        return list(parse_keys(_read_private(path), f"The key file {path} ({FILE_VARIABLE})"))

    return Keyring(keys(), more=keys)


def development_keyring(path: Path) -> Keyring:
    """Take the key from a file, which is made with a new one where there is none.

    Processes that make it at once all get the same key. Raises `KeyringError` where it
    cannot be made, and as `keyring_from_file` does.
    """
    try:
        if not path.exists():
            _make(path)
    except OSError as error:
        raise KeyringError(
            f"The key file {path} could not be made: {error.strerror}.",
            hint=f"Set {VARIABLE}, or {FILE_VARIABLE} to a file that is there.",
        ) from None
    return keyring_from_file(path)


def no_key() -> KeyringError:
    """Say that there is no key, and how to come by one."""
    return KeyringError(
        f"There is no key to encrypt installations with: {VARIABLE} is not set.",
        hint=f"Set {VARIABLE}, or {FILE_VARIABLE} to a file that holds it. Make a key with: "
        'python -c "from gongkit.installations.keyring import generate_key; print(generate_key())"',
    )


def _read_private(path: Path) -> str:
    try:
        with path.open(encoding="ascii") as file:
            mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
            # Elsewhere the mode says nothing of who may read.
            if os.name == "posix" and mode & _OTHERS:
                raise KeyringError(
                    f"The key file {path} ({FILE_VARIABLE}) is open to others than its owner"
                    f" (mode {mode:04o}).",
                    hint=f"Run: chmod 600 {path}",
                )
            return file.read()
    except OSError as error:
        raise KeyringError(
            f"The key file {path} ({FILE_VARIABLE}) cannot be read: {error.strerror}.",
            hint=f"Let {FILE_VARIABLE} name a file that holds the key, or set {VARIABLE}.",
        ) from None
    except UnicodeDecodeError:
        raise KeyringError(
            f"The key file {path} ({FILE_VARIABLE}) holds no text.",
            hint="It must hold 32 bytes in base64, newest first, separated by commas.",
        ) from None


def _make(path: Path) -> None:
    """Make the file with its content, at once; whoever comes second leaves the first one's."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # of mode 0600
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(f"{generate_key()}\n")
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(name, path)
    finally:
        Path(name).unlink()
