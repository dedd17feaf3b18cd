import type { BtfBuilder, BtfSectionVariable } from "../btf/index.ts";
import type { DataSection, ObjectVariable } from "../object/object.ts";
import { type AnySchema, alignUp, array, bytes, chars, struct } from "../schema/index.ts";
import type { Layout } from "./lower/layout.ts";

/** Bytes of a cache line on the machines that matter: two CPUs never write to the same one. */
const CACHE_LINE = 64;

type SectionName = ".bss" | ".data" | ".rodata";

interface Symbol {
  readonly name: string;
  readonly section: SectionName;
  readonly offset: number;
  readonly schema: AnySchema;
  readonly initial: Uint8Array | undefined;
  readonly linkage: "global" | "static";
  readonly perCpu: boolean;
}

/** Places variables, constants and texts into data sections, each aligned, in the order in which they come. */
export class DataLayout implements Layout {
  readonly cpus: number;
  readonly #symbols = new Map<string, Symbol>();
  readonly #ends = new Map<SectionName, number>();
  readonly #texts = new Map<string, string>();

  /** @param cpus slots of each per-CPU variable, a power of two */
  constructor(cpus: number) {
    this.cpus = cpus;
  }

  variable(name: string, schema: AnySchema, initial: Uint8Array | undefined): void {
    const section = initial?.some((byte) => byte !== 0) ? ".data" : ".bss";
    this.#place({ name, section, schema, initial, linkage: "global", perCpu: false }, schema.alignment);
  }

  constant(name: string, schema: AnySchema, initial: Uint8Array): void {
    this.#place({ name, section: ".rodata", schema, initial, linkage: "global", perCpu: false }, schema.alignment);
  }

  perCpuVariable(name: string, schema: AnySchema): void {
    const slots = array(slotSchema(schema), this.cpus);
    this.#place(
      { name, section: ".bss", schema: slots, initial: undefined, linkage: "global", perCpu: true },
      CACHE_LINE,
    );
  }

  /** A NUL-terminated text in `.rodata`; equal texts share one. Gives its symbol. */
  text(text: string): string {
    const known = this.#texts.get(text);
    if (known) return known;
    const name = `text.${this.#texts.size}`;
    this.#texts.set(text, name);
    const schema = chars(new TextEncoder().encode(text).length + 1);
    this.#place(
      { name, section: ".rodata", schema, initial: schema.encode(text), linkage: "static", perCpu: false },
      1,
    );
    return name;
  }

  symbol(name: string): { section: string; offset: number } {
    const { section, offset } = this.#find(name);
    return { section, offset };
  }

  stride(name: string): number {
    const { schema } = this.#find(name);
    return schema.kind === "array" ? schema.element.size : schema.size;
  }

  /** The sections that hold anything, with their types. */
  sections(types: BtfBuilder): DataSection[] {
    return ([".bss", ".data", ".rodata"] as const).flatMap((name) => {
      const symbols = [...this.#symbols.values()].filter((symbol) => symbol.section === name);
      return symbols.length > 0 ? [section(name, symbols, alignUp(this.#ends.get(name) ?? 0, 8), types)] : [];
    });
  }

  #find(name: string): Symbol {
    const symbol = this.#symbols.get(name);
    if (!symbol) throw new Error(`the symbol ${name} was placed before it is used`);
    return symbol;
  }

  #place(symbol: Omit<Symbol, "offset">, alignment: number): void {
    const offset = alignUp(this.#ends.get(symbol.section) ?? 0, alignment);
    this.#symbols.set(symbol.name, { ...symbol, offset });
    this.#ends.set(symbol.section, offset + symbol.schema.size);
  }
}

/** One CPU's slot, padded so that it fills whole cache lines. */
function slotSchema(schema: AnySchema): AnySchema {
  const padding = alignUp(schema.size, CACHE_LINE) - schema.size;
  return padding === 0 ? struct({ value: schema }) : struct({ value: schema, padding: bytes(padding) });
}

function section(name: SectionName, symbols: readonly Symbol[], size: number, types: BtfBuilder): DataSection {
  const data = new Uint8Array(size);
  const variables: ObjectVariable[] = [];
  const members: BtfSectionVariable[] = [];
  for (const symbol of symbols) {
    const { offset, schema, linkage } = symbol;
    if (symbol.initial) data.set(symbol.initial, offset);
    const type = types.addSchema(schema);
    variables.push({ name: symbol.name, offset, size: schema.size, type, ...(symbol.perCpu ? { perCpu: true } : {}) });
    const variable = types.add({ kind: "variable", name: symbol.name.replaceAll(".", "_"), type, linkage });
    members.push({ type: variable, offset, size: schema.size });
  }
  const type = types.add({ kind: "section", name, size, variables: members });
  return { name, data, readonly: name === ".rodata", type, variables };
}
