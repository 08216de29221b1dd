"""Addresses of associations and of regional centres; ``desk`` is ``programme@centre``."""

from __future__ import annotations

from django.urls import URLPattern, path

from dure.web.bodies import area, association, centre, merchant

_DESK = "centre/<str:desk>/"

urlpatterns: list[URLPattern] = [
    path("association/", association.home, name="association_home"),
    path("association/members/<int:affiliation>/", association.member, name="association_member"),
    path("association/<slug:association>/", association.members, name="association"),
    path("my/associations/", merchant.associations, name="my_associations"),
    path("centre/", centre.home, name="centre_home"),
    path(f"{_DESK}applicants/", centre.applicants, name="centre_applicants"),
    path(f"{_DESK}applicants/<int:application>/", centre.applicant, name="centre_applicant"),
    path(f"{_DESK}applicants/<int:application>/contacts/", centre.reveal, name="centre_reveal"),
    path(f"{_DESK}visits/", centre.visits, name="centre_visits"),
    path(f"{_DESK}visits/<int:visit>/", centre.visit, name="centre_visit"),
    path("organisations/<int:organisation_id>/region/", area.area, name="organisation_region"),
]
