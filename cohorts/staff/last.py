"""Nobody is left with a password alone: the last second factor stays until there is another."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from cohorts.staff.gate import SEE_OTHER


def not_the_last(view: Callable[..., Any]) -> Callable[..., Any]:
    """Ask a view that removes a passkey only when another second factor remains."""

    @wraps(view)
    def asked(request: HttpRequest, pk: int) -> Any:
        passkey = get_object_or_404(Authenticator, pk=pk, user=request.user.pk, type=Authenticator.Type.WEBAUTHN)
        if not get_adapter().can_delete_authenticator(passkey):
            return HttpResponseRedirect(f"{reverse('mfa_index')}?only", status=SEE_OTHER)
        return view(request, pk=pk)

    return asked
