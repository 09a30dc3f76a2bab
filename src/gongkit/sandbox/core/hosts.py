"""Where the sandbox is reached: the main port, and the port of each company with a cell."""

from __future__ import annotations

from dataclasses import dataclass, field

from gongkit.sandbox.core.company import Company


@dataclass(frozen=True, slots=True)
class Hosts:
    """The host as clients write it in URLs, the main port, and companies' names by port.

    `app_url` is the URL of Gong's app: sign-in, OAuth, the control API.
    """

    host: str
    main_port: int
    names: dict[int, str] = field(default_factory=dict)
    app_url: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "app_url", self._url(self.main_port))

    def api_url(self, company: Company) -> str:
        """Give the company's API base URL; the default cell's is the main port itself."""
        if company.cell is None:
            return self.app_url
        return self._url(next(port for port, name in self.names.items() if name == company.name))

    def _url(self, port: int) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{port}"
