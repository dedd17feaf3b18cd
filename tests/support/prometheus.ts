import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./exporter.ts";
import { withoutKernel } from "./kernel.ts";
import { Running } from "./processes.ts";

/** Why tests with a Prometheus cannot run here. */
export const withoutPrometheus =
  withoutKernel ||
  (spawnSync("prometheus", ["--version"]).error ? "needs prometheus (Debian: apt install prometheus)" : false);

/** A Prometheus of the test's own that scrapes one address five times a second. */
export async function startPrometheus(target: string) {
  const folder = mkdtempSync(join(tmpdir(), "yodel-prometheus-"));
  const config = join(folder, "prometheus.yml");
  writeFileSync(
    config,
    `scrape_configs: [{ job_name: yodel, scrape_interval: 200ms, scrape_timeout: 200ms, static_configs: [{ targets: ["${target}"] }] }]\n`,
  );
  const url = `http://127.0.0.1:${await freePort()}`;
  const running = new Running("prometheus", [
    ...[`--config.file=${config}`, `--storage.tsdb.path=${join(folder, "data")}`],
    ...[`--web.listen-address=${url.slice("http://".length)}`, "--log.level=warn"],
  ]);
  return {
    url,
    async [Symbol.asyncDispose]() {
      await running[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true });
    },
  };
}

export interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [time: number, value: string];
}

/** What its API answers, or undefined. */
export async function api(url: string, path: string) {
  try {
    const response = await fetch(`${url}/api/v1/${path}`);
    return response.ok ? JSON.parse(await response.text()).data : undefined;
  } catch {
    // It is not up yet.
    return undefined;
  }
}

export async function query(url: string, text: string): Promise<readonly Sample[]> {
  return (await api(url, `query?query=${encodeURIComponent(text)}`))?.result ?? [];
}
