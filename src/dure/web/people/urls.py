"""Addresses of the pages about people."""

from __future__ import annotations

from django.urls import URLPattern, path

from dure.web.people import (
    access_log,
    account,
    consents,
    events,
    invitations,
    lost_factor,
    notices,
    organisations,
    retention,
    roles,
    second_factor,
)

urlpatterns: list[URLPattern] = [
    path("my/account/", account.account, name="my_account"),
    path("my/account/close/", account.close, name="my_account_close"),
    path("my/second-factor/", second_factor.second_factor, name="second_factor"),
    path("organisations/", organisations.organisation_list, name="organisations"),
    path("organisations/new/", organisations.new, name="organisation_new"),
    path("organisations/<int:organisation>/", organisations.organisation_page, name="organisation"),
    path("organisations/<int:organisation>/invite/", invitations.send, name="organisation_invite"),
    path("invitations/<int:invitation>/revoke/", invitations.revoke, name="invitation_revoke"),
    path("invitations/<int:invitation>/again/", invitations.again, name="invitation_again"),
    path("people/<int:person>/second-factor/", lost_factor.take_off, name="person_second_factor"),
    path("invitations/<str:token>/", invitations.open_letter, name="invitation"),
    path("invitation/", invitations.answer, name="invitation_answer"),
    path("roles/<int:membership>/end/", roles.end, name="role_end"),
    path("roles/<int:membership>/pass-on/", roles.pass_on, name="role_delegate"),
    path("my/notices/", notices.my_notices, name="my_notices"),
    path("my/notices/<int:notice>/", notices.my_notice, name="my_notice"),
    path("officer/notices/", notices.sent_list, name="officer_notices_sent"),
    path("officer/notices/again/", notices.again, name="officer_notices_again"),
    path("officer/notices/<int:notice>/", notices.sent_notice, name="officer_notice"),
    path("officer/notices/templates/", notices.template_list, name="officer_notices"),
    path("officer/notices/templates/<slug:template>/", notices.preview, name="officer_notice_preview"),
    path("officer/events/", events.event_log, name="officer_events"),
    path("officer/events/seals.csv", events.seals_csv, name="officer_seals"),
    path("officer/history/<slug:subject>/<path:subject_id>/", events.history, name="officer_history"),
    path("my/consents/", consents.consent_list, name="my_consents"),
    path("my/consents/<int:consent>/withdraw/", consents.withdraw, name="my_consent_withdraw"),
    path("my/access/", access_log.mine, name="my_access"),
    path("officer/access/", access_log.log, name="officer_access"),
    path("officer/access/export/", access_log.export, name="officer_access_export"),
    path("officer/retention/", retention.retention_list, name="officer_retention"),
    path(
        "officer/retention/<slug:programme>/",
        retention.programme_page,
        name="officer_retention_programme",
    ),
    # In place of the sign-in library's own: each change of the second factor leaves an event.
    path("accounts/2fa/totp/activate/", second_factor.ActivateView.as_view(), name="mfa_activate_totp"),
    path("accounts/2fa/totp/deactivate/", second_factor.DeactivateView.as_view(), name="mfa_deactivate_totp"),
    path("accounts/2fa/recovery-codes/", second_factor.CodesView.as_view(), name="mfa_view_recovery_codes"),
    path(
        "accounts/2fa/recovery-codes/generate/",
        second_factor.GenerateView.as_view(),
        name="mfa_generate_recovery_codes",
    ),
]
