"""Prints a line of JSON for each comment: python main.py <socket URL> <token URL> <repository> [<spread, s>]."""

import asyncio
import json
import sys
import urllib.request

from gql.transport.exceptions import TransportError
from listen import listen


async def main(url, token_url, repo_full_name, spread_s=5):
    def read_token():
        with urllib.request.urlopen(token_url) as response:
            return response.read().decode()

    async def token():
        return await asyncio.to_thread(read_token)

    try:
        async for comment in listen(url, token, repo_full_name, float(spread_s)):
            print(json.dumps(comment), flush=True)
    except TransportError as error:
        sys.exit(f"{type(error).__name__}: {error}")


asyncio.run(main(*sys.argv[1:]))
