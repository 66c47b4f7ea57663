"""The way in through an identity provider, and what is said when its answer cannot be trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, abort, current_app, render_template, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.accounts import attempts
from webapp.accounts.openid import Provider, UnknownIdentityError, account_of, identity, providers
from webapp.accounts.roles import Action
from webapp.pages import at_hand, sign_in
from webapp.pages.guard import does

if TYPE_CHECKING:
    from authlib.integrations.flask_client import FlaskOAuth2App

pages = Blueprint("openid", __name__, url_prefix="/connexion/openid")

_PATIENCE = 10
"""Seconds that a provider is given to answer."""
_SIGNED = ("RS", "PS", "ES")
"""Signatures by a key that only the provider holds."""
_CLIENTS = "openid"


@pages.get("/<key>")
@does(Action.ENTER)
def start(key: str) -> Response | tuple[str, int]:
    provider = _provider(key)
    _forget_earlier_tries()
    asked = {"acr_values": provider.acr} if provider.acr else {}
    try:
        return _client(provider).authorize_redirect(_return_address(key), **asked)
    except _unreachable():
        return _silent(provider)


@pages.get("/<key>/retour")
@does(Action.ENTER)
def come_back(key: str) -> Response | tuple[str, int]:
    provider = _provider(key)
    subject = f"adresse {at_hand.network_address()}"
    if not attempts.is_allowed(at_hand.engine(), subject, attempts.OF_AN_ADDRESS, at_hand.now()):
        abort(429)
    try:
        claims = _claims(provider)
        account_id = account_of(at_hand.engine(), identity(provider, claims))
    except UnknownIdentityError:
        return _refuse(
            _("Aucun compte ne correspond"),
            _(
                "%(name)s vous a reconnu, mais aucun compte d'ici ne porte votre RPPS ou votre courriel vérifié. "
                "Entrez par un lien reçu par courriel, ou écrivez à la gestionnaire de votre subdivision.",
                name=provider.name,
            ),
        )
    except _unreachable():
        return _silent(provider)
    except _untrusted():
        return _refuse(
            _("Connexion interrompue"),
            _(
                "La réponse de %(name)s n'a pas pu être vérifiée : page restée ouverte trop longtemps, connexion "
                "abandonnée, ou réponse qui n'était pas pour vous. Recommencez depuis la page de connexion.",
                name=provider.name,
            ),
        )
    return sign_in.enter(account_id)


def _provider(key: str) -> Provider:
    return providers(at_hand.settings()).get(key) or abort(404)


def _claims(provider: Provider) -> dict[str, Any]:
    """The claims of the token and of the user's own page, once everything is checked. Raises one of `_untrusted`."""
    client = _client(provider)
    must_be = {
        "iss": {"essential": True, "value": client.load_server_metadata()["issuer"]},
        "aud": {"essential": True, "value": provider.client_id},
    }
    told = client.authorize_access_token(claims_options=must_be)
    token = told.get("userinfo") or {}
    if not token or (provider.acr and token.get("acr") != provider.acr):
        raise ValueError("no token, or not of the level asked for")
    more = dict(client.userinfo(token=told))
    if more.get("sub") != token.get("sub"):
        raise ValueError("the two answers do not speak of the same person")
    return {**token, **more}


def _client(provider: Provider) -> FlaskOAuth2App:
    """The client of that provider, made once; what it describes of itself is read at first use."""
    clients = current_app.extensions.setdefault(_CLIENTS, {})
    if provider.key not in clients:
        clients[provider.key] = _registered(provider)
    client = clients[provider.key]
    metadata = client.load_server_metadata()
    offered = metadata.get("id_token_signing_alg_values_supported") or ["RS256"]
    metadata["id_token_signing_alg_values_supported"] = [name for name in offered if name.startswith(_SIGNED)]
    return client


def _registered(provider: Provider) -> FlaskOAuth2App:
    from authlib.integrations.flask_client import OAuth  # an extra: only where a provider is set

    return OAuth(current_app._get_current_object()).register(
        provider.key,
        client_id=provider.client_id,
        client_secret=provider.client_secret,
        server_metadata_url=provider.discovery,
        client_kwargs={"scope": provider.scope, "code_challenge_method": "S256", "default_timeout": _PATIENCE},
    )


def _unreachable() -> tuple[type[Exception], ...]:
    from requests import RequestException

    return (RequestException,)


def _untrusted() -> tuple[type[Exception], ...]:
    """What a false, late or broken answer raises: of the protocol, of its signatures, of its form."""
    from authlib.common.errors import AuthlibBaseError
    from joserfc.errors import JoseError

    return (AuthlibBaseError, JoseError, ValueError, KeyError, TypeError)


def _return_address(key: str) -> str:
    # The public address, not that of the request: a forged Host header must not reach the provider.
    return at_hand.settings().base_url + url_for("openid.come_back", key=key)


def _forget_earlier_tries() -> None:
    for name in [name for name in session if name.startswith("_state_")]:
        session.pop(name)


def _silent(provider: Provider) -> tuple[str, int]:
    text = _(
        "%(name)s ne répond pas. Entrez par un lien reçu par courriel, ou recommencez plus tard.", name=provider.name
    )
    return render_template("error.html", code=502, title=_("Service injoignable"), text=text), 502


def _refuse(title: str, text: str) -> tuple[str, int]:
    return render_template("error.html", code=403, title=title, text=text), 403
