import json
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand
from django.db import connection

from experio.audit.partitions import AHEAD, keep_months, months_left, partition_names, rows_in_net
from experio.audit.rights import state_rights
from experio.database import as_owner
from experio.scope import working_for_every_employer


class Command(BaseCommand):
    help = (
        "Make the months of the reading log that are to come (migrate does the same). "
        "Run it once a month: without it, rows fall into a net and are moved when their month is made."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--ahead", type=int, default=AHEAD, help=f"months to come ({AHEAD})")
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        with as_owner(), working_for_every_employer():
            made = keep_months(ahead=max(0, options["ahead"]))
            with connection.cursor() as cursor:
                state_rights(cursor, settings.DATABASE_APP_ROLE)
        with working_for_every_employer():
            left, fallen = months_left(), rows_in_net()
            months = partition_names()
        if options["json"]:
            document = {"made": made, "months_left": left, "rows_in_net": fallen, "partitions": months}
            self.stdout.write(json.dumps(document, indent=1))
            return
        for name in made:
            self.stdout.write(f"Made {name}.")
        self.stdout.write(f"{left} months are ready; {fallen} rows lie in the net.")
