"""Every address of the service, by audience."""

from __future__ import annotations

from django.conf import settings
from django.urls import include, path

from dure.web import health, session
from dure.web.agreements.urls import urlpatterns as agreements
from dure.web.benefits.urls import urlpatterns as benefits
from dure.web.bodies.urls import urlpatterns as bodies
from dure.web.claims.urls import urlpatterns as claims
from dure.web.diagnosis.urls import urlpatterns as diagnosis
from dure.web.executor.urls import urlpatterns as executor
from dure.web.funds.urls import urlpatterns as funds
from dure.web.ledger.urls import urlpatterns as ledger
from dure.web.matching.urls import urlpatterns as matching
from dure.web.merchant.urls import urlpatterns as merchant
from dure.web.officer.urls import urlpatterns as officer
from dure.web.payments.urls import urlpatterns as payments
from dure.web.people.urls import urlpatterns as people
from dure.web.public.urls import urlpatterns as public
from dure.web.recoveries.urls import urlpatterns as recoveries
from dure.web.referrals.urls import urlpatterns as referrals
from dure.web.reviewer.urls import urlpatterns as reviewer
from dure.web.voting.urls import urlpatterns as voting
from dure.web.vouchers.urls import urlpatterns as vouchers

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("session/extend/", session.extend, name="session_extend"),
    *public,
    *voting,
    *merchant,
    *diagnosis,
    *matching,
    *agreements,
    *bodies,
    *funds,
    *claims,
    *payments,
    *recoveries,
    *benefits,
    *vouchers,
    *referrals,
    *ledger,
    *executor,
    *officer,
    *reviewer,
    *people,
    path("accounts/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
]

if getattr(settings, "STYLEGUIDE", False):
    from dure.web.styleguide import styleguide

    urlpatterns.append(path("styleguide/", styleguide, name="styleguide"))
