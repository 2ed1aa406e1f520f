"""Drives gql's WebsocketsTransport for the tests.

Commands come as JSON lines on standard input; what happens goes out as JSON lines on standard output. The client is used
as gql's documentation shows: one session, one task per subscription, and a new session when the connection is lost.
"""

import asyncio
import json
import sys

from gql import Client, GraphQLRequest
from gql.transport.exceptions import (
    TransportClosed,
    TransportConnectionFailed,
    TransportError,
    TransportQueryError,
)
from gql.transport.websockets import WebsocketsTransport


def emit(**event):
    print(json.dumps(event), flush=True)


def request_of(command):
    return GraphQLRequest(
        command["query"],
        variable_values=command.get("variables"),
        operation_name=command["operationName"],
    )


class Driver:
    def __init__(self, url, subprotocol, init_payload):
        self.options = {"url": url, "init_payload": init_payload, "subprotocols": [subprotocol]}
        self.lock = asyncio.Lock()
        self.client = None
        self.session = None
        self.tasks = {}

    async def connect(self):
        self.client = Client(transport=WebsocketsTransport(**self.options))
        self.session = await self.client.connect_async()

    async def reconnect(self, lost):
        async with self.lock:
            if self.session is lost:
                await self.client.close_async()
                await self.connect()

    async def subscribe(self, command):
        key, request = command["key"], request_of(command)
        while True:
            session = self.session
            try:
                async for data in session.subscribe(request):
                    emit(event="next", key=key, result={"data": data})
                emit(event="completed", key=key)
                return
            except TransportQueryError as error:
                emit(event="failed", key=key, message=error.errors[0]["message"])
                return
            except (TransportClosed, TransportConnectionFailed):
                await self.reconnect(session)

    async def execute(self, command):
        try:
            data = await self.session.execute(request_of(command))
            emit(event="result", key=command["key"], result={"data": data})
        except TransportError as error:
            emit(event="failed", key=command["key"], message=str(error))

    def handle(self, command):
        match command["command"]:
            case "subscribe":
                self.tasks[command["key"]] = asyncio.create_task(self.subscribe(command))
            case "execute":
                self.tasks[command["key"]] = asyncio.create_task(self.execute(command))
            case "stop":
                self.tasks[command["key"]].cancel()


async def main():
    url, subprotocol, init_payload = sys.argv[1:]
    driver = Driver(url, subprotocol, json.loads(init_payload))
    try:
        await driver.connect()
    except TransportError as error:
        emit(event="refused", message=str(error))
        return
    emit(event="connected")

    commands = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(commands), sys.stdin
    )
    while line := await commands.readline():
        driver.handle(json.loads(line))
    for task in driver.tasks.values():
        task.cancel()
    await asyncio.gather(*driver.tasks.values(), return_exceptions=True)
    await driver.client.close_async()


asyncio.run(main())
