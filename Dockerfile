# The program in an image of its own: `docker build -t zhoubao .` (docs/release.md).

FROM rust:1.95-bookworm AS build
WORKDIR /zhoubao
COPY . .
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/zhoubao/target \
    cargo build --profile dist --locked --bin zhoubao && \
    install -D -m 755 target/dist/zhoubao /out/usr/local/bin/zhoubao && \
    install -D -m 644 -t /out/usr/share/doc/zhoubao LICENSE-APACHE LICENSE-MIT

FROM debian:bookworm-slim
# TLS to a hub or a language model takes the system's certificates.
RUN apt-get update && \
    apt-get install -y --no-install-recommends ca-certificates curl tzdata && \
    rm -rf /var/lib/apt/lists/* && \
    useradd --uid 10001 --user-group --no-create-home --home-dir /data zhoubao && \
    install -d -o zhoubao -g zhoubao -m 700 /data && \
    install -d /reports
COPY --from=build /out/ /

# All that it writes is below /data: index, feedback, audit, weights. The root may be read-only.
ENV HOME=/data \
    XDG_DATA_HOME=/data \
    XDG_CONFIG_HOME=/data/config \
    XDG_CACHE_HOME=/data/cache \
    TZ=Asia/Shanghai
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 7350
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["curl", "--fail", "--silent", "--show-error", "--output", "/dev/null", "http://127.0.0.1:7350/healthz"]
ENTRYPOINT ["zhoubao"]
CMD ["serve", "--address", "0.0.0.0:7350", "--host", "127.0.0.1", "--host", "localhost", "--token-file", "/run/secrets/zhoubao-tokens"]
