"""How a step of a route is told, and what differs between two states of a route."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import groupby, pairwise, zip_longest
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from units.models import Unit
from workflows.models import Need, RouteVersion, Step, Verb
from workflows.models.routes import StepShape
from workflows.pure.hours import DAY_OF_WORK

from .filling import fields
from .versions import SHAPE, WHEN, people_of, steps_of, value_of
from .when import conditions
from .who import finding

Key = tuple[str, int]  # a step's title, and which one of this title it is

UNSAID = {"title", *WHEN} - {"condition"}  # the condition's words tell the others of WHEN
FIELDS: dict[str, Any] = {field.name: field for field in Step._meta.concrete_fields}


def describe(step: Step) -> str:
    """The step in a line, as the trail has it; what every route had before is left out."""
    plain = _is_of_an_office(step) and step.verb != Verb.LOOK
    asked = [step.unit.short_name, step.get_office_display()] if plain else [who(step)]
    words: list[Any] = [*asked, step.get_need_display(), allowed(step)]
    if step.need == Need.SOME:
        words.insert(-1, step.quorum)
    if step.verb != Verb.APPROVE:
        words.append(step.get_verb_display())
    ends = [] if step.at_end == step.usual_end else [at_end(step)]
    return ", ".join(map(str, [*words, *ends, *filter(None, [returned(step), fills(step)]), *_when(step)]))


def allowed(step: StepShape) -> str:
    """Its allowance in hours; where it is a number of times eight, also in days, which are said to be of so many: few
    wards work eight hours a day.
    """
    days, left = divmod(step.allowance, DAY_OF_WORK)
    hours = ngettext("%(count)d working hour", "%(count)d working hours", step.allowance) % {"count": step.allowance}
    if left or not days:
        return hours
    in_days = ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
    return _("%(hours)s (%(days)s of %(length)d hours)") % {"hours": hours, "days": in_days, "length": DAY_OF_WORK}


def at_end(step: StepShape) -> str:
    """What happens when its time is over, and who is told."""
    whom = f": {step.get_to_office_display()}, {step.to_unit.short_name}" if step.to_unit else ""
    return f"{step.get_at_end_display()}{whom}"


def in_full(step: Step, units: Mapping[str, Unit] | None = None) -> str:
    """The step as a sentence tells it: who, how many of them, what is asked, in which time, when."""
    need = f"{step.get_need_display()}: {step.quorum}" if step.need == Need.SOME else step.get_need_display()
    time = f"{FIELDS['allowance'].verbose_name}: {allowed(step)}"
    ends = f"{FIELDS['at_end'].verbose_name}: {at_end(step)}"
    parts = [who(step, units), need, step.get_verb_display(), time, ends, returned(step), fills(step)]
    parts += _when(step, units)
    return "; ".join(filter(None, map(str, parts)))


def returned(step: StepShape) -> str:
    """Where its return goes by default, and what becomes then of what was approved in between; blank where it says
    neither.
    """
    to = f"{FIELDS['return_to'].verbose_name}: {step.get_return_to_display()}" if step.return_to else ""
    return ", ".join(filter(None, [to, str(FIELDS["asked_anew"].verbose_name) if step.asked_anew else ""]))


def fills(step: StepShape) -> str:
    """The fields that whoever decides it fills; blank where it has none."""
    return _("fills in: %(fields)s") % {"fields": fields.in_words(step.fills)} if step.fills else ""


def who(step: Step, units: Mapping[str, Unit] | None = None) -> str:
    """Whom the step asks, in words. `units` are the ward's by their codes, which stand where they are not given."""
    if not step.found:
        asked = finding.whom(step)
    elif finding.is_of_unit_found(step):
        asked = finding.in_words(step, units)
    else:
        office = f"{step.get_office_display()}, {step.unit.short_name}"
        asked = f"{finding.in_words(step, units)} ({office})"
    if step.units:
        return _("%(who)s; also in %(units)s") % {"who": asked, "units": named(step.units, units)}
    return asked


def named(codes: Iterable[str], units: Mapping[str, Unit] | None) -> str:
    """The units of these codes, in words."""
    known = units or {}
    return ", ".join(known[code].short_name if code in known else code for code in codes)


def _is_of_an_office(step: Step) -> bool:
    """Whether it asks for whoever holds an office in one unit."""
    return not (step.position or step.person or step.found or step.units)


def _when(step: Step, units: Mapping[str, Unit] | None = None) -> list[Any]:
    """The marks of a step that say how it asks, and when it is taken."""
    marks = [FIELDS[name].verbose_name for name in ("ballot", "beside", "otherwise") if getattr(step, name)]
    return [*marks, *filter(None, [conditions.in_words(step, units)])]


def by_title(steps: Iterable[Step]) -> dict[str, str]:
    """The steps in lines, by their titles."""
    return {title: "; ".join(map(describe, same)) for title, same in groupby(sorted(steps, key=str), key=str)}


def history(versions: Sequence[RouteVersion], units: Mapping[str, Unit]) -> list[dict[str, Any]]:
    """Of versions, newest first: each with what it changed against the one before it, nothing for the last of them."""
    people = people_of(version.shape for version in versions)
    shapes = [steps_of(version.shape, units, people) for version in versions]
    changed = [differences(old, new) for new, old in pairwise(shapes)]
    return [
        {"version": version, "changes": changes} for version, changes in zip_longest(versions, changed, fillvalue=())
    ]


def differences(old: Iterable[Step], new: Iterable[Step]) -> list[str]:
    """A sentence for each step that is added, gone, renamed, changed or moved. A step is known by its title."""
    before, after = _keyed(old), _keyed(new)
    renamed = _renamed(before, after)
    before = {renamed.get(key, key): step for key, step in before.items()}
    stays = [key for key in after if key in before]
    return [
        *(_("The step “%(step)s” is added: %(what)s.") % _named(after[key]) for key in after if key not in before),
        *(_("The step “%(step)s” is taken out.") % _named(before[key]) for key in before if key not in after),
        *(_("The step “%(old)s” is now called “%(new)s”.") % {"old": a[0], "new": b[0]} for a, b in renamed.items()),
        *filter(None, (_changed(before[key], after[key]) for key in stays)),
        *_moved(list(before), list(after)),
    ]


def _named(step: Step) -> dict[str, str]:
    return {"step": step.title, "what": in_full(step)}


def _keyed(steps: Iterable[Step]) -> dict[Key, Step]:
    seen: Counter[str] = Counter()
    found = {}
    for step in steps:
        seen[step.title] += 1
        found[step.title, seen[step.title]] = step
    return found


def _renamed(before: Mapping[Key, Step], after: Mapping[Key, Step]) -> dict[Key, Key]:
    """Steps that differ in nothing but their title, each with its new one."""
    new = {key: _values(step) for key, step in after.items() if key not in before}
    found: dict[Key, Key] = {}
    for key, step in before.items():
        same = [other for other, values in new.items() if values == _values(step)]
        if key not in after and same:
            found[key] = same[0]
            del new[same[0]]
    return found


def _values(step: Step) -> list[Any]:
    return [value_of(step, name) for name in SHAPE if name != "title"]


def _changed(old: Step, new: Step) -> str:
    """What of a step changed; blank where nothing did."""
    pairs = ((name, _word(old, name), _word(new, name)) for name in SHAPE if name not in UNSAID)
    changes = [f"{FIELDS[name].verbose_name}: {was} → {now}" for name, was, now in pairs if was != now]
    if not changes:
        return ""
    return _("The step “%(step)s” is changed: %(what)s.") % {"step": new.title, "what": "; ".join(changes)}


def _word(step: Step, name: str) -> str:
    """A value of a step as the page says it; that of the condition tells all of its conditions."""
    value = getattr(step, name)
    if name == "fills":
        return fields.in_words(step.fills) or "–"
    if name in ("units", "found"):
        return (", ".join(step.units) if name == "units" else finding.in_words(step)) or "–"
    if name == "condition":
        return conditions.in_words(step) or _("always")
    if isinstance(value, Unit):
        return f"{value.short_name} ({value.code})"
    if name == "allowance":
        return allowed(step)
    if value in (None, ""):
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(dict(FIELDS[name].flatchoices).get(value, value))


def _moved(before: Sequence[Key], after: Sequence[Key]) -> list[str]:
    """Steps whose order among those that stay is another."""
    old, new = [key for key in before if key in after], [key for key in after if key in before]
    stays = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    in_place = {old[block.a + offset] for block in stays for offset in range(block.size)}
    sentence = _("The step “%(step)s” moves from place %(old)d to place %(new)d.")
    return [
        sentence % {"step": key[0], "old": before.index(key) + 1, "new": after.index(key) + 1}
        for key in new
        if key not in in_place
    ]
