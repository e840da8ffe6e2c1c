"""Alert rules and dashboards: promtool checks and tries them, and whatever they name exists."""

from collections.abc import Iterator
from http import HTTPStatus
import json
from pathlib import Path
import re
import subprocess
from typing import Any

import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.telephony.cti import CallEventType, Outcome
from gateway.metrics import Metrics
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component

from ..home import Office, async_set_up, async_wait_state, csta_entry
from ..programs import find_program
from ..test_docs import keys, rows, section
from .gateways import ROOT

FOLDER = ROOT / "gateway/monitoring"
RULES = ("alerts", "home-assistant-alerts")
DASHBOARDS = ("dashboard", "home-assistant-dashboard")
PAGES = dict(zip(RULES, ("Gateways", "Home Assistant alone"), strict=True))


def promtool(*arguments: str | Path) -> str:
    """Run promtool, as scripts/test finds it; return what it says."""
    done = subprocess.run(
        [find_program("promtool", "prometheus"), *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def read(name: str) -> str:
    """Return a file of rules, or a dashboard."""
    return (FOLDER / name).read_text(encoding="utf-8")


def queries(dashboard: str) -> Iterator[str]:
    """Return what a dashboard asks, as Grafana would fill it in."""
    for panel in json.loads(read(f"{dashboard}.json"))["panels"]:
        for target in panel["targets"]:
            query: str = target["expr"]
            for name, value in (
                ("$__rate_interval", "1m"),
                ("$__range", "6h"),
                ("$system", "city"),
                ("${device}", "pbx"),
            ):
                query = query.replace(name, value)
            assert "$" not in query
            yield query


ASKED_OF_HOME_ASSISTANT = " ".join(
    [read("home-assistant-alerts.yaml"), *queries("home-assistant-dashboard")]
)


@pytest.mark.parametrize("name", RULES)
def test_the_rules_say_what_they_should_and_when(name: str) -> None:
    promtool("check", "rules", FOLDER / f"{name}.yaml")
    promtool("test", "rules", FOLDER / f"{name}.test.yaml")


@pytest.mark.parametrize("name", RULES)
def test_each_alert_is_tried_and_in_the_page(name: str) -> None:
    alerts = set(re.findall(r"- alert: (\w+)", read(f"{name}.yaml")))
    tried = re.findall(
        r"alertname: (\w+)\n +eval_time: \w+\n +exp_alerts:\n",
        read(f"{name}.test.yaml"),
    )
    told = {
        key
        for row in rows(section("monitoring.md", PAGES[name]))
        for key in keys(row[0])
    }
    assert alerts == set(tried) == told


@pytest.mark.parametrize("name", DASHBOARDS)
def test_prometheus_understands_each_query_of_a_dashboard(
    name: str, tmp_path: Path
) -> None:
    rules = [
        {"record": f"panel{number}", "expr": query}
        for number, query in enumerate(queries(name))
    ]
    assert len(rules) > 5
    path = tmp_path / "rules.yaml"
    path.write_text(json.dumps({"groups": [{"name": "panels", "rules": rules}]}))
    promtool("check", "rules", path)


@pytest.mark.parametrize("name", DASHBOARDS)
def test_a_dashboard_can_be_imported(name: str) -> None:
    dashboard: dict[str, Any] = json.loads(read(f"{name}.json"))
    assert dashboard["templating"]["list"][0]["type"] == "datasource"
    panels = dashboard["panels"]
    assert len({each["id"] for each in panels}) == len(panels)
    taken: set[tuple[int, int]] = set()
    for panel in panels:
        assert panel["datasource"]["uid"] == "${datasource}"
        place = panel["gridPos"]
        cells = {
            (place["x"] + across, place["y"] + down)
            for across in range(place["w"])
            for down in range(place["h"])
        }
        assert not cells & taken, panel["title"]
        assert all(x < 24 for x, _ in cells)
        taken |= cells


def test_each_metric_of_the_gateway_that_is_asked_for_exists() -> None:
    metrics = Metrics()
    metrics.begin("city")
    metrics.unsent.inc(0)
    metrics.lines.labels("city", "true")
    metrics.commands.labels("city", "answer", "ok")
    metrics.ignored.labels("city", "busy")
    samples = [s for each in metrics.registry.collect() for s in each.samples]
    there = {sample.name: set(sample.labels) for sample in samples}
    asked = " ".join([read("alerts.yaml"), *queries("dashboard")])
    asked += section("monitoring.md", "Queries")
    own = set(re.findall(r"record: (\S+)", asked))
    found = re.findall(r"\b(telephony_\w+)(?:\{([^}]*)\})?", asked)
    assert len({name for name, _ in found}) >= 10
    for name, labels in found:
        assert name in there, name
        assert set(re.findall(r"(\w+)\s*[!=]", labels)) <= there[name], (name, labels)
    values = {"type": {*map(str, CallEventType)}, "outcome": {*map(str, Outcome)}}
    for label, value in re.findall(r'(type|outcome)=~?"([^"]+)"', asked):
        assert set(value.replace("\\", "").split("|")) <= values[label], value
    assert set(re.findall(r"\btelephony:\w+:\w+", asked)) == own


async def test_each_metric_of_home_assistant_that_is_asked_for_exists(
    hass: HomeAssistant,
    office: Office,
    entity_registry: er.EntityRegistry,
    hass_client: ClientSessionGenerator,
) -> None:
    """Home Assistant's own integration tells them, with nothing but a connection set up."""
    entry = csta_entry(office.csta_server.port, ["700"])
    for key in ("calls_in", "calls_out", "calls_answered", "calls_missed", "talk_time"):
        entity_registry.async_get_or_create(
            "sensor",
            "telephony",
            f"{entry.entry_id}_{key}",
            disabled_by=None,
            suggested_object_id=f"pbx_{key}",
        )
    assert await async_setup_component(hass, "prometheus", {"prometheus": {}})
    await async_set_up(hass, entry)
    await async_wait_state(hass, "sensor.pbx_calls_in", "0")
    connected = entity_registry.async_get_entity_id(
        "binary_sensor", "telephony", f"{entry.entry_id}_connected"
    )
    assert connected
    device = connected.removeprefix("binary_sensor.").removesuffix("_connected")
    client = await hass_client()
    response = await client.get("/api/prometheus")
    assert response.status == HTTPStatus.OK
    there = set(
        re.findall(r'^(\w+)\{.*entity="([^"]+)"', await response.text(), re.MULTILINE)
    )
    found = re.findall(
        r'(?:\b(homeassistant_\w+)\{|\{__name__=~"([^"]+)", )entity=~?"([^"]+)"',
        ASKED_OF_HOME_ASSISTANT,
    )
    assert len(found) > 10
    for exact, some, pattern in found:
        name = exact or some
        wanted = pattern.replace("\\\\", "\\").replace("(pbx)", "pbx")
        assert any(
            re.fullmatch(name, metric)
            and re.fullmatch(wanted, entity.replace(f".{device}_", ".pbx_"))
            for metric, entity in there
        ), (name, pattern)
