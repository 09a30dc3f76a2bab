"""What secrets look like: built in a way of their own, or given to a name that says it.

The patterns are those that the services document, or that are known for it.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple


class Pattern(NamedTuple):
    """What a kind of secret is called, and how it is found. A group holds the secret alone.

    `begins` is what all of the kind begin with, as far as that is one text: most files do
    not have it, and need not be searched.
    """

    kind: str
    found: re.Pattern[str]
    begins: str


def _pattern(kind: str, expression: str) -> Pattern:
    begins = re.match(r"\\b\(([\w-]*)(?![?*{\w-])", expression)
    return Pattern(kind, re.compile(expression), begins[1] if begins else "")


_NAME_THEN: Final = r"""\\?["']?\s*(?:=|:|:=)\s*\\?["']?"""
"""Between a name and its value, in code, in JSON, in YAML and in an environment file.

A quote may be in a text itself, as in a notebook, where the code is JSON.
"""

PATTERNS: Final = (
    _pattern(
        "a private key",
        # The mark alone, which code looks for, is none: the key has to follow.
        r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----"
        r"(?=[\s\\nr\"'+,]{1,40}(?:M[A-Z]|b3|Proc-Type|Version|Comment|[A-Za-z0-9+/]{40}))",
    ),
    _pattern("an age key", r"\bAGE-SECRET-KEY-1[0-9A-Z]{58}\b"),
    _pattern("an access key of AWS", r"\b((?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16})\b"),
    _pattern(
        "a secret key of AWS",
        rf"(?i)\baws_?secret_?(?:access_?)?key{_NAME_THEN}([A-Za-z0-9/+]{{40}})\b",
    ),
    _pattern("a token of GitHub", r"\b(gh[pousr]_[A-Za-z0-9]{36,255})\b"),
    _pattern("a token of GitHub", r"\b(github_pat_[A-Za-z0-9_]{60,255})\b"),
    _pattern("a token of GitLab", r"\b(gl(?:pat|ptt|dt|rt|cbt|soat)-[A-Za-z0-9_-]{20,})"),
    _pattern("a token of Slack", r"\b(xox[abeoprs]-[A-Za-z0-9-]{10,})"),
    _pattern("a token of Slack", r"\b(xapp-\d-[A-Z0-9]+-\d+-[a-f0-9]{32,})"),
    _pattern(
        "a webhook of Slack",
        r"(hooks\.slack\.com/(?:services|workflows)/T[A-Z0-9]{6,}/[A-Za-z0-9/]{12,})",
    ),
    _pattern("a webhook of Discord", r"(discord(?:app)?\.com/api/webhooks/\d{15,}/[\w-]{50,})"),
    _pattern(
        "a webhook of Teams", r"(\b\w{1,60}\.webhook\.office\.com/webhookb2/[\w@-]{36,}/\S{30,})"
    ),
    _pattern("a key of Stripe", r"\b((?:sk|rk)_(?:live|test)_[A-Za-z0-9]{16,})\b"),
    _pattern("a webhook secret of Stripe", r"\b(whsec_[A-Za-z0-9+/=]{24,})"),
    _pattern("a key of Google", r"\b(AIza[A-Za-z0-9_-]{35})(?![A-Za-z0-9_-])"),
    _pattern("a client secret of Google", r"\b(GOCSPX-[A-Za-z0-9_-]{28})(?![A-Za-z0-9_-])"),
    _pattern("a token of Google", r"\b(ya29\.[A-Za-z0-9_-]{30,})"),
    _pattern("a key of OpenAI", r"\b(sk-(?:proj-|svcacct-)?[A-Za-z0-9_-]{20,}T3BlbkFJ[\w-]{20,})"),
    _pattern("a key of Anthropic", r"\b(sk-ant-[a-z0-9]+-[A-Za-z0-9_-]{80,})"),
    _pattern("a token of Hugging Face", r"\b(hf_[A-Za-z0-9]{34,})\b"),
    _pattern("a key of SendGrid", r"\b(SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43})"),
    _pattern("a key of Mailgun", r"\b(key-[0-9a-f]{32})\b"),
    _pattern("a key of Mailchimp", r"\b([0-9a-f]{32}-us\d{1,2})\b"),
    _pattern("a key of Twilio", r"\b(SK[0-9a-f]{32})\b"),
    _pattern("a token of npm", r"\b(npm_[A-Za-z0-9]{36})\b"),
    _pattern("a token of PyPI", r"\b(pypi-AgE[A-Za-z0-9_-]{50,})"),
    _pattern("a token of Docker Hub", r"\b(dckr_(?:pat|oat)_[A-Za-z0-9_-]{27,})"),
    _pattern("a token of DigitalOcean", r"\b(do[opr]_v1_[a-f0-9]{64})\b"),
    _pattern("a token of Shopify", r"\b(shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32})\b"),
    _pattern("a token of Square", r"\b((?:sq0atp|sq0csp|EAAA)-?[A-Za-z0-9_-]{22,60})\b"),
    _pattern("a key of Linear", r"\b(lin_api_[A-Za-z0-9]{40})\b"),
    _pattern("a token of Notion", r"\b((?:ntn|secret)_[A-Za-z0-9]{43,})\b"),
    _pattern("a key of Postman", r"\b(PMAK-[a-f0-9]{24}-[a-f0-9]{34})\b"),
    _pattern("a token of HubSpot", r"\b(pat-(?:na|eu)\d-[a-f0-9]{8}-[a-f0-9-]{27})\b"),
    _pattern("a token of Atlassian", r"\b(ATATT3[A-Za-z0-9_=-]{100,})"),
    _pattern("a key of Grafana", r"\b(glsa_[A-Za-z0-9]{32}_[a-f0-9]{8})\b"),
    _pattern("a token of HashiCorp Vault", r"\b(hvs\.[A-Za-z0-9_-]{24,})"),
    _pattern("a key of New Relic", r"\b(NRAK-[A-Z0-9]{27})\b"),
    _pattern("a token of Sentry", r"\b(sntry[su]_[A-Za-z0-9+/=_-]{40,})"),
    _pattern("a token of Databricks", r"\b(dapi[a-f0-9]{32})\b"),
    _pattern(
        "a key of Azure Storage",
        r"AccountKey=([A-Za-z0-9+/]{86}==)",
    ),
    _pattern(
        "a web token", r"\b(eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,})"
    ),
)
"""Found by how it is built, wherever that stands."""

BY_PLACE: Final = (
    _pattern(
        "a password in a URL",
        r"\b[a-z][a-z0-9+]{1,20}://[^\s:/@\"'{}$<>]{1,80}:([^\s:/@\"'{}$<>]{3,200})@[^\s\"']",
    ),
    _pattern(
        "a setting of gongkit",
        r"\bGONGKIT_(?:CLIENT_SECRET|ACCESS_KEY_SECRET|ACCESS_KEY|KEY|CONTROL_TOKEN)"
        rf"{_NAME_THEN}([A-Za-z0-9+/=_.,-]{{12,}})",
    ),
    _pattern(
        "a token of Gong",
        rf"(?i)\bgong[a-z_-]{{0,40}}(?:secret|token|key){_NAME_THEN}([A-Za-z0-9+/=_.-]{{20,}})",
    ),
)
"""Found by what stands before it. Tests have such values that open nothing."""

ASSIGNED: Final = re.compile(
    r"(?i)(?:secret(?:_?key)?|passw(?:or)?d|token|api_?key|access_?key|private_?key)\b"
    r"""\\?["']?\s*(?:=|:|:=)\s*\\?["']([^"'\s\\]{16,})\\?["']"""
)
"""A text that is assigned to a name which promises a secret."""
