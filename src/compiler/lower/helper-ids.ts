import { helpers } from "../../kernel/helpers.ts";

/** Numbers of the helpers that the language itself needs. */
export const MAP_LOOKUP_ELEM = idOf("map_lookup_elem");
export const MAP_UPDATE_ELEM = idOf("map_update_elem");
export const RINGBUF_DISCARD = idOf("ringbuf_discard");
export const GET_SMP_PROCESSOR_ID = idOf("get_smp_processor_id");
export const GET_CURRENT_TASK_BTF = idOf("get_current_task_btf");
export const SK_ASSIGN = idOf("sk_assign");
export const SK_RELEASE = idOf("sk_release");

function idOf(name: string): number {
  const signature = helpers.get(name);
  if (!signature) throw new Error(`the helper ${name} is in the kernel's table`);
  return signature.id;
}
