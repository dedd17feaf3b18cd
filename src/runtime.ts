import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { ObjectFormatError } from "./errors/index.ts";
import type { Check } from "./loader/diagnose.ts";
import { type LoadedObject, type LoadOptions, loadObject } from "./loader/index.ts";
import { later } from "./loader/later.ts";
import type { BpfObject } from "./object/object.ts";

const diagnosis = later<typeof import("./loader/diagnose.ts")>("./diagnose");
const elf = later<typeof import("./object/read-elf.ts")>("../object/read-elf");

/**
 * The part of the package that loads compiled objects: no compiler, no parser.
 */
export * from "./errors/index.ts";
export type { Check } from "./loader/diagnose.ts";
export * from "./loader/index.ts";
export type { BpfObject } from "./object/object.ts";

/**
 * Loads a compiled object into the kernel: a file that `yodel build` or clang made, its bytes, or a `BpfObject`.
 * ```ts
 * using bpf = load("cgroup-count.bpf.o");
 * bpf.programs.count_egress.attach(findCgroupRoot());
 * console.log(bpf.maps.pkt_count.get(0));
 * ```
 * Everything is detached and closed by `close()`, by the end of the scope of a `using`, or with the process.
 *
 * @throws {ObjectFormatError} there is no such file, or it is no BPF object
 * @throws {VerifierError} the kernel's verifier rejects a program
 * @throws {PermissionError} a capability is missing; the message says which
 */
export function load(source: string | Uint8Array | BpfObject, options: LoadOptions = {}): LoadedObject {
  if (typeof source === "string") return loadObject(readObjectFile(source), options);
  if (source instanceof Uint8Array) return loadObject(readElf(source), options);
  return loadObject(source, options);
}

/**
 * Reads an ELF object: ours, or one that clang made in libbpf's style. Needs no kernel.
 * @param name of the object; by default the name of the source file that the object says it was made of
 * @throws {ObjectFormatError} the bytes are not a BPF object (the message says what they are), or are damaged
 */
export function readElf(bytes: Uint8Array, name?: string): BpfObject {
  return elf().readElf(bytes, name);
}

/**
 * Looks at everything that loading and attaching depends on: kernel, capabilities, mounts and settings, and tries what only
 * trying tells. For each thing that is missing there is a fix. Never throws for what it finds.
 */
export function diagnose(): Check[] {
  return diagnosis().diagnose();
}

function readObjectFile(path: string): BpfObject {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const reason = code === "ENOENT" ? "there is no such file" : `it can't be read (${code})`;
    throw new ObjectFormatError("YDL5000", `${path}: ${reason}`, {
      ...(code === "ENOENT" && { hint: `\`yodel build FILE.ts -o ${basename(path)}\` makes one` }),
      cause,
    });
  }
  return readElf(bytes, objectName(path));
}

/** What comes before the first dot: the name for the kernel's lists, as for libbpf. */
function objectName(path: string): string {
  return basename(path).replace(/\..*$/, "");
}
