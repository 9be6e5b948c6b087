"""Databases, stores and queues that are met less often."""

import ibm_db_dbi
import pulsar
import pysolr
import redshift_connector
import typesense
from acouchbase.cluster import AsyncCluster
from azure.data.tables import TableClient
from couchbase.cluster import Cluster
from deltalake import DeltaTable, write_deltalake
from fastapi import FastAPI
from google.cloud import bigtable, datastore, spanner
from huey import RedisHuey
from influxdb_client_3 import InfluxDBClient3
from redis_om import HashModel
from snowflake.snowpark import Session
from sqlalchemy_utils import database_exists
from surrealdb import AsyncSurreal, Surreal

app = FastAPI()
huey = RedisHuey("app")
solr = pysolr.Solr("http://solr")
search = typesense.Client({"nodes": []})
buckets = bigtable.Client("project").instance("a").table("rows")
entities = datastore.Client()
points = InfluxDBClient3(host="h", token="t", database="d")
messages = pulsar.Client("pulsar://broker")


class Customer(HashModel):
    name: str


@huey.task()
def resize(picture: str):
    return open(picture).read()


@app.get("/resize")
async def later():
    result = resize("a.png")  # expect: blocking-broker via GET /resize
    return result.get(blocking=True)  # expect: blocking-broker via GET /resize


@app.get("/customers/{key}")
async def customer(key: str):
    found = Customer.get(key)  # expect: blocking-database via GET /customers/{key}
    query = Customer.find(Customer.name == found.name)
    return query.sort_by("name").all()  # expect: blocking-database via GET /customers/{key}


@app.get("/search")
async def find(q: str):
    solr.search(q)  # expect: blocking-database via GET /search
    books = search.collections["books"]
    return books.documents.search({"q": q})  # expect: blocking-database via GET /search


@app.get("/couch")
async def couch():
    cluster = Cluster.connect("couchbase://host")  # expect: blocking-database via GET /couch
    collection = cluster.bucket("b").default_collection()
    return collection.get("key")  # expect: blocking-database via GET /couch


@app.get("/couch/async")
async def couch_async():
    cluster = await AsyncCluster.connect("couchbase://host")
    return await cluster.bucket("b").default_collection().get("key")


@app.get("/surreal")
async def surreal():
    async with AsyncSurreal("ws://db") as other:
        await other.select("person")
    database = Surreal("ws://db")
    return database.select("person")  # expect: blocking-database via GET /surreal


@app.get("/redshift")
async def redshift():
    connection = redshift_connector.connect()  # expect: blocking-database via GET /redshift
    with connection.cursor() as cursor:
        cursor.execute("select 1")  # expect: blocking-database via GET /redshift
        return cursor.fetchall()  # expect: blocking-database via GET /redshift


@app.get("/db2")
async def db2():
    connection = ibm_db_dbi.connect("DSN")  # expect: blocking-database via GET /db2
    cursor = connection.cursor()
    cursor.execute("select 1")  # expect: blocking-database via GET /db2


@app.get("/snow")
async def snow():
    session = Session.builder.configs({}).create()  # expect: blocking-database via GET /snow
    frame = session.table("t").filter("a > 1")
    frame.collect_nowait()
    return frame.collect()  # expect: blocking-database via GET /snow


@app.get("/spanner")
async def rows():
    database = spanner.Client().instance("i").database("d")
    with database.snapshot() as snapshot:  # expect: blocking-database via GET /spanner
        return list(snapshot.execute_sql("select 1"))  # expect: blocking-database via GET /spanner


@app.get("/bigtable")
async def row():
    return buckets.read_row(b"key")  # expect: blocking-database via GET /bigtable


@app.get("/datastore")
async def entity():
    query = entities.query(kind="a")
    return list(query.fetch())  # expect: blocking-database via GET /datastore


@app.get("/points")
async def latest():
    await points.query_async("select 1")
    return points.query("select 1")  # expect: blocking-database via GET /points


@app.get("/send")
async def send():
    producer = messages.create_producer("topic")  # expect: blocking-broker via GET /send
    producer.send_async(b"a", None)
    producer.send(b"a")  # expect: blocking-broker via GET /send


@app.get("/tables")
async def table():
    client = TableClient.from_connection_string("c", "t")
    client.upsert_entity({})  # expect: blocking-database via GET /tables
    return [each for each in client.list_entities()]  # expect: blocking-sdk via GET /tables


@app.get("/delta")
async def delta():
    write_deltalake("s3://table", [])  # expect: blocking-file via GET /delta
    return DeltaTable("s3://table").to_pandas()  # expect: blocking-file via GET /delta


@app.get("/ready")
async def ready():
    return database_exists("postgresql://host/db")  # expect: blocking-database via GET /ready
