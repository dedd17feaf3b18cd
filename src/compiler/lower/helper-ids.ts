import { helpers } from "../../kernel/helpers.ts";

/** Numbers of the helpers that the language itself needs. */
export const MAP_LOOKUP_ELEM = idOf("map_lookup_elem");
export const MAP_UPDATE_ELEM = idOf("map_update_elem");
export const RINGBUF_DISCARD = idOf("ringbuf_discard");
export const GET_SMP_PROCESSOR_ID = idOf("get_smp_processor_id");

function idOf(name: string): number {
  const signature = helpers.get(name);
  if (!signature) throw new Error(`the helper ${name} is in the kernel's table`);
  return signature.id;
}
