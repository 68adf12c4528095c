"""Runs an emulator for as long as whoever started it lives.

    python launch.py FOLDER ARGUMENT...

runs the same Python with the arguments.

Standard input is a pipe whose other end the starting process holds and never writes to. It ends
when that process drops it, exits or is killed, even by SIGKILL: no signal, no poll, no clock. Then
everything in this process group dies, the functions that the emulator runs included, and FOLDER,
the emulator's log and data, is removed.

The process must lead its own process group.
"""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time

SECONDS_TO_STOP = 2


def stop_when_abandoned(emulator, abandoned):
    sys.stdin.buffer.read()
    abandoned.set()
    os.killpg(0, signal.SIGTERM)
    time.sleep(SECONDS_TO_STOP)
    emulator.kill()


def main():
    folder, *arguments = sys.argv[1:]
    emulator = subprocess.Popen([sys.executable, *arguments], stdin=subprocess.DEVNULL)
    # The group's SIGTERM is for the emulator: this process still has to clean up.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    abandoned = threading.Event()
    threading.Thread(
        target=stop_when_abandoned, args=(emulator, abandoned), daemon=True
    ).start()
    emulator.wait()
    # An emulator that failed by itself leaves its log to whoever started it.
    if abandoned.is_set():
        shutil.rmtree(folder, ignore_errors=True)
    os.killpg(0, signal.SIGKILL)


main()
