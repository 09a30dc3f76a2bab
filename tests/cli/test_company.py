"""Whom a name means, of the installations there are."""

from __future__ import annotations

import pytest
from tests.cli.app_folder import planted

from gongkit.cli.company import find_company, names_of, not_found
from gongkit.errors import InstallationNotFound
from gongkit.installations.installation import Installation
from gongkit.installations.sqlite import MemoryStore

SHARED = "https://api.gong.io"


@pytest.fixture(scope="module")
def listed() -> tuple[Installation, ...]:
    store = MemoryStore()
    store.install("us-1.api.gong.io", planted("https://us-1.api.gong.io"), name="Acme", region="us")
    store.install("us-2.api.gong.io", planted("https://us-2.api.gong.io"), name="eu", region="us")
    store.install("eu-1.api.gong.io", planted("https://eu-1.api.gong.io"), name="acme", region="eu")
    store.install(
        "ap-1.api.gong.io", planted("https://ap-1.api.gong.io"), tenant="t-9", region="ap"
    )
    store.install("api.gong.io#a", planted(SHARED), name="Shared", tenant="a")
    store.install("api.gong.io#b", planted(SHARED), name="Old", tenant="b")
    store.install("api.gong.io#c", planted(SHARED), name="Shared", tenant="c")
    store.remove("api.gong.io#a")
    return store.list()


@pytest.mark.parametrize(
    ("named", "company"),
    [
        ("us-1.api.gong.io", "us-1.api.gong.io"),
        ("https://us-1.api.gong.io", "us-1.api.gong.io"),
        ("HTTPS://US-1.api.gong.io:443/", "us-1.api.gong.io"),
        ("t-9", "ap-1.api.gong.io"),
        ("ap", "ap-1.api.gong.io"),
        ("AP", "ap-1.api.gong.io"),
        ("eu", "us-2.api.gong.io"),  # a name comes before a region
        ("OLD", "api.gong.io#b"),
        ("shared", "api.gong.io#c"),  # the other one was removed
        ("a", "api.gong.io#a"),  # removed, but nobody else is meant
    ],
)
def test_a_name_means_one(listed: tuple[Installation, ...], named: str, company: str) -> None:
    found = find_company(named, listed)
    assert found is not None
    assert found.company == company


@pytest.mark.parametrize(
    ("named", "candidates"),
    [
        ("acme", ["us-1.api.gong.io", "eu-1.api.gong.io"]),
        ("us", ["us-1.api.gong.io", "us-2.api.gong.io"]),
        (SHARED, ["api.gong.io#b", "api.gong.io#c"]),
    ],
)
def test_a_name_that_may_mean_several(
    listed: tuple[Installation, ...], named: str, candidates: list[str]
) -> None:
    with pytest.raises(InstallationNotFound, match="may mean any of 2 companies") as refused:
        find_company(named, listed)
    assert all(candidate in refused.value.message for candidate in candidates)
    assert refused.value.exit_code == 4


def test_a_name_that_means_nobody(listed: tuple[Installation, ...]) -> None:
    assert find_company("nobody", listed) is None
    assert find_company("T-9", listed) is None
    told = not_found("us-3.api.gong.io", names_of(listed), "the.db")
    assert "in the.db" in told.message
    assert told.hint.startswith("Did you mean 'us-")
    assert "gongkit install" in not_found("x", names_of(()), "the.db").hint


def test_not_all_of_many_names_are_listed() -> None:
    store = MemoryStore()
    for number in range(50):
        store.install(f"company-{number}", planted("https://us-1.api.gong.io"))
    assert find_company("zzz", store.list()) is None
    told = not_found("zzz", names_of(store.list()), "the.db")
    assert told.hint == "`gongkit installations list` shows them all."
    with pytest.raises(InstallationNotFound, match="and 30 more"):
        find_company("https://us-1.api.gong.io", store.list())
