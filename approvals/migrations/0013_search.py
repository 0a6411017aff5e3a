from django.db import migrations, models

TABLE, INDEX = "approvals_searchrow", "approvals_search_index"
SQLITE = [
    f"""CREATE VIRTUAL TABLE {INDEX} USING fts5(words, content='{TABLE}', content_rowid='id', tokenize='trigram')""",
    f"""CREATE TRIGGER {INDEX}_insert AFTER INSERT ON {TABLE} BEGIN
        INSERT INTO {INDEX}(rowid, words) VALUES (new.id, new.words); END""",
    f"""CREATE TRIGGER {INDEX}_delete AFTER DELETE ON {TABLE} BEGIN
        INSERT INTO {INDEX}({INDEX}, rowid, words) VALUES ('delete', old.id, old.words); END""",
    f"""CREATE TRIGGER {INDEX}_update AFTER UPDATE ON {TABLE} BEGIN
        INSERT INTO {INDEX}({INDEX}, rowid, words) VALUES ('delete', old.id, old.words);
        INSERT INTO {INDEX}(rowid, words) VALUES (new.id, new.words); END""",
]
POSTGRESQL = [
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    f"CREATE INDEX {INDEX} ON {TABLE} USING gin (words gin_trgm_ops)",
]


def make_index(apps, schema_editor):
    statements = SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL
    for statement in statements:
        schema_editor.execute(statement)


def drop_index(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for event in ("insert", "delete", "update"):
            schema_editor.execute(f"DROP TRIGGER {INDEX}_{event}")
        schema_editor.execute(f"DROP TABLE {INDEX}")
    else:
        schema_editor.execute(f"DROP INDEX {INDEX}")


class Migration(migrations.Migration):
    """Rows by which everything is found, and the index of their words. They are filled in by the first search task."""

    dependencies = [("approvals", "0012_verdicts_of_ballots")]

    operations = [
        migrations.CreateModel(
            "SearchRow",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                ("subject_id", models.BigIntegerField()),
                ("scope", models.BigIntegerField()),
                ("title", models.CharField(max_length=600)),
                ("about", models.CharField(max_length=300)),
                ("address", models.CharField(max_length=200)),
                ("words", models.TextField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["kind", "subject_id"], name="search_one_row_a_subject")
                ],
                "indexes": [models.Index(fields=["scope", "kind"], name="search_scope")],
            },
        ),
        migrations.CreateModel(
            "SearchMark",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("until", models.DateTimeField()),
            ],
        ),
        migrations.RunPython(make_index, drop_index),
    ]
