from typing import Any

from tests.domains.people import NOW, person
from tests.web.matrix.rows import ROLES, SIGNED_IN, only

from dure.domains.accounts.models import Invitation, Membership, Organisation
from dure.domains.notices.models import Notice
from dure.domains.notices.wording import templates
from dure.domains.privacy.models import Consent

STAFF = ("officer", "ministry", "executor_staff")
ELSEWHERE = dict.fromkeys(("other_executor", "association", "centre"), 404)
"""Staff of other organisations, to whom this one is not there."""
OF_ACORN = {**only("officer", "ministry", "executor_staff"), **ELSEWHERE}
OWN = {**dict.fromkeys(ROLES, 404), "nobody": 302, "executor_staff": 200}
"""The role in question is that of the staff of acorn."""
ROWS = {
    "my_account": ("/my/account/", SIGNED_IN),
    "my_account_close": ("/my/account/close/", dict.fromkeys(ROLES, 302)),
    "second_factor": ("/my/second-factor/", dict.fromkeys(ROLES, 302)),
    "organisations": (
        "/organisations/",
        {
            **only("officer", "ministry"),
            **dict.fromkeys(("executor_staff", "other_executor", "association", "centre"), 302),
        },
    ),
    "organisation_new": ("/organisations/new/", only("officer")),
    "organisation": ("/organisations/{acorn}/", OF_ACORN),
    "organisation_invite": (
        "/organisations/{acorn}/invite/",
        {**only("officer", "executor_staff"), **ELSEWHERE},
    ),
    "invitation_revoke": (
        "/invitations/{invitation}/revoke/",
        only("officer", "executor_staff", "other_executor", "association", "centre", code=405),
    ),
    "invitation_again": (
        "/invitations/{invitation}/again/",
        only("officer", "executor_staff", "other_executor", "association", "centre", code=405),
    ),
    "person_second_factor": (
        "/people/{colleague}/second-factor/",
        {**only("officer", "executor_staff"), **ELSEWHERE},
    ),
    "invitation": ("/invitations/some-secret/", dict.fromkeys(ROLES, 302)),
    "invitation_answer": ("/invitation/", dict.fromkeys(ROLES, 404)),
    "role_end": ("/roles/{role}/end/", {**OWN, "officer": 200}),
    "role_delegate": ("/roles/{role}/pass-on/", OWN),
    "my_consents": ("/my/consents/", SIGNED_IN),
    "my_consent_withdraw": (
        "/my/consents/{consent}/withdraw/",
        {**dict.fromkeys(ROLES, 404), "nobody": 302, "merchant": 200},
    ),
    "my_access": ("/my/access/", SIGNED_IN),
    "officer_access": ("/officer/access/", only("officer")),
    "officer_access_export": ("/officer/access/export/", only("officer", code=405)),
    "officer_retention": ("/officer/retention/", only("officer", "ministry")),
    "officer_retention_programme": ("/officer/retention/tops-2025/", only("officer", "ministry")),
    "officer_events": ("/officer/events/", only("officer", "ministry")),
    "officer_seals": ("/officer/events/seals.csv", only("officer", "ministry")),
    "officer_history": ("/officer/history/programme_version/{version}/", only("officer", "ministry")),
    "my_notices": ("/my/notices/", SIGNED_IN),
    "my_notice": ("/my/notices/{notice}/", {**dict.fromkeys(ROLES, 404), "nobody": 302, "merchant": 200}),
    "officer_notices_sent": ("/officer/notices/", only("officer")),
    "officer_notices_again": ("/officer/notices/again/", only("officer", code=405)),
    "officer_notice": ("/officer/notices/{notice}/", only("officer")),
    "officer_notices": ("/officer/notices/templates/", only("officer")),
    "officer_notice_preview": ("/officer/notices/templates/decision/", only("officer")),
}


def world(made: dict[str, Any]) -> None:
    """Add the organisation acorn, an invitation to it, and the role of its staff."""
    acorn = Organisation.objects.get(code="acorn")
    made["acorn"] = acorn.pk
    made["invitation"] = Invitation.objects.create(
        organisation=acorn,
        role="executor_staff",
        email="new@test.example",
        email_blind="x",
        token_hash="x",
        invited_at=NOW,
        expires_at=NOW,
    ).pk
    made["notice"] = Notice.objects.create(
        user_id=made["actors"]["merchant"].user_id,
        template="import_done",
        parameters=templates()["import_done"].examples(),
        key="x",
        state="failed",
        made_at=NOW,
    ).pk
    made["consent"] = Consent.objects.create(
        user_id=made["actors"]["merchant"].user_id,
        merchant_id=made["merchant"],
        programme="tops-2025",
        consent="news",
        version_hash=made["version_row"].hash,
        given=True,
        at=NOW,
    ).pk
    made["colleague"] = person(
        "executor_staff", email="colleague@test.example", kind="executor", code="acorn"
    ).user_id
    made["role"] = Membership.objects.get(user_id=made["actors"]["executor_staff"].user_id).pk
