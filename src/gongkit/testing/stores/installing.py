"""What a store must do with installations: keep them, find them, remove them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gongkit.clock import ManualClock
from gongkit.installations.installation import Installation, Lease
from gongkit.installations.store import InstallationStore
from gongkit.redact import Secret
from gongkit.testing.stores.samples import (
    ACME,
    OTHER,
    StoreFixtures,
    grant_of,
    present,
)


class InstallingContract(StoreFixtures):
    """Installing, reading, removing. The neighbour never notices."""

    def test_nobody_has_installed_at_first(self, store: InstallationStore) -> None:
        assert store.get(ACME) is None
        assert store.list() == ()

    def test_an_installation_is_read_as_it_was_granted(
        self, store: InstallationStore, clock: ManualClock, other: Installation
    ) -> None:
        made = store.install(ACME, grant_of(ACME), name="Acme", region="us")
        assert made == Installation(
            company=ACME,
            tenant=None,
            name="Acme",
            region="us",
            grant=grant_of(ACME),
            status="active",
            reason=None,
            webhook_key=made.webhook_key,
            created_at=clock.now(),
            updated_at=clock.now(),
            version=1,
        )
        assert store.get(ACME) == made
        assert store.list() == (other, made)

    @pytest.mark.parametrize("company", ["acme'; DROP TABLE installations", "ä\u202e☃", "a b", "A"])
    def test_any_text_can_be_a_company_key(
        self, store: InstallationStore, company: str, other: Installation
    ) -> None:
        assert store.install(company, grant_of(ACME)).company == company
        assert store.get(company.lower() + "x") is None
        assert store.get(company) is not None
        assert other in store.list()

    def test_what_a_grant_may_lack_is_kept_as_lacking(self, store: InstallationStore) -> None:
        bare = grant_of(ACME, refresh_token=None, expires_at=None, scopes=())
        assert store.install(ACME, bare).grant == bare

    def test_installing_again_replaces_the_grant_and_keeps_the_names(
        self, store: InstallationStore, clock: ManualClock, other: Installation
    ) -> None:
        first = store.install(ACME, grant_of(ACME, 1), name="Acme", region="us")
        clock.advance(60)
        again = store.install(ACME, grant_of(ACME, 2))
        assert again == replace(
            first, grant=grant_of(ACME, 2), version=2, updated_at=first.updated_at + 60
        )
        assert store.install(ACME, grant_of(ACME, 3), name="New").name == "New"
        assert other in store.list()

    @pytest.mark.usefixtures("other")
    def test_installing_again_revives_what_was_removed_or_spent(
        self, store: InstallationStore
    ) -> None:
        store.install(ACME, grant_of(ACME, 1))
        store.mark_needs_reconnect(ACME, 1, "spent", usable_until=None)
        revived = store.install(ACME, grant_of(ACME, 2))
        assert (revived.status, revived.reason, revived.version) == ("active", None, 2)
        store.remove(ACME)
        revived = store.install(ACME, grant_of(ACME, 3))
        assert (revived.status, revived.version, revived.grant) == (
            "active",
            3,
            grant_of(ACME, 3),
        )

    def test_installing_again_ends_a_refresh_that_is_under_way(
        self, store: InstallationStore
    ) -> None:
        store.install(ACME, grant_of(ACME, 1))
        assert store.try_lease(ACME, 1, "a", 60)
        store.install(ACME, grant_of(ACME, 2))
        assert not store.commit_refresh(ACME, 1, grant_of(ACME, 3))
        assert not store.mark_needs_reconnect(ACME, 1, "spent", usable_until=None)
        assert present(store).grant == grant_of(ACME, 2)
        assert store.try_lease(ACME, 2, "b", 60) == Lease(ACME, 2, "b", in_doubt=False)

    def test_removing_erases_the_tokens_and_keeps_the_rest(
        self, store: InstallationStore, clock: ManualClock, other: Installation
    ) -> None:
        first = store.install(ACME, grant_of(ACME), name="Acme", region="us")
        clock.advance(5)
        assert store.remove(ACME)
        erased = replace(first.grant, access_token=Secret(""), refresh_token=None, expires_at=None)
        assert store.get(ACME) == replace(
            first, status="removed", grant=erased, updated_at=first.updated_at + 5
        )
        assert not store.remove(ACME)
        assert not store.remove("nobody")
        assert not store.mark_needs_reconnect(ACME, 1, "spent", usable_until=None)
        assert other in store.list()

    # Finding

    def test_installations_are_found_by_the_app_s_own_customer(
        self, store: InstallationStore, other: Installation
    ) -> None:
        store.install("b", grant_of(ACME, 1), tenant="customer-1")
        store.install("a", grant_of(ACME, 2), tenant="customer-1")
        store.install("c", grant_of(ACME, 3), tenant="customer-2")
        assert [each.company for each in store.of_tenant("customer-1")] == ["a", "b"]
        assert store.of_tenant("customer-3") == ()
        assert store.install("b", grant_of(ACME, 4)).tenant == "customer-1"
        assert store.install("b", grant_of(ACME, 5), tenant="customer-2").tenant == "customer-2"
        assert [each.company for each in store.of_tenant("customer-2")] == ["b", "c"]
        assert other.tenant is None

    def test_installations_are_found_by_their_base_url_which_may_move(
        self, store: InstallationStore, other: Installation
    ) -> None:
        store.install(ACME, grant_of(ACME))
        store.install("second", grant_of(ACME, 2))
        here, there = f"https://{ACME}", "https://us-3.api.gong.io"
        assert [each.company for each in store.at_base_url(here)] == ["second", ACME]
        assert store.commit_refresh(ACME, 1, grant_of(ACME, 3, base_url=there))
        assert [each.company for each in store.at_base_url(there)] == [ACME]
        assert [each.company for each in store.at_base_url(here)] == ["second"]
        assert store.at_base_url(f"https://{OTHER}") == (other,)

    def test_companies_are_ordered_by_their_characters(self, store: InstallationStore) -> None:
        for company in ("b", "B", "a-1", "a.0", "\u00e4", "a", "\U0001f600", "\uffee"):
            store.install(company, grant_of(ACME))
        named = [each.company for each in store.list()]
        assert named == ["B", "a", "a-1", "a.0", "b", "\u00e4", "\uffee", "\U0001f600"]

    # Webhook keys

    def test_a_webhook_key_is_its_company_s_for_good(
        self, store: InstallationStore, other: Installation
    ) -> None:
        key = store.install(ACME, grant_of(ACME, 1)).webhook_key
        assert len(key.reveal()) >= 22
        assert key != other.webhook_key
        store.install(ACME, grant_of(ACME, 2))
        store.commit_refresh(ACME, 2, grant_of(ACME, 3))
        assert store.of_webhook_key(key) == present(store)
        store.remove(ACME)
        assert present(store).webhook_key == key
        store.install(ACME, grant_of(ACME, 4))
        assert store.of_webhook_key(key) == present(store)
        assert store.of_webhook_key(Secret(key.reveal()[:-1])) is None
        assert store.of_webhook_key(Secret("")) is None

    def test_an_installation_does_not_show_its_secrets(self, store: InstallationStore) -> None:
        made = store.install(ACME, grant_of(ACME))
        assert ACME in repr(made)
        assert made.webhook_key.reveal() not in repr(made)
        assert "planted" not in repr(made)
