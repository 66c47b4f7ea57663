"""A small OpenID Connect provider on this machine: real HTTP, real keys, and as deceitful as a test asks."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "rang", "secret-du-client"


@dataclass
class Provider:
    """The provider's address, whom it vouches for, and the lies to tell (claims in the place of true ones)."""

    address: str = ""
    claims: dict[str, object] = field(default_factory=dict)
    lies: dict[str, object] = field(default_factory=dict)
    user: dict[str, object] = field(default_factory=dict)
    asked: dict[str, str] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "1"}))
    signs_with: RSAKey | None = None
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def discovery(self) -> dict[str, object]:
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "jwks_uri": f"{self.address}/jwks",
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
        }

    def authorize(self, asked: dict[str, str]) -> str:
        """Where the browser is sent back, its holder having agreed."""
        code = secrets.token_urlsafe()
        self.asked = self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, given: dict[str, str], authorization: str) -> dict[str, object] | None:
        """The tokens; None for a client, a code or a verifier that is not the right one."""
        asked = self.codes.pop(given.get("code", ""), None)
        client = base64.b64decode(authorization.partition(" ")[2]).decode()
        proof = base64.urlsafe_b64encode(hashlib.sha256(given.get("code_verifier", "").encode()).digest())
        if asked is None or client != f"{CLIENT}:{SECRET}" or proof.decode().rstrip("=") != asked["code_challenge"]:
            return None
        now = int(time.time())
        told = {"iss": self.address, "aud": CLIENT, "sub": "s1", "iat": now, "exp": now + 60, "nonce": asked["nonce"]}
        header = {"alg": "RS256", "kid": "1"}
        signed = jwt.encode(header, told | self.claims | self.lies, self.signs_with or self.key)
        return {"access_token": "a", "token_type": "Bearer", "expires_in": 120, "id_token": signed}


class _Handler(BaseHTTPRequestHandler):
    provider: Provider

    def do_GET(self) -> None:
        path, query = urlsplit(self.path).path, parse_qs(urlsplit(self.path).query)
        if path == "/authorize":
            self.send_response(302)
            self.send_header("Location", self.provider.authorize({name: found[0] for name, found in query.items()}))
            self.end_headers()
        elif path == "/jwks":
            self._answer({"keys": [self.provider.key.as_dict(private=False)]})
        elif path == "/userinfo":
            self._answer({"sub": "s1"} | self.provider.user)
        else:
            self._answer(self.provider.discovery())

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        given = {name: found[0] for name, found in parse_qs(body).items()}
        told = self.provider.token(given, self.headers.get("Authorization", ""))
        self._answer(told or {"error": "invalid_grant"}, 200 if told else 400)

    def _answer(self, value: object, status: int = 200) -> None:
        content = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *told: object) -> None:
        """Say nothing."""


@contextmanager
def running() -> Iterator[Provider]:
    """A provider that answers until the block ends."""
    provider = Provider()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"provider": provider}))
    provider.address = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
