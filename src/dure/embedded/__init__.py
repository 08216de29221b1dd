"""The embedded PostgreSQL: found, created, started and stopped without anybody installing a server."""

from dure.embedded.cluster import Cluster, cluster_in

__all__ = ["Cluster", "cluster_in"]
