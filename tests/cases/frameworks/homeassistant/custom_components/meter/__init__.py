"""Home Assistant: entities reach the coordinator, what `hass.data` keeps and the entry's `runtime_data`."""

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant

from .coordinator import Coordinator, Device, Meter

DOMAIN = "meter"
MeterEntry = ConfigEntry[Device]


async def async_setup_entry(hass: HomeAssistant, entry: MeterEntry) -> bool:
    coordinator = Coordinator(hass, Meter())
    hass.data.setdefault(DOMAIN, {})[entry.entry_id] = coordinator
    entry.runtime_data = Device()
    return True
