"""A document can be accepted and speak against the rule that it would answer."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('applications', '0009_search_statistics'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='applicationdocument',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='applicationdocument',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='applicationdocument',
            name='speaks_against',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='applicationdocumenthistory',
            name='speaks_against',
            field=models.BooleanField(db_default=False, default=False),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='applicationdocument',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "applications_applicationdocumenthistory" ("application_id", "checked_at", "checked_by_id", "document", "file_id", "handed_in_at", "id", "issued_on", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "speaks_against", "state", "valid_from", "valid_until") SELECT old_values."application_id", old_values."checked_at", old_values."checked_by_id", old_values."document", old_values."file_id", old_values."handed_in_at", old_values."id", old_values."issued_on", old_values."note", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."speaks_against", old_values."state", old_values."valid_from", old_values."valid_until" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='9ea6deba72c46a2e20c47637fd4a174a3a9e5831', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_f6d15', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='applications_applicationdocument', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='applicationdocument',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "applications_applicationdocumenthistory" ("application_id", "checked_at", "checked_by_id", "document", "file_id", "handed_in_at", "id", "issued_on", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "speaks_against", "state", "valid_from", "valid_until") SELECT old_values."application_id", old_values."checked_at", old_values."checked_by_id", old_values."document", old_values."file_id", old_values."handed_in_at", old_values."id", old_values."issued_on", old_values."note", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."speaks_against", old_values."state", old_values."valid_from", old_values."valid_until" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='73cf569d7afd51c4975977a5a7601a0aba19ceb9', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_7282b', referencing='REFERENCING OLD TABLE AS old_values ', table='applications_applicationdocument', when='AFTER')),
        ),
    ]
