"""SQLAdmin: hooks of a model view run on the loop."""

import time

from sqladmin import ModelView


class Users(ModelView):
    async def on_model_change(self, data, model, is_created, request):
        time.sleep(1)  # expect: blocking-sleep via admin Users.on_model_change

    def is_accessible(self, request):
        time.sleep(1)  # expect: blocking-sleep via admin Users.is_accessible
        return True

    def helper(self):
        time.sleep(1)
