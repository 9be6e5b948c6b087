"""Flask, called as a WSGI server calls it: in a thread for each request."""

import asyncio

from flask import Blueprint, Flask, abort
from flask.views import MethodView, View

RULES = ("frameworks/flask",)
NOT_DRIVEN = {}

APP = "flask.Flask"


async def drive(truth):
    app = Flask("truth")
    paths = []
    for build in (views, classes, hooks, errors):
        build(app, truth, paths)
    truth.phase = "serving"
    for path in paths:
        assert (await asyncio.to_thread(request, app, path)).status_code == 200, path


def request(app, path):
    return app.test_client().get(path)


def handlers(truth, name, way="", result="ok"):
    async def asynchronous(*args, **kwargs):
        truth.ran(name, "async", way)
        return result

    def plain(*args, **kwargs):
        truth.ran(name, "sync", way)
        return result

    return asynchronous, plain


def views(app, truth, paths):
    blueprint = Blueprint("inner", "truth", url_prefix="/v1")
    for kind in (0, 1):
        app.get(f"/get/{kind}", endpoint=f"get{kind}")(handlers(truth, f"{APP}.get")[kind])
        app.route(f"/route/{kind}", endpoint=f"route{kind}")(handlers(truth, f"{APP}.route")[kind])
        app.add_url_rule(f"/add/{kind}", f"add{kind}", handlers(truth, f"{APP}.add_url_rule")[kind])
        blueprint.get(f"/get/{kind}", endpoint=f"get{kind}")(handlers(truth, "flask.Blueprint.get")[kind])
        paths += [f"/get/{kind}", f"/route/{kind}", f"/add/{kind}", f"/v1/get/{kind}"]
    app.register_blueprint(blueprint)


def classes(app, truth, paths):
    class Page(MethodView):
        async def get(self):
            truth.ran("flask.views.MethodView", "async", ".get")
            return "ok"

    class PlainPage(MethodView):
        def get(self):
            truth.ran("flask.views.MethodView", "sync", ".get")
            return "ok"

    class Whole(View):
        def dispatch_request(self):
            truth.ran("flask.views.View", "sync", ".dispatch_request")
            return "ok"

    class AsyncWhole(View):
        async def dispatch_request(self):
            truth.ran("flask.views.View", "async", ".dispatch_request")
            return "ok"

    for view in (Page, PlainPage, Whole, AsyncWhole):
        app.add_url_rule(f"/{view.__name__}", view_func=view.as_view(view.__name__))
        paths.append(f"/{view.__name__}")


def hooks(app, truth, paths):
    blueprint = Blueprint("hooked", "truth")
    for kind in (0, 1):
        for name, owner in ((APP, app), ("flask.Blueprint", blueprint)):
            owner.before_request(handlers(truth, f"{name}.before_request", result=None)[kind])
            owner.teardown_request(handlers(truth, f"{name}.teardown_request", result=None)[kind])
    app.after_request(passing(truth))
    blueprint.get("/hooked", endpoint="hooked")(lambda: "ok")
    app.register_blueprint(blueprint)
    paths.append("/hooked")


def passing(truth):
    def after(response):
        truth.ran(f"{APP}.after_request", "sync")
        return response

    return after


def errors(app, truth, paths):
    for kind, code in ((0, 404), (1, 409)):
        app.errorhandler(code)(handlers(truth, f"{APP}.errorhandler", result=("ok", 200))[kind])
    for kind, code in ((0, 410), (1, 418)):
        app.register_error_handler(code, handlers(truth, f"{APP}.register_error_handler", result=("ok", 200))[kind])
    for code in (404, 409, 410, 418):
        app.get(f"/raise/{code}", endpoint=f"raise{code}")(raising(code))
        paths.append(f"/raise/{code}")


def raising(code):
    def view():
        abort(code)

    return view
