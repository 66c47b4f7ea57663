"""What a campaign allows of proxies, and the mails that tell both sides what became of one."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from allocation.events import ProxyMode
from webapp.plan import Plan


@dataclass(frozen=True, slots=True)
class Paper:
    """What was sent with a proxy: its kind ("" without any) and its bytes."""

    kind: str = ""
    content: bytes = b""


def forbidden(plan: Plan, holder: str, paper: Paper) -> str:
    """Why the campaign does not allow the proxy; "" when it does. `holder` "": to the list alone."""
    if holder and not plan.proxy_to_intern:
        return _("Cette campagne ne permet pas de procuration à un co-interne.")
    if not holder and not plan.proxy_to_list:
        return _("Cette campagne ne permet pas de procuration à la liste seule.")
    if plan.proxy_document and not paper.kind:
        return _("Joignez la procuration signée : un PDF, ou une photo JPEG ou PNG, de 5 Mo au plus.")
    return ""


def mode_of(text: str, holder: str) -> ProxyMode:
    """How the holder will choose: themselves at the call, or by the list; the list alone can only be followed."""
    return "direct" if text == "direct" and holder else "liste"
