"""Home Assistant: callbacks and `async_` methods run on the loop, plain updates and jobs in a thread."""

import time

from homeassistant.components.sensor import SensorEntity
from homeassistant.components.light import LightEntity
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HassJob, HomeAssistant, ServiceCall, callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.event import async_call_later, async_track_time_interval
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator


def work() -> None:
    time.sleep(1)  # expect: blocking-sleep via entity Lamp.async_turn_off, not via async def app.register


@callback
def changed(event) -> None:
    time.sleep(1)  # expect: blocking-sleep via callback changed


def plain_listener(event) -> None:
    time.sleep(1)


async def async_setup_entry(hass: HomeAssistant, entry, add_entities) -> bool:
    time.sleep(1)  # expect: blocking-sleep
    await hass.async_add_executor_job(work)
    hass.bus.async_listen("x", changed)
    hass.bus.async_listen("x", plain_listener)
    return True


class Coordinator(DataUpdateCoordinator):
    async def _async_update_data(self):
        time.sleep(1)  # expect: blocking-sleep via coordinator Coordinator


class Plain(SensorEntity):
    def update(self) -> None:
        time.sleep(1)


class Async(SensorEntity):
    async def async_update(self) -> None:
        time.sleep(1)  # expect: blocking-sleep via entity Async.async_update

    @property
    def native_value(self) -> int:
        time.sleep(1)  # expect: blocking-sleep via entity Async.native_value
        return 1


async def tick(now) -> None:
    time.sleep(1)  # expect: blocking-sleep via event tick


def tick_in_a_thread(now) -> None:
    time.sleep(1)


def later(now) -> None:
    time.sleep(1)


@callback
def signalled() -> None:
    time.sleep(1)  # expect: blocking-sleep via callback signalled


def unloaded() -> None:
    time.sleep(1)  # expect: blocking-sleep via entry async_on_unload unloaded


async def serve(call: ServiceCall) -> None:
    time.sleep(1)  # expect: blocking-sleep via service lamp.blink


def serve_in_a_thread(call: ServiceCall) -> None:
    time.sleep(1)


async def register(hass: HomeAssistant, entry: ConfigEntry) -> None:
    async_track_time_interval(hass, tick, 60)
    async_track_time_interval(hass, tick_in_a_thread, 60)
    async_call_later(hass, 10, HassJob(later))
    async_dispatcher_connect(hass, "signal", signalled)
    entry.async_on_unload(unloaded)
    hass.services.async_register("lamp", "blink", serve)
    hass.services.async_register("lamp", "flash", serve_in_a_thread)
    hass.add_job(work)


class Lamp(LightEntity):
    def turn_on(self, **kwargs) -> None:
        time.sleep(1)

    async def async_turn_off(self, **kwargs) -> None:
        await self.hass.async_add_executor_job(work)
        work()  # boundary

    @property
    def is_on(self) -> bool:
        time.sleep(1)  # expect: blocking-sleep via entity Lamp.is_on
        return True

    @property
    def hs_color(self) -> tuple[float, float]:
        time.sleep(1)  # expect: blocking-sleep via entity Lamp.hs_color
        return 0.0, 0.0
