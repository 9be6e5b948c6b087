"""Task queues and schedulers: APScheduler, arq, taskiq and dramatiq, each with a broker in memory."""

import asyncio
import logging
import threading

import dramatiq
import taskiq
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.schedulers.background import BackgroundScheduler
from arq.cron import cron
from arq.worker import Worker, func
from dramatiq.brokers.stub import StubBroker
from dramatiq.middleware.asyncio import AsyncIO

RULES = ("frameworks/apscheduler", "frameworks/arq", "frameworks/taskiq", "frameworks/dramatiq")
NOT_DRIVEN = {
    "arq.worker.Worker (functions)": "coroutine functions only; the worker needs a Redis server",
    "arq.worker.Worker (after_job_end)": "coroutine functions only; the worker needs a Redis server",
    "arq.worker.Worker (on_shutdown)": "coroutine functions only; the worker needs a Redis server",
}


async def drive(truth):
    await schedulers(truth)
    await arq_jobs(truth)
    await taskiq_tasks(truth)
    await asyncio.to_thread(dramatiq_actors, truth)


async def schedulers(truth):
    truth.phase = "serving"
    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)
    name = "apscheduler.schedulers.asyncio.AsyncIOScheduler"
    scheduler, background = AsyncIOScheduler(), BackgroundScheduler()
    for probe in (truth.plain, truth.coroutine):
        scheduler.add_job(probe(f"{name}.add_job"))
        scheduler.scheduled_job("date")(probe(f"{name}.scheduled_job"))
    scheduler.add_listener(truth.plain(f"{name}.add_listener"))
    other = "apscheduler.schedulers.background.BackgroundScheduler"
    background.add_job(truth.plain(f"{other}.add_job"))
    background.scheduled_job("date")(truth.plain(f"{other}.scheduled_job"))
    for one in (scheduler, background):
        one.start()
        await asyncio.sleep(0.1)
        one.shutdown(wait=False)


async def arq_jobs(truth):
    """What a worker does with a job, without one: it awaits the coroutine."""
    await func(truth.coroutine("arq.worker.func")).coroutine({})
    await cron(truth.coroutine("arq.cron.cron"), second=1).coroutine({})
    assert Worker


async def taskiq_tasks(truth):
    name = "taskiq.AsyncBroker"
    broker = taskiq.InMemoryBroker()

    class Middle(taskiq.TaskiqMiddleware):
        def pre_execute(self, message):
            truth.ran("taskiq.TaskiqMiddleware", "sync", ".pre_execute")
            return message

        async def post_execute(self, message, result):
            truth.ran("taskiq.TaskiqMiddleware", "async", ".post_execute")

    broker.add_middlewares(Middle())
    for probe in (truth.plain, truth.coroutine):
        broker.on_event(taskiq.TaskiqEvents.CLIENT_STARTUP)(probe(f"{name}.on_event"))
        broker.add_event_handler(taskiq.TaskiqEvents.CLIENT_STARTUP, probe(f"{name}.add_event_handler"))
    tasks = [*decorated(broker, truth), depending(broker, truth)]
    truth.phase = "startup"
    await broker.startup()
    truth.phase = "serving"
    for task in tasks:
        result = await (await task.kiq()).wait_result()
        assert not result.is_err, result
    await broker.shutdown()


def decorated(broker, truth):
    name = "taskiq.AsyncBroker.task"

    def tasks(way):
        async def asynchronous():
            truth.ran(name, "async", way)

        def plain():
            truth.ran(name, "sync", way)

        return asynchronous, plain

    bare = [broker.task(one) for one in tasks("task_name")]
    return bare + [broker.task(task_name=f"named-{one.__name__}")(one) for one in tasks("decorates")]


def depending(broker, truth):
    def plain():
        truth.ran("taskiq.TaskiqDepends", "sync")

    async def asynchronous():
        truth.ran("taskiq.TaskiqDepends", "async")

    @broker.task(task_name="depending")
    async def task(first=taskiq.TaskiqDepends(plain), second=taskiq.TaskiqDepends(asynchronous)):
        pass

    return task


def dramatiq_actors(truth):
    """Actors that are coroutine functions share a loop in a thread: that loop is the one that they must not block."""
    broker = StubBroker()
    broker.add_middleware(AsyncIO())
    dramatiq.set_broker(broker)
    name = "dramatiq.actor"
    loops = set()

    def actors(way):
        def plain():
            truth.ran(name, "sync", way)

        async def asynchronous():
            loops.add(asyncio.get_running_loop())
            truth.ran(name, "async", way, place="loop")

        return plain, asynchronous

    sent = [dramatiq.actor(one, actor_name=f"bare-{one.__name__}") for one in actors("fn")]
    sent += [dramatiq.actor(actor_name=f"named-{one.__name__}")(one) for one in actors("decorates")]
    sent.append(own_actor(truth))
    worker = dramatiq.Worker(broker, worker_timeout=10)
    worker.start()
    for actor in sent:
        actor.send()
        broker.join(actor.queue_name)
    worker.join()
    worker.stop()
    assert len(loops) == 1
    assert threading.current_thread() is not threading.main_thread()


def own_actor(truth):
    class Own(dramatiq.GenericActor):
        def perform(self):
            truth.ran("dramatiq.GenericActor", "sync", ".perform")

    return Own
