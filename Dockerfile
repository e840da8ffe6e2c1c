# The demo in a container: docker build -t telephony-demo . && docker run --rm -it -p 127.0.0.1:8123:8123 telephony-demo
FROM debian:trixie-slim
RUN apt-get update && apt-get install --yes --no-install-recommends ca-certificates python3 && rm -rf /var/lib/apt/lists/*
RUN useradd --create-home demo && install --directory --owner demo /telephony
USER demo
WORKDIR /telephony
COPY --chown=demo . .
RUN scripts/setup
EXPOSE 8123
CMD ["scripts/demo", "--host", "0.0.0.0"]
