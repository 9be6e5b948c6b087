"""asyncio and concurrent.futures: offloads, scheduling and callbacks, called from the application's loop."""

import _thread
import asyncio
import concurrent.futures
import gc
import multiprocessing
import multiprocessing.pool
import os
import signal
import socket
import sys
import tempfile
import threading
import weakref
from contextlib import suppress
from pathlib import Path

RULES = ("frameworks/asyncio", "frameworks/concurrent")
NOT_DRIVEN = {
    "atexit.register (func)": "runs when the interpreter ends",
    "sched.scheduler.enter (action)": "runs in scheduler.run(), which blocks by itself",
    "threading.setprofile (func)": "would watch the test run",
}


async def drive(truth):
    truth.phase = "serving"
    await offloads(truth)
    await executors(truth)
    await processes(truth)
    await threads(truth)
    await scheduling(truth)
    await callbacks(truth)
    await connections(truth)
    await asyncio.to_thread(in_private_loop, truth)
    signals(truth)


async def offloads(truth):
    loop = asyncio.get_running_loop()
    for probe in (truth.plain, truth.coroutine):
        await asyncio.to_thread(probe("asyncio.to_thread"))
        await loop.run_in_executor(None, probe("asyncio.AbstractEventLoop.run_in_executor"))


async def executors(truth):
    initializer = truth.plain("concurrent.futures.ThreadPoolExecutor")
    with concurrent.futures.ThreadPoolExecutor(initializer=initializer) as pool:
        for probe in (truth.plain, truth.coroutine):
            pool.submit(probe("concurrent.futures.Executor.submit")).result()
            list(pool.map(probe("concurrent.futures.Executor.map"), [1]))
        done = pool.submit(threading.Event().wait, 0.1)
        done.add_done_callback(truth.plain("concurrent.futures.Future.add_done_callback"))
    for probe in (truth.plain, truth.coroutine):
        with multiprocessing.pool.ThreadPool(1) as pool:
            pool.apply(probe("multiprocessing.pool.ThreadPool.apply"))
            pool.map(probe("multiprocessing.pool.ThreadPool.map"), [1])


def tell(pipe, where):
    """Runs in another process: says by a file where that was."""
    Path(pipe).write_text("process" if os.getpid() != where else "loop")


class Told:
    """Files in which other processes leave a note; the notes are what ran."""

    def __init__(self, truth, folder):
        self.truth, self.folder, self.names = truth, Path(folder), []

    def arguments(self, name, way=""):
        self.names.append((name, way))
        return str(self.folder / str(len(self.names))), os.getpid()

    def read(self):
        for number, (name, way) in enumerate(self.names, 1):
            self.truth.ran(name, "sync", way, (self.folder / str(number)).read_text())


class OwnProcess(multiprocessing.Process):
    def run(self):
        tell(*self.told)


async def processes(truth):
    fork = multiprocessing.get_context("fork")
    with tempfile.TemporaryDirectory() as folder:
        told = Told(truth, folder)
        started = told.arguments("concurrent.futures.ProcessPoolExecutor")
        with concurrent.futures.ProcessPoolExecutor(1, fork, initializer=tell, initargs=started) as pool:
            pool.submit(tell, *told.arguments("concurrent.futures.ProcessPoolExecutor.submit")).result()
            path, own = told.arguments("concurrent.futures.ProcessPoolExecutor.map")
            list(pool.map(tell, [path], [own]))
        with fork.Pool(1) as pool:
            pool.apply(tell, told.arguments("multiprocessing.pool.Pool.apply"))
            pool.starmap(tell, [told.arguments("multiprocessing.pool.Pool.starmap")])
        process = multiprocessing.Process(target=tell, args=told.arguments("multiprocessing.Process", "target"))
        own = OwnProcess()
        own.told = told.arguments("multiprocessing.Process", ".run")
        for one in (process, own):
            one.start()
            one.join()
        told.read()


class OwnThread(threading.Thread):
    def __init__(self, work):
        super().__init__()
        self.work = work

    def run(self):
        self.work()


async def threads(truth):
    for probe in (truth.plain, truth.coroutine):
        started = [
            threading.Thread(target=probe("threading.Thread", "target")),
            threading.Timer(0, probe("threading.Timer")),
        ]
        for thread in started:
            thread.start()
            thread.join()
    own = OwnThread(truth.plain("threading.Thread", ".run"))
    own.start()
    own.join()
    done = threading.Event()
    probe = truth.plain("_thread.start_new_thread")
    _thread.start_new_thread(lambda: (probe(), done.set()), ())
    done.wait(5)


async def scheduling(truth):
    loop = asyncio.get_running_loop()
    await asyncio.create_task(truth.coroutine("asyncio.create_task")())
    await asyncio.Task(truth.coroutine("asyncio.Task")())
    await asyncio.ensure_future(truth.coroutine("asyncio.ensure_future")())
    await asyncio.wait_for(truth.coroutine("asyncio.wait_for")(), 5)
    await asyncio.shield(truth.coroutine("asyncio.shield")())
    if sys.version_info >= (3, 11):
        async with asyncio.TaskGroup() as group:
            group.create_task(truth.coroutine("asyncio.TaskGroup.create_task")())
    back = truth.coroutine("asyncio.run_coroutine_threadsafe")
    await asyncio.to_thread(lambda: asyncio.run_coroutine_threadsafe(back(), loop).result())


async def callbacks(truth):
    loop = asyncio.get_running_loop()
    loop.call_soon(truth.plain("asyncio.AbstractEventLoop.call_soon"))
    loop.call_later(0, truth.plain("asyncio.AbstractEventLoop.call_later"))
    from_thread = truth.plain("asyncio.AbstractEventLoop.call_soon_threadsafe")
    await asyncio.to_thread(loop.call_soon_threadsafe, from_thread)
    asyncio.create_task(asyncio.sleep(0)).add_done_callback(truth.plain("asyncio.Future.add_done_callback"))
    read, write = os.pipe()
    loop.add_reader(read, truth.plain("asyncio.AbstractEventLoop.add_reader"))
    os.write(write, b"x")
    loop.set_exception_handler(truth.plain("asyncio.AbstractEventLoop.set_exception_handler"))
    loop.call_soon(lambda: 1 / 0)
    await asyncio.sleep(0.05)
    loop.set_exception_handler(None)
    loop.remove_reader(read)
    factory = truth.plain("asyncio.AbstractEventLoop.set_task_factory")
    loop.set_task_factory(lambda loop, work, **options: factory() or asyncio.Task(work, loop=loop, **options))
    await asyncio.create_task(asyncio.sleep(0))
    loop.set_task_factory(None)


async def connections(truth):
    loop = asyncio.get_running_loop()

    class Greeter(asyncio.Protocol):
        def connection_made(self, transport):
            truth.ran("asyncio.BaseProtocol", "sync", ".connection_made")
            transport.close()

    probe = truth.plain("asyncio.AbstractEventLoop.create_server")
    server = await loop.create_server(lambda: (probe(), Greeter())[1], "127.0.0.1", 0)
    await connect(server)

    async def greet(reader, writer):
        truth.ran("asyncio.start_server", "async")
        writer.close()

    def greet_plainly(reader, writer):
        truth.ran("asyncio.start_server", "sync")
        writer.close()

    for greeter in (greet, greet_plainly):
        await connect(await asyncio.start_server(greeter, "127.0.0.1", 0))


async def connect(server):
    """One connection from a thread, and the end of the server."""
    address = server.sockets[0].getsockname()
    connection = await asyncio.to_thread(socket.create_connection, address, 5)
    await asyncio.sleep(0.05)
    connection.close()
    server.close()


def in_private_loop(truth):
    """A loop in a thread: what is scheduled there stays there."""
    truth.calls()

    async def main():
        loop = asyncio.get_running_loop()
        await asyncio.create_task(truth.coroutine("asyncio.create_task")())
        await asyncio.wait_for(truth.coroutine("asyncio.wait_for")(), 5)
        loop.call_soon(truth.plain("asyncio.AbstractEventLoop.call_soon"))
        await asyncio.sleep(0.01)

    if sys.version_info >= (3, 11):
        with asyncio.Runner() as runner:
            runner.run(main())
            runner.run(truth.coroutine("asyncio.Runner.run")())
    loop = asyncio.new_event_loop()
    loop.run_until_complete(truth.coroutine("asyncio.AbstractEventLoop.run_until_complete")())
    loop.close()


def signals(truth):
    """Handlers of the interpreter: in the main thread, in the middle of whatever runs there."""
    before = signal.signal(signal.SIGUSR1, truth.plain("signal.signal"))
    signal.raise_signal(signal.SIGUSR1)
    signal.signal(signal.SIGUSR1, before)

    class Thing:
        pass

    thing = Thing()
    truth.calls()
    weakref.finalize(thing, truth.plain("weakref.finalize"))
    del thing
    with suppress(Exception):
        gc.collect()
