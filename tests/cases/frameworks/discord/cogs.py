"""discord.py: a cog is an object; its commands, listeners and tasks reach what it was made with."""

import time

import discord
from discord import app_commands
from discord.ext import commands, tasks


class Database:
    def read(self) -> None:
        time.sleep(1)  # expect: blocking-sleep via command play


class Cache:
    def read(self) -> None:
        time.sleep(1)  # expect: blocking-sleep via event on_message


class Index:
    def read(self) -> None:
        time.sleep(1)  # expect: blocking-sleep via command find


class Settings:
    def read(self) -> None:
        time.sleep(1)  # expect: blocking-sleep via command settings


class Bot(commands.Bot):
    def __init__(self) -> None:
        super().__init__(command_prefix="!", intents=discord.Intents.default())
        self.database = Database()
        self.settings = Settings()

    async def setup_hook(self) -> None:
        await self.add_cog(Music(self))


class Music(commands.Cog):
    def __init__(self, bot: Bot) -> None:
        self.bot = bot
        self.cache = Cache()
        self.index = Index()

    @commands.command(name="play", aliases=["p"])
    async def play(self, context: commands.Context, *, title: str) -> None:
        self.bot.database.read()

    @commands.Cog.listener("on_message")
    async def heard(self, message) -> None:
        self.cache.read()

    @app_commands.command(description="find a title")
    async def find(self, interaction: discord.Interaction) -> None:
        self.index.read()

    @tasks.loop(minutes=1)
    async def tidy(self) -> None:
        time.sleep(1)  # expect: blocking-sleep via task tidy


def is_answer(message) -> bool:
    time.sleep(1)  # expect: blocking-sleep
    return True


bot = Bot()


@bot.command()
async def settings(context) -> None:
    context.bot.settings.read()


@bot.command()
async def ask(context) -> None:
    await bot.wait_for("message", check=is_answer)
