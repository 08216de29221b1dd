from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agreements', '0002_scores_and_guards'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='proposal',
            name='proposal_one_a_firm',
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('draft', 'discarded', 'withdrawn', 'refused')), _negated=True), fields=('programme', 'business_no'), name='proposal_one_a_firm'),
        ),
    ]
