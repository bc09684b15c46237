#!/usr/bin/env python
"""Alcove's commands: ``python manage.py help`` lists them."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from server.loading import quickly


def main() -> None:
    """Run one command; a setting that is wrong ends it with one sentence."""
    quickly()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "server.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as refused:
        sys.exit(f"Alcove cannot start. {refused}")
    except BrokenPipeError:
        # Whoever read what it says has read enough, as `head` does; what is left to say at the end goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


if __name__ == "__main__":
    main()
