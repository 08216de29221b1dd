"""Handing in: whole, in the window, eligible or not known to be otherwise, once, with everything kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.domains.at_once import twice_at_once
from tests.domains.builders import AFTER_CLOSING, merchant, published, signed_up
from tests.domains.drafts import ANSWERS, CONSENTS, DOCUMENTS, FILES, complete, drafted, with_questions
from tests.domains.people import NOW, person

from dure.domains.accounts.refusals import NotAllowed
from dure.domains.applications.handing_in import documents_of
from dure.domains.applications.models import Application, ApplicationDocument, Revision, Verdict
from dure.domains.applications.services.draft_save import save_draft
from dure.domains.applications.services.submit import Wish, _submit, submit_application
from dure.domains.events.history import history_of
from dure.domains.events.models import Event
from dure.domains.merchants.queries import facts_of
from dure.domains.notices.models import Notice
from dure.domains.privacy.queries import consents_of
from dure.domains.uploads.models import StoredFile
from dure.engine.problems import Refused
from dure.library import library_bytes


@pytest.fixture
def who(db):
    published()
    return signed_up("one@test.example")


@pytest.fixture
def shop(who):
    return complete(merchant(1, owner=who))


def submit(who, draft: Application, now=NOW, counter: int | None = None) -> str:
    return submit_application(actor=who, now=now, application_id=draft.pk, counter=counter)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def nothing_handed_in() -> bool:
    row = Application.objects.get()
    return (row.state, row.application_no, row.facts) == ("draft", None, None) and not (
        Revision.objects.exists()
        or Verdict.objects.exists()
        or ApplicationDocument.objects.exists()
        or Notice.objects.exists()
        or Event.objects.filter(act="application.submit").exists()
    )


def test_what_is_handed_in_is_kept_whole(who, shop):
    number = submit(who, drafted(who, shop))
    row = Application.objects.get()
    assert number == row.application_no
    assert number.startswith("TOPS-2025-")
    assert number[10:].isdigit()
    assert len(number) >= 16
    assert (row.state, row.verdict, row.revision, row.submitted_at, row.changed_at) == (
        "submitted", "eligible", 1, NOW, NOW,
    )  # fmt: skip
    assert (row.choices, row.name, row.region, row.ksic, row.draft) == (
        ["acorn", "otter"], "두레상회 1", "5111010100", "47912", {},
    )  # fmt: skip
    assert shop.business_no in row.search
    assert row.facts == facts_of(shop)
    assert "홍길동" not in str(row.facts)
    kept = Revision.objects.get()
    assert (kept.number, kept.act, kept.choices, kept.facts, kept.made_by_id) == (
        1, "submit", row.choices, row.facts, who.user_id,
    )  # fmt: skip
    verdict = Verdict.objects.get()
    assert (verdict.verdict, verdict.revision, verdict.screening_id) == ("eligible", 1, None)


def test_documents_stand_with_their_days_and_the_register_without_a_file(who, shop):
    submit(who, drafted(who, shop))
    rows = {row.document: row for row in ApplicationDocument.objects.all()}
    assert set(rows) == {*FILES, "business_registration"}
    assert rows["business_registration"].file_id is None
    tax = rows["national_tax_certificate"]
    assert (str(tax.issued_on), tax.state, tax.handed_in_at) == ("2025-03-20", "handed_in", NOW)
    certificate = rows["small_merchant_certificate"]
    assert (str(certificate.valid_from), str(certificate.valid_until)) == ("2025-01-02", "2026-03-31")
    assert {row.file_id for row in rows.values()} - {None} == set(
        StoredFile.objects.values_list("pk", flat=True)
    )


def test_consents_events_and_the_notice_come_with_it(who, shop):
    number = submit(who, drafted(who, shop))
    given = consents_of(shop.pk, "tops-2025")
    assert {name: answer.given for name, answer in given.items()} == {
        "use": True, "executors": True, "news": False,
    }  # fmt: skip
    event = Event.objects.get(act="application.submit", subject="application")
    assert event.details == {
        "move": "submit", "from": "draft", "to": "submitted", "application_no": number, "verdict": "eligible",
    }  # fmt: skip
    notice = Notice.objects.get()
    assert (notice.template, notice.user_id, notice.state) == ("application_received", who.user_id, "queued")
    assert notice.link == f"/my/applications/{Application.objects.get().pk}/"
    assert notice.parameters["application_no"] == number
    assert "2025. 5. 16." in notice.parameters["next"]["ko"]


def test_answers_are_kept_by_question(db):
    published(with_questions())
    who = signed_up("one@test.example")
    submit(who, drafted(who, complete(merchant(1, owner=who)), questions=ANSWERS))
    row = Application.objects.get()
    assert row.answers["price"] == 12.5
    assert row.answers["wants"] == ["a", "b"]
    assert Revision.objects.get().answers == row.answers


def test_twice_is_once(who, shop):
    draft = drafted(who, shop)
    assert submit(who, draft) == submit(who, draft)
    assert (Revision.objects.count(), Notice.objects.count()) == (1, 1)


def test_numbers_are_never_given_twice(who):
    numbers = [submit(who, drafted(who, complete(merchant(n, owner=who)))) for n in (1, 2, 3)]
    assert len(set(numbers)) == 3
    assert numbers == sorted(numbers)


def test_outside_the_window_nothing_is_handed_in(who, shop):
    draft = drafted(who, shop)
    with pytest.raises(Refused) as refused:
        submit(who, draft, AFTER_CLOSING)
    assert codes(refused) == ["apply.closed"]
    with pytest.raises(Refused) as refused:
        submit(who, draft, draft.version.closes_at)
    assert nothing_handed_in()
    submit(who, draft, draft.version.closes_at - timedelta(seconds=1))


def test_everything_that_is_missing_is_told_at_once(who):
    shop = merchant(1, owner=who, name="", region=None)
    draft = drafted(
        who, shop, choices=(), files=(), documents={}, consents={**CONSENTS, "consent.use": ["no"]}
    )
    with pytest.raises(Refused) as refused:
        submit(who, draft)
    assert codes(refused) == [
        *("fact.name", "fact.region", "contact.owner_name", "contact.phone", "choices.none"),
        *["document.missing"] * 5,
        "consent.required",
    ]
    assert nothing_handed_in()


def test_a_certificate_that_aged_since_it_was_drafted_is_refused(who, shop):
    draft = drafted(who, shop, documents=DOCUMENTS | {"issued_on.local_tax_certificate": ["2025-03-01"]})
    with pytest.raises(Refused) as refused:
        submit(who, draft, NOW + timedelta(days=20))
    assert codes(refused) == ["document.stale"]
    assert nothing_handed_in()


def test_who_is_known_not_to_be_eligible_is_told_which_rule(who):
    draft = drafted(who, complete(merchant(1, owner=who, tax_arrears=True, ksic="91249")))
    with pytest.raises(Refused) as refused:
        submit(who, draft)
    assert codes(refused) == ["apply.ineligible"]
    assert refused.value.problems[0].params == {"rules": ["no_tax_arrears", "industry_allowed"]}
    assert nothing_handed_in()


def test_what_is_not_known_is_left_to_the_document_check(who):
    submit(who, drafted(who, complete(merchant(1, owner=who, employees=None, tax_arrears=None))))
    verdict = Verdict.objects.get()
    assert Application.objects.get().verdict == verdict.verdict == "unknown"
    assert verdict.unknown_rules == ["small_merchant", "no_tax_arrears"]
    assert verdict.missing_fields == ["employees", "tax_arrears"]


def test_an_infected_file_is_refused(who, shop, settings):
    settings.DURE_VIRUS_SCAN = True
    draft = drafted(who, shop)
    file = StoredFile.objects.get(pk=draft.draft["files"]["brand_plan"]["id"])
    StoredFile.objects.filter(pk=file.pk).update(state="infected")
    with pytest.raises(Refused) as refused:
        submit(who, draft)
    assert codes(refused) == ["document.infected"]
    assert refused.value.problems[0].params == {"document": "brand_plan"}
    assert nothing_handed_in()


def test_under_a_version_that_is_not_in_force_nothing_is_handed_in(who, shop):
    draft = drafted(who, shop)
    published(library_bytes("tops-2025").replace(b"reserve_length: 60", b"reserve_length: 50"))
    with pytest.raises(Refused) as refused:
        submit(who, draft)
    assert codes(refused) == ["apply.moved"]
    assert nothing_handed_in()


def test_what_was_changed_since_it_was_looked_at_is_refused(who, shop):
    draft = drafted(who, shop)
    seen = draft.draft["counter"]
    save_draft(
        actor=who,
        now=NOW,
        application_id=draft.pk,
        step="executors",
        typed={"rank.snail": ["1"]},
        counter=seen,
        tab="b",
    )
    with pytest.raises(Refused) as refused:
        submit(who, draft, counter=seen)
    assert codes(refused) == ["draft.newer"]
    assert nothing_handed_in()
    submit(who, draft, counter=seen + 1)
    assert Application.objects.get().choices == ["snail"]


def test_others_hand_nothing_in(who, shop):
    draft = drafted(who, shop)
    for other in (signed_up("two@test.example"), person("officer")):
        with pytest.raises(NotAllowed):
            submit(other, draft)
    assert nothing_handed_in()


def test_everybody_who_acts_for_the_business_is_told(who, shop):
    from dure.domains.merchants.services.add_member import add_member

    signed_up("two@test.example")
    add_member(actor=who, now=NOW, merchant_id=shop.pk, email="two@test.example")
    submit(who, drafted(who, shop))
    assert Notice.objects.count() == 2


def test_a_draft_without_anything_typed_is_refused_not_broken(who, shop):
    draft = drafted(who, shop, choices=(), files=(), documents=DOCUMENTS, consents={})
    Application.objects.filter(pk=draft.pk).update(draft={"purpose": "apply", "counter": 0})
    with pytest.raises(Refused):
        submit(who, draft)
    assert nothing_handed_in()


@pytest.mark.django_db(transaction=True)
def test_two_at_once_are_one_application():
    published()
    who = signed_up("one@test.example")
    draft = drafted(who, complete(merchant(1, owner=who)))
    found = twice_at_once(lambda: submit(who, draft))
    assert found[0] == found[1] == Application.objects.get().application_no
    counts = [model.objects.count() for model in (Revision, Verdict, Notice, ApplicationDocument)]
    assert counts == [1, 1, 1, 5]
    assert len(consents_of(draft.merchant_id, "tops-2025")) == 3


# --- many at once -------------------------------------------------------------------------------------


def test_several_are_handed_in_together_each_with_an_act_history_and_notice_of_its_own(who, shop):
    other = signed_up("two@test.example")
    second = complete(merchant(2, owner=other))
    drafts = [drafted(who, shop), drafted(other, second)]
    wishes = [Wish(a, NOW, d.pk, None, None) for a, d in zip((who, other), drafts, strict=True)]
    numbers = _submit(wishes)
    assert numbers == [Application.objects.get(pk=d.pk).application_no for d in drafts]
    assert len(set(numbers)) == 2
    events = Event.objects.filter(act="application.submit", subject="application").order_by("subject_id")
    assert [(e.subject_id, e.actor_id) for e in events] == sorted(
        (str(d.pk), a.user_id) for d, a in zip(drafts, (who, other), strict=True)
    )
    assert len({e.act_id for e in events}) == 2
    was = history_of(Application).objects.order_by("pgh_obj_id").values_list("pgh_obj_id", "pgh_context_id")
    assert sorted(was) == sorted((int(e.subject_id), e.act_id) for e in events)
    assert {n.user_id for n in Notice.objects.all()} == {who.user_id, other.user_id}


def test_who_is_refused_among_several_keeps_nobody_else_from_it(who, shop):
    other = signed_up("two@test.example")
    second = complete(merchant(2, owner=other))
    good, late, strange = drafted(who, shop), drafted(other, second), 10**9
    Application.objects.filter(pk=late.pk).update(draft={**late.draft, "counter": 99})
    outcomes = _submit(
        [
            Wish(other, NOW, late.pk, 5, None),
            Wish(other, NOW, good.pk, None, None),
            Wish(who, NOW, good.pk, None, None),
            Wish(who, NOW, strange, None, None),
            Wish(who, NOW, good.pk, None, "another-programme"),
        ]
    )
    assert isinstance(outcomes[0], Refused)
    assert [problem.code for problem in outcomes[0].problems] == ["draft.newer"]
    assert isinstance(outcomes[1], NotAllowed)
    assert outcomes[2] == Application.objects.get(pk=good.pk).application_no
    assert isinstance(outcomes[3], Application.DoesNotExist)
    assert isinstance(outcomes[4], NotAllowed)
    assert Application.objects.get(pk=late.pk).state == "draft"
    assert not consents_of(second.pk, "tops-2025")


def test_one_wished_twice_among_several_is_done_once(who, shop):
    draft = drafted(who, shop)
    wish = Wish(who, NOW, draft.pk, None, None)
    first, second = _submit([wish, wish])
    assert first == second == Application.objects.get().application_no
    assert Revision.objects.count() == 1


def test_one_that_breaks_the_whole_is_told_so_and_the_others_are_handed_in(who, shop, monkeypatch):
    other = signed_up("two@test.example")
    second = complete(merchant(2, owner=other))
    drafts = [drafted(who, shop), drafted(other, second)]
    whole = documents_of

    def breaks(this, application_id, new):
        if application_id == drafts[0].pk:
            raise RuntimeError("broken")
        return whole(this, application_id, new)

    monkeypatch.setattr("dure.domains.applications.services.submit.documents_of", breaks)
    outcomes = _submit([Wish(a, NOW, d.pk, None, None) for a, d in zip((who, other), drafts, strict=True)])
    assert isinstance(outcomes[0], RuntimeError)
    assert outcomes[1] == Application.objects.get(pk=drafts[1].pk).application_no
    assert Application.objects.get(pk=drafts[0].pk).state == "draft"
    assert not Revision.objects.filter(application_id=drafts[0].pk).exists()
