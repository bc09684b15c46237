"""What an operator is told who asks whether everything is as it was written."""

from io import StringIO

from django.core.management import CommandError, call_command


def verify(*options: object) -> tuple[bool, str]:
    """Whether all was well, and everything that was said."""
    said = StringIO()
    try:
        call_command("verify", *map(str, options), stdout=said, stderr=said)
    except CommandError as problem:
        return False, f"{said.getvalue()}{problem}"
    return True, said.getvalue()
