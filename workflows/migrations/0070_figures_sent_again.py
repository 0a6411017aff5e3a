from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workflows", "0069_period_of_a_carried_level"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="figuredelivery",
            name="figure_delivery_taken_once",
        ),
        migrations.AddField(
            model_name="figuredelivery",
            name="mail_sha256",
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
    ]
