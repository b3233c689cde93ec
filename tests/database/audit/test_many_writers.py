"""Many pages at once: no row is lost, the chain stays whole, and nobody waits for ever."""

import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from json import dumps
from textwrap import dedent

import pytest
from django.db import connection, connections

from experio.audit.models import Reading
from experio.scope import acting_as
from subprojects.models import StaffMember
from tests.database.audit.log_rows import verdict
from tests.database.audit.log_rows import write as write_rows
from tests.factories import MembershipFactory, StaffMemberFactory, SubprojectFactory, UserFactory

pytestmark = pytest.mark.usefixtures("transactional_db")
WRITERS, PAGES = 20, 8


def test_more_writers_than_lanes_hold_locks_of_their_own_and_none_is_stuck() -> None:
    employer = SubprojectFactory()
    people = [StaffMemberFactory(subproject=employer) for _ in range(3)]
    officers = [UserFactory() for _ in range(WRITERS)]
    for officer in officers:
        MembershipFactory(user=officer, role="hr_officer", subproject=employer)

    def work(number: int) -> int:
        chance = random.Random(number)
        try:
            for _ in range(PAGES):
                with acting_as(officers[number]):
                    # A view that locks and changes a row that others want too, and a foreign key that is
                    # checked only at the end.
                    person = StaffMember.objects.select_for_update().get(pk=chance.choice(people).pk)
                    person.first_name = f"Name{number}"
                    person.save()
                    write_rows(officers[number], people=[person.pk])
            return PAGES
        finally:
            connections.close_all()

    with ThreadPoolExecutor(WRITERS) as pool:
        done = sum(pool.map(work, range(WRITERS)))

    assert done == Reading.objects.count() == WRITERS * PAGES
    assert verdict().is_whole


CHILD = dedent(
    """
    import json, os, sys
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    from django.conf import settings
    settings.DATABASES["default"].update(json.loads(sys.argv[1]))
    import django
    django.setup()
    from django.test import Client
    from experio.accounts.models import User
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(username="officer"),
                       backend="allauth.account.auth_backends.AuthenticationBackend")
    while True:
        answer = client.get("/staff/")
        assert answer.status_code == 200, answer.status_code
        print("shown", flush=True)
    """
)


@pytest.mark.parametrize("pages", [1, 4, 9])
def test_a_killed_server_loses_no_row_of_a_page_that_was_shown(pages: int) -> None:
    employer = SubprojectFactory()
    StaffMemberFactory(subproject=employer)
    MembershipFactory(user=UserFactory(username="officer"), role="hr_officer", subproject=employer)
    reach = {name: connection.settings_dict[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")}
    child = subprocess.Popen([sys.executable, "-c", CHILD, dumps(reach)], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    try:
        shown = [child.stdout.readline() for _ in range(pages)]
        child.kill()
        shown += child.stdout.readlines()
    finally:
        child.kill()
        child.wait()
        child.stdout.close()

    acknowledged = shown.count("shown\n")
    assert acknowledged >= pages
    assert Reading.objects.filter(act="list").count() - acknowledged in (0, 1)
    assert verdict().is_whole
