"""The settings of the web application: one list, read from the environment, documented in docs/reglages.md."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from urllib.parse import urlsplit

from webapp.personal import durations

SECRET_LENGTH = 32
"""Characters below which a secret is guessable."""

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class SettingsError(Exception):
    """The application may not start so; the French sentence says what to change."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A variable of the environment: its name, what holds without it, and what it does, in French."""

    name: str
    default: str
    help: str


SETTINGS = (
    Setting(
        "RANG_DATABASE",
        "sqlite:///rang.sqlite",
        "Adresse de la base : un fichier SQLite sur un disque local, ou postgresql://utilisateur@hôte/base.",
    ),
    Setting(
        "RANG_SECRET",
        "",
        f"Secret qui signe les témoins de connexion et scelle les seconds facteurs : au moins {SECRET_LENGTH} "
        "caractères tirés au hasard, les mêmes à chaque démarrage. Obligatoire hors démonstration.",
    ),
    Setting(
        "RANG_BASE_URL",
        "http://127.0.0.1:8000",
        "Adresse publique du site, écrite dans les courriels. En https, sauf sur la machine elle-même.",
    ),
    Setting(
        "RANG_MAIL_SMTP",
        "",
        "Serveur d'envoi : smtp://utilisateur:motdepasse@hôte:587 (STARTTLS exigé dès qu'un mot de passe est donné) ou "
        "smtps://… Sans lui, les courriels restent en attente dans la base.",
    ),
    Setting("RANG_MAIL_FROM", "rang-utile@localhost", "Expéditeur des courriels."),
    Setting("RANG_SESSION_HOURS", "12", "Durée d'une connexion, en heures, de 1 à 72."),
    Setting(
        "RANG_OIDC_PSC_DISCOVERY",
        "",
        "Pro Santé Connect, pour les internes et les médecins : adresse de sa description "
        '(…/.well-known/wallet-openid-configuration). Demande `pip install "rang-utile[oidc]"`.',
    ),
    Setting("RANG_OIDC_PSC_ID", "", "Identifiant de client remis par Pro Santé Connect."),
    Setting("RANG_OIDC_PSC_SECRET", "", "Secret de client remis par Pro Santé Connect."),
    Setting("RANG_OIDC_STAFF_NAME", "ProConnect", "Nom, sur le bouton, du fournisseur d'identité des agents."),
    Setting(
        "RANG_OIDC_STAFF_DISCOVERY",
        "",
        "Tout fournisseur OpenID Connect pour les agents : adresse de sa description "
        "(…/.well-known/openid-configuration). Le courriel doit y être vérifié.",
    ),
    Setting("RANG_OIDC_STAFF_ID", "", "Identifiant de client remis par ce fournisseur."),
    Setting("RANG_OIDC_STAFF_SECRET", "", "Secret de client remis par ce fournisseur."),
    Setting(
        "RANG_RETENTION",
        durations.DEFAULT,
        "Durées de conservation, en mois, par sorte de données ; rang retention dit ce qui est à effacer.",
    ),
    Setting(
        "RANG_DEMO",
        "",
        "1 : démonstration ; la boîte aux lettres se lit sur le site. Refusée hors de la machine elle-même.",
    ),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings as the application uses them."""

    database: str
    secret: str
    base_url: str
    mail_smtp: str
    mail_from: str
    session_hours: int
    oidc_psc_discovery: str
    oidc_psc_id: str
    oidc_psc_secret: str
    oidc_staff_name: str
    oidc_staff_discovery: str
    oidc_staff_id: str
    oidc_staff_secret: str
    retention: Mapping[str, int]
    demo: bool

    @property
    def https(self) -> bool:
        return self.base_url.startswith("https://")


def load(environ: Mapping[str, str]) -> Settings:
    """The settings that the environment gives. Raises `SettingsError` when it would not be safe to start."""
    text = {setting.name: environ.get(setting.name, setting.default) for setting in SETTINGS}
    settings = Settings(
        database=text["RANG_DATABASE"],
        secret=text["RANG_SECRET"],
        base_url=text["RANG_BASE_URL"].rstrip("/"),
        mail_smtp=text["RANG_MAIL_SMTP"],
        mail_from=text["RANG_MAIL_FROM"],
        session_hours=_hours(text["RANG_SESSION_HOURS"]),
        oidc_psc_discovery=text["RANG_OIDC_PSC_DISCOVERY"],
        oidc_psc_id=text["RANG_OIDC_PSC_ID"],
        oidc_psc_secret=text["RANG_OIDC_PSC_SECRET"],
        oidc_staff_name=text["RANG_OIDC_STAFF_NAME"],
        oidc_staff_discovery=text["RANG_OIDC_STAFF_DISCOVERY"],
        oidc_staff_id=text["RANG_OIDC_STAFF_ID"],
        oidc_staff_secret=text["RANG_OIDC_STAFF_SECRET"],
        retention=_retention(text["RANG_RETENTION"]),
        demo=_flag(text["RANG_DEMO"]),
    )
    _refuse_unsafe(settings)
    for who in ("PSC", "STAFF"):
        _refuse_half_a_provider(who, *(text[f"RANG_OIDC_{who}_{part}"] for part in ("DISCOVERY", "ID", "SECRET")))
    return settings


def is_loopback(host: str) -> bool:
    """Whether that host is this machine and nobody else's door."""
    return host in _LOOPBACK


def _hours(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 72:
        raise SettingsError(f"RANG_SESSION_HOURS vaut « {text} » : écrivez un nombre entier d'heures, de 1 à 72.")
    return int(text)


def _retention(text: str) -> Mapping[str, int]:
    try:
        return durations.parse(text)
    except ValueError as error:
        raise SettingsError(f"RANG_RETENTION, {error}") from None


def _flag(text: str) -> bool:
    if text not in {"", "0", "1"}:
        raise SettingsError(f"RANG_DEMO vaut « {text} » : écrivez 1, ou rien.")
    return text == "1"


def _refuse_unsafe(settings: Settings) -> None:
    address = urlsplit(settings.base_url)
    local = is_loopback(address.hostname or "")
    if len(settings.secret) < SECRET_LENGTH:
        raise SettingsError(
            f"RANG_SECRET manque ou compte moins de {SECRET_LENGTH} caractères. Faites-en un, et gardez-le : "
            'python -c "import secrets; print(secrets.token_urlsafe(48))"'
        )
    if address.scheme not in {"http", "https"} or not address.hostname:
        raise SettingsError(
            f"RANG_BASE_URL vaut « {settings.base_url} » : écrivez par exemple https://rang.exemple.fr."
        )
    if address.scheme == "http" and not local:
        raise SettingsError("RANG_BASE_URL n'est pas en https : les mots de passe circuleraient en clair.")
    if settings.mail_smtp and urlsplit(settings.mail_smtp).scheme not in {"smtp", "smtps"}:
        raise SettingsError("RANG_MAIL_SMTP commence par smtp:// ou smtps://.")
    if settings.demo and not local:
        raise SettingsError("RANG_DEMO montre tous les courriels : elle ne se lance que sur la machine elle-même.")


def _refuse_half_a_provider(who: str, discovery: str, client_id: str, client_secret: str) -> None:
    if not any((discovery, client_id, client_secret)):
        return
    if not all((discovery, client_id, client_secret)):
        raise SettingsError(f"RANG_OIDC_{who}_DISCOVERY, _ID et _SECRET vont ensemble : il en manque.")
    address = urlsplit(discovery)
    if address.scheme != "https" and not (address.scheme == "http" and is_loopback(address.hostname or "")):
        raise SettingsError(f"RANG_OIDC_{who}_DISCOVERY n'est pas en https.")
    if find_spec("authlib") is None or find_spec("requests") is None:
        raise SettingsError('OpenID Connect demande : pip install "rang-utile[oidc]"')
