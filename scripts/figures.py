"""The page of figures; called by figures.sh.

Runs the benchmarks of this repository, the whole program from outside, and what somebody would put together instead
(figures_others.py, by PYTHON), one after the other, and prints Markdown. Of a whole process it counts wall time, the processor time of all
its threads, and the peak of its resident memory, as the operating system does.
"""

import argparse
import datetime
import http.client
import json
import os
import platform
import re
import statistics
import subprocess
import sys
import time
from pathlib import Path

YEAR, TEN_YEARS, COLD, WARM = 52, 520, 15, 3
QUESTION = "what caused the 6/15 账户流水 discrepancy"
QUESTIONS = [QUESTION, "6月有哪些线上事件", "第25周的工作计划是什么", "出金有效成功率最近是多少", "支付系统可用性怎么样", "Which incidents are still open?", "天气怎么样"]
TEXT = ("账务日终批处理提前完成，" * 10)[:110]
HERE = Path(__file__).resolve().parent
ROOT = HERE.parent


class Run:
    """A process from start to end."""

    def __init__(self, arguments, folder, environment=None):
        start = time.perf_counter()
        with open(folder / "errors", "w+", encoding="utf-8") as errors:
            process = subprocess.Popen([str(one) for one in arguments], cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=errors)
            self.output = process.stdout.read().decode()
            _, status, used = os.wait4(process.pid, 0)
            errors.seek(0)
            if status:
                sys.exit(f"error: {arguments} failed:\n{errors.read()}")
        self.wall = time.perf_counter() - start
        self.processor = used.ru_utime + used.ru_stime
        self.peak = used.ru_maxrss / 1024

    def cell(self):
        return f"{seconds(self.wall)}, processor {seconds(self.processor)}, {self.peak:.0f} MB"


def seconds(value):
    return f"{value:.1f} s" if value >= 10 else f"{value:.2f} s" if value >= 1 else f"{1000 * value:.0f} ms" if value >= 0.002 else f"{1000 * value:.1g} ms"


def middle(runs):
    """The run of the middle wall time, with the middle of the others' processor times and the highest peak."""
    runs = sorted(runs, key=lambda run: run.wall)
    found = runs[len(runs) // 2]
    found.processor = statistics.median(run.processor for run in runs)
    found.peak = max(run.peak for run in runs)
    return found


def table(title, head, rows):
    print(f"\n### {title}\n")
    for row in [head, ["---"] * len(head), *rows]:
        print("| " + " | ".join(row) + " |")
    sys.stdout.flush()


def machine():
    with open("/proc/cpuinfo", encoding="utf-8") as info:
        model = next((line.split(":")[1].strip() for line in info if line.startswith("model name")), platform.machine())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores ({model}), {memory:.0f} GiB"


def load():
    return " ".join(f"{value:.1f}" for value in os.getloadavg())


class Figures:
    def __init__(self, given):
        self.program, self.python, self.work, self.reports = given.program.resolve(), given.python, given.work, given.reports
        self.benches = dict(line.split("=", 1) for line in given.benches.split(":"))
        self.models = given.weights.parent
        self.parts = given.parts
        self.environment = {"PATH": os.environ["PATH"], "HOME": str(self.work), "ZHOUBAO_MODELS": str(self.models), "ZHOUBAO_AS_OF": "2023-06-21"}
        self.for_others = self.work / "weights"
        subprocess.run([self.python, HERE / "figures_others.py", "weights", given.weights, self.for_others], check=True)

    def bench(self, name, *filters):
        """What a benchmark of this repository prints, and the share of a core that it got."""
        environment = {**os.environ, "ZHOUBAO_MODELS": str(self.models)}
        run = Run([self.benches[name], "--bench", *filters], self.work, environment)
        return run.output, run.processor / run.wall

    def measured(self, bench, name, kind):
        """The middle value of one benchmark of one thread, in processor time: what it took, by the share of a core that it got."""
        printed, share = self.bench(bench, f"^{re.escape(name)}$", "--sample-size", "10", "--warm-up-time", "1", "--measurement-time", "2")
        value, unit = estimate(printed, name, kind)
        value = value / share if kind == "thrpt" else value * share
        return f"{value:.0f} {unit}" if value >= 10 else f"{value:.2g} {unit}"

    def others(self, step, *arguments):
        run = Run([self.python, HERE / "figures_others.py", step, *arguments], self.work)
        run.found = json.loads(run.output.splitlines()[-1])
        return run

    def run(self, *arguments):
        return Run([self.program, *arguments], self.work, self.environment)

    def write(self, name, count):
        folder = self.work / name
        subprocess.run([self.benches["folder"], "--write", folder, str(count)], check=True, cwd=ROOT)
        size = sum(path.stat().st_size for path in folder.iterdir())
        return folder, f"{count} reports, {size / 1e6:.1f} MB"

    def reading(self, year, size):
        other = self.others("read", year).found
        speed = lambda name: self.measured("reading", f"a year of reports/{name}", "thrpt")
        took = lambda name: self.measured("reading", name, "time")
        mb = lambda value: f"{value:.1f} MB/s"
        table(f"Reading a year ({size}), of processor time", ["what", "zhoubao", "instead"], [
            ["Markdown → passages with their incidents", speed("parse and passages"), f"splitting at headings and lengths, langchain-text-splitters: {mb(other['split'])}"],
            ["metrics, milestones and goals of parsed reports", speed("facts"), "–"],
            ["passages → terms: words, identifiers, numbers, days", speed("terms"), f"words alone, `jieba` of Python: {mb(other['cut'])}"],
            ["words alone", speed("words"), f"jieba-rs: {speed('words by jieba-rs')}"],
            ["dictionaries from nothing, glossaries included", took("dictionaries from nothing"), f"jieba-rs: {took('dictionaries from nothing by jieba-rs')}; `jieba` of Python: {seconds(other['dictionary'])}"],
        ])

    def embedding(self):
        other = self.others("embed", self.for_others, TEXT, 64).found
        speed = self.measured("embed", "texts of 112 tokens/1 workers", "thrpt")
        printed, _ = self.bench("embed", "^texts of 112 tokens/2 workers$")
        both, unit = estimate(printed, "texts of 112 tokens/2 workers", "thrpt")
        first = self.measured("embed", "load and first question/Query", "time")
        per = lambda value: f"{value:.0f} texts/s"
        table("Embedding with the same weights (bge-small-zh-v1.5, int8)", ["what", "zhoubao", "onnxruntime, a text a run", "fastembed, in batches"], [
            ["texts of 112 tokens, one thread, of processor time", speed.replace("elem", "texts"), per(other["onnxruntime-1"]), per(other["fastembed-1"])],
            ["the same, two threads, of wall time", f"{both:.0f} {unit.replace('elem', 'texts')}", per(other["onnxruntime-2"]), per(other["fastembed-2"])],
            ["load the weights and embed a question, of processor time", first, seconds(other["first"]), "–"]])

    def whole(self, year, size):
        index = self.work / "other-year"
        other = self.others("ingest", self.for_others, year, index)
        again = lambda: middle([self.run("ingest", "--index", "year.index", year) for _ in range(3)])
        rows = [
            [f"a year: {size}", self.run("ingest", "--index", "year.index", year).cell(), f"{other.cell()}; {other.found['pieces']} pieces"],
            ["the same, words alone (`--embedder none`)", self.run("--embedder", "none", "ingest", "--index", "words.index", year).cell(), "–"],
            ["the year again, nothing changed", again().cell(), "all of it again"],
        ]
        if self.reports:
            pages = list(self.reports.rglob("*.md"))
            size = sum(page.stat().st_size for page in pages) / 1e6
            rows.append([f"a laboratory's own, not in the repository: {len(pages)} reports, {size:.1f} MB", self.run("ingest", "--index", "lab.index", self.reports).cell(), "–"])
        self.table_of_ingests(rows)

    def decade(self, *_):
        ten, size = self.write("ten", TEN_YEARS)
        rows = [[f"ten years: {size}", self.run("ingest", "--index", "ten.index", ten).cell(), "–"]]
        rows.append(["ten years again, nothing changed", middle([self.run("ingest", "--index", "ten.index", ten) for _ in range(3)]).cell(), "–"])
        rows.append([f"one question of ten years, from nothing: the middle of {COLD}", middle([self.run("ask", "--index", "ten.index", QUESTION) for _ in range(COLD)]).cell(), "–"])
        self.table_of_ingests(rows)

    def table_of_ingests(self, rows):
        table("From files to an index that can be asked", ["what", "zhoubao", "fastembed and qdrant-client's own store, split at headings"], rows)

    def asking(self):
        self.run("ingest", "--index", "seeds.index", ROOT / "seeds")
        rows = []
        for what, index, other in [("the sample reports (24)", "seeds.index", None), ("a year", "year.index", "other-year")]:
            ours = middle([self.run("ask", "--index", index, QUESTION) for _ in range(COLD)]).cell()
            instead, warm = "–", "–"
            if other:
                instead = middle([self.others("ask", self.for_others, self.work / other, 1) for _ in range(3)]).cell()
                warm = seconds(self.others("ask", self.for_others, self.work / other, 30).found["warm"])
            rows.append([f"{what}, from nothing: the middle of {COLD}", ours, instead])
            rows.append([f"{what}, a server that has answered before: the middle of {WARM * len(QUESTIONS)} over REST", self.warm(index), warm])
        table("A question", ["of", "zhoubao: an answer with its lines", "the ten nearest pieces"], rows)

    def warm(self, index):
        arguments = [str(self.program), "serve", "--index", index, "--address", "127.0.0.1:0", "--log-format", "off"]
        server = subprocess.Popen(arguments, cwd=self.work, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        try:
            connection = http.client.HTTPConnection(server.stdout.readline().strip().removeprefix("http://").rstrip("/"), timeout=60)
            times = []
            for around in range(WARM + 1):
                for question in QUESTIONS:
                    start = time.perf_counter()
                    connection.request("POST", "/api/v1/ask", json.dumps({"question": question}), {"content-type": "application/json"})
                    reply = connection.getresponse()
                    reply.read()
                    if reply.status != 200:
                        sys.exit(f"error: the server answered {reply.status}")
                    if around:
                        times.append(time.perf_counter() - start)
            return seconds(statistics.median(times))
        finally:
            server.terminate()
            server.wait()

    def retrieval(self):
        sizes = [1_000, 10_000, 100_000]
        exact = self.others("search", ",".join(map(str, sizes))).found
        rows = []
        printed, _ = self.bench("retrieval")
        for line in printed.splitlines()[1:]:
            store, points, write, optimise, opened, first, p50, p95, filtered = line.split()
            compared = seconds(exact[points]) if store == "embedded" else "–"
            rows.append([store, f"{int(points):,}", f"{write} s", f"{optimise} s", f"{opened} ms", f"{first} ms", f"{p50} ms", f"{p95} ms", f"{filtered} ms", compared])
        head = ["store", "passages", "write", "optimise", "open + first query", "first 100, p95", "p50", "p95", "p95 with a filter", "numpy in memory, vectors alone, p50"]
        table("Retrieval: one query with words and vectors, fused (vectors made up)", head, rows)

    def page(self):
        before = load()
        print(f"{datetime.date.today()}, {machine()}; `make figures`, load before it {before} (programs that wanted a core, over 1, 5 and 15 minutes).")
        year, size = self.write("year", YEAR)
        parts = {
            "reading": lambda: self.reading(year, size), "embedding": self.embedding, "whole": lambda: self.whole(year, size),
            "asking": self.asking, "decade": self.decade, "retrieval": self.retrieval,
        }
        for part in self.parts:
            parts[part]()
        print(f"\nLoad after it: {load()}.")


def estimate(printed, name, kind):
    """The middle one of the three values that criterion prints for `name`, with its unit."""
    after = re.split(rf"^{re.escape(name)}\s*(?=\n|time:)", printed, maxsplit=1, flags=re.MULTILINE)
    if len(after) < 2:
        sys.exit(f"error: no benchmark `{name}` in\n{printed}")
    found = re.search(rf"{kind}:\s+\[\S+\s+\S+\s+(\S+)\s+(\S+)\s+\S+\s+\S+\]", after[1])
    value, unit = float(found[1]), found[2]
    if unit.endswith("iB/s"):
        return value * {"K": 1024, "M": 1024**2, "G": 1024**3}[unit[0]] / 1e6, "MB/s"
    return value, unit


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--benches", required=True, help="name=program:name=program …")
    for name in ["--program", "--python", "--weights", "--work"]:
        parser.add_argument(name, required=True, type=Path)
    parser.add_argument("--reports", type=Path)
    parser.add_argument("parts", nargs="+")
    Figures(parser.parse_args()).page()
