import type { ContextLayout, PacketAccess } from "../../kernel/program-type.ts";
import { type Memory, READABLE, Region } from "../memory.ts";
import { Packet } from "./packet.ts";
import { accessOf } from "./plain.ts";
import type { TestContext } from "./run-context.ts";
import { type ContextValues, readContext, writeContext } from "./values.ts";

/**
 * The context of programs that see a piece of data without headers: a message, the value of a socket option. Its addresses are 64 bits
 * wide.
 */
export function linearContext(
  memory: Memory,
  layout: ContextLayout,
  direct: PacketAccess,
  data: Uint8Array,
  values: ContextValues,
): TestContext {
  const packet = new Packet(memory, {
    frame: data.slice(),
    start: 0,
    end: data.length,
    linkHeader: 0,
    networkHeader: 0,
    writable: direct.writable,
  });
  const image = new Uint8Array(layout.size);
  const view = new DataView(image.buffer);
  const length = ["size", "optlen", "skb_len"].find((name) => Object.hasOwn(layout.fields, name));
  if (length) writeContext(layout, { [length]: data.length }, view);
  writeContext(layout, values, view);
  const pointers = new Map([
    [direct.data, packet.pointers.data],
    [direct.dataEnd, packet.pointers.end],
  ]);
  const access = accessOf(layout);
  for (const offset of pointers.keys()) access.fill(READABLE, offset, offset + direct.size);
  return {
    region: new Region(`the context (struct ${layout.struct})`, image, { access, pointers }),
    packet,
    finish: () => ({ data: packet.frame.slice(packet.start, packet.end), context: readContext(layout, view) }),
  };
}
