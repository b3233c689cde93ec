"""
A real OpenID Connect provider on loopback: discovery, keys, authorisation with PKCE, signed tokens.

It does what a provider does, and on request what a wrong or hostile one does.
"""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT_ID, CLIENT_SECRET = "experio", "loopback-secret"


def new_key() -> Any:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


_KEY, _OTHER_KEY = new_key(), new_key()


@dataclass
class Provider:
    """The provider's state: who signs in next, and what it does wrong."""

    issuer: str = ""
    person: dict[str, Any] = field(default_factory=dict)
    # What it does wrong.
    token_claims: dict[str, Any] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    signs_with_other_key: bool = False
    algorithm: str = "RS256"
    discovery: dict[str, Any] = field(default_factory=dict)
    fails: set[str] = field(default_factory=set)
    # What it has seen.
    asked: list[dict[str, str]] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def description(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            **self.discovery,
        }

    def keys(self) -> dict[str, Any]:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(_KEY.public_key()))
        return {"keys": [{**public, "kid": "first", "alg": "RS256", "use": "sig"}]}

    def authorise(self, query: dict[str, str]) -> str:
        """The person signs in here; the address that the browser is sent back to."""
        self.asked.append(query)
        code = secrets.token_urlsafe(16)
        self.codes[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def token(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        asked = self.codes.pop(form.get("code", ""), None)
        if asked is None or (form.get("client_id"), form.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET):
            return 400, {"error": "invalid_grant"}
        challenge = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(challenge).decode().rstrip("=") != asked["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        return 200, {"access_token": "opaque", "token_type": "Bearer", "id_token": self.id_token(asked)}

    def id_token(self, asked: dict[str, str]) -> str:
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            "auth_time": now,
            **self.person,
            **self.token_claims,
        }
        for name in self.left_out:
            claims.pop(name, None)
        key: Any = _OTHER_KEY if self.signs_with_other_key else _KEY
        if self.algorithm == "HS256":
            key = CLIENT_SECRET.ljust(32, "x")
        if self.algorithm == "none":
            key = None
        return jwt.encode(claims, key, algorithm=self.algorithm, headers={"kid": "first"})


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *args: Any) -> None:
            pass

        def do_GET(self) -> None:
            path, query = urlsplit(self.path).path, urlsplit(self.path).query
            name = path.rsplit("/", 1)[-1]
            if name in provider.fails:
                self._send(500, {"error": "server_error"})
            elif name == "openid-configuration":
                self._send(200, provider.description())
            elif name == "keys":
                self._send(200, provider.keys())
            elif name == "authorize":
                back = provider.authorise({key: values[0] for key, values in parse_qs(query).items()})
                self.send_response(302)
                self.send_header("Location", back)
                self.end_headers()
            else:
                self._send(404, {})

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            form = {key: values[0] for key, values in parse_qs(self.rfile.read(length).decode()).items()}
            if "token" in provider.fails:
                self._send(500, {"error": "server_error"})
            else:
                self._send(*provider.token(form))

        def _send(self, status: int, answer: dict[str, Any]) -> None:
            body = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    return Handler


@contextmanager
def running_provider() -> Iterator[tuple[Provider, Any]]:
    """The provider and its server, until the block ends."""
    provider = Provider()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(provider))
    provider.issuer = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield provider, server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
