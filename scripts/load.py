"""Callers at once for some seconds: python3 load.py HOST:PORT PID SECONDS CALLERS. Called by load.sh."""

import http.client
import json
import random
import sys
import threading
import time
from urllib.parse import quote

QUESTIONS = [
    "6/15账户流水差异的原因是什么",
    "6月有哪些线上事件",
    "第25周的工作计划是什么",
    "出金有效成功率最近是多少",
    "支付系统可用性怎么样",
    "Which incidents are still open?",
    "天气怎么样",
]
READS = {
    "search": "/api/v1/search?q=" + quote("对账差异"),
    "incidents": "/api/v1/incidents?limit=50",
    "metrics": "/api/v1/metrics?limit=50",
    "milestones": "/api/v1/milestones?limit=50",
    "reports": "/api/v1/reports",
    "rollup": "/api/v1/rollup?period=2023-06",
}
# Of a hundred requests; the rest asks.
SHARES = [("search", 15), ("incidents", 8), ("metrics", 5), ("milestones", 5), ("reports", 10), ("rollup", 2)]


def kind_of(number):
    for name, share in SHARES:
        if number < share:
            return name
        number -= share
    return "ask"


def caller(seed, host, until, took, failed, lock):
    chance = random.Random(seed)
    connection = http.client.HTTPConnection(host, timeout=60)
    while time.monotonic() < until:
        kind = kind_of(chance.randrange(100))
        start = time.monotonic()
        try:
            if kind == "ask":
                body = json.dumps({"question": chance.choice(QUESTIONS)})
                connection.request("POST", "/api/v1/ask", body, {"content-type": "application/json"})
            else:
                connection.request("GET", READS[kind])
            reply = connection.getresponse()
            json.loads(reply.read())
            problem = None if reply.status == 200 else f"{kind}: {reply.status}"
        except (OSError, http.client.HTTPException, ValueError) as error:
            problem = f"{kind}: {error!r}"
            connection.close()
        spent = time.monotonic() - start
        with lock:
            took.setdefault(kind, []).append(spent)
            if problem:
                failed.append(problem)


def memory(pid, field):
    with open(f"/proc/{pid}/status") as status:
        for line in status:
            if line.startswith(field):
                return int(line.split()[1]) / 1024
    return 0


def at(sorted_times, share):
    return 1000 * sorted_times[min(len(sorted_times) - 1, int(share * len(sorted_times)))]


def main():
    host, pid, seconds, callers = sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4])
    took, failed, lock = {}, [], threading.Lock()
    before = memory(pid, "VmRSS")
    until = time.monotonic() + seconds
    threads = [
        threading.Thread(target=caller, args=(seed, host, until, took, failed, lock)) for seed in range(callers)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(f"{callers} callers, {seconds:.0f} s")
    print(f"{'':12}{'requests':>9}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}{'max ms':>9}")
    everything = []
    for kind, times in sorted(took.items()) + [("all", everything)]:
        times.sort()
        print(f"{kind:12}{len(times):9}" + "".join(f"{at(times, p):9.0f}" for p in (0.5, 0.95, 0.99, 1)))
        if times is not everything:
            everything += times
    print(f"{len(everything) / seconds:.0f} requests a second")
    print(f"memory: {before:.0f} MB before, {memory(pid, 'VmRSS'):.0f} MB after, {memory(pid, 'VmHWM'):.0f} MB at most")
    print(f"errors: {len(failed)}")
    for problem in sorted(set(failed))[:10]:
        print(f"  {failed.count(problem)} × {problem}")
    sys.exit(1 if failed else 0)


main()
