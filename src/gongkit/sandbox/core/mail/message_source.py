"""An email as it travels: headers and MIME parts, its text beside its HTML."""

from __future__ import annotations

from datetime import UTC, datetime
from email.headerregistry import Address as HeaderAddress
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Final

from gongkit.sandbox.core.mail.addresses import Address
from gongkit.sandbox.core.mail.letters import Letter

_POLICY: Final = SMTP.clone(raise_on_defect=False, cte_type="7bit")


def source_of(letter: Letter, mailbox: str) -> str:
    """Write an email as the mailbox that it arrived at keeps it."""
    message = EmailMessage(policy=_POLICY)
    sent_at = datetime.fromtimestamp(letter.sent_at, UTC)
    message["Delivered-To"] = mailbox
    message["Date"] = format_datetime(sent_at)
    message["Message-ID"] = f"<{letter.id}@{letter.sender.email.rpartition('@')[2]}>"
    message["From"] = _header(letter.sender)
    message["To"] = [_header(address) for address in letter.to]
    if letter.cc:
        message["Cc"] = [_header(address) for address in letter.cc]
    message["Subject"] = letter.subject
    message.set_content(f"{letter.text}\n", cte="quoted-printable")
    if letter.html is not None:
        message.add_alternative(_page(letter), subtype="html", cte="quoted-printable")
        message.set_boundary(f"=_{letter.id}")
    return message.as_bytes().decode("ascii").replace("\r\n", "\n")


def _page(letter: Letter) -> str:
    head = '<!doctype html>\n<html><head><meta charset="utf-8"></head>'
    return f"{head}<body>{letter.html}</body></html>\n"


def _header(address: Address) -> HeaderAddress:
    return HeaderAddress(display_name=address.name, addr_spec=address.email)
