import getpass
import os
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from experio import clock
from experio.accounts.models import User
from experio.scope import working_for_every_employer

PASSWORD_VARIABLE = "EXPERIO_PASSWORD"  # noqa: S105


class Command(BaseCommand):
    """Make the first administrator of an installation, or give the role to an existing user."""

    help = "Make a user with the role administrator, from today on. Asks for the password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--email", default="")

    def handle(self, username: str, email: str, **options: Any) -> None:
        from subprojects.models import Membership, Role

        # The first administrator has nobody to be given the role by.
        with working_for_every_employer():
            user = User.objects.filter(username=username).first()
            is_new = user is None
            if user is None:
                user = User(username=username, email=email)
                user.set_password(self._password(user))
                if os.environ.get(PASSWORD_VARIABLE):
                    user.password_given_at = timezone.now()  # it stands where others may read it
                self._check(user)
                user.save()
            today = clock.today()
            held = Membership.objects.held_on(today).filter(user=user, role=Role.ADMINISTRATOR)
            if held.exists():
                raise CommandError(f"{username} is an administrator already.")
            Membership.objects.create(user=user, role=Role.ADMINISTRATOR, first_day=today)
        made = "has been made and" if is_new else "kept the password and"
        self.stdout.write(f"{username} {made} is an administrator from {today}.")

    def _password(self, user: User) -> str:
        """From the environment, or asked for twice. Raises CommandError when it will not do."""
        password = os.environ.get(PASSWORD_VARIABLE, "")
        if not password:
            password = getpass.getpass("Password: ")
            if password != getpass.getpass("Once more: "):
                raise CommandError("The two passwords differ; nobody was made.")
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        return password

    def _check(self, user: User) -> None:
        try:
            user.full_clean()
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
