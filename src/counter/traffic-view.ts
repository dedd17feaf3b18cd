import { addTraffic, isSilent, type Traffic, trafficPerSecond } from "./traffic-counts.ts";
import type { TrafficReport, TrafficRow } from "./traffic-ledger.ts";
import type { TrafficPart } from "./traffic-parts.ts";
import { type Comparison, comparison, type SortKey } from "./traffic-sort.ts";

export { type SortKey, sortKeys } from "./traffic-sort.ts";

export interface ViewOptions {
  /** `"tree"`: each cgroup with all below it; `"flat"`: each for itself. */
  readonly layout: "tree" | "flat";
  readonly sort: SortKey;
  /** The smallest first. */
  readonly reverse?: boolean;
  /** How many levels below the watched cgroup are listed; what is deeper is in the totals of those above. */
  readonly depth: number;
  /** Lists cgroups without traffic, too. */
  readonly silent: boolean;
  /** Lists what has this text in its path or name, in capitals or not, and what is above it in a tree. */
  readonly filter?: string;
  /** Ids of cgroups below which nothing is listed. */
  readonly collapsed?: ReadonlySet<bigint>;
}

/** A line of a view. */
export interface ViewRow {
  readonly label: string;
  /** Levels below the watched cgroup, in a tree. */
  readonly indent: number;
  readonly traffic: Traffic;
  readonly rate: Traffic;
  /** Of the cgroup; undefined for what has none, and for parts of one. */
  readonly id?: bigint;
  readonly removed?: boolean;
  /** Whether there are lines below it, and whether they are shown; undefined where there are none. */
  readonly branch?: "open" | "closed" | undefined;
}

/** The rows of a report that a view lists, in the report's own order. The watched cgroup is always the first. */
export function listedRows(report: TrafficReport, options: ViewOptions): TrafficRow[] {
  const { layout, depth, silent } = options;
  const depths = Number.isFinite(depth) ? depthsOf(report.rows) : undefined;
  const rows = report.rows.filter(({ cgroup, total, self }, index) => {
    if ((depths?.get(cgroup.id) ?? 0) > depth) return false;
    return index === 0 || silent || !isSilent(layout === "tree" ? total : self);
  });
  return options.filter ? filtered(rows, options.filter, layout) : rows;
}

/** Parents stand before their children, so from the end on each row knows whether something below it is kept. */
function filtered(rows: readonly TrafficRow[], filter: string, layout: ViewOptions["layout"]): TrafficRow[] {
  const wanted = filter.toLowerCase();
  const above = new Set<bigint>();
  const kept: TrafficRow[] = [];
  for (let index = rows.length - 1; index >= 0; index -= 1) {
    const row = rows[index]!;
    const { id, path, identity, parent } = row.cgroup;
    const matches = path.toLowerCase().includes(wanted) || identity.name.toLowerCase().includes(wanted);
    if (!matches && !above.has(id)) continue;
    if (layout === "tree" && parent) above.add(parent.id);
    kept.push(row);
  }
  return kept.reverse();
}

/** The lines of a view in the order in which they are shown. */
export function arrange(report: TrafficReport, options: ViewOptions): ViewRow[] {
  const rows = listedRows(report, options);
  const first = report.rows[0]?.cgroup;
  const views = rows.map((row) => viewOf(row, options.layout, row.cgroup === first));
  const compare = comparison(options.sort, options.reverse);
  const sorted: ViewRow[] =
    options.layout === "tree" ? treeOrder(rows, views, compare, options.collapsed) : views.sort(compare);
  const ordered = report.parts ? withParts(sorted, report.parts, compare, options.collapsed) : sorted;
  return options.filter ? ordered : [...ordered, ...withoutCgroup(report)];
}

/** More parts of a cgroup are listed together. */
const mostParts = 10;

/** Behind each cgroup what its own traffic is made of, unless it is closed. */
function withParts(
  rows: readonly ViewRow[],
  parts: ReadonlyMap<bigint, readonly TrafficPart[]>,
  compare: Comparison,
  collapsed: ReadonlySet<bigint> | undefined,
): ViewRow[] {
  return rows.flatMap((row) => {
    const found = row.id === undefined ? undefined : parts.get(row.id);
    if (!found || row.id === undefined) return [row];
    if (collapsed?.has(row.id)) return [{ ...row, branch: "closed" }];
    const lines = found.map(({ name, traffic, rate }) => ({ label: name, indent: row.indent + 1, traffic, rate }));
    lines.sort(compare);
    const rest = lines.splice(mostParts);
    if (rest.length > 0) {
      const traffic = rest.map((line) => line.traffic).reduce(addTraffic);
      const rate = rest.map((line) => line.rate).reduce(addTraffic);
      lines.push({ label: `${rest.length} more`, indent: row.indent + 1, traffic, rate });
    }
    return [{ ...row, branch: "open" }, ...lines.map((line) => ({ ...line, label: `· ${line.label}` }))];
  });
}

/** The same report with rates over the whole time, for a summary in the end. */
export function averaged(report: TrafficReport): TrafficReport {
  const partsOf = ([id, parts]: readonly [bigint, readonly TrafficPart[]]): [bigint, TrafficPart[]] => {
    return [id, parts.map((part) => ({ ...part, rate: trafficPerSecond(part.traffic, report.seconds) }))];
  };
  return {
    ...report,
    ...(report.parts && { parts: new Map(Array.from(report.parts, partsOf)) }),
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

type Unfinished = { -readonly [K in keyof ViewRow]: ViewRow[K] };

function viewOf(row: TrafficRow, layout: ViewOptions["layout"], isFirst: boolean): Unfinished {
  const { identity, path, alive, id } = row.cgroup;
  const name = isFirst || (layout === "flat" && identity.kind === "cgroup") ? path : identity.name;
  const label = alive ? name : `${name} (removed)`;
  return layout === "tree"
    ? { label, indent: 0, traffic: row.total, rate: row.totalRate, id, removed: !alive }
    : { label, indent: 0, traffic: row.self, rate: row.selfRate, id, removed: !alive };
}

function depthsOf(rows: readonly TrafficRow[]): Map<bigint, number> {
  const depths = new Map<bigint, number>();
  for (const { cgroup } of rows) {
    const above = cgroup.parent && depths.get(cgroup.parent.id);
    depths.set(cgroup.id, above === undefined ? 0 : above + 1);
  }
  return depths;
}

/** Siblings are sorted, and each is followed by what is below it. */
function treeOrder(
  rows: readonly TrafficRow[],
  views: readonly Unfinished[],
  compare: Comparison,
  collapsed: ReadonlySet<bigint> | undefined,
): ViewRow[] {
  const children = new Map<bigint | undefined, Unfinished[]>();
  for (const [index, { cgroup }] of rows.entries()) {
    const above = index === 0 ? undefined : cgroup.parent?.id;
    const siblings = children.get(above);
    if (siblings) siblings.push(views[index]!);
    else children.set(above, [views[index]!]);
  }
  const ordered: ViewRow[] = [];
  const visit = (id: bigint | undefined, indent: number) => {
    for (const view of (children.get(id) ?? []).sort(compare)) {
      const below = children.has(view.id);
      const closed = below && view.id !== undefined && collapsed?.has(view.id);
      view.indent = indent;
      if (below) view.branch = closed ? "closed" : "open";
      ordered.push(view);
      if (below && !closed) visit(view.id, indent + 1);
    }
  };
  visit(undefined, 0);
  return ordered;
}
