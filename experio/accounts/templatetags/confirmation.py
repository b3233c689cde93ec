"""What the pages say that ask who sits there."""

from django import template

from experio.accounts.deeds import Deed

register = template.Library()


@register.simple_tag(takes_context=True)
def deed_to_confirm(context: template.Context) -> Deed:
    """What the page of the request asks before: its value for the hidden field, its label for the reader."""
    return Deed.said_by(context["request"])
