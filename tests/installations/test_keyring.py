"""Sealed values open with their key and at their place, and nowhere else."""

from __future__ import annotations

import base64
import contextlib
import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from gongkit.errors import KeyringError
from gongkit.installations.keyring import Keyring, generate_key
from gongkit.redact import Secret

PLACE = ("us-1.api.gong.io", "access_token")
TOKEN = Secret("planted-token-é")


def raw(text: str) -> bytes:
    return base64.b64decode(text)


def test_what_was_sealed_opens_again() -> None:
    keyring = Keyring.parse(generate_key())
    assert keyring.open(keyring.seal(TOKEN, bound_to=PLACE), bound_to=PLACE) == TOKEN


def test_the_same_token_is_sealed_differently_each_time_and_never_shows() -> None:
    keyring = Keyring.parse(generate_key())
    sealed = {keyring.seal(TOKEN, bound_to=PLACE) for _ in range(100)}
    assert len(sealed) == 100
    assert not any(b"planted" in each for each in sealed)


@pytest.mark.parametrize(
    "elsewhere",
    [
        ("us-2.api.gong.io", "access_token"),
        ("us-1.api.gong.io", "refresh_token"),
        ("us-1.api.gong.ioa", "ccess_token"),
        ('us-1.api.gong.io", "access_token', ""),
        ("", ""),
    ],
)
def test_a_value_copied_to_another_place_does_not_open(elsewhere: tuple[str, str]) -> None:
    keyring = Keyring.parse(generate_key())
    with pytest.raises(KeyringError, match="copied"):
        keyring.open(keyring.seal(TOKEN, bound_to=PLACE), bound_to=elsewhere)


def test_no_changed_bit_goes_unnoticed() -> None:
    keyring = Keyring.parse(generate_key())
    sealed = keyring.seal(TOKEN, bound_to=PLACE)
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(KeyringError):
            keyring.open(bytes(changed), bound_to=PLACE)


@pytest.mark.parametrize("length", [0, 1, 9, 21, 22, 30])
def test_a_value_cut_short_does_not_open(length: int) -> None:
    keyring = Keyring.parse(generate_key())
    with pytest.raises(KeyringError):
        keyring.open(keyring.seal(TOKEN, bound_to=PLACE)[:length], bound_to=PLACE)


def test_the_newest_key_seals_and_every_key_opens() -> None:
    old, new = generate_key(), generate_key()
    by_old = Keyring.parse(old).seal(TOKEN, bound_to=PLACE)
    both = Keyring.parse(f" {new} , {old} ")
    assert both.open(by_old, bound_to=PLACE) == TOKEN
    by_both = both.seal(TOKEN, bound_to=PLACE)
    assert Keyring.parse(new).open(by_both, bound_to=PLACE) == TOKEN
    with pytest.raises(KeyringError, match="not in the keyring") as refused:
        Keyring.parse(old).open(by_both, bound_to=PLACE)
    assert "GONGKIT_KEY" in str(refused.value)


def test_url_safe_base64_without_padding_is_the_same_key() -> None:
    key = bytes(range(224, 256))
    standard = base64.b64encode(key).decode()
    url_safe = base64.urlsafe_b64encode(key).decode().rstrip("=")
    assert standard != url_safe
    sealed = Keyring.parse(standard).seal(TOKEN, bound_to=PLACE)
    assert Keyring.parse(url_safe).open(sealed, bound_to=PLACE) == TOKEN


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "GONGKIT_KEY has no key"),
        ("  \n", "GONGKIT_KEY has no key"),
        ("planted!", "Key 1 in GONGKIT_KEY is not base64"),
        ("plantéd", "Key 1 in GONGKIT_KEY is not base64"),
        ("cGxhbnRlZA==", "Key 1 in GONGKIT_KEY has 7 bytes, not 32"),
        (f"{generate_key()},", "Key 2 in GONGKIT_KEY has 0 bytes"),
        (f"{generate_key()},planted", "Key 2 in GONGKIT_KEY"),
        (f"{generate_key()}A", "Key 1 in GONGKIT_KEY"),
    ],
    ids=range(8),
)
def test_a_malformed_key_is_named_by_its_variable_and_never_shown(text: str, said: str) -> None:
    with pytest.raises(KeyringError, match=re.escape(said)) as refused:
        Keyring.parse(text)
    assert "plant" not in str(refused.value)
    assert "cGxh" not in str(refused.value)
    assert "generate_key" in str(refused.value)


def test_another_source_is_named_instead() -> None:
    with pytest.raises(KeyringError, match=r"Key 1 in the file app\.key"):
        Keyring.parse("?", source="the file app.key")


def test_keys_of_another_length_make_no_keyring() -> None:
    with pytest.raises(KeyringError):
        Keyring([])
    with pytest.raises(KeyringError):
        Keyring([b"x" * 16])


def test_a_keyring_does_not_show_its_keys() -> None:
    key = generate_key()
    keyring = Keyring([raw(key)])
    assert f"{keyring!r}" == "<Keyring of 1>"
    assert key not in str(vars(keyring))


def test_a_callable_is_asked_again_when_a_value_has_an_unknown_key() -> None:
    old, new = generate_key(), generate_key()
    answers = [old]
    keyring = Keyring.from_callable(lambda: answers[-1])
    asked_of_old = keyring.newest
    answers.append(f"{new},{old}")
    assert keyring.newest == asked_of_old, "nobody has asked for more"
    by_new = Keyring.parse(new).seal(TOKEN, bound_to=PLACE)
    assert keyring.open(by_new, bound_to=PLACE) == TOKEN
    assert keyring.newest == Keyring.parse(new).newest
    by_both = keyring.seal(TOKEN, bound_to=PLACE)
    assert Keyring.parse(new).open(by_both, bound_to=PLACE) == TOKEN


def test_a_callable_that_has_no_such_key_either_is_an_error() -> None:
    keyring = Keyring.from_callable(generate_key)
    with pytest.raises(KeyringError, match="not in the keyring"):
        keyring.open(Keyring.parse(generate_key()).seal(TOKEN, bound_to=PLACE), bound_to=PLACE)
    with pytest.raises(KeyringError, match=r"Key 1 in the keyring's callable") as refused:
        Keyring.from_callable(lambda: "planted")
    assert "planted" not in str(refused.value)


def test_threads_seal_while_the_keys_are_replaced() -> None:
    keys = [generate_key() for _ in range(50)]
    left = iter(keys)
    keyring = Keyring.from_callable(lambda: next(left))
    everything = Keyring.parse(",".join(keys))

    def work(number: int) -> bool:
        sealed = keyring.seal(TOKEN, bound_to=PLACE)
        if number % 8 == 0:
            rotated = Keyring.parse(keys[number // 8 + 1]).seal(TOKEN, bound_to=PLACE)
            with contextlib.suppress(KeyringError):
                keyring.open(rotated, bound_to=PLACE)
        return everything.open(sealed, bound_to=PLACE) == TOKEN

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(work, range(320)))
