"""discord.py: events, commands and tasks run on the loop, an audio source in the player's thread."""

import time

import discord
from discord.ext import commands, tasks


def prefix(bot, message) -> str:
    time.sleep(1)  # expect: blocking-sleep via prefix prefix
    return "!"


bot = commands.Bot(prefix, intents=discord.Intents.default())


@bot.event
async def on_ready() -> None:
    time.sleep(1)  # expect: blocking-sleep via event on_ready


@bot.command()
async def greet(context) -> None:
    time.sleep(1)  # expect: blocking-sleep via command greet


@tasks.loop(seconds=60)
async def often() -> None:
    time.sleep(1)  # expect: blocking-sleep via task often


class Own(discord.Client):
    async def on_message(self, message) -> None:
        time.sleep(1)  # expect: blocking-sleep via event on_message


class Sound(discord.AudioSource):
    def read(self) -> bytes:
        time.sleep(1)
        return b""
