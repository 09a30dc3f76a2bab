"""API keys: made on their page, they open /v2 as long and from where they were told to."""

from __future__ import annotations

import re
import zlib
from base64 import b64decode
from collections.abc import Mapping

import pytest
from tests.sandbox.box import Box, Reply, basic, send
from tests.sandbox.visitor import FormPage, Visitor, actions_of, notice_of, secret_of

DAY = 86_400
KEYS = "/admin/api-keys"


def fields(name: str = "Export", days: str = "", trusted: str = "") -> dict[str, str]:
    return {
        "access_key.name": name,
        "access_key.lifetime_days": days,
        "access_key.trusted_ips": trusted,
    }


def create(visitor: Visitor, given: Mapping[str, str]) -> tuple[str, str]:
    """Make a key; give it and its secret."""
    page = visitor.follow(visitor.post(f"{KEYS}/new", given))
    found = re.search(r"is created: ([A-Z0-9]{32})\.", notice_of(page))
    assert found is not None
    return found[1], secret_of(page)


def call(box: Box, key: tuple[str, str], company: str = "northwind", source: str = "") -> Reply:
    url = f"{box.companies[company]['api_base_url']}/v2/users"
    return send("GET", url, headers={"Authorization": basic(*key)}, source=source)


def edit_path(visitor: Visitor, name: str) -> str:
    found = re.search(rf'href="({KEYS}/\d+)" aria-label="Edit {name}"', visitor.get(KEYS).text)
    assert found is not None
    return found[1]


def hint_of_last(box: Box) -> str:
    (hint,) = box.requests(operation="listUsers")[-1]["hints"]
    return str(hint["message"])


def test_a_key_works_and_its_secret_is_shown_once(own_box: Box) -> None:
    visitor = Visitor.of(own_box)
    key = create(visitor, fields())
    assert call(own_box, key).status == 200
    again = visitor.get(KEYS).text
    assert key[0] in again
    assert key[1] not in again
    assert "Amara Abbott" in again or own_box.person("northwind", "tech_admin")["name"] in again
    assert own_box.requests()[-1]["client"] == "access-key"


def test_no_secret_is_kept(own_box: Box) -> None:
    key = create(Visitor.of(own_box), fields())
    call(own_box, key)
    image = zlib.decompress(b64decode(own_box.control("GET", "/snapshot").json["database"]))
    assert key[0].encode() in image
    assert key[1].encode() not in image
    assert key[1] not in own_box.control("GET", "/requests").text


def test_a_wrong_secret_is_told_only_to_the_developer(own_box: Box) -> None:
    key, _ = create(Visitor.of(own_box), fields())
    reply = call(own_box, (key, "guessed"))
    assert (reply.status, reply.errors) == (401, ["Access key or access key secret is invalid"])
    assert "secret is not" in hint_of_last(own_box)


def test_a_key_counts_at_its_own_company_only(own_box: Box) -> None:
    key = create(Visitor.of(own_box), fields())
    assert call(own_box, key, "kestrel").status == 401
    assert "northwind's" in hint_of_last(own_box)
    default_cell = create(Visitor.of(own_box, "globex"), fields())
    assert call(own_box, default_cell, "globex").status == 200
    assert call(own_box, default_cell, "northwind").status == 401


def test_a_key_ends_with_its_lifetime(own_box: Box) -> None:
    visitor = Visitor.of(own_box)
    key = create(visitor, fields(days="30"))
    own_box.advance(30 * DAY - 60)
    assert call(own_box, key).status == 200
    own_box.advance(60)
    reply = call(own_box, key)
    assert (reply.status, reply.errors) == (401, ["Access key or access key secret is invalid"])
    assert "30 days" in hint_of_last(own_box)
    visitor = Visitor.of(own_box)
    assert "Ended" in visitor.get(KEYS).text
    # A longer lifetime wakes it again, since it counts from the day of creation.
    visitor.post(edit_path(visitor, "Export"), fields(days="31"))
    assert call(own_box, key).status == 200


def test_a_key_works_from_its_trusted_addresses_only(own_box: Box) -> None:
    visitor = Visitor.of(own_box)
    key = create(visitor, fields(trusted="203.0.113.0/24\n127.0.0.2-127.0.0.4"))
    reply = call(own_box, key)
    assert (reply.status, reply.errors) == (403, ["Access from this IP address is not allowed"])
    assert "access-key-trusted-ips" in reply.headers["x-gongkit-basis"]
    assert hint_of_last(own_box) == "127.0.0.1 is not among the trusted IPs of this access key."
    assert own_box.requests()[-1]["company"] == "northwind"
    assert call(own_box, key, source="127.0.0.3").status == 200
    # The address is the connection's, whatever a header says.
    url = f"{own_box.companies['northwind']['api_base_url']}/v2/users"
    forwarded = {"Authorization": basic(*key), "X-Forwarded-For": "127.0.0.3"}
    assert send("GET", url, headers=forwarded).status == 403
    visitor.post(edit_path(visitor, "Export"), fields(trusted="::ffff:0:0/96\n127.0.0.1"))
    assert call(own_box, key).status == 200, "a change is in force at once"


def test_a_deleted_key_is_refused(own_box: Box) -> None:
    visitor = Visitor.of(own_box)
    key = create(visitor, fields())
    assert call(own_box, key).status == 200
    path = edit_path(visitor, "Export")
    assert "Delete Export?" in visitor.get(f"{path}/delete").text
    page = visitor.follow(visitor.post(f"{path}/delete"))
    assert notice_of(page) == "The key Export is deleted."
    assert call(own_box, key).status == 401
    assert visitor.get(path).status == 404
    assert visitor.post(f"{path}/delete").status == 404


def test_the_demo_key_is_listed_and_stays(own_box: Box) -> None:
    visitor, demo = Visitor.of(own_box), own_box.companies["northwind"]
    page = visitor.get(KEYS).text
    assert demo["access_key"] in page
    assert demo["access_key_secret"] not in page
    assert "Demo key" in page
    assert "/delete" not in page
    assert call(own_box, (demo["access_key"], demo["access_key_secret"])).status == 200


def test_a_key_belongs_to_its_company(box: Box) -> None:
    visitor, other = Visitor.of(box), Visitor.of(box, "kestrel")
    key, _ = create(visitor, fields("Northwind's"))
    path = edit_path(visitor, "Northwind&#39;s")
    assert key not in other.get(KEYS).text
    assert other.get(path).status == 404
    assert other.post(path, fields()).status == 404
    assert other.post(f"{path}/delete").status == 404
    assert visitor.get(f"{KEYS}/{10**30}").status == 404


@pytest.mark.parametrize("name", ["گزارش می‌شود", "👩‍💻 Export", "תובנות (בטא)"])
def test_a_name_is_in_any_script(own_box: Box, name: str) -> None:
    visitor = Visitor.of(own_box)
    create(visitor, fields(name=name))
    assert f">{name}<br>" in visitor.get("/admin/api-keys").text


@pytest.mark.parametrize(
    ("given", "place", "said"),
    [
        (fields(name=" "), "access_key.name", "This is required."),
        (fields(name="a\x00b"), "access_key.name", "control characters"),
        (fields(days="soon"), "access_key.lifetime_days", "from 1 to 3,650"),
        (fields(days="0"), "access_key.lifetime_days", "from 1 to 3,650"),
        (fields(days="-1"), "access_key.lifetime_days", "from 1 to 3,650"),
        (fields(days="1.5"), "access_key.lifetime_days", "from 1 to 3,650"),
        (fields(days="٣"), "access_key.lifetime_days", "from 1 to 3,650"),
        (fields(days="9" * 30), "access_key.lifetime_days", "from 1 to 3,650"),
        (fields(trusted="127.0.0.1\n\nhere"), "access_key.trusted_ips", "Line 3: 'here' is not"),
        (fields(trusted="::1\n::1"), "access_key.trusted_ips", "Line 2: This is listed already."),
        (fields(trusted="10.0.0.9-10.0.0.1"), "access_key.trusted_ips", "ends before it begins"),
    ],
)
def test_each_mistake_is_named_beside_its_field(
    box: Box, given: dict[str, str], place: str, said: str
) -> None:
    visitor = Visitor.of(box)
    page = visitor.post(f"{KEYS}/new", given)
    assert page.status == 422
    form = FormPage(page)
    assert [place] == list(form.beside)
    assert said in form.beside[place][0]
    assert all(form.text(name) == value for name, value in given.items() if "\x00" not in value)
    live = visitor.post(f"{KEYS}/check", given)
    assert live.json == {"beside": form.beside, "elsewhere": []}
    wrong_edit = visitor.post(edit_path_of_new(visitor), given)
    assert FormPage(wrong_edit).beside == form.beside


def edit_path_of_new(visitor: Visitor) -> str:
    create(visitor, fields("Changed"))
    return edit_path(visitor, "Changed")


def test_what_is_done_with_keys_is_in_the_audit_log(own_box: Box) -> None:
    visitor = Visitor.of(own_box)
    create(visitor, fields("Audited"))
    visitor.post(edit_path(visitor, "Audited"), fields("Audited too"))
    visitor.post(f"{edit_path(visitor, 'Audited too')}/delete")
    own_box.advance(5)
    assert actions_of(own_box)[-3:] == ["ApiKeyCreated", "ApiKeyUpdated", "ApiKeyDeleted"]
