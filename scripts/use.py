"""A server under use, over large made-up indexes: python3 use.py PROGRAM WORK [department] [weeks] [incidents] [year]. Called by use.sh.

Prints Markdown: of every index the passages, p50 and p95 of twenty different questions over REST (three times each), the seconds of a
quarter's and a month's roll-up (the middle of four), of every page the middle of five, and the server's memory as the system counts it.
The indexes are the sample reports with other digits and days (no words of their own), the same at every run, and are kept in WORK.
"""

import datetime
import http.client
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
LAST = datetime.date(2024, 6, 25)
QUESTIONS = [
    "what caused the 6/15 账户流水 discrepancy", "6月有哪些线上事件", "第25周的工作计划是什么", "出金有效成功率最近是多少",
    "支付系统可用性怎么样", "Which incidents are still open?", "天气怎么样", "第20周到第26周入金有效成功率怎么变化", "哪些计划改期了",
    "POS收单系统建设进展如何", "谁负责银行虚户", "平安存管迁了多少家", "How many incidents were there in May?", "最近一次账单差异怎么处理的",
    "第一季度降本多少", "系统双活什么时候切满", "影响超过一小时的事件有哪些", "下周有哪些计划上线", "INC-1234 的原因", "账单断点续跑上线了吗",
]
PAGES = ["/", "/reports", "/incidents", "/metrics-ledger", "/projects", "/promises", "/rollups?period={month}", "/goals", "/draft", "/check", "/audit", "/quality"]
DAY = re.compile(r"(?<![\d./-])(\d{1,2})([/月])(\d{1,2})(?=[日号\s,，。：:、）)]|$)")


def texts():
    found = []
    for path in sorted(SEEDS.glob("*.md")):
        written = re.search(r"(\d{4}-\d\d-\d\d)\.md$", path.name)
        if written:
            found.append((datetime.date.fromisoformat(written[1]), path.read_text(encoding="utf-8")))
    return found


def report(seeds, number, last, author=None):
    """A sample report as of another week: its days moved along, longer numbers with other digits."""
    chance = random.Random(number)
    day = last - datetime.timedelta(weeks=number % 10_000)
    written, text = seeds[number % len(seeds)]
    moved = day - written

    def another_day(found):
        try:
            then = datetime.date(written.year, int(found[1]), int(found[3])) + moved
        except ValueError:
            return found[0]
        return f"{then.month}{found[2]}{then.day}"

    body = DAY.sub(another_day, text.split("\n", 1)[1])
    body = re.sub(r"\d{3,}", lambda digits: "".join(chance.choice("0123456789") for _ in digits[0]), body)
    name = f"第{day.isocalendar()[1]}周 {day}"
    return f"{name}.md", f"# {name}\n\n" + (f"作者：{author}\n\n" if author else "") + body


def department(folder):
    """Sixteen people, a year and some weeks of reports each."""
    seeds = texts()
    for person in range(16):
        author = f"{'赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨'[person]}{'明月'[person % 2]}"
        (folder / author).mkdir(parents=True)
        for week in range(54):
            name, text = report(seeds, week + 10_000 * (1 + person), LAST, author)
            (folder / author / name).write_text(text, encoding="utf-8")


def weeks(folder, count=800):
    seeds = texts()
    folder.mkdir(parents=True)
    for week in range(count):
        name, text = report(seeds, week, LAST)
        (folder / name).write_text(text, encoding="utf-8")


def incidents(folder):
    """Two pages of sixteen thousand incidents each, a line an incident."""
    chance = random.Random(1)
    systems = ["账单", "收单", "出金", "入金", "对账", "网关", "存管", "账务"]
    causes = ["配置错误", "数据库慢查询", "证书过期", "线程池打满", "第三方超时", "磁盘写满"]
    folder.mkdir(parents=True)
    for page, day in enumerate((LAST, LAST - datetime.timedelta(weeks=1))):
        lines = []
        for number in range(16_000):
            then = day - datetime.timedelta(days=chance.randrange(180))
            lines.append(f"- {then.month}/{then.day} {chance.randrange(24):02}:{chance.randrange(60):02} {chance.choice(systems)}系统{page}{number:05}号故障，原因：{chance.choice(causes)}，影响{chance.randrange(1, 90)}分钟")
        name = f"第{day.isocalendar()[1]}周 {day}"
        (folder / f"{name}.md").write_text(f"# {name}\n\n## 生产事件\n\n" + "\n".join(lines) + "\n", encoding="utf-8")


MATERIAL = {"department": department, "weeks": weeks, "incidents": incidents, "year": lambda folder: weeks(folder, 52)}


class Server:
    def __init__(self, program, work, index):
        environment = {"PATH": os.environ["PATH"], "HOME": str(work), "ZHOUBAO_EMBEDDER": "none", "ZHOUBAO_AS_OF": str(LAST)}
        command = [program, "serve", "--address", "127.0.0.1:0", "--log-format", "off", "--rate", "100000", "--index", str(index)]
        self.process = subprocess.Popen(command, cwd=work, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        address = self.process.stdout.readline().strip().removeprefix("http://").rstrip("/")
        self.connection = http.client.HTTPConnection(address, timeout=120)

    def get(self, method, path, body=None):
        start = time.perf_counter()
        self.connection.request(method, path, body and json.dumps(body), {"content-type": "application/json"} if body else {})
        reply = self.connection.getresponse()
        text = reply.read()
        if reply.status != 200:
            sys.exit(f"error: {method} {path} {body}: {reply.status} {text[:200]!r}")
        self.text = text
        return 1000 * (time.perf_counter() - start)

    def settled(self):
        """Megabytes once what is read ahead is read: no processor time over a second."""
        spent = -1
        until = time.monotonic() + 120
        while time.monotonic() < until:
            fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
            now = int(fields[11]) + int(fields[12])
            if now - spent <= 1:
                break
            spent = now
            time.sleep(1)
        return self.memory("VmRSS")

    def memory(self, field):
        return next(int(line.split()[1]) / 1024 for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines() if line.startswith(field))


def measure(program, work, kind):
    index = work / f"{kind}.index"
    if not (work / f"{kind}.read").exists():
        shutil.rmtree(work / kind, ignore_errors=True)
        shutil.rmtree(index, ignore_errors=True)
        MATERIAL[kind](work / kind)
        environment = {"PATH": os.environ["PATH"], "HOME": str(work)}
        subprocess.run([program, "ingest", "--index", index, "--embedder", "none", work / kind], check=True, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        (work / f"{kind}.read").touch()
    server = Server(program, work, index)
    ready = server.settled()
    took = {question: [server.get("POST", "/api/v1/ask", {"question": question}) for _ in range(3)] for question in QUESTIONS}
    times = sorted(time for each in took.values() for time in each)
    slowest = sorted(took, key=lambda question: -statistics.median(took[question]))[:3]
    quarter = [server.get("GET", "/api/v1/rollup?period=2024Q1&format=md") for _ in range(4)]
    month = [server.get("GET", "/api/v1/rollup?period=2024-05&format=md") for _ in range(4)]
    pages = {page: statistics.median(server.get("GET", page.format(month="2024-05")) for _ in range(5)) for page in PAGES}
    server.get("GET", "/api/v1/status")
    print(f"\n### {kind}: {json.loads(server.text)['passages']:,} passages\n")
    print(f"- `ask`: p50 {times[len(times) // 2]:.0f} ms, p95 {times[int(len(times) * 0.95)]:.0f} ms; slowest: " + "; ".join(f"{question} {statistics.median(took[question]):.0f} ms" for question in slowest))
    print(f"- roll-up of a quarter {statistics.median(quarter):.0f} ms, of a month {statistics.median(month):.0f} ms")
    print("- pages, ms: " + ", ".join(f"{page} {time:.0f}" for page, time in pages.items()))
    print(f"- memory: {ready:.0f} MB when everything is read ahead, {server.memory('VmHWM'):.0f} MB at most", flush=True)
    server.process.terminate()
    server.process.wait()


program, work = str(Path(sys.argv[1]).resolve()), Path(sys.argv[2]).resolve()
work.mkdir(parents=True, exist_ok=True)
print(f"{datetime.date.today()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; no vectors")
for kind in sys.argv[3:] or MATERIAL:
    measure(program, work, kind)
