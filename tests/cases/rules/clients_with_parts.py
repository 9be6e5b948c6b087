"""Clients that hold their calls in parts: properties that make them lazily, attributes made by name."""

import cohere
import consul
import docker
import git
import hvac
import razorpay
import weaviate
from deepgram import DeepgramClient
from elevenlabs import ElevenLabs
from fastapi import FastAPI

app = FastAPI()
voices = ElevenLabs(api_key="k")
vault = hvac.Client(url="https://vault")
shop = razorpay.Client(auth=("id", "secret"))
registry = consul.Consul()


@app.get("/voices")
async def list_voices():
    return voices.voices.get_all()  # expect: blocking-sdk via GET /voices


@app.post("/agents")
async def create_agent():
    return voices.conversational_ai.agents.create(name="a")  # expect: blocking-sdk via POST /agents


@app.get("/transcript")
async def transcript(url: str):
    client = DeepgramClient()
    return client.listen.v1.media.transcribe_url(url=url)  # expect: blocking-sdk via GET /transcript


@app.get("/models")
async def models():
    return cohere.ClientV2().models.list()  # expect: blocking-sdk via GET /models


@app.get("/secret")
async def secret():
    return vault.secrets.kv.v2.read_secret_version(path="a")  # expect: blocking-sdk via GET /secret


@app.get("/login")
async def login():
    vault.auth.approle.login(role_id="r")  # expect: blocking-sdk via GET /login
    return vault.sys.read_health_status()  # expect: blocking-sdk via GET /login


@app.get("/payment/{number}")
async def payment(number: str):
    shop.utility.verify_payment_signature({})
    return shop.payment.fetch(number)  # expect: blocking-sdk via GET /payment/{number}


@app.get("/setting")
async def setting():
    return registry.kv.get("a")  # expect: blocking-broker via GET /setting


@app.get("/near")
async def near(text: str):
    with weaviate.connect_to_local() as client:  # expect: blocking-database via GET /near
        notes = client.collections.get("Note")
        return notes.query.near_text(query=text)  # expect: blocking-database via GET /near


@app.post("/reset")
async def reset(repository: git.Repo):
    repository.head.reset(index=True)  # expect: blocking-subprocess via POST /reset


@app.get("/containers")
async def containers():
    client = docker.from_env()  # expect: blocking-sdk via GET /containers
    return client.containers.list()  # expect: blocking-sdk via GET /containers


@app.get("/fixed")
async def fixed():
    return docker.DockerClient(version="1.43")
