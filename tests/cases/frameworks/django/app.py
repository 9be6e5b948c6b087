"""Django: async views run on the loop, plain ones in a thread."""

import time

from django.http import HttpResponse, StreamingHttpResponse
from django.urls import path
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods


@csrf_exempt
@require_http_methods(["GET"])
async def asynchronous(request):
    time.sleep(1)  # expect: blocking-sleep via async/
    return HttpResponse()


def plain(request):
    time.sleep(1)
    return HttpResponse()


class Page(View):
    async def get(self, request):
        time.sleep(1)  # expect: blocking-sleep via GET Page
        return HttpResponse()


class PlainPage(View):
    def get(self, request):
        time.sleep(1)
        return HttpResponse()


def chunks():
    time.sleep(1)
    yield b""


async def stream(request):
    return StreamingHttpResponse(chunks())


urlpatterns = [
    path("async/", asynchronous),
    path("plain/", plain),
    path("class/", Page.as_view()),
    path("plain-class/", PlainPage.as_view()),
    path("stream/", stream),
]
