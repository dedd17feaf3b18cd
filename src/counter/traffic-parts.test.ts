import assert from "node:assert/strict";
import { test } from "node:test";
import { identifyCgroup } from "./cgroup-names.ts";
import { noTraffic, type Traffic } from "./traffic-counts.ts";
import { littleEndian } from "./traffic-layout.ts";
import type { TrafficReport } from "./traffic-ledger.ts";
import { type PartKind, PartsBook } from "./traffic-parts.ts";
import { csvHeading, toCsv, toRecords } from "./traffic-records.ts";
import { arrange, averaged, type ViewOptions } from "./traffic-view.ts";

const sent = (packets: number): Traffic => ({ ...noTraffic, egress: { packets, bytes: packets * 100, skbs: packets } });

/** A key as the kernel program writes it: cgroup, address, port, protocol. */
function key(cgroup: bigint, { address = [] as number[], port = 0, protocol = 0 }): DataView {
  const view = new DataView(new ArrayBuffer(32));
  view.setBigUint64(0, cgroup, littleEndian);
  for (const [index, word] of address.entries()) view.setUint16(8 + index * 2, word);
  view.setUint16(24, port, littleEndian);
  view.setUint8(26, protocol);
  return view;
}

function reportOf(packets: number, seconds: number): TrafficReport {
  const cgroup = {
    id: 7n,
    path: "/web.service",
    parent: undefined,
    identity: identifyCgroup("/web.service"),
    alive: true,
  };
  const traffic = sent(packets);
  const row = { cgroup, self: traffic, total: traffic, selfRate: noTraffic, totalRate: noTraffic };
  return { seconds, rows: [row], unnamed: noTraffic, overflow: noTraffic, all: traffic, allRate: noTraffic };
}

/** Rounds of what the kernel has, and what a cgroup's parts are after each. */
function rounds(
  kind: PartKind,
  ...given: readonly (readonly [self: number, ...entries: (readonly [DataView, number])[]])[]
) {
  const book = new PartsBook(kind);
  return given.map(([self, ...entries], index) => {
    book.begin();
    for (const [view, packets] of entries) book.enter(view, 0, sent(packets));
    book.end();
    const parts = book.partsOf(reportOf(self, index + 1)).get(7n) ?? [];
    return parts.map(({ name, traffic, rate }) => `${name} ${traffic.egress.packets} ${rate.egress.packets}`);
  });
}

test("protocols, ports and addresses have the names that people know", () => {
  const name = (kind: PartKind, view: DataView) => rounds(kind, [1, [view, 1]])[0]?.[0]?.replace(" 1 1", "");
  assert.equal(name("protocol", key(7n, { protocol: 6 })), "tcp");
  assert.equal(name("protocol", key(7n, { protocol: 58 })), "icmp6");
  assert.equal(name("protocol", key(7n, { protocol: 200 })), "protocol 200");
  assert.equal(name("protocol", key(7n, {})), "no transport");
  assert.equal(name("port", key(7n, { protocol: 17, port: 53 })), "53/udp");
  assert.equal(name("port", key(7n, { protocol: 1 })), "icmp");
  assert.equal(name("remote", key(7n, { address: [0, 0, 0, 0, 0, 0xffff, 0x0a01, 0x02fe] })), "10.1.2.254");
  assert.equal(name("remote", key(7n, { address: [0x2001, 0xdb8, 0, 0, 0, 0, 0, 1] })), "2001:db8::1");
  assert.equal(name("remote", key(7n, {})), "::");
});

test("a part that made place for others keeps what it had; the rest is other", () => {
  const [tcp, udp] = [key(7n, { protocol: 6 }), key(7n, { protocol: 17 })];
  assert.deepEqual(
    rounds("protocol", [5, [tcp, 5]], [12, [tcp, 7], [udp, 2]], [20, [udp, 6]], [30, [tcp, 3], [udp, 6]]),
    [
      ["tcp 5 5"],
      // Three came for neither: something was evicted before it was read.
      ["tcp 7 2", "udp 2 2", "other 3 0"],
      ["tcp 7 0", "udp 6 4", "other 7 0"],
      ["tcp 10 3", "udp 6 0", "other 14 0"],
    ],
  );
});

test("an entry that came back with less than it had was a new one", () => {
  const tcp = key(7n, { protocol: 6 });
  assert.deepEqual(rounds("protocol", [5, [tcp, 5]], [7, [tcp, 2]]), [["tcp 5 5"], ["tcp 7 2"]]);
});

const view: ViewOptions = { layout: "tree", sort: "bytes", depth: 9, silent: false };

test("parts are listed below their cgroup, the largest first, and can be closed", () => {
  const parts = Array.from({ length: 13 }, (_, port) => ({
    name: `${port}/tcp`,
    traffic: sent(port + 1),
    rate: noTraffic,
  }));
  const report = { ...reportOf(91, 2), parts: new Map([[7n, parts]]), evictedParts: 0 };
  const lines = arrange(report, view).map(
    ({ label, indent, traffic }) => `${indent} ${label} ${traffic.egress.packets}`,
  );
  assert.deepEqual(lines.slice(0, 3), ["0 /web.service 91", "1 · 12/tcp 13", "1 · 11/tcp 12"]);
  assert.equal(lines.at(-1), "1 · 3 more 6");
  assert.equal(lines.length, 12);
  const closed = arrange(report, { ...view, collapsed: new Set([7n]) });
  assert.deepEqual(
    closed.map(({ label, branch }) => [label, branch]),
    [["/web.service", "closed"]],
  );
  assert.equal(averaged(report).parts?.get(7n)?.[3]?.rate.egress.packets, 2);
});

test("records and CSV have the parts of each cgroup", () => {
  const parts = [{ name: "tcp", traffic: sent(4), rate: sent(2) }];
  const report = { ...reportOf(4, 2), parts: new Map([[7n, parts]]), evictedParts: 3 };
  const [first, last] = toRecords(report, report.rows, new Date(0)).map((record) => JSON.parse(JSON.stringify(record)));
  assert.deepEqual(first.parts, [{ name: "tcp", traffic: sent(4), perSecond: sent(2) }]);
  assert.equal(last.evictedParts, 3);
  const lines = toCsv(report, report.rows, new Date(0)).map((line) => line.split(","));
  const heading = csvHeading(true).split(",");
  assert.deepEqual(
    lines.map((cells) => [cells.length, cells[2], cells[heading.indexOf("part")], cells[7]]),
    [
      [heading.length, "/web.service", "", "4"],
      [heading.length, "/web.service", "tcp", "4"],
    ],
  );
});
