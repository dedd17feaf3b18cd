import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { BpfObject } from "../runtime.ts";

/**
 * A kernel program of this folder: the object that the build has made. Run from source there is none: then the compiler is
 * loaded.
 */
export async function kernelProgram(name: "count" | "traffic"): Promise<string | BpfObject> {
  // The same place from dist/counter/ and from dist/cli/, where the tool is put together.
  const built = new URL(`../counter/${name}.bpf.o`, import.meta.url);
  if (existsSync(built)) return fileURLToPath(built);
  const [{ compile }, definitions] = await Promise.all([
    import("../index.ts"),
    name === "count" ? import("./count.bpf.ts") : import("./traffic.bpf.ts"),
  ]);
  return compile({ ...definitions });
}
