"""The reference-data site: who enters, what is there, and what it can never show."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from experio.accounts.models import User
from experio.reference_data import site
from subprojects.models import Membership, StaffMember, Unit
from tests.factories import MembershipFactory

TODAY = date(2021, 11, 22)


@pytest.fixture
def admin_client(client: Any, administrator: User) -> Any:
    client.force_login(administrator)
    return client


@pytest.mark.parametrize("who", ["hr_north", "manager_ward", "office", "evaluator", "employee", "nobody"])
def test_only_administrators_enter(client: Any, who: str, request: pytest.FixtureRequest) -> None:
    client.force_login(request.getfixturevalue(who))
    assert client.get(reverse("admin:index")).status_code == 403


def test_the_staff_flag_opens_nothing(client: Any, hr_north: User) -> None:
    hr_north.is_staff = True
    hr_north.save()
    client.force_login(hr_north)
    assert client.get(reverse("admin:index")).status_code == 403


def test_nothing_about_sick_leave_or_cases_is_registered() -> None:
    assert {model.__name__ for model in site._registry} == {
        "Activity",
        "IdentityProvider",
        "IdentityReader",
        "LegalThreshold",
        "Membership",
        "Occupation",
        "Project",
        "ProjectPhase",
        "SecondFactorRule",
        "SecrecyGround",
        "Subproject",
        "Unit",
        "User",
    }


def test_every_list_and_form_is_drawn(admin_client: Any, ward: Unit) -> None:
    drawn = set()
    for model in site._registry:
        base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        assert admin_client.get(reverse(f"{base}_changelist")).status_code == 200
        assert admin_client.get(reverse(f"{base}_add")).status_code == 200
        row = model._default_manager.first()
        if row is not None:
            assert admin_client.get(reverse(f"{base}_change", args=[row.pk])).status_code == 200
            drawn.add(model.__name__)
    assert drawn >= {"LegalThreshold", "Membership", "Project", "Subproject", "Unit", "User"}


def test_an_administrator_makes_a_user_who_is_neither_staff_nor_superuser(admin_client: Any) -> None:
    typed = {
        "username": "new.officer",
        "password1": "fjorton-blå-hästar",
        "password2": "fjorton-blå-hästar",
        "is_superuser": "on",
        "is_staff": "on",
    }
    admin_client.post(reverse("admin:accounts_user_add"), typed)
    made = User.objects.get(username="new.officer")
    assert made.check_password("fjorton-blå-hästar")
    assert (made.is_staff, made.is_superuser) == (False, False)


def give_role(client: Any, **typed: Any) -> Any:
    return client.post(
        reverse("admin:subprojects_membership_add"), {"first_day": "2021-11-22", "last_day": "", **typed}
    )


def test_an_employee_gets_the_own_row_by_employee_number(
    admin_client: Any, nobody: User, nurse: StaffMember
) -> None:
    give_role(admin_client, user=nobody.pk, role="employee", staff_member="north/N100")
    assert Membership.objects.get(user=nobody).staff_member == nurse


def test_an_unknown_employee_number_is_refused_beside_the_field(admin_client: Any, nobody: User) -> None:
    page = give_role(admin_client, user=nobody.pk, role="employee", staff_member="north/X")
    assert page.context["adminform"].form.errors["staff_member"]
    assert not Membership.objects.filter(user=nobody).exists()


def test_a_role_without_its_scope_is_refused(admin_client: Any, nobody: User) -> None:
    assert give_role(admin_client, user=nobody.pk, role="hr_officer").status_code == 200
    assert not Membership.objects.filter(user=nobody).exists()


def test_the_role_that_lets_one_in_is_ended_by_another_administrator(
    admin_client: Any, administrator: User
) -> None:
    own = Membership.objects.get(user=administrator)
    change = reverse("admin:subprojects_membership_change", args=[own.pk])
    delete = reverse("admin:subprojects_membership_delete", args=[own.pk])
    page = admin_client.get(change).content.decode()

    assert "En annan administratör" in page
    assert delete not in page
    assert admin_client.post(change, {"first_day": "2019-05-01", "last_day": "2019-06-01"}).status_code == 403
    assert admin_client.post(delete, {"post": "yes"}).status_code == 403

    # With a second row of the same role the first is no longer the way in. Changed rights end the session.
    MembershipFactory(user=administrator, role="administrator")
    admin_client.force_login(administrator)
    assert admin_client.post(delete, {"post": "yes"}).status_code == 302
    assert not Membership.objects.filter(pk=own.pk).exists()


def test_what_something_hangs_on_cannot_be_deleted(admin_client: Any, ward: Unit, nurse: StaffMember) -> None:
    address = reverse("admin:subprojects_unit_delete", args=[ward.pk])
    assert admin_client.post(address, {"post": "yes"}).status_code == 403
    nurse.employments.all().delete()
    admin_client.post(address, {"post": "yes"})
    assert not Unit.objects.filter(pk=ward.pk).exists()


def test_an_account_is_closed_never_deleted(admin_client: Any, nobody: User) -> None:
    answer = admin_client.post(reverse("admin:accounts_user_delete", args=[nobody.pk]), {"post": "yes"})
    assert answer.status_code == 403
    assert User.objects.filter(pk=nobody.pk).exists()
