import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("funds", "0001_initial"),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name='allotment',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='89730213e0c20da8edcd96d9a6287fd542296e5d', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c6c0f', table='funds_allotment', when='BEFORE')),
        ),
        migrations.AddField(
            model_name='delivery',
            name='evidence',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='uploads.storedfile'),
        ),
        migrations.AddField(
            model_name='deliveryhistory',
            name='evidence',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='uploads.storedfile'),
        ),
        migrations.AddField(
            model_name='deliveryhistory',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='deliveryhistory',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.delivery'),
        ),
        migrations.AddField(
            model_name='expense',
            name='evidence',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='uploads.storedfile'),
        ),
        migrations.AddField(
            model_name='expensehistory',
            name='evidence',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='uploads.storedfile'),
        ),
        migrations.AddField(
            model_name='expensehistory',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='expensehistory',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.expense'),
        ),
        migrations.AddField(
            model_name='fundaccount',
            name='account',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.account'),
        ),
        migrations.AddIndex(
            model_name='fundorder',
            index=models.Index(fields=['programme', 'proposed_at', 'id'], name='fund_order_by_programme'),
        ),
        migrations.AddIndex(
            model_name='fundorder',
            index=models.Index(fields=['programme', 'executor', 'state'], name='fund_order_by_executor'),
        ),
        migrations.AddConstraint(
            model_name='fundorder',
            constraint=models.CheckConstraint(condition=models.Q(('won__gt', 0)), name='fund_order_won'),
        ),
        migrations.AddConstraint(
            model_name='fundorder',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ('reallocation', 'advance'))), name='fund_order_kind'),
        ),
        migrations.AddConstraint(
            model_name='fundorder',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'advance'), ('to_line', ''), models.Q(('executor', ''), _negated=True)), models.Q(('executor', ''), ('kind', 'reallocation'), models.Q(('line', models.F('to_line')), _negated=True)), _connector='OR'), name='fund_order_goes_somewhere'),
        ),
        migrations.AddConstraint(
            model_name='fundorder',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('approved', 'refused')), _negated=True), models.Q(('decided_by_id__isnull', False), models.Q(('decided_by_id', models.F('proposed_by_id')), _negated=True)), _connector='OR'), name='fund_order_two_people'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fundorder',
            trigger=pgtrigger.compiler.Trigger(name='legal_moves', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" IS DISTINCT FROM (NEW."state"))', func="IF NOT ((OLD.state = 'proposed' AND NEW.state = 'approved') OR (OLD.state = 'proposed' AND NEW.state = 'refused') OR (OLD.state = 'proposed' AND NEW.state = 'taken_back')) THEN RAISE EXCEPTION 'illegal move of fund_order: % to %', OLD.state, NEW.state; END IF; RETURN NEW;", hash='f27fda2cc112e8702b5d6e3d17b8be1017705b78', operation='UPDATE OF "state"', pgid='pgtrigger_legal_moves_7f3c4', table='funds_fundorder', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fundorder',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='ec05d859ea1abbeb6443adf53695fdc9ba7db7f2', operation='DELETE', pgid='pgtrigger_kept_78ee1', table='funds_fundorder', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fundorder',
            trigger=pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."executor" IS DISTINCT FROM (NEW."executor") OR OLD."fund" IS DISTINCT FROM (NEW."fund") OR OLD."hold" IS DISTINCT FROM (NEW."hold") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."legs" IS DISTINCT FROM (NEW."legs") OR OLD."line" IS DISTINCT FROM (NEW."line") OR OLD."programme" IS DISTINCT FROM (NEW."programme") OR OLD."proposed_by_id" IS DISTINCT FROM (NEW."proposed_by_id") OR OLD."to_line" IS DISTINCT FROM (NEW."to_line") OR OLD."won" IS DISTINCT FROM (NEW."won") OR OLD."year" IS DISTINCT FROM (NEW."year"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='c629b35c01f0ae44b680f4cf35411a9d07ed30d2', operation='UPDATE', pgid='pgtrigger_frozen_f9920', table='funds_fundorder', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fundorder',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "funds_fundorderhistory" ("answer", "decided_at", "decided_by_id", "executor", "fund", "hold", "id", "kind", "legs", "line", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme", "proposed_at", "proposed_by_id", "reason", "state", "to_line", "won", "year") SELECT old_values."answer", old_values."decided_at", old_values."decided_by_id", old_values."executor", old_values."fund", old_values."hold", old_values."id", old_values."kind", old_values."legs", old_values."line", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."programme", old_values."proposed_at", old_values."proposed_by_id", old_values."reason", old_values."state", old_values."to_line", old_values."won", old_values."year" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='bac087b0dca024de5000920ccae3a5adcb2c1e26', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_c5811', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='funds_fundorder', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fundorder',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "funds_fundorderhistory" ("answer", "decided_at", "decided_by_id", "executor", "fund", "hold", "id", "kind", "legs", "line", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme", "proposed_at", "proposed_by_id", "reason", "state", "to_line", "won", "year") SELECT old_values."answer", old_values."decided_at", old_values."decided_by_id", old_values."executor", old_values."fund", old_values."hold", old_values."id", old_values."kind", old_values."legs", old_values."line", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."programme", old_values."proposed_at", old_values."proposed_by_id", old_values."reason", old_values."state", old_values."to_line", old_values."won", old_values."year" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='acca06282ed4fe6770d3d8eece4b2dd102a24f10', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_5e52e', referencing='REFERENCING OLD TABLE AS old_values ', table='funds_fundorder', when='AFTER')),
        ),
        migrations.AddField(
            model_name='fundorderhistory',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='fundorderhistory',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.fundorder'),
        ),
        migrations.AddConstraint(
            model_name='settlement',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('proposed', 'confirmed'))), fields=('programme', 'fund', 'year', 'executor'), name='settlement_once'),
        ),
        migrations.AddConstraint(
            model_name='settlement',
            constraint=models.CheckConstraint(condition=models.Q(('interest_won__gte', 0), ('received_won', django.db.models.expressions.CombinedExpression(models.F('spent_won'), '+', models.F('rest_won'))), ('rest_won__gte', 0)), name='settlement_adds_up'),
        ),
        migrations.AddConstraint(
            model_name='settlement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('confirmed', 'sent_back')), _negated=True), models.Q(('decided_by_id__isnull', False), models.Q(('decided_by_id', models.F('proposed_by_id')), _negated=True)), _connector='OR'), name='settlement_two_people'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='settlement',
            trigger=pgtrigger.compiler.Trigger(name='legal_moves', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" IS DISTINCT FROM (NEW."state"))', func="IF NOT ((OLD.state = 'proposed' AND NEW.state = 'confirmed') OR (OLD.state = 'proposed' AND NEW.state = 'sent_back')) THEN RAISE EXCEPTION 'illegal move of fund_settlement: % to %', OLD.state, NEW.state; END IF; RETURN NEW;", hash='bf0049f78f83090e68574eeedd2f1a8a5c34b999', operation='UPDATE OF "state"', pgid='pgtrigger_legal_moves_e0e5f', table='funds_settlement', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='settlement',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='bf427c6e56da25f87419a676c24e5ed4fe0b9d4a', operation='DELETE', pgid='pgtrigger_kept_63118', table='funds_settlement', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='settlement',
            trigger=pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."executor" IS DISTINCT FROM (NEW."executor") OR OLD."fund" IS DISTINCT FROM (NEW."fund") OR OLD."interest_won" IS DISTINCT FROM (NEW."interest_won") OR OLD."programme" IS DISTINCT FROM (NEW."programme") OR OLD."proposed_by_id" IS DISTINCT FROM (NEW."proposed_by_id") OR OLD."received_won" IS DISTINCT FROM (NEW."received_won") OR OLD."rest_won" IS DISTINCT FROM (NEW."rest_won") OR OLD."spent_won" IS DISTINCT FROM (NEW."spent_won") OR OLD."year" IS DISTINCT FROM (NEW."year"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='3bef2cc95ffeb1afe67bc4fa901062f0cebc158e', operation='UPDATE', pgid='pgtrigger_frozen_ac610', table='funds_settlement', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='settlement',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "funds_settlementhistory" ("answer", "decided_at", "decided_by_id", "executor", "fund", "id", "interest_won", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme", "proposed_at", "proposed_by_id", "reason", "received_won", "rest_won", "spent_won", "state", "year") SELECT old_values."answer", old_values."decided_at", old_values."decided_by_id", old_values."executor", old_values."fund", old_values."id", old_values."interest_won", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."programme", old_values."proposed_at", old_values."proposed_by_id", old_values."reason", old_values."received_won", old_values."rest_won", old_values."spent_won", old_values."state", old_values."year" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='88ea545d8a2f7df95f8967801433cdd734624a7a', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_14aad', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='funds_settlement', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='settlement',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "funds_settlementhistory" ("answer", "decided_at", "decided_by_id", "executor", "fund", "id", "interest_won", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme", "proposed_at", "proposed_by_id", "reason", "received_won", "rest_won", "spent_won", "state", "year") SELECT old_values."answer", old_values."decided_at", old_values."decided_by_id", old_values."executor", old_values."fund", old_values."id", old_values."interest_won", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."programme", old_values."proposed_at", old_values."proposed_by_id", old_values."reason", old_values."received_won", old_values."rest_won", old_values."spent_won", old_values."state", old_values."year" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='a4177b7fb8ad413eb7f4417750479520ae7a10ba', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_faeb5', referencing='REFERENCING OLD TABLE AS old_values ', table='funds_settlement', when='AFTER')),
        ),
        migrations.AddField(
            model_name='settlementhistory',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='settlementhistory',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.settlement'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(fields=['programme', 'executor', 'reported_at', 'id'], name='delivery_by_executor'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(fields=['programme', 'state', 'id'], name='delivery_by_state'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(('won__gt', 0)), name='delivery_won'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('reported', 'accepted', 'paid'))), fields=('evidence_hash',), name='delivery_evidence_once'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('accepted', 'refused')), _negated=True), models.Q(('decided_by_id__isnull', False), models.Q(('decided_by_id', models.F('reported_by_id')), _negated=True)), _connector='OR'), name='delivery_two_people'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='delivery',
            trigger=pgtrigger.compiler.Trigger(name='legal_moves', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" IS DISTINCT FROM (NEW."state"))', func="IF NOT ((OLD.state = 'reported' AND NEW.state = 'accepted') OR (OLD.state = 'reported' AND NEW.state = 'refused') OR (OLD.state = 'reported' AND NEW.state = 'taken_back')) THEN RAISE EXCEPTION 'illegal move of delivery: % to %', OLD.state, NEW.state; END IF; RETURN NEW;", hash='6e02afeee450a682065c49a72da9147a6606291f', operation='UPDATE OF "state"', pgid='pgtrigger_legal_moves_5bc2d', table='funds_delivery', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='delivery',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='e7d9fc7180b6476998b97ebc0cebba0a9ba69d6b', operation='DELETE', pgid='pgtrigger_kept_afb79', table='funds_delivery', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='delivery',
            trigger=pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."evidence_id" IS DISTINCT FROM (NEW."evidence_id") OR OLD."evidence_hash" IS DISTINCT FROM (NEW."evidence_hash") OR OLD."executor" IS DISTINCT FROM (NEW."executor") OR OLD."fund" IS DISTINCT FROM (NEW."fund") OR OLD."programme" IS DISTINCT FROM (NEW."programme") OR OLD."reported_by_id" IS DISTINCT FROM (NEW."reported_by_id") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."won" IS DISTINCT FROM (NEW."won"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='ad444ddb9709e6f086e2335870d490b7adf65366', operation='UPDATE', pgid='pgtrigger_frozen_944d2', table='funds_delivery', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='delivery',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "funds_deliveryhistory" ("answer", "basis", "decided_at", "decided_by_id", "delivered_on", "evidence_hash", "evidence_id", "executor", "fund", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme", "reported_at", "reported_by_id", "source", "state", "what", "won") SELECT old_values."answer", old_values."basis", old_values."decided_at", old_values."decided_by_id", old_values."delivered_on", old_values."evidence_hash", old_values."evidence_id", old_values."executor", old_values."fund", old_values."id", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."programme", old_values."reported_at", old_values."reported_by_id", old_values."source", old_values."state", old_values."what", old_values."won" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='5b797246f2f0dafc17a5aeb84cd6c226e2f9a417', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_f722c', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='funds_delivery', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='delivery',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "funds_deliveryhistory" ("answer", "basis", "decided_at", "decided_by_id", "delivered_on", "evidence_hash", "evidence_id", "executor", "fund", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme", "reported_at", "reported_by_id", "source", "state", "what", "won") SELECT old_values."answer", old_values."basis", old_values."decided_at", old_values."decided_by_id", old_values."delivered_on", old_values."evidence_hash", old_values."evidence_id", old_values."executor", old_values."fund", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."programme", old_values."reported_at", old_values."reported_by_id", old_values."source", old_values."state", old_values."what", old_values."won" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='99d0b036cad5e3a1d00a41976359e9af8979d498', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_5f937', referencing='REFERENCING OLD TABLE AS old_values ', table='funds_delivery', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='deliveryhistory',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='delivery_was_by_row'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='deliveryhistory',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF TG_OP = 'DELETE' AND current_setting('dure.forget', true) = 'yes' THEN RETURN OLD; END IF; RAISE EXCEPTION 'history is only added to';", hash='df65308db40b87b5564ee6c3403ed98b84b99d26', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ec89b', table='funds_deliveryhistory', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='expense',
            index=models.Index(fields=['programme', 'executor', 'reported_at', 'id'], name='expense_by_executor'),
        ),
        migrations.AddIndex(
            model_name='expense',
            index=models.Index(fields=['programme', 'state', 'id'], name='expense_by_state'),
        ),
        migrations.AddConstraint(
            model_name='expense',
            constraint=models.CheckConstraint(condition=models.Q(('supply_won__gt', 0), ('vat_won__gte', 0)), name='expense_won'),
        ),
        migrations.AddConstraint(
            model_name='expense',
            constraint=models.CheckConstraint(condition=models.Q(('way__in', ('advance', 'after'))), name='expense_way'),
        ),
        migrations.AddConstraint(
            model_name='expense',
            constraint=models.CheckConstraint(condition=models.Q(('evidence_kind__in', ('tax_invoice', 'card_slip', 'transfer', 'other'))), name='expense_evidence_kind'),
        ),
        migrations.AddConstraint(
            model_name='expense',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('evidence_kind', 'tax_invoice'), _negated=True), ('invoice_no__isnull', False), _connector='OR'), name='expense_invoice_numbered'),
        ),
        migrations.AddConstraint(
            model_name='expense',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('reported', 'accepted', 'paid'))), fields=('evidence_hash',), name='expense_evidence_once'),
        ),
        migrations.AddConstraint(
            model_name='expense',
            constraint=models.UniqueConstraint(condition=models.Q(('invoice_no__isnull', False), ('state__in', ('reported', 'accepted', 'paid'))), fields=('invoice_no',), name='expense_invoice_once'),
        ),
        migrations.AddConstraint(
            model_name='expense',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('accepted', 'paid')), _negated=True), models.Q(('accepted_won__gt', 0), ('accepted_won__lte', django.db.models.expressions.CombinedExpression(models.F('supply_won'), '+', models.F('vat_won')))), _connector='OR'), name='expense_accepted_within'),
        ),
        migrations.AddConstraint(
            model_name='expense',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('accepted', 'refused', 'paid')), _negated=True), models.Q(('decided_by_id__isnull', False), models.Q(('decided_by_id', models.F('reported_by_id')), _negated=True)), _connector='OR'), name='expense_two_people'),
        ),
        migrations.AddConstraint(
            model_name='expense',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'paid'), _negated=True), models.Q(('paid_by_id__isnull', False), ('way', 'after'), models.Q(('paid_by_id', models.F('decided_by_id')), _negated=True), models.Q(('paid_by_id', models.F('reported_by_id')), _negated=True)), _connector='OR'), name='expense_paid_by_a_third'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='expense',
            trigger=pgtrigger.compiler.Trigger(name='legal_moves', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" IS DISTINCT FROM (NEW."state"))', func="IF NOT ((OLD.state = 'accepted' AND NEW.state = 'paid') OR (OLD.state = 'reported' AND NEW.state = 'accepted') OR (OLD.state = 'reported' AND NEW.state = 'refused') OR (OLD.state = 'reported' AND NEW.state = 'taken_back')) THEN RAISE EXCEPTION 'illegal move of expense: % to %', OLD.state, NEW.state; END IF; RETURN NEW;", hash='864ff84dc2d562745f90e7ee94be8b7f2d8cd241', operation='UPDATE OF "state"', pgid='pgtrigger_legal_moves_d8905', table='funds_expense', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='expense',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='9b9f996c0a71d1ef27a7f86d52807f0c66a58b15', operation='DELETE', pgid='pgtrigger_kept_e94de', table='funds_expense', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='expense',
            trigger=pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."evidence_id" IS DISTINCT FROM (NEW."evidence_id") OR OLD."evidence_hash" IS DISTINCT FROM (NEW."evidence_hash") OR OLD."executor" IS DISTINCT FROM (NEW."executor") OR OLD."fund" IS DISTINCT FROM (NEW."fund") OR OLD."hold" IS DISTINCT FROM (NEW."hold") OR OLD."invoice_no" IS DISTINCT FROM (NEW."invoice_no") OR OLD."legs" IS DISTINCT FROM (NEW."legs") OR OLD."line" IS DISTINCT FROM (NEW."line") OR OLD."programme" IS DISTINCT FROM (NEW."programme") OR OLD."reported_by_id" IS DISTINCT FROM (NEW."reported_by_id") OR OLD."supply_won" IS DISTINCT FROM (NEW."supply_won") OR OLD."vat_won" IS DISTINCT FROM (NEW."vat_won") OR OLD."way" IS DISTINCT FROM (NEW."way") OR OLD."year" IS DISTINCT FROM (NEW."year"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='e6b1681eb3fc04c16f11568326e68fea783c0ee1', operation='UPDATE', pgid='pgtrigger_frozen_44577', table='funds_expense', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='expense',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "funds_expensehistory" ("accepted_won", "answer", "decided_at", "decided_by_id", "evidence_hash", "evidence_id", "evidence_kind", "executor", "fund", "hold", "id", "invoice_no", "legs", "line", "paid_at", "paid_by_id", "payee", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme", "reported_at", "reported_by_id", "spent_on", "state", "supply_won", "vat_won", "way", "what", "year") SELECT old_values."accepted_won", old_values."answer", old_values."decided_at", old_values."decided_by_id", old_values."evidence_hash", old_values."evidence_id", old_values."evidence_kind", old_values."executor", old_values."fund", old_values."hold", old_values."id", old_values."invoice_no", old_values."legs", old_values."line", old_values."paid_at", old_values."paid_by_id", old_values."payee", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."programme", old_values."reported_at", old_values."reported_by_id", old_values."spent_on", old_values."state", old_values."supply_won", old_values."vat_won", old_values."way", old_values."what", old_values."year" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='3c1acc7fb2d025c06589c41506b12b261ceb4e2d', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_32c2e', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='funds_expense', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='expense',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "funds_expensehistory" ("accepted_won", "answer", "decided_at", "decided_by_id", "evidence_hash", "evidence_id", "evidence_kind", "executor", "fund", "hold", "id", "invoice_no", "legs", "line", "paid_at", "paid_by_id", "payee", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme", "reported_at", "reported_by_id", "spent_on", "state", "supply_won", "vat_won", "way", "what", "year") SELECT old_values."accepted_won", old_values."answer", old_values."decided_at", old_values."decided_by_id", old_values."evidence_hash", old_values."evidence_id", old_values."evidence_kind", old_values."executor", old_values."fund", old_values."hold", old_values."id", old_values."invoice_no", old_values."legs", old_values."line", old_values."paid_at", old_values."paid_by_id", old_values."payee", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."programme", old_values."reported_at", old_values."reported_by_id", old_values."spent_on", old_values."state", old_values."supply_won", old_values."vat_won", old_values."way", old_values."what", old_values."year" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='f52c3b6cf1c0fab6bd439bd198e72f3a54e92396', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_ee833', referencing='REFERENCING OLD TABLE AS old_values ', table='funds_expense', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='expensehistory',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='expense_was_by_row'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='expensehistory',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF TG_OP = 'DELETE' AND current_setting('dure.forget', true) = 'yes' THEN RETURN OLD; END IF; RAISE EXCEPTION 'history is only added to';", hash='c14cb36f644054208bda5ad0951d78393d5478c3', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_d5bd9', table='funds_expensehistory', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='fundaccount',
            index=models.Index(fields=['programme', 'executor', 'part'], name='fund_account_of_executor'),
        ),
        migrations.AddConstraint(
            model_name='fundaccount',
            constraint=models.UniqueConstraint(fields=('programme', 'fund', 'part', 'source', 'line', 'executor', 'year', 'owner'), name='fund_account_once'),
        ),
        migrations.AddConstraint(
            model_name='fundaccount',
            constraint=models.CheckConstraint(condition=models.Q(('part__in', ('origin', 'source', 'line', 'pool', 'spent', 'returned', 'accrued', 'promisor', 'promised', 'delivered', 'evidenced', 'entitlement'))), name='fund_account_part'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fundaccount',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ed152ce8d15c2625a103a171c9ec6871ac9e7970', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_746cf', table='funds_fundaccount', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='fundorderhistory',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='fundorder_was_by_row'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fundorderhistory',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF TG_OP = 'DELETE' AND current_setting('dure.forget', true) = 'yes' THEN RETURN OLD; END IF; RAISE EXCEPTION 'history is only added to';", hash='92014e328d11c5449f402ac5ace0f00d755f6f47', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_bc036', table='funds_fundorderhistory', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='settlementhistory',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='settlement_was_by_row'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='settlementhistory',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF TG_OP = 'DELETE' AND current_setting('dure.forget', true) = 'yes' THEN RETURN OLD; END IF; RAISE EXCEPTION 'history is only added to';", hash='ce7bcfe22cbbde595ba4361eec18fd8e5975a1b0', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_25fd2', table='funds_settlementhistory', when='BEFORE')),
        ),
    ]
