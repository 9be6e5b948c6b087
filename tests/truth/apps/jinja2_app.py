"""Jinja: what templates call runs where they are rendered, loaders where they are looked up."""

import asyncio

import jinja2

RULES = ("frameworks/jinja2",)
NOT_DRIVEN = {}


async def drive(truth):
    truth.phase = "serving"
    render(truth)
    await asyncio.to_thread(render, truth)
    environment = jinja2.Environment(enable_async=True, autoescape=True)
    environment.globals["f"] = truth.coroutine("jinja2.Environment.globals")
    await environment.from_string("{{ f() }}").render_async()


def render(truth):
    truth.calls()
    found = truth.plain("jinja2.FunctionLoader", result="{{ f() | g }}")

    class Loader(jinja2.BaseLoader):
        def get_source(self, environment, template):
            truth.ran("jinja2.BaseLoader", "sync", ".get_source")
            return "{{ f() | g }}", None, None

    for loader in (jinja2.FunctionLoader(found), Loader()):
        environment = jinja2.Environment(loader=loader, autoescape=True)
        environment.globals["f"] = truth.plain("jinja2.Environment.globals", result="")
        environment.filters["g"] = truth.plain("jinja2.Environment.filters", result="")
        environment.get_template("x").render()
