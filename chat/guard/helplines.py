"""Numbers and addresses of help, which a room may always be told: the pack of the house, and the best known others."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from cohorts import signposts

#: Beside the pack. Each is the service's own published number; the addresses say where it stands.
_OTHERS: Final = (
    ("112", "https://www.gov.uk/guidance/999-and-112-the-uks-national-emergency-numbers"),
    ("101", "https://www.police.uk/pu/contact-us/"),
    ("18000", "https://www.relayuk.bt.com/"),
    ("116000", "https://www.missingpeople.org.uk/"),
    ("116111", "https://childhelplineinternational.org/"),
    ("08000119100", "https://switchboard.lgbt/"),
    ("03003300630", "https://switchboard.lgbt/"),
    ("08088005000", "https://www.nspcc.org.uk/"),
    ("0800585858", "https://www.thecalmzone.net/"),
    ("08088010677", "https://www.beateatingdisorders.org.uk/"),
    ("08088010711", "https://www.beateatingdisorders.org.uk/"),
    ("08088010432", "https://www.beateatingdisorders.org.uk/"),
    ("08088010433", "https://www.beateatingdisorders.org.uk/"),
    ("08088010434", "https://www.beateatingdisorders.org.uk/"),
    ("08088010400", "https://mermaidsuk.org.uk/"),
    ("08088025544", "https://www.youngminds.org.uk/"),
    ("08082000247", "https://www.nationaldahelpline.org.uk/"),
    ("08088010327", "https://mensadviceline.org.uk/"),
    ("08085002222", "https://rapecrisis.org.uk/"),
    ("08088010302", "https://www.rapecrisisscotland.org.uk/"),
    ("08088021414", "https://dsahelpline.org/"),
    ("08000271234", "https://sdafmh.org.uk/"),
    ("08081689111", "https://www.victimsupport.org.uk/"),
    ("08005999247", "https://karmanirvana.org.uk/"),
    ("08009995428", "https://galop.org.uk/"),
    ("0800838587", "https://breathingspace.scot/"),
    ("0800132737", "https://www.callhelpline.org.uk/"),
    ("81066", "https://www.callhelpline.org.uk/"),
    ("08088023456", "https://www.meiccymru.org/"),
    ("84001", "https://www.meiccymru.org/"),
    ("08088082008", "https://myh.org.uk/"),
    ("08088084994", "https://www.themix.org.uk/"),
    ("08081000900", "https://www.stopitnow.org.uk/"),
    ("0800555111", "https://crimestoppers-uk.org/"),
    ("03001236600", "https://www.talktofrank.com/"),
    ("82111", "https://www.talktofrank.com/"),
    ("88247", "https://www.papyrus-uk.org/"),
    ("03001021234", "https://www.mind.org.uk/"),
    ("03001233393", "https://www.mind.org.uk/"),
    ("03003230169", "https://www.nationalbullyinghelpline.co.uk/"),
    ("0800136663", "https://www.nspcc.org.uk/"),
    ("1800666666", "https://www.childline.ie/"),
    ("50101", "https://www.childline.ie/"),
    ("50808", "https://www.textaboutit.ie/"),
    ("1800247247", "https://www.pieta.ie/"),
    ("988", "https://988lifeline.org/"),
    ("741741", "https://www.crisistextline.org/"),
    ("911", "https://www.911.gov/"),
)  # fmt: skip
_HOSTS: Final = (
    "nhs.uk", "gov.uk", "youngminds.org.uk", "kooth.com", "themix.org.uk", "mind.org.uk", "nspcc.org.uk", "police.uk",
    "thecalmzone.net", "switchboard.lgbt", "beateatingdisorders.org.uk", "mermaidsuk.org.uk", "stem4.org.uk",
    "meiccymru.org", "runawayhelpline.org.uk", "missingpeople.org.uk", "talktofrank.com",
)  # fmt: skip
_LOCAL: Final = "0"
#: Numbers nobody has at home or in a pocket: 030 is given to public bodies and charities alone, and who is called on
#: 0800 or 0808 pays (Ofcom, National Telephone Numbering Plan; its guidance on who may use 030, 2006).
_OF_BODIES: Final = re.compile(r"0(?:30\d{8}|80[08]\d{6,7})")


@cache
def numbers() -> frozenset[str]:
    """Every number and text code of help, its digits alone."""
    lines = [line for part in _parts() for line in part]
    packed = {re.sub(r"\D", "", number) for line in lines for number in (line.number, line.sms)}
    national = packed | {number for number, _ in _OTHERS}
    abroad = {code + number[1:] for number in national if number.startswith(_LOCAL) for code in ("44", "0044")}
    return frozenset((national | abroad) - {""})


def of_a_body(digits: str) -> bool:
    """Whether a number can only be some organisation's, in the United Kingdom: it leads to no one person."""
    return _OF_BODIES.fullmatch(digits) is not None


@cache
def beginnings() -> frozenset[str]:
    """What a number of help may begin with, so that others are soon known to be none."""
    return frozenset(number[:many] for number in numbers() for many in range(1, len(number) + 1))


@cache
def hosts() -> frozenset[str]:
    """Every web address of help, without what stands before or after its name."""
    webs = [line.web for part in _parts() for line in part if line.web]
    named = {re.sub(r"^https?://(?:www\.)?([^/]+).*$", r"\1", web) for web in webs}
    return frozenset(named | set(_HOSTS))


def helps(host: str) -> bool:
    """Whether an address is one of help, or a part of one."""
    name = host.removeprefix("www.").rstrip(".")
    return any(name == known or name.endswith(f".{known}") for known in hosts())


def _parts() -> tuple[tuple[signposts.Line, ...], ...]:
    found = signposts.pack()
    return found.emergency, found.lines, found.nations, found.elsewhere
