from homeassistant.components.button import ButtonEntity
from homeassistant.components.sensor import SensorEntity
from homeassistant.core import HomeAssistant
from homeassistant.helpers.update_coordinator import CoordinatorEntity

from . import DOMAIN, MeterEntry
from .coordinator import Coordinator


async def async_setup_entry(hass: HomeAssistant, entry: MeterEntry, async_add_entities) -> None:
    coordinator = hass.data[DOMAIN][entry.entry_id]
    entry.runtime_data.name()
    async_add_entities([Reset(coordinator), Value(coordinator)])


class Reset(CoordinatorEntity, ButtonEntity):
    def __init__(self, coordinator) -> None:
        super().__init__(coordinator)

    async def async_press(self) -> None:
        self.coordinator.meter.reset()


class Value(CoordinatorEntity[Coordinator], SensorEntity):
    @property
    def native_value(self) -> str:
        return self.coordinator.meter.unit()
