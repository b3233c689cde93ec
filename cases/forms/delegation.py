"""What is typed when a case is lent."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q

from cases.forms.case import day_input
from cases.models import Case, Delegation
from experio.accounts.models import User
from subprojects.models import Membership, Role


class OfficerField(forms.ModelChoiceField):
    """An officer with the employer beside the name, for the case may go to another employer."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj} ({self.employers.get(obj.pk, '')})"

    employers: dict[int, str] = {}


class DelegationForm(forms.ModelForm):
    """To whom, from when to when, and why."""

    class Meta:
        model = Delegation
        fields = ["to_user", "first_day", "last_day", "reason"]
        field_classes = {"to_user": OfficerField}
        widgets = {"first_day": day_input(), "last_day": day_input()}

    def __init__(self, *args: Any, case: Case, lender: User, today: date, **kwargs: Any) -> None:
        kwargs["initial"] = {"first_day": today}
        super().__init__(*args, **kwargs)
        held = (
            Membership.objects.filter(
                Q(last_day=None) | Q(last_day__gte=today),
                role=Role.HR_OFFICER,
                subproject__project=case.subproject.project_id,
                user__is_active=True,
            )
            .exclude(user=lender)
            # The insurer is not given other employers' cases.
            .exclude(
                user__in=Membership.objects.filter(
                    Q(last_day=None) | Q(last_day__gte=today),
                    role=Role.HR_OFFICER,
                    subproject__is_insurer=True,
                ).values("user")
            )
            .values_list("user", "subproject__name")
        )
        employers: dict[int, str] = dict(held)
        field: Any = self.fields["to_user"]
        field.employers = employers
        field.queryset = User.objects.filter(pk__in=employers).order_by("last_name", "first_name", "pk")
        field.empty_label = "–"
        for name in ("first_day", "last_day"):
            self.fields[name].widget.attrs["min"] = today.isoformat()

    def _post_clean(self) -> None:
        """The action checks the whole row."""
