import { release } from "node:os";
import { type Btf, resolve } from "../btf/index.ts";
import { UnsupportedError } from "../errors/index.ts";
import type { ObjectExtern } from "../object/object.ts";
import { existsSync, readFileSync } from "../sys/files.ts";
import { isAtLeast, kernelVersion } from "../sys/machine.ts";

/** Numbers of the kernel's three-state options in objects: `enum libbpf_tristate` in bpf_helpers.h. */
const tristate: { readonly [letter: string]: number } = { n: 0, y: 1, m: 2 };

/** The options that the running kernel was built with. The file is read when the first is asked for. */
export class KernelOptions {
  readonly #text: () => string;
  #options: ReadonlyMap<string, string> | undefined;

  /** @param text of the configuration; that of the running kernel when left out */
  constructor(text: () => string = runningConfiguration) {
    this.#text = text;
  }

  /**
   * An option's value as the object's variable holds it; undefined when the kernel does not set it.
   * @param size of the variable in bytes
   * @throws {UnsupportedError} the value does not fit the variable
   */
  encode(btf: Btf, extern: ObjectExtern, size: number): Uint8Array | undefined {
    const virtual = virtualOptions[extern.name]?.();
    if (virtual !== undefined) return integer(extern.name, BigInt(virtual), size);
    this.#options ??= parseConfiguration(this.#text());
    const value = this.#options.get(extern.name);
    return value === undefined ? undefined : encodeOption(btf, extern, value, size);
  }
}

/** What no configuration says, but objects may ask for likewise. */
const virtualOptions: { readonly [name: string]: (() => number) | undefined } = {
  LINUX_KERNEL_VERSION: () => versionNumber(release()),
  LINUX_HAS_BPF_COOKIE: () => Number(isAtLeast(kernelVersion(), [5, 15])),
};

/** `KERNEL_VERSION(a, b, c)` of C. */
export function versionNumber(text: string): number {
  const [, major = "0", minor = "0", patch = "0"] = /^(\d+)\.(\d+)(?:\.(\d+))?/.exec(text) ?? [];
  return (Number(major) << 16) | (Number(minor) << 8) | Math.min(Number(patch), 255);
}

/** @throws {UnsupportedError} there is no such file */
function runningConfiguration(): string {
  const packed = "/proc/config.gz";
  if (existsSync(packed)) return process.getBuiltinModule("node:zlib").gunzipSync(readFileSync(packed)).toString();
  const file = `/boot/config-${release()}`;
  if (existsSync(file)) return readFileSync(file, "utf8");
  throw new UnsupportedError("YDL4112", "the configuration of this kernel can't be read", {
    hint: `the object asks for options of it; they are looked for in ${packed} (CONFIG_IKCONFIG_PROC) and ${file}`,
  });
}

/** Options by name: `CONFIG_HZ` → `"250"`; text keeps its quotes. */
export function parseConfiguration(text: string): Map<string, string> {
  return new Map(Array.from(text.matchAll(/^(CONFIG_\w+)=(.*)$/gm), ([, name = "", value = ""]) => [name, value]));
}

export function encodeOption(btf: Btf, { name, type: id }: ObjectExtern, value: string, size: number): Uint8Array {
  const { type } = resolve(btf, id);
  const isBoolean = type.kind === "int" && type.encoding === "bool";
  const isText = type.kind === "array" && size > 0;
  if (value in tristate) {
    if (type.kind === "enum") return integer(name, BigInt(tristate[value]!), size);
    if (isBoolean && value !== "m") return integer(name, BigInt(tristate[value]!), size);
    if (type.kind === "int" && size === 1 && !isBoolean) return new TextEncoder().encode(value);
  } else if (value.startsWith('"')) {
    const text = new TextEncoder().encode(value.slice(1, -1).replaceAll(/\\(.)/g, "$1"));
    // Its last byte stays zero.
    if (isText) return text.subarray(0, size - 1);
  } else if (type.kind === "int" && !isBoolean && /^(-?\d+|0x[0-9a-f]+)$/i.test(value)) {
    const number = value.startsWith("-") ? -BigInt(value.slice(1)) : BigInt(value);
    return integer(name, number, size);
  }
  throw new UnsupportedError(
    "YDL4112",
    `the kernel's ${name}=${value} does not fit the type of the object's variable`,
    {
      hint: "y, n and m go into bool, char or enum libbpf_tristate, numbers into integers, text into arrays of char",
    },
  );
}

function integer(name: string, value: bigint, size: number): Uint8Array {
  const bits = size * 8;
  if (BigInt.asIntN(bits, value) !== value && BigInt.asUintN(bits, value) !== value) {
    throw new UnsupportedError("YDL4112", `the kernel's ${name}=${value} is more than ${bits} bits hold`);
  }
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt.asUintN(64, value), true);
  return bytes.subarray(0, size);
}
