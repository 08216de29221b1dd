"""What no model can say: the function that posts, the order of coming, and no truncation."""

from django.db import migrations

POST = """
CREATE FUNCTION ledger_post(
    _id uuid, _request text, _what text, _reason text, _actor bigint, _role text, _act uuid,
    _happened timestamptz, _recorded timestamptz,
    _debit bigint[], _credit bigint[], _amount bigint[], _kind smallint[],
    _hold_journal uuid[], _hold_line integer[], _expires timestamptz[]
) RETURNS bigint LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    _many CONSTANT integer := cardinality(_debit);
    _from CONSTANT bigint := _debit[1];
    _to CONSTANT bigint := _credit[1];
    _moved bigint := 0;
    _spoken bigint := 0;
    _held bigint[];
    _before text := set_config('dure.posting', 'yes', true);
    _seq bigint;
    _unit text;
    _other text;
    _each record;
    _changed integer := 0;
BEGIN
    -- The key first: whoever posts under it a second time waits here, and holds no account meanwhile.
    IF _many = 1 AND _kind[1] < 2 THEN
        INSERT INTO ledger_transfer (journal_id, line, debit_id, credit_id, amount, kind, expires_at,
            request, what, reason, actor_id, role, act_id, happened_at, recorded_at)
        VALUES (_id, 1, _from, _to, _amount[1], _kind[1], _expires[1],
            _request, _what, _reason, _actor, _role, _act, _happened, _recorded)
        RETURNING seq INTO _seq;
        IF _kind[1] = 0 THEN _moved := _amount[1]; ELSE _spoken := _amount[1]; END IF;
        -- The account with the lower id first, so that no two wait for each other.
        IF _from < _to THEN
            UPDATE ledger_account SET debits = debits + _moved, held_debits = held_debits + _spoken
            WHERE id = _from RETURNING unit INTO _unit;
            UPDATE ledger_account SET credits = credits + _moved, held_credits = held_credits + _spoken
            WHERE id = _to RETURNING unit INTO _other;
        ELSE
            UPDATE ledger_account SET credits = credits + _moved, held_credits = held_credits + _spoken
            WHERE id = _to RETURNING unit INTO _other;
            UPDATE ledger_account SET debits = debits + _moved, held_debits = held_debits + _spoken
            WHERE id = _from RETURNING unit INTO _unit;
        END IF;
        IF _unit IS NULL OR _other IS NULL THEN
            RAISE EXCEPTION 'no such account' USING ERRCODE = 'LG003';
        ELSIF _unit <> _other THEN
            RAISE EXCEPTION 'two units' USING ERRCODE = 'LG001';
        END IF;
        _before := set_config('dure.posting', '', true);
        RETURN _seq;
    END IF;

    IF 2 = ANY (_kind) OR 3 = ANY (_kind) THEN
        IF EXISTS (
            SELECT FROM unnest(_debit, _credit, _amount, _kind, _hold_journal, _hold_line)
                AS n (debit, credit, amount, kind, hold_journal, hold_line)
            LEFT JOIN ledger_transfer h ON h.journal_id = n.hold_journal AND h.line = n.hold_line AND h.kind = 1
            WHERE n.kind >= 2 AND (h.line IS NULL OR h.debit_id <> n.debit OR h.credit_id <> n.credit
                OR n.amount > h.amount OR (n.kind = 3 AND n.amount <> h.amount))
        ) THEN
            RAISE EXCEPTION 'no such hold, or not as much' USING ERRCODE = 'LG002';
        END IF;
        SELECT array_agg(coalesce(h.amount, 0) ORDER BY n.line) INTO _held
        FROM unnest(_hold_journal, _hold_line) WITH ORDINALITY AS n (hold_journal, hold_line, line)
        LEFT JOIN ledger_transfer h ON h.journal_id = n.hold_journal AND h.line = n.hold_line;
    END IF;
    -- Who ends a hold that somebody else ends as well waits here, at the index of holds, and is refused.
    INSERT INTO ledger_transfer (journal_id, line, debit_id, credit_id, amount, kind,
        hold_journal, hold_line, expires_at,
        request, what, reason, actor_id, role, act_id, happened_at, recorded_at)
    SELECT _id, n.line, n.debit, n.credit, n.amount, n.kind, n.hold_journal, n.hold_line, n.expires_at,
        CASE n.line WHEN 1 THEN _request END, CASE n.line WHEN 1 THEN _what END,
        CASE n.line WHEN 1 THEN _reason END, CASE n.line WHEN 1 THEN _actor END,
        CASE n.line WHEN 1 THEN _role END, CASE n.line WHEN 1 THEN _act END,
        CASE n.line WHEN 1 THEN _happened END, CASE n.line WHEN 1 THEN _recorded END
    FROM unnest(_debit, _credit, _amount, _kind, _hold_journal, _hold_line, _expires) WITH ORDINALITY
        AS n (debit, credit, amount, kind, hold_journal, hold_line, expires_at, line);
    SELECT t.seq INTO _seq FROM ledger_transfer t WHERE t.journal_id = _id AND t.line = 1;
    IF _many > 8 THEN
        -- Locked in order at once, and changed by one statement below.
        PERFORM FROM ledger_account a WHERE a.id = ANY (_debit || _credit) ORDER BY a.id FOR NO KEY UPDATE;
        WITH delta AS MATERIALIZED (SELECT * FROM ledger_deltas(_debit, _credit, _amount, _kind, _held))
        UPDATE ledger_account a SET
            debits = a.debits + delta.debit, credits = a.credits + delta.credit,
            held_debits = a.held_debits + delta.held_debit, held_credits = a.held_credits + delta.held_credit
        FROM delta WHERE a.id = delta.account;
        GET DIAGNOSTICS _changed = ROW_COUNT;
        IF _changed <> (SELECT count(DISTINCT account) FROM unnest(_debit || _credit) AS account) THEN
            RAISE EXCEPTION 'no such account' USING ERRCODE = 'LG003';
        END IF;
    ELSE
        FOR _each IN SELECT * FROM ledger_deltas(_debit, _credit, _amount, _kind, _held) AS d ORDER BY d.account
        LOOP
            UPDATE ledger_account a SET
                debits = a.debits + _each.debit, credits = a.credits + _each.credit,
                held_debits = a.held_debits + _each.held_debit, held_credits = a.held_credits + _each.held_credit
            WHERE a.id = _each.account RETURNING a.unit INTO _other;
            IF _other IS NULL THEN
                RAISE EXCEPTION 'no such account' USING ERRCODE = 'LG003';
            END IF;
            _changed := _changed + CASE WHEN _other IS DISTINCT FROM _unit THEN 1 ELSE 0 END;
            _unit := _other;
        END LOOP;
    END IF;
    -- Each transfer stays within one unit; a journal may touch several, as a conversion does.
    IF (_many > 8 OR _changed > 1) AND EXISTS (
        SELECT FROM unnest(_debit, _credit) AS n (debit, credit)
        JOIN ledger_account d ON d.id = n.debit JOIN ledger_account c ON c.id = n.credit WHERE d.unit <> c.unit
    ) THEN
        RAISE EXCEPTION 'two units' USING ERRCODE = 'LG001';
    END IF;
    _before := set_config('dure.posting', '', true);
    RETURN _seq;
END
$$;
"""
DELTAS = """
CREATE FUNCTION ledger_deltas(
    _debit bigint[], _credit bigint[], _amount bigint[], _kind smallint[], _held bigint[]
) RETURNS TABLE (account bigint, debit bigint, credit bigint, held_debit bigint, held_credit bigint)
LANGUAGE sql IMMUTABLE AS $$
    -- A hold that ends lets go of all that was held, however much of it is taken.
    WITH moved AS (
        SELECT n.debit, n.credit, CASE WHEN n.kind IN (0, 2) THEN n.amount ELSE 0 END AS posted,
            CASE n.kind WHEN 1 THEN n.amount WHEN 0 THEN 0 ELSE -n.held END AS held
        FROM unnest(_debit, _credit, _amount, _kind, _held) AS n (debit, credit, amount, kind, held)
    ), side AS (
        SELECT m.debit AS account, m.posted AS debit, 0::bigint AS credit, m.held AS held_debit,
            0::bigint AS held_credit FROM moved m
        UNION ALL SELECT m.credit, 0, m.posted, 0, m.held FROM moved m
    )
    SELECT account, sum(debit)::bigint, sum(credit)::bigint, sum(held_debit)::bigint, sum(held_credit)::bigint
    FROM side GROUP BY account
$$;
"""
ORDER = """
ALTER TABLE ledger_transfer ALTER COLUMN seq ADD GENERATED ALWAYS AS IDENTITY;
ALTER TABLE ledger_account SET (fillfactor = 50);
"""
NOT_EMPTIED = """
CREATE FUNCTION ledger_not_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('dure.let_empty', true) = 'yes' THEN RETURN NULL; END IF;
    RAISE EXCEPTION 'the ledger is only added to';
END
$$;
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON ledger_account EXECUTE FUNCTION ledger_not_emptied();
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON ledger_transfer EXECUTE FUNCTION ledger_not_emptied();
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON ledger_ledgerseal EXECUTE FUNCTION ledger_not_emptied();
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [
        migrations.RunSQL(ORDER, "ALTER TABLE ledger_transfer ALTER COLUMN seq DROP IDENTITY;"),
        migrations.RunSQL(DELTAS, "DROP FUNCTION ledger_deltas"),
        migrations.RunSQL(POST, "DROP FUNCTION ledger_post"),
        migrations.RunSQL(NOT_EMPTIED, "DROP FUNCTION ledger_not_emptied CASCADE"),
    ]
