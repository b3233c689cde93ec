"""How people sign in: which roles need a second factor, and whose identity provider gives which role."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from experio.history import tracked
from subprojects.models.membership import Role
from subprojects.models.organisation import Subproject, Unit


@tracked()
class SecondFactorRule(models.Model):
    """
    From which day on a role needs a second factor, or no longer does (krav på tvåstegsinloggning).

    The latest row of a role whose day has come decides; a role without a row follows
    `subprojects.sign_in.second_factor.REQUIRED_UNLESS_SAID`.
    """

    role = models.CharField(_("role"), max_length=20, choices=Role)
    first_day = models.DateField(_("from"))
    is_required = models.BooleanField(_("a second factor is required"), default=True)

    class Meta:
        verbose_name = _("second factor of a role")
        verbose_name_plural = _("second factors of roles")
        ordering = ["role", "-first_day"]
        constraints = [
            models.UniqueConstraint(
                fields=["role", "first_day"],
                name="one_second_factor_rule_a_day",
                violation_error_message=_("This role has a rule from that day already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.first_day}"


@tracked()
class IdentityProvider(models.Model):
    """
    An employer's identity provider (identitetsleverantör), spoken to with OpenID Connect.

    The client secret is not here: `secret_variable` names the environment variable that holds it. A person
    is known by `subject_claim`, which must be stable (`sub`; `oid` at Microsoft Entra); never by e-mail.
    """

    subproject = models.ForeignKey(
        Subproject,
        on_delete=models.PROTECT,
        related_name="identity_providers",
        verbose_name=_("subproject"),
    )
    slug = models.SlugField(
        _("short name"),
        max_length=40,
        unique=True,
        help_text=_("Stands in the address that the provider sends people back to; never change it later."),
    )
    name = models.CharField(
        _("name"),
        max_length=80,
        help_text=_("As on the button of the sign-in page, for example Karlstads kommun."),
    )
    issuer = models.CharField(
        _("issuer"),
        max_length=200,
        validators=[URLValidator(schemes=["https", "http"])],
        help_text=_(
            "What stands before /.well-known/openid-configuration, exactly as the provider writes it."
        ),
    )
    client_id = models.CharField(_("client id"), max_length=191)
    secret_variable = models.CharField(
        _("variable of the client secret"),
        max_length=80,
        validators=[
            RegexValidator(
                r"^EXPERIO_OIDC_[A-Z0-9_]+$",
                _("The name begins with EXPERIO_OIDC_ and holds capitals and digits."),
            )
        ],
        help_text=_("The environment variable that holds the secret, for example EXPERIO_OIDC_KARLSTAD."),
    )
    subject_claim = models.CharField(_("claim that names the person"), max_length=40, default="sub")
    groups_claim = models.CharField(_("claim that lists the groups"), max_length=40, default="groups")
    makes_accounts = models.BooleanField(
        _("makes accounts"),
        default=False,
        help_text=_("A person who is in a mapped group and has no account gets one at the first sign-in."),
    )
    second_factor_values = models.CharField(
        _("proof of a second factor"),
        max_length=200,
        blank=True,
        help_text=_(
            "Values of the claims amr or acr that prove a second factor at the provider, separated by "
            "spaces, for example mfa. Empty: Experio asks for its own."
        ),
    )
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("identity provider")
        verbose_name_plural = _("identity providers")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["issuer", "client_id"], name="one_provider_an_issuer_and_client"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.issuer and not re.match(
            r"^https://|^http://(127\.0\.0\.1|localhost|\[::1\])(:|/|$)", self.issuer
        ):
            raise ValidationError({"issuer": _("The issuer's address begins with https://.")})


@tracked()
class GroupRole(models.Model):
    """
    Which role a group of an employer's identity provider gives (grupp till roll).

    Only roles inside the provider's own employer: an HR officer or subproject lead of its subproject, or a
    manager of one of its units. A provider can never give a role of the project or make an administrator.
    """

    PROVIDER_ROLES = (Role.HR_OFFICER, Role.SUBPROJECT_LEAD, Role.MANAGER)

    identity_provider = models.ForeignKey(
        IdentityProvider,
        on_delete=models.CASCADE,
        related_name="group_roles",
        verbose_name=_("identity provider"),
    )
    group = models.CharField(
        _("group"), max_length=200, help_text=_("Exactly as the provider sends it: a name or an id.")
    )
    role = models.CharField(
        _("role"), max_length=20, choices=[(role.value, role.label) for role in PROVIDER_ROLES]
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit")
    )
    includes_subunits = models.BooleanField(_("also the units below"), default=False)

    class Meta:
        verbose_name = _("role of a group")
        verbose_name_plural = _("roles of groups")
        ordering = ["identity_provider", "group", "role"]
        constraints = [
            models.UniqueConstraint(
                fields=["identity_provider", "group", "role", "unit"],
                name="one_role_a_group",
                nulls_distinct=False,
                violation_error_message=_("This group gives this role already."),
            ),
            models.CheckConstraint(
                condition=Q(role="manager", unit__isnull=False)
                | Q(role__in=["hr_officer", "subproject_lead"], unit__isnull=True, includes_subunits=False),
                name="group_role_has_its_scope",
                violation_error_message=_(
                    "Managers belong to a unit; HR officers and subproject leads to the provider's employer."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group}: {self.get_role_display()}"

    def clean(self) -> None:
        unit, provider = self.unit, getattr(self, "identity_provider", None)
        if unit and provider and unit.subproject_id != provider.subproject_id:
            raise ValidationError({"unit": _("The unit belongs to another employer than the provider.")})
