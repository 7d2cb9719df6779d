"""What visitors see of an imported entry before its own people look after it: nothing personal."""

from dataclasses import replace
from typing import Any, TypeVar

from core.organisations.domains import is_anybodys

MOBILE = "+316"
"""How a Dutch mobile number begins: it is in somebody's pocket."""

T = TypeVar("T")


def without_personal(entry: T) -> T:
    """Return a read model without a mobile number and without an address at a provider.

    They may be a volunteer's own, and nobody asked. Who takes the entry over chooses what is
    shown, and so does an editor who asked by phone and changes the entry on their behalf.
    """
    read: Any = entry
    phone = "" if read.phone.startswith(MOBILE) else read.phone
    email = "" if is_anybodys(read.email) else read.email
    found: T = replace(read, phone=phone, email=email)
    return found
