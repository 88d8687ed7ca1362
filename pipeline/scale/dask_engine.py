"""Shards on Dask: given to the scheduler a few at a time, and again where the workers that had them are gone."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from distributed import Client, KilledWorker, as_completed
from distributed.client import FutureCancelledError
from distributed.comm.addressing import parse_host_port

from pipeline.errors import RasoatError
from pipeline.scale.shards import Shard, read_shard

if TYPE_CHECKING:
    from pipeline.scale.shards import Cluster

# Shards that wait at the scheduler for every thread of its workers: none of these is ever idle, and none drowns.
_WAITING_A_THREAD = 2

# How often a shard is given away whose workers were killed; the guard takes care of what a file does to a worker.
_ATTEMPTS = 5


def run_shards(cluster: Cluster, shards: Iterator[Shard]) -> Iterator[str]:
    """The names of the files of results, as they are committed.

    Raises what a shard raises, and RasoatError where the scheduler cannot be had or goes away.
    """
    first = next(shards, None)
    if first is None:
        return
    try:
        yield from _run_shards(_connected(cluster.scheduler), itertools.chain([first], shards))
    except FutureCancelledError as error:
        raise RasoatError("scheduler_lost", address=str(cluster.scheduler), problem=error.reason) from error
    except KilledWorker as error:
        raise RasoatError("shard_kills_workers", count=str(_ATTEMPTS)) from error


def _connected(address: str | None) -> Client:
    """A connection to the scheduler. Raises RasoatError where there is none."""
    try:
        # An address that is none would leave a client half made behind, with threads that do not end.
        parse_host_port(str(address).rpartition("://")[2])
        return Client(address, set_as_default=False)
    except (OSError, ValueError) as error:
        raise RasoatError("no_scheduler", address=str(address), problem=str(error)) from error


def _run_shards(client: Client, shards: Iterator[Shard]) -> Iterator[str]:
    with client:
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
