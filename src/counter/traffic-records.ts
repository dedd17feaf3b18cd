import type { Traffic } from "./traffic-counts.ts";
import type { TrafficReport, TrafficRow } from "./traffic-ledger.ts";
import type { TrafficPart } from "./traffic-parts.ts";
import { withoutCgroup } from "./traffic-view.ts";

/** A report as objects that can be written as JSON, one for each row, and one for what has no cgroup. */
export function toRecords(report: TrafficReport, rows: readonly TrafficRow[], time: Date): object[] {
  const seconds = Math.round(report.seconds * 1000) / 1000;
  const records: object[] = rows.map((row) => ({
    time: time.toISOString(),
    seconds,
    ...cgroupRecord(row),
    self: row.self,
    total: row.total,
    selfPerSecond: rounded(row.selfRate),
    totalPerSecond: rounded(row.totalRate),
    ...(report.parts && { parts: (report.parts.get(row.cgroup.id) ?? []).map(partRecord) }),
  }));
  const { unnamed, overflow, all, evictedParts } = report;
  const evicted = evictedParts === undefined ? {} : { evictedParts };
  records.push({ time: time.toISOString(), seconds, cgroup: null, unnamed, overflow, all, ...evicted });
  return records;
}

function partRecord({ name, traffic, rate }: TrafficPart): object {
  return { name, traffic, perSecond: rounded(rate) };
}

/** The kernel's ids have 64 bits, more than a JSON number can be trusted with: they are text. */
function cgroupRecord({ cgroup }: TrafficRow): object {
  return {
    cgroup: cgroup.path,
    id: String(cgroup.id),
    ...cgroup.identity,
    ...(cgroup.alive ? {} : { removed: true }),
  };
}

function rounded({ egress, ingress }: Traffic): Traffic {
  const one = (value: number) => Math.round(value * 10) / 10;
  return {
    egress: { packets: one(egress.packets), bytes: one(egress.bytes), skbs: one(egress.skbs) },
    ingress: { packets: one(ingress.packets), bytes: one(ingress.bytes), skbs: one(ingress.skbs) },
  };
}

const directions = ["egress", "ingress"] as const;
const units = ["packets", "bytes", "skbs"] as const;

/**
 * The first line of a CSV file (RFC 4180, with plain line ends).
 * @param withParts whether there are lines for parts of cgroups
 */
export function csvHeading(withParts = false): string {
  const counts = ["self", "total"].flatMap((whose) =>
    directions.flatMap((direction) => units.map((unit) => `${whose}_${direction}_${unit}`)),
  );
  const rates = directions.flatMap((direction) => [
    `total_${direction}_packets_per_second`,
    `total_${direction}_bytes_per_second`,
  ]);
  const part = withParts ? ["part"] : [];
  return ["time", "seconds", "cgroup", "id", "name", "kind", "removed", ...counts, ...rates, ...part].join(",");
}

/**
 * A line for each row; those for what has no cgroup have a name and no path. Where parts were asked for, each has a line behind its
 * cgroup's, with its name in the last cell.
 */
export function toCsv(report: TrafficReport, rows: readonly TrafficRow[], time: Date): string[] {
  const start = [time.toISOString(), report.seconds.toFixed(3)];
  const last = (name: string) => (report.parts ? [name] : []);
  const lines = rows.flatMap(({ cgroup, self, total, totalRate }) => {
    const { path, id, identity, alive } = cgroup;
    const first = [path, String(id), identity.name, identity.kind, alive ? 0 : 1];
    const parts = report.parts?.get(id) ?? [];
    return [
      [...first, ...numbers(self, total, totalRate), ...last("")],
      ...parts.map(({ name, traffic, rate }) => [...first, ...numbers(traffic, traffic, rate), ...last(name)]),
    ];
  });
  for (const { label, traffic, rate } of withoutCgroup(report)) {
    lines.push(["", "", label, "", 0, ...numbers(traffic, traffic, rate), ...last("")]);
  }
  return lines.map((line) => [...start, ...line.map(quoted)].join(","));
}

function numbers(self: Traffic, total: Traffic, rate: Traffic): number[] {
  const { egress, ingress } = rounded(rate);
  return [
    ...[self, total].flatMap((traffic) =>
      directions.flatMap((direction) => units.map((unit) => traffic[direction][unit])),
    ),
    ...[egress, ingress].flatMap(({ packets, bytes }) => [packets, bytes]),
  ];
}

function quoted(value: string | number): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
