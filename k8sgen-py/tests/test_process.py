"""What a process that uses k8sgen may expect: its signals, its threads, and a light import."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import k8sgen

# A shell starts what runs in the background with Ctrl-C ignored, and Python would keep to that.
LOOP = """
import signal, sys, k8sgen
signal.signal(signal.SIGINT, signal.default_int_handler)
session = k8sgen.Session.load(sys.argv[1])
print("ready", flush=True)
while True:
    session.act("generate_namespace")
    k8sgen.generate(sys.argv[1])
"""


def test_ctrl_c_ends_it(demo: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", LOOP, str(demo)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    os.kill(process.pid, signal.SIGINT)
    try:
        _, error = process.communicate(timeout=60)
    finally:
        process.kill()
    assert "KeyboardInterrupt" in error
    assert process.returncode == -signal.SIGINT


def test_importing_it_imports_little() -> None:
    """An import's time is mostly that of the modules that it brings along."""
    program = "import sys; before = set(sys.modules); import k8sgen; print(*set(sys.modules) - before)"
    done = subprocess.run(
        [sys.executable, "-I", "-c", program], capture_output=True, text=True, check=True
    )
    brought = set(done.stdout.split())
    assert "k8sgen" in brought
    assert not brought & {"asyncio", "dataclasses", "importlib.metadata", "inspect", "json", "re", "typing"}


def test_many_threads_share_a_session(demo: Path) -> None:
    session = k8sgen.Session.load(demo)

    def work() -> None:
        while (step := session.next) is not None:
            try:
                session.act(step.tool, step.args)
            except k8sgen.SessionError:
                continue

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert session.finish().files() == k8sgen.generate(demo)
