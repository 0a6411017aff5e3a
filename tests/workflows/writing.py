"""What a browser does on the page where a unit report is written."""

from workflows.models import IndicatorEntry, UnitReport


def address(report: UnitReport) -> str:
    return f"/reports/unit/{report.pk}/write/"


def entry_of(report: UnitReport, aggregation: str) -> IndicatorEntry:
    return report.indicator_entries.filter(indicator__aggregation=aggregation).first()


def typed(client, report: UnitReport, **changes: str) -> dict[str, str]:
    """What the browser would post from the page as it stands, with `changes` typed in."""
    form = client.get(address(report)).context["form"]
    posted = {"seen": str(report.version)}
    for field in form:
        if field.name != "seen":
            posted[field.name] = posted[field.html_initial_name] = field.value() or ""
    return posted | changes
