"""Public holidays by place, from the `holidays` library: `GB-SCT` is a country and, where it matters, its region."""

from collections.abc import Iterable
from datetime import date
from functools import cache

from django.conf import settings
from holidays import country_holidays
from holidays.registry import COUNTRIES

LANGUAGES = ("en_GB", "en_US")


def is_place(place: str) -> bool:
    """Whether the library knows the public holidays of this place."""
    country, _, region = place.partition("-")
    try:
        country_holidays(country, subdiv=region or None)
    except NotImplementedError:
        return False
    return True


def places() -> list[tuple[str, str]]:
    """Return the places a coordinator may choose from, each with its name, as the settings list them."""
    return [(place, name(place)) for place in settings.HOLIDAY_PLACES]


def name(place: str) -> str:
    """Return what a place is called, as `United Kingdom: Scotland` or `Ireland`; of none, an empty string."""
    country, _, region = place.partition("-")
    words = next((key for key, codes in COUNTRIES.items() if country in codes), "").replace("_", " ").title()
    if not region:
        return words
    aliases = country_holidays(country).get_subdivision_aliases().get(region, [])
    return f"{words}: {aliases[0] if aliases else region}"


def on(place: str, years: Iterable[int]) -> dict[date, str]:
    """Return the public holidays of a place in these years, by day; of no place, none."""
    return {day: title for year in years for day, title in _of_year(place, year).items()} if place else {}


@cache
def _of_year(place: str, year: int) -> dict[date, str]:
    country, _, region = place.partition("-")
    known = country_holidays(country).supported_languages
    language = next((one for one in LANGUAGES if one in known), None)
    return dict(country_holidays(country, subdiv=region or None, years=year, language=language))
