"""What stands on a page, for whoever reads it."""

import re


def text(page: bytes) -> str:
    """The words of the main part."""
    main = page.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub("<[^>]+>", " ", main).split())


def row(page: bytes, name: str) -> str:
    """What stands beside a name in the table."""
    body = page.decode().partition("<tbody>")[2].partition("</tbody>")[0]
    (found,) = [one for one in body.split("</tr>") if name in one]
    return " ".join(re.sub("<[^>]+>", " ", found).split())
