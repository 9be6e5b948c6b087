"""Django: of a middleware for both kinds, the plain function runs in a thread."""

import time

from asgiref.sync import iscoroutinefunction
from django.utils.decorators import sync_and_async_middleware


@sync_and_async_middleware
def timing(get_response):
    if iscoroutinefunction(get_response):

        async def middleware(request):
            time.sleep(1)  # expect: blocking-sleep via middleware timing
            return await get_response(request)

    else:

        def middleware(request):
            time.sleep(1)
            return get_response(request)

    return middleware
