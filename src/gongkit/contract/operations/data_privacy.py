"""Data privacy: what Gong holds about a person, and erasing it."""

from gongkit.contract.operation import Operation, Repeat, in_query
from gongkit.contract.types.common import BaseResponse
from gongkit.contract.types.data_privacy import EmailAddressReferences, PhoneNumberReferences

_EMAIL_ADDRESS = in_query("emailAddress", "The person's email address.", required=True)
_PHONE_NUMBER = in_query(
    "phoneNumber",
    "The person's number: a plus sign and the country code, then the rest; other signs than "
    "digits are ignored. A URL writes the plus sign as %2B.",
    required=True,
)

FIND_EMAIL_ADDRESS = Operation(
    id="findAllReferencesToEmailAddress",
    area="data_privacy",
    method_name="find_email_address",
    method="GET",
    path="/v2/data-privacy/data-for-email-address",
    doc="""List what Gong holds under an email address.

    That is emails, calls, meetings, the leads and contacts of the CRM, and engagement
    events. The answer is not paged.""",
    answer=EmailAddressReferences,
    parameters=(_EMAIL_ADDRESS,),
    scopes=("api:data-privacy:read",),
    repeat=Repeat.SAFE,
    errors=(400, 401, 429, 500),
)

FIND_PHONE_NUMBER = Operation(
    id="findAllReferencesToPhoneNumber",
    area="data_privacy",
    method_name="find_phone_number",
    method="GET",
    path="/v2/data-privacy/data-for-phone-number",
    doc="""List what Gong holds under a phone number.

    That is the leads and contacts who have the number, with their emails, calls and
    meetings, and the addresses they also go by. The answer is not paged.""",
    answer=PhoneNumberReferences,
    parameters=(_PHONE_NUMBER,),
    scopes=("api:data-privacy:read",),
    repeat=Repeat.SAFE,
    errors=(400, 401, 429, 500),
)

ERASE_EMAIL_ADDRESS = Operation(
    id="purgeEmailAddress",
    area="data_privacy",
    method_name="erase_email_address",
    method="POST",
    path="/v2/data-privacy/erase-data-for-email-address",
    doc="""Erase what Gong holds under an email address. It cannot be undone.

    Emails from and to the address are deleted, calls in which the person appears, and
    the leads and contacts. Delete the person from the CRM and from the mail system
    first, or Gong imports the data again.

    The answer says only that Gong took the work on. It takes hours, and nothing tells
    when it is done but `findAllReferencesToEmailAddress`. Gong stops by itself where an
    unusual number of objects would go; then its support has to help.""",
    answer=BaseResponse,
    parameters=(_EMAIL_ADDRESS,),
    scopes=("api:data-privacy:delete",),
    errors=(400, 401, 429, 500),
    destructive=True,
)

ERASE_PHONE_NUMBER = Operation(
    id="purgePhoneNumber",
    area="data_privacy",
    method_name="erase_phone_number",
    method="POST",
    path="/v2/data-privacy/erase-data-for-phone-number",
    doc="""Erase what Gong holds under a phone number. It cannot be undone.

    The leads and contacts who have the number are deleted, emails from and to them, and
    calls in which they appear. Delete the person from the CRM first, or Gong imports the
    data again.

    The answer says only that Gong took the work on. It takes hours, and nothing tells
    when it is done but `findAllReferencesToPhoneNumber`. Gong stops by itself where an
    unusual number of objects would go; then its support has to help.""",
    answer=BaseResponse,
    parameters=(_PHONE_NUMBER,),
    scopes=("api:data-privacy:delete",),
    errors=(400, 401, 429, 500),
    destructive=True,
)
