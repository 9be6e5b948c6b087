from shop.pricing import Pricing
from shop.repository import OrderRepository


class OrderService:
    def __init__(self, orders, pricing):
        self.orders = orders
        self.pricing = pricing

    async def create(self, order):
        priced = self._price(order)  # boundary
        return self.orders.add(priced)

    def _price(self, order):
        return {**order, "total": self.pricing.total(order)}


def get_service():
    return OrderService(OrderRepository(), Pricing("eur"))
