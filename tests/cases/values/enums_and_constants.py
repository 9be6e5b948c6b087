"""Members of enumerations: objects of their class with a name, a value and methods; found by value and by name."""

import time
from enum import Enum, IntEnum, StrEnum, auto

import requests
from fastapi import FastAPI

app = FastAPI()


class Region(Enum):
    EU = "https://eu.example.com"
    US = "https://us.example.com"

    def ping(self):
        return requests.get(self.value).ok  # expect: blocking-http via GET /parameter via GET /member via GET /all via GET /comprehension via GET /by-value via GET /by-name via GET /members

    @property
    def host(self):
        return self.value.removeprefix("https://")

    @classmethod
    def default(cls):
        return cls.EU

    @classmethod
    def _missing_(cls, value):
        time.sleep(1)  # expect: blocking-sleep via GET /unknown, not via GET /by-value
        return cls.EU


def from_remote(url):
    return requests.get(url).json()  # expect: blocking-http via GET /source/remote via GET /source/any, not via GET /source/local


def from_disk(path):
    return open(path).read()  # expect: blocking-file via GET /source/local via GET /source/any, not via GET /source/remote


class Source(Enum):
    REMOTE = ("https://example.com", 1)
    LOCAL = ("/etc/source", 2)

    def __init__(self, place, number):
        self.place = place
        self.number = number

    def load(self):
        if self is Source.REMOTE:
            return from_remote(self.place)
        return from_disk(self.place)

    def matched(self):
        match self:
            case Source.REMOTE:
                return time.sleep(2)  # expect: blocking-sleep via GET /matched/remote, not via GET /matched/local
            case Source.LOCAL:
                return time.sleep(3)  # expect: blocking-sleep via GET /matched/local, not via GET /matched/remote


class Format(StrEnum):
    CSV = auto()
    REMOTE = "remote"

    def write(self):
        return requests.put("https://example.com/" + self)  # expect: blocking-http via GET /format


class Level(IntEnum):
    LOW = 1
    HIGH = 2


class Paths(str, Enum):
    USERS = "/users"


WRITERS = {}
WRITERS[Region.EU] = requests.Session()
WRITERS[Region.US] = None
ACTIONS = {}


def action(level):
    def register(function):
        ACTIONS[level] = function
        return function

    return register


@action(Level.HIGH)
def alarm():
    requests.post("https://alarm.example.com")  # expect: blocking-http via GET /action/high via GET /action/number, not via GET /action/low


@action(Level.LOW)
def nothing(): ...


@app.get("/member")
async def member():
    return Region.EU.ping()  # boundary


@app.get("/parameter")
async def parameter(region: Region):
    return region.ping()  # boundary


@app.get("/all")
async def every():
    for region in Region:
        region.ping()  # boundary


@app.get("/comprehension")
async def comprehension():
    return [region.ping() for region in Region]  # boundary


@app.get("/by-value")
async def by_value():
    return Region("https://eu.example.com").ping()  # boundary


@app.get("/by-name")
async def by_name():
    return Region["EU"].ping()  # boundary


@app.get("/members")
async def members():
    return [region.ping() for region in Region.__members__.values()]  # boundary


@app.get("/unknown")
async def unknown(text: str):
    return Region(text)  # boundary


@app.get("/host")
async def host():
    return Region.default().host


@app.get("/name")
async def name():
    return Region.US.name.lower()


@app.get("/source/remote")
async def remote():
    return Source.REMOTE.load()  # boundary


@app.get("/source/local")
async def local():
    return Source.LOCAL.load()  # boundary


@app.get("/source/any")
async def any_source(source: Source):
    return source.load()  # boundary


@app.get("/matched/remote")
async def matched_remote():
    return Source.REMOTE.matched()  # boundary


@app.get("/matched/local")
async def matched_local():
    return Source.LOCAL.matched()  # boundary


@app.get("/format")
async def by_format():
    return Format.CSV.write()  # boundary


@app.get("/writer/eu")
async def writer_eu():
    return WRITERS[Region.EU].get("/")  # expect: blocking-http via GET /writer/eu


@app.get("/writer/us")
async def writer_us():
    return WRITERS[Region.US]


@app.get("/action/high")
async def action_high():
    ACTIONS[Level.HIGH]()  # boundary


@app.get("/action/number")
async def action_number():
    ACTIONS[2]()  # boundary


@app.get("/action/low")
async def action_low():
    ACTIONS[Level.LOW]()


@app.get(Paths.USERS)
async def users():
    time.sleep(1)  # expect: blocking-sleep via GET /users
