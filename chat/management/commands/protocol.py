"""Write what follows from the vocabulary: the reference, the browser's builders, the shared frames."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from chat import reference


class Command(BaseCommand):
    help = "Write docs/protocol.md, static/js/protocol.js and tests/frames.json; --check only compares."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; fail if a file differs")

    def handle(self, *args: Any, **options: Any) -> None:
        root = Path(settings.BASE_DIR)
        files = {
            root / "docs" / "protocol.md": reference.markdown(),
            root / "static" / "js" / "protocol.js": reference.javascript(),
            root / "tests" / "frames.json": reference.frames(),
        }
        differing = [path for path, text in files.items() if not path.exists() or path.read_text() != text]
        if options["check"] and differing:
            names = ", ".join(str(path.relative_to(root)) for path in differing)
            raise CommandError(f"These no longer follow the vocabulary: {names}. Run `manage.py protocol`.")
        for path in differing:
            path.parent.mkdir(exist_ok=True)
            path.write_text(files[path])
            self.stdout.write(f"wrote {path.relative_to(root)}")
