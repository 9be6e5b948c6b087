"""Sockets, names, mail, HTTP and databases of the standard library."""

import asyncio
import hashlib
import smtplib
import socket
import sqlite3
import ssl
import urllib.request
import xmlrpc.client


async def sockets():
    connection = socket.create_connection(("example.org", 80))  # expect: blocking-network
    connection.sendall(b"x")  # expect: blocking-network
    connection.recv(1)  # expect: blocking-network
    for line in connection.makefile():  # expect: blocking-network
        print(line)
    connection.close()
    socket.getaddrinfo("example.org", 80)  # expect: blocking-network
    await asyncio.get_running_loop().getaddrinfo("example.org", 80)
    reader, _ = await asyncio.open_connection("example.org", 80)
    return await reader.read(1)


async def certificates():
    ssl.create_default_context()  # expect: blocking-file
    context = ssl.create_default_context(cadata="…")
    context.load_verify_locations(cadata="…")
    context.load_verify_locations("ca.pem")  # expect: blocking-file


async def mail(message):
    server = smtplib.SMTP()
    server.connect("mail.example.org")  # expect: blocking-network
    server.set_debuglevel(1)
    smtplib.SMTP_SSL("mail.example.org")  # expect: blocking-network
    server.send_message(message)  # expect: blocking-network


async def http():
    answer = urllib.request.urlopen("https://example.org")  # expect: blocking-http
    proxy = xmlrpc.client.ServerProxy("https://example.org")
    proxy.system.listMethods()  # expect: blocking-http
    return answer.read(), proxy.add(1, 2)  # expect: blocking-http


async def database():
    connection = sqlite3.connect("a.db")  # expect: blocking-database
    sqlite3.connect(":memory:")
    cursor = connection.cursor()
    cursor.execute("select 1")  # expect: blocking-database
    for row in cursor:  # expect: blocking-database
        print(row)
    connection.row_factory = sqlite3.Row
    connection.commit()  # expect: blocking-database


async def passwords(password: bytes):
    hashlib.sha256(password).hexdigest()
    return hashlib.pbkdf2_hmac("sha256", password, b"salt", 600_000)  # expect: blocking-crypto
