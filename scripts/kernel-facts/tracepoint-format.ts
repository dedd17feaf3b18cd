import type { ScalarName } from "../../src/kernel/helper.ts";

export interface TracepointField {
  readonly name: string;
  /** In bytes. */
  readonly offset: number;
  readonly type: ScalarName;
  readonly length: number | undefined;
}

/**
 * The fields of a tracefs `format` file. The first 8 bytes are the kernel's own (BPF programs may not read them). What has a
 * variable length is an offset and a length in 32 bits, under the kernel's name for it, `__data_loc_NAME`.
 */
export function readTracepointFormat(format: string): TracepointField[] {
  const fields: TracepointField[] = [];
  for (const [, declaration = "", offset, size, signed] of format.matchAll(
    /^\tfield:(.*);\toffset:(\d+);\tsize:(\d+);\tsigned:([01]);$/gm,
  )) {
    if (Number(offset) < 8) continue;
    fields.push(toField(declaration, Number(offset), Number(size), signed === "1"));
  }
  return fields;
}

function toField(declaration: string, offset: number, size: number, signed: boolean): TracepointField {
  const [, type = "", name = "", count] = /^(.*?)(\w+)(?:\[(\d+)\])?$/.exec(declaration) ?? [];
  if (type.includes("__data_loc")) return { name: `__data_loc_${name}`, offset, type: "u32", length: undefined };
  const length = count === undefined ? undefined : Number(count);
  const bits = (size / (length ?? 1)) * 8;
  if (![8, 16, 32, 64].includes(bits)) throw new Error(`${declaration}: ${bits} bits are no integer`);
  return { name, offset, type: `${signed ? "i" : "u"}${bits}` as ScalarName, length };
}
