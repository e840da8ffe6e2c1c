"""What goes wrong with what a line has beside its calls: the phone itself, agents, routes."""

_PHONES = "tests/cti/csta/test_phones.py"
_ENTITIES = "tests/test_phones.py"
_CALLS = "tests/cti/csta/calls"
_ROUTES = "tests/cti/csta/test_route_points.py"
_FLOOD = "tests/cti/csta/test_route_flood.py"
_AGENTS = "tests/cti/csta/test_agents.py"
_SERVICES = "tests/cti/csta/test_supplementary.py"
FAULTS_OF_DEVICES = (
    (
        "a phone of which one microphone is muted counts as muted",
        "cti/phone.py",
        "return (min if setting in _MUTES else max)(values",
        "return max(values",
        _PHONES,
    ),
    (
        "only the first part of a phone is set",
        "cti/csta/line_services.py",
        "tuple(known.phone.parts(setting)):",
        "tuple(known.phone.parts(setting))[:1]:",
        _PHONES,
    ),
    (
        "a volume that no phone has is shown",
        "cti/csta/phone_parts.py",
        "return int(told) if int(told) <= LOUDEST else None",
        "return int(told)",
        _PHONES,
    ),
    (
        "parts of a phone are kept without end",
        "cti/phone.py",
        "dict(list(values.items())[:MOST_PARTS])",
        "dict(values)",
        _PHONES,
    ),
    (
        "what events tell of a phone is passed over",
        "cti/csta/phone_parts.py",
        "        set_part(line, setting, part, value)",
        "        pass",
        _PHONES,
    ),
    (
        "a phone whose turn to be looked at has not come cannot be set",
        "cti/csta/line_services.py",
        "            await self._read_phone(known, setting)",
        "            raise NotSupported(Capability(setting))",
        _PHONES,
    ),
    (
        "another volume of one bell of several is no news",
        "cti/phone.py",
        "        return now != before",
        "        return max(now.values(), default=0) != max(before.values(), default=0)",
        _PHONES,
    ),
    (
        "a call that waits at the line's phone rings",
        "cti/csta/calls/incoming.py",
        "        offered(legs, event)  # it has",
        "        alerting(legs, event)  # it has",
        _CALLS,
    ),
    (
        "a call that waits at the line's phone rings once it was looked at",
        "cti/csta/snapshot.py",
        '    if leg.unheard and found.own == "queued":',
        "    if False:",
        _CALLS,
    ),
    (
        "a question that comes with the answer to a registration is not taken",
        "cti/csta/route_points.py",
        "        if self._asking and self._device(root) is None:",
        "        if False:",
        _ROUTES,
    ),
    (
        "calls wait for a route without end",
        "cti/csta/route_points.py",
        "self._loop.call_later(route.seconds, route.proceed)",
        "self._loop.call_later(3600, route.proceed)",
        _FLOOD,
    ),
    (
        "more calls wait for a route than anybody decides about",
        "cti/csta/route_points.py",
        "        return is_full and self._began[0]",
        "        return False and self._began[0]",
        _FLOOD,
    ),
    (
        "an agent that leaves one group has left all",
        "cti/csta/agents.py",
        "    state = working[-1] if working else",
        "    state = working[-1] if len(working) == len(line.agent_groups) else",
        _AGENTS,
    ),
    (
        "an agent that is logged off is made ready without logging on",
        "cti/csta/line_services.py",
        "        if is_logged_off and state",
        "        if False and state",
        _AGENTS,
    ),
    (
        "what was parked in a slot is not remembered",
        "cti/csta/line_services.py",
        "            self._parked[number] = parked\n",
        "            self._parked[parked.call_id] = parked\n            number = parked.call_id\n",
        _SERVICES,
    ),
    (
        "a lamp is set as another edition spells it",
        "cti/csta/wire/messages.py",
        "            self._spelling = _SPELLING if edition",
        "            self._spelling = {} if edition",
        _PHONES,
    ),
    (
        "a mode that no lamp has is taken for another one",
        "cti/model.py",
        "        return cls.UNKNOWN",
        "        return cls.OFF",
        _PHONES,
    ),
    (
        "all bells get back the volume of the loudest",
        "switch.py",
        "{part: self._audible[part] for part in there}",
        "dict.fromkeys(there, max(self._audible.values()))",
        _ENTITIES,
    ),
    (
        "a bell that was silent before rings when the others are switched on",
        "switch.py",
        "        if self.is_on and not self._is_halfway:  # what",
        "        if False:  # what",
        _ENTITIES,
    ),
)
