"""Tornado: plain handlers run on the loop."""

import time
from concurrent.futures import ThreadPoolExecutor

from tornado import ioloop, web, websocket
from tornado.concurrent import run_on_executor


class Page(web.RequestHandler):
    executor = ThreadPoolExecutor(1)

    def initialize(self):
        time.sleep(1)  # expect: blocking-sleep via handler Page.initialize

    async def get(self):
        time.sleep(1)  # expect: blocking-sleep via GET Page
        await self.work()

    def post(self):
        time.sleep(1)  # expect: blocking-sleep via POST Page

    @run_on_executor
    def work(self):
        time.sleep(1)


class Talk(websocket.WebSocketHandler):
    def on_message(self, message):
        time.sleep(1)  # expect: blocking-sleep via WS Talk.on_message


def tick():
    time.sleep(1)  # expect: blocking-sleep via periodic callback tick


def work():
    time.sleep(1)


async def main():
    ioloop.PeriodicCallback(tick, 1000).start()
    await ioloop.IOLoop.current().run_in_executor(None, work)
