"""Times the wheel: its import, and calls of tools in a session that is done. Prints JSON; times are in seconds.

    python session.py k8sgen.yaml '[["generate_namespace", {}]]'
"""

import json
import subprocess
import sys
import time

import k8sgen

ROUNDS, CALLS, STARTS = 200, 10, 20


def shortest(work, rounds):
    """The shortest of many times: other programs only ever make one longer."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def start(program):
    subprocess.run([sys.executable, "-I", "-c", program], check=True)


def many(session, tool, args):
    for _ in range(CALLS):
        session.act(tool, args)


config, calls = sys.argv[1], json.loads(sys.argv[2])
session = k8sgen.Session.load(config)
while (step := session.next) is not None:
    session.act(step.tool, step.args)

bare = shortest(lambda: start("pass"), STARTS)
with_import = shortest(lambda: start("import k8sgen"), STARTS)
acts = [shortest(lambda: many(session, tool, args), ROUNDS) / CALLS for tool, args in calls]
json.dump({"import": max(0.0, with_import - bare), "acts": acts}, sys.stdout)
