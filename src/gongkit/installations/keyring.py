"""Encryption at rest: AES-256-GCM under a ring of keys, each value bound to its place.

A sealed value is one format byte, 8 bytes that tell the key, 12 bytes of random nonce,
and the ciphertext with its tag. The place (integration, company and column) is
authenticated with it, so that a value copied over another one does not open.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import os
from collections.abc import Callable, Sequence
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from gongkit.errors import KeyringError
from gongkit.redact import Secret

VARIABLE: Final = "GONGKIT_KEY"
"""The environment variable that holds the keys, newest first, separated by commas."""

_FORMAT: Final = b"\x01"
_ID_BYTES: Final = 8
_NONCE_BYTES: Final = 12
_KEY_BYTES: Final = 32
_HINT: Final = (
    "A key is 32 random bytes in base64. Make one with: "
    'python -c "from gongkit.installations.keyring import generate_key; print(generate_key())"'
)


Place = tuple[str, ...]
"""Where a value is stored, from the widest to the narrowest: … company, column."""


class Keyring:
    """The keys, newest first: the first one seals, all of them open.

    `more` gives the keys anew where they may have changed since (see `from_callable`).
    """

    def __init__(
        self, keys: Sequence[bytes], *, more: Callable[[], Sequence[bytes]] | None = None
    ) -> None:
        self._more = more
        self._take(keys)

    @classmethod
    def parse(cls, text: str, *, source: str = VARIABLE) -> Keyring:
        """Read keys as base64 (standard or URL-safe), several by comma, newest first.

        `source` is where the text came from; an error names it, and never the text.
        """
        return cls(parse_keys(text, source))

    @classmethod
    def from_callable(cls, fetch: Callable[[], str]) -> Keyring:
        """Take the keys from elsewhere, such as a key management service.

        `fetch` gives the text that `GONGKIT_KEY` would hold. It is asked now, and again
        whenever a value turns up that was sealed with a key not in the ring: a rotation
        needs no restart.
        """

        def keys() -> Sequence[bytes]:
            return parse_keys(fetch(), "the keyring's callable")

        return cls(keys(), more=keys)

    def __repr__(self) -> str:
        return f"<Keyring of {len(self._ring)}>"

    @property
    def newest(self) -> bytes:
        """The id of the key that seals, as it stands in sealed values."""
        return next(iter(self._ring))

    @property
    def older(self) -> int:
        """Count the keys that open and do not seal."""
        return len(self._ring) - 1

    def seal(self, secret: Secret, *, bound_to: Place) -> bytes:
        """Encrypt with the newest key."""
        nonce = os.urandom(_NONCE_BYTES)
        newest, cipher = next(iter(self._ring.items()))
        content = cipher.encrypt(nonce, secret.reveal().encode(), _bytes(bound_to))
        return _FORMAT + newest + nonce + content

    def open(self, sealed: bytes, *, bound_to: Place) -> Secret:
        """Decrypt what was sealed for this place.

        Raises `KeyringError` where the key is not in the ring, and where the value is
        another place's or was changed.
        """
        *_, company, column = bound_to
        key_id, nonce, content = _split(sealed)
        cipher = self._cipher(key_id)
        if cipher is None:
            raise KeyringError(
                f"The {column} of {company} was encrypted with a key that is not in the keyring.",
                hint=f"Add the older key behind the newest one in {VARIABLE}.",
            )
        try:
            return Secret(cipher.decrypt(nonce, content, _bytes(bound_to)).decode())
        except InvalidTag:
            raise KeyringError(
                f"The {column} of {company} is not what was stored there:"
                " it was changed, or copied from elsewhere.",
                hint="Restore the store from a backup, or let the customer reconnect.",
            ) from None

    def _take(self, keys: Sequence[bytes]) -> None:
        if not keys:
            raise KeyringError("The keyring has no key.", hint=_HINT)
        if any(len(key) != _KEY_BYTES for key in keys):
            raise KeyringError("A key of the keyring has not 32 bytes.", hint=_HINT)
        # Replaced as a whole: other threads are sealing meanwhile. The first is the newest.
        self._ring = {_fingerprint(key): AESGCM(key) for key in keys}

    def _cipher(self, key_id: bytes) -> AESGCM | None:
        if key_id and key_id not in self._ring and self._more is not None:
            self._take(self._more())
        return self._ring.get(key_id)


def parse_keys(text: str, source: str) -> Sequence[bytes]:
    """Read keys as base64, several by comma, newest first."""
    if not text.strip():
        raise KeyringError(f"{source} has no key in it.", hint=_HINT)
    parts = [part.strip() for part in text.split(",")]
    return [_decode(part, place, source) for place, part in enumerate(parts, 1)]


def generate_key() -> str:
    """Make a new key, in the form in which `GONGKIT_KEY` takes it."""
    return base64.b64encode(os.urandom(_KEY_BYTES)).decode()


def _decode(text: str, place: int, source: str) -> bytes:
    standard = text.replace("-", "+").replace("_", "/")
    try:
        key = base64.b64decode(standard + "=" * (-len(standard) % 4), validate=True)
    except (binascii.Error, ValueError):
        raise KeyringError(f"Key {place} in {source} is not base64.", hint=_HINT) from None
    if len(key) != _KEY_BYTES:
        raise KeyringError(f"Key {place} in {source} has {len(key)} bytes, not 32.", hint=_HINT)
    return key


def _fingerprint(key: bytes) -> bytes:
    """Tell keys apart without telling anything of them: a hash of 256 random bits."""
    return hashlib.sha256(b"gongkit key id\0" + key).digest()[:_ID_BYTES]


def _bytes(bound_to: Place) -> bytes:
    """Write the place so that no two places read alike, whatever is in their names."""
    return json.dumps(bound_to).encode()


def _split(sealed: bytes) -> tuple[bytes, bytes, bytes]:
    """Take a sealed value apart; one that is too short or of another format has no key id."""
    if sealed[:1] != _FORMAT or len(sealed) < 1 + _ID_BYTES + _NONCE_BYTES:
        return b"", b"", b""
    nonce_from = 1 + _ID_BYTES
    content_from = nonce_from + _NONCE_BYTES
    return sealed[1:nonce_from], sealed[nonce_from:content_from], sealed[content_from:]
