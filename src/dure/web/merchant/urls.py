"""Addresses of the merchants' pages."""

from __future__ import annotations

from django.urls import URLPattern, path

from dure.web.merchant import (
    advice,
    applications,
    apply,
    choosing,
    decisions,
    home,
    merchants,
    nominations,
    notices_of_place,
    objections,
    recusals,
    saving,
    stage_choices,
    stage_documents,
    supplement,
)

_APPLY = "calls/<slug:programme>/apply/"

urlpatterns: list[URLPattern] = [
    path("my/", home.home, name="my"),
    path("my/merchants/new/", merchants.register, name="merchant_new"),
    path("my/merchants/check-number/", merchants.check_number, name="merchant_check"),
    path("my/merchants/<int:merchant>/", merchants.profile, name="merchant"),
    path("my/merchants/<int:merchant>/what-can-i-get/", advice.what_it_can_get, name="merchant_advice"),
    path("my/merchants/<int:merchant>/status/", merchants.status, name="merchant_status"),
    path("my/merchants/<int:merchant>/mail-order/", merchants.mail_order, name="merchant_mail_order"),
    path("my/merchants/<int:merchant>/people/", merchants.members, name="merchant_members"),
    path(
        "my/merchants/<int:merchant>/people/<int:member>/end/",
        merchants.member_end,
        name="merchant_member_end",
    ),
    path(_APPLY, apply.start, name="apply"),
    path(_APPLY + "<int:application>/moved/", apply.moved, name="apply_moved"),
    path(_APPLY + "<int:application>/discard/", apply.discard, name="apply_discard"),
    path(_APPLY + "<int:application>/done/", apply.done, name="apply_done"),
    path(_APPLY + "<int:application>/<slug:step>/", apply.step, name="apply_step"),
    path(_APPLY + "<int:application>/<slug:step>/save/", saving.save, name="apply_save"),
    path("my/applications/<int:application>/", applications.application, name="my_application"),
    path("my/applications/<int:application>/print/", applications.printed, name="my_application_print"),
    path("my/applications/<int:application>/choose/", choosing.choose, name="my_application_choose"),
    path("my/applications/<int:application>/change/", applications.change, name="my_application_change"),
    path(
        "my/applications/<int:application>/withdraw/", applications.withdraw, name="my_application_withdraw"
    ),
    path("my/applications/<int:application>/object/", objections.object_to_refused, name="my_refusal_object"),
    path("my/applications/<int:application>/recusal/", recusals.recusal, name="my_recusal"),
    path(
        "my/applications/<int:application>/recusal/<int:recusal>/withdraw/",
        recusals.withdraw,
        name="my_recusal_withdraw",
    ),
    path("my/applications/<int:application>/supplement/", supplement.supplement, name="my_supplement"),
    path(
        "my/applications/<int:application>/stage/<slug:stage>/",
        stage_documents.stage_documents,
        name="my_stage_documents",
    ),
    path(
        "my/applications/<int:application>/choices/<slug:stage>/",
        stage_choices.stage_choices,
        name="my_stage_choices",
    ),
    path(
        "my/applications/<int:application>/documents/<int:document>/view/",
        applications.document_view,
        name="my_document_view",
    ),
    path(
        "my/applications/<int:application>/documents/<int:document>/",
        applications.document_file,
        name="my_document",
    ),
    path("nominations/", nominations.nomination, name="nomination"),
    path("nominations/confirm/", nominations.confirm, name="nomination_confirm"),
    path("nominations/decline/", nominations.decline, name="nomination_decline"),
    path("my/nominations/<int:nomination>/", nominations.mine, name="my_nomination"),
    path("nominations/<str:token>/", nominations.open_letter, name="nomination_letter"),
    path("my/decisions/<int:decision_id>/", decisions.decision_page, name="my_decision"),
    path("my/decisions/<int:decision_id>/print/", decisions.decision_print, name="my_decision_print"),
    path("my/decisions/<int:decision_id>/object/", objections.object_to, name="my_decision_object"),
    path("my/places/<int:place_id>/accept/", decisions.accept, name="my_place_accept"),
    path("my/places/<int:place_id>/give-up/", decisions.give_up, name="my_place_give_up"),
    path("my/places/<int:place_id>/notice/", notices_of_place.notice_page, name="my_place_notice"),
    path("my/places/<int:place_id>/notice/file/", notices_of_place.notice_file, name="my_place_notice_file"),
    path("my/objections/<int:objection_id>/", objections.objection_page, name="my_objection"),
    path("my/objections/<int:objection_id>/withdraw/", objections.take_back, name="my_objection_withdraw"),
    path("my/objections/<int:objection_id>/file/", objections.objection_download, name="my_objection_file"),
]
