"""How values and forms are shown."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.translation import override

from experio.periods import Period
from experio.templatetags import experio as shown

NBSP = "\N{NO-BREAK SPACE}"


def test_a_share_has_one_decimal_rounded_half_up_in_the_readers_language() -> None:
    with override("sv"):
        assert shown.percent(Decimal("4.25")) == f"4,3{NBSP}%"
    with override("en"):
        assert shown.percent(Decimal("4.25")) == f"4.3{NBSP}%"


@pytest.mark.parametrize("hidden", [None, "", ".."])
def test_a_hidden_figure_is_two_dots(hidden: Any) -> None:
    assert shown.percent(hidden) == shown.number(hidden) == ".."


def test_zero_is_a_figure_and_is_not_hidden() -> None:
    with override("sv"):
        assert shown.percent(0) == f"0,0{NBSP}%"
        assert shown.number(0) == "0"


def test_thousands_are_kept_apart() -> None:
    with override("sv"):
        assert shown.number(1380) == f"1{NBSP}380"


def test_a_period_shows_both_days_one_day_or_that_it_goes_on() -> None:
    with override("en"):
        assert shown.period(Period(date(2021, 3, 1), date(2021, 4, 2))) == "2021-03-01 – 2021-04-02"
        assert shown.period(Period(date(2021, 3, 1), date(2021, 3, 1))) == "2021-03-01"
        ongoing = type("Ongoing", (), {"first_day": date(2021, 3, 1), "last_day": None})
        assert shown.period(ongoing) == "2021-03-01 – ongoing"


def drawn(source: str, address: str = "/") -> str:
    request = RequestFactory().get(address)
    return Template("{% load experio %}" + source).render(Context({"request": request}))


def test_a_link_changes_one_part_of_the_query_string_and_keeps_the_rest() -> None:
    assert drawn("{% query page=2 %}", "/?q=a&page=1") == "?q=a&amp;page=2"
    assert drawn("{% query page=None %}", "/?q=a&page=1") == "?q=a"


def test_a_heading_turns_the_order_round_and_goes_back_to_the_first_page() -> None:
    heading = drawn('{% sort_header "name" "Name" %}', "/?sort=name&page=3")
    assert 'aria-sort="ascending"' in heading
    assert 'href="?sort=-name"' in heading


class _Form(forms.Form):
    name = forms.CharField(help_text="As in the payroll")
    day = forms.DateField(required=False)
    kind = forms.ChoiceField(choices=[("a", "A")], widget=forms.RadioSelect)


def test_an_error_stands_beside_its_field_and_in_the_list_with_a_link() -> None:
    with override("en"):
        page = str(_Form({"name": "", "kind": "a"}))
    assert 'aria-describedby="id_name_helptext id_name_error"' in page
    assert 'aria-invalid="true"' in page
    assert 'id="id_name_error"' in page
    assert '<a href="#id_name">' in page


def test_dates_are_native_and_choices_stand_in_a_fieldset() -> None:
    with override("en"):
        page = str(_Form())
    assert 'type="date"' in page
    assert "<fieldset" in page
    assert page.count("(optional)") == 1
    assert "style=" not in page
