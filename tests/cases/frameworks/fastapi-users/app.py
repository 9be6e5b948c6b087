"""fastapi-users: hooks of a user manager run on the loop, plain providers in a thread."""

import time

from fastapi_users import BaseUserManager, FastAPIUsers


class Manager(BaseUserManager):
    async def on_after_register(self, user, request=None):
        time.sleep(1)  # expect: blocking-sleep via user manager Manager.on_after_register


def get_manager():
    time.sleep(1)
    yield Manager(None)


users = FastAPIUsers(get_manager, [])
