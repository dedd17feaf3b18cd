import assert from "node:assert/strict";
import { test } from "node:test";
import { identifyCgroup } from "./cgroup-names.ts";
import type { Cgroup } from "./cgroup-tree.ts";
import { LiveState } from "./live-state.ts";
import { keysIn } from "./terminal.ts";
import { addTraffic, noTraffic, type Traffic } from "./traffic-counts.ts";
import type { TrafficReport, TrafficRow } from "./traffic-ledger.ts";
import { csvHeading, toCsv, toRecords } from "./traffic-records.ts";
import { formatTable, scaled } from "./traffic-table.ts";
import { arrange, averaged, listedRows, type ViewOptions } from "./traffic-view.ts";

const sent = (packets: number): Traffic => ({ ...noTraffic, egress: { packets, bytes: packets * 100, skbs: packets } });

/** A report over two seconds; what a cgroup has had for itself is its rate, too. */
function reportOf(...cgroups: readonly (readonly [path: string, packets: number])[]): TrafficReport {
  const made = new Map<string, Cgroup>();
  const rows = cgroups.map(([written, packets], index): TrafficRow => {
    const path = written.replace(/!$/, "");
    const parent = made.get(path.slice(0, path.lastIndexOf("/")) || "/");
    const alive = !written.endsWith("!");
    const cgroup = { id: BigInt(index + 1), path, parent, identity: identifyCgroup(path), alive };
    made.set(path, cgroup);
    const below = cgroups.filter(([other]) => other.startsWith(path === "/" ? path : `${path}/`) && other !== written);
    const total = below.map(([, more]) => sent(more)).reduce(addTraffic, sent(packets));
    return { cgroup, self: sent(packets), total, selfRate: sent(packets), totalRate: total };
  });
  const all = rows[0]?.total ?? noTraffic;
  return { seconds: 2, rows, unnamed: noTraffic, overflow: noTraffic, all, allRate: all };
}

const report = reportOf(["/", 0], ["/a", 1], ["/a/x", 5], ["/a/y", 7], ["/b.service!", 20], ["/idle", 0]);
const tree: ViewOptions = { layout: "tree", sort: "rate", depth: Number.POSITIVE_INFINITY, silent: false };
const shown = (options: Partial<ViewOptions>) =>
  arrange(report, { ...tree, ...options }).map(({ label, indent, traffic }) => {
    return `${"  ".repeat(indent)}${label} ${traffic.egress.packets}`;
  });

test("a tree has totals, and siblings are sorted", () => {
  assert.deepEqual(shown({}), ["/ 33", "  b.service (removed) 20", "  a 13", "    y 7", "    x 5"]);
  assert.deepEqual(shown({ sort: "name" }), ["/ 33", "  a 13", "    x 5", "    y 7", "  b.service (removed) 20"]);
  assert.deepEqual(shown({ depth: 1, silent: true }), ["/ 33", "  b.service (removed) 20", "  a 13", "  idle 0"]);
});

test("flat, each is for itself", () => {
  assert.deepEqual(shown({ layout: "flat" }), ["b.service (removed) 20", "/a/y 7", "/a/x 5", "/a 1", "/ 0"]);
  assert.deepEqual(shown({ layout: "flat", depth: 0 }), ["/ 0"]);
});

test("what has no cgroup is listed last, when there is any", () => {
  const rows = arrange({ ...report, unnamed: sent(4), overflow: sent(8) }, tree).slice(-2);
  assert.deepEqual(
    rows.map(({ label, traffic, rate }) => [label, traffic.egress.packets, rate.egress.packets]),
    [
      ["(gone before it had a name)", 4, 2],
      ["(more cgroups than the map has room for)", 8, 4],
    ],
  );
});

test("a summary has the mean of each second", () => {
  assert.equal(averaged(report).rows[0]?.totalRate.egress.packets, 16.5);
  assert.equal(averaged({ ...report, seconds: 0 }).rows[0]?.totalRate.egress.packets, 0);
});

test("a table fits its width, from a small terminal to a wide one", () => {
  const rows = arrange(reportOf(["/", 0], [`/${"long".repeat(30)}.service`, 1234567]), tree);
  for (const width of [20, 40, 60, 80, 100, 132, 200]) {
    const { heading, lines } = formatTable(rows, width);
    for (const line of [heading, ...lines]) assert.ok([...line].length <= width, `${width}: ${line}`);
    if (width >= 40) assert.match(lines[1] ?? "", /…\w*\.service +\d/);
  }
  const { heading, lines } = formatTable(rows, 80);
  assert.equal(heading, "CGROUP                        out B/s   pkt/s   in B/s   pkt/s    out B     in B");
  assert.equal(lines[0], "/                                123M   1.23M        0       0     123M        0");
});

test("a name can't move the cursor", () => {
  const { lines } = formatTable(arrange(reportOf(["/\u001b[2Jx\n\u009b", 1]), tree), 80);
  assert.match(lines[0] ?? "", /^\/\?\[2Jx\?\? /);
});

test("numbers have three digits", () => {
  const cases: [number, string][] = [
    [0, "0"],
    [0.25, "0.3"],
    [12.3, "12"],
    [999, "999"],
    [999.7, "1.00k"],
    [1234, "1.23k"],
    [9996, "10.0k"],
    [99_960, "100k"],
    [999_600, "1.00M"],
    [45_600_000, "45.6M"],
    [7.8e15, "7.80P"],
    [4e20, "400000P"],
  ];
  for (const [value, text] of cases) assert.equal(scaled(value), text);
});

test("records are complete: every listed cgroup, then everything", () => {
  const rows = listedRows(report, tree);
  const records = toRecords(report, rows, new Date(0)).map((record) => JSON.parse(JSON.stringify(record)));
  assert.deepEqual(
    records.map(({ cgroup, removed }) => [cgroup, removed]),
    [
      ["/", undefined],
      ["/a", undefined],
      ["/a/x", undefined],
      ["/a/y", undefined],
      ["/b.service", true],
      [null, undefined],
    ],
  );
  const { unit, kind, id, seconds, time, self } = records[4];
  assert.deepEqual([unit, kind, id, seconds], ["b.service", "unit", "5", 2]);
  assert.deepEqual([time, self.egress], ["1970-01-01T00:00:00.000Z", { packets: 20, bytes: 2000, skbs: 20 }]);
  assert.equal(records[5].all.egress.packets, 33);
});

test("CSV has a heading and as many cells in each line; commas and quotes in names are quoted", () => {
  const odd = { ...reportOf(['/a,"b"', 3]), unnamed: sent(1) };
  const lines = toCsv(odd, listedRows(odd, tree), new Date(0));
  assert.equal(lines.length, 2);
  assert.ok(
    lines[0]?.startsWith('1970-01-01T00:00:00.000Z,2.000,"/a,""b""",1,"a,""b""",cgroup,0,3,300,3,0,0,0,3,300,3'),
  );
  assert.equal(lines[1]?.split(",").length, csvHeading().split(",").length);
});

test("keys come singly, several at once, and as sequences", () => {
  assert.deepEqual(keysIn("q"), ["q"]);
  assert.deepEqual(keysIn("st\x1b[A\x1bOB\x1b[5~"), ["s", "t", "up", "down", "page up"]);
  assert.deepEqual(keysIn("\x03"), ["interrupt"]);
  assert.deepEqual(keysIn("\x1b[1;5Cq"), ["q"], "a sequence that nobody asked for");
});

test("keys change what is shown", () => {
  const state = new LiveState(tree);
  const press = (key: string) => state.press(key, 24);
  for (const expected of ["packets", "egress", "ingress", "bytes", "name", "rate"]) {
    press("s");
    assert.equal(state.view.sort, expected);
  }
  press("t");
  press("a");
  press("-");
  assert.deepEqual(state.view, { layout: "flat", sort: "rate", depth: 5, silent: true });
  press("+");
  assert.equal(state.view.depth, 6);
  press("p");
  press("?");
  assert.deepEqual([state.paused, state.help], [true, true]);
  press("escape");
  assert.equal(state.help, false);
  press("page down");
  assert.equal(state.offset, 19);
  state.scrollWithin(30, 20);
  assert.equal(state.offset, 10);
  press("home");
  press("up");
  state.scrollWithin(30, 20);
  assert.equal(state.offset, 0);
  assert.equal(press("x"), "stay");
  assert.equal(press("interrupt"), "quit");
  assert.equal(press("q"), "quit");
});
