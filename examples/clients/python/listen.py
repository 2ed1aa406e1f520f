"""Listens to the comments on a repository; comes back by itself, with a fresh token."""

import asyncio
import random
from collections import OrderedDict

from gql import Client, gql
from gql.transport.exceptions import (
    TransportClosed,
    TransportConnectionFailed,
    TransportServerError,
)
from gql.transport.websockets import WebsocketsTransport

MAX_DELAY_S = 60
REMEMBERED = 1_000


async def listen(url, token, repo_full_name, spread_s=5):
    """Yields each comment once. Raises what is final: a refused token, an error of the operation.

    `token` is awaited for each connection. Clients that lose theirs together come back within `spread_s`.
    """
    request = gql(
        """
        subscription CommentAdded($repoFullName: String!) {
          commentAdded(repoFullName: $repoFullName) { id content mine }
        }
        """
    )
    request.variable_values = {"repoFullName": repo_full_name}
    seen = OrderedDict()
    retries = 0
    while True:
        transport = WebsocketsTransport(
            url=url,
            init_payload={"authorization": await token()},
            subprotocols=[WebsocketsTransport.GRAPHQLWS_SUBPROTOCOL],
            ping_interval=300,
            pong_timeout=10,
        )
        try:
            async with Client(transport=transport) as session:
                retries = 0
                async for data in session.subscribe(request):
                    comment = data["commentAdded"]
                    if comment["id"] in seen:
                        continue
                    seen[comment["id"]] = None
                    if len(seen) > REMEMBERED:
                        seen.popitem(last=False)
                    yield comment
                return
        except (TransportClosed, TransportConnectionFailed, TransportServerError):
            pass  # closed after 2 hours, expired credentials, a refused upgrade, no pong
        await asyncio.sleep(random.random() * max(spread_s, min(MAX_DELAY_S, spread_s * 2**retries)))
        retries += 1
