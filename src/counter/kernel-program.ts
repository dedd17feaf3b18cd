import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { BpfObject } from "../runtime.ts";

const sources = {
  count: () => import("./count.bpf.ts"),
  traffic: () => import("./traffic.bpf.ts"),
  parts: () => import("./parts.bpf.ts"),
  "cgroup-events": () => import("./cgroup-events.bpf.ts"),
};

/**
 * A kernel program of this folder: the object that the build has made. Run from source there is none: then the compiler is
 * loaded.
 */
export async function kernelProgram(name: keyof typeof sources): Promise<string | BpfObject> {
  // The same place from dist/counter/ and from dist/cli/, where the tool is put together.
  const built = new URL(`../counter/${name}.bpf.o`, import.meta.url);
  if (existsSync(built)) return fileURLToPath(built);
  const [{ compile }, definitions] = await Promise.all([import("../index.ts"), sources[name]()]);
  return compile({ ...definitions });
}
