"""How a view gets hold of a row: 404 for what a person cannot see, 403 for what they may not do."""

import hashlib

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag


class StaleState(Exception):
    """Somebody else was quicker: the row is no longer in the state the page showed."""


def fetch(queryset, **lookup):
    """Return the one row of an already scoped queryset; Http404 when there is none, with the same words always."""
    row = queryset.filter(**lookup).first()
    if row is None:
        raise Http404
    return row


def require(allowed):
    """Raise PermissionDenied unless `allowed`, the answer of a function in rules.py, is true."""
    if not allowed:
        raise PermissionDenied


def answer_once(request, make, *, of, changed=None):
    """Return what `make()` answers, or 304 when the reader has just that already.

    of: everything the answer is made of, as something whose repr tells it apart. changed: when that last changed.
    """
    tag = quote_etag(hashlib.sha256(repr(of).encode()).hexdigest()[:32])
    moment = int(changed.timestamp()) if changed else None
    response = get_conditional_response(request, etag=tag, last_modified=moment) or make()
    response["ETag"] = tag
    if moment is not None:
        response["Last-Modified"] = http_date(moment)
    return response
