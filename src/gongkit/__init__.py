"""gongkit: building apps for Gong in Python.

The names below are imported when they are first used, so that `import gongkit` costs
next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gongkit.app.frame_identity import FrameUser
    from gongkit.app.gong_app import GongApp
    from gongkit.auth.access_key import AccessKey
    from gongkit.auth.bearer import Bearer
    from gongkit.auth.oauth import OAuthClient, parse_callback
    from gongkit.auth.refresh import InstallationCredentials
    from gongkit.client._async.gong import AsyncGong
    from gongkit.client._sync.gong import Gong
    from gongkit.engine.perform import Options
    from gongkit.engine.retry import RetryPolicy
    from gongkit.engine.throttle import LocalThrottle, SharedThrottle
    from gongkit.installations.keyring import Keyring
    from gongkit.installations.opening import open_store
    from gongkit.limits import UNLIMITED, Limits
    from gongkit.redact import Secret
    from gongkit.wire import MockTransport

__version__ = "0.1.0"

__all__ = [
    "UNLIMITED",
    "AccessKey",
    "AsyncGong",
    "Bearer",
    "FrameUser",
    "Gong",
    "GongApp",
    "InstallationCredentials",
    "Keyring",
    "Limits",
    "LocalThrottle",
    "MockTransport",
    "OAuthClient",
    "Options",
    "RetryPolicy",
    "Secret",
    "SharedThrottle",
    "__version__",
    "open_store",
    "parse_callback",
]

_HOMES = {
    "UNLIMITED": "limits",
    "AccessKey": "auth.access_key",
    "AsyncGong": "client._async.gong",
    "Bearer": "auth.bearer",
    "FrameUser": "app.frame_identity",
    "Gong": "client._sync.gong",
    "GongApp": "app.gong_app",
    "InstallationCredentials": "auth.refresh",
    "Keyring": "installations.keyring",
    "Limits": "limits",
    "LocalThrottle": "engine.throttle",
    "MockTransport": "wire",
    "OAuthClient": "auth.oauth",
    "Options": "engine.perform",
    "RetryPolicy": "engine.retry",
    "Secret": "redact",
    "SharedThrottle": "engine.throttle",
    "open_store": "installations.opening",
    "parse_callback": "auth.oauth",
}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"gongkit.{_HOMES[name]}"), name)
    from gongkit.errors import nearest_hint

    message = f"module 'gongkit' has no attribute {name!r}. {nearest_hint(name, __all__)}"
    raise AttributeError(message)


def __dir__() -> list[str]:
    return __all__
