import assert from "node:assert/strict";
import { test } from "node:test";
import { identifyCgroup } from "./cgroup-names.ts";
import type { Cgroup } from "./cgroup-tree.ts";
import { screenOf } from "./live-screen.ts";
import { LiveState } from "./live-state.ts";
import { TrafficHistory } from "./sparkline.ts";
import { keysIn, wantsColours, wantsUnicode } from "./terminal.ts";
import { addTraffic, noTraffic, type Traffic } from "./traffic-counts.ts";
import type { TrafficReport, TrafficRow } from "./traffic-ledger.ts";
import { csvHeading, toCsv, toRecords } from "./traffic-records.ts";
import { formatTable, scaled } from "./traffic-table.ts";
import { arrange, averaged, listedRows, sortKeys, type ViewOptions } from "./traffic-view.ts";

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
  assert.equal(heading, "CGROUP                                 out B/s   pkt/s   in B/s   pkt/s  total B");
  assert.equal(lines[0], "/                                         123M   1.23M        0       0     123M");
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
  assert.deepEqual(keysIn("\x1b[C\x1b[D\r\x7f\x1b[F"), ["right", "left", "enter", "backspace", "end"]);
  assert.deepEqual(keysIn("\x1b[1;5Cq"), ["q"], "a sequence that nobody asked for");
});

/** A state that shows the rows of a report, and keys pressed on it. */
function live(view: ViewOptions = tree) {
  const state = new LiveState(view);
  const press = (...keys: string[]) => {
    for (const key of keys) assert.equal(state.press(key, 24), "stay");
    state.show(arrange(report, state.view), 4);
    return arrange(report, state.view).map(({ label, branch }) => `${label}${branch === "closed" ? " +" : ""}`);
  };
  press();
  return { state, press };
}

test("keys sort by each column and back, and turn the order round", () => {
  const { state, press } = live();
  const seen = sortKeys.map(() => {
    press("s");
    return state.view.sort;
  });
  assert.deepEqual(seen, [...sortKeys.slice(1), "rate"]);
  press("S");
  assert.equal(state.view.sort, "name");
  press(">");
  assert.equal(state.view.sort, "rate");
  assert.deepEqual(press("r"), ["/", "a", "x", "y", "b.service (removed)"]);
  assert.deepEqual(press("r"), ["/", "b.service (removed)", "a", "y", "x"]);
});

test("keys change layout, depth and what is listed", () => {
  const { state, press } = live();
  press("t", "a", "-");
  assert.deepEqual(state.view, { layout: "flat", sort: "rate", depth: 5, silent: true });
  press("+");
  assert.equal(state.view.depth, 6);
  press("p", "?");
  assert.deepEqual([state.paused, state.help], [true, true]);
  press("escape");
  assert.equal(state.help, false);
  assert.equal(state.press("interrupt", 24), "quit");
  assert.equal(state.press("q", 24), "quit");
});

test("what is below a line is closed and opened", () => {
  const { state, press } = live();
  press("down", "down");
  assert.deepEqual(press("enter"), ["/", "b.service (removed)", "a +"]);
  assert.deepEqual(press("right"), ["/", "b.service (removed)", "a", "y", "x"]);
  assert.deepEqual(press("down", "left"), ["/", "b.service (removed)", "a", "y", "x"]);
  assert.equal(state.selected, 2, "a leaf has nothing to close: up to its parent");
  assert.deepEqual(press("left"), ["/", "b.service (removed)", "a +"]);
  press("left");
  assert.equal(state.selected, 0);
  assert.deepEqual(press("left"), ["/ +"]);
});

test("a filter follows what is typed, and keeps what is above", () => {
  const { state, press } = live();
  assert.deepEqual(press("/", "Y"), ["/", "a", "y"]);
  assert.equal(state.typed, "Y");
  assert.deepEqual(press("q"), [], "a letter like any other");
  assert.deepEqual(press("backspace", "enter"), ["/", "a", "y"]);
  assert.deepEqual([state.typed, state.view.filter], [undefined, "Y"]);
  assert.deepEqual(press("t"), ["/a/y"]);
  assert.equal(press("escape").length, 5);
  assert.equal(press("/", "b", "escape").length, 5);
});

test("the selected line stays on the table and in sight", () => {
  const { state, press } = live();
  press("end");
  assert.deepEqual([state.selected, state.offset], [4, 1]);
  press("home");
  assert.deepEqual([state.selected, state.offset], [0, 0]);
  press("page down");
  assert.equal(state.selected, 4);
  press("up", "k", "j");
  assert.equal(state.selected, 3);
  press("/", "b");
  assert.deepEqual([state.selected, state.offset], [1, 0]);
});

test("the last minute is drawn against its highest second", () => {
  const history = new TrafficHistory();
  const at = (seconds: number, packets: number) => {
    const made = reportOf(["/", 0], ["/a", packets]);
    history.add({ ...made, seconds });
  };
  for (let second = 0; second < 120; second += 1) at(second, second < 90 ? 0 : second - 89);
  assert.equal(history.line(2n, "tree", 10), "     ▂▃▅▆█");
  assert.equal(history.line(2n, "flat", 10, true), "     :-+*@");
  assert.equal(history.line(undefined, "tree", 60).length, 60);
  assert.equal(history.line(99n, "tree", 10), "");
  at(200, 5);
  assert.match(history.line(2n, "tree", 10), /^█{10}$/, "one report for a long time");
  at(205, 0);
  assert.equal(history.line(2n, "tree", 12), "███████████ ");
});

test("a screen fits each size, marks the sorted column, and says what counting costs", () => {
  const state = new LiveState({ ...tree, sort: "egress-packets" });
  const history = new TrafficHistory();
  history.add(report);
  const cost = { nanoseconds: 57.4, why: undefined, cpu: 0.0123, memory: 85_000_000 };
  const shownAt = (width: number, height: number, more = {}) =>
    screenOf(
      { report, history, state, name: "top", cgroup: "/sys/fs/cgroup", cost, note: undefined, plain: false, ...more },
      { width, height },
    );
  for (const [width, height] of [
    [80, 24],
    [200, 60],
    [40, 10],
    [20, 5],
    [10, 2],
  ] as const) {
    const lines = shownAt(width, height);
    assert.ok(lines.length <= Math.max(height, 5), `${width}x${height}`);
    for (const { text, style } of lines) if (style === "heading") assert.ok([...text].length <= width);
  }
  const lines = shownAt(80, 24);
  assert.equal(lines.length, 24);
  assert.equal(lines[2]?.text, "cost  57 ns a packet   this tool 1.2 % CPU, 85.0MB");
  assert.deepEqual(lines[3], {
    text: "CGROUP                      out B/s  pkt/s▼   in B/s   pkt/s  total B minute    ",
    style: "heading",
  });
  assert.equal(lines[4]?.style, "selected");
  assert.match(lines[4]?.text ?? "", /^- \/ +3\.30k +33 +0 +0 +3\.30k +█$/);
  assert.match(shownAt(80, 24, { plain: true })[3]?.text ?? "", /pkt\/sv/);
  const without = shownAt(80, 24, { cost: { ...cost, nanoseconds: undefined, why: "takes CAP_SYS_ADMIN" } });
  assert.match(without[2]?.text ?? "", /^cost {2}ns a packet: takes CAP_SYS_ADMIN {3}this tool/);
  assert.match(shownAt(80, 24, { note: "something" })[3]?.text ?? "", /^note: something$/);
  state.press("?", 24);
  for (const { text } of shownAt(80, 24).slice(3)) assert.ok(text.length <= 80, text);
});

test("colours are for terminals that have them, unless NO_COLOR says otherwise", () => {
  assert.equal(wantsColours({ TERM: "xterm-256color" }), true);
  assert.equal(wantsColours({ TERM: "xterm", NO_COLOR: "" }), true, "no-color.org: when it is not empty");
  for (const environment of [{ TERM: "xterm", NO_COLOR: "1" }, { TERM: "dumb" }, { TERM: "vt100" }, {}]) {
    assert.equal(wantsColours(environment), false);
  }
  assert.equal(wantsUnicode({ LANG: "de_DE.UTF-8" }), true);
  assert.equal(wantsUnicode({ LC_ALL: "C", LANG: "de_DE.UTF-8" }), false);
  assert.equal(wantsUnicode({}), false);
});
