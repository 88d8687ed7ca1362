"""Shards on Dask: given to the scheduler a few at a time, and again where the workers that had them are gone."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from distributed import Client, KilledWorker, as_completed

from pipeline.scale.shards import Shard, read_shard

if TYPE_CHECKING:
    from pipeline.scale.shards import Cluster

# Shards that wait at the scheduler for every thread of its workers: none of these is ever idle, and none drowns.
_WAITING_A_THREAD = 2

# How often a shard is given away whose workers were killed; the guard takes care of what a file does to a worker.
_ATTEMPTS = 5


def run_shards(cluster: Cluster, shards: Iterator[Shard]) -> Iterator[str]:
    """The names of the files of results, as they are committed. Raises what a shard raises."""
    first = next(shards, None)
    if first is None:
        return
    shards = itertools.chain([first], shards)
    with Client(cluster.scheduler, set_as_default=False) as client:
        attempts: dict[str, int] = {}
        given: dict[Any, Shard] = {}

        def give(shard: Shard) -> Any:
            attempts[shard.file] = attempts.get(shard.file, 0) + 1
            future = client.submit(read_shard, shard, key=f"{shard.file}-{attempts[shard.file]}", pure=False)
            given[future] = shard
            return future

        room = _WAITING_A_THREAD * max(sum(client.nthreads().values()), 1)
        running = as_completed([give(shard) for shard in itertools.islice(shards, room)], loop=client.loop)
        for future in running:
            shard = given.pop(future)
            try:
                yield future.result()
            except KilledWorker:
                if attempts[shard.file] >= _ATTEMPTS:
                    raise
                running.add(give(shard))
                continue
            future.release()
            for another in itertools.islice(shards, 1):
                running.add(give(another))
