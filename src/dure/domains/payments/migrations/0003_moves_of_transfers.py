import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('payments', '0002_guards'),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name='batchrow',
            trigger=pgtrigger.compiler.Trigger(name='legal_moves', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" IS DISTINCT FROM (NEW."state"))', func="IF NOT ((OLD.state = 'pending' AND NEW.state = 'dropped') OR (OLD.state = 'pending' AND NEW.state = 'failed') OR (OLD.state = 'pending' AND NEW.state = 'paid')) THEN RAISE EXCEPTION 'illegal move of payment_transfer: % to %', OLD.state, NEW.state; END IF; RETURN NEW;", hash='4406dec871bc0f6f77bf21da23a9b4731f615b60', operation='UPDATE OF "state"', pgid='pgtrigger_legal_moves_ae4e3', table='payments_batchrow', when='BEFORE')),
        ),
    ]
