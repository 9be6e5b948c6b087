"""Channels: async consumers run on the loop, plain ones in a thread."""

import time

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer, WebsocketConsumer


class Chat(AsyncWebsocketConsumer):
    async def receive(self, text_data=None, bytes_data=None):
        time.sleep(1)  # expect: blocking-sleep via consumer Chat.receive
        await self.save()

    @database_sync_to_async
    def save(self):
        time.sleep(1)


class PlainChat(WebsocketConsumer):
    def receive(self, text_data=None, bytes_data=None):
        time.sleep(1)
