# Selfsame for an installation with a PostgreSQL of its own; see docker-compose.yml.

FROM python:3.13-slim AS tools
WORKDIR /source
COPY requirements*.lock ./
RUN pip install --no-cache-dir --require-hashes -r requirements-boot.lock

FROM tools AS wheel
RUN apt-get update && apt-get install --yes --no-install-recommends gcc libc6-dev
RUN uv venv /build && VIRTUAL_ENV=/build uv pip sync --require-hashes requirements-dev.lock
COPY . .
RUN /build/bin/python -m hatchling build --target wheel --directory /wheel

FROM tools AS application
# requirements-linkage.lock installs what large registers are compared by as well (docs/matching.md).
ARG LOCK=requirements.lock
RUN uv venv /selfsame && VIRTUAL_ENV=/selfsame uv pip sync --require-hashes $LOCK
COPY --from=wheel /wheel /wheel
RUN VIRTUAL_ENV=/selfsame uv pip install --offline --no-deps /wheel/*.whl

FROM python:3.13-slim
RUN useradd --system --create-home --home-dir /var/lib/selfsame selfsame
COPY --from=application /selfsame /selfsame
USER selfsame
WORKDIR /var/lib/selfsame
ENV PATH=/selfsame/bin:$PATH \
    SELFSAME_DATA_DIR=/var/lib/selfsame/data \
    SELFSAME_HOST=0.0.0.0 \
    SELFSAME_PORT=8000
RUN mkdir data
VOLUME /var/lib/selfsame/data
EXPOSE 8000
HEALTHCHECK --interval=5s --timeout=3s --start-period=10s CMD \
    ["python", "-c", "import os, urllib.request as r; r.urlopen(f'http://127.0.0.1:{os.environ[\"SELFSAME_PORT\"]}/healthz', timeout=2)"]
CMD ["selfsame", "serve", "--no-worker"]
