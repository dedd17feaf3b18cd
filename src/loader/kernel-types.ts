import { join } from "node:path";
import { type LazyBtf, type PlacedType, readBtfLazily } from "../btf/index.ts";
import { UnsupportedError, YodelError } from "../errors/index.ts";
import { readdirSync, readFileSync } from "../sys/files.ts";

const directory = "/sys/kernel/btf";

/** The types of a kernel and of its modules, read when they are first asked for: the kernel's alone are some megabytes. */
export class KernelTypes {
  readonly #path: string | undefined;
  readonly #directory: string;
  #kernel: LazyBtf | undefined;
  #modules: readonly LazyBtf[] | undefined;

  /**
   * @param path of a file with the types, for kernels without their own; those of modules are then left out
   * @param ownDirectory where the kernel shows its own and those of its modules
   */
  constructor(path?: string, ownDirectory: string = directory) {
    this.#path = path;
    this.#directory = ownDirectory;
  }

  /**
   * Those of the kernel itself.
   * @throws {UnsupportedError} the kernel was built without
   * @throws {ObjectFormatError} they are damaged
   */
  get kernel(): LazyBtf {
    this.#kernel ??= this.#read();
    return this.#kernel;
  }

  /** Types of the kernel with this name that `isMeant` takes; of its modules, when the kernel itself has none. */
  named(name: string, isMeant: (type: PlacedType) => boolean): PlacedType[] {
    const placed = (btf: LazyBtf): PlacedType[] => btf.named(name).map((type) => ({ btf, type }));
    const found = placed(this.kernel).filter(isMeant);
    if (found.length > 0) return found;
    return this.#ofModules().flatMap(placed).filter(isMeant);
  }

  #read(): LazyBtf {
    const path = this.#path ?? join(this.#directory, "vmlinux");
    let bytes: Uint8Array;
    try {
      bytes = readFileSync(path);
    } catch (cause) {
      const what =
        this.#path === undefined ? "this kernel does not show its types" : "the kernel's types can't be read";
      throw new UnsupportedError("YDL4111", `${what}: ${path} ${(cause as NodeJS.ErrnoException).code}`, {
        hint: "the object adapts to them (CO-RE): use a kernel with CONFIG_DEBUG_INFO_BTF=y, or give a file with its types, load(…, { kernelTypes: path })",
        cause,
      });
    }
    return readBtfLazily(bytes);
  }

  #ofModules(): readonly LazyBtf[] {
    if (this.#path !== undefined) return [];
    this.#modules ??= readdirSync(this.#directory)
      .filter((name) => name !== "vmlinux")
      .flatMap((name) => this.#readModule(name) ?? []);
    return this.#modules;
  }

  /** Modules come and go, and some are built beside another kernel: one that is broken is no reason to fail. */
  #readModule(name: string): LazyBtf | undefined {
    try {
      return readBtfLazily(readFileSync(join(this.#directory, name)), this.kernel);
    } catch (error) {
      if (error instanceof YodelError) {
        process.emitWarning(`the types of the kernel module '${name}' are left out: ${error.message}`, {
          type: "YodelWarning",
          code: error.code,
        });
      }
      return undefined;
    }
  }
}
