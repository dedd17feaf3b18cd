import type { TrafficReport } from "./traffic-ledger.ts";

/** Seconds that are remembered. */
const span = 60;

/** What stands for nothing, and then for ever more. */
const blocks = [..." ▁▂▃▄▅▆▇█"];
/** For terminals that have no others. */
const letters = [..." .:-=+*#@"];

interface Rates {
  readonly self: Float32Array;
  readonly total: Float32Array;
  /** The report that it was in last. */
  round: number;
}

/** The rates of the last minute, second by second, of each cgroup and of everything. */
export class TrafficHistory {
  readonly #rates = new Map<bigint | undefined, Rates>();
  #round = 0;
  /** The second that was written last, counted from the start. */
  #second = -1;

  /** Enters a report's rates for the seconds since the report before. What stands still is entered once. */
  add({ rows, allRate, seconds }: TrafficReport): void {
    const now = Math.floor(seconds);
    const first = Math.max(this.#second + 1, now - span + 1);
    for (const { self, total } of this.#rates.values()) {
      for (let second = first; second <= now; second += 1) {
        self[second % span] = 0;
        total[second % span] = 0;
      }
    }
    const enter = (id: bigint | undefined, selfRate: number, totalRate: number) => {
      let rates = this.#rates.get(id);
      if (!rates) {
        if (totalRate === 0) return;
        rates = { self: new Float32Array(span), total: new Float32Array(span), round: 0 };
        this.#rates.set(id, rates);
      }
      rates.round = this.#round;
      for (let second = Math.min(first, now); second <= now; second += 1) {
        // Within a second, the highest counts: a burst is to be seen.
        rates.self[second % span] = Math.max(rates.self[second % span] ?? 0, selfRate);
        rates.total[second % span] = Math.max(rates.total[second % span] ?? 0, totalRate);
      }
    };
    this.#round += 1;
    for (const { cgroup, selfRate, totalRate } of rows) {
      enter(cgroup.id, bytes(selfRate), bytes(totalRate));
    }
    enter(undefined, bytes(allRate), bytes(allRate));
    this.#second = Math.max(this.#second, now);
    for (const [id, { round }] of this.#rates) if (round !== this.#round) this.#rates.delete(id);
  }

  /**
   * The last minute as a line of bars, the newest on the right, drawn against its own highest.
   * @param id of the cgroup; undefined for everything
   */
  line(id: bigint | undefined, layout: "tree" | "flat", width: number, plain = false): string {
    const rates = this.#rates.get(id)?.[layout === "tree" ? "total" : "self"];
    if (!rates || width <= 0) return "";
    const bars = Array.from({ length: width }, (_, bar) => {
      // The newest bar ends with the second that was written last.
      const from = Math.floor((bar * span) / width);
      const to = Math.max(from + 1, Math.floor(((bar + 1) * span) / width));
      let highest = 0;
      for (let at = from; at < to; at += 1) {
        const second = this.#second - span + 1 + at;
        if (second >= 0) highest = Math.max(highest, rates[second % span] ?? 0);
      }
      return highest;
    });
    const top = Math.max(...bars);
    const marks = plain ? letters : blocks;
    const steps = marks.length - 1;
    return bars.map((bar) => marks[bar === 0 ? 0 : Math.max(1, Math.round((bar / top) * steps))]).join("");
  }
}

function bytes({ egress, ingress }: TrafficReport["allRate"]): number {
  return egress.bytes + ingress.bytes;
}
