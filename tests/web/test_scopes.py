"""A role for one programme: nothing of another programme is seen, opened or changed with it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Model
from django.test import Client
from tests.domains.builders import signed_up
from tests.domains.people import NOW
from tests.domains.selecting import SMALL
from tests.web.matrix.world import MATRIX

from dure.domains.accounts.actors import SYSTEM, SignedActor, actor_of
from dure.domains.accounts.models import Invitation, Membership, Organisation, User
from dure.domains.agreements.models import ScorerConflict
from dure.domains.applications.models import Application
from dure.domains.applications.staff_conflicts import StaffConflict
from dure.domains.events.act import act
from dure.domains.ledger.opening import NewAccount, open_accounts
from dure.domains.ledger.posting import move, post
from dure.domains.privacy.models import Destruction
from dure.domains.programmes.models import ProgrammeVersion
from dure.domains.review.results import RoundResult
from dure.domains.selection.models import Objection, Place, Selection
from dure.domains.selection.models_correction import ScoreCorrection
from dure.domains.selection.models_disqualification import Disqualification
from dure.domains.selection.models_documents import DocumentRequest
from dure.domains.selection.models_measured import MeasuredPoints, PointsUpload

HERE, ELSEWHERE = "tops-2025", "elsewhere-2025"
ROLES = {
    "officer": "agency",
    "ministry": "ministry",
    "executor_staff": "acorn",
    "reviewer": "agency",
}
PUBLIC = {
    "ProgrammeVersion": "a published programme file is everybody's",
    "SeedCommitment": "the hash of a seed is everybody's",
    "ScoringWindow": "whether a stage is scored is nobody's secret",
    "DiagnosisRound": "that a form is filled in again is nobody's secret",
    "Expertise": "what a reviewer knows belongs to no programme",
    "Organisation": "organisations belong to no programme",
    "Provider": "a provider belongs to no programme",
    "CentreArea": "for which region a centre works is nobody's secret",
    "Vote": "that there is a vote is everybody's, and no count stands in it",
    "Candidate": "for whom one may vote is everybody's",
    "CandidatePicture": "what stands with a candidate is everybody's",
    "Issue": "which vouchers are, or were, on sale is everybody's",
    "Certificate": "titles in force stand in a public register",
    "User": "their own account, and colleagues' with a role for all programmes",
    "Membership": "roles for all programmes are for this one too",
}
"""What a role for another programme sees all the same, and why."""


def scoped(role: str, programme: str) -> SignedActor:
    """Return somebody who holds a role for one programme."""
    user_id = signed_up(f"{role}.{programme or 'all'}@test.example").user_id
    Membership.objects.create(
        user_id=user_id, role=role, programme=programme, starts_at=NOW,
        organisation=Organisation.objects.get(code=ROLES[role]),
    )  # fmt: skip
    return actor_of(user_id, NOW)


@pytest.fixture
def rows(world) -> dict[str, Any]:
    """Return the world with what the matrix does not need: a draft, a proposal, a place given up, …"""
    first = Selection.objects.get(pk=Place.objects.get(pk=world["place"]).selection_id)
    ProgrammeVersion.objects.create(
        programme=HERE, hash="0" * 64, raw=b"x", title_ko="x", title_en="x", opens_at=NOW, closes_at=NOW,
        uploaded_at=NOW,
    )  # fmt: skip
    Selection.objects.create(
        programme=HERE, version=first.version, stage="promote", seed="s", inputs=first.inputs,
        decisions_sha256="c" * 64, proposed_at=NOW, proposed_reason="why",
    )  # fmt: skip
    Place.objects.filter(pk=world["place"]).update(state="given_up")
    Destruction.objects.create(programme=HERE, what="files", count=1, basis="time", at=NOW)
    Invitation.objects.filter(pk=world["invitation"]).update(programme=HERE)
    objection = Objection.objects.select_related("decision").get(pk=world["objection"])
    StaffConflict.objects.create(
        programme=HERE, application_id=objection.decision.application_id, relation="acts", at=NOW,
        user_id=world["actors"]["officer"].user_id,
    )  # fmt: skip
    DocumentRequest.objects.create(
        application_id=objection.decision.application_id, stage="promote", document="plan", note="why",
        asked_at=NOW, due_at=NOW,
    )  # fmt: skip
    Disqualification.objects.create(
        place_id=world["place"],
        reason="why",
        second_officer=True,
        proposed_at=NOW,
        state="proposed",
        exempt="plain",
    )
    ScoreCorrection.objects.create(
        objection=objection, selection_id=objection.decision.selection_id, reason="why", score=80_000,
        application_id=objection.decision.application_id, executor="acorn", corrected_at=NOW,
    )  # fmt: skip
    RoundResult.objects.create(
        programme=HERE, round="papers", application_id=objection.decision.application_id, score=80_000,
        passed=True, at=NOW,
    )  # fmt: skip
    MeasuredPoints.objects.create(
        upload_id=world["points"], programme=HERE, stage="promote", points=80_000,
        application_id=objection.decision.application_id,
    )  # fmt: skip
    ScorerConflict.objects.create(
        proposal_id=world["proposal"], user_id=world["actors"]["officer"].user_id, relation="other", at=NOW
    )
    with act("test.post", actor=SYSTEM, now=NOW) as this:
        some = [NewAccount(name, name, programme=HERE, guard="none") for name in ("source", "budget")]
        opened = open_accounts(this, some)
        post(this, key="fund", what="test", legs=[move(opened["source"], opened["budget"], 1_000)])
    return world


def models() -> list[type[Model]]:
    return [m for m in apps.get_models() if hasattr(m._default_manager, "visible_to")]


def seen(who: SignedActor, of: Iterable[type[Model]]) -> dict[str, int]:
    """Return how many rows of each model somebody sees, of those that have any."""
    counts = {m.__name__: m._default_manager.visible_to(who).count() for m in of}  # type: ignore[attr-defined]
    return {name: count for name, count in counts.items() if count}


@pytest.mark.django_db  # with one marked test pytest-django makes the database
def test_the_world_has_rows_of_every_model_that_somebody_sees(rows):
    empty = {m.__name__ for m in models() if not m._default_manager.exists()}
    assert empty == {
        *("ScoreSheet", "AccessRecord", "Seal", "MovementMark", "ChoiceWindow"),
        *("CodeTry", "WalletAccount", "ShopAccount", "ShopDay", "SpendBack"),
        *("Debt", "DebtEntry", "Dunning", "InstalmentPlan", "RecoveryObjection", "TransferReturn"),
    }, "scores, looks, seals, marks, and what vouchers and recoveries come to have tests of their own"


@pytest.mark.parametrize("role", ROLES)
def test_a_role_for_one_programme_sees_no_row_of_another_in_any_model(rows, role):
    found = seen(scoped(role, ELSEWHERE), models())
    assert set(found) <= set(PUBLIC) | {"Selection"}, "beyond what is public"
    public = Selection.objects.filter(state="published").count()
    assert found.get("Selection", 0) == public, "of selections only the published one"
    assert found["ProgrammeVersion"] == ProgrammeVersion.objects.exclude(state="draft").count()


def test_what_was_handed_in_is_seen_by_the_programmes_of_the_role(rows):
    def handed_in(programme: str) -> int:
        return Application.objects.handed_in_to(scoped("officer", programme)).count()

    assert handed_in(ELSEWHERE) == 0
    assert (
        0
        < handed_in(HERE)
        == Application.objects.handed_in_to(scoped("officer", "")).filter(programme=HERE).count()
    )


def test_an_officer_of_one_programme_sees_all_of_it(rows):
    # Agreements, the vote, its points and money are those of other programmes: they have tests of their own.
    others = ("agreements", "voting", "funds", "payments", "ledger", "claims", "benefits", "referrals")
    others += ("vouchers", "recoveries", "sanctions")
    of = [m for m in models() if m._meta.app_label not in others and m is not PointsUpload]
    Application.objects.filter(programme=SMALL).update(programme=HERE)
    here, everywhere = seen(scoped("officer", HERE), of), seen(scoped("officer", ""), of)
    # Whoever was granted something applied to the programme of those tests.
    everywhere["Application"] -= Application.objects.exclude(programme=HERE).count()
    whole = {"Event", "Notice", "DuplicatePair", "Affiliation"}
    """What belongs to no programme takes a role for all."""
    assert {name: count for name, count in everywhere.items() if name not in {*whole, "Merchant", "User"}} | {
        "Membership": here["Membership"] + 1
    } == {name: count for name, count in here.items() if name != "User"} | {
        "Membership": here["Membership"] + 1
    }
    assert "Merchant" not in here, "merchants are seen through their applications"


def test_a_reviewers_role_for_another_programme_hides_the_cases_and_the_sheets_of_this_one(rows):
    from dure.domains.review.models import Assignment, ScoreSheet

    who = actor_of(rows["actors"]["reviewer"].user_id, NOW)
    ScoreSheet.objects.create(
        programme=HERE, stage="champion", application_id=rows["case"], reviewer_id=who.user_id, changed_at=NOW
    )
    assert seen(who, (Assignment, ScoreSheet)) == {"Assignment": 1, "ScoreSheet": 1}
    Membership.objects.filter(user_id=who.user_id).update(programme=ELSEWHERE)
    assert seen(actor_of(who.user_id, NOW), (Assignment, ScoreSheet)) == {}


def test_ones_own_things_are_ones_own_whatever_role_one_holds(rows):
    owner = rows["actors"]["merchant"]
    Membership.objects.create(
        user_id=owner.user_id, role="officer", programme=ELSEWHERE, starts_at=NOW,
        organisation=Organisation.objects.get(code="agency"),
    )  # fmt: skip
    who = actor_of(owner.user_id, NOW)
    theirs = ("Application", "Decision", "Place", "Objection", "Merchant")
    kinds = [m for m in models() if m.__name__ in theirs]
    assert seen(who, kinds) == seen(owner, kinds)
    assert set(seen(who, kinds)) == set(theirs)
    browser = signed_in(who)
    for name in ("officer_application", "officer_objection", "officer_place_give_up", "officer_place_accept"):
        address, _expected = MATRIX[name]
        assert browser.get(address.format(**rows)).status_code == 404, "not on an officer's page"


# --- pages -----------------------------------------------------------------------------------------------


def signed_in(who: SignedActor) -> Client:
    found = Client()
    found.force_login(User.objects.get(pk=who.user_id))
    return found


OPEN = {
    "officer": {
        "officer_home", "officer_programmes", "officer_upload", "officer_merchants", "officer_review",
        "officer_selections", "officer_objections", "officer_objections_export", "officer_retention",
        "organisations", "organisation", "officer_rules", "officer_recusals", "officer_providers",
        "officer_provider", "officer_executors", "officer_funds", "officer_firm_objections",
        "ledger_programmes", "officer_claims_programmes", "officer_benefits", "officer_vouchers",
        "officer_sanctions", "officer_sanctions_file",
    },
    "ministry": {
        "officer_home", "officer_programmes", "officer_merchants", "officer_review", "officer_selections",
        "officer_objections", "officer_objections_export", "officer_retention", "organisations",
        "organisation", "officer_rules", "officer_recusals", "officer_providers", "officer_provider",
        "officer_executors", "officer_funds", "officer_firm_objections",
        "ledger_programmes", "officer_claims_programmes", "officer_benefits", "officer_vouchers",
        "officer_sanctions", "officer_sanctions_file",
    },
    "executor_staff": {
        "executor_home", "diagnoses", "organisation", "organisations", "organisation_invite", "my_funds",
        "given_grants", "officer_vouchers",
    },
    "reviewer": {"reviewer_home", "reviewer_expertise", "diagnoses", "scoring"},
}  # fmt: skip
"""The lists of whatever is in scope, empty here; staff may invite to their executor for their programme."""


def of_role(role: str) -> list[tuple[str, str, int]]:
    """Return name, address and answer of the pages that a role opens and others who signed in do not."""
    return [
        (name, address, expected[role])
        for name, (address, expected) in MATRIX.items()
        if expected[role] in (200, 302, 405)
        and expected["newcomer"] in (403, 404)
        and expected["nobody"] == 302
    ]


@pytest.mark.parametrize("role", ROLES)
def test_no_page_of_a_programme_opens_to_a_role_for_another(rows, role):
    browser = signed_in(scoped(role, ELSEWHERE))
    answers: dict[str, int] = {}
    for name, address, expected in of_role(role):
        at = address.format(**rows)
        answers[name] = (browser.post(at) if expected == 405 else browser.get(at)).status_code
    assert len(answers) > 3
    opened = {name for name, status in answers.items() if status not in (403, 404)}
    assert opened == OPEN[role]


@pytest.mark.parametrize("role", ROLES)
def test_the_lists_of_a_role_for_another_programme_name_nothing_of_this_one(rows, role):
    browser = signed_in(scoped(role, ELSEWHERE))
    lists = sorted(OPEN[role] - {"organisation", "organisations", "officer_upload", "officer_rules"})
    for name in lists:
        text = browser.get(MATRIX[name][0]).content.decode()
        assert HERE not in text.replace(f"/calls/{HERE}", ""), name
        assert "TOPS-2025-0" not in text, name
        assert "두레상회" not in text, name


@pytest.mark.parametrize("role", ROLES)
def test_the_search_finds_nothing_of_a_programme_out_of_scope(rows, role):
    who = scoped(role, ELSEWHERE)
    text = signed_in(who).get("/search/", {"q": "두레상회"}).content.decode()
    assert "두레상회 1" not in text


@pytest.mark.parametrize("name", ["officer_applications", "officer_selection", "officer_application"])
def test_the_same_pages_open_to_a_role_for_this_programme(rows, name):
    browser = signed_in(scoped("officer", HERE))
    assert browser.get(MATRIX[name][0].format(**rows)).status_code == 200


def test_an_officer_of_one_programme_finds_its_applicants_among_the_merchants(rows):
    browser = signed_in(scoped("officer", HERE))
    text = browser.get("/officer/merchants/").content.decode()
    assert "두레상회 1" in text
    assert "두레상회 2" not in text, "that one applied to nothing"
    assert browser.get(f"/officer/merchants/{rows['merchant']}/").status_code == 200
    assert browser.get(f"/officer/merchants/{rows['other']}/").status_code == 404


def test_a_file_of_another_programme_is_refused_and_not_kept(rows):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from dure.library import library_bytes

    before = ProgrammeVersion.objects.count()
    file = SimpleUploadedFile("tops.yaml", library_bytes(HERE).replace(b"2025-12-31", b"2025-12-30"))
    answer = signed_in(scoped("officer", ELSEWHERE)).post("/officer/programmes/upload/", {"file": file})
    assert answer.status_code == 422
    assert ProgrammeVersion.objects.count() == before


def test_objections_of_another_programme_are_answered_by_nobody_of_this_one(rows):
    browser = signed_in(scoped("officer", ELSEWHERE))
    for verb in ("assign", "extend", "answer"):
        assert browser.post(f"/officer/objections/{rows['objection']}/{verb}/").status_code == 404
    assert Objection.objects.get(pk=rows["objection"]).state == "assigned"
