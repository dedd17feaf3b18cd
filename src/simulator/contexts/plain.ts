import type { ContextLayout } from "../../kernel/program-type.ts";
import { READABLE, Region, WRITABLE } from "../memory.ts";
import type { TestContext } from "./run-context.ts";
import { type ContextValues, readContext, writeContext } from "./values.ts";

/** The context of programs that see no packet: a struct, given by the values of its fields. */
export function plainContext(layout: ContextLayout, values: ContextValues): TestContext {
  const image = new Uint8Array(layout.size);
  const view = new DataView(image.buffer);
  writeContext(layout, values, view);
  const access = accessOf(layout);
  return {
    region: new Region(`the context (struct ${layout.struct})`, image, { access }),
    packet: undefined,
    finish: () => ({ data: new Uint8Array(0), context: readContext(layout, view) }),
  };
}

/** What may be done with each byte: all may be read, and some written, a few of them only together with those that follow. */
export function accessOf(layout: ContextLayout): Uint8Array {
  const access = new Uint8Array(layout.size).fill(READABLE);
  for (const { offset, bits, length = 1, writable, writeBits = bits } of Object.values(layout.fields)) {
    if (writable) access.fill(READABLE | WRITABLE, offset, offset + (writeBits / 8) * length);
  }
  return access;
}
