"""The two addresses of an identity provider: off to it, and back from it."""

from typing import Any

import requests
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest
from django.views.decorators.cache import never_cache

from subprojects.sign_in.provider import EmployerOAuth2Adapter


@login_not_required
@never_cache
def provider_sign_in(request: HttpRequest, provider_id: str) -> Any:
    """Begin at the provider; opened by hand it asks first, so that no link signs anybody in."""
    return _answer(OAuth2LoginView, request, provider_id)


@login_not_required
@never_cache
def provider_callback(request: HttpRequest, provider_id: str) -> Any:
    """Back from the provider, with a code or an error."""
    return _answer(OAuth2CallbackView, request, provider_id)


def _answer(view: Any, request: HttpRequest, provider_id: str) -> Any:
    adapter = EmployerOAuth2Adapter(request, provider_id)
    try:
        return view.adapter_view(adapter)(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    # The package reads the provider's description outside its own net on the way back.
    except (OAuth2Error, requests.RequestException, ValueError, KeyError) as error:
        return render_authentication_error(request, adapter.get_provider(), exception=error)
