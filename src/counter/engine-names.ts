import type { ClientRequest } from "node:http";
import { type CgroupIdentity, nameContainer } from "./cgroup-names.ts";
import type { TrafficReport } from "./traffic-ledger.ts";

/** A container engine that speaks Docker's API, over a socket in the file system. */
export interface EngineSocket {
  readonly engine: "docker" | "podman";
  readonly path: string;
}

export interface EngineNamesOptions {
  readonly sockets?: readonly EngineSocket[];
  /** In milliseconds: an engine that takes longer for an answer has none. */
  readonly timeout?: number;
  /** In milliseconds: how long an engine is left alone after an answer, and after none. */
  readonly pause?: number;
  readonly longPause?: number;
}

/** More than this is no list of containers. In bytes. */
const longestAnswer = 32 * 1024 * 1024;

/** A container that no engine knows is asked for so many times: its cgroup can be there before its engine lists it. */
const mostAttempts = 5;

/** Containers come and go for as long as the tool runs. */
const mostRemembered = 10_000;

/** Where the engines listen. Those that can't be read, or aren't there, have no names. */
export function engineSockets(environment: NodeJS.ProcessEnv = process.env): EngineSocket[] {
  const unix = (url: string | undefined) => (url?.startsWith("unix://") ? url.slice("unix://".length) : undefined);
  const sockets: EngineSocket[] = [
    { engine: "docker", path: unix(environment.DOCKER_HOST) ?? "/run/docker.sock" },
    { engine: "podman", path: unix(environment.CONTAINER_HOST) ?? "/run/podman/podman.sock" },
  ];
  const { XDG_RUNTIME_DIR: own } = environment;
  if (own !== undefined) sockets.push({ engine: "podman", path: `${own}/podman/podman.sock` });
  return sockets;
}

/**
 * What people call containers, out of their engines. Nobody waits for an answer: a container has its id until there is one, and then
 * its name. A list of all containers is asked for when one is seen that has no name yet, not more often than every few seconds.
 */
export class EngineNames implements Disposable {
  readonly #engines: Engine[];
  readonly #attempts = new Map<string, number>();

  constructor(options: EngineNamesOptions = {}) {
    const { sockets = engineSockets(), timeout = 2000, pause = 3000, longPause = 60_000 } = options;
    this.#engines = sockets.map((socket) => new Engine(socket, { timeout, pause, longPause }));
  }

  /** Puts names to what is known, and asks for the rest. */
  apply(cgroups: Iterable<{ readonly identity: CgroupIdentity }>): void {
    const missing = new Set<string>();
    for (const { identity } of cgroups) {
      const { container } = identity;
      if (!container || container.name !== undefined || container.engine === "lxc") continue;
      const name = this.#nameOf(container.id);
      if (name !== undefined) nameContainer(identity, name);
      else if ((this.#attempts.get(container.id) ?? 0) < mostAttempts) missing.add(container.id);
    }
    if (missing.size === 0) return;
    if (this.#attempts.size > mostRemembered) this.#attempts.clear();
    const asked = this.#engines.map((engine) => engine.ask());
    if (asked.includes(true)) for (const id of missing) this.#attempts.set(id, (this.#attempts.get(id) ?? 0) + 1);
  }

  [Symbol.dispose](): void {
    for (const engine of this.#engines) engine.close();
  }

  #nameOf(id: string): string | undefined {
    for (const { names } of this.#engines) {
      const name = names.get(id);
      if (name !== undefined) return name;
    }
    return undefined;
  }
}

/** Reports in which containers have the names that engines give them. */
export function withContainerNames(
  source: { report(): TrafficReport },
  cgroups: Iterable<{ readonly identity: CgroupIdentity }>,
  names: EngineNames,
): { report(): TrafficReport } {
  // What is there from the beginning has its names in the first report.
  names.apply(cgroups);
  return {
    report() {
      const report = source.report();
      names.apply(report.rows.map(({ cgroup }) => cgroup));
      return report;
    },
  };
}

/** One engine. */
class Engine {
  readonly #socket: EngineSocket;
  readonly #times: { readonly timeout: number; readonly pause: number; readonly longPause: number };
  /** By container id. */
  names: ReadonlyMap<string, string> = new Map();
  #request: ClientRequest | undefined;
  #asking = false;
  #closed = false;
  /** Milliseconds on the clock of `performance.now()`. */
  #notBefore = 0;

  constructor(socket: EngineSocket, times: { timeout: number; pause: number; longPause: number }) {
    this.#socket = socket;
    this.#times = times;
  }

  /** Begins to ask; false when it is too early. */
  ask(): boolean {
    if (this.#asking || this.#closed || performance.now() < this.#notBefore) return false;
    this.#asking = true;
    this.#list().then(
      (names) => {
        this.names = names;
        this.#rest(this.#times.pause);
      },
      () => this.#rest(this.#times.longPause),
    );
    return true;
  }

  close(): void {
    this.#closed = true;
    this.#request?.destroy();
  }

  #rest(pause: number): void {
    this.#asking = false;
    this.#notBefore = performance.now() + pause;
  }

  async #list(): Promise<Map<string, string>> {
    const { request } = await import("node:http");
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const options = { socketPath: this.#socket.path, path: "/containers/json", headers: { host: this.#socket.engine } };
    const asked = request(options, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (part: string) => {
        text += part;
        if (text.length > longestAnswer) asked.destroy(new Error("the answer is too long"));
      });
      response.on("end", () => (response.statusCode === 200 ? resolve(text) : reject(new Error("refused"))));
      response.on("error", reject);
    });
    this.#request = asked;
    asked.on("error", reject).on("close", () => reject(new Error("closed")));
    // Neither the connection nor the clock keeps the process alive.
    asked.on("socket", (socket) => socket.unref());
    const clock = setTimeout(() => asked.destroy(new Error("no answer")), this.#times.timeout).unref();
    if (this.#closed) asked.destroy();
    else asked.end();
    try {
      return namesIn(JSON.parse(await promise));
    } finally {
      clearTimeout(clock);
    }
  }
}

/** `[{ "Id": "0123…", "Names": ["/web"] }, …]`. Source: Docker's Engine API, ContainerList; Podman's is compatible. */
function namesIn(answer: unknown): Map<string, string> {
  const names = new Map<string, string>();
  if (!Array.isArray(answer)) return names;
  for (const container of answer) {
    const { Id: id, Names: list } = (container ?? {}) as { Id?: unknown; Names?: unknown };
    const first: unknown = Array.isArray(list) ? list[0] : undefined;
    if (typeof id === "string" && typeof first === "string") names.set(id, first.replace(/^\//, ""));
  }
  return names;
}
