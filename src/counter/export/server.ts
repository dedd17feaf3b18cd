import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { YodelError } from "../../runtime.ts";
import type { TrafficExporter } from "./exporter.ts";
import { contentTypes, exposition, formatFor } from "./prometheus.ts";

/** Where to listen. */
export interface ListenAddress {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
}

/** `/metrics` for Prometheus and `/healthz` for whoever restarts what does not work. */
export interface MetricsServer extends AsyncDisposable {
  /** `http://127.0.0.1:9477`. */
  readonly url: string;
}

/** In milliseconds: how long requests may take that were begun before the end. */
const patience = 1000;

/** @throws {YodelError} the address is taken, or this user may not use it */
export async function serveMetrics(exporter: TrafficExporter, { host, port }: ListenAddress): Promise<MetricsServer> {
  const server = createServer((request, response) => answer(exporter, request, response));
  // Nobody who says little for long, or comes in numbers, keeps others out.
  server.maxConnections = 64;
  server.headersTimeout = 5000;
  server.requestTimeout = 10_000;
  await listen(server, host, port);
  const { address, port: chosen, family } = server.address() as AddressInfo;
  return {
    url: `http://${family === "IPv6" ? `[${address}]` : address}:${chosen}`,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      const timer = setTimeout(() => server.closeAllConnections(), patience);
      await closed;
      clearTimeout(timer);
    },
  };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) => {
      const reasons: Readonly<Record<string, string>> = {
        EADDRINUSE: "another process listens there",
        EACCES: "this user may not use that port",
        EADDRNOTAVAIL: "this machine does not have that address",
        ENOTFOUND: "there is no such host",
      };
      const reason = reasons[cause.code ?? ""] ?? cause.message;
      const hint = "--prometheus [HOST:]PORT takes another one; port 0 is any that is free";
      reject(new YodelError("YDL7081", `can't listen on ${host}:${port}: ${reason}`, { hint, cause }));
    });
    server.listen(port, host, resolve);
  });
}

interface Reply {
  readonly status: number;
  readonly type?: string;
  readonly text: string;
}

function answer(exporter: TrafficExporter, request: IncomingMessage, response: ServerResponse): void {
  const { status, type = "text/plain; charset=utf-8", text } = replyTo(exporter, request);
  response.writeHead(status, { "content-type": type, "content-length": Buffer.byteLength(text) });
  response.end(request.method === "HEAD" ? undefined : text);
}

function replyTo(exporter: TrafficExporter, { method, url = "", headers }: IncomingMessage): Reply {
  if (method !== "GET" && method !== "HEAD") return { status: 405, text: "GET only\n" };
  switch (url.split("?")[0]) {
    case "/metrics":
      return metrics(exporter, headers.accept);
    case "/healthz": {
      const { trouble } = exporter;
      return trouble === undefined ? { status: 200, text: "ok\n" } : { status: 503, text: `${trouble}\n` };
    }
    case "/":
      return { status: 200, text: "yodel export: /metrics, /healthz\n" };
    default:
      return { status: 404, text: "there are /metrics and /healthz\n" };
  }
}

function metrics(exporter: TrafficExporter, accept: string | undefined): Reply {
  try {
    exporter.refresh();
  } catch {
    return { status: 500, text: `${exporter.trouble}\n` };
  }
  const format = formatFor(accept);
  return { status: 200, type: contentTypes[format], text: exposition(exporter.series, exporter.facts, format) };
}
