"""Models, agents and further services."""

import aerospike
import gnupg
import mercadopago
import smbclient
import tabula
import tensorflow as tf
from agno.agent import Agent
from cerebras.cloud.sdk import AsyncCerebras, Cerebras
from clerk_backend_api import Clerk
from discord_webhook import DiscordWebhook
from fastapi import FastAPI
from google.cloud import aiplatform
from langchain_aws import ChatBedrock
from langchain_qdrant import QdrantVectorStore
from postmarker.core import PostmarkClient
from pyiceberg.catalog import load_catalog
from pyspark.sql import SparkSession
from retry import retry
from slack_bolt import App
from slack_bolt.async_app import AsyncApp
from smolagents import CodeAgent
from sqlite_utils import Database

app = FastAPI()
slack = App(token="t")
async_slack = AsyncApp(token="t")
spark = SparkSession.builder.appName("app").getOrCreate()
model = tf.keras.models.load_model("model.keras")
clerk = Clerk(bearer_auth="t")


@app.get("/bedrock")
async def bedrock():
    await ChatBedrock(model="m").ainvoke("a")
    return ChatBedrock(model="m").invoke("a")  # expect: blocking-sdk via GET /bedrock


@app.get("/similar")
async def similar(store: QdrantVectorStore):
    await store.asimilarity_search("a")
    return store.similarity_search("a")  # expect: blocking-sdk via GET /similar


@app.get("/cerebras")
async def cerebras():
    await AsyncCerebras().chat.completions.create(model="m", messages=[])
    return Cerebras().chat.completions.create(model="m", messages=[])  # expect: blocking-sdk via GET /cerebras


@app.get("/agents")
async def agents():
    CodeAgent(tools=[], model=None).run("a")  # expect: blocking-sdk via GET /agents
    await Agent().arun("a")
    return Agent().run("a")  # expect: blocking-sdk via GET /agents


@app.get("/predict")
async def predict():
    aiplatform.CustomJob.get("a").wait()  # expect: blocking-sdk via GET /predict
    return model.predict([1])  # expect: blocking-model via GET /predict


@app.get("/rows")
async def rows():
    frame = spark.read.parquet("s3://a").where("a > 1").groupBy("b").count()
    frame.write.mode("overwrite").parquet("s3://b")  # expect: blocking-database via GET /rows
    return frame.toPandas()  # expect: blocking-database via GET /rows


@app.get("/iceberg")
async def iceberg():
    table = load_catalog("a").load_table("b")  # expect: blocking-database via GET /iceberg
    return table.scan(row_filter="a > 1").to_pandas()  # expect: blocking-database via GET /iceberg


@app.get("/stores")
async def stores():
    client = aerospike.client({"hosts": []})  # expect: blocking-database via GET /stores
    client.get(("a", "b", "c"))  # expect: blocking-database via GET /stores
    Database(memory=True)
    Database("a.db")["table"].insert({"a": 1})  # expect: blocking-database via GET /stores


@app.get("/users")
async def users():
    await clerk.users.list_async()
    return clerk.users.list()  # expect: blocking-sdk via GET /users


@app.post("/pay")
async def pay():
    return mercadopago.SDK("t").payment().create({})  # expect: blocking-sdk via POST /pay


@app.post("/tell")
async def tell():
    PostmarkClient(server_token="t").emails.send(To="a")  # expect: blocking-sdk via POST /tell
    return DiscordWebhook(url="u", content="a").execute()  # expect: blocking-sdk via POST /tell


@app.get("/files")
async def files():
    with smbclient.open_file(r"\\server\share\a") as file:  # expect: blocking-network via GET /files
        file.read()
    tabula.read_pdf("a.pdf")  # expect: blocking-subprocess via GET /files
    return gnupg.GPG().encrypt("a", "b")  # expect: blocking-subprocess via GET /files


@retry(tries=3)
def load():
    return gnupg.GPG().list_keys()  # expect: blocking-subprocess via GET /keys


@app.get("/keys")
async def keys():
    return load()  # boundary


@slack.event("message")
def in_a_thread(body):
    return mercadopago.SDK("t").payment().get(1)


@async_slack.event("message")
async def on_the_loop(body):
    return mercadopago.SDK("t").payment().get(1)  # expect: blocking-sdk via event message
