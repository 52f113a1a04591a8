# The web assets.
FROM node:24-slim AS web
WORKDIR /src/web
COPY web/package.json web/package-lock.json web/.npmrc ./
RUN npm ci --no-audit --no-fund
COPY docs/schema.graphql /src/docs/
COPY web ./
RUN npm run build

# The wheel, and a virtual environment with it and its locked dependencies.
FROM python:3.13-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /src
RUN python -m venv /opt/journeygraph && python -m venv /opt/builder
COPY requirements-image.lock requirements-build.lock ./
RUN /opt/journeygraph/bin/pip install --require-hashes -r requirements-image.lock \
    && /opt/builder/bin/pip install --require-hashes -r requirements-build.lock
COPY . .
COPY --from=web /src/api/static api/static
RUN /opt/builder/bin/pip wheel --no-deps --no-build-isolation --wheel-dir /dist . \
    && /opt/journeygraph/bin/pip install --no-deps /dist/*.whl \
    && /opt/journeygraph/bin/pip uninstall --yes pip

FROM python:3.13-slim
LABEL org.opencontainers.image.title="journeygraph" org.opencontainers.image.licenses="Apache-2.0"
ENV PATH=/opt/journeygraph/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    JOURNEYGRAPH_HOME=/var/lib/journeygraph
RUN useradd --system --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin journeygraph \
    && install --directory --owner=journeygraph --group=journeygraph --mode=0700 /var/lib/journeygraph
COPY --from=build /opt/journeygraph /opt/journeygraph
USER 10001:10001
WORKDIR /var/lib/journeygraph
VOLUME /var/lib/journeygraph
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=6 \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
ENTRYPOINT ["journeygraph"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8000"]
