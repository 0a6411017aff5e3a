from django.db import migrations, models

TABLE = "approvals_searchrow"


def add_column(apps, schema_editor):
    schema_editor.execute(f"ALTER TABLE {TABLE} ADD COLUMN text text NOT NULL DEFAULT ''")


def drop_column(apps, schema_editor):
    schema_editor.execute(f"ALTER TABLE {TABLE} DROP COLUMN text")


class Migration(migrations.Migration):
    """The text that is searched as it is written, for excerpts. The daily comparison fills it in.

    By a statement of its own: on SQLite AddField makes the table anew, and the triggers that keep its index are lost.
    """

    dependencies = [("approvals", "0023_below_a_province")]

    operations = [
        migrations.SeparateDatabaseAndState(
            [migrations.RunPython(add_column, drop_column)],
            [migrations.AddField("searchrow", "text", models.TextField(default=""))],
        )
    ]
