"""How apps are shown inside Gong, and what they may say there."""

from gongkit.sandbox.core.behaviours.behaviour import Basis, Behaviour

_FRAME = ("frame",)

FRAMES = (
    Behaviour(
        "frame-sandbox",
        Basis.DOCUMENTED,
        "A frame has the sandbox tokens `allow-forms allow-scripts allow-same-origin"
        " allow-popups`, and no others.",
        _FRAME,
    ),
    Behaviour(
        "frame-origins",
        Basis.DOCUMENTED,
        "A frame is shown from the manifest's allowed origins, and from those that the company"
        " allowed with `integrationSettings`, each under a registered domain; `*` is refused.",
        _FRAME,
    ),
    Behaviour(
        "frame-installed",
        Basis.ASSUMED,
        "A frame is shown only where its integration is installed.",
        _FRAME,
    ),
    Behaviour(
        "frame-dialer-url",
        Basis.ASSUMED,
        "The dialer's frame is the root of the first origin of type DIALER that the company"
        " allowed: Gong's form has no URL for it.",
        _FRAME,
    ),
    Behaviour(
        "frame-parameters",
        Basis.ASSUMED,
        "Nothing is added to the account-information URL; with `account_frame_parameters` set to"
        " `account` (`PUT /_sandbox/settings`), `accountId` and `userEmail` are.",
        _FRAME,
    ),
    Behaviour(
        "bridge-methods",
        Basis.DOCUMENTED,
        "`ready()` says that the page has loaded, `close()` that the user cancelled,"
        " `closeWithContent(html)` gives HTML for the draft.",
        _FRAME,
    ),
    Behaviour(
        "bridge-shape",
        Basis.ASSUMED,
        "`init` has to be called first; the methods are static ones of `GongFrontendApi`, those"
        " of an instance, and those of what `init` gives.",
        _FRAME,
    ),
    Behaviour(
        "bridge-base-url",
        Basis.ASSUMED,
        "A frame at an origin that only this company allowed must hand `init` the company's"
        " `api_base_url_for_customer`; its messages are ignored otherwise.",
        _FRAME,
    ),
    Behaviour(
        "bridge-order",
        Basis.ASSUMED,
        "Each method counts once, `ready` before the others, nothing after the frame was closed.",
        _FRAME,
    ),
    Behaviour(
        "bridge-size",
        Basis.ASSUMED,
        "Content of more than 1 MB is ignored.",
        _FRAME,
    ),
    Behaviour(
        "bridge-content",
        Basis.ASSUMED,
        "Content is taken in the email composer only; elsewhere it is ignored.",
        _FRAME,
    ),
)
