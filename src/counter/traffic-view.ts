import { isSilent, type Traffic, trafficPerSecond } from "./traffic-counts.ts";
import type { TrafficReport, TrafficRow } from "./traffic-ledger.ts";

/** What rows are sorted by, the largest first; names from A to Z. */
export const sortKeys = ["rate", "packets", "egress", "ingress", "bytes", "name"] as const;

export type SortKey = (typeof sortKeys)[number];

export interface ViewOptions {
  /** `"tree"`: each cgroup with all below it; `"flat"`: each for itself. */
  readonly layout: "tree" | "flat";
  readonly sort: SortKey;
  /** How many levels below the watched cgroup are listed; what is deeper is in the totals of those above. */
  readonly depth: number;
  /** Lists cgroups without traffic, too. */
  readonly silent: boolean;
}

/** A line of a view. */
export interface ViewRow {
  readonly label: string;
  /** Levels below the watched cgroup, in a tree. */
  readonly indent: number;
  readonly traffic: Traffic;
  readonly rate: Traffic;
}

/** The rows of a report that a view lists, in the report's own order. The watched cgroup is always the first. */
export function listedRows(report: TrafficReport, { layout, depth, silent }: ViewOptions): TrafficRow[] {
  const depths = depthsOf(report.rows);
  return report.rows.filter(({ cgroup, total, self }, index) => {
    if ((depths.get(cgroup.id) ?? 0) > depth) return false;
    return index === 0 || silent || !isSilent(layout === "tree" ? total : self);
  });
}

/** The lines of a view in the order in which they are shown. */
export function arrange(report: TrafficReport, options: ViewOptions): ViewRow[] {
  const depths = depthsOf(report.rows);
  const listed = listedRows(report, options);
  const views = listed.map((row) => viewOf(row, options.layout, depths));
  const compare = comparison(options.sort);
  const ordered = options.layout === "tree" ? treeOrder(listed, views, compare) : views.sort(compare);
  return [...ordered, ...withoutCgroup(report)];
}

/** The same report with rates over the whole time, for a summary in the end. */
export function averaged(report: TrafficReport): TrafficReport {
  return {
    ...report,
    allRate: trafficPerSecond(report.all, report.seconds),
    rows: report.rows.map((row) => ({
      ...row,
      selfRate: trafficPerSecond(row.self, report.seconds),
      totalRate: trafficPerSecond(row.total, report.seconds),
    })),
  };
}

/** What was counted without a cgroup to list it for. */
export function withoutCgroup({ unnamed, overflow, seconds }: TrafficReport): ViewRow[] {
  const rows = [
    { label: "(gone before it had a name)", traffic: unnamed },
    { label: "(more cgroups than the map has room for)", traffic: overflow },
  ];
  return rows
    .filter(({ traffic }) => !isSilent(traffic))
    .map((row) => ({ ...row, indent: 0, rate: trafficPerSecond(row.traffic, seconds) }));
}

function viewOf(row: TrafficRow, layout: ViewOptions["layout"], depths: ReadonlyMap<bigint, number>): ViewRow {
  const { identity, path, alive, id } = row.cgroup;
  const depth = depths.get(id) ?? 0;
  const name = depth === 0 || (layout === "flat" && identity.kind === "cgroup") ? path : identity.name;
  const label = alive ? name : `${name} (removed)`;
  return layout === "tree"
    ? { label, indent: depth, traffic: row.total, rate: row.totalRate }
    : { label, indent: 0, traffic: row.self, rate: row.selfRate };
}

function depthsOf(rows: readonly TrafficRow[]): Map<bigint, number> {
  const depths = new Map<bigint, number>();
  for (const { cgroup } of rows) {
    const above = cgroup.parent && depths.get(cgroup.parent.id);
    depths.set(cgroup.id, above === undefined ? 0 : above + 1);
  }
  return depths;
}

type Comparison = (a: ViewRow, b: ViewRow) => number;

/** Siblings are sorted, and each is followed by what is below it. */
function treeOrder(rows: readonly TrafficRow[], views: readonly ViewRow[], compare: Comparison): ViewRow[] {
  const children = new Map<bigint | undefined, { readonly id: bigint; readonly view: ViewRow }[]>();
  for (const [index, { cgroup }] of rows.entries()) {
    const above = index === 0 ? undefined : cgroup.parent?.id;
    const siblings = children.get(above) ?? [];
    siblings.push({ id: cgroup.id, view: views[index]! });
    children.set(above, siblings);
  }
  const ordered: ViewRow[] = [];
  const visit = (id: bigint | undefined) => {
    for (const child of (children.get(id) ?? []).sort((a, b) => compare(a.view, b.view))) {
      ordered.push(child.view);
      visit(child.id);
    }
  };
  visit(undefined);
  return ordered;
}

function comparison(key: SortKey): Comparison {
  const byLabel: Comparison = (a, b) => (a.label < b.label ? -1 : a.label > b.label ? 1 : 0);
  if (key === "name") return byLabel;
  const value = values[key];
  return (a, b) => value(b) - value(a) || byLabel(a, b);
}

const values: Readonly<Record<Exclude<SortKey, "name">, (row: ViewRow) => number>> = {
  rate: ({ rate }) => rate.egress.bytes + rate.ingress.bytes,
  packets: ({ rate }) => rate.egress.packets + rate.ingress.packets,
  egress: ({ rate }) => rate.egress.bytes,
  ingress: ({ rate }) => rate.ingress.bytes,
  bytes: ({ traffic }) => traffic.egress.bytes + traffic.ingress.bytes,
};
