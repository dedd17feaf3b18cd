import type { ContextField, ContextLayout } from "./program-type.ts";
import { tracepointFields } from "./tracepoint-contexts.generated.ts";

/** `PERF_MAX_TRACE_SIZE`: the verifier lets programs read up to here, whatever the record's size. */
const MAX_RECORD_SIZE = 8192;

/** Every `syscalls/sys_enter_*`: the number and the raw arguments. Source: perf_call_bpf_enter in kernel/trace/trace_syscalls.c. */
const systemCallEntry = {
  id: { offset: 8, bits: 32, signed: true, order: "host", writable: false },
  args: { offset: 16, bits: 64, signed: false, order: "host", writable: false, length: 6 },
} as const satisfies Record<string, ContextField>;

/** Every `syscalls/sys_exit_*`. Source: perf_call_bpf_exit in kernel/trace/trace_syscalls.c. */
const systemCallExit = {
  id: { offset: 8, bits: 32, signed: true, order: "host", writable: false },
  ret: { offset: 16, bits: 64, signed: true, order: "host", writable: false },
} as const satisfies Record<string, ContextField>;

/**
 * The record of a tracepoint, named `"category/event"`. One that is not in the table has no fields: its program can count it,
 * and look at what helpers tell.
 */
export function tracepointContext(name: string): ContextLayout {
  const event = name.slice(name.indexOf("/") + 1);
  return { struct: `trace_event_raw_${event}`, size: MAX_RECORD_SIZE, fields: fieldsOf(name) };
}

function fieldsOf(name: string): ContextLayout["fields"] {
  if (name.startsWith("syscalls/sys_enter_")) return systemCallEntry;
  if (name.startsWith("syscalls/sys_exit_")) return systemCallExit;
  return Object.hasOwn(tracepointFields, name) ? (tracepointFields[name] ?? {}) : {};
}
