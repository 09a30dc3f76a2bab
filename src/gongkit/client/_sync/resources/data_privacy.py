# Made from _async/resources/data_privacy.py by tools/async_to_sync.py: change that one.
"""`gong.data_privacy`."""

from __future__ import annotations

from gongkit.client._sync.resource import Resource
from gongkit.contract.operations import data_privacy as ops
from gongkit.contract.types.data_privacy import EmailAddressReferences, PhoneNumberReferences


class DataPrivacy(Resource):
    """What Gong holds about a person, and its erasure.

    Phone numbers begin with a plus sign and the country code.
    """

    def find_email_address(self, email_address: str) -> EmailAddressReferences:
        """List the emails, calls, meetings, leads, contacts and events under an address."""
        return self._answer(ops.FIND_EMAIL_ADDRESS, query={"emailAddress": email_address})

    def find_phone_number(self, phone_number: str) -> PhoneNumberReferences:
        """List the leads and contacts who have a number, with their emails, calls and meetings."""
        return self._answer(ops.FIND_PHONE_NUMBER, query={"phoneNumber": phone_number})

    def erase_email_address(self, email_address: str) -> None:
        """Erase all that Gong holds under an email address. This cannot be undone.

        It takes hours, and Gong does not tell when it is done: ask `find_email_address`.
        Delete the person from the CRM and the mail system first, or the data comes back.
        """
        self._answer(ops.ERASE_EMAIL_ADDRESS, query={"emailAddress": email_address})

    def erase_phone_number(self, phone_number: str) -> None:
        """Erase all that Gong holds under a phone number. This cannot be undone.

        It takes hours, and Gong does not tell when it is done: ask `find_phone_number`.
        Delete the person from the CRM first, or the data comes back.
        """
        self._answer(ops.ERASE_PHONE_NUMBER, query={"phoneNumber": phone_number})
