"""The fields of a ward: the groups into which its plan in force divides the assignments."""

from units.models import AssignmentGroup, Charge, Plan, Unit


def newest_plan(ward: Unit) -> Plan | None:
    return Plan.objects.filter(ward=ward).order_by("-year", "-imported_at", "-version").first()


def fields_of(ward: Unit) -> list[str]:
    """The names of the groups of the newest plan, in its order, then those of which somebody is or was in charge. Two
    queries.
    """
    newest = Plan.objects.filter(ward=ward).order_by("-year", "-imported_at", "-version").values("pk")[:1]
    groups = AssignmentGroup.objects.filter(plan__in=newest).order_by("order").values_list("name", flat=True)
    charged = Charge.objects.filter(ward=ward).exclude(field="").order_by("field").values_list("field", flat=True)
    return list(dict.fromkeys([*groups, *charged]))
