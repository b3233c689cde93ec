"""Who has looked: told to the person and to the employer's HR lead, and to nobody else."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from experio.accounts.models import User
from experio.audit.models import Finding, LogReview, LogReviewRow, Reading
from experio.scope import acting_as
from subprojects.models import Role
from tests.cast import holding
from tests.database.audit.log_rows import write
from tests.factories import TODAY, MembershipFactory, sick_leave


@pytest.fixture
def hr_lead(north) -> User:
    user = holding(Role.HR_OFFICER, "hr.lead", subproject=north)
    MembershipFactory(user=user, role=Role.HR_LEAD, subproject=north)
    return user


def signed_in(user) -> Client:
    client = Client()
    client.cookies["django_language"] = "en"
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def told(answer) -> str:
    return answer.content.decode()


def test_the_person_reads_who_in_which_role_when_and_what(employee, hr_north, manager_ward, nurse) -> None:
    for reader in (hr_north, manager_ward):
        signed_in(reader).get(nurse.get_absolute_url())

    page = told(signed_in(employee).get(reverse("cases:own_readings")))

    assert str(hr_north) in page
    assert "HR officer, North" in page
    assert str(manager_ward) in page
    assert "Manager, The ward" in page
    assert "Read: the person&#x27;s page" in page


def test_nobody_reads_who_looked_at_somebody_else(employee, hr_north, teacher) -> None:
    signed_in(hr_north).get(teacher.get_absolute_url())

    answer = signed_in(employee).get(reverse("cases:own_readings"))
    assert answer.status_code == 200
    assert str(hr_north) not in told(answer)


def test_own_visits_are_left_out_and_the_empty_page_says_so(employee) -> None:
    client = signed_in(employee)
    client.get(reverse("cases:own_page"))

    assert "Nobody has looked" in told(client.get(reverse("cases:own_readings")))


def test_the_hr_lead_reads_it_of_every_person_of_the_employer(hr_lead, hr_north, manager_ward, nurse) -> None:
    signed_in(manager_ward).get(nurse.get_absolute_url())
    episode = sick_leave(nurse, TODAY)
    signed_in(manager_ward).get(reverse("cases:sick_leave_edit", args=[nurse.key, episode.pk]))
    address = reverse("cases:readings_person", args=[nurse.key])

    page = told(signed_in(hr_lead).get(address))

    assert str(manager_ward) in page
    assert "nothing was shown" in page
    assert signed_in(hr_north).get(address).status_code == 403


def test_an_hr_lead_without_the_role_of_an_officer_reviews_nothing(north, nurse) -> None:
    lead = holding(Role.HR_LEAD, "lead.only", subproject=north)

    assert signed_in(lead).get(reverse("cases:log_review_list")).status_code == 403


def test_a_strangers_hr_lead_finds_nothing(hr_lead, south, southerner, north) -> None:
    review = LogReview.objects.create(
        subproject=south, month="2026-01-01", seed="1", rules={}, rows_in_month=0, opened_by=hr_lead
    )
    client = signed_in(hr_lead)

    assert client.get(reverse("cases:readings_person", args=[southerner.key])).status_code == 404
    assert client.get(reverse("cases:log_review", args=[review.pk])).status_code == 404
    assert client.get(reverse("cases:log_review_close", args=[review.pk])).status_code == 404


def drawn(client: Client, north) -> LogReview:
    month = f"{timezone.localdate():%Y-%m}"
    answer = client.post(reverse("cases:log_review_list"), {"subproject": north.slug, "month": month})
    assert answer.status_code == 302, told(answer)
    return LogReview.objects.get(subproject=north)


def test_a_month_is_drawn_looked_at_and_closed(hr_lead, hr_north, nurse, north) -> None:
    signed_in(hr_north).get(nurse.get_absolute_url())
    client = signed_in(hr_lead)
    review = drawn(client, north)
    rows = list(review.sample.all())
    assert rows
    assert client.get(reverse("cases:log_review", args=[review.pk])).status_code == 200
    close = reverse("cases:log_review_close", args=[review.pk])
    assert "have not been looked at yet" in told(client.post(close, {"summary": "All in order."}))

    for row in rows:
        address = reverse("cases:log_review_row", args=[review.pk, row.pk])
        assert nurse.shown_name in told(client.get(address)) or len(rows) > 1
        assert client.post(address, {"finding": "note", "note": "Asked: leave register."}).status_code == 302
    assert client.post(close, {"summary": "All in order."}).status_code == 302

    review.refresh_from_db()
    assert (review.is_open, review.closed_by) == (False, hr_lead)
    row = rows[0]
    late = client.post(
        reverse("cases:log_review_row", args=[review.pk, row.pk]), {"finding": "breach", "note": "Late."}
    )
    row.refresh_from_db()
    assert (late.status_code, row.finding) == (200, Finding.NOTE)
    assert "All in order." in told(client.get(reverse("cases:log_review", args=[review.pk])))


def test_a_month_is_drawn_once(hr_lead, north) -> None:
    client = signed_in(hr_lead)
    drawn(client, north)

    again = client.post(
        reverse("cases:log_review_list"), {"subproject": north.slug, "month": f"{timezone.localdate():%Y-%m}"}
    )

    assert "already been drawn" in told(again)
    assert LogReview.objects.count() == 1


@pytest.mark.parametrize("finding", ["follow_up", "breach", "note"])
def test_what_is_not_simply_in_order_is_explained(finding: str, hr_lead, hr_north, nurse, north) -> None:
    signed_in(hr_north).get(nurse.get_absolute_url())
    client = signed_in(hr_lead)
    row = drawn(client, north).sample.first()
    assert row is not None

    answer = client.post(
        reverse("cases:log_review_row", args=[row.review_id, row.pk]), {"finding": finding, "note": " "}
    )

    row.refresh_from_db()
    assert (answer.status_code, row.finding) == (200, "")


def test_ones_own_reading_is_explained_even_when_in_order(hr_lead, nurse, north) -> None:
    client = signed_in(hr_lead)
    client.get(nurse.get_absolute_url())
    review = drawn(client, north)
    row = review.sample.get(reading=Reading.objects.get(route="cases:staff_detail").pk)
    address = reverse("cases:log_review_row", args=[review.pk, row.pk])

    assert "your own reading" in told(client.post(address, {"finding": "ok", "note": ""}))
    assert client.post(address, {"finding": "ok", "note": "Called back."}).status_code == 302


def test_everybody_on_the_pages_of_a_breach_is_found(hr_lead, hr_north, nurse, teacher) -> None:
    signed_in(hr_north).get(nurse.get_absolute_url())
    signed_in(hr_lead).get(teacher.get_absolute_url())
    now = timezone.localtime()
    span = {
        "first": (now - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M"),
        "end": (now + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M"),
    }
    client = signed_in(hr_lead)

    page = told(client.get(reverse("cases:affected"), {**span, "user": hr_north.pk}))
    assert nurse.shown_name in page
    assert teacher.shown_name not in page
    everybody = told(client.get(reverse("cases:affected"), {**span, "user": "", "address": "127.0.0.1"}))
    assert nurse.shown_name in everybody
    assert teacher.shown_name in everybody
    backwards = client.get(reverse("cases:affected"), {"first": span["end"], "end": span["first"]})
    assert backwards.status_code == 400
    assert "not after the beginning" in told(backwards)


def test_the_log_of_a_page_of_the_log_is_kept_too(hr_lead, nurse) -> None:
    signed_in(hr_lead).get(reverse("cases:readings_person", args=[nurse.key]))

    row = Reading.objects.get()
    assert (row.route, row.people) == ("cases:readings_person", [nurse.pk])


def test_long_logs_come_a_page_at_a_time(employee, hr_north, nurse) -> None:
    write(hr_north, 60, people=[nurse.pk])

    page = told(signed_in(employee).get(reverse("cases:own_readings")))

    assert page.count("<tr>") == 51
    assert "1–50 of 60" in page


def test_a_finding_of_somebody_and_an_explanation_are_demanded_by_the_database(hr_lead, north) -> None:
    from django.db import IntegrityError, transaction

    review = LogReview.objects.create(
        subproject=north, month="2026-01-01", seed="1", rules={}, rows_in_month=1, opened_by=hr_lead
    )
    row = LogReviewRow(
        review=review,
        subproject=north,
        reading=1,
        reading_at=timezone.now(),
        reasons=["chance"],
        finding="breach",
    )

    with pytest.raises(IntegrityError), transaction.atomic(), acting_as(hr_lead):
        row.save()


def test_the_page_of_a_person_leads_the_hr_lead_to_the_log_and_nobody_else(hr_lead, hr_north, nurse) -> None:
    link = reverse("cases:readings_person", args=[nurse.key])

    assert link in told(signed_in(hr_lead).get(nurse.get_absolute_url()))
    assert link not in told(signed_in(hr_north).get(nurse.get_absolute_url()))
