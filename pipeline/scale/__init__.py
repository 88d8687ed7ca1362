"""Reading on many machines: the only package that knows the engines that people operate for that.

The unit of work is a shard of some hundred files. A worker of the engine reads it under the same guard as a run on one
machine, writes one file of results where all machines can see it, and that is committed. The program that was started
takes the results into its ledger and makes the tables, as ever: where a file was read decides nothing.
"""

from pipeline.scale.shards import ENGINES, Cluster

__all__ = ["ENGINES", "Cluster"]
