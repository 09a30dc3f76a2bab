"""Where the sandbox is reached: the main port, and the port of each company with a cell."""

from __future__ import annotations

from dataclasses import dataclass, field

from gongkit.sandbox.core.company import Company


@dataclass(frozen=True, slots=True)
class Hosts:
    """The host as clients write it in URLs, the main port, and ports by company name."""

    host: str
    main_port: int
    ports: dict[str, int] = field(default_factory=dict)

    @property
    def app_url(self) -> str:
        """The URL of Gong's app: sign-in, OAuth, the control API."""
        return self._url(self.main_port)

    def api_url(self, company: Company) -> str:
        """Give the company's API base URL; the default cell's is the main port itself."""
        return self.app_url if company.cell is None else self._url(self.ports[company.name])

    def _url(self, port: int) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{port}"
