import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("benefits", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name='grantuse',
            name='grant',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='benefits.grant'),
        ),
        migrations.AddField(
            model_name='grantusehistory',
            name='evidence',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='uploads.storedfile'),
        ),
        migrations.AddField(
            model_name='grantusehistory',
            name='grant',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='benefits.grant'),
        ),
        migrations.AddField(
            model_name='grantusehistory',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='grantusehistory',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='benefits.grantuse'),
        ),
        migrations.AddIndex(
            model_name='deviceproof',
            index=models.Index(fields=['device', 'id'], name='device_proof_by_device'),
        ),
        migrations.AddConstraint(
            model_name='deviceproof',
            constraint=models.UniqueConstraint(fields=('sha256',), name='device_proof_file_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='deviceproof',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='83fe36cecd6ec5a34c279ad6fed1e89810f5a864', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_454fc', table='benefits_deviceproof', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='devicehistory',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='device_was_by_row'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='devicehistory',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF TG_OP = 'DELETE' AND current_setting('dure.forget', true) = 'yes' THEN RETURN OLD; END IF; RAISE EXCEPTION 'history is only added to';", hash='fead8e551a53fea0fc3e156eabaa302040e2a47b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c8a49', table='benefits_devicehistory', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='device',
            index=models.Index(fields=['programme', 'state', 'id'], name='device_by_state'),
        ),
        migrations.AddConstraint(
            model_name='device',
            constraint=models.UniqueConstraint(fields=('grant', 'number'), name='device_once'),
        ),
        migrations.AddConstraint(
            model_name='device',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('installed', 'accepted'))), fields=('serial',), name='device_serial_once'),
        ),
        migrations.AddConstraint(
            model_name='device',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('accepted', 'refused', 'removed')), _negated=True), models.Q(('decided_by_id__isnull', False), models.Q(('decided_by_id', models.F('told_by_id')), _negated=True)), _connector='OR'), name='device_two_people'),
        ),
        migrations.AddConstraint(
            model_name='device',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'removed'), _negated=True), ('removed_on__isnull', False), _connector='OR'), name='device_removed_on'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='device',
            trigger=pgtrigger.compiler.Trigger(name='legal_moves', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" IS DISTINCT FROM (NEW."state"))', func="IF NOT ((OLD.state = 'accepted' AND NEW.state = 'removed') OR (OLD.state = 'installed' AND NEW.state = 'accepted') OR (OLD.state = 'installed' AND NEW.state = 'refused') OR (OLD.state = 'refused' AND NEW.state = 'installed')) THEN RAISE EXCEPTION 'illegal move of device: % to %', OLD.state, NEW.state; END IF; RETURN NEW;", hash='c8f30bed09bb676df4a0c12eccd1a2edb34325e0', operation='UPDATE OF "state"', pgid='pgtrigger_legal_moves_9767f', table='benefits_device', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='device',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='92e8f714481afcf04823e9676bbbb9b0164ea2de', operation='DELETE', pgid='pgtrigger_kept_bd35c', table='benefits_device', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='device',
            trigger=pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."grant_id" IS DISTINCT FROM (NEW."grant_id") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."programme" IS DISTINCT FROM (NEW."programme"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='d13418ce0cd9b4ea1bf581474b1f40c3dbe098c1', operation='UPDATE', pgid='pgtrigger_frozen_351bd', table='benefits_device', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='device',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "benefits_devicehistory" ("answer", "decided_at", "decided_by_id", "grant_id", "id", "installed_on", "name", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme", "removed_on", "serial", "state", "told_at", "told_by_id", "use_until") SELECT old_values."answer", old_values."decided_at", old_values."decided_by_id", old_values."grant_id", old_values."id", old_values."installed_on", old_values."name", old_values."number", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."programme", old_values."removed_on", old_values."serial", old_values."state", old_values."told_at", old_values."told_by_id", old_values."use_until" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='6a13e31550bb0dada1939c26925b8dbe61dbea97', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_ae671', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='benefits_device', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='device',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "benefits_devicehistory" ("answer", "decided_at", "decided_by_id", "grant_id", "id", "installed_on", "name", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme", "removed_on", "serial", "state", "told_at", "told_by_id", "use_until") SELECT old_values."answer", old_values."decided_at", old_values."decided_by_id", old_values."grant_id", old_values."id", old_values."installed_on", old_values."name", old_values."number", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."programme", old_values."removed_on", old_values."serial", old_values."state", old_values."told_at", old_values."told_by_id", old_values."use_until" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='c2fb3d7b1ebb1bcbc8964e47082bc1be06c91ad5', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_5da32', referencing='REFERENCING OLD TABLE AS old_values ', table='benefits_device', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='certificatehistory',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='certificate_was_by_row'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='certificatehistory',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF TG_OP = 'DELETE' AND current_setting('dure.forget', true) = 'yes' THEN RETURN OLD; END IF; RAISE EXCEPTION 'history is only added to';", hash='27fc86a330ec1aedeae48a3133228da329835091', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_32381', table='benefits_certificatehistory', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='certificate',
            index=models.Index(condition=models.Q(('public', True), ('state', 'in_force')), fields=['name', 'id'], name='certificate_by_name'),
        ),
        migrations.AddIndex(
            model_name='certificate',
            index=models.Index(condition=models.Q(('public', True), ('state', 'in_force')), fields=['programme', 'benefit', 'name', 'id'], name='certificate_by_title'),
        ),
        migrations.AddIndex(
            model_name='certificate',
            index=models.Index(condition=models.Q(('state', 'in_force')), fields=['ends_on', 'id'], name='certificate_by_end'),
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.UniqueConstraint(fields=('programme', 'benefit', 'sequence'), name='certificate_once'),
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'in_force')), fields=('grant',), name='certificate_one_in_force'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='certificate',
            trigger=pgtrigger.compiler.Trigger(name='legal_moves', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" IS DISTINCT FROM (NEW."state"))', func="IF NOT ((OLD.state = 'in_force' AND NEW.state = 'expired') OR (OLD.state = 'in_force' AND NEW.state = 'renewed') OR (OLD.state = 'in_force' AND NEW.state = 'revoked')) THEN RAISE EXCEPTION 'illegal move of certificate: % to %', OLD.state, NEW.state; END IF; RETURN NEW;", hash='e8dc319b261214bf05eff29889faf429f3fbf76e', operation='UPDATE OF "state"', pgid='pgtrigger_legal_moves_7ed3b', table='benefits_certificate', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='certificate',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='8352376eab4dfba4cfebb718969e9823fc9431d0', operation='DELETE', pgid='pgtrigger_kept_8b44b', table='benefits_certificate', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='certificate',
            trigger=pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."benefit" IS DISTINCT FROM (NEW."benefit") OR OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."ends_on" IS DISTINCT FROM (NEW."ends_on") OR OLD."grant_id" IS DISTINCT FROM (NEW."grant_id") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."programme" IS DISTINCT FROM (NEW."programme") OR OLD."sequence" IS DISTINCT FROM (NEW."sequence") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='1f9d661fb45e26e1038d500e84a04f4a57c0fc6f', operation='UPDATE', pgid='pgtrigger_frozen_e4992', table='benefits_certificate', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='certificate',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "benefits_certificatehistory" ("benefit", "code", "end_note", "ended_at", "ends_on", "grant_id", "id", "issued_at", "issued_by_id", "name", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme", "public", "region", "sequence", "starts_on", "state") SELECT old_values."benefit", old_values."code", old_values."end_note", old_values."ended_at", old_values."ends_on", old_values."grant_id", old_values."id", old_values."issued_at", old_values."issued_by_id", old_values."name", old_values."number", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."programme", old_values."public", old_values."region", old_values."sequence", old_values."starts_on", old_values."state" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='92220715308e9cd0cd8f3179add0d8b0346a0e77', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_d0dc3', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='benefits_certificate', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='certificate',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "benefits_certificatehistory" ("benefit", "code", "end_note", "ended_at", "ends_on", "grant_id", "id", "issued_at", "issued_by_id", "name", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme", "public", "region", "sequence", "starts_on", "state") SELECT old_values."benefit", old_values."code", old_values."end_note", old_values."ended_at", old_values."ends_on", old_values."grant_id", old_values."id", old_values."issued_at", old_values."issued_by_id", old_values."name", old_values."number", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."programme", old_values."public", old_values."region", old_values."sequence", old_values."starts_on", old_values."state" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='0cabbe0bf4bfb0b4ecc7423c2094052d8f54c3be', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_c2774', referencing='REFERENCING OLD TABLE AS old_values ', table='benefits_certificate', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='granthistory',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='grant_was_by_row'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='granthistory',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF TG_OP = 'DELETE' AND current_setting('dure.forget', true) = 'yes' THEN RETURN OLD; END IF; RAISE EXCEPTION 'history is only added to';", hash='22eedd09d572d377762257f9d74fcf2e03ff3351', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_1cc39', table='benefits_granthistory', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='grant',
            index=models.Index(fields=['programme', 'benefit', 'granted_at', 'id'], name='grant_by_benefit'),
        ),
        migrations.AddIndex(
            model_name='grant',
            index=models.Index(fields=['programme', 'benefit', 'state', 'granted_at', 'id'], name='grant_by_state'),
        ),
        migrations.AddIndex(
            model_name='grant',
            index=models.Index(fields=['application', 'id'], name='grant_by_application'),
        ),
        migrations.AddIndex(
            model_name='grant',
            index=models.Index(fields=['executor', 'programme', 'granted_at', 'id'], name='grant_by_executor'),
        ),
        migrations.AddIndex(
            model_name='grant',
            index=models.Index(condition=models.Q(('provider', ''), _negated=True), fields=['provider', 'granted_at', 'id'], name='grant_by_provider'),
        ),
        migrations.AddIndex(
            model_name='grant',
            index=models.Index(condition=models.Q(('ends_on__isnull', False), ('state__in', ('granted', 'in_use'))), fields=['ends_on', 'id'], name='grant_by_end'),
        ),
        migrations.AddConstraint(
            model_name='grant',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'cancelled'), _negated=True), fields=('programme', 'benefit', 'application'), name='grant_once'),
        ),
        migrations.AddConstraint(
            model_name='grant',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ('subsidy', 'voucher_credit', 'service', 'course', 'booking', 'placement', 'finance', 'equipment', 'designation', 'fee_relief', 'data_service'))), name='grant_kind'),
        ),
        migrations.AddConstraint(
            model_name='grant',
            constraint=models.CheckConstraint(condition=models.Q(('returned_won__gte', 0), ('returned_won__lte', models.F('won')), ('won__gte', 0)), name='grant_won'),
        ),
        migrations.AddConstraint(
            model_name='grant',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gt', models.F('starts_on')), _connector='OR'), name='grant_period'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='grant',
            trigger=pgtrigger.compiler.Trigger(name='legal_moves', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" IS DISTINCT FROM (NEW."state"))', func="IF NOT ((OLD.state = 'evidenced' AND NEW.state = 'cancelled') OR (OLD.state = 'evidenced' AND NEW.state = 'closed') OR (OLD.state = 'evidenced' AND NEW.state = 'in_use') OR (OLD.state = 'granted' AND NEW.state = 'cancelled') OR (OLD.state = 'granted' AND NEW.state = 'closed') OR (OLD.state = 'granted' AND NEW.state = 'evidenced') OR (OLD.state = 'granted' AND NEW.state = 'expired') OR (OLD.state = 'granted' AND NEW.state = 'in_use') OR (OLD.state = 'in_use' AND NEW.state = 'cancelled') OR (OLD.state = 'in_use' AND NEW.state = 'closed') OR (OLD.state = 'in_use' AND NEW.state = 'evidenced') OR (OLD.state = 'in_use' AND NEW.state = 'expired')) THEN RAISE EXCEPTION 'illegal move of grant: % to %', OLD.state, NEW.state; END IF; RETURN NEW;", hash='e3ab641874ad640d94ec12db4d8e36d9a1dd4fbc', operation='UPDATE OF "state"', pgid='pgtrigger_legal_moves_a244a', table='benefits_grant', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='grant',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='e19bca0f20c9295434ce2e580278996be77545a0', operation='DELETE', pgid='pgtrigger_kept_ad2ec', table='benefits_grant', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='grant',
            trigger=pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."application_id" IS DISTINCT FROM (NEW."application_id") OR OLD."benefit" IS DISTINCT FROM (NEW."benefit") OR OLD."fund" IS DISTINCT FROM (NEW."fund") OR OLD."granted_at" IS DISTINCT FROM (NEW."granted_at") OR OLD."granted_by_id" IS DISTINCT FROM (NEW."granted_by_id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."line" IS DISTINCT FROM (NEW."line") OR OLD."programme" IS DISTINCT FROM (NEW."programme") OR OLD."run_id" IS DISTINCT FROM (NEW."run_id") OR OLD."stage" IS DISTINCT FROM (NEW."stage") OR OLD."version_id" IS DISTINCT FROM (NEW."version_id") OR OLD."won" IS DISTINCT FROM (NEW."won") OR OLD."year" IS DISTINCT FROM (NEW."year"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='505f21dded85053512b4ee8b81ff87ba2226edf9', operation='UPDATE', pgid='pgtrigger_frozen_fd9dd', table='benefits_grant', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='grant',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "benefits_granthistory" ("application_id", "benefit", "end_note", "end_reason", "ended_at", "ends_on", "executor", "fund", "granted_at", "granted_by_id", "id", "kind", "line", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme", "provider", "returned_won", "run_id", "stage", "starts_on", "state", "units", "version_id", "won", "year") SELECT old_values."application_id", old_values."benefit", old_values."end_note", old_values."end_reason", old_values."ended_at", old_values."ends_on", old_values."executor", old_values."fund", old_values."granted_at", old_values."granted_by_id", old_values."id", old_values."kind", old_values."line", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."programme", old_values."provider", old_values."returned_won", old_values."run_id", old_values."stage", old_values."starts_on", old_values."state", old_values."units", old_values."version_id", old_values."won", old_values."year" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='7946d911269e1f387612a79a085caea04802c32f', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_954e9', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='benefits_grant', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='grant',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "benefits_granthistory" ("application_id", "benefit", "end_note", "end_reason", "ended_at", "ends_on", "executor", "fund", "granted_at", "granted_by_id", "id", "kind", "line", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme", "provider", "returned_won", "run_id", "stage", "starts_on", "state", "units", "version_id", "won", "year") SELECT old_values."application_id", old_values."benefit", old_values."end_note", old_values."end_reason", old_values."ended_at", old_values."ends_on", old_values."executor", old_values."fund", old_values."granted_at", old_values."granted_by_id", old_values."id", old_values."kind", old_values."line", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."programme", old_values."provider", old_values."returned_won", old_values."run_id", old_values."stage", old_values."starts_on", old_values."state", old_values."units", old_values."version_id", old_values."won", old_values."year" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='54797ab1728fa235d24991db8aef3b6cafc27663', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_b1be7', referencing='REFERENCING OLD TABLE AS old_values ', table='benefits_grant', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='grantuse',
            index=models.Index(fields=['grant', 'state'], name='grant_use_by_state'),
        ),
        migrations.AddConstraint(
            model_name='grantuse',
            constraint=models.UniqueConstraint(fields=('grant', 'number'), name='grant_use_once'),
        ),
        migrations.AddConstraint(
            model_name='grantuse',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('reported', 'confirmed', 'disputed')), models.Q(('evidence_hash', ''), _negated=True)), fields=('evidence_hash',), name='grant_use_evidence_once'),
        ),
        migrations.AddConstraint(
            model_name='grantuse',
            constraint=models.CheckConstraint(condition=models.Q(('units__gt', 0)), name='grant_use_units'),
        ),
        migrations.AddConstraint(
            model_name='grantuse',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('reported', 'confirmed', 'disputed')), _negated=True), models.Q(('reported_by_id__isnull', False), ('used_on__isnull', False)), _connector='OR'), name='grant_use_told'),
        ),
        migrations.AddConstraint(
            model_name='grantuse',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'confirmed'), _negated=True), models.Q(('decided_by_id__isnull', False), models.Q(('decided_by_id', models.F('reported_by_id')), _negated=True)), _connector='OR'), name='grant_use_two_people'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='grantuse',
            trigger=pgtrigger.compiler.Trigger(name='legal_moves', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" IS DISTINCT FROM (NEW."state"))', func="IF NOT ((OLD.state = 'disputed' AND NEW.state = 'confirmed') OR (OLD.state = 'disputed' AND NEW.state = 'refused') OR (OLD.state = 'planned' AND NEW.state = 'dropped') OR (OLD.state = 'planned' AND NEW.state = 'reported') OR (OLD.state = 'reported' AND NEW.state = 'confirmed') OR (OLD.state = 'reported' AND NEW.state = 'disputed') OR (OLD.state = 'reported' AND NEW.state = 'refused')) THEN RAISE EXCEPTION 'illegal move of grant_use: % to %', OLD.state, NEW.state; END IF; RETURN NEW;", hash='bd635ed40d9c0a5788aef979df488d11e5e67c61', operation='UPDATE OF "state"', pgid='pgtrigger_legal_moves_9e9d5', table='benefits_grantuse', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='grantuse',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='250c5cd9efcec2ef2e88a7a6dd58896b0bbc2066', operation='DELETE', pgid='pgtrigger_kept_0baa3', table='benefits_grantuse', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='grantuse',
            trigger=pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."grant_id" IS DISTINCT FROM (NEW."grant_id") OR OLD."number" IS DISTINCT FROM (NEW."number"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='d1f35281d306b53fcb4623a1b48458cc82c80182', operation='UPDATE', pgid='pgtrigger_frozen_368a5', table='benefits_grantuse', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='grantuse',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "benefits_grantusehistory" ("answer", "basis", "decided_at", "decided_by_id", "evidence_hash", "evidence_id", "grant_id", "id", "made_at", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_at", "planned_by_id", "reported_at", "reported_by_id", "state", "units", "used_on", "what", "worth_won") SELECT old_values."answer", old_values."basis", old_values."decided_at", old_values."decided_by_id", old_values."evidence_hash", old_values."evidence_id", old_values."grant_id", old_values."id", old_values."made_at", old_values."number", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."planned_at", old_values."planned_by_id", old_values."reported_at", old_values."reported_by_id", old_values."state", old_values."units", old_values."used_on", old_values."what", old_values."worth_won" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='8117fdba2738955a2ff3d673f632f21ae3fd57e2', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_aded2', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='benefits_grantuse', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='grantuse',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "benefits_grantusehistory" ("answer", "basis", "decided_at", "decided_by_id", "evidence_hash", "evidence_id", "grant_id", "id", "made_at", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_at", "planned_by_id", "reported_at", "reported_by_id", "state", "units", "used_on", "what", "worth_won") SELECT old_values."answer", old_values."basis", old_values."decided_at", old_values."decided_by_id", old_values."evidence_hash", old_values."evidence_id", old_values."grant_id", old_values."id", old_values."made_at", old_values."number", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."planned_at", old_values."planned_by_id", old_values."reported_at", old_values."reported_by_id", old_values."state", old_values."units", old_values."used_on", old_values."what", old_values."worth_won" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='825a0c68319bd61ff1f23fd71d51d1013fd42dad', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_c7a21', referencing='REFERENCING OLD TABLE AS old_values ', table='benefits_grantuse', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='grantusehistory',
            index=models.Index(fields=['pgh_obj', 'pgh_id'], name='grantuse_was_by_row'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='grantusehistory',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF TG_OP = 'DELETE' AND current_setting('dure.forget', true) = 'yes' THEN RETURN OLD; END IF; RAISE EXCEPTION 'history is only added to';", hash='27bb290c70c4a0197b1f12ffe9eccf7c6489584a', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_bffec', table='benefits_grantusehistory', when='BEFORE')),
        ),
    ]
