import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("referrals", "0001_initial"),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name='handover',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='fbf4550643b4a5033d9d118cb5ea53e03578b8cb', operation='DELETE', pgid='pgtrigger_kept_1ab5a', table='referrals_handover', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='handover',
            trigger=pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."benefit" IS DISTINCT FROM (NEW."benefit") OR OLD."body" IS DISTINCT FROM (NEW."body") OR OLD."content_hash" IS DISTINCT FROM (NEW."content_hash") OR OLD."made_at" IS DISTINCT FROM (NEW."made_at") OR OLD."made_by_id" IS DISTINCT FROM (NEW."made_by_id") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."programme" IS DISTINCT FROM (NEW."programme") OR OLD."rows" IS DISTINCT FROM (NEW."rows"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='019ce94421853c46ffddfd5546deb13f39f6aba7', operation='UPDATE', pgid='pgtrigger_frozen_e6a5f', table='referrals_handover', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='handover',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "referrals_handoverhistory" ("benefit", "body", "content_hash", "id", "made_at", "made_by_id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme", "reason", "rows") SELECT old_values."benefit", old_values."body", old_values."content_hash", old_values."id", old_values."made_at", old_values."made_by_id", old_values."number", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."programme", old_values."reason", old_values."rows" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."benefit" IS DISTINCT FROM (new_values."benefit") OR old_values."body" IS DISTINCT FROM (new_values."body") OR old_values."content_hash" IS DISTINCT FROM (new_values."content_hash") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."made_at" IS DISTINCT FROM (new_values."made_at") OR old_values."made_by_id" IS DISTINCT FROM (new_values."made_by_id") OR old_values."number" IS DISTINCT FROM (new_values."number") OR old_values."programme" IS DISTINCT FROM (new_values."programme") OR old_values."reason" IS DISTINCT FROM (new_values."reason") OR old_values."rows" IS DISTINCT FROM (new_values."rows")) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='45dc18e0963622a79476ee5bb73e9c84b9fda41f', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_1465d', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='referrals_handover', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='handover',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "referrals_handoverhistory" ("benefit", "body", "content_hash", "id", "made_at", "made_by_id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme", "reason", "rows") SELECT old_values."benefit", old_values."body", old_values."content_hash", old_values."id", old_values."made_at", old_values."made_by_id", old_values."number", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."programme", old_values."reason", old_values."rows" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='663468cac38f6eb32bbb2ec17fe70f34ad1c5743', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_07369', referencing='REFERENCING OLD TABLE AS old_values ', table='referrals_handover', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='handoverhistory',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='handover_was_by_row'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='handoverhistory',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF TG_OP = 'DELETE' AND current_setting('dure.forget', true) = 'yes' THEN RETURN OLD; END IF; RAISE EXCEPTION 'history is only added to';", hash='f766c59fe2324b868f6434c1b73f66bda056bd6b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_d9205', table='referrals_handoverhistory', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='referral',
            index=models.Index(fields=['programme', 'benefit', 'asked_at', 'id'], name='referral_by_benefit'),
        ),
        migrations.AddIndex(
            model_name='referral',
            index=models.Index(fields=['programme', 'benefit', 'state', 'asked_at', 'id'], name='referral_by_state'),
        ),
        migrations.AddIndex(
            model_name='referral',
            index=models.Index(fields=['grant', 'id'], name='referral_by_grant'),
        ),
        migrations.AddIndex(
            model_name='referral',
            index=models.Index(fields=['application', 'id'], name='referral_by_application'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('asked', 'consented', 'sent', 'received', 'approved', 'taken_up'))), fields=('grant',), name='referral_one_alive'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(('product__in', ('loan', 'guarantee', 'insurance', 'loan_extension', 'unemployment_benefit', 'early_payout'))), name='referral_product'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(('asked_won__gte', 0), ('counted_won__gte', 0), ('counted_won__lte', models.F('asked_won'))), name='referral_won'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'asked'), ('state', 'withdrawn'), models.Q(('consented_at__isnull', False), ('consented_by_id__isnull', False), models.Q(('consent_text', ''), _negated=True)), _connector='OR'), name='referral_with_consent'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('asked', 'consented', 'withdrawn')), ('handover__isnull', False), _connector='OR'), name='referral_handed_over'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='referral_refused_with_reason'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('taken_up', 'ended')), _negated=True), models.Q(('taken_won__isnull', False), ('taken_won__lte', models.F('asked_won'))), _connector='OR'), name='referral_taken_up'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(('repaid_won', 0), models.Q(('repaid_won__gt', 0), ('repaid_won__lte', models.F('taken_won'))), _connector='OR'), name='referral_repaid'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gt', models.F('starts_on')), _connector='OR'), name='referral_period'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='referral',
            trigger=pgtrigger.compiler.Trigger(name='legal_moves', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" IS DISTINCT FROM (NEW."state"))', func="IF NOT ((OLD.state = 'approved' AND NEW.state = 'lapsed') OR (OLD.state = 'approved' AND NEW.state = 'taken_up') OR (OLD.state = 'approved' AND NEW.state = 'withdrawn') OR (OLD.state = 'asked' AND NEW.state = 'consented') OR (OLD.state = 'asked' AND NEW.state = 'withdrawn') OR (OLD.state = 'consented' AND NEW.state = 'sent') OR (OLD.state = 'consented' AND NEW.state = 'withdrawn') OR (OLD.state = 'received' AND NEW.state = 'approved') OR (OLD.state = 'received' AND NEW.state = 'refused') OR (OLD.state = 'received' AND NEW.state = 'withdrawn') OR (OLD.state = 'sent' AND NEW.state = 'approved') OR (OLD.state = 'sent' AND NEW.state = 'received') OR (OLD.state = 'sent' AND NEW.state = 'refused') OR (OLD.state = 'sent' AND NEW.state = 'withdrawn') OR (OLD.state = 'taken_up' AND NEW.state = 'ended')) THEN RAISE EXCEPTION 'illegal move of referral: % to %', OLD.state, NEW.state; END IF; RETURN NEW;", hash='5df0ff2d0523225f35f7ac0f68e38fa6e215d421', operation='UPDATE OF "state"', pgid='pgtrigger_legal_moves_dd6e2', table='referrals_referral', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='referral',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='afcbbdd164c3f4ebf24d25aee9cb1c61ef3d92fc', operation='DELETE', pgid='pgtrigger_kept_38cde', table='referrals_referral', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='referral',
            trigger=pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."application_id" IS DISTINCT FROM (NEW."application_id") OR OLD."asked_at" IS DISTINCT FROM (NEW."asked_at") OR OLD."asked_by_id" IS DISTINCT FROM (NEW."asked_by_id") OR OLD."asked_won" IS DISTINCT FROM (NEW."asked_won") OR OLD."benefit" IS DISTINCT FROM (NEW."benefit") OR OLD."body" IS DISTINCT FROM (NEW."body") OR OLD."counted_won" IS DISTINCT FROM (NEW."counted_won") OR OLD."grant_id" IS DISTINCT FROM (NEW."grant_id") OR OLD."product" IS DISTINCT FROM (NEW."product") OR OLD."programme" IS DISTINCT FROM (NEW."programme"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='ce9363429d630c51ae0c55a0e8a02a85697dde08', operation='UPDATE', pgid='pgtrigger_frozen_c3732', table='referrals_referral', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='referral',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "referrals_referralhistory" ("answer", "answered_by_id", "answered_on", "application_id", "asked_at", "asked_by_id", "asked_won", "benefit", "body", "consent_text", "consent_until", "consented_at", "consented_by_id", "contract_no", "counted_won", "decided_won", "ended_at", "ends_on", "evidence_id", "grant_id", "handover_id", "id", "journal", "legs", "line", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "product", "programme", "repaid_won", "starts_on", "state", "taken_won", "withdrawn_in_id", "year") SELECT old_values."answer", old_values."answered_by_id", old_values."answered_on", old_values."application_id", old_values."asked_at", old_values."asked_by_id", old_values."asked_won", old_values."benefit", old_values."body", old_values."consent_text", old_values."consent_until", old_values."consented_at", old_values."consented_by_id", old_values."contract_no", old_values."counted_won", old_values."decided_won", old_values."ended_at", old_values."ends_on", old_values."evidence_id", old_values."grant_id", old_values."handover_id", old_values."id", old_values."journal", old_values."legs", old_values."line", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."product", old_values."programme", old_values."repaid_won", old_values."starts_on", old_values."state", old_values."taken_won", old_values."withdrawn_in_id", old_values."year" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='b05701df6887027ea3a672e35b24f529ab620856', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_223e7', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='referrals_referral', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='referral',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "referrals_referralhistory" ("answer", "answered_by_id", "answered_on", "application_id", "asked_at", "asked_by_id", "asked_won", "benefit", "body", "consent_text", "consent_until", "consented_at", "consented_by_id", "contract_no", "counted_won", "decided_won", "ended_at", "ends_on", "evidence_id", "grant_id", "handover_id", "id", "journal", "legs", "line", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "product", "programme", "repaid_won", "starts_on", "state", "taken_won", "withdrawn_in_id", "year") SELECT old_values."answer", old_values."answered_by_id", old_values."answered_on", old_values."application_id", old_values."asked_at", old_values."asked_by_id", old_values."asked_won", old_values."benefit", old_values."body", old_values."consent_text", old_values."consent_until", old_values."consented_at", old_values."consented_by_id", old_values."contract_no", old_values."counted_won", old_values."decided_won", old_values."ended_at", old_values."ends_on", old_values."evidence_id", old_values."grant_id", old_values."handover_id", old_values."id", old_values."journal", old_values."legs", old_values."line", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."product", old_values."programme", old_values."repaid_won", old_values."starts_on", old_values."state", old_values."taken_won", old_values."withdrawn_in_id", old_values."year" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='b9a467bee1a8ad4f271ed6a12058750418e129c0', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_e24da', referencing='REFERENCING OLD TABLE AS old_values ', table='referrals_referral', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='payouthistory',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='payout_was_by_row'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='payouthistory',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF TG_OP = 'DELETE' AND current_setting('dure.forget', true) = 'yes' THEN RETURN OLD; END IF; RAISE EXCEPTION 'history is only added to';", hash='6fae8fd8d75dadd08068aef91d22352e6e0c5658', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_9a553', table='referrals_payouthistory', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='payout',
            constraint=models.UniqueConstraint(fields=('referral', 'number'), name='insurance_payout_once'),
        ),
        migrations.AddConstraint(
            model_name='payout',
            constraint=models.CheckConstraint(condition=models.Q(('asked_won__gt', 0)), name='insurance_payout_asked'),
        ),
        migrations.AddConstraint(
            model_name='payout',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('paid_on__isnull', False), ('paid_won__gt', 0), ('paid_won__lte', models.F('asked_won')), ('state', 'paid')), models.Q(models.Q(('state', 'paid'), _negated=True), ('paid_on__isnull', True), ('paid_won__isnull', True)), _connector='OR'), name='insurance_payout_paid'),
        ),
        migrations.AddConstraint(
            model_name='payout',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='insurance_payout_refused_with_reason'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='payout',
            trigger=pgtrigger.compiler.Trigger(name='legal_moves', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" IS DISTINCT FROM (NEW."state"))', func="IF NOT ((OLD.state = 'asked' AND NEW.state = 'paid') OR (OLD.state = 'asked' AND NEW.state = 'refused')) THEN RAISE EXCEPTION 'illegal move of insurance_payout: % to %', OLD.state, NEW.state; END IF; RETURN NEW;", hash='7f96a1bc81d5ca187343c01c3755124b2ff55c8a', operation='UPDATE OF "state"', pgid='pgtrigger_legal_moves_8f01b', table='referrals_payout', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='payout',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='160bf8e899b08f9825a1fb133f9f372efa485995', operation='DELETE', pgid='pgtrigger_kept_2a2de', table='referrals_payout', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='payout',
            trigger=pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."asked_at" IS DISTINCT FROM (NEW."asked_at") OR OLD."asked_by_id" IS DISTINCT FROM (NEW."asked_by_id") OR OLD."asked_won" IS DISTINCT FROM (NEW."asked_won") OR OLD."happened_on" IS DISTINCT FROM (NEW."happened_on") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."referral_id" IS DISTINCT FROM (NEW."referral_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='dac596f4ca687a60b229165873548de69409bff3', operation='UPDATE', pgid='pgtrigger_frozen_b3d95', table='referrals_payout', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='payout',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "referrals_payouthistory" ("answer", "asked_at", "asked_by_id", "asked_won", "decided_at", "decided_by_id", "happened_on", "id", "number", "paid_on", "paid_won", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "referral_id", "state", "what") SELECT old_values."answer", old_values."asked_at", old_values."asked_by_id", old_values."asked_won", old_values."decided_at", old_values."decided_by_id", old_values."happened_on", old_values."id", old_values."number", old_values."paid_on", old_values."paid_won", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."referral_id", old_values."state", old_values."what" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='9a0044e1ccec2416623829eeb5b618622373fc0a', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_77c01', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='referrals_payout', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='payout',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "referrals_payouthistory" ("answer", "asked_at", "asked_by_id", "asked_won", "decided_at", "decided_by_id", "happened_on", "id", "number", "paid_on", "paid_won", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "referral_id", "state", "what") SELECT old_values."answer", old_values."asked_at", old_values."asked_by_id", old_values."asked_won", old_values."decided_at", old_values."decided_by_id", old_values."happened_on", old_values."id", old_values."number", old_values."paid_on", old_values."paid_won", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."referral_id", old_values."state", old_values."what" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='65cdd3c85ce239c6403cc356e7c18f2ad744d461', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_9bede', referencing='REFERENCING OLD TABLE AS old_values ', table='referrals_payout', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='loanterms',
            constraint=models.CheckConstraint(condition=models.Q(('method__in', ('equal_principal', 'equal_payment', 'at_end'))), name='loan_terms_method'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='loanterms',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='3d047cc7bf71fa8bbd522e77dc746fb10902916e', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_71d70', table='referrals_loanterms', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='referralhistory',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='referral_was_by_row'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='referralhistory',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF TG_OP = 'DELETE' AND current_setting('dure.forget', true) = 'yes' THEN RETURN OLD; END IF; RAISE EXCEPTION 'history is only added to';", hash='c99200ae535395961e98fab8b238e1ccad2a1c03', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_5359a', table='referrals_referralhistory', when='BEFORE')),
        ),
    ]
