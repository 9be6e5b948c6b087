"""Announcements that the editors wrote, in a database."""

import os
from datetime import date

from sqlalchemy import create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, sessionmaker

engine = create_engine(os.environ.get("DATABASE_URL", "sqlite:///announcements.db"))
Session = sessionmaker(engine)


class Base(DeclarativeBase):
    """The tables."""


class Announcement(Base):
    """One announcement."""

    __tablename__ = "announcements"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    text: Mapped[str]
    published: Mapped[date]


def published(limit: int) -> list[dict[str, str]]:
    """The newest announcements, not more than `limit`."""
    newest = select(Announcement).order_by(Announcement.published.desc()).limit(limit)
    with Session() as session:
        return [
            {"title": row.title, "text": row.text, "published": row.published.isoformat(), "source": "editors"}
            for row in session.scalars(newest)
        ]


def fill() -> None:
    """Make the tables, with an announcement or two to look at."""
    Base.metadata.create_all(engine)
    with Session() as session:
        session.add(Announcement(title="New term", text="Lectures begin at nine.", published=date(2026, 10, 12)))
        session.add(Announcement(title="Library", text="Open until midnight.", published=date(2026, 11, 2)))
        session.commit()


if __name__ == "__main__":
    fill()
