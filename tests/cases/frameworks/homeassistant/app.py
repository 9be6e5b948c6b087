"""Home Assistant: callbacks and `async_` methods run on the loop, plain updates and jobs in a thread."""

import time

from homeassistant.components.sensor import SensorEntity
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator


def work() -> None:
    time.sleep(1)


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
