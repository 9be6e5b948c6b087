"""The same session, annotated in every way that Python has."""

from typing import Annotated, Optional, Union

import acme
import sqlalchemy.orm
from fastapi import Depends, FastAPI
from sqlalchemy.orm import Session

app = FastAPI()


def get_session():
    return acme.find("session")


SessionDep = Annotated[Session, Depends(get_session)]
OptionalSession = Optional[Session]


@app.get("/plain")
async def plain(session: Session = Depends(get_session)):
    session.commit()  # expect: blocking-database via GET /plain


@app.get("/string")
async def string(session: "Session" = Depends(get_session)):
    session.commit()  # expect: blocking-database via GET /string


@app.get("/dotted")
async def dotted(session: sqlalchemy.orm.Session = Depends(get_session)):
    session.commit()  # expect: blocking-database via GET /dotted


@app.get("/optional")
async def optional(session: Optional[Session] = Depends(get_session)):
    if session:
        session.commit()  # expect: blocking-database via GET /optional


@app.get("/union")
async def union(session: Union[Session, None] = Depends(get_session)):
    session.commit()  # expect: blocking-database via GET /union


@app.get("/bar")
async def bar(session: "Session | None" = Depends(get_session)):
    session.commit()  # expect: blocking-database via GET /bar


@app.get("/annotated")
async def annotated(session: Annotated[Session, Depends(get_session)]):
    session.commit()  # expect: blocking-database via GET /annotated


@app.get("/alias")
async def alias(session: SessionDep):
    session.commit()  # expect: blocking-database via GET /alias


@app.get("/optional-alias")
async def optional_alias(session: OptionalSession = Depends(get_session)):
    session.commit()  # expect: blocking-database via GET /optional-alias


@app.get("/string-alias")
async def string_alias(session: "SessionDep"):
    session.commit()  # expect: blocking-database via GET /string-alias
