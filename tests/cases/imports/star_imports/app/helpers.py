from app.base import *


class Patient(Waiter): ...
