"""Of the house: units, people, offices, kinds and outlines."""

from datetime import date
from functools import partial

from django.test import override_settings

from approvals.clock import now
from approvals.dossiers import actions as dossiers
from approvals.register import actions as register
from approvals.signing.keys import actions as keys
from approvals.signing.keys.actions import KeyFile
from tests import signing
from tests.people import instant
from tests.workflows import arrange
from tests.workflows.courses.told import WHY, Told
from tests.workflows.outlines import arrange as outlined
from units.absences import actions as absences
from units.charges import actions as charges
from units.hours import spans_of
from units.models import Plan
from units.offices import actions as offices
from units.people import actions as people
from units.plans import actions as plans
from units.plans.amending import actions as amending
from units.plans.amending.actions import Amendment
from units.sign_in import actions as sign_in
from units.tree import actions as tree
from workflows.calendars import actions as calendars
from workflows.calendars.days import DayOfWard
from workflows.outlines import actions as outlines
from workflows.periods import kinds as report_kinds
from workflows.prose import actions as prose
from workflows.reminders import actions as reminders
from workflows.routes import actions as routes
from workflows.webhooks import actions as webhooks


def of_the_house(cast) -> None:
    by = cast.admin
    term = {"starts_at": now(), "ends_at": instant("2026-11-20 00:00")}
    away = absences.start_absence(cast["CA:drafter"], by=by, substitute=cast["CA:unit_head"], reason=WHY, **term)
    absences.end_absence(away, by=by)
    charge = charges.start_charge(
        cast.ward, by=by, leader=cast.approver, field="Hạ tầng số", starts_at=now(), ends_at=instant("2027-01-01 00:00")
    )
    charges.end_charge(charge, by=by)
    unit = tree.add_unit(cast.ward, by=by, code="MOI", name="Đơn vị mới", short_name="Mới")
    tree.change_unit(unit, by=by, duty="Việc mới")
    tree.change_hours(cast.ward, by=by, spans=spans_of("07:00–11:00, 13:00–17:00"))
    day_off = DayOfWard(date(2026, 11, 27), working=False, name="Nghỉ do bão")
    calendars.set_days(cast.ward, [day_off], by=by)
    calendars.give_back_day(cast.ward, day_off.day, by=by)
    person = people.add_person(cast.ward, by=by, username="moi", name="Người mới", phone="0911")
    since, until = instant("2026-03-01 00:00"), instant("2099-01-01 00:00")
    give = partial(offices.start_membership, person, by=by, unit=unit, office="drafter")
    give(starts_at=since, ends_at=until)
    people.change_person(person, by=by, name="Tên khác")
    type(person).objects.filter(pk=person.pk).update(last_login=now())
    sign_in.choose_password(person, "một mật khẩu đủ dài")
    people.vouch(person, by=by)
    office = offices.set_authority(cast.approver.memberships.get(), by=by, authority="head", title="Trưởng Ban")
    act = {"authority": "delegated", "title": "Trưởng phòng", "document": "12/UQ", "starts_at": now(), "ends_at": until}
    offices.delegate(office, by=by, to=cast["VHXH:unit_head"], **act)
    people.deactivate_person(person, by=by)
    people.reactivate_person(person, by=by)
    tree.retire_unit(unit, by=by)
    route = cast.monthly.route
    step = routes.add_step(
        route, by=by, title="Thẩm_định", unit=cast.units["VP"], office="approver", need="any", allowance=1
    )
    shape = {"title": step.title, "unit": step.unit, "office": step.office, "need": step.need}
    routes.change_step(step, by=by, allowance=2, **shape)
    routes.move_step(step, by=by, up=True)
    routes.retire_step(step, by=by)
    prose.change_templates(cast.monthly, by=cast.coordinator, seen=0, texts={"results": "Lời mẫu"})
    report_kinds.set_form(cast.monthly, by=by, form="people", symbol="BC-UBND")


def of_the_further_house(cast) -> None:
    """What is asked of the plan, reminded of, told outside, signed with and put together."""
    by, plan = cast.admin, Plan.objects.get()
    number = plan.indicators.filter(aggregation="ratio").first().number
    plans.name_counts(plan, by=by, counts={number: {"numerator_words": "Hồ sơ trực tuyến"}}, reason=WHY)
    amendment = Amendment(leads={("assignment", 1): cast.units["CA"]})
    amending.amend_plan(plan, amendment, by=by, reason=WHY)
    reminders.retire_rung(cast.monthly.rungs.first(), by=by)
    with override_settings(PRIVATE_ADDRESSES=True):
        webhooks.stop_webhook(webhooks.add_webhook(cast.ward, by=by, url="http://127.0.0.1:9/"), by=by)
    key = KeyFile(signing.key_file(), signing.PASSPHRASE, signing.png())
    added = keys.add_key(key, by=cast.approver, scope=cast.ward.pk, names=[signing.SIGNER])
    keys.retire_key(added, by=cast.approver, scope=cast.ward.pk)
    dossiers.ask_for_document(register.document_of(arrange.issued(cast)), by=cast.auditor)


FURTHER_HOUSE = [
    Told("name_counts", "MX:admin", "many", why=True),
    Told("amend_plan", "MX:admin", "T1.lead version", why=True),
    Told("retire_rung", "MX:admin", "reminder"),
    Told("add_webhook", "MX:admin", "webhook"),
    Told("stop_webhook", "MX:admin", "webhook"),
    Told("add_key", "BCĐ:approver", "many"),
    Told("retire_key", "BCĐ:approver", "any"),
    Told("ask_dossier", "MX:auditor", "any"),
]


def of_an_outline(cast) -> None:
    kind, by = cast.monthly, cast.admin
    first, second = outlined.with_fields(cast, *outlined.OF_EVERY_TYPE[:2])
    section = first.section.number
    outlines.change_section(kind, section, by=by, seen=outlined.seen(cast), title="Mục khác")
    outlines.change_field(kind, first.number, by=by, seen=outlined.seen(cast), label="Tên khác")
    outlines.move_field(kind, second.number, by=by, seen=outlined.seen(cast), up=True)
    outlines.move_section(kind, 6, by=by, seen=outlined.seen(cast), up=True)
    outlines.switch_section(kind, 5, by=by, seen=outlined.seen(cast), left_out=True)
    outlines.remove_field(kind, second.number, by=by, seen=outlined.seen(cast))
    outlines.remove_section(kind, section, by=by, seen=outlined.seen(cast))


OUTLINE = [
    Told("add_section", "MX:admin", "one"),
    Told("add_field", "MX:admin", "F2"),
    Told("change_section", "MX:admin", "one"),
    Told("change_field", "MX:admin", "F1"),
    Told("move_field", "MX:admin", "F2"),
    Told("remove_field", "MX:admin", "F2"),
    Told("move_section", "MX:admin", "one"),
    Told("switch_section", "MX:admin", "one"),
    Told("remove_section", "MX:admin", "many"),
]


HOUSE = [
    Told("add_unit", "MX:admin", "code name short_name"),
    Told("change_unit", "MX:admin", "duty"),
    Told("change_hours", "MX:admin", "hours"),
    Told("set_calendar_days", "MX:admin", "calendar_days"),
    Told("give_back_calendar_day", "MX:admin", "calendar_days"),
    Told("retire_unit", "MX:admin", "retired_at"),
    Told("add_person", "MX:admin", "name phone username"),
    Told("change_person", "MX:admin", "name"),
    Told("deactivate_person", "MX:admin", "is_active"),
    Told("reactivate_person", "MX:admin", "is_active"),
    Told("choose_password", "moi"),
    Told("vouch", "MX:admin", "unvouched_since"),
    Told("start_membership", "MX:admin", "from office unit until"),
    Told("end_membership", "MX:admin", "office unit until"),
    Told("set_authority", "MX:admin", "acts_for authority office post title unit"),
    Told("delegate", "MX:admin", "acts_for authority delegated_by document from office title unit until"),
    Told("start_absence", "MX:admin", "from substitute until", why=True),
    Told("end_absence", "MX:admin", "substitute until"),
    Told("start_charge", "MX:admin", "charge_field from until"),
    Told("end_charge", "MX:admin", "charge_field until"),
    Told("add_step", "MX:admin", "Thẩm_định"),
    Told("change_step", "MX:admin", "Thẩm_định"),
    Told("move_step", "MX:admin", "Thẩm_định"),
    Told("retire_step", "MX:admin", "Thẩm_định"),
    Told("change_template", "VHXH:coordinator", "text"),
    Told("set_form", "MX:admin", "form symbol"),
    Told("import_plan", "", "assignments indicators version"),
    Told("add_ward", "", "code name"),
]
