/**
 * Generates the table of tracepoint records, and their types, out of the running kernel's tracefs. Needs root.
 *
 *     node scripts/generate-tracepoint-contexts.ts [--check]
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { emit, firstLine } from "./kernel-facts/output.ts";
import { readTracepointFormat, type TracepointField } from "./kernel-facts/tracepoint-format.ts";

const TRACEPOINTS = [
  "block/block_bio_queue",
  "block/block_rq_complete",
  "block/block_rq_insert",
  "block/block_rq_issue",
  "exceptions/page_fault_kernel",
  "exceptions/page_fault_user",
  "irq/irq_handler_entry",
  "irq/irq_handler_exit",
  "irq/softirq_entry",
  "irq/softirq_exit",
  "net/net_dev_queue",
  "net/net_dev_start_xmit",
  "net/net_dev_xmit",
  "net/netif_receive_skb",
  "net/netif_rx",
  "oom/mark_victim",
  "power/cpu_frequency",
  "power/cpu_idle",
  "raw_syscalls/sys_enter",
  "raw_syscalls/sys_exit",
  "sched/sched_migrate_task",
  "sched/sched_process_exec",
  "sched/sched_process_exit",
  "sched/sched_process_fork",
  "sched/sched_switch",
  "sched/sched_wakeup",
  "sched/sched_wakeup_new",
  "signal/signal_deliver",
  "signal/signal_generate",
  "skb/consume_skb",
  "skb/kfree_skb",
  "sock/inet_sock_set_state",
  "task/task_newtask",
  "task/task_rename",
  "tcp/tcp_destroy_sock",
  "tcp/tcp_probe",
  "tcp/tcp_receive_reset",
  "tcp/tcp_retransmit_skb",
  "tcp/tcp_retransmit_synack",
  "tcp/tcp_send_reset",
];

const FIRST_LINE = firstLine("generate-tracepoint-contexts.ts");

const records = readRecords();
emit("src/kernel/tracepoint-contexts.generated.ts", fieldTable());
emit("src/define/tracepoint-types.generated.ts", types());

/** In a mount namespace of its own, so that nobody sees the mount come and go. */
function readRecords(): Map<string, TracepointField[]> {
  const directory = mkdtempSync(join(tmpdir(), "tracefs-"));
  const script = 'mount -t tracefs tracefs "$0" && for name; do cat "$0/events/$name/format"; done';
  try {
    const text = execFileSync("unshare", ["--mount", "sh", "-c", script, directory, ...TRACEPOINTS], {
      encoding: "utf8",
    });
    const formats = text.split(/^name: .*$/m).slice(1);
    if (formats.length !== TRACEPOINTS.length) throw new Error("some tracepoints are not in this kernel");
    return new Map(TRACEPOINTS.map((name, index) => [name, readTracepointFormat(formats[index] ?? "")]));
  } finally {
    rmdirSync(directory);
  }
}

function fieldTable(): string {
  const rows = [...records].map(([name, fields]) => {
    const parts = fields.map(({ name, offset, type, length }) => {
      return `${name}: ${type}(${length === undefined ? offset : `${offset}, ${length}`})`;
    });
    return `  "${name}": { ${parts.join(", ")} },`;
  });
  const used = new Set([...records.values()].flatMap((fields) => fields.map(({ type }) => type)));
  const constructors = [...used].sort().map((type) => {
    return `const ${type} = (offset: number, length?: number) => field(${type.slice(1)}, ${type[0] === "i"}, offset, length);`;
  });
  return `${FIRST_LINE}import type { ContextField } from "./program-type.ts";

function field(bits: ContextField["bits"], signed: boolean, offset: number, length: number | undefined): ContextField {
  const scalar = { offset, bits, signed, order: "host", writable: false } as const;
  return length === undefined ? scalar : { ...scalar, length };
}

${constructors.join("\n")}

export const tracepointFields: Readonly<Record<string, Readonly<Record<string, ContextField>>>> = {
${rows.join("\n")}
};
`;
}

function types(): string {
  const members = [...records].map(([name, fields]) => {
    const lines = fields.map(({ name, length }) => {
      return `    readonly ${name}: ${length === undefined ? "number" : `FixedArray<${length}>`};`;
    });
    return `  "${name}": {\n${lines.join("\n")}\n  };`;
  });
  return `${FIRST_LINE}import type { FixedArray } from "./kernel-view.ts";

export interface KnownTracepointContexts {
${members.join("\n")}
}
`;
}
