"""Manifests of every kind, for Hypothesis."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from gongkit.contract.scopes import SCOPES

TEXTS = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\r\t"), min_size=1
).filter(str.strip)
FILES = st.sampled_from(["logo.png", 'art/logo "small".png', "ü.svg"])
URLS = st.sampled_from(
    ["https://app.acme.com/a?b=c&d=%22", "http://localhost:8400/cb", "https://acme.com"]
)


def lists(*values: str, least: int = 0) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), unique=True, min_size=least)


def table(**keys: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """A table in which any of the keys is there."""
    return st.fixed_dictionaries({}, optional=keys)


INTEGRATIONS = st.fixed_dictionaries(
    {
        "name": TEXTS,
        "scopes": lists(*SCOPES, least=1),
        "redirect_uris": lists("https://a.example/cb", "http://localhost/cb", least=1),
    },
    optional={
        "short_description": TEXTS,
        "description": TEXTS,
        "contacts": lists("apps@acme.com", "a'b@acme.com"),
        "domains": st.just(["acme.com"]),
        "logos": table(small=FILES, large=FILES),
        "links": table(privacy=URLS, terms=URLS, help=URLS, authorization=URLS),
    },
)
IFRAMES = st.fixed_dictionaries(
    {"allowed_origins": st.just(["http://localhost:8400", "http://localhost"])},
    optional={
        "email_composer": st.fixed_dictionaries(
            {"url": st.just("http://localhost:8400/composer"), "label": TEXTS},
            optional={"image": FILES},
        ),
        "account_information": st.just({"url": "http://localhost/account"}),
    },
)
RULES = st.lists(
    st.fixed_dictionaries(
        {"name": TEXTS, "url": URLS},
        optional={"authentication": st.sampled_from(["signed_jwt", "url_key"])},
    ),
    unique_by=lambda rule: rule["name"],
    max_size=3,
)
MANIFESTS = st.fixed_dictionaries(
    {"integration": INTEGRATIONS},
    optional={
        "iframe": st.one_of(st.just({}), IFRAMES),
        "trusted_ips": table(
            access_token=lists("203.0.113.7", "2001:db8::/32"),
            refresh_token=lists("203.0.113.1-203.0.113.9"),
        ),
        "webhooks": table(rules=RULES),
        "residency": table(
            default=st.just("us"),
            when_moved=st.just("follow"),
            regions=st.just({"eu": ["eu-*.api.gong.io"], "ap-2": ["127.0.0.1:4665", "ap.gong.io"]}),
        ),
    },
)
