"""BLC107: sockets, names, mail, transfers."""

import asyncio
import ftplib
import imaplib
import smtplib
import socket

import paramiko
from fastapi import FastAPI

app = FastAPI()


@app.get("/socket")
async def with_socket():
    socket.gethostbyname("example.com")  # expect: blocking-network via GET /socket
    connection = socket.create_connection(("example.com", 80))  # expect: blocking-network via GET /socket
    connection.sendall(b"GET /")  # expect: blocking-network via GET /socket
    connection.recv(1024)  # expect: blocking-network via GET /socket


@app.get("/mail")
async def with_mail():
    server = smtplib.SMTP("localhost")  # expect: blocking-network via GET /mail
    server.send_message(None)  # expect: blocking-network via GET /mail
    imaplib.IMAP4_SSL("imap.example.com")  # expect: blocking-network via GET /mail


@app.get("/transfer")
async def with_transfer():
    ftplib.FTP("ftp.example.com")  # expect: blocking-network via GET /transfer
    client = paramiko.SSHClient()
    client.connect("example.com")  # expect: blocking-network via GET /transfer


@app.get("/good")
async def good():
    reader, writer = await asyncio.open_connection("example.com", 80)
    writer.write(b"GET /")
    return await reader.read()
