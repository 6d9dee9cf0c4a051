# Everything is built with one profile, --release: what `make demo` built, `make test` and `make bench` use.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

env := . scripts/env.sh

quick := CARGO_INCREMENTAL=1 cargo --config profile.release.package.zhoubao.opt-level=0

.PHONY: help setup build quick demo demo-server test test-live hostile faults mcp-test eval train api-test load clients fuzz scale scale-million check deny msrv sbom dist bench figures use clean install uninstall

help: ## What can be made
	@echo 'make …'
	@sed -n 's/^\([a-z-]*\):.*## /  \1|/p' $(firstword $(MAKEFILE_LIST)) | column -t -s '|'

setup: ## System packages, toolchain, embedding weights: what is missing of them
	@scripts/setup.sh

build: ## The program: target/release/zhoubao
	@scripts/need.sh cc build-essential
	@$(env); cargo build --release --locked

# Nothing is built here, so that `sudo make install PREFIX=/usr/local` runs no compiler as root.
install: ## The program, its manual and completions to PREFIX (~/.local)
	@PREFIX='$(PREFIX)' DESTDIR='$(DESTDIR)' scripts/install.sh

uninstall: ## Takes them away again
	@PREFIX='$(PREFIX)' DESTDIR='$(DESTDIR)' scripts/install.sh --uninstall

quick: ## The loop of a change: builds this crate alone without optimising it, runs the unit tests that have TEST in their names
	@scripts/need.sh cc build-essential
	@$(env); $(quick) build --release --locked
	@$(env); $(quick) test --release --locked --lib -- $(TEST)

demo: ## Reads the sample reports and asks them a question
	@scripts/demo.sh

demo-server: ## The same against a Qdrant server, started for it
	@scripts/demo.sh --server

test: ## All tests, with real weights and a real Qdrant server
	@scripts/test.sh

test-live: ## Answers of a real language model: that of OPENAI_BASE_URL, else one set up here (1.2 GB the first time)
	@scripts/test-live.sh

api-test: build ## Requests made up by schemathesis against the server's OpenAPI document
	@scripts/schemathesis.sh

load: build ## 64 callers at once for a minute: p50, p95, p99, memory, errors
	@scripts/load.sh

mcp-test: build ## Every MCP tool through the official Python and TypeScript clients, over stdio and HTTP
	@scripts/mcp-clients.sh

clients: build ## What other people's programs make of the server, briefly: schemathesis, the official MCP clients, a load
	@scripts/schemathesis.sh 6
	@scripts/mcp-clients.sh
	@scripts/load.sh 15 32

fuzz: ## Any bytes through each reader, ten minutes a reader: pages, times, replies, exports, questions, redaction
	@$(env); ZHOUBAO_FUZZ_SECONDS=$${ZHOUBAO_FUZZ_SECONDS:-600} cargo test --release --locked --test properties -- fuzz --nocapture --test-threads 2

scale: ## A hundred thousand passages on a cluster of three Qdrant nodes, of which one is killed
	@ZHOUBAO_CLUSTER_POINTS=100000 scripts/test.sh --cluster

hostile: ## Sixty hostile reports and questions before a real language model, over every way to ask
	@scripts/test-live.sh --hostile

scale-million: ## A million passages in both stores, with whole vectors and with small ones: hours on two cores, 15 GB; POINTS=100000 for fewer, ONLY=embedded or server, VECTORS=whole, scalar or binary
	@scripts/test.sh --million '$(or $(POINTS),1000000)' '$(ONLY)' '$(VECTORS)'

faults: ## A kill at every call that makes a write last, full disks, damaged files: takes long
	@scripts/test.sh --faults

eval: ## Accuracy, citations, refusals and retrieval on the sample questions
	@scripts/eval.sh

train: build ## Learn the weights of statements and verdicts anew, from every set of questions that is there
	@scripts/train.sh

check: deny ## Format, lints, documentation; licences and sources of what is linked
	@scripts/need.sh cc build-essential
	@echo '== format'; $(env); cargo fmt --check
	@echo '== lints'; $(env); cargo clippy --release --locked --all-targets -- -D warnings
	@echo '== documentation'; $(env); RUSTDOCFLAGS='-D warnings' cargo doc --release --locked --no-deps

deny: ## Licences, bans and sources of every library, as deny.toml wants them
	@echo '== licences, bans, sources'; scripts/cargo-deny.sh

msrv: ## Type-checks everything with the oldest Rust that Cargo.toml promises
	@scripts/msrv.sh

sbom: ## The bill of materials: target/release-files/zhoubao.cdx.json
	@scripts/sbom.sh target/release-files/zhoubao.cdx.json

dist: ## What a release has, for this kind of machine: target/release-files
	@scripts/dist.sh

bench: ## Benchmarks
	@scripts/test.sh --bench

figures: ## One page of figures, each beside what somebody would put together instead: a quarter of an hour
	@scripts/figures.sh

use: build ## A server under use over large made-up indexes: answers, roll-ups, pages, memory; five minutes
	@scripts/use.sh

clean: ## Removes what was built, fetched and indexed here
	rm -rf target .cache .zhoubao-demo
