"""Officers ask to take back what was allotted and is not used; another officer decides."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dure.domains.funds.services.propose_withdrawal import propose_withdrawal
from dure.web.actors import actor, asked_at
from dure.web.funds.forms import WithdrawForm, year_of
from dure.web.funds.orders import form_page
from dure.web.funds.programme import case_or_404
from dure.web.officer.guard import for_roles
from dure.web.officer.problems import forbidden_where_not_allowed


@for_roles("officer")
@require_http_methods(["GET", "POST"])
@forbidden_where_not_allowed
def withdraw(request: HttpRequest, programme: str, fund: str) -> HttpResponse:
    """Ask for money to go back to its source."""
    case = case_or_404(programme, fund)
    typed = WithdrawForm(case, request.POST if request.method == "POST" else None)

    def act() -> str:
        given = typed.cleaned_data
        propose_withdrawal(
            actor=actor(request), now=asked_at(request), programme=programme, fund=fund, year=year_of(given),
            line=given.get("line", ""), source=given["source"], won=given["won"], reason=given["reason"],
            key=given["nonce"],
        )  # fmt: skip
        return _("The amount is held. Another officer has to approve.")

    return form_page(
        request, case, typed, act,
        heading=_("Take back what is not used"),
        information=_("Only what is free on the line goes back to its source. Another officer approves."),
        submit=_("Ask for approval"),
    )  # fmt: skip
