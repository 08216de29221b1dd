import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
import dure.domains.privacy.encryption
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("payments", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name='batchrowhistory',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='payments.batchrow'),
        ),
        migrations.AddField(
            model_name='batchrowhistory',
            name='payable',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='payments.payable'),
        ),
        migrations.AddField(
            model_name='batchrow',
            name='payable',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='transfers', to='payments.payable'),
        ),
        migrations.AddField(
            model_name='payablehistory',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='payablehistory',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='payments.payable'),
        ),
        migrations.AddIndex(
            model_name='payee',
            index=models.Index(fields=['kind', 'owner_id'], name='payee_by_owner'),
        ),
        migrations.AddConstraint(
            model_name='payee',
            constraint=models.UniqueConstraint(fields=('programme', 'kind', 'owner_id', 'code'), name='payee_once'),
        ),
        migrations.AddConstraint(
            model_name='payee',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('code', ''), ('kind__in', ('merchant', 'provider', 'person', 'shop')), ('owner_id__gt', 0)), models.Q(('kind__in', ('executor', 'body')), ('owner_id', 0), models.Q(('code', ''), _negated=True)), _connector='OR'), name='payee_of'),
        ),
        migrations.AddField(
            model_name='payablehistory',
            name='payee',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='payments.payee'),
        ),
        migrations.AddField(
            model_name='payable',
            name='payee',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payables', to='payments.payee'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='payee',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='1f9acbd2e1ff8d7ee7e7289d22e186cb9857da1b', operation='DELETE', pgid='pgtrigger_kept_507cf', table='payments_payee', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='payee',
            trigger=pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."owner_id" IS DISTINCT FROM (NEW."owner_id") OR OLD."programme" IS DISTINCT FROM (NEW."programme"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='89d8785aaa6e41b4f32af9b53e51d546fc2e6951', operation='UPDATE', pgid='pgtrigger_frozen_38a10', table='payments_payee', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='payee',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "payments_payeehistory" ("code", "id", "kind", "made_at", "name", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme") SELECT old_values."code", old_values."id", old_values."kind", old_values."made_at", old_values."name", old_values."owner_id", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."programme" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='a0dd586c666345354274eac8e1e011953d9cf3c2', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_a51ff', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='payments_payee', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='payee',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "payments_payeehistory" ("code", "id", "kind", "made_at", "name", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme") SELECT old_values."code", old_values."id", old_values."kind", old_values."made_at", old_values."name", old_values."owner_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."programme" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='d69481155b23d93b39bea04db77c2c5c0f03047c', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_7d5dc', referencing='REFERENCING OLD TABLE AS old_values ', table='payments_payee', when='AFTER')),
        ),
        migrations.AddField(
            model_name='payeeaccount',
            name='payee',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='payments.payee'),
        ),
        migrations.AddField(
            model_name='batchrowhistory',
            name='account',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='payments.payeeaccount'),
        ),
        migrations.AddField(
            model_name='batchrow',
            name='account',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='payments.payeeaccount'),
        ),
        migrations.AddField(
            model_name='payeeaccounthistory',
            name='payee',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='payments.payee'),
        ),
        migrations.AddField(
            model_name='payeeaccounthistory',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='payeeaccounthistory',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='payments.payeeaccount'),
        ),
        migrations.AddField(
            model_name='payeehistory',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='payeehistory',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='payments.payee'),
        ),
        migrations.AddIndex(
            model_name='batchhistory',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='batch_was_by_row'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='batchhistory',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF TG_OP = 'DELETE' AND current_setting('dure.forget', true) = 'yes' THEN RETURN OLD; END IF; RAISE EXCEPTION 'history is only added to';", hash='1a9881389da001e68786e1822897f401153f06d6', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_10386', table='payments_batchhistory', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='payablehistory',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='payable_was_by_row'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='payablehistory',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF TG_OP = 'DELETE' AND current_setting('dure.forget', true) = 'yes' THEN RETURN OLD; END IF; RAISE EXCEPTION 'history is only added to';", hash='ea6c461d9c7959f86c0bbfaa3e67aaceb6a05e6b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_8aa39', table='payments_payablehistory', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='payable',
            index=models.Index(fields=['programme', 'state', 'id'], name='payable_by_state'),
        ),
        migrations.AddIndex(
            model_name='payable',
            index=models.Index(fields=['payee', 'state', 'id'], name='payable_by_payee'),
        ),
        migrations.AddIndex(
            model_name='payable',
            index=models.Index(fields=['programme', 'paid_on', 'id'], name='payable_by_day'),
        ),
        migrations.AddConstraint(
            model_name='payable',
            constraint=models.CheckConstraint(condition=models.Q(('won__gt', 0)), name='payable_won'),
        ),
        migrations.AddConstraint(
            model_name='payable',
            constraint=models.CheckConstraint(condition=models.Q(('income__in', ('', 'business', 'other'))), name='payable_income'),
        ),
        migrations.AddConstraint(
            model_name='payable',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('paid_on__isnull', False), ('state', 'paid')), models.Q(models.Q(('state', 'paid'), _negated=True), ('paid_on__isnull', True)), _connector='OR'), name='payable_paid_on'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='payable',
            trigger=pgtrigger.compiler.Trigger(name='legal_moves', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" IS DISTINCT FROM (NEW."state"))', func="IF NOT ((OLD.state = 'failed' AND NEW.state = 'cancelled') OR (OLD.state = 'failed' AND NEW.state = 'waiting') OR (OLD.state = 'in_batch' AND NEW.state = 'sent') OR (OLD.state = 'in_batch' AND NEW.state = 'waiting') OR (OLD.state = 'sent' AND NEW.state = 'failed') OR (OLD.state = 'sent' AND NEW.state = 'paid') OR (OLD.state = 'waiting' AND NEW.state = 'cancelled') OR (OLD.state = 'waiting' AND NEW.state = 'in_batch')) THEN RAISE EXCEPTION 'illegal move of payable: % to %', OLD.state, NEW.state; END IF; RETURN NEW;", hash='7f47c0d0bb79ebac696cfedfde3d607158c688e9', operation='UPDATE OF "state"', pgid='pgtrigger_legal_moves_5902c', table='payments_payable', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='payable',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='b6a48081212e6152ec75ead09a3ca4e9c19f0c62', operation='DELETE', pgid='pgtrigger_kept_ee9a1', table='payments_payable', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='payable',
            trigger=pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."cause" IS DISTINCT FROM (NEW."cause") OR OLD."fund" IS DISTINCT FROM (NEW."fund") OR OLD."hold" IS DISTINCT FROM (NEW."hold") OR OLD."income" IS DISTINCT FROM (NEW."income") OR OLD."involved" IS DISTINCT FROM (NEW."involved") OR OLD."legs" IS DISTINCT FROM (NEW."legs") OR OLD."payee_id" IS DISTINCT FROM (NEW."payee_id") OR OLD."programme" IS DISTINCT FROM (NEW."programme") OR OLD."won" IS DISTINCT FROM (NEW."won"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='ca41e89053518d7ba77afce7d47e133b09987b58', operation='UPDATE', pgid='pgtrigger_frozen_44926', table='payments_payable', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='payable',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "payments_payablehistory" ("cause", "fund", "hold", "id", "income", "involved", "legs", "owed_at", "owed_by_id", "paid_on", "payee_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme", "reason", "state", "what", "won") SELECT old_values."cause", old_values."fund", old_values."hold", old_values."id", old_values."income", old_values."involved", old_values."legs", old_values."owed_at", old_values."owed_by_id", old_values."paid_on", old_values."payee_id", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."programme", old_values."reason", old_values."state", old_values."what", old_values."won" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='90d557db628c43bfdfdee6d4aab7da1905ce642d', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_00107', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='payments_payable', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='payable',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "payments_payablehistory" ("cause", "fund", "hold", "id", "income", "involved", "legs", "owed_at", "owed_by_id", "paid_on", "payee_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme", "reason", "state", "what", "won") SELECT old_values."cause", old_values."fund", old_values."hold", old_values."id", old_values."income", old_values."involved", old_values."legs", old_values."owed_at", old_values."owed_by_id", old_values."paid_on", old_values."payee_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."programme", old_values."reason", old_values."state", old_values."what", old_values."won" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='bf1ec31f695d034647c48a184b0514ca639e9f21', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_c10f9', referencing='REFERENCING OLD TABLE AS old_values ', table='payments_payable', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='payeeaccount',
            index=models.Index(fields=['digest'], name='payee_account_by_digest'),
        ),
        migrations.AddConstraint(
            model_name='payeeaccount',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'confirmed')), fields=('payee',), name='payee_account_one_confirmed'),
        ),
        migrations.AddConstraint(
            model_name='payeeaccount',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('payee',), name='payee_account_one_proposed'),
        ),
        migrations.AddConstraint(
            model_name='payeeaccount',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('confirmed', 'refused', 'replaced')), _negated=True), models.Q(('decided_by_id__isnull', False), models.Q(('decided_by_id', models.F('proposed_by_id')), _negated=True)), _connector='OR'), name='payee_account_two_people'),
        ),
        migrations.AddConstraint(
            model_name='payeeaccount',
            constraint=models.CheckConstraint(condition=models.Q(('checked__in', ('', 'matched', 'differs', 'unknown'))), name='payee_account_checked'),
        ),
        migrations.AddConstraint(
            model_name='payeeaccount',
            constraint=models.CheckConstraint(condition=models.Q(('bank__regex', '^\\d{3}$')), name='payee_account_bank'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='payeeaccount',
            trigger=pgtrigger.compiler.Trigger(name='legal_moves', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" IS DISTINCT FROM (NEW."state"))', func="IF NOT ((OLD.state = 'confirmed' AND NEW.state = 'replaced') OR (OLD.state = 'proposed' AND NEW.state = 'confirmed') OR (OLD.state = 'proposed' AND NEW.state = 'refused') OR (OLD.state = 'proposed' AND NEW.state = 'taken_back')) THEN RAISE EXCEPTION 'illegal move of payee_account: % to %', OLD.state, NEW.state; END IF; RETURN NEW;", hash='1626e6c843d3ed117092669c418e6ecebf7485c4', operation='UPDATE OF "state"', pgid='pgtrigger_legal_moves_18a8e', table='payments_payeeaccount', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='payeeaccount',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='c1f4c59af2a1f990f2fff8ccd0af93de26729c99', operation='DELETE', pgid='pgtrigger_kept_ab6a5', table='payments_payeeaccount', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='payeeaccount',
            trigger=pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (NEW.payee_id <> OLD.payee_id OR NEW.bank <> OLD.bank OR NEW.proposed_by_id <> OLD.proposed_by_id OR (NEW.digest <> OLD.digest AND NEW.digest <> ''))", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='70e91efb6da5b9dc77ce03028b0ae56c90a25fad', operation='UPDATE', pgid='pgtrigger_frozen_f46ce', table='payments_payeeaccount', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='payeeaccount',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "payments_payeeaccounthistory" ("account_no", "answer", "bank", "checked", "checked_at", "decided_at", "decided_by_id", "digest", "holder", "id", "payee_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "state") SELECT old_values."account_no", old_values."answer", old_values."bank", old_values."checked", old_values."checked_at", old_values."decided_at", old_values."decided_by_id", old_values."digest", old_values."holder", old_values."id", old_values."payee_id", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."proposed_at", old_values."proposed_by_id", old_values."state" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='3d7c8d724263b1ce4dd93b0e45c115fd6e8b88c2', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_48e54', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='payments_payeeaccount', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='payeeaccount',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "payments_payeeaccounthistory" ("account_no", "answer", "bank", "checked", "checked_at", "decided_at", "decided_by_id", "digest", "holder", "id", "payee_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "state") SELECT old_values."account_no", old_values."answer", old_values."bank", old_values."checked", old_values."checked_at", old_values."decided_at", old_values."decided_by_id", old_values."digest", old_values."holder", old_values."id", old_values."payee_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."proposed_at", old_values."proposed_by_id", old_values."state" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='52af79f6576db104d4d7c9062e49008f75544d68', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_48ec7', referencing='REFERENCING OLD TABLE AS old_values ', table='payments_payeeaccount', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='batchrowhistory',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='batchrow_was_by_row'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='batchrowhistory',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF TG_OP = 'DELETE' AND current_setting('dure.forget', true) = 'yes' THEN RETURN OLD; END IF; RAISE EXCEPTION 'history is only added to';", hash='66fcbf814c1febc359e21b41536b658c82808c43', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_1b654', table='payments_batchrowhistory', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='batchrow',
            constraint=models.UniqueConstraint(fields=('batch', 'no'), name='batch_row_once'),
        ),
        migrations.AddConstraint(
            model_name='batchrow',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('pending', 'paid'))), fields=('payable',), name='batch_row_payable_once'),
        ),
        migrations.AddConstraint(
            model_name='batchrow',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('pending', 'paid', 'failed', 'dropped'))), name='batch_row_state'),
        ),
        migrations.AddConstraint(
            model_name='batchrow',
            constraint=models.CheckConstraint(condition=models.Q(('income_tax_won__gte', 0), ('local_tax_won__gte', 0), ('net_won__gte', 0), ('won', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('net_won'), '+', models.F('income_tax_won')), '+', models.F('local_tax_won')))), name='batch_row_adds_up'),
        ),
        migrations.AddConstraint(
            model_name='batchrow',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('done_on__isnull', False), ('state__in', ('paid', 'failed'))), models.Q(('done_on__isnull', True), ('state__in', ('pending', 'dropped'))), _connector='OR'), name='batch_row_done_on'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='batchrow',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='7538b881f445df1adabb93e6f347a54d90cdac52', operation='DELETE', pgid='pgtrigger_kept_df869', table='payments_batchrow', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='batchrow',
            trigger=pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."account_id" IS DISTINCT FROM (NEW."account_id") OR OLD."batch_id" IS DISTINCT FROM (NEW."batch_id") OR OLD."income_tax_won" IS DISTINCT FROM (NEW."income_tax_won") OR OLD."local_tax_won" IS DISTINCT FROM (NEW."local_tax_won") OR OLD."net_won" IS DISTINCT FROM (NEW."net_won") OR OLD."no" IS DISTINCT FROM (NEW."no") OR OLD."payable_id" IS DISTINCT FROM (NEW."payable_id") OR OLD."won" IS DISTINCT FROM (NEW."won"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='b85434ded59bc4c706921721069cbf906f3b2da3', operation='UPDATE', pgid='pgtrigger_frozen_c6d1a', table='payments_batchrow', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='batchrow',
            trigger=pgtrigger.compiler.Trigger(name='answered_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.state <> 'pending')", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='27e8ee6a561f0404ba0d8de50c09c6b0946b21fb', operation='UPDATE', pgid='pgtrigger_answered_once_63ff7', table='payments_batchrow', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='batchrow',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "payments_batchrowhistory" ("account_id", "batch_id", "done_on", "id", "income_tax_won", "local_tax_won", "net_won", "no", "payable_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "state", "won") SELECT old_values."account_id", old_values."batch_id", old_values."done_on", old_values."id", old_values."income_tax_won", old_values."local_tax_won", old_values."net_won", old_values."no", old_values."payable_id", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."reason", old_values."state", old_values."won" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='87f9c2e7311ed3ba79e355d236e56bc940b06b2d', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_8ed83', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='payments_batchrow', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='batchrow',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "payments_batchrowhistory" ("account_id", "batch_id", "done_on", "id", "income_tax_won", "local_tax_won", "net_won", "no", "payable_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "state", "won") SELECT old_values."account_id", old_values."batch_id", old_values."done_on", old_values."id", old_values."income_tax_won", old_values."local_tax_won", old_values."net_won", old_values."no", old_values."payable_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."reason", old_values."state", old_values."won" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='9d515afec7e47bfda3d3ace239ebbfce528ea748', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_4da2a', referencing='REFERENCING OLD TABLE AS old_values ', table='payments_batchrow', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='payeeaccounthistory',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='payeeaccount_was_by_row'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='payeeaccounthistory',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF TG_OP = 'DELETE' AND current_setting('dure.forget', true) = 'yes' THEN RETURN OLD; END IF; RAISE EXCEPTION 'history is only added to';", hash='4908689873c33abfe295bba02c1d2234c61c12c3', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_6f52f', table='payments_payeeaccounthistory', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='payeehistory',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='payee_was_by_row'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='payeehistory',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF TG_OP = 'DELETE' AND current_setting('dure.forget', true) = 'yes' THEN RETURN OLD; END IF; RAISE EXCEPTION 'history is only added to';", hash='1feec06d9f297b04686d545c1822214e1f80479a', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_21349', table='payments_payeehistory', when='BEFORE')),
        ),
    ]
