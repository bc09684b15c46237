"""How somebody can be reached, as they typed it: an email or a phone number in the one form in which it is kept."""

from dataclasses import dataclass, field
from typing import Literal

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

LONGEST = 254
_TEXTED = frozenset({phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE})
_CALLED = _TEXTED | {
    *(phonenumbers.PhoneNumberType.FIXED_LINE, phonenumbers.PhoneNumberType.VOIP),
    phonenumbers.PhoneNumberType.PERSONAL_NUMBER,
}
_is_email = EmailValidator()


class ContactUnfit(Exception):
    """No email, and no phone number that we may use. Never quotes what was typed."""

    def __init__(self) -> None:
        super().__init__("a contact could not be read")


@dataclass(frozen=True, slots=True)
class Address:
    """`kind` is email or phone; `value` an address in lower case, or a number as +447700900123."""

    kind: Literal["email", "phone"]
    value: str = field(repr=False)


def read(text: str, *, region: str, texts: bool) -> Address:
    """Return what was typed in one form, or raise `ContactUnfit`.

    A number without a country is of `region`. With `texts` it must be one of that country that text messages reach:
    anybody may type a number here, and those of far countries can cost a house dear.
    """
    text = text.strip()
    if len(text) > LONGEST:
        raise ContactUnfit
    return _email(text) if "@" in text else _phone(text, region, texts=texts)


def readable(address: Address) -> str:
    """Return it as people read it out: a number in groups."""
    if address.kind == "email":
        return address.value
    number = phonenumbers.parse(address.value)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def is_region(region: str) -> bool:
    """Return whether the phone numbers of this country, in two letters, are known."""
    return region in phonenumbers.SUPPORTED_REGIONS


def _email(text: str) -> Address:
    try:
        _is_email(text)
    except ValidationError:
        raise ContactUnfit from None
    return Address("email", text.lower())


def _phone(text: str, region: str, *, texts: bool) -> Address:
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        raise ContactUnfit from None
    near = number.country_code == phonenumbers.country_code_for_region(region)
    usable = phonenumbers.number_type(number) in (_TEXTED if texts else _CALLED)
    if not phonenumbers.is_valid_number(number) or not usable or (texts and not near):
        raise ContactUnfit
    return Address("phone", phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
