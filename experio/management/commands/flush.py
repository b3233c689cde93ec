from typing import Any

from django.core.management.commands.flush import Command as DjangoFlush

from experio.database import as_owner


class Command(DjangoFlush):
    """Empties the tables as the owner of the database: the app role may not truncate."""

    def handle(self, **options: Any) -> None:
        with as_owner(options["database"]):
            super().handle(**options)
