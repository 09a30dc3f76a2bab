"""Domains under which many organizations have hosts, and those of development tunnels."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from gongkit.manifest.addresses import is_under

_TUNNELS: Final[Mapping[str, str]] = {
    "ngrok.io": "ngrok",
    "ngrok.app": "ngrok",
    "ngrok.dev": "ngrok",
    "ngrok-free.app": "ngrok",
    "ngrok-free.dev": "ngrok",
    "trycloudflare.com": "Cloudflare",
    "loca.lt": "localtunnel",
    "localhost.run": "localhost.run",
    "lhr.life": "localhost.run",
    "serveo.net": "Serveo",
    "devtunnels.ms": "Microsoft dev tunnels",
    "tunnelmole.net": "Tunnelmole",
    "pinggy.link": "Pinggy",
    "pinggy.io": "Pinggy",
    "app.github.dev": "GitHub Codespaces",
    "gitpod.io": "Gitpod",
}
_SHARED: Final = frozenset(
    (
        *_TUNNELS,
        *(
            "amazonaws.com",
            "cloudfront.net",
            "elasticbeanstalk.com",
            "amplifyapp.com",
            "awsapps.com",
        ),
        *("appspot.com", "run.app", "web.app", "firebaseapp.com", "cloudfunctions.net"),
        *("azurewebsites.net", "azurestaticapps.net", "cloudapp.net", "azurefd.net", "windows.net"),
        *("herokuapp.com", "vercel.app", "now.sh", "netlify.app", "netlify.com", "pages.dev"),
        *("workers.dev", "onrender.com", "fly.dev", "railway.app", "up.railway.app", "deno.dev"),
        *("github.io", "githubusercontent.com", "gitlab.io", "bitbucket.io", "surge.sh"),
        *("glitch.me", "repl.co", "replit.app", "replit.dev", "stackblitz.io", "codesandbox.io"),
        *("csb.app", "lovable.app", "bubbleapps.io", "webflow.io", "wixsite.com", "wordpress.com"),
        *("blogspot.com", "notion.site", "retool.com", "zendesk.com", "atlassian.net", "gong.io"),
        *("gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "yahoo.com", "icloud.com"),
        *("co.uk", "org.uk", "com.au", "com.br", "co.jp", "co.nz", "co.il", "co.in", "com.mx"),
        *("com.sg", "com.tr", "co.za", "co.kr", "com.cn", "com.tw", "com.hk", "com.ar"),
    )
)
"""The commonest; the whole list of public suffixes is longer and changes every week."""


def tunnel(host: str) -> str | None:
    """Name whose development tunnel a host is, if it is one."""
    return next((name for domain, name in _TUNNELS.items() if is_under(host, domain)), None)


def shared_host(domain: str) -> bool:
    """Tell whether a registered domain takes in other organizations' hosts."""
    return domain.lower() in _SHARED
