"""An access token that somebody else keeps fresh."""

from __future__ import annotations

from dataclasses import dataclass

from gongkit.auth.header import check_credential
from gongkit.base_url import check_base_url, limits_key
from gongkit.engine.effects import Authorization, Steps
from gongkit.redact import Secret
from gongkit.wire import bearer_authorization


@dataclass(frozen=True, slots=True)
class Bearer:
    """An access token and the base URL that came with it (`api_base_url_for_customer`).

    A token works on its own company's host only, so the base URL has no default.
    Raises `BaseUrlRefused` where it is not a Gong host, `CredentialsError` where the
    token cannot be one.
    """

    token: Secret
    base_url: str

    def __post_init__(self) -> None:
        check_credential("access token", self.token)
        object.__setattr__(self, "base_url", check_base_url(self.base_url))

    @property
    def company(self) -> str:
        """Whose limits the calls spend."""
        return limits_key(self.base_url, self.token.reveal())

    def authorization(self, rejected: Authorization | None) -> Steps[Authorization]:  # noqa: ARG002
        """Give the one authorization there is, rejected or not."""
        yield from ()
        return Authorization(self.base_url, bearer_authorization(self.token))
