"""Temporal without its server: the worker's activities are fed by hand, its workflows by a history that is replayed."""

import asyncio
import concurrent.futures

import temporalio.converter
from temporalio import activity, workflow
from temporalio.api.history.v1 import History, HistoryEvent
from temporalio.bridge.proto import activity_task
from temporalio.bridge.worker import PollShutdownError
from temporalio.client import WorkflowHistory
from temporalio.common import MetricMeter
from temporalio.worker import ActivityInboundInterceptor, Interceptor, Replayer, UnsandboxedWorkflowRunner
from temporalio.worker._activity import _ActivityWorker

RULES = ("frameworks/temporal",)
NOT_DRIVEN = {}

DEFN = "temporalio.activity.defn"


async def drive(truth):
    truth.phase = "serving"
    await activities(truth)
    await workflows(truth)


# Activities


class Bridge:
    """In place of the server: hands out each activity once, and then shuts down."""

    def __init__(self, names):
        self.tasks = [
            activity_task.ActivityTask(
                task_token=name.encode(), start=activity_task.Start(activity_type=name, activity_id=name)
            )
            for name in names
        ]
        self.outcomes = []

    async def poll_activity_task(self):
        if not self.tasks:
            raise PollShutdownError
        return self.tasks.pop()

    async def complete_activity_task(self, completion):
        self.outcomes.append(completion.result.WhichOneof("status"))

    def record_activity_heartbeat(self, heartbeat):
        raise NotImplementedError


class Client:
    namespace = "truth"


async def activities(truth):
    functions = [*activities_of(truth, "0"), *activities_of(truth, "decorates")]
    bridge = Bridge(activity._Definition.must_from_callable(function).name for function in functions)
    with concurrent.futures.ThreadPoolExecutor() as executor:
        worker = _ActivityWorker(
            bridge_worker=lambda: bridge,
            task_queue="truth",
            activities=functions,
            activity_executor=executor,
            shared_state_manager=None,
            data_converter=temporalio.converter.default(),
            interceptors=[intercepting(truth)],
            metric_meter=MetricMeter.noop,
            client=Client(),
            encode_headers=False,
        )
        await worker.run()
        await worker.wait_all_completed()
    assert bridge.outcomes == ["completed"] * 4, bridge.outcomes


def activities_of(truth, way):
    async def asynchronous():
        truth.ran(DEFN, "async", way)

    def plain():
        truth.ran(DEFN, "sync", way)

    if way == "0":
        return activity.defn(asynchronous), activity.defn(plain)
    return activity.defn(name="other-async")(asynchronous), activity.defn(name="other-plain")(plain)


def intercepting(truth):
    name = "temporalio.worker.ActivityInboundInterceptor"

    class Inbound(ActivityInboundInterceptor):
        def init(self, outbound):
            truth.ran(name, "sync", ".init")
            super().init(outbound)

        async def execute_activity(self, called):
            truth.ran(name, "async", ".execute_activity")
            return await super().execute_activity(called)

    class Intercepting(Interceptor):
        def intercept_activity(self, following):
            return Inbound(following)

    return Intercepting()


# Workflows


SEEN = []


def note(name, column, way=""):
    """The loop that a workflow must not block is its own, in a thread: it is seen from there."""
    asyncio.get_running_loop()
    SEEN.append((name, column, way))


@workflow.defn(name="truth")
class Truthful:
    """Temporal takes no local classes."""

    @workflow.run
    async def run(self):
        note("temporalio.workflow.run", "async")

    @workflow.signal
    def plain(self):
        note("temporalio.workflow.signal", "sync", "0")

    @workflow.signal(name="other-plain")
    def other(self):
        note("temporalio.workflow.signal", "sync", "decorates")

    @workflow.signal(name="other-async")
    async def another(self):
        note("temporalio.workflow.signal", "async", "decorates")


async def workflows(truth):
    replayer = Replayer(workflows=[Truthful], workflow_runner=UnsandboxedWorkflowRunner())
    await replayer.replay_workflow(WorkflowHistory("one", history("plain", "other-plain", "other-async").events))
    for name, column, way in SEEN:
        truth.ran(name, column, way, place="loop")
    assert len(SEEN) == 4, SEEN


def history(*signals):
    """What a server remembers of a workflow that got these signals before it first ran, and then ended."""
    events = History()

    def happened(kind):
        number = len(events.events) + 1
        events.events.append(HistoryEvent(event_id=number, event_type=f"EVENT_TYPE_{kind}"))
        events.events[-1].event_time.FromSeconds(number)
        return events.events[-1]

    started = happened("WORKFLOW_EXECUTION_STARTED").workflow_execution_started_event_attributes
    started.workflow_type.name, started.task_queue.name = "truth", "truth"
    started.original_execution_run_id = started.first_execution_run_id = "run"
    for name in signals:
        happened("WORKFLOW_EXECUTION_SIGNALED").workflow_execution_signaled_event_attributes.signal_name = name
    scheduled = happened("WORKFLOW_TASK_SCHEDULED")
    scheduled.workflow_task_scheduled_event_attributes.task_queue.name = "truth"
    begun = happened("WORKFLOW_TASK_STARTED")
    begun.workflow_task_started_event_attributes.scheduled_event_id = scheduled.event_id
    done = happened("WORKFLOW_TASK_COMPLETED")
    done.workflow_task_completed_event_attributes.scheduled_event_id = scheduled.event_id
    done.workflow_task_completed_event_attributes.started_event_id = begun.event_id
    ended = happened("WORKFLOW_EXECUTION_COMPLETED")
    ended.workflow_execution_completed_event_attributes.workflow_task_completed_event_id = done.event_id
    return events
