import django.contrib.postgres.fields
import django.db.models.deletion
import dure.domains.privacy.encryption
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("recoveries", "0001_initial"),
    ]

    operations = [
        migrations.AddIndex(
            model_name='recoverycase',
            index=models.Index(fields=['programme', 'state', 'id'], name='recovery_by_state'),
        ),
        migrations.AddIndex(
            model_name='recoverycase',
            index=models.Index(fields=['payee', 'id'], name='recovery_by_payee'),
        ),
        migrations.AddConstraint(
            model_name='recoverycase',
            constraint=models.UniqueConstraint(fields=('programme', 'number'), name='recovery_number_once'),
        ),
        migrations.AddConstraint(
            model_name='recoverycase',
            constraint=models.CheckConstraint(condition=models.Q(('ground__in', ('false_claim', 'misuse', 'breach', 'not_qualified', 'overpaid', 'other'))), name='recovery_ground'),
        ),
        migrations.AddConstraint(
            model_name='recoverycase',
            constraint=models.CheckConstraint(condition=models.Q(('ban_scope__in', ('', 'programme', 'all'))), name='recovery_ban_scope'),
        ),
        migrations.AddConstraint(
            model_name='recoverycase',
            constraint=models.CheckConstraint(condition=models.Q(('back_won__gte', 0), ('back_won__lte', models.F('paid_won')), ('surcharge_won__gte', 0)), name='recovery_never_more_than_paid'),
        ),
        migrations.AddConstraint(
            model_name='recoverycase',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('decided', 'settled', 'written_off', 'reversed')), _negated=True), models.Q(('decided_at__isnull', False), ('decided_by_id__isnull', False), ('noticed_at__isnull', False), models.Q(('decided_by_id', models.F('opened_by_id')), _negated=True), models.Q(('back_won', 0), ('due_on__isnull', False), _connector='OR'), models.Q(('back_won__gt', 0), ('ban_until__isnull', False), _connector='OR')), _connector='OR'), name='recovery_decided_by_another'),
        ),
        migrations.AddConstraint(
            model_name='recoverycase',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'written_off'), _negated=True), models.Q(('closed_by_id__isnull', False), ('write_off_by_id__isnull', False), models.Q(('write_off_by_id', models.F('closed_by_id')), _negated=True)), _connector='OR'), name='recovery_written_off_by_two'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recoverycase',
            trigger=pgtrigger.compiler.Trigger(name='legal_moves', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" IS DISTINCT FROM (NEW."state"))', func="IF NOT ((OLD.state = 'answered' AND NEW.state = 'decided') OR (OLD.state = 'answered' AND NEW.state = 'dropped') OR (OLD.state = 'decided' AND NEW.state = 'reversed') OR (OLD.state = 'decided' AND NEW.state = 'settled') OR (OLD.state = 'decided' AND NEW.state = 'written_off') OR (OLD.state = 'noticed' AND NEW.state = 'answered') OR (OLD.state = 'noticed' AND NEW.state = 'decided') OR (OLD.state = 'noticed' AND NEW.state = 'dropped') OR (OLD.state = 'opened' AND NEW.state = 'dropped') OR (OLD.state = 'opened' AND NEW.state = 'noticed') OR (OLD.state = 'settled' AND NEW.state = 'reversed')) THEN RAISE EXCEPTION 'illegal move of recovery_case: % to %', OLD.state, NEW.state; END IF; RETURN NEW;", hash='1af3e30ecb95dbabb90729400c87bfd3971447b8', operation='UPDATE OF "state"', pgid='pgtrigger_legal_moves_04d37', table='recoveries_recoverycase', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recoverycase',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='ed117c7ac503155222964da9696d8a5fa3bc63cd', operation='DELETE', pgid='pgtrigger_kept_b5345', table='recoveries_recoverycase', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recoverycase',
            trigger=pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."basis" IS DISTINCT FROM (NEW."basis") OR OLD."ground" IS DISTINCT FROM (NEW."ground") OR OLD."involved" IS DISTINCT FROM (NEW."involved") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."opened_by_id" IS DISTINCT FROM (NEW."opened_by_id") OR OLD."paid_won" IS DISTINCT FROM (NEW."paid_won") OR OLD."payee_id" IS DISTINCT FROM (NEW."payee_id") OR OLD."programme" IS DISTINCT FROM (NEW."programme"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='1fa68c3cbaa131de74c96e63a0d67ab112365859', operation='UPDATE', pgid='pgtrigger_frozen_0ded6', table='recoveries_recoverycase', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recoverycase',
            trigger=pgtrigger.compiler.Trigger(name='decided_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.decided_at IS NOT NULL AND (OLD.back_won, OLD.surcharge_won, OLD.decided_by_id, OLD.due_on, OLD.ban_until) IS DISTINCT FROM (NEW.back_won, NEW.surcharge_won, NEW.decided_by_id, NEW.due_on, NEW.ban_until))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='aa64b557b374231a21695b04f7a0973e89d26920', operation='UPDATE', pgid='pgtrigger_decided_once_55ee4', table='recoveries_recoverycase', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recoverycase',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "recoveries_recoverycasehistory" ("answer_until", "answered_at", "answered_by_id", "back_won", "ban_scope", "ban_until", "basis", "business_no", "closed_at", "closed_by_id", "closed_reason", "considered", "decided_at", "decided_by_id", "due_on", "facts", "ground", "id", "involved", "noticed_at", "noticed_by_id", "number", "object_until", "opened_at", "opened_by_id", "paid_won", "payee_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme", "state", "statement", "surcharge_won", "write_off_at", "write_off_by_id", "write_off_reason") SELECT old_values."answer_until", old_values."answered_at", old_values."answered_by_id", old_values."back_won", old_values."ban_scope", old_values."ban_until", old_values."basis", old_values."business_no", old_values."closed_at", old_values."closed_by_id", old_values."closed_reason", old_values."considered", old_values."decided_at", old_values."decided_by_id", old_values."due_on", old_values."facts", old_values."ground", old_values."id", old_values."involved", old_values."noticed_at", old_values."noticed_by_id", old_values."number", old_values."object_until", old_values."opened_at", old_values."opened_by_id", old_values."paid_won", old_values."payee_id", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."programme", old_values."state", old_values."statement", old_values."surcharge_won", old_values."write_off_at", old_values."write_off_by_id", old_values."write_off_reason" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='c8d5e1b98177dedafa0778b837670432e757e88a', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_2db87', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='recoveries_recoverycase', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recoverycase',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "recoveries_recoverycasehistory" ("answer_until", "answered_at", "answered_by_id", "back_won", "ban_scope", "ban_until", "basis", "business_no", "closed_at", "closed_by_id", "closed_reason", "considered", "decided_at", "decided_by_id", "due_on", "facts", "ground", "id", "involved", "noticed_at", "noticed_by_id", "number", "object_until", "opened_at", "opened_by_id", "paid_won", "payee_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme", "state", "statement", "surcharge_won", "write_off_at", "write_off_by_id", "write_off_reason") SELECT old_values."answer_until", old_values."answered_at", old_values."answered_by_id", old_values."back_won", old_values."ban_scope", old_values."ban_until", old_values."basis", old_values."business_no", old_values."closed_at", old_values."closed_by_id", old_values."closed_reason", old_values."considered", old_values."decided_at", old_values."decided_by_id", old_values."due_on", old_values."facts", old_values."ground", old_values."id", old_values."involved", old_values."noticed_at", old_values."noticed_by_id", old_values."number", old_values."object_until", old_values."opened_at", old_values."opened_by_id", old_values."paid_won", old_values."payee_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."programme", old_values."state", old_values."statement", old_values."surcharge_won", old_values."write_off_at", old_values."write_off_by_id", old_values."write_off_reason" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='c5ef6248f9356c427d7b1415ea51e9dea6d74ee6', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_54407', referencing='REFERENCING OLD TABLE AS old_values ', table='recoveries_recoverycase', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='instalmentplanhistory',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='instalmentplan_was_by_row'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='instalmentplanhistory',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF TG_OP = 'DELETE' AND current_setting('dure.forget', true) = 'yes' THEN RETURN OLD; END IF; RAISE EXCEPTION 'history is only added to';", hash='1c072d86c6cfa079b8cad85484a9895d50c874ce', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b7334', table='recoveries_instalmentplanhistory', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='instalmentplan',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('asked', 'approved'))), fields=('case',), name='instalment_plan_one'),
        ),
        migrations.AddConstraint(
            model_name='instalmentplan',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'revoked'), _negated=True), ('revoked_on__isnull', False), _connector='OR'), name='instalment_plan_revoked'),
        ),
        migrations.AddConstraint(
            model_name='instalmentplan',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('approved', 'refused')), _negated=True), models.Q(('decided_by_id__isnull', False), models.Q(('decided_by_id', models.F('asked_by_id')), _negated=True)), _connector='OR'), name='instalment_plan_two_people'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='instalmentplan',
            trigger=pgtrigger.compiler.Trigger(name='legal_moves', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" IS DISTINCT FROM (NEW."state"))', func="IF NOT ((OLD.state = 'approved' AND NEW.state = 'revoked') OR (OLD.state = 'asked' AND NEW.state = 'approved') OR (OLD.state = 'asked' AND NEW.state = 'refused') OR (OLD.state = 'asked' AND NEW.state = 'taken_back')) THEN RAISE EXCEPTION 'illegal move of instalment_plan: % to %', OLD.state, NEW.state; END IF; RETURN NEW;", hash='659990816dc169b1dd0ce9d6e9f6fe82a2ca99fc', operation='UPDATE OF "state"', pgid='pgtrigger_legal_moves_e8137', table='recoveries_instalmentplan', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='instalmentplan',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='43d78d881073afff0903255a1c1f45c35e225a07', operation='DELETE', pgid='pgtrigger_kept_2963c', table='recoveries_instalmentplan', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='instalmentplan',
            trigger=pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."asked_by_id" IS DISTINCT FROM (NEW."asked_by_id") OR OLD."case_id" IS DISTINCT FROM (NEW."case_id") OR OLD."count" IS DISTINCT FROM (NEW."count") OR OLD."first_on" IS DISTINCT FROM (NEW."first_on"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='9cc243da5122d655129a60fc43492293679bb45c', operation='UPDATE', pgid='pgtrigger_frozen_83f4f', table='recoveries_instalmentplan', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='instalmentplan',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "recoveries_instalmentplanhistory" ("answer", "asked_at", "asked_by_id", "case_id", "count", "decided_at", "decided_by_id", "first_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "revoked_on", "rows", "state") SELECT old_values."answer", old_values."asked_at", old_values."asked_by_id", old_values."case_id", old_values."count", old_values."decided_at", old_values."decided_by_id", old_values."first_on", old_values."id", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."reason", old_values."revoked_on", old_values."rows", old_values."state" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='5c1d114f0123d0a944e4fa20c55a23f7e4bc244b', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_13bc2', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='recoveries_instalmentplan', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='instalmentplan',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "recoveries_instalmentplanhistory" ("answer", "asked_at", "asked_by_id", "case_id", "count", "decided_at", "decided_by_id", "first_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "revoked_on", "rows", "state") SELECT old_values."answer", old_values."asked_at", old_values."asked_by_id", old_values."case_id", old_values."count", old_values."decided_at", old_values."decided_by_id", old_values."first_on", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."reason", old_values."revoked_on", old_values."rows", old_values."state" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='af89aef9dbc686d99b12ed01b9a9a28c416629d4', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_851ab', referencing='REFERENCING OLD TABLE AS old_values ', table='recoveries_instalmentplan', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='dunning',
            constraint=models.UniqueConstraint(fields=('case', 'number'), name='dunning_number_once'),
        ),
        migrations.AddConstraint(
            model_name='dunning',
            constraint=models.UniqueConstraint(fields=('case', 'on'), name='dunning_once_a_day'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dunning',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='68de254df6dbfd032dca9506776ce9bc53048d91', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_f84ad', table='recoveries_dunning', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='caseitem',
            constraint=models.UniqueConstraint(condition=models.Q(('alive', True)), fields=('cause',), name='recovery_item_once'),
        ),
        migrations.AddConstraint(
            model_name='caseitem',
            constraint=models.CheckConstraint(condition=models.Q(('won__gt', 0)), name='recovery_item_won'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='caseitem',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='9908aa853abf8b880e5b1c238c343711b71e2e1d', operation='DELETE', pgid='pgtrigger_kept_1ee6d', table='recoveries_caseitem', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='caseitem',
            trigger=pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."case_id" IS DISTINCT FROM (NEW."case_id") OR OLD."cause" IS DISTINCT FROM (NEW."cause") OR OLD."fund" IS DISTINCT FROM (NEW."fund") OR OLD."legs" IS DISTINCT FROM (NEW."legs") OR OLD."what" IS DISTINCT FROM (NEW."what") OR OLD."won" IS DISTINCT FROM (NEW."won"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='9c55c225f2e28bf34ae8490142ef9e6970c50e7a', operation='UPDATE', pgid='pgtrigger_frozen_42fd1', table='recoveries_caseitem', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='casefile',
            constraint=models.UniqueConstraint(fields=('case', 'kind', 'digest'), name='recovery_file_once'),
        ),
        migrations.AddConstraint(
            model_name='casefile',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ('evidence', 'statement'))), name='recovery_file_kind'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='casefile',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='8c036daf4748b2b1125f9b1a3d1151267b05d6fc', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_55615', table='recoveries_casefile', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='recoverycasehistory',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='recoverycase_was_by_row'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recoverycasehistory',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF TG_OP = 'DELETE' AND current_setting('dure.forget', true) = 'yes' THEN RETURN OLD; END IF; RAISE EXCEPTION 'history is only added to';", hash='d1844adc19d5f8afdfa7d03946828edbed979219', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_9528d', table='recoveries_recoverycasehistory', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='recoveryobjection',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('granted', 'dismissed')), _negated=True), models.Q(('answered_by_id__isnull', False), models.Q(('answered_by_id', models.F('filed_by_id')), _negated=True), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='recovery_objection_answered'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recoveryobjection',
            trigger=pgtrigger.compiler.Trigger(name='legal_moves', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" IS DISTINCT FROM (NEW."state"))', func="IF NOT ((OLD.state = 'filed' AND NEW.state = 'dismissed') OR (OLD.state = 'filed' AND NEW.state = 'granted') OR (OLD.state = 'filed' AND NEW.state = 'withdrawn')) THEN RAISE EXCEPTION 'illegal move of recovery_objection: % to %', OLD.state, NEW.state; END IF; RETURN NEW;", hash='62b2e66023d9dd406561edfb46fbbcdeea67e17b', operation='UPDATE OF "state"', pgid='pgtrigger_legal_moves_b4eb1', table='recoveries_recoveryobjection', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recoveryobjection',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='c5ca50737ac817d2c4e435b230612a76448f186e', operation='DELETE', pgid='pgtrigger_kept_9f596', table='recoveries_recoveryobjection', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recoveryobjection',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "recoveries_recoveryobjectionhistory" ("answer", "answered_at", "answered_by_id", "case_id", "due_on", "filed_at", "filed_by_id", "grounds", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state") SELECT old_values."answer", old_values."answered_at", old_values."answered_by_id", old_values."case_id", old_values."due_on", old_values."filed_at", old_values."filed_by_id", old_values."grounds", old_values."id", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."state" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='0cfca302c8309bc1876641981a2746eaddd6ffd1', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_93b17', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='recoveries_recoveryobjection', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recoveryobjection',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "recoveries_recoveryobjectionhistory" ("answer", "answered_at", "answered_by_id", "case_id", "due_on", "filed_at", "filed_by_id", "grounds", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state") SELECT old_values."answer", old_values."answered_at", old_values."answered_by_id", old_values."case_id", old_values."due_on", old_values."filed_at", old_values."filed_by_id", old_values."grounds", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."state" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='ace1ac7b8c7da9417db68929e969a21cf6bb4f0a', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_3de71', referencing='REFERENCING OLD TABLE AS old_values ', table='recoveries_recoveryobjection', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='recoveryobjectionhistory',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='recoveryobjection_was_by_row'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recoveryobjectionhistory',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF TG_OP = 'DELETE' AND current_setting('dure.forget', true) = 'yes' THEN RETURN OLD; END IF; RAISE EXCEPTION 'history is only added to';", hash='357ddbd749dd9f5ad3ad1d1ca668150022022b66', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_3d1ad', table='recoveries_recoveryobjectionhistory', when='BEFORE')),
        ),
    ]
