"""Every form of import, at the top and where it is used."""

import app.jobs.mail
import app.jobs.report as rep
from app import jobs
from app.jobs import report_module, send_mail
from fastapi import FastAPI

api = FastAPI()


@api.get("/dotted")
async def dotted():
    app.jobs.mail.send("a")  # boundary


@api.get("/as")
async def renamed():
    rep.build()  # boundary


@api.get("/from")
async def imported_name():
    send_mail("a")  # boundary


@api.get("/module")
async def imported_module():
    report_module.build()  # boundary


@api.get("/package")
async def through_the_package():
    jobs.send_mail("a")  # boundary
