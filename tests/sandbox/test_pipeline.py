"""The pipeline: a company's deals by stage, those that the user may see, and an app beside them."""

from __future__ import annotations

import pytest
from tests.sandbox.box import Box
from tests.sandbox.crm import Crm, account
from tests.sandbox.framed_apps import register_frames
from tests.sandbox.test_frames import configs, get, installed
from tests.sandbox.test_pages import Page
from tests.sandbox.test_timeline import set_profile, user_id_of

from gongkit.sandbox.core.crm.pipeline import PipelineDeal
from gongkit.sandbox.core.crm.records import DealRecord


@pytest.fixture
def own(own_box: Box) -> Box:
    own_box.lift_limits()
    return own_box


def test_the_pipeline_has_the_deals_by_stage(box: Box) -> None:
    page = get(box, "/pipeline", role="tech_admin")
    parsed = Page(page.text)
    stages = [str(each["aria-label"]) for each in parsed.all("section")]
    assert stages[-2:] == ["Closed Won", "Closed Lost"]
    assert len(stages) == len(set(stages))
    assert len(stages) > 3
    links = [str(each["href"]) for each in parsed.all("a")]
    deals = [link for link in links if link.startswith("?deal=")]
    assert len(deals) > 20
    assert not parsed.all("aside")
    chosen = get(box, f"/pipeline{deals[0]}", role="tech_admin")
    assert len(Page(chosen.text).all("aside")) == 1
    assert "No installed app has a page for accounts" in chosen.text
    assert not Page(get(box, "/pipeline?deal=none").text).all("aside")


def test_the_pipeline_has_the_frame_of_the_deal_s_account(own: Box) -> None:
    installed(own, register_frames(own, "http://localhost:9", account="/account"))
    change = {"company": "northwind", "account_frame_parameters": "account"}
    own.control("PUT", "/settings", change)
    page = get(own, "/pipeline", role="tech_admin")
    assert configs(page) == []
    links = [str(each["href"]) for each in Page(page.text).all("a")]
    deal = next(link for link in links if link.startswith("?deal="))
    chosen = get(own, f"/pipeline{deal}", role="tech_admin")
    (config,) = configs(chosen)
    account = next(
        str(link["href"]).rpartition("/")[2]
        for link in Page(chosen.text).all("a")
        if str(link["href"]).startswith("/accounts/")
    )
    assert f"accountId={account}" in config["url"]


def test_uploaded_deals_are_in_it_so_far_as_the_user_may_see_them(own: Box) -> None:
    crm = Crm(own).registered()
    crm.load("ACCOUNT", account("acme", name="Acme & Sons"))
    rep = own.person("northwind", "rep")
    crm.load("BUSINESS_USER", account("u-1", emailAddress=rep["email"].upper()))
    crm.load(
        "DEAL",
        account("d-1", accountId="acme", ownerId="u-1", name="Own deal", stage="First talks"),
        account("d-2", accountId="acme", ownerId="u-2", name="Deal of another", amount=1234.5),
        account("d-3", accountId="nowhere", ownerId="u-1", name="Deal without account"),
        account("d-4", ownerId="u-1", name="Deal of nobody"),
    )
    everything = get(own, "/pipeline", role="tech_admin").text
    assert "Own deal" in everything
    assert "Deal of another" in everything
    assert "Acme &amp; Sons" in everything
    assert "1,234" in everything
    assert "Deal without account" not in everything
    assert "Deal of nobody" not in everything
    set_profile(own, user_id_of(own, "rep"), dealsAccess={"permissionLevel": "own"})
    shown = get(own, "/pipeline").text
    assert "Own deal" in shown
    assert 'aria-label="First talks"' in shown
    assert "Deal of another" not in shown
    assert "hides the deals of others" in shown
    set_profile(own, user_id_of(own, "rep"), dealsAccess={"permissionLevel": "none"})
    assert "no deals that you may see" in get(own, "/pipeline").text


def test_without_the_pages_of_accounts_there_is_no_app(own: Box) -> None:
    installed(own, register_frames(own, "http://localhost:9", account="/account"))
    page = get(own, "/pipeline", role="tech_admin")
    links = [str(each["href"]) for each in Page(page.text).all("a")]
    deal = next(link for link in links if link.startswith("?deal="))
    set_profile(own, user_id_of(own, "tech_admin"), account=False)
    chosen = get(own, f"/pipeline{deal}", role="tech_admin")
    assert configs(chosen) == []
    assert "does not open the pages of accounts" in chosen.text


def test_an_amount_that_is_no_number_is_none() -> None:
    record = DealRecord("A", "S", "much", None, None, "Open")
    assert PipelineDeal("1", "2", "Acme", "", record).amount == 0
