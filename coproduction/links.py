"""Private links: one purpose each, revocable, never stored.

The address holds the row's random nonce and an HMAC over purpose, nonce and version. The same link can be made again
for a reminder, raising the row's `link_version` revokes all earlier ones, and a link of one purpose opens no other.
"""

import base64
import hashlib
import hmac
import re

from django.conf import settings


def _mac(purpose, nonce, version):
    message = "\0".join(["private-link", purpose, nonce, str(version)]).encode()
    digest = hmac.digest(settings.SECRET_KEY.encode(), message, hashlib.sha256)
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def token(purpose, row):
    """Return the secret part of an address (65 characters or so) for a row with `nonce` and `link_version`."""
    return f"{row.nonce}.{_mac(purpose, row.nonce, row.link_version)}"


def _parts(given):
    """Return (nonce, mac) of what looks like a link, or ("", "")."""
    if not re.fullmatch(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+", given):  # PostgreSQL would stumble over a NUL
        return "", ""
    nonce, _dot, mac = given.partition(".")
    return nonce, mac


def open_link(purpose, given, queryset):
    """Return the row that `given` opens for `purpose`, or None when it is wrong, of another purpose, or revoked."""
    nonce, mac = _parts(given)
    row = queryset.filter(nonce=nonce).first() if nonce else None
    if row is None or not hmac.compare_digest(mac.encode(), _mac(purpose, row.nonce, row.link_version).encode()):
        return None
    return row


def was_given_out(purpose, given, version=1):
    """Did we make this link for `purpose`, whatever became of its row? Tells a used link from a broken one."""
    nonce, mac = _parts(given)
    return bool(nonce) and hmac.compare_digest(mac.encode(), _mac(purpose, nonce, version).encode())
