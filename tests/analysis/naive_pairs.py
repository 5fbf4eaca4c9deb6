"""The judgement of pairs once more, as plainly as it can be written, to compare with.

For one pair of services at a time it walks over the whole model. Nothing is shared with
`collabmodel.analysis`; only the domain and the rules are.
"""

from __future__ import annotations

from collabmodel.domain.count import Count

IN_FORCE = {"adopted", "ongoing", "held"}


def parents(model, id):
    """The direct parents of a service or organisation."""
    element = model[id]
    found = [element.part_of] if element.part_of else []
    if type(element).__name__ == "Service":
        found += providers(model, id)
    return found


def providers(model, id):
    service = model[id]
    if service.provided_by:
        return list(service.provided_by)
    return providers(model, service.part_of) if service.part_of else []


def line(model, id):
    found = {id}
    for parent in parents(model, id):
        found |= line(model, parent)
    return found


def in_force(element, at):
    """True, False or None."""
    if element.status in IN_FORCE or element.status == "ended":
        state = True
    else:
        state = None if element.status == "not known" else False
    if state is False:
        return False
    if at is None or element.when is None:
        return False if element.status == "ended" else state
    overlap = element.when.overlaps(at)
    if overlap is True:
        return state
    return overlap


def parties_of(model, element):
    named = element.parties if hasattr(element, "parties") else element.members
    found = set()
    for id in named:
        holder = model[id]
        found |= set(holder.where) if type(holder).__name__ == "Role" else {id}
    return named, found


def need(model, a, b, rules):  # noqa: C901 - written out, with nothing shared
    """(level, citizens) of the need between a and b, or None."""
    groups, levels, by_pathway = {}, [], {}
    flow_pathways = set()
    for flow in model.flows:
        if {flow.source, flow.target} != {a, b}:
            continue
        if rules.at and flow.when and flow.when.overlaps(rules.at) is False:
            continue
        key = (flow.source, flow.target, flow.when, flow.pathway)
        groups.setdefault(key, []).append(flow.citizens)
    for pathway in model.pathways:
        for one, other in zip(pathway.steps, pathway.steps[1:], strict=False):
            if {one.service, other.service} == {a, b}:
                by_pathway[pathway.id] = pathway.citizens
                if one.level is not None:
                    levels.append(one.level)
    if not groups and not by_pathway:
        return None
    sums = {key: Count.total(counts) for key, counts in groups.items()}
    for key, count in sums.items():
        if count.is_known and key[3]:
            flow_pathways.add(key[3])
    counts = [c for key, c in sums.items() if c.is_known or key[3] not in by_pathway]
    counts += [c for id, c in by_pathway.items() if id not in flow_pathways]
    low = max(count.min for count in counts)
    unbounded = any(count.max is None for count in counts)
    citizens = Count(low, None if unbounded else sum(count.max for count in counts))
    return max(levels, default=rules.needed_level), citizens


def standing(model, a, b, rules):  # noqa: C901, PLR0912, PLR0915 - the same
    """(status, certain) of a pair with need, or None without need."""
    if a in line(model, b) or b in line(model, a):
        return None
    needed = need(model, a, b, rules)
    if needed is None or needed[1].is_at_least(rules.min_citizens) is False:
        return None
    level = needed[0]
    top = model.scale.top
    said = {a: [], b: []}  # per side: numbers, "vague"
    denied = {a: False, b: False}
    documented = False
    known, vague = [0], False
    for element in (*model.ties, *model.forums):
        named, parties = parties_of(model, element)
        force = in_force(element, rules.at)
        if not {a, b} <= parties or len(named) >= rules.wide or force is False:
            continue
        all_views = getattr(element, "views", ())
        views = [view for view in all_views if view.party in (a, b)]
        record, least = element.level, False
        nobody_named = not any(view.level is not None for view in all_views)
        if hasattr(element, "views") and record is None and nobody_named:
            record = rules.kind_levels.get(element.kind)
            least = record is not None
        tells = record != 0 and (record is not None or not views)
        documented = documented or tells
        claims = False
        for view in views:
            if view.level == 0:
                denied[view.party] = True
            elif view.level is None or force is None:
                said[view.party].append("vague")
                claims = True
            else:
                said[view.party].append(view.level)
                claims = True
        if force is None:
            vague = vague or tells or claims
        else:
            known += [record] if record else []
            known += [view.level for view in views if view.level]
            if least or (record is None and not views) or any(view.level is None for view in views):
                vague = True
    answer = {}
    for side in (a, b):
        if said[side]:
            answer[side] = True
        elif denied[side] or side in (model.asked or ()):
            answer[side] = False
        else:
            answer[side] = None
    heard = answer[a] is not None and answer[b] is not None
    if rules.confirmation == "either":
        low, high = max(known), top if vague else max(known)
    elif heard:
        lows = [max([x for x in said[s] if x != "vague"], default=0) for s in (a, b)]
        highs = [top if "vague" in said[s] else w for s, w in zip((a, b), lows, strict=True)]
        low, high = min(lows), min(highs)
    elif False in answer.values():
        low, high = 0, 0  # one side denies, whatever the other would say
    elif True in answer.values() or documented:
        low, high = 0, top
    else:
        low, high = 0, 0
    status = "met" if low >= level else "not known" if high >= level else "unmet"
    return status, status == "unmet" and heard
