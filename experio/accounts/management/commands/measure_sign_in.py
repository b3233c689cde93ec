from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from experio.accounts.measuring import pages_while_signing_in, refusals
from experio.accounts.models import User


class Command(BaseCommand):
    """Measure what `docs/security/sign-in.md` says about time: enumeration and starving."""

    help = "Medians of refused sign-ins by kind of name, and page times while others sign in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--tries", type=int, default=500)
        parser.add_argument("--pages", type=int, default=60)
        parser.add_argument("--username", default="hr.karlstad")

    def handle(self, tries: int, pages: int, username: str, **options: Any) -> None:
        if not User.objects.filter(username=username).exists():
            raise CommandError(f"Nobody is called {username}; name an account with --username.")
        self.stdout.write(f"Refused sign-ins, {tries} tries of each kind by turns:")
        for answered in refusals(tries):
            low, high = answered.quartiles
            self.stdout.write(
                f"  {answered.kind:17} median {answered.median:6.1f} ms, quartiles {low:.1f} to {high:.1f} ms"
            )
        self.stdout.write("The start page while others sign in:")
        for signing_in, at_once in ((0, 1), (8, 1), (8, 8), (32, 1), (32, 16)):
            found = pages_while_signing_in(username, signing_in=signing_in, at_once=at_once, pages=pages)
            self.stdout.write(
                f"  {signing_in:2} signing in, {at_once:2} hashing at once: median {found.median:6.1f} ms, "
                f"p95 {found.p95:6.1f} ms, {found.hashes} hashes meanwhile"
            )
