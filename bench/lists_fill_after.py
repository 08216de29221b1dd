"""Fills a database for the bench of the lists with what comes after applications, invented, made by SQL.

Scores, a published selection with places and objections, nominations, imports, notices, events, looks at
data, organisations. To be called after :mod:`lists_fill`; deterministic, as that is.
"""

from __future__ import annotations

import json

from django.db import connection

from dure.domains.notices.wording import templates

PROGRAMME = "tops-2025"
AT = "timestamptz '2025-03-20T09:00:00+09:00'"
STAGE = "consult"

PAIRING = """
pairings:
  - {id: seller, paired_with: seller, title: {ko: 전담셀러 매칭, en: Sellers}}
  - {id: placed, paired_with: seller, run_by: executor, stage: consult, title: {ko: 배정 매칭, en: By}}
"""


def fill_all(*, version: int, people: int, notices: int, events: int) -> None:
    """Fill everything: ``people`` is the number of staff, three to an organisation."""
    fill_organisations(people)
    fill_scores()
    fill_diagnoses(version)
    fill_matching(version)
    fill_selection(version)
    fill_rounds_of_executors(version)
    fill_objections()
    fill_nominations()
    fill_imports()
    fill_versions()
    fill_notices(notices)
    fill_events(events)
    fill_duplicates()
    fill_looks(events)
    fill_agreements()
    fill_bodies()
    fill_funds()
    fill_conflicts()
    fill_ledger()
    fill_payments()
    fill_recoveries()
    fill_benefits(version)
    fill_referrals(version)


def fill_organisations(people: int) -> None:
    """Make staff, three to an organisation, some of whose roles have ended, and open invitations."""
    _run(
        "INSERT INTO accounts_organisation (kind, code, name_ko, name_en, search)"
        " SELECT (ARRAY['executor','association','centre','accountant'])[1 + i %% 4], 'body-' || i,"
        " '가상기관 ' || i, 'Invented body ' || i, 'ㄱㅏㅅㅏㅇㄱㅣㄱㅘㄴ' || i || ' body' || i"
        " FROM generate_series(1, %s / 3) i",
        people,
    )
    _run(
        "INSERT INTO accounts_user (password, email, name, phone, language, is_active, joined_at,"
        " sessions_ended)"
        f" SELECT '!', 'staff' || i || '@bench.example', '', '', 'ko', true, {AT}, 0"
        " FROM generate_series(1, %s) i",
        people,
    )
    _run(
        "INSERT INTO accounts_membership (user_id, organisation_id, role, programme, starts_at, ends_at)"
        " SELECT u.id, o.id, (ARRAY['executor_staff','association_staff','reviewer','accountant'])"
        f"[1 + u.n %% 4], '', {AT} - interval '90 days',"
        f" CASE WHEN u.n %% 9 = 0 THEN {AT} - interval '9 days' END"
        " FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM accounts_user"
        "  WHERE email LIKE 'staff%%@bench.example') u"
        " JOIN (SELECT id, row_number() OVER (ORDER BY id) AS n FROM accounts_organisation"
        "  WHERE code LIKE 'body-%%') o ON o.n = (u.n + 2) / 3"
    )
    _run(
        "INSERT INTO accounts_invitation (organisation_id, role, programme, email, email_blind, token_hash,"
        " state, invited_at, expires_at)"
        f" SELECT id, 'reviewer', '', '', md5(code), md5(code) || md5(code), 'open', {AT},"
        f" {AT} + interval '14 days' FROM accounts_organisation WHERE code LIKE 'body-%%'"
    )


def fill_diagnoses(version: int) -> None:
    """Let half of the accepted have diagnosed themselves, and experts a third of them, in one round.

    The form is the one that :func:`with_a_form` puts into a file. One reviewer is the expert of all.
    """
    common = (
        "INSERT INTO diagnosis_diagnosissheet (programme, version_id, form, form_hash, application_id,"
        " filled_by, round, expert_id, state, typed, answers, revision, score_low, score_high, level, counts,"
        " note, begun_at, changed_at, handed_in_at)"
    )
    _run(
        f"{common} SELECT programme, %s, 'online', repeat('0', 64), id, 'merchant', 1, NULL,"
        " CASE WHEN n %% 4 = 0 THEN 'draft' ELSE 'handed_in' END, '{}', '{}', 1, 50000, 50000,"
        " CASE WHEN n %% 4 = 0 THEN '' WHEN n %% 50 = 1 THEN 'able' ELSE 'beginner' END,"
        f" n %% 4 <> 0, '', {AT}, {AT}, {AT}"
        " FROM (SELECT id, programme, row_number() OVER (ORDER BY id) AS n FROM applications_application"
        "  WHERE state = 'accepted') a WHERE n %% 2 = 0",
        version,
    )
    _run(
        f"{common} SELECT a.programme, %s, 'online', repeat('0', 64), a.id, 'expert', 1, u.id,"
        " CASE WHEN a.n %% 6 = 0 THEN 'draft' ELSE 'handed_in' END, '{}', '{}', 1, 60000, 60000,"
        f" CASE WHEN a.n %% 6 = 0 THEN '' ELSE 'beginner' END, false, '', {AT}, {AT}, {AT}"
        " FROM (SELECT id, programme, row_number() OVER (ORDER BY id) AS n FROM applications_application"
        "  WHERE state = 'accepted') a,"
        " (SELECT min(user_id) AS id FROM accounts_membership WHERE role = 'reviewer') u WHERE a.n %% 3 = 0",
        version,
    )


def fill_matching(version: int) -> None:
    """Let sixty providers be there, and every accepted merchant be matched with one, in two rounds."""
    _run(
        "INSERT INTO accounts_organisation (kind, code, name_ko, name_en, search)"
        " SELECT 'provider', 'helper-' || i, '가상셀러 ' || i, 'Invented seller ' || i,"
        " 'ㄱㅏㅅㅏㅇㅅㅔㄹㄹㅓ' || i || ' helper' || i FROM generate_series(1, 60) i"
    )
    _run(
        "INSERT INTO matching_provider (organisation_id, kind, state, introduction, skills, industries,"
        " languages, region, reach, regions, capacity, listed, note, applied_at, changed_at)"
        " SELECT id, 'seller', CASE WHEN id %% 9 = 0 THEN 'applied' ELSE 'approved' END, '대신 판매합니다',"
        f" '{{video}}', '{{47}}', '{{ko}}', '51110', 'nation', '{{}}', 500, true, '', {AT}, {AT}"
        " FROM accounts_organisation WHERE code LIKE 'helper-%%'"
    )
    _run(
        "INSERT INTO matching_matchround (programme, version_id, pairing, executor, number, state, inputs,"
        " unmatched, points, planned_at, proposed_at, due_at)"
        f" SELECT '{PROGRAMME}', %s, 'seller', '', i, 'proposed', '{{}}',"
        " CASE WHEN i = 2 THEN (SELECT coalesce(jsonb_agg(jsonb_build_object('application', id,"
        " 'reason', 'full', 'offered', 60, 'reached', 60, 'meeting', 9, 'allowed', 9, 'good', 9)), '[]')"
        " FROM (SELECT id FROM applications_application WHERE state = 'accepted'"
        f" AND programme = '{PROGRAMME}' ORDER BY id LIMIT 3000) a)"
        " ELSE '[]' END,"
        f" 1000, {AT}, {AT}, {AT} FROM generate_series(1, 2) i",
        version,
    )
    _run(
        "INSERT INTO matching_match (round_id, programme, pairing, application_id, provider_id, state,"
        " points, parts, fixed, hand, hand_reason, reason, proposed_at, due_at)"
        " SELECT r.id, a.programme, 'seller', a.id, p.id, CASE WHEN a.n %% 50 = 0 THEN 'declined'"
        f" WHEN a.n %% 5 = 0 THEN 'proposed' ELSE 'accepted' END, 300, '[]', false, '', '', '', {AT}, {AT}"
        " FROM (SELECT id, programme, row_number() OVER (ORDER BY id) AS n FROM applications_application"
        f"  WHERE state = 'accepted' AND programme = '{PROGRAMME}') a"
        " JOIN matching_matchround r ON r.number = 1 + a.n %% 2"
        " JOIN (SELECT id, row_number() OVER (ORDER BY id) AS n FROM matching_provider) p"
        " ON p.n = 1 + a.n %% 60"
    )


def fill_rounds_of_executors(version: int) -> None:
    """Let an executor have run eighty rounds, and its places be matched in the newest."""
    _run(
        "INSERT INTO matching_matchround (programme, version_id, pairing, executor, number, state, inputs,"
        " unmatched, points, planned_at, proposed_at, due_at)"
        f" SELECT '{PROGRAMME}', %s, 'placed', 'acorn', i,"
        " CASE WHEN i = 80 THEN 'proposed' ELSE 'closed' END,"
        " '{}', CASE WHEN i = 80 THEN (SELECT coalesce(jsonb_agg(jsonb_build_object('application', id,"
        " 'reason', 'full', 'offered', 60, 'reached', 60, 'meeting', 9, 'allowed', 9, 'good', 9)), '[]')"
        " FROM (SELECT application_id AS id FROM selection_place WHERE executor = 'acorn' LIMIT 200) a)"
        f" ELSE '[]' END, 1000, {AT}, {AT}, {AT} FROM generate_series(1, 80) i",
        version,
    )
    _run(
        "INSERT INTO matching_match (round_id, programme, pairing, application_id, provider_id, state,"
        " points, parts, fixed, hand, hand_reason, reason, proposed_at, due_at)"
        " SELECT r.id, a.programme, 'placed', a.application_id, p.id,"
        " CASE WHEN a.n %% 5 = 0 THEN 'proposed' ELSE 'accepted' END, 300, '[]', false, '', '', '',"
        f" {AT}, {AT} FROM (SELECT programme, application_id, row_number() OVER (ORDER BY id) AS n"
        "  FROM selection_place WHERE executor = 'acorn' AND stage = 'consult') a"
        " JOIN matching_matchround r ON r.pairing = 'placed' AND r.number = 80"
        " JOIN (SELECT id, row_number() OVER (ORDER BY id) AS n FROM matching_provider) p"
        " ON p.n = 1 + a.n %% 60"
    )


def with_a_form(raw: bytes) -> bytes:
    """Return a programme file with a small diagnosis, a pairing and a call for executors at its end."""
    return raw + FORM.encode() + PAIRING.encode() + CALL.encode()


FORM = """
diagnosis:
  - id: online
    title: {ko: 온라인 역량 진단, en: Online capability}
    filled_by: [merchant, expert]
    sections:
      - id: selling
        title: {ko: 판매 기반, en: Ground to sell from}
        weight_bp: 10000
        items:
          - {id: photos, kind: scale, highest: 5, weight_bp: 10000, title: {ko: 사진, en: Photographs}}
    levels:
      - {id: beginner, from_points: 0, title: {ko: 기초, en: Beginner}}
      - {id: able, from_points: 60, title: {ko: 숙련, en: Able}}
"""


CALL = """
executor_call:
  title: {ko: 수행기관 공개모집, en: Call for executors}
  window: {opens_at: "2025-02-03T09:00:00+09:00", closes_at: "2025-02-21T18:00:00+09:00"}
  most: 10
  criteria:
    - {id: plan, title: {ko: 수행계획, en: Plan}, weight_bp: 10000, scored_by: panel}
"""


def fill_agreements() -> None:
    """Make proposals of firms, each given to a reviewer and with an agreement in force, and what they say."""
    _run(
        "INSERT INTO agreements_proposal (programme, number, state, firm, business_no, contact_name,"
        " contact_email, contact_phone, places, cash_won, in_kind, gives, search, made_by_id, made_at,"
        " changed_at, submitted_at, decided_reason)"
        " SELECT %s, 'TOPS-2025-EX-' || lpad(i::text, 4, '0'),"
        " (ARRAY['agreed','checked','chosen'])[1 + i %% 3],"
        " '가상기업 ' || i, lpad(i::text, 10, '0'), '', '', '', '{\"consult\": 3}', 1000000, '[]', '',"
        f" 'ㄱㅏㅅㅏㅇ ' || i, (SELECT min(id) FROM accounts_user), {AT}, {AT}, {AT}, ''"
        " FROM generate_series(1, 300) i",
        PROGRAMME,
    )
    _run(
        "INSERT INTO agreements_scorer (proposal_id, user_id, kind, given_at)"
        f" SELECT p.id, m.reviewer_id, 'panel', {AT} FROM agreements_proposal p,"
        " (SELECT reviewer_id FROM review_panelmember ORDER BY id LIMIT 1) m"
    )
    _run(
        "INSERT INTO agreements_agreement (programme, executor, organisation_id, proposal_id, state, number,"
        " proposed_by_id, proposed_at, signed_at, in_force_at, closed_reason, closed_side, handover)"
        " SELECT p.programme, o.code, o.id, p.id, 'in_force', 1, 1,"
        f" {AT} - p.n * interval '1 minute', {AT}, {AT}, '', '', ''"
        " FROM (SELECT *, row_number() OVER (ORDER BY id) AS n FROM agreements_proposal) p"
        " JOIN (SELECT *, row_number() OVER (ORDER BY id) AS n FROM accounts_organisation"
        "  WHERE kind = 'executor') o ON o.n = p.n"
    )
    _run(
        "INSERT INTO agreements_agreementversion (agreement_id, number, terms, fingerprint, reason, made_at)"
        ' SELECT id, 1, \'{"places": {"consult": 1}, "budget_won": 0, "cash_won": 0, "in_kind": [],'
        ' "milestones": [], "starts_on": "2025-04-01", "ends_on": "2025-12-31"}\', md5(id::text), \'\','
        f" {AT} FROM agreements_agreement"
    )


def fill_funds() -> None:
    """Ask for instalments, let executors report what they gave and claim what they spent."""
    _run(
        "INSERT INTO uploads_storedfile (id, purpose, name, size, sha256, content_type, state, uploaded_at)"
        " SELECT gen_random_uuid(), 'evidence', '', 1, md5(i::text) || md5(i::text), 'application/pdf',"
        f" 'clean', {AT} FROM generate_series(1, 300) i"
    )
    _run(
        "INSERT INTO funds_fundorder (programme, fund, kind, year, line, to_line, source, executor, won,"
        " reason, state, hold, legs, proposed_by_id, proposed_at, answer)"
        " SELECT %s, 'resources', 'advance', 0, '', '', '', 'body-4', 1000, '', 'proposed',"
        f" gen_random_uuid(), '[]', 1, {AT} - i * interval '1 minute', '' FROM generate_series(1, 300) i",
        PROGRAMME,
    )
    _run(
        "INSERT INTO funds_delivery (programme, fund, source, executor, won, what, basis, delivered_on,"
        " evidence_id, evidence_hash, state, reported_by_id, reported_at, answer)"
        " SELECT %s, 'resources', 'executors_cash', 'body-4', 1000, 'what', '', '2025-03-20', id, sha256,"
        f" 'reported', 1, {AT}, '' FROM uploads_storedfile WHERE purpose = 'evidence'",
        PROGRAMME,
    )
    _run(
        "INSERT INTO claims_claim (programme, fund, year, side, way, executor, benefit, line, title, state,"
        " officers, won, lines_count, made_by_id, made_at, submitted_by_id, submitted_at)"
        " SELECT %s, 'resources', 0, 'executor', 'after', 'body-4', '', '', 'what', 'submitted', 1, i * 100,"
        f" 1, 1, {AT}, 1, {AT} - i * interval '1 hour' FROM generate_series(1, 300) i",
        PROGRAMME,
    )
    _run(
        "INSERT INTO claims_claimline (claim_id, position, state, line, cost_type, supply_won, vat_won,"
        " spent_on, payee, what, own_won, supported_won, findings, hold, legs, officers, claimed_by_id,"
        " asked_fields, asked, answered, remark, answer)"
        " SELECT id, n, 'submitted', '', '', won, 0, '2025-03-20', '', 'what', 0, won, '{}',"
        " gen_random_uuid(), '[]', 1, 1, '{}', '', '', '', '' FROM claims_claim, generate_series(1, 2) n"
    )


def fill_payments() -> None:
    """Let the programme owe to merchants and an executor: waiting, failed, paid by batches, some taxed."""
    _run(
        "INSERT INTO payments_payee (programme, kind, owner_id, code, name, income, made_at)"
        f" SELECT %s, 'merchant', i, '', '', '', {AT} FROM generate_series(1, 3000) i UNION ALL"
        f" SELECT %s, 'executor', 0, 'body-4', '', '', {AT}",
        PROGRAMME,
        PROGRAMME,
    )
    _run(
        "INSERT INTO payments_payeeaccount (payee_id, bank, account_no, holder, digest, state, checked,"
        " proposed_by_id, proposed_at, decided_by_id, answer)"
        f" SELECT id, '004', '', '', 'd', 'confirmed', '', 1, {AT}, 2, ''"
        " FROM payments_payee WHERE id %% 7 > 0"
    )
    _run(
        "INSERT INTO payments_payable (programme, fund, cause, payee_id, won, income, hold, legs, what,"
        " involved, state, reason, owed_at, owed_by_id, paid_on)"
        " SELECT programme, 'resources', 'bench/' || p.id || '/' || n, p.id, 1000,"
        " CASE WHEN p.id %% 5 = 0 THEN 'business' ELSE '' END, gen_random_uuid(), '[]', 'what', '{}',"
        f" s.state, '', {AT}, 1, CASE WHEN s.state = 'paid' THEN date '2025-03-20' END"
        " FROM payments_payee p, generate_series(1, 3) n, LATERAL (SELECT CASE (p.id + n) %% 10 WHEN 0 THEN"
        " 'failed' WHEN 1 THEN 'waiting' WHEN 2 THEN 'sent' ELSE 'paid' END AS state) s"
    )
    _run(
        "INSERT INTO payments_batch (programme, number, way, pay_on, rows, won, net_won, state,"
        " drafted_by_id, drafted_at, approved_by_id, sent_at, file, file_hash)"
        f" SELECT %s, i, 'file', '2025-03-20', 1, 1000, 1000, 'closed', 1, {AT}, 2, {AT}, '', 'h'"
        " FROM generate_series(1, 100) i",
        PROGRAMME,
    )
    _run(
        "INSERT INTO payments_batchrow (batch_id, no, payable_id, account_id, won, income_tax_won,"
        " local_tax_won, set_off_won, net_won, state, reason, done_on)"
        " SELECT b.id, p.id, p.id, a.id, 1000, 30, 0, 0, 970, 'paid', '', '2025-03-20'"
        " FROM payments_payable p JOIN payments_payeeaccount a ON a.payee_id = p.payee_id"
        " JOIN payments_batch b ON b.number = 1 + p.id %% 100 WHERE p.state = 'paid'"
    )


def fill_recoveries() -> None:
    """Take back what was paid to everybody: told, answered, decided with a debt, some banned."""
    _run(
        "INSERT INTO recoveries_recoverycase (programme, number, payee_id, business_no, ground, basis, facts,"
        " state, paid_won, involved, opened_by_id, opened_at, noticed_by_id, noticed_at, answer_until,"
        " statement, back_won, surcharge_won, considered, decided_by_id, decided_at, due_on, ban_scope,"
        " write_off_reason, closed_reason)"
        " SELECT programme, id, id, lpad(id::text, 10, '0'), 'misuse', 'basis', '',"
        f" CASE WHEN d THEN 'decided' ELSE 'noticed' END, 1000, '{{}}', 1, {AT}, 1, {AT}, '2025-03-20', '',"
        f" CASE WHEN d THEN 600 ELSE 0 END, 0, '', CASE WHEN d THEN 2 END, CASE WHEN d THEN {AT} END,"
        " CASE WHEN d THEN date '2025-03-20' END, '', '', ''"
        " FROM (SELECT *, id %% 2 = 0 AS d FROM payments_payee) p"
    )
    _run(
        'INSERT INTO payments_debt (programme, payee_id, cause, won, first, legs, "left", settled_won,'
        " reserved_won, owed_at)"
        f" SELECT programme, payee_id, 'recovery/' || id, 600, 1, '[[1, 2, 600]]', '{{600}}', 0, 0, {AT}"
        " FROM recoveries_recoverycase WHERE state = 'decided'"
    )
    _run(
        "INSERT INTO sanctions_sanction (programme, scope, cause, business_no, name, owner_key, ground,"
        " basis, from_on, until_on, imposed_by_id, imposed_at, lifted_reason)"
        " SELECT programme, 'all', 'recovery/' || id, business_no, '', '', ground, basis, '2025-03-01',"
        f" CASE WHEN id %% 3 = 0 THEN date '2025-03-02' ELSE date '2027-03-01' END, 2, {AT}, ''"
        " FROM recoveries_recoverycase"
    )


def fill_conflicts() -> None:
    """Let executors' staff sign declarations of conflicts, and firms ask that somebody does not score."""
    _run(
        "INSERT INTO applications_staffdeclaration (programme, executor, user_id, seen, conflicts, at)"
        " SELECT %s, 'acorn', u.id, ARRAY[i], CASE WHEN i %% 4 = 0 THEN 1 ELSE 0 END,"
        f" {AT} - i * interval '1 minute'"
        " FROM (SELECT min(id) AS id FROM accounts_user) u, generate_series(1, 3000) i",
        PROGRAMME,
    )
    _run(
        "INSERT INTO agreements_scorerrecusal (proposal_id, state, about, grounds, asked_by_id, asked_at,"
        " answer)"
        f" SELECT id, 'asked', 'somebody', 'why', 1, {AT} - n * interval '1 minute', ''"
        " FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM agreements_proposal) p"
    )


def fill_ledger() -> None:
    """Open accounts of a programme, as many as vouchers make."""
    _run(
        "INSERT INTO ledger_account (code, kind, unit, programme, debits, credits, held_debits,"
        " held_credits, opened_at)"
        " SELECT %s || '/consulting/' || lpad(i::text, 6, '0'), (ARRAY['line', 'voucher'])[1 + i %% 2],"
        f" 'KRW', %s, 0, 0, 0, 0, {AT} FROM generate_series(1, 20000) i",
        PROGRAMME,
        PROGRAMME,
    )


def fill_benefits(version: int) -> None:
    """Grant promotion and the title to everybody accepted, with a certificate of each title."""
    _run(
        "INSERT INTO benefits_grantrun (programme, benefit, stage, fund, line, year, each_won, granted, won,"
        " by_source, seed, left_out, fingerprint, reason, made_by_id, made_at)"
        " SELECT %s, benefit, 'consult', '', '', 0, 0, 0, 0, '{}', '', '[]', '', 'why', 1,"
        f" {AT} FROM unnest(ARRAY['promotion', 'tops_title']) AS t (benefit)",
        PROGRAMME,
    )
    _run(
        "INSERT INTO benefits_grant (programme, benefit, kind, application_id, version_id, run_id, stage,"
        " executor, provider, fund, line, year, won, returned_won, starts_on, state, granted_by_id,"
        " granted_at, end_reason, end_note)"
        " SELECT r.programme, r.benefit, CASE r.benefit WHEN 'promotion' THEN 'subsidy' ELSE 'designation'"
        " END, a.id, %s, r.id, 'consult', a.choices[1], '', '', '', 0, 1000, 0, '2025-06-02', 'granted', 1,"
        f" {AT} + a.id * interval '1 second', '', ''"
        " FROM applications_application a, benefits_grantrun r"
        " WHERE a.state = 'accepted' AND a.programme = r.programme",
        version,
    )
    _run(
        "INSERT INTO benefits_certificate (grant_id, programme, benefit, sequence, number, code, name,"
        " region, starts_on, public, state, issued_by_id, issued_at, end_note)"
        " SELECT g.id, g.programme, g.benefit, row_number() OVER (ORDER BY g.id), 'title-' || g.id,"
        f" md5(g.id::text)::varchar(24), a.name, a.region, '2025-06-02', true, 'in_force', 1, {AT}, ''"
        " FROM benefits_grant g JOIN applications_application a ON a.id = g.application_id"
        " WHERE g.kind = 'designation'"
    )


def fill_referrals(version: int) -> None:
    """Grant the loan link to everybody accepted, each of whom asked to be referred."""
    _run(
        "INSERT INTO benefits_grantrun (programme, benefit, stage, fund, line, year, each_won, granted, won,"
        " by_source, seed, left_out, fingerprint, reason, made_by_id, made_at)"
        f" VALUES (%s, 'loan_link', 'promote', '', '', 0, 0, 0, 0, '{{}}', '', '[]', '', 'why', 1, {AT})",
        PROGRAMME,
    )
    _run(
        "INSERT INTO benefits_grant (programme, benefit, kind, application_id, version_id, run_id, stage,"
        " executor, provider, fund, line, year, won, returned_won, starts_on, state, granted_by_id,"
        " granted_at, end_reason, end_note)"
        " SELECT r.programme, r.benefit, 'finance', a.id, %s, r.id, 'promote', a.choices[1], '', '', '', 0,"
        f" 0, 0, '2025-06-02', 'granted', 1, {AT} + a.id * interval '1 second', '', ''"
        " FROM applications_application a, benefits_grantrun r"
        " WHERE a.state = 'accepted' AND a.programme = r.programme AND r.benefit = 'loan_link'",
        version,
    )
    _run(
        "INSERT INTO referrals_referral (programme, benefit, product, body, grant_id, application_id,"
        " asked_won, counted_won, state, asked_by_id, asked_at, consent_text, line, year, legs, repaid_won,"
        " contract_no, answer)"
        " SELECT g.programme, g.benefit, 'loan', 'body', g.id, g.application_id, 1000, 1000,"
        " CASE WHEN g.id %% 50 = 0 THEN 'withdrawn' ELSE 'asked' END, 1, g.granted_at, '', '', 0, '[]', 0,"
        " '', '' FROM benefits_grant g WHERE g.benefit = 'loan_link'"
    )


def fill_scores() -> None:
    """Let executors score whom was accepted, and a panel of three the first three hundred of them."""
    _run(
        "INSERT INTO review_scoringwindow (programme, stage, state, opened_at)"
        f" VALUES (%s, %s, 'open', {AT}), (%s, 'champion', 'open', {AT})",
        *(PROGRAMME, STAGE, PROGRAMME),
    )
    _run(
        "INSERT INTO review_entrant (programme, stage, application_id, executor, entered_at)"
        f" SELECT programme, %s, id, unnest(choices), {AT} FROM applications_application"
        " WHERE state = 'accepted'",
        STAGE,
    )
    _run(
        "INSERT INTO review_scoresheet (programme, stage, application_id, executor, items, total, comment,"
        " state, changed_at, version)"
        " SELECT programme, stage, application_id, executor, '{}', (application_id * 7919) %% 100001, '',"
        f" CASE WHEN application_id %% 5 = 0 THEN 'draft' ELSE 'submitted' END, {AT}, 1"
        " FROM review_entrant WHERE application_id %% 6 > 0"
    )
    _run(
        "INSERT INTO review_entrant (programme, stage, application_id, executor, entered_at)"
        f" SELECT programme, 'champion', id, choices[1], {AT} FROM applications_application"
        " WHERE state = 'accepted' ORDER BY id LIMIT 300"
    )
    _run(
        "INSERT INTO review_panelmember (programme, round, reviewer_id, since)"
        f" SELECT %s, 'champion_review', user_id, {AT} FROM accounts_membership"
        " WHERE role = 'reviewer' ORDER BY user_id LIMIT 3",
        PROGRAMME,
    )
    _run(
        "INSERT INTO review_assignment (programme, round, application_id, reviewer_id, state, assigned_at,"
        " declared_at)"
        f" SELECT e.programme, m.round, e.application_id, m.reviewer_id, 'assigned', {AT}, {AT}"
        " FROM review_entrant e JOIN review_panelmember m ON m.programme = e.programme"
        " WHERE e.stage = 'champion'"
    )
    _run(
        "INSERT INTO review_scoresheet (programme, stage, application_id, executor, reviewer_id, items,"
        " total, comment, state, changed_at, version)"
        " SELECT programme, 'champion', application_id, '', reviewer_id, '{}', 80000, '', 'submitted',"
        f" {AT}, 1 FROM review_assignment WHERE application_id %% 2 = 0"
    )


def fill_selection(version: int) -> None:
    """Publish a selection of the first stage: decisions on all who were accepted, places, reserve lists.

    Every programme has one; those of the others bear the version of the officer's.
    """
    _run(
        "INSERT INTO uploads_storedfile (id, purpose, name, size, sha256, content_type, state, uploaded_at)"
        " SELECT gen_random_uuid(), 'inputs', '', 10000000, repeat('0', 64), 'text/csv', 'clean', " + AT
    )
    _run(
        "INSERT INTO selection_selection (programme, version_id, stage, state, seed, inputs_id, bundle_id,"
        " decisions_sha256, counts, afterwards, second_officer, without_scores, funnel, gaps, proposed_at,"
        " proposed_reason, confirmed_reason, published_at, public_from, object_until)"
        " SELECT p.programme, %s, %s, 'published', 'seed', f.id, f.id, repeat('0', 64), '{}', '{}', true,"
        f" false, '{{}}', '[]', {AT}, 'bench', 'bench', {AT}, {AT}, date '2025-04-20'"
        " FROM (SELECT DISTINCT programme FROM applications_application) p,"
        " (SELECT id FROM uploads_storedfile WHERE purpose = 'inputs' LIMIT 1) f",
        *(version, STAGE),
    )
    # Three of a hundred applicants are given a place, as where a hundred thousand ask for 3,000.
    _run(
        "INSERT INTO selection_decision (selection_id, application_id, application_no, decision, executor,"
        " rank, score, seat, cutoff, reserve_rank, reason)"
        " SELECT s.id, a.id, application_no, CASE WHEN n <= seats THEN 'selected' WHEN n <= seats * 6 / 5"
        " THEN 'reserve' ELSE 'not_selected' END, choices[1], n, (a.id * 7919) %% 100001,"
        " CASE WHEN n <= seats THEN 'open' ELSE '' END, 50000,"
        " CASE WHEN n BETWEEN seats + 1 AND seats * 6 / 5 THEN n - seats END,"
        " CASE WHEN n <= seats THEN 'open' ELSE 'below_cutoff:' || choices[1] || '=40.000<50.000' END"
        " FROM (SELECT *, row_number() OVER (PARTITION BY programme ORDER BY (id * 7919) %% 100003, id) AS n"
        "  FROM applications_application WHERE state = 'accepted') a"
        " JOIN (SELECT programme, count(*) / 33 AS seats FROM applications_application GROUP BY 1) o"
        " USING (programme) JOIN selection_selection s USING (programme)"
    )
    _run(
        "INSERT INTO selection_place (selection_id, programme, stage, application_id, executor, seat, state,"
        " given_by, offered_at, due_at, over_quota, handed_over)"
        " SELECT s.id, s.programme, s.stage, application_id, executor, 'open',"
        " (ARRAY['accepted','accepted','accepted','accepted','offered','offered','accepted','accepted',"
        f"'accepted','accepted'])[1 + rank %% 10], 'selection', {AT} + rank * interval '1 s',"
        f" {AT} + interval '7 days', false, '' FROM selection_decision d JOIN selection_selection s"
        " ON s.id = d.selection_id WHERE decision = 'selected'"
    )
    _run(
        "INSERT INTO selection_reserve (selection_id, application_id, executor, rank, position)"
        " SELECT selection_id, application_id, executor, rank, reserve_rank FROM selection_decision"
        " WHERE decision = 'reserve'"
    )


def fill_objections() -> None:
    """Let every tenth of those who were not selected object; every sixth objection waits for its answer."""
    _run(
        "INSERT INTO selection_objection (decision_id, application_id, state, grounds, filed_by_id, filed_at,"
        " due_on, extended_reason, answer, effect, basis, refused_rules, refused_reason)"
        " SELECT id, application_id,"
        " (ARRAY['filed','dismissed','dismissed','granted','assigned','dismissed'])"
        f"[1 + (n / 10) %% 6], '', 1, {AT}, date '2025-03-21' + (n %% 60)::int, '', '', '', '', '{{}}', ''"
        " FROM (SELECT id, application_id, row_number() OVER (ORDER BY id) AS n FROM selection_decision"
        "  WHERE decision = 'not_selected') d WHERE n %% 10 = 0"
    )


def fill_nominations() -> None:
    """Let one executor nominate every twentieth merchant of those that applied."""
    _run(
        "INSERT INTO applications_nomination (programme, executor, merchant_id, reason, state,"
        " application_id, nominated_at, token_hash)"
        " SELECT programme, 'acorn', merchant_id, '유망합니다.',"
        " (ARRAY['open','confirmed','declined','confirmed'])[1 + (id / 20) %% 4],"
        f" CASE WHEN (id / 20) %% 4 IN (1, 3) THEN id END, {AT} + id * interval '1 s',"
        " md5(id::text) || md5(id::text) FROM applications_application WHERE id %% 20 = 0"
    )


def fill_bodies() -> None:
    """Let every fortieth merchant that applied be a member, and a centre of Gangwon have many visits."""
    _run(
        "INSERT INTO bodies_affiliation (association, merchant_id, state, asked_at, answered_by_id,"
        " answered_at) SELECT 'shop-guild', merchant_id,"
        " CASE WHEN id %% 80 = 0 THEN 'open' ELSE 'agreed' END,"
        f" {AT}, CASE WHEN id %% 80 <> 0 THEN 1 END, CASE WHEN id %% 80 <> 0 THEN {AT} END"
        " FROM applications_application WHERE id %% 40 = 0"
    )
    _run(
        f"INSERT INTO bodies_centrearea (centre, regions, changed_at) SELECT 'gangwon-centre', '{{51}}', {AT}"
    )
    _run(
        "INSERT INTO bodies_visit (centre, programme, application_id, state, planned_on, purpose, report,"
        " planned_at) SELECT 'gangwon-centre', programme, id, 'planned', date '2025-03-25' + (id %% 60)::int,"
        f" '매장 확인', '', {AT} FROM applications_application WHERE id %% 30 = 0"
    )


def fill_imports() -> None:
    """Make lists of applicants that were handed in, some of which wait."""
    _run(
        "INSERT INTO uploads_storedfile (id, purpose, name, size, sha256, content_type, state, uploaded_at)"
        f" SELECT gen_random_uuid(), 'import', '', 1, md5(i::text) || md5(i::text), 'text/csv', 'clean', {AT}"
        " FROM generate_series(1, 400) i"
    )
    _run(
        "INSERT INTO applications_importrun (programme, file_id, sha256, state, rows, good, new, counts,"
        " problems, phase, done_rows, made_at)"
        " SELECT %s, id, sha256, (ARRAY['done','checked','faulty','done'])[1 + n %% 4], 100, 100, 100, '{}',"
        f" '[]', '', 100, {AT} FROM (SELECT *, row_number() OVER (ORDER BY sha256) AS n"
        "  FROM uploads_storedfile WHERE purpose = 'import') f",
        PROGRAMME,
    )


def fill_versions() -> None:
    """Make earlier versions of the programme file."""
    _run(
        "INSERT INTO programmes_programmeversion (programme, hash, raw, title_ko, title_en, state, opens_at,"
        " closes_at, uploaded_at, published_at)"
        " SELECT programme, md5(i::text) || md5(i::text), raw, title_ko, title_en, 'superseded', opens_at,"
        " closes_at, uploaded_at - i * interval '1 hour', uploaded_at - i * interval '1 hour'"
        " FROM programmes_programmeversion, generate_series(1, 200) i WHERE programme = %s",
        PROGRAMME,
    )


def fill_notices(count: int) -> None:
    """Make notices to merchants; every thousandth could not be sent."""
    _run(
        "INSERT INTO notices_notice (user_id, merchant_id, email, template, parameters, link, secret,"
        " language, key, state, made_at, tries, fault, lasting)"
        " SELECT (SELECT min(id) FROM accounts_user), (SELECT min(id) FROM merchants_merchant) + i %% 1000,"
        " '', 'application_accepted', %s::jsonb,"
        " '/', '', 'ko', 'bench/' || i,"
        " CASE WHEN i %% 1000 = 0 THEN 'failed' WHEN i %% 3 = 0 THEN 'none' ELSE 'sent' END,"
        f" {AT} + i * interval '1 s', 1, CASE WHEN i %% 1000 = 0 THEN 'refused' ELSE '' END, false"
        " FROM generate_series(1, %s) i",
        *(json.dumps(templates()["application_accepted"].examples()), count),
    )


def fill_duplicates() -> None:
    """Let every fiftieth merchant look like the one after it; every third pair waits for its answer."""
    _run(
        "INSERT INTO merchants_duplicatepair (one_id, other_id, state, band, score, looks_like, evidence,"
        " search, reason, found_at, decided_at)"
        " SELECT m.id, m.id + 1, state, CASE WHEN n %% 5 = 0 THEN 'high' ELSE 'review' END, 60 + n %% 60,"
        " 'same_business', '{\"name\": \"near\"}', m.search || ' ' || o.search,"
        f" CASE state WHEN 'open' THEN '' ELSE 'x' END, {AT},"
        f" CASE state WHEN 'open' THEN NULL ELSE {AT} END"
        " FROM (SELECT *, row_number() OVER (ORDER BY id) AS n,"
        "  (ARRAY['open','different','same_owner'])[1 + (id / 50) %% 3] AS state"
        "  FROM merchants_merchant WHERE id %% 50 = 0) m JOIN merchants_merchant o ON o.id = m.id + 1"
    )


def fill_events(count: int) -> None:
    """Make events of applications, forty of each."""
    _run(
        "INSERT INTO events_event (act, act_id, actor_id, role, at, recorded_at, subject, subject_id, reason,"
        " details) SELECT 'application.submit', gen_random_uuid(), 1, 'merchant',"
        f" {AT} + i * interval '1 s', now(), 'application',"
        " ((SELECT min(id) FROM applications_application) + i / 40)::text, '',"
        ' \'{"from": "draft", "to": "submitted"}\' FROM generate_series(1, %s) i',
        count,
    )


def fill_looks(count: int) -> None:
    """Make looks of officers and executors' staff at data, a hundred at each subject."""
    _run(
        "INSERT INTO privacy_accessrecord (at, actor_id, role, address, kind, subject, subject_id, subjects,"
        f" what, reason) SELECT {AT} + i * interval '1 s', 1 + i %% 300, 'officer', '192.0.2.1',"
        " (ARRAY['view','view','view','reveal','download'])[1 + i %% 5],"
        " (ARRAY['application','merchant','merchant'])[1 + i %% 3], (1 + i / 100)::text, 1,"
        " 'application page', 'bench' FROM generate_series(1, %s) i",
        count,
    )


def _run(query: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(query, list(values))


def _one(query: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(query)
        row: tuple[object] = cursor.fetchone()
        return row[0]
