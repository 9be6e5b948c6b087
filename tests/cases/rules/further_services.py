"""Clients of services for payment, mail, chat, monitoring and devices."""

import braintree
import ccxt
import ccxt.async_support as ccxt_async
import ldclient
import logfire
import mailchimp_transactional
import netmiko
import plivo
import requests_cache
import serpapi
import speech_recognition
import telebot
from agents import Agent as OpenAIAgent
from agents import Runner
from apify_client import ApifyClient, ApifyClientAsync
from azure.ai.documentintelligence import DocumentIntelligenceClient
from azure.communication.email import EmailClient
from brevo import Brevo
from casbin import Enforcer
from crewai import Crew
from datadog import api, statsd
from fastapi import FastAPI
from google.cloud import documentai
from google.cloud import logging as cloud_logging
from haystack import Pipeline
from imapclient import IMAPClient
from ldclient.config import Config
from pydantic_ai import Agent
from simple_salesforce import Salesforce
from vonage import Auth, Vonage
from vonage_sms import SmsMessage

app = FastAPI()
gateway = braintree.BraintreeGateway(braintree.Configuration())
mandrill = mailchimp_transactional.Client("key")
calls = plivo.RestClient("id", "token")
bot = telebot.TeleBot("token")
agent = Agent("openai:gpt-5")


@app.get("/pay")
async def pay():
    return gateway.transaction.sale({"amount": "1"})  # expect: blocking-sdk via GET /pay


@app.get("/mail")
async def mail():
    mandrill.messages.send({})  # expect: blocking-sdk via GET /mail
    brevo = Brevo(api_key="key")
    brevo.transactional_emails.send_transac_email()  # expect: blocking-sdk via GET /mail
    poller = EmailClient("e", None).begin_send({})  # expect: blocking-sdk via GET /mail
    return poller.result()  # expect: blocking-sdk via GET /mail


@app.get("/inbox")
async def inbox():
    with IMAPClient("host") as server:  # expect: blocking-network via GET /inbox
        server.select_folder("INBOX")  # expect: blocking-network via GET /inbox


@app.get("/sms")
async def sms():
    Vonage(Auth()).sms.send(SmsMessage(to="1", from_="2", text="a"))  # expect: blocking-sdk via GET /sms
    calls.messages.create(src="1", dst="2", text="a")  # expect: blocking-sdk via GET /sms


@app.get("/chat")
async def chat():
    bot.send_message(1, "a")  # expect: blocking-sdk via GET /chat


@app.get("/price")
async def price():
    other = ccxt_async.binance()
    await other.fetch_ticker("BTC/USDT")
    return ccxt.binance().fetch_ticker("BTC/USDT")  # expect: blocking-sdk via GET /price


@app.get("/scrape")
async def scrape():
    await ApifyClientAsync("token").actor("a").call()
    return ApifyClient("token").actor("a").call()  # expect: blocking-sdk via GET /scrape


@app.get("/find")
async def find():
    session = requests_cache.CachedSession("cache")
    session.get("https://host")  # expect: blocking-http via GET /find
    return serpapi.Client(api_key="k").search(q="a")  # expect: blocking-http via GET /find


@app.get("/events")
async def events():
    statsd.increment("pages")
    api.Event.create(title="a", text="b")  # expect: blocking-sdk via GET /events
    logfire.force_flush()  # expect: blocking-wait via GET /events
    cloud_logging.Client().logger("a").log_text("b")  # expect: blocking-sdk via GET /events


@app.get("/flags")
async def flags():
    ldclient.LDClient(Config("key"), 0)
    return ldclient.LDClient(Config("key"))  # expect: blocking-sdk via GET /flags


@app.get("/rights")
async def rights():
    enforcer = Enforcer("model.conf", "policy.csv")
    enforcer.load_policy()  # expect: blocking-database via GET /rights
    return enforcer.enforce("alice", "data", "read")


@app.get("/device")
async def device():
    connection = netmiko.ConnectHandler(device_type="cisco_ios")  # expect: blocking-network via GET /device
    return connection.send_command("show version")  # expect: blocking-network via GET /device


@app.get("/speech")
async def speech():
    recognizer = speech_recognition.Recognizer()
    with speech_recognition.AudioFile("a.wav") as source:  # expect: blocking-file via GET /speech
        recording = recognizer.record(source)  # expect: blocking-input via GET /speech
    return recognizer.recognize_google(recording)  # expect: blocking-sdk via GET /speech


@app.get("/forms")
async def forms():
    client = DocumentIntelligenceClient("e", None)
    poller = client.begin_analyze_document("prebuilt-read", {})  # expect: blocking-sdk via GET /forms
    poller.result()  # expect: blocking-sdk via GET /forms
    return documentai.DocumentProcessorServiceClient().process_document()  # expect: blocking-sdk via GET /forms


@app.get("/agent")
async def ask():
    await agent.run("a")
    agent.run_sync("a")  # expect: nested-event-loop via GET /agent
    await Runner.run(OpenAIAgent("a"), "b")
    Runner.run_sync(OpenAIAgent("a"), "b")  # expect: nested-event-loop via GET /agent


@app.get("/crew")
async def crew():
    team = Crew(agents=[], tasks=[])
    await team.akickoff()
    team.kickoff()  # expect: blocking-sdk via GET /crew
    return Pipeline().run({})  # expect: blocking-sdk via GET /crew


@app.get("/sales")
async def sales(session: str):
    Salesforce(instance="eu1", session_id=session)
    return Salesforce(username="a", password="b", security_token="c")  # expect: blocking-sdk via GET /sales
