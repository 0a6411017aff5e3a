"""What tests/states.py renders on demand is what Django renders."""

from django.db.migrations.loader import MigrationLoader

from tests.states import OnDemand, rendered_on_demand


def told(apps):
    """Each model's table and bases, its fields, and what refers to it, in whatever order."""
    return {
        model._meta.label: (model._meta.db_table, [base.__name__ for base in model.__mro__], fields(model))
        for model in apps.get_models(include_auto_created=True)
    }


def fields(model):
    every = model._meta.get_fields(include_hidden=True)
    return sorted(
        (each.name, type(each).__name__, str(each.related_model and each.related_model._meta.label)) for each in every
    )


def test_the_models_of_todays_state_are_djangos():
    state = MigrationLoader(None).project_state()
    assert told(OnDemand(state.real_apps, state.models)) == told(state.apps)


def test_a_model_is_rendered_with_what_it_refers_to_and_no_other():
    with rendered_on_demand():
        state = MigrationLoader(None).project_state()
        unit = state.apps.get_model("units", "unit")
        assert unit._meta.get_field("ward").related_model is unit
        rendered = {model for models in state.apps.all_models.values() for model in models}
        assert "wardreport" not in rendered
        assert unit in {
            field.remote_field.model
            for field in state.apps.get_model("workflows", "unitreport")._meta.local_fields
            if field.remote_field
        }


def test_python_of_a_migration_goes_from_a_row_to_what_refers_to_it():
    with rendered_on_demand():
        state = MigrationLoader(None).project_state()
        route = state.apps.get_model("workflows", "route")
        assert not hasattr(route, "steps")
        state.clear_delayed_apps_cache()  # as RunPython does
        assert hasattr(route, "steps")


def test_what_is_changed_afterwards_stands_in_a_state_of_its_own():
    with rendered_on_demand():
        state = MigrationLoader(None).project_state()
        before = state.clone()
        assert state.apps.get_model("units", "unit")._meta.get_field("code")
        state.remove_field("units", "unit", "short_name")
        names = [field.name for field in before.apps.get_model("units", "unit")._meta.local_fields]
        assert "short_name" in names
        now = [field.name for field in state.apps.get_model("units", "unit")._meta.local_fields]
        assert now == [name for name in names if name != "short_name"]
        state.remove_model("workflows", "quickform")
        assert ("workflows", "quickform") not in state.models
