import type { CutTypes } from "./cut.ts";
import { resolve, sizeOf, typeAt, unqualified } from "./layout.ts";
import type { Btf, BtfId, BtfMember, BtfType } from "./types.ts";
import { writeBtf } from "./write.ts";

export interface ModuleOptions {
  /** What the types were taken from, for the comment at the top. */
  readonly origin: string;
  /** Tracepoints, with the structs of their records. */
  readonly tracepoints?: readonly Tracepoint[];
  /** The command that wrote it, without its name. */
  readonly command?: string;
  /** The package that the module extends. */
  readonly package?: string;
}

export interface Tracepoint {
  /** `"category/event"`. */
  readonly name: string;
  /** The record's struct; its name is among those that were cut out. */
  readonly struct: string;
  /** The package has an interface for it already. */
  readonly isKnown: boolean;
}

/**
 * A TypeScript module that makes kernel types known: as interfaces to `tsc`, as BTF to the compiler. Structs are added to the
 * package's `KernelTypes`, enums to `KernelEnums`.
 */
export function kernelTypesModule(types: CutTypes, options: ModuleOptions): string {
  const { origin, tracepoints = [], package: name = "yodel" } = options;
  const writer = new Writer(types.btf);
  const records = new Set(tracepoints.map(({ struct }) => struct));
  const roots = types.roots.filter((root) => !records.has(root.name));
  const structs = roots.filter(({ id }) => typeAt(types.btf, id).kind !== "enum");
  const enums = roots.filter(({ id }) => typeAt(types.btf, id).kind === "enum");
  const contexts = tracepoints
    .filter(({ isKnown }) => !isKnown)
    .map(({ name: event, struct }) => {
      const id = types.roots.find((root) => root.name === struct)?.id ?? 0;
      return `    "${event}": {\n${writer.recordFields(id, "      ").join("\n")}\n    };`;
    });
  const added = [
    ...registration("KernelTypes", structs, (id) => writer.reference(id)),
    ...registration("KernelEnums", enums, (id) => writer.reference(id)),
    ...(contexts.length > 0 ? ["  interface TracepointContexts {", ...contexts, "  }"] : []),
  ];
  const interfaces = writer.interfaces();
  const used = imported.filter((one) => interfaces.includes(one) || added.some((line) => line.includes(one)));
  const imports = [...used.map((one) => `type ${one}`), "registerKernelTypes"].join(", ");
  const importLine = ["import", `{ ${imports} }`, "from", `"${name}";`].join(" ");
  const command = options.command ?? types.roots.map((root) => root.name).join(" ");
  const data = Buffer.from(writeBtf(types.btf)).toString("base64");
  return `/**
 * Types of the kernel, written by \`yodel types ${command}\` from ${origin}.
 * Where fields are is looked up in the kernel that loads a program (CO-RE): this file fits others as well.
 */
${importLine}

${interfaces === "" ? "" : `${interfaces}\n`}${added.length === 0 ? "" : `declare module "${name}" {\n${added.join("\n")}\n}\n\n`}registerKernelTypes({
  names: [${roots.map((root) => `"${root.name}"`).join(", ")}],
${records.size > 0 ? `  tracepoints: {\n${tracepoints.map((one) => `    "${one.name}": "${one.struct}",\n`).join("")}  },\n` : ""}  btf: "${data}",
});
`;
}

function registration(name: string, roots: CutTypes["roots"], reference: (id: BtfId) => string): string[] {
  if (roots.length === 0) return [];
  const members = roots.map((root) => `    readonly ${root.name}: ${reference(root.id)};`);
  return [`  interface ${name} {`, ...members, "  }"];
}

/** What the module takes from the package, where it needs it. */
const imported = ["KernelArray", "KernelBytes", "KernelPointer"];

/** Interfaces by the types that they stand for, in the order in which they were asked for. */
class Writer {
  readonly #btf: Btf;
  readonly #names = new Map<BtfId, string>();
  readonly #open: BtfId[] = [];

  constructor(btf: Btf) {
    this.#btf = btf;
  }

  /** The interface of a struct, union or enum that has a name. */
  reference(id: BtfId): string {
    let name = this.#names.get(id);
    if (name === undefined) {
      const type = typeAt(this.#btf, id);
      name = this.#unused(pascalCase("name" in type ? type.name : ""));
      this.#names.set(id, name);
      this.#open.push(id);
    }
    return name;
  }

  interfaces(): string {
    const texts: string[] = [];
    for (let id = this.#open.shift(); id !== undefined; id = this.#open.shift()) {
      const type = typeAt(this.#btf, id);
      const name = this.#names.get(id);
      const kind = "name" in type ? `${type.kind} ${type.name}` : type.kind;
      texts.push(`/** \`${kind}\` */\nexport interface ${name} {\n${this.#body(type, "  ").join("\n")}\n}\n`);
    }
    return texts.join("\n");
  }

  /** Fields of a tracepoint's record, whose arrays are read by their elements. */
  recordFields(id: BtfId, indent: string): string[] {
    const type = typeAt(this.#btf, id);
    if (type.kind !== "struct") return [];
    return type.members.flatMap(({ name, type: member }) => {
      const { type: target } = resolve(this.#btf, member);
      const isScalar = target.kind === "int" || target.kind === "enum" || target.kind === "pointer";
      if (isScalar) return [`${indent}readonly ${name}: number;`];
      if (target.kind !== "array" || target.length === 0) return [];
      return [`${indent}readonly ${name}: KernelArray<number, ${target.length}>;`];
    });
  }

  #unused(name: string): string {
    const taken = new Set([...imported, ...this.#names.values()]);
    let free = name;
    for (let number = 2; taken.has(free); number++) free = `${name}${number}`;
    return free;
  }

  #body(type: BtfType, indent: string): string[] {
    if (type.kind === "enum") return type.enumerators.map((one) => `${indent}readonly ${one.name}: number;`);
    return this.#fields(type, indent);
  }

  #fields(type: BtfType, indent: string): string[] {
    if (type.kind !== "struct" && type.kind !== "union") return [];
    return type.members.flatMap((member) => {
      if (member.name === "") return this.#fields(resolve(this.#btf, member.type).type, indent);
      const field = this.#field(member, indent);
      return field === undefined ? [] : [`${indent}readonly ${member.name}: ${field};`];
    });
  }

  /** Some structs are only there for debugging kernels, or to fill a cache line. */
  #hasFields(id: BtfId): boolean {
    const { type } = resolve(this.#btf, id);
    if (type.kind !== "struct" && type.kind !== "union") return true;
    return type.members.some((member) => member.name !== "" || this.#hasFields(member.type));
  }

  #field({ type: id, bitSize }: BtfMember, indent: string): string | undefined {
    return bitSize > 0 ? "number" : this.#type(id, indent);
  }

  /** Undefined for what can't be read. */
  #type(id: BtfId, indent: string): string | undefined {
    const { id: target, type } = resolve(this.#btf, id);
    switch (type.kind) {
      case "int":
        if (type.encoding === "bool") return "boolean";
        return type.size <= 8 ? "number" : undefined;
      case "enum":
        return "number";
      case "pointer": {
        const pointee = resolve(this.#btf, type.type).type;
        return pointee.kind === "forward" ? `KernelPointer<"${pointee.name}">` : "number";
      }
      case "array":
        return this.#array(type, indent);
      case "struct":
      case "union":
        if (!this.#hasFields(target)) return undefined;
        if (type.name !== "") return this.reference(target);
        return `{\n${this.#fields(type, `${indent}  `).join("\n")}\n${indent}}`;
      default:
        return undefined;
    }
  }

  #array({ element, length }: Extract<BtfType, { readonly kind: "array" }>, indent: string): string | undefined {
    const written = unqualified(this.#btf, element);
    if (length > 0 && written.kind === "int" && written.size === 1 && written.name === "char") return "string";
    const { type } = resolve(this.#btf, element);
    if (length > 0 && type.kind === "int" && sizeOf(this.#btf, element) === 1) return "Readonly<KernelBytes>";
    const inner = this.#type(element, indent);
    return inner === undefined ? undefined : `KernelArray<${inner}, ${length === 0 ? "number" : length}>`;
  }
}

/** `task_struct` → `TaskStruct`; what is written in C does not always make an identifier of TypeScript's. */
function pascalCase(name: string): string {
  const words = name.split("_").filter((word) => word !== "");
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}
