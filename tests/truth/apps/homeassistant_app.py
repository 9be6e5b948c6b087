"""Home Assistant: a core without platforms; entities, flows and views are run by its own code, one by one."""

import datetime as dt
import logging
import tempfile
import threading

from aiohttp.test_utils import make_mocked_request
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HassJob, HomeAssistant, callback
from homeassistant.data_entry_flow import FlowHandler, FlowManager
from homeassistant.helpers import dispatcher, event
from homeassistant.helpers.entity import ToggleEntity
from homeassistant.helpers.http import HomeAssistantView, request_handler_factory
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator
from homeassistant.util.async_ import run_callback_threadsafe
from homeassistant.util.dt import utcnow

RULES = ("frameworks/homeassistant",)
NOT_DRIVEN = {}

HASS = "homeassistant.core.HomeAssistant"
ENTITY = "homeassistant.helpers.entity.Entity"


async def drive(truth):
    truth.phase = "serving"
    hass = HomeAssistant(tempfile.mkdtemp())
    truth.calls()
    await jobs(hass, truth)
    await listeners(hass, truth)
    await events(hass, truth)
    await entries(hass, truth)
    await coordinators(hass, truth)
    await entities(hass, truth)
    await flows(hass, truth)
    await views(hass, truth)
    await hass.async_stop(force=True)


async def jobs(hass, truth):
    await hass.async_add_executor_job(truth.plain(f"{HASS}.async_add_executor_job"))
    await hass.async_create_task(truth.coroutine(f"{HASS}.async_create_task")())
    for probe in (truth.plain, truth.coroutine):
        hass.add_job(probe(f"{HASS}.add_job"))
        hass.async_run_hass_job(HassJob(probe("homeassistant.core.HassJob")))
    marked = truth.plain("homeassistant.core.callback", "0")
    hass.async_run_hass_job(HassJob(callback(marked)))
    name = "homeassistant.util.async_.run_callback_threadsafe"
    back = truth.plain(name)
    thread = threading.Thread(target=lambda: run_callback_threadsafe(hass.loop, back).result())
    thread.start()
    await hass.async_block_till_done()
    await hass.async_add_executor_job(thread.join)


async def listeners(hass, truth):
    for probe in (truth.plain, truth.coroutine):
        hass.bus.async_listen("happened", probe("homeassistant.core.EventBus.async_listen"))
        name = "homeassistant.core.ServiceRegistry.async_register"
        hass.services.async_register("truth", probe.__name__, probe(name))
        await hass.services.async_call("truth", probe.__name__, blocking=True)
        signal = probe("homeassistant.helpers.dispatcher.async_dispatcher_connect")
        dispatcher.async_dispatcher_connect(hass, "signal", signal)
    hass.bus.async_fire("happened")
    dispatcher.async_dispatcher_send(hass, "signal")
    await hass.async_block_till_done()


async def events(hass, truth):
    soon = utcnow() + dt.timedelta(milliseconds=10)
    for probe in (truth.plain, truth.coroutine):
        point = "homeassistant.helpers.event.async_track_point_in_utc_time"
        event.async_track_point_in_utc_time(hass, probe(point), soon)
        event.async_call_later(hass, 0.01, probe("homeassistant.helpers.event.async_call_later"))
        same = probe("homeassistant.helpers.event.async_track_same_state")
        event.async_track_same_state(hass, dt.timedelta(milliseconds=10), same, lambda *_: True, "truth.one")
    await hass.async_add_executor_job(threading.Event().wait, 0.1)
    await hass.async_block_till_done()


async def entries(hass, truth):
    entry = ConfigEntry(
        data={}, discovery_keys={}, domain="truth", minor_version=1, options={}, source="user", title="t",
        unique_id=None, version=1,
    )  # fmt: skip
    name = "homeassistant.config_entries.ConfigEntry"
    await entry.async_create_task(hass, truth.coroutine(f"{name}.async_create_task")())
    for probe in (truth.plain, truth.coroutine):
        entry.async_on_unload(probe(f"{name}.async_on_unload"))
    await entry._async_process_on_unload(hass)
    await hass.async_block_till_done()


async def coordinators(hass, truth):
    name = "homeassistant.helpers.update_coordinator.DataUpdateCoordinator"

    class Own(DataUpdateCoordinator):
        async def _async_update_data(self):
            truth.ran(name, "async", "._async_update_data")

    log = logging.getLogger(__name__)
    await Own(hass, log, name="own", config_entry=None).async_refresh()
    given = truth.coroutine(name, "update_method")
    await DataUpdateCoordinator(hass, log, name="given", config_entry=None, update_method=given).async_refresh()


async def entities(hass, truth):
    class Plain(ToggleEntity):
        entity_id = "truth.plain"

        def update(self):
            truth.ran(ENTITY, "sync", ".update")

        def turn_on(self, **_):
            truth.ran(ENTITY, "sync", ".turn_*")

        def turn_off(self, **_):
            truth.ran(ENTITY, "sync", ".turn_*")

        @property
        def name(self):
            truth.ran(ENTITY, "sync", ".name")
            return "plain"

        @property
        def is_on(self):
            truth.ran(ENTITY, "sync", ".is_*")
            return True

        @property
        def extra_state_attributes(self):
            truth.ran(ENTITY, "sync", ".*_attributes")
            return {}

    class Asynchronous(ToggleEntity):
        entity_id = "truth.asynchronous"

        async def async_update(self):
            truth.ran(ENTITY, "async", ".async_*")

        @callback
        def async_turn_off(self, **_):
            truth.ran(ENTITY, "sync", ".async_*")

    for entity in (Plain(), Asynchronous()):
        entity.hass = hass
        await entity.async_update_ha_state(force_refresh=True)
    plain = Plain()
    plain.hass = hass
    await plain.async_turn_on()
    await plain.async_turn_off()
    Asynchronous().async_turn_off()


async def flows(hass, truth):
    class Flow(FlowHandler):
        async def async_step_init(self, user_input=None):
            truth.ran("homeassistant.data_entry_flow.FlowHandler", "async", ".async_step_*")
            return self.async_abort(reason="done")

    class Flows(FlowManager):
        async def async_create_flow(self, handler_key, *, context=None, data=None):
            return Flow()

        async def async_finish_flow(self, flow, result):
            return result

    await Flows(hass).async_init("truth", context={"source": "user"})


async def views(hass, truth):
    class View(HomeAssistantView):
        url, name, requires_auth = "/", "truth", False

        async def get(self, request):
            truth.ran("homeassistant.helpers.http.HomeAssistantView", "async", ".get")

        @callback
        def post(self, request):
            truth.ran("homeassistant.helpers.http.HomeAssistantView", "sync", ".post")

    view = View()
    for method in ("get", "post"):
        handler = request_handler_factory(hass, view, getattr(view, method))
        await handler(make_mocked_request(method.upper(), "/"))
