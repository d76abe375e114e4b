"""The one place where a Redis failure becomes one of our errors. It knows nothing of what was asked."""

from collections.abc import Iterator
from contextlib import contextmanager

from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import ResponseError
from redis.exceptions import TimeoutError as RedisTimeoutError

from core.errors import Unavailable

AWAY = (RedisConnectionError, RedisTimeoutError, OSError)
STARTING = ("LOADING", "READONLY", "MASTERDOWN", "CLUSTERDOWN", "TRYAGAIN", "BUSY", "MISCONF", "OOM")


@contextmanager
def unavailable_when_away() -> Iterator[None]:
    """A store that is away, loading or full is Unavailable. Everything we run may be repeated, so retrying is safe."""
    try:
        yield
    except AWAY as error:
        raise Unavailable("The live store cannot be reached.") from error
    except ResponseError as error:
        if str(error).startswith(STARTING):
            raise Unavailable("The live store is not ready.") from error
        raise
