"""What is typed into the forms about offices, people, kinds and plans; whoever types it may lose the office."""

from django.urls import reverse

from approvals.channels import actions as channels
from approvals.clock import now
from approvals.models import Dispatch
from approvals.outbox import queue as outbox
from tests.workflows import arrange
from tests.workflows.typed_forms import WORDS, another
from tests.workflows.typed_steps import step
from units.models import Office
from units.tree import actions as unit_actions
from workflows.outlines import actions as outlines


def adding_a_section(cast):
    seen = outlines.current(cast.monthly).edits
    outlines.add_section(cast.monthly, by=cast.admin, seen=seen, title="Khác")
    return "MX:admin", reverse("section_add", args=[cast.monthly.pk]), {"title": WORDS, "seen": seen}


def changing_a_field(cast):
    section = outlines.add_section(cast.monthly, by=cast.admin, seen=outlines.current(cast.monthly).edits, title="Khác")
    seen = outlines.current(cast.monthly).edits
    shape = {"label": "Số hộ", "type": "number", "summing": "sum"}
    field = outlines.add_field(cast.monthly, section.number, by=cast.admin, seen=seen, **shape)
    typed = {**shape, "label": WORDS, "decimals": "0", "longest": "100", "seen": seen}
    return "MX:admin", reverse("field_change", args=[cast.monthly.pk, field.number]), typed


def taking_it_there(cast):
    report = arrange.dispatched(cast)
    row = channels.add_recipient(cast.ward.pk, by=cast.admin, name=report.period.plan.province_recipient)
    by_hand = channels.add_channel(row, "by_hand", by=cast.admin, values={})
    sent = Dispatch.objects.get()
    sent.channel = by_hand
    sent.save(update_fields=["channel"])
    channels.record_by_hand(sent, by=another(cast, "clerk"), at=now(), how="Bưu điện", to_whom="Văn thư Sở")
    typed = {"day": "2026-11-06", "time": "09:00", "how": WORDS, "to_whom": "Bà B"}
    return "VP:clerk", reverse("dispatch_by_hand", args=[sent.pk]), typed


def adding_a_unit(cast):
    typed = {"code": "MOI", "name": WORDS, "short_name": "Mới"}
    unit_actions.add_unit(cast.ward, by=cast.admin, kind="", duty="", reports=True, **typed)
    return "MX:admin", reverse("unit_add"), typed


def adding_a_person(cast):
    arrange.newcomer(cast, "moi", cast.units["VP"], "drafter")
    typed = {"username": "moi", "name": WORDS, "unit": cast.units["CA"].pk, "office": Office.DRAFTER}
    return "MX:admin", reverse("person_add"), typed | {"email": "moi@example.org", "starts_on": "2026-11-01"}


def recording_a_title(cast):
    membership = cast.approver.memberships.first()
    arrange.leave(cast.approver, membership.office)
    return "MX:admin", reverse("membership_authority", args=[membership.pk]), {"authority": "head", "title": WORDS}


def delegating(cast):
    head = arrange.head_of_the_board(cast)
    membership = head.memberships.first()
    arrange.leave(head, membership.office)
    typed = {"to": cast.approver.pk, "authority": "delegated", "title": WORDS, "post": "", "document": "12/UQ-UBND"}
    return "MX:admin", reverse("membership_delegate", args=[membership.pk]), typed | {"starts_on": "2026-11-01"}


STATES = [
    *(adding_a_section, changing_a_field, taking_it_there),
    *(adding_a_unit, adding_a_person, recording_a_title, delegating),
]


def changing_a_unit(cast):
    return "MX:admin", reverse("unit_change", args=[cast.units["CA"].pk]), {"name": WORDS, "short_name": "CA"}


def changing_the_hours(cast):
    typed = dict.fromkeys(("morning_until", "afternoon_from", "afternoon_until"), "11:00")
    return "MX:admin", reverse("unit_hours", args=[cast.ward.pk]), typed | {"morning_from": WORDS}


def entering_days(cast):
    typed = {"first": "2026-11-27", "last": "2026-11-01", "working": "0", "name": WORDS}
    return "MX:admin", reverse("calendar_days_add", args=[cast.ward.pk]), typed


def setting_hours_of_a_term(cast):
    typed = {"first": "2026-11-27", "last": "2026-11-30", "morning_from": "07:30", "morning_until": WORDS}
    return "MX:admin", reverse("calendar_hours_add", args=[cast.ward.pk]), typed


def changing_a_person(cast):
    return "MX:admin", reverse("person_change", args=[cast["CA:drafter"].pk]), {"name": WORDS, "email": "a@example.vn"}


def giving_an_office(cast):
    typed = {"unit": cast.units["CA"].pk, "office": "drafter", "starts_on": "2026-11-01", "last_day": WORDS}
    return "MX:admin", reverse("membership_start", args=[cast["CA:drafter"].pk]), typed


def adding_a_step(cast):
    return "MX:admin", reverse("step_add", args=[cast.monthly.route.pk]), step(cast) | {"title": WORDS}


def reporting_an_absence(cast):
    days = {"starts_on": "2026-11-06", "last_day": "2026-11-10"}
    return "CA:drafter", reverse("absence"), days | {"substitute": cast["CA:unit_head"].pk, "reason": WORDS}


def reporting_the_absence_of_another(cast):
    _who, _own, typed = reporting_an_absence(cast)
    return "MX:admin", reverse("person_absence", args=[cast["CA:drafter"].pk]), typed


def putting_somebody_in_charge(cast):
    typed = {"leader": cast.approver.pk, "unit": cast.units["CA"].pk, "starts_on": "2026-11-06", "last_day": WORDS}
    return "MX:admin", reverse("charge_start", args=[cast.ward.pk]), typed


def choosing_the_form(cast):
    return "MX:admin", reverse("kind_form", args=[cast.monthly.route.pk]), {"form": "committee", "symbol": WORDS}


def correcting_kinds(cast):
    return "MX:admin", f"{reverse('plan_kinds_check')}?stock=1", {"reason": WORDS}


def pasting_an_annex(cast):
    return "MX:admin", reverse("plan_annex"), {"table": WORDS}


def mending_an_annex(cast):
    return "MX:admin", reverse("plan_annex_rows", args=["0" * 64]), {"0-name": WORDS}


def adding_a_ward(cast):
    return "MX:admin", reverse("ward_add"), {"kind": "phường", "name": WORDS}


def pasting_units(cast):
    return "MX:admin", reverse("units_paste", args=[cast.ward.pk]), {"table": WORDS}


def mending_units(cast):
    return "MX:admin", reverse("units_paste_rows", args=[cast.ward.pk, "0" * 64]), {"r0-name": WORDS}


def pasting_people(cast):
    return "MX:admin", reverse("people_paste", args=[cast.ward.pk]), {"table": WORDS}


def mending_people(cast):
    return "MX:admin", reverse("people_paste_rows", args=[cast.ward.pk, "0" * 64]), {"r0-name": WORDS}


def mending_wards(cast):
    return "MX:admin", reverse("wards_table_rows", args=[cast.ward.pk, "0" * 64]), {"r0-name": WORDS}


def setting_up_a_recipient(cast):
    return "MX:admin", reverse("recipient_new", args=[cast.ward.pk]), {"name": WORDS}


def recipient(cast):
    return channels.add_recipient(cast.ward.pk, by=cast.admin, name="Sở Nội vụ")


def changing_a_recipient(cast):
    return "MX:admin", reverse("recipient", args=[recipient(cast).pk]), {"name": WORDS}


def adding_a_channel(cast):
    return "MX:admin", f"{reverse('channel_new', args=[recipient(cast).pk])}?kind=by_hand", {"how": WORDS}


def changing_a_channel(cast):
    row = channels.add_channel(recipient(cast), "by_hand", by=cast.admin, values={"how": "Bưu điện"})
    return "MX:admin", reverse("channel", args=[row.pk]), {"how": WORDS}


def skipping_all(cast):
    outbox.fail("mail", "mail-typed", "Hỏng", scope=cast.ward.pk)
    return "VP:clerk", reverse("incidents_skip", args=["mail"]), {"reason": WORDS}


OFFICES = [
    skipping_all,
    *(setting_up_a_recipient, changing_a_recipient, adding_a_channel, changing_a_channel),
    *(adding_a_ward, pasting_units, mending_units, pasting_people, mending_people, mending_wards),
    *(pasting_an_annex, mending_an_annex),
    *(changing_a_unit, changing_a_person, giving_an_office, adding_a_step, choosing_the_form, correcting_kinds),
    *(reporting_an_absence, reporting_the_absence_of_another, changing_the_hours, putting_somebody_in_charge),
    *(entering_days, setting_hours_of_a_term),
]
