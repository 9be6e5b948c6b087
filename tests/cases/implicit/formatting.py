"""Text that is made of objects: `str.format` and `%`, `print` and logging, besides f-strings."""

import logging

import requests
from fastapi import FastAPI

app = FastAPI()
logger = logging.getLogger(__name__)


class Formatted:
    def __str__(self):
        return requests.get("https://example.com/str").text  # expect: blocking-http via GET /format via GET /format/numbered via GET /format/keyword via GET /format/unknown via GET /format/map, not via GET /format/repr

    def __repr__(self):
        return requests.get("https://example.com/repr").text  # expect: blocking-http via GET /format/repr, not via GET /format

    @property
    def title(self):
        return requests.get("https://example.com/title").text  # expect: blocking-http via GET /format/attribute, not via GET /format

    def __len__(self):
        return requests.get("https://example.com/len").json()


class Money:
    def __format__(self, spec):
        return requests.get("https://example.com/rate").text  # expect: blocking-http via GET /format/spec, not via GET /percent/money


class Interpolated:
    def __str__(self):
        return requests.get("https://example.com").text  # expect: blocking-http via GET /percent via GET /percent/tuple via GET /percent/dict via GET /percent/augmented, not via GET /percent/repr, not via GET /modulo

    def __repr__(self):
        return requests.get("https://example.com").text  # expect: blocking-http via GET /percent/repr, not via GET /percent

    def __float__(self):
        return requests.get("https://example.com").json()  # expect: blocking-http via GET /percent/float, not via GET /percent


class Printed:
    def __repr__(self):
        return requests.get("https://example.com").text  # expect: blocking-http via GET /repr via GET /print, not via GET /print/file


class Log:
    def write(self, text):
        requests.post("https://logs.example.com", data=text)  # expect: blocking-http via GET /print/file


class Logged:
    def __str__(self):
        return requests.get("https://example.com").text  # expect: blocking-http via GET /log via GET /log/module via GET /log/level via GET /log/object, not via GET /log/debug

    def __repr__(self):
        return requests.get("https://example.com").text  # expect: blocking-http via GET /log/repr, not via GET /log


class Lines:
    def __iter__(self):
        yield requests.get("https://example.com").text  # expect: blocking-http via GET /join


@app.get("/format")
async def by_format():
    return "{}".format(Formatted())  # boundary


@app.get("/format/numbered")
async def by_format_numbered():
    return "{1} of {0}".format(1, Formatted())  # boundary


@app.get("/format/keyword")
async def by_format_keyword():
    return "{text:>20}".format(text=Formatted())  # boundary


@app.get("/format/repr")
async def by_format_repr():
    return "{!r}".format(Formatted())  # boundary


@app.get("/format/attribute")
async def by_format_attribute():
    return "{0.title}".format(Formatted())  # boundary


@app.get("/format/spec")
async def by_format_spec():
    return "{:.2f}".format(Money())  # boundary


@app.get("/format/unknown")
async def by_format_unknown(template: str):
    return template.format(Formatted())  # boundary


@app.get("/format/map")
async def by_format_map():
    return "{text}".format_map({"text": Formatted()})  # boundary


@app.get("/percent")
async def by_percent():
    return "%s" % Interpolated()  # boundary


@app.get("/percent/tuple")
async def by_percent_tuple():
    return "%d: %s" % (1, Interpolated())  # boundary


@app.get("/percent/dict")
async def by_percent_dict():
    return "%(text)s" % {"text": Interpolated()}  # boundary


@app.get("/percent/repr")
async def by_percent_repr():
    return "%r" % (Interpolated(),)  # boundary


@app.get("/percent/float")
async def by_percent_float():
    return "%.2f" % Interpolated()  # boundary


@app.get("/percent/augmented")
async def by_percent_augmented():
    text = "%s"
    text %= Interpolated()  # boundary
    return text


@app.get("/percent/money")
async def by_percent_money():
    return "%s" % Money()


@app.get("/modulo")
async def modulo(count: int):
    return count % 3


@app.get("/repr")
async def by_repr():
    return f"{Printed()!r}"  # boundary


@app.get("/print")
async def by_print():
    print("now", Printed())  # boundary


@app.get("/print/file")
async def by_print_file():
    print("now", file=Log())  # boundary


@app.get("/log")
async def by_log():
    logger.info("%s is there", Logged())  # boundary


@app.get("/log/module")
async def by_log_module():
    logging.warning("%s is there", Logged())  # boundary


@app.get("/log/level")
async def by_log_level():
    logger.log(logging.ERROR, "%s is there", Logged())  # boundary


@app.get("/log/object")
async def by_log_object():
    logger.error(Logged())  # boundary


@app.get("/log/repr")
async def by_log_repr():
    logger.error("%r is there", Logged())  # boundary


@app.get("/log/debug")
async def by_log_debug():
    logger.debug("%s is there", Logged())


@app.get("/join")
async def by_join():
    return ", ".join(Lines())  # boundary
