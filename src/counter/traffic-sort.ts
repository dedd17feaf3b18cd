import type { Traffic } from "./traffic-counts.ts";

/** Keys of both directions begin the list; those of a column follow in the columns' order. */
export const sortKeys = [
  "rate",
  "packets",
  "egress",
  "egress-packets",
  "ingress",
  "ingress-packets",
  "bytes",
  "egress-bytes",
  "ingress-bytes",
  "egress-total-packets",
  "ingress-total-packets",
  "egress-skbs",
  "ingress-skbs",
  "name",
] as const;

/** What rows are sorted by, the largest first; names from A to Z. */
export type SortKey = (typeof sortKeys)[number];

interface Sorted {
  readonly label: string;
  readonly traffic: Traffic;
  readonly rate: Traffic;
}

const values: Readonly<Record<Exclude<SortKey, "name">, (row: Sorted) => number>> = {
  rate: ({ rate }) => rate.egress.bytes + rate.ingress.bytes,
  packets: ({ rate }) => rate.egress.packets + rate.ingress.packets,
  egress: ({ rate }) => rate.egress.bytes,
  "egress-packets": ({ rate }) => rate.egress.packets,
  ingress: ({ rate }) => rate.ingress.bytes,
  "ingress-packets": ({ rate }) => rate.ingress.packets,
  bytes: ({ traffic }) => traffic.egress.bytes + traffic.ingress.bytes,
  "egress-bytes": ({ traffic }) => traffic.egress.bytes,
  "ingress-bytes": ({ traffic }) => traffic.ingress.bytes,
  "egress-total-packets": ({ traffic }) => traffic.egress.packets,
  "ingress-total-packets": ({ traffic }) => traffic.ingress.packets,
  "egress-skbs": ({ traffic }) => traffic.egress.skbs,
  "ingress-skbs": ({ traffic }) => traffic.ingress.skbs,
};

export type Comparison = (a: Sorted, b: Sorted) => number;

/** Rows that are equal by the key stand in the order of their names. */
export function comparison(key: SortKey, reverse = false): Comparison {
  const byLabel: Comparison = (a, b) => (a.label < b.label ? -1 : a.label > b.label ? 1 : 0);
  const sign = reverse ? -1 : 1;
  if (key === "name") return (a, b) => sign * byLabel(a, b);
  const value = values[key];
  return (a, b) => sign * (value(b) - value(a)) || byLabel(a, b);
}
