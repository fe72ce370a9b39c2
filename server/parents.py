"""Ends a process whose parent was killed: nothing else would ever stop it."""

import asyncio
import multiprocessing
import os
import signal


def end_with_parent() -> None:
    """Send this process SIGTERM when its parent has ended, if another process of ours is that."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    loop = asyncio.get_running_loop()

    def end() -> None:
        loop.remove_reader(parent.sentinel)
        os.kill(os.getpid(), signal.SIGTERM)

    loop.add_reader(parent.sentinel, end)
