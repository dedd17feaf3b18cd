/** What passed in one direction. Exact up to 2^53, which is 9 petabytes. */
export interface Counts {
  /** As they go over the wire. */
  readonly packets: number;
  /** On the wire, from the IP header on: without Ethernet's. */
  readonly bytes: number;
  /** Buffers as the kernel hands them on: one holds many packets of TCP. */
  readonly skbs: number;
}

export interface Traffic {
  readonly egress: Counts;
  readonly ingress: Counts;
}

export const noTraffic: Traffic = {
  egress: { packets: 0, bytes: 0, skbs: 0 },
  ingress: { packets: 0, bytes: 0, skbs: 0 },
};

export function addTraffic(a: Traffic, b: Traffic): Traffic {
  return combine(a, b, (x, y) => x + y);
}

/** What came between two readings; never below zero. */
export function trafficSince(before: Traffic, now: Traffic): Traffic {
  return combine(before, now, (x, y) => Math.max(0, y - x));
}

export function trafficPerSecond(traffic: Traffic, seconds: number): Traffic {
  if (seconds <= 0 || isSilent(traffic)) return noTraffic;
  return combine(traffic, traffic, (x) => x / seconds);
}

export function isSilent({ egress, ingress }: Traffic): boolean {
  return egress.skbs === 0 && ingress.skbs === 0;
}

/** Buffers only ever become more, and with each there is a packet. */
export function isSameTraffic(a: Traffic, b: Traffic): boolean {
  return a.egress.skbs === b.egress.skbs && a.ingress.skbs === b.ingress.skbs;
}

function combine(a: Traffic, b: Traffic, number: (x: number, y: number) => number): Traffic {
  return {
    egress: combineCounts(a.egress, b.egress, number),
    ingress: combineCounts(a.ingress, b.ingress, number),
  };
}

function combineCounts(a: Counts, b: Counts, number: (x: number, y: number) => number): Counts {
  return {
    packets: number(a.packets, b.packets),
    bytes: number(a.bytes, b.bytes),
    skbs: number(a.skbs, b.skbs),
  };
}
