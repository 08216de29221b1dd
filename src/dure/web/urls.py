"""Every address of the service, by audience."""

from __future__ import annotations

from django.conf import settings
from django.urls import include, path

from dure.web import health, session
from dure.web.officer import programmes as officer_programmes
from dure.web.public import calls, eligibility

urlpatterns = [
    path("", calls.home, name="home"),
    path("healthz", health.healthz, name="healthz"),
    path("calls/", calls.call_list, name="calls"),
    path("calls/<slug:programme>/", calls.call_page, name="call"),
    path("calls/<slug:programme>/eligibility/", eligibility.check, name="eligibility"),
    path("officer/programmes/", officer_programmes.version_list, name="officer_programmes"),
    path("officer/programmes/upload/", officer_programmes.upload, name="officer_upload"),
    path("officer/programmes/<int:version>/", officer_programmes.version_page, name="officer_version"),
    path("officer/programmes/<int:version>/trial/", officer_programmes.trial, name="officer_trial"),
    path("officer/programmes/<int:version>/publish/", officer_programmes.publish, name="officer_publish"),
    path("session/extend/", session.extend, name="session_extend"),
    path("accounts/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
]

if getattr(settings, "STYLEGUIDE", False):
    from dure.web.styleguide import styleguide

    urlpatterns.append(path("styleguide/", styleguide, name="styleguide"))
