"""An access key with its secret: made by a tech admin, for one company's own scripts."""

from __future__ import annotations

from dataclasses import dataclass

from gongkit.auth.header import check_credential
from gongkit.base_url import API_BASE_URL, check_base_url, limits_key
from gongkit.engine.effects import Authorization, Steps
from gongkit.errors import CredentialsError
from gongkit.redact import Secret
from gongkit.wire import basic_authorization


@dataclass(frozen=True, slots=True)
class AccessKey:
    """The access key and secret of Admin center > Settings > API, sent as HTTP Basic.

    `base_url` is the one that Gong shows beside the key. Raises `BaseUrlRefused` where
    it is not a Gong host, `CredentialsError` where key or secret cannot be one.
    """

    access_key: Secret
    access_key_secret: Secret
    base_url: str = API_BASE_URL

    def __post_init__(self) -> None:
        check_credential("access key", self.access_key)
        check_credential("access key secret", self.access_key_secret)
        if ":" in self.access_key.reveal():
            raise CredentialsError(
                "The access key has a colon in it.",
                hint="Give key and secret apart; the colon is put between them.",
            )
        object.__setattr__(self, "base_url", check_base_url(self.base_url))

    @property
    def company(self) -> str:
        """Whose limits the calls spend."""
        return limits_key(self.base_url, self.access_key.reveal())

    def authorization(self, rejected: Authorization | None) -> Steps[Authorization]:  # noqa: ARG002
        """Give the one authorization there is, rejected or not."""
        yield from ()
        header = basic_authorization(self.access_key.reveal(), self.access_key_secret)
        return Authorization(self.base_url, header)
