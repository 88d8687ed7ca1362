"""Shards on Spark: a row of a data frame each, read by the same function inside ``mapInArrow``."""

from __future__ import annotations

import itertools
import os
import pickle
import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import pyarrow as pa

from pipeline.scale.shards import Shard, read_shard

if TYPE_CHECKING:
    from pipeline.scale.shards import Cluster

# Shards of one Spark job; results are taken in after each, so that a driver that ends loses no more.
_SHARDS_A_JOB = 256


def run_shards(cluster: Cluster, shards: Iterator[Shard]) -> Iterator[str]:
    """The names of the files of results, job by job. Raises what a shard raises."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.appName("rasoat")
    if cluster.scheduler:
        builder = builder.master(cluster.scheduler)
        if cluster.scheduler.startswith("local"):
            # On this machine its workers are started with the Python of this program, not the first on the PATH.
            os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    session = builder.getOrCreate()
    try:
        while some := list(itertools.islice(shards, _SHARDS_A_JOB)):
            rows = [(bytearray(pickle.dumps(shard)),) for shard in some]
            frame = session.createDataFrame(rows, "shard binary").repartition(len(rows))
            for row in frame.mapInArrow(_read_shards, "file string").toLocalIterator():
                yield row["file"]
    finally:
        session.stop()


def _read_shards(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """What Spark calls on a machine: the shards of a partition, one after the other."""
    for batch in batches:
        for packed in batch.column("shard").to_pylist():
            yield pa.RecordBatch.from_pydict({"file": [read_shard(pickle.loads(packed))]})
