import json
from datetime import datetime
from time import perf_counter
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from cases.log_exports import affected_columns, affected_lines
from cases.questions.affected_people import AffectedPerson, affected_people
from cases.questions.readings_of_person import staff_named
from experio.accounts.models import User
from experio.scope import working_for, working_for_every_employer
from experio.spreadsheets import csv_text
from subprojects.models import Subproject


class Command(BaseCommand):
    help = (
        "Everybody on the pages that were shown in a span of time, by one user or from one network address: "
        "whom a breach concerns (GDPR 33 and 34)."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--from", dest="first", required=True, help="2026-11-01 or 2026-11-01T08:00")
        parser.add_argument("--to", dest="end", required=True, help="the first moment after the span")
        parser.add_argument("--user", help="user name of who was shown the pages")
        parser.add_argument("--address", default="", help="network address of the client")
        parser.add_argument("--subproject", help="slug of the employer (all unless said)")
        parser.add_argument("--json", action="store_true", help="print one JSON document")
        parser.add_argument("--format", choices=["csv"], help="print a file instead")

    def handle(self, *args: Any, **options: Any) -> None:
        first, end = _moment(options["first"]), _moment(options["end"])
        if end <= first:
            raise CommandError("--to must be later than --from.")
        user = User.objects.filter(username=options["user"]).first() if options["user"] else None
        if options["user"] and user is None:
            raise CommandError("There is no such user.")
        employer = _employer(options["subproject"])
        begun = perf_counter()
        with working_for(employer.pk) if employer else working_for_every_employer():
            found = affected_people(
                first=first,
                end=end,
                user=user.pk if user else None,
                address=options["address"],
                employers=[employer.pk] if employer else None,
            )
            seconds = perf_counter() - begun
            if options["format"] == "csv":
                names = staff_named(person.person for person in found)
                self.stdout.write(csv_text(affected_columns(), affected_lines(found, names)), ending="")
                return
        if options["json"]:
            document = {"people": [_document(one) for one in found], "seconds": round(seconds, 2)}
            self.stdout.write(json.dumps(document, indent=1))
            return
        self.stdout.write(f"{len(found)} people ({seconds:.1f} s).")
        for one in found:
            self.stdout.write(
                f"{one.employer}\t{one.employee_number}\t{one.pages}\t"
                f"{one.first_at.isoformat()}\t{one.last_at.isoformat()}\t{', '.join(one.acts)}"
            )


def _document(one: AffectedPerson) -> dict[str, Any]:
    return {
        "person": one.person,
        "employee_number": one.employee_number,
        "employer": one.employer,
        "pages": one.pages,
        "first_at": one.first_at.isoformat(),
        "last_at": one.last_at.isoformat(),
        "acts": list(one.acts),
    }


def _employer(slug: str | None) -> Subproject | None:
    if not slug:
        return None
    with working_for_every_employer():
        found = Subproject.objects.filter(slug=slug).first()
    if found is None:
        raise CommandError("There is no such subproject.")
    return found


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(f"{text!r} is no moment; write 2026-11-01 or 2026-11-01T08:00.") from None
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
