FROM docker.io/library/python:3.13-slim AS build
COPY . /source
RUN pip wheel --no-cache-dir --wheel-dir /wheels /source
FROM docker.io/library/python:3.13-slim
RUN --mount=type=bind,from=build,source=/wheels,target=/wheels pip install --no-cache-dir /wheels/*.whl
RUN useradd --create-home reader
USER reader
WORKDIR /work
ENTRYPOINT ["tenderwatch"]
CMD ["due"]
