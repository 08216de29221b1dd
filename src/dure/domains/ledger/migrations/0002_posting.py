"""What no model can say: the function that posts, references to account and unit, and no truncation."""

from django.db import migrations

POST = """
CREATE FUNCTION ledger_post(
    _id uuid, _request text, _what text, _reason text, _actor bigint, _role text, _act uuid,
    _happened timestamptz, _recorded timestamptz,
    _debit bigint[], _credit bigint[], _amount bigint[], _kind smallint[],
    _hold_journal uuid[], _hold_line integer[], _expires timestamptz[]
) RETURNS TABLE (seq bigint, repeated boolean) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    _seq bigint;
    _was text;
    _many integer := cardinality(_debit);
    _locked integer;
BEGIN
    INSERT INTO ledger_journal (id, request, what, reason, actor_id, role, act_id, happened_at, recorded_at)
    VALUES (_id, _request, _what, _reason, _actor, _role, _act, _happened, _recorded)
    ON CONFLICT (id) DO NOTHING RETURNING ledger_journal.seq INTO _seq;
    IF NOT FOUND THEN
        SELECT j.seq, j.request INTO _seq, _was FROM ledger_journal j WHERE j.id = _id;
        IF _was <> _request THEN
            RAISE EXCEPTION 'another request under this key' USING ERRCODE = 'LG001';
        END IF;
        RETURN QUERY SELECT _seq, true;
        RETURN;
    END IF;
    PERFORM set_config('dure.posting', 'yes', true);
    IF _many = 1 AND _kind[1] < 2 THEN
        -- In the order of ids, so that no two wait for each other.
        PERFORM 1 FROM ledger_account a WHERE a.id IN (_debit[1], _credit[1]) ORDER BY a.id FOR NO KEY UPDATE;
        GET DIAGNOSTICS _locked = ROW_COUNT;
        IF _locked <> 2 THEN
            RAISE EXCEPTION 'no such account' USING ERRCODE = 'LG003';
        END IF;
        WITH entry AS (
            INSERT INTO ledger_transfer
                (journal_id, line, debit_id, credit_id, unit, amount, kind, expires_at)
            SELECT _id, 1, _debit[1], _credit[1], a.unit, _amount[1], _kind[1], _expires[1]
            FROM ledger_account a WHERE a.id = _debit[1]
        )
        UPDATE ledger_account a SET
            debits = a.debits + CASE WHEN a.id = _debit[1] AND _kind[1] = 0 THEN _amount[1] ELSE 0 END,
            credits = a.credits + CASE WHEN a.id = _credit[1] AND _kind[1] = 0 THEN _amount[1] ELSE 0 END,
            held_debits = a.held_debits + CASE WHEN a.id = _debit[1] AND _kind[1] = 1 THEN _amount[1] ELSE 0 END,
            held_credits = a.held_credits + CASE WHEN a.id = _credit[1] AND _kind[1] = 1 THEN _amount[1] ELSE 0 END
        WHERE a.id IN (_debit[1], _credit[1]);
    ELSE
        PERFORM 1 FROM ledger_account a WHERE a.id = ANY (_debit || _credit) ORDER BY a.id FOR NO KEY UPDATE;
        GET DIAGNOSTICS _locked = ROW_COUNT;
        IF _locked <> (SELECT count(DISTINCT account) FROM unnest(_debit || _credit) AS account) THEN
            RAISE EXCEPTION 'no such account' USING ERRCODE = 'LG003';
        END IF;
        IF EXISTS (
            SELECT FROM unnest(_debit, _credit, _amount, _kind, _hold_journal, _hold_line)
                AS n (debit, credit, amount, kind, hold_journal, hold_line)
            LEFT JOIN ledger_transfer h ON h.journal_id = n.hold_journal AND h.line = n.hold_line AND h.kind = 1
            WHERE n.kind >= 2 AND (h.line IS NULL OR h.debit_id <> n.debit OR h.credit_id <> n.credit
                OR n.amount > h.amount OR (n.kind = 3 AND n.amount <> h.amount))
        ) THEN
            RAISE EXCEPTION 'no such hold, or not as much' USING ERRCODE = 'LG002';
        END IF;
        IF EXISTS (
            SELECT FROM unnest(_hold_journal, _hold_line) AS n (hold_journal, hold_line)
            JOIN ledger_transfer d USING (hold_journal, hold_line) WHERE d.kind IN (2, 3)
        ) THEN
            RAISE EXCEPTION 'the hold is resolved' USING ERRCODE = 'LG004';
        END IF;
        WITH asked AS (
            SELECT n.*, h.amount AS held, a.unit
            FROM unnest(_debit, _credit, _amount, _kind, _hold_journal, _hold_line, _expires) WITH ORDINALITY
                AS n (debit, credit, amount, kind, hold_journal, hold_line, expires_at, line)
            JOIN ledger_account a ON a.id = n.debit
            LEFT JOIN ledger_transfer h ON h.journal_id = n.hold_journal AND h.line = n.hold_line
        ), entry AS (
            INSERT INTO ledger_transfer (journal_id, line, debit_id, credit_id, unit, amount, kind,
                hold_journal, hold_line, expires_at)
            SELECT _id, n.line, n.debit, n.credit, n.unit, n.amount, n.kind,
                n.hold_journal, n.hold_line, n.expires_at
            FROM asked n
        ), delta AS (
            SELECT side.account,
                sum(side.debit) AS debit, sum(side.credit) AS credit,
                sum(side.held_debit) AS held_debit, sum(side.held_credit) AS held_credit
            FROM asked n
            CROSS JOIN LATERAL (
                SELECT CASE WHEN n.kind IN (0, 2) THEN n.amount ELSE 0 END AS posted,
                    CASE n.kind WHEN 1 THEN n.amount WHEN 0 THEN 0 ELSE -n.held END AS held
            ) AS moved
            CROSS JOIN LATERAL (VALUES
                (n.debit, moved.posted, 0::bigint, moved.held, 0::bigint),
                (n.credit, 0::bigint, moved.posted, 0::bigint, moved.held)
            ) AS side (account, debit, credit, held_debit, held_credit)
            GROUP BY side.account
        )
        UPDATE ledger_account a SET
            debits = a.debits + delta.debit, credits = a.credits + delta.credit,
            held_debits = a.held_debits + delta.held_debit, held_credits = a.held_credits + delta.held_credit
        FROM delta WHERE a.id = delta.account;
    END IF;
    PERFORM set_config('dure.posting', '', true);
    RETURN QUERY SELECT _seq, false;
END
$$;
"""

REFERENCES = """
ALTER TABLE ledger_journal ALTER COLUMN seq ADD GENERATED ALWAYS AS IDENTITY;
ALTER TABLE ledger_account SET (fillfactor = 50);
ALTER TABLE ledger_transfer
    ADD CONSTRAINT ledger_debit_in_unit FOREIGN KEY (debit_id, unit) REFERENCES ledger_account (id, unit),
    ADD CONSTRAINT ledger_credit_in_unit FOREIGN KEY (credit_id, unit) REFERENCES ledger_account (id, unit);
"""
NOT_EMPTIED = """
CREATE FUNCTION ledger_not_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('dure.let_empty', true) = 'yes' THEN RETURN NULL; END IF;
    RAISE EXCEPTION 'the ledger is only added to';
END
$$;
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON ledger_account EXECUTE FUNCTION ledger_not_emptied();
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON ledger_journal EXECUTE FUNCTION ledger_not_emptied();
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON ledger_transfer EXECUTE FUNCTION ledger_not_emptied();
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [
        migrations.RunSQL(
            REFERENCES,
            "ALTER TABLE ledger_transfer DROP CONSTRAINT ledger_debit_in_unit, DROP CONSTRAINT ledger_credit_in_unit;"
            " ALTER TABLE ledger_journal ALTER COLUMN seq DROP IDENTITY;",
        ),
        migrations.RunSQL(POST, "DROP FUNCTION ledger_post"),
        migrations.RunSQL(NOT_EMPTIED, "DROP FUNCTION ledger_not_emptied CASCADE"),
    ]
