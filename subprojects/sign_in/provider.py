"""
An employer's identity provider, spoken to with OpenID Connect (code flow with PKCE).

The sign-in package does the flow. Ours is what it leaves open: the ID token's signature is always verified,
also when it came straight from the token endpoint; a nonce ties it to this sign-in; the issuer found must be
the issuer configured; nothing of the request's own query reaches the provider.
"""

import base64
import hashlib
import time
from typing import Any
from urllib.parse import urlsplit

import jwt
import requests
from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest, HttpResponse

# Asymmetric only: with HS256 whoever knows the client secret could sign, with "none" anybody.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
LEEWAY_SECONDS = 30
# What the person confirms with must be newer than this.
FRESH_SECONDS = 120
CONFIRM = "confirm"


def nonce_of(code_verifier: str) -> str:
    """Ties the ID token to the sign-in that was begun here: only its session knows the verifier."""
    digest = hashlib.sha256(f"nonce:{code_verifier}".encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


class EmployerOAuth2Adapter(OpenIDConnectOAuth2Adapter):
    """The package's flow with a discovery and an ID token that are checked."""

    _nonce = ""

    @property
    def openid_config(self) -> dict[str, Any]:
        """The provider's own description. Raises OAuth2Error when it is another's, or not over TLS."""
        if not hasattr(self, "_checked_config"):
            app = self.get_provider().app
            found: dict[str, Any] = super().openid_config
            if not isinstance(found, dict) or found.get("issuer") != app.settings["issuer"]:
                raise OAuth2Error("the description is of another issuer")
            for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
                if not _is_safe(str(found.get(name, "")), app.settings["issuer"]):
                    raise OAuth2Error(f"{name} is missing or not over TLS")
            self._checked_config = found
        return self._checked_config

    def get_access_token_data(
        self, request: HttpRequest, app: Any, client: Any, pkce_code_verifier: str | None = None
    ) -> Any:
        if not pkce_code_verifier:
            raise OAuth2Error("no sign-in was begun here")
        self._nonce = nonce_of(pkce_code_verifier)
        return super().get_access_token_data(request, app, client, pkce_code_verifier=pkce_code_verifier)

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        id_token = kwargs["response"].get("id_token")
        if not id_token:
            raise OAuth2Error("no ID token")
        claims = self._decode_id_token(app, id_token)
        return self.get_provider().sociallogin_from_response(request, {"id_token": claims})

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        """The claims of a token that this provider signed for us, for this sign-in. Raises OAuth2Error."""
        try:
            header = jwt.get_unverified_header(id_token)
            claims: dict[str, Any] = jwt.decode(
                id_token,
                key=self._signing_key(header),
                algorithms=ALGORITHMS,
                issuer=app.settings["issuer"],
                audience=app.client_id,
                leeway=LEEWAY_SECONDS,
                options={"require": ["exp", "iat", "iss", "aud", "sub", "nonce"]},
            )
        except (jwt.PyJWTError, KeyError, TypeError, ValueError) as error:
            raise OAuth2Error(f"the ID token does not hold: {type(error).__name__}") from error
        if claims["nonce"] != self._nonce:
            raise OAuth2Error("the ID token belongs to another sign-in")
        audience = claims["aud"]
        if isinstance(audience, list) and len(audience) > 1 and claims.get("azp") != app.client_id:
            raise OAuth2Error("the ID token was made for another client")
        subject = claims.get(app.settings["uid_field"])
        if not isinstance(subject, str) or not subject:
            raise OAuth2Error("the ID token does not name the person")
        return claims

    def _signing_key(self, header: dict[str, Any]) -> Any:
        """The provider's key with the token's key id; a provider with one key may leave the id out."""
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
            keys = jwt.PyJWKSet.from_dict(answer.json()).keys
        named = [key for key in keys if key.key_id == header.get("kid")]
        if not named and "kid" not in header and len(keys) == 1:
            named = keys
        if len(named) != 1:
            raise jwt.InvalidKeyError("no such key")
        key = named[0]
        if key.algorithm_name != header.get("alg") and key._jwk_data.get("alg"):
            raise jwt.InvalidAlgorithmError("the key is for another algorithm")
        return key.key


class EmployerProvider(OpenIDConnectProvider):
    """One row of `IdentityProvider`, as the package sees it."""

    oauth2_adapter_class = EmployerOAuth2Adapter

    def get_pkce_params(self) -> dict[str, Any]:
        from allauth.socialaccount.providers.oauth2.utils import generate_code_challenge

        params: dict[str, Any] = generate_code_challenge()
        return params

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        """
        The query may say where to go afterwards and that this is a confirmation; nothing else of it counts.

        (The package would let it add scopes and parameters, and connect accounts.)
        """
        kwargs: dict[str, Any] = {"process": AuthProcess.LOGIN}
        if next_url := get_next_redirect_url(request):
            kwargs["next_url"] = next_url
        if CONFIRM in request.GET and request.user.is_authenticated:
            kwargs["data"] = {CONFIRM: request.user.pk, "at": time.time()}
        return kwargs

    def redirect(
        self, request: HttpRequest, process: Any, next_url: Any = None, data: Any = None, **kwargs: Any
    ) -> HttpResponse:
        """Off to the provider. When it does not answer, a page says so; nobody is let in instead."""
        try:
            adapter = self.get_oauth2_adapter(request)
            address = adapter.authorize_url
            pkce = self.get_pkce_params()
            verifier = pkce.pop("code_verifier")
            client = adapter.get_client(request, self.app)
            client.state = self.stash_redirect_state(
                request, process, next_url, data, pkce_code_verifier=verifier
            )
            params = {**pkce, "nonce": nonce_of(verifier)}
            if data:
                params |= {"prompt": "login", "max_age": "0"}
            response = HttpResponse(status=302)
            response.headers["Location"] = client.get_redirect_url(address, self.get_scope(), params)
        except (OAuth2Error, requests.RequestException, ValueError, KeyError) as error:
            failed: HttpResponse = render_authentication_error(request, self, exception=error)
            return failed
        return response

    def get_scope(self) -> list[str]:
        return ["openid", "profile", "email"]

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """Nothing of the token is kept: name and groups are read at each sign-in and forgotten."""
        return {}

    def sociallogin_from_response(self, request: HttpRequest, response: dict[str, Any]) -> Any:
        login = super().sociallogin_from_response(request, response)
        login.claims = response["id_token"]
        return login

    def extract_email_addresses(self, data: dict[str, Any]) -> list[Any]:
        return []


def _is_safe(address: str, issuer: str) -> bool:
    """Over TLS; an issuer on this very machine (a demo, a test) may do without."""
    scheme = urlsplit(address).scheme
    return scheme == "https" or (scheme == "http" and urlsplit(issuer).scheme == "http")


provider_classes = [EmployerProvider]
