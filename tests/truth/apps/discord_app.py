"""discord.py: events, commands, checks and tasks, without a connection."""

import asyncio
from types import SimpleNamespace

import discord
from discord.ext import commands, tasks
from discord.ext.commands.view import StringView

RULES = ("frameworks/discord",)
NOT_DRIVEN = {
    "discord.app_commands.command (decorates)": "coroutine functions only; needs an interaction of the service",
    "discord.ui.View (.on_error)": "coroutine functions only; needs an interaction of the service",
    "discord.ui.Modal (.interaction_check)": "coroutine functions only; needs an interaction of the service",
    "discord.ui.Item (.interaction_check)": "coroutine functions only; needs an interaction of the service",
    "discord.ui.button (decorates)": "coroutine functions only; needs an interaction of the service",
    "discord.AudioSource (.cleanup)": "needs a voice connection; its player is a thread",
    "discord.VoiceClient.play (after)": "needs a voice connection; its player is a thread",
}

BOT = "discord.ext.commands.Bot"


async def drive(truth):
    truth.phase = "serving"
    bot = own_bot(truth)
    await bot._async_setup_hook()
    await bot.setup_hook()
    events(bot, truth)
    await bot.add_cog(own_cog(truth))
    waiting = asyncio.ensure_future(bot.wait_for("truth", check=answers(truth)))
    await asyncio.sleep(0)
    bot.dispatch("truth")
    await waiting
    await asyncio.sleep(0.05)
    await run_command(bot, truth)
    await run_task(truth)
    await bot.close()


def own_bot(truth):
    def prefix(bot, message):
        truth.ran(BOT, "sync", "command_prefix")
        return "!"

    class Bot(commands.Bot):
        async def setup_hook(self):
            truth.ran("discord.Client", "async", ".setup_hook")

        async def on_truth(self):
            truth.ran("discord.Client", "async", ".on_*")

    return Bot(prefix, intents=discord.Intents.none())


def answers(truth):
    def check():
        truth.ran("discord.Client.wait_for", "sync", "check")
        return True

    return check


def events(bot, truth):
    @bot.event
    async def on_truth():
        truth.ran("discord.Client.event", "async")

    @bot.listen("on_truth")
    async def listening():
        truth.ran(f"{BOT}.listen", "async")

    bot.add_listener(truth.coroutine(f"{BOT}.add_listener"), "on_truth")


def own_cog(truth):
    class Cog(commands.Cog):
        async def cog_load(self):
            truth.ran("discord.ext.commands.Cog", "async", ".cog_load")

        def cog_check(self, context):
            truth.ran("discord.ext.commands.Cog", "sync", ".cog_check")
            return True

        @commands.command()
        async def greet(self, context):
            truth.ran("discord.ext.commands.command", "async")

    return Cog()


async def run_command(bot, truth):
    class Name(commands.Converter):
        async def convert(self, context, argument):
            truth.ran("discord.ext.commands.Converter", "async", ".convert")
            return argument

    def plain_check(context):
        truth.ran("discord.ext.commands.check", "sync")
        return True

    async def async_check(context):
        truth.ran("discord.ext.commands.check", "async")
        return True

    @bot.command()
    @commands.check(plain_check)
    @commands.check(async_check)
    async def say(context, name: Name):
        truth.ran(f"{BOT}.command", "async")
        raise ZeroDivisionError

    @say.error
    async def failed(context, error):
        truth.ran("discord.ext.commands.Command.error", "async")

    await bot.get_prefix(SimpleNamespace())
    for name in ("say", "greet"):
        message = SimpleNamespace(
            content=f"!{name} x", guild=None, author=SimpleNamespace(id=1), attachments=[], _state=None
        )
        context = commands.Context(
            message=message, bot=bot, view=StringView(" x"), prefix="!", command=bot.get_command(name)
        )
        await bot.invoke(context)


async def run_task(truth):
    @tasks.loop(count=1)
    async def task():
        truth.ran("discord.ext.tasks.loop", "async")

    @task.before_loop
    async def before():
        truth.ran("discord.ext.tasks.Loop.before_loop", "async")

    await task.start()
