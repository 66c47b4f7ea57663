"""Without signing in: the dates and the open posts, and nothing about anybody."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar
from openpyxl import load_workbook
from sqlalchemy import Engine

from allocation.closing import PastClosing
from allocation.model import Category
from tests.allocation.factories import campaign, intern, post
from tests.exports.reading import pages
from tests.webapp.store.campaigns import put
from webapp.pages.public import slug
from webapp.plan import Plan, Session
from webapp.store import campaigns, closings, plans
from webapp.store.engine import writing

NINE = datetime(2027, 4, 5, 7, tzinfo=UTC)
PLAN = Plan(
    wishes_open=NINE - timedelta(days=30),
    wishes_close=NINE - timedelta(days=2),
    sessions=(Session(NINE, NINE + timedelta(hours=3)),),
    place="Amphithéâtre A",
)
HERE = "/choix/saint-etienne/2027-ete"


@pytest.fixture
def published(engine: Engine) -> str:
    posts = [
        post("42-URG-01", 2, establishment="CHU de Saint-Étienne", service="Urgences", category=Category.URG),
        post("43-NIV1-01", 1, establishment="Cabinet du Puy", town="Le Puy-en-Velay", category=Category.NIV1),
        post("42-FERME", 0),
    ]
    campaign_id = put(engine, campaign(posts, [intern("SECRETE", 1), intern("AUTRE", 2)]))
    with writing(engine) as session:
        plans.save(session, campaign_id, PLAN)
    return campaign_id


def test_anybody_reads_the_dates_and_the_open_posts_and_no_name(client: FlaskClient, published: str) -> None:
    assert "Saint-Étienne, été 2027" in client.get("/choix").text
    page = client.get(HERE).text
    for shown in ("5 avril 2027 à 9 h 00 – 12 h 00", "Amphithéâtre A", "42-URG-01", "Le Puy-en-Velay", "2 stages"):
        assert shown in page
    for hidden in ("SECRETE", "42-FERME", "Camille"):
        assert hidden not in page


def test_a_post_says_at_which_turn_it_went_the_last_time(client: FlaskClient, engine: Engine, published: str) -> None:
    for semester, turn in (("2026-ete", 31), ("2026-hiver", 37), ("2027-ete", 2)):
        with writing(engine) as session:
            closings.keep(session, "Saint-Étienne", [PastClosing("42-URG-01", semester, "", turn, 148)])
    page = client.get(HERE).text
    assert "parti au tour 37 sur 148 à l&#39;hiver 2026-2027" in page
    assert page.count("parti au tour") == 1


@pytest.mark.parametrize(
    ("asked", "found"),
    [("q=puy en velay", "43-NIV1-01"), ("q=étienne URG", "42-URG-01"), ("categorie=Urgences adultes", "42-URG-01")],
)
def test_a_post_is_found_by_its_words_and_its_category(
    client: FlaskClient, published: str, asked: str, found: str
) -> None:
    page = client.get(f"{HERE}?{asked}").text
    assert [code for code in ("42-URG-01", "43-NIV1-01") if code in page] == [found]
    book = load_workbook(BytesIO(client.get(f"{HERE}/postes.xlsx?{asked}").data))
    assert [row[0] for row in book.active.iter_rows(min_row=2, values_only=True)] == [found]


def test_a_search_that_finds_nothing_says_so_and_a_hostile_one_is_a_text(client: FlaskClient, published: str) -> None:
    page = client.get(f"{HERE}?q=<script>alert(1)</script>").text
    assert "Aucun poste ne correspond" in page
    assert "<script>alert" not in page


def test_the_dates_go_into_a_diary_and_keep_their_identity(client: FlaskClient, published: str) -> None:
    first, again = (Calendar.from_ical(client.get(f"{HERE}/dates.ics").data) for _ in range(2))
    events = {str(event["uid"]): event for event in first.walk("VEVENT")}
    assert set(events) == {str(event["uid"]) for event in again.walk("VEVENT")}
    held = next(event for uid, event in events.items() if uid.startswith("seance"))
    assert (held["dtstart"].dt, held["dtend"].dt, str(held["location"])) == (
        NINE,
        NINE + timedelta(hours=3),
        "Amphithéâtre A",
    )


def test_what_is_not_public_is_not_there(client: FlaskClient, engine: Engine, published: str) -> None:
    campaigns.create_draft(engine, "Lyon", "2027-ete", NINE, Plan())
    assert client.get("/choix/lyon/2027-ete").status_code == 404
    with writing(engine) as session:
        plans.save(session, published, Plan(public_page=False))
    assert client.get(HERE).status_code == 404
    assert "Aucun choix n'est annoncé" in client.get("/choix").text.replace("&#39;", "'")


def test_an_address_is_plain_letters() -> None:
    assert [slug(name) for name in ("Saint-Étienne", "Antilles – Guyane", "Île-de-France")] == [
        "saint-etienne",
        "antilles-guyane",
        "ile-de-france",
    ]


def test_the_list_is_printed_as_the_day_stands(client: FlaskClient, published: str, tmp_path: Path) -> None:
    path = tmp_path / "postes.pdf"
    path.write_bytes(client.get(f"{HERE}/postes.pdf").data)
    text = " ".join(pages(path))
    assert "42-URG-01" in text
    assert "SECRETE" not in text
    assert client.get("/choix/lyon/2027-ete/postes.pdf").status_code == 404
