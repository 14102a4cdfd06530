"""A scheduler's address, and whether it can be used safely."""

from __future__ import annotations

import ipaddress
import os
from urllib.parse import urlsplit

from generator.findings import EnvironmentProblem

PLAIN = "CAREFOLD_CLUSTER_PLAIN"
"""Set to 1 by who answers for the network between client and cluster."""


def safe(address: str) -> str:
    """Give an address with its scheme; raise EnvironmentProblem if others could use it."""
    full = address if "://" in address else f"tcp://{address}"
    try:
        parts = urlsplit(full)
        usable = parts.scheme in ("tls", "tcp") and parts.hostname and parts.port
    except ValueError:
        usable = None
    if not usable:
        raise EnvironmentProblem(f"'{address}' is no scheduler's address", "write tls://HOST:PORT")
    if parts.scheme == "tcp" and not _is_loopback(str(parts.hostname)) and not _is_private():
        raise EnvironmentProblem(
            f"{full} is neither encrypted nor authenticated: whoever reaches a port of the "
            "cluster runs code on its machines and on this one",
            f"use tls://, or set {PLAIN}=1 if nobody else can reach that network",
        )
    return full


def _is_private() -> bool:
    return os.environ.get(PLAIN) == "1"


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
