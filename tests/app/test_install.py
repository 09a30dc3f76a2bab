"""An app is installed, called, and installed again: through real HTTP, at a sandbox."""

from __future__ import annotations

from collections.abc import Callable

from tests.app.installing import Registered, Visit

from gongkit.app.gong_app import GongApp

Serve = Callable[[GongApp], GongApp]


def test_an_app_is_installed_and_calls(registered: Registered, visit: Visit, serve: Serve) -> None:
    app = serve(registered.app())

    answer = visit.install("northwind")

    assert answer.status == 200
    assert "Deal &lt;Notes&gt; is connected" in answer.text
    assert f'href="{registered.oauth.app_url}">Back to Gong</a>' in answer.text
    (installation,) = app.installations.list()
    assert installation.status == "active"
    assert app.client(installation).users.list().first() is not None
