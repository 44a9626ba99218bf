"""How a view gets hold of a row: 404 for what a person cannot see, 403 for what they may not do."""

from django.core.exceptions import PermissionDenied
from django.http import Http404


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
