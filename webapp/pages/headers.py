"""What every answer tells the browser: nothing from elsewhere, no script in a page, no copy kept of a page."""

from __future__ import annotations

from flask import Flask, Response

from webapp.pages import at_hand

_POLICY = "; ".join(
    [
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        "script-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ]
)

HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    # The origin must still see its own: over https the protection against forged requests reads it.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

_A_YEAR = "max-age=31536000"


def attach(app: Flask) -> None:
    app.after_request(_add)


def _add(response: Response) -> Response:
    response.headers.update(HEADERS)
    if at_hand.settings().https:
        response.headers["Strict-Transport-Security"] = _A_YEAR
    # What may be kept says so itself, as files that never change do.
    response.headers.setdefault("Cache-Control", "no-store")
    return response
