import time

from homeassistant.helpers.update_coordinator import DataUpdateCoordinator


class Meter:
    def read(self) -> int:
        time.sleep(1)  # expect: blocking-sleep via coordinator Coordinator
        return 1

    def reset(self) -> None:
        time.sleep(1)  # expect: blocking-sleep via entity Reset.async_press

    def unit(self) -> str:
        time.sleep(1)  # expect: blocking-sleep via entity Value.native_value
        return "kWh"


class Device:
    def name(self) -> str:
        time.sleep(1)  # expect: blocking-sleep via async def meter.sensor.async_setup_entry
        return ""


class Coordinator(DataUpdateCoordinator[int]):
    def __init__(self, hass, meter: Meter) -> None:
        super().__init__(hass, None, name="meter")
        self.meter = meter

    async def _async_update_data(self) -> int:
        return self.meter.read()
