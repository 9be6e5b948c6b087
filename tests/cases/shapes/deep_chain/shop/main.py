"""Six project functions lie between the route and the request."""

from fastapi import Depends, FastAPI

from shop.service import OrderService, get_service

app = FastAPI()


@app.post("/orders")
async def create(service: OrderService = Depends(get_service)):
    return await service.create({"total": 1})
