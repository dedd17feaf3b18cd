import { areTypesCompatible } from "../btf/core-compare.ts";
import { cDeclaration, type PlacedType, resolve, sizeOf, typeAt, withoutFlavour } from "../btf/index.ts";
import { UnsupportedError } from "../errors/index.ts";
import type { BpfObject, DataSection, ObjectExtern, ObjectVariable } from "../object/object.ts";
import { kernelVersion } from "../sys/machine.ts";
import { KernelOptions } from "./kernel-options.ts";
import { kernelAddresses } from "./kernel-symbols.ts";
import type { KernelTypes } from "./kernel-types.ts";

/** Where a name of the kernel leads. */
export type ExternTarget =
  | { readonly kind: "option"; readonly place: { readonly section: string; readonly offset: number } }
  | { readonly kind: "address"; readonly address: bigint }
  /** A variable or function in the kernel's own types. */
  | { readonly kind: "type"; readonly id: number }
  /** It is weak, and not there. */
  | { readonly kind: "missing"; readonly reason: string };

const sectionName = ".kconfig";

/**
 * Finds what an object wants of the kernel by name. Options become a section of constants.
 * @throws {UnsupportedError} something that is not weak is not there, or is of another type
 */
export function findExterns(
  object: BpfObject,
  kernel: KernelTypes,
): { readonly targets: ReadonlyMap<string, ExternTarget>; readonly section: DataSection | undefined } {
  const { externs = [] } = object;
  const targets = new Map<string, ExternTarget>();
  const isUntyped = ({ kind, type }: ObjectExtern) =>
    kind === "variable" && resolve(object.btf, type).type.kind === "void";
  const untyped = externs.filter(isUntyped);
  const addresses = untyped.length > 0 ? kernelAddresses(untyped.map(({ name }) => name)) : new Map<string, bigint>();
  for (const extern of externs) {
    if (extern.kind === "config") continue;
    const found = isUntyped(extern) ? addressOf(extern, addresses) : inTypes(object, extern, kernel);
    if (found.kind === "missing" && !extern.weak) {
      throw extern.kind === "function" ? missingFunction(object, extern, kernel) : unresolved(extern, found.reason);
    }
    targets.set(extern.name, found);
  }
  const section = optionSection(object);
  for (const { name, offset } of section?.variables ?? []) {
    targets.set(name, { kind: "option", place: { section: sectionName, offset } });
  }
  return { targets, section };
}

function unresolved(extern: ObjectExtern, reason: string): UnsupportedError {
  return new UnsupportedError("YDL4112", reason, {
    hint: `declare it with __weak, and test for it, if the object can do without '${extern.name}'`,
  });
}

/** A function of the kernel that is not there, or that takes or gives something else there. */
function missingFunction(object: BpfObject, { name, type }: ObjectExtern, { kernel }: KernelTypes): UnsupportedError {
  const isCaller = (fn: BpfObject["functions"][number]) =>
    fn.references.some((reference) => reference.kind === "kernelCall" && reference.extern === name);
  const caller = object.functions.find(isCaller)?.name ?? object.name;
  const version = `Linux ${kernelVersion().join(".")}`;
  const theirs = kernel.named(name).map((id) => typeAt(kernel, id));
  const other = theirs.find((found) => found.kind === "function");
  if (other?.kind === "function") {
    const [here, there] = [cDeclaration(object.btf, type, name), cDeclaration(kernel, other.type, name)];
    return new UnsupportedError("YDL4431", `'${caller}' calls '${here}', and in ${version} it is '${there}'`, {
      hint: "call it as this kernel has it, or load the program only on kernels that have it as it is called",
    });
  }
  const iterator = name.startsWith("bpf_iter_num_");
  return new UnsupportedError(
    "YDL4430",
    `'${caller}' calls the function '${name}' of the kernel, which ${version} does not have`,
    {
      hint: iterator
        ? "bpf.range(n) counts with it since Linux 6.4: for older kernels, compile with { iterators: false }, which asks for a limit"
        : "it came with a later version, was left out of this build, or belongs to a module; an object in C can declare it __weak, and test for it",
    },
  );
}

function addressOf({ name }: ObjectExtern, addresses: ReadonlyMap<string, bigint>): ExternTarget {
  const address = addresses.get(name);
  if (address !== undefined) return { kind: "address", address };
  return { kind: "missing", reason: `the kernel has no symbol '${name}' that this process may see` };
}

function inTypes(object: BpfObject, extern: ObjectExtern, kernel: KernelTypes): ExternTarget {
  const name = withoutFlavour(extern.name);
  const what = `the ${extern.kind} '${name}'`;
  const btf = kernel.kernel;
  const ids = btf.named(name).filter((id) => {
    const type = typeAt(btf, id);
    return type.kind === extern.kind && type.name === name;
  });
  const own: PlacedType = { btf: object.btf, type: extern.type };
  const isLike = (id: number): boolean => {
    const type = typeAt(btf, id);
    return (type.kind === "variable" || type.kind === "function") && isCompatible(own, { btf, type: type.type });
  };
  const id = ids.find(isLike);
  if (id !== undefined) return { kind: "type", id };
  const reason = ids.length > 0 ? `${what} has another type in the kernel` : `the kernel's types lack ${what}`;
  return { kind: "missing", reason };
}

/** Typedefs and qualifiers around a variable's type don't matter. */
function isCompatible(own: PlacedType, other: PlacedType): boolean {
  const bare = ({ btf, type }: PlacedType): PlacedType => ({ btf, type: resolve(btf, type).id });
  return areTypesCompatible(bare(own), bare(other));
}

function optionSection(object: BpfObject): DataSection | undefined {
  const wanted = (object.externs ?? []).filter(({ kind }) => kind === "config");
  if (wanted.length === 0) return undefined;
  const options = new KernelOptions();
  const variables: ObjectVariable[] = [];
  let end = 0;
  for (const { name, type } of wanted) {
    const size = sizeOf(object.btf, type) ?? 0;
    const offset = Math.ceil(end / 8) * 8;
    variables.push({ name, offset, size, type });
    end = offset + size;
  }
  const data = new Uint8Array(Math.max(end, 1));
  for (const [index, extern] of wanted.entries()) {
    const { offset, size } = variables[index]!;
    const bytes = options.encode(object.btf, extern, size);
    if (bytes) data.set(bytes, offset);
    else if (!extern.weak) throw unresolved(extern, `the kernel's configuration does not set '${extern.name}'`);
  }
  return { name: sectionName, data, readonly: true, type: 0, variables };
}
