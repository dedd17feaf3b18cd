import { type ResolvedSection, resolveSection } from "../../kernel/index.ts";
import type { ObjectFunction } from "../../object/object.ts";
import { linearContext } from "../contexts/linear.ts";
import { plainContext } from "../contexts/plain.ts";
import type { TestContext } from "../contexts/run-context.ts";
import { skbContext } from "../contexts/skb.ts";
import type { ContextValues } from "../contexts/values.ts";
import { xdpContext } from "../contexts/xdp.ts";
import { faults, SimulatorError } from "../errors.ts";
import type { Machine } from "../machine.ts";

export interface SimulatedTestOptions {
  /** The packet, from the Ethernet header on, at least 14 bytes; a frame of 64 zero bytes when left out. */
  readonly data?: Uint8Array;
  /** Fields of the context to start with. Any field may be set, also those that the kernel's test runs refuse. */
  readonly context?: ContextValues;
  /** How many times to run, each on what the run before left; 1 when left out. */
  readonly repeat?: number;
  /** The simulated CPU that runs the program; 0 when left out. */
  readonly cpu?: number;
}

export interface SimulatedTestResult {
  /** What the program returned, as an unsigned 32-bit number. */
  readonly returned: number;
  /** The packet as the program left it. */
  readonly data: Uint8Array;
  /** The context as the program left it; undefined unless the test gave one. */
  readonly context: ContextValues | undefined;
  /** Mean time of a run in the simulator, in whole nanoseconds: nothing that the kernel would need. */
  readonly nanoseconds: number;
}

/** A program that runs in the simulator. */
export class SimulatedProgram {
  readonly name: string;
  /** The section that says type and place, such as `"cgroup_skb/egress"`. */
  readonly section: string;
  readonly #machine: Machine;
  readonly #isClosed: () => boolean;
  #resolved: ResolvedSection | undefined;

  constructor(fn: ObjectFunction, machine: Machine, isClosed: () => boolean) {
    this.name = fn.name;
    this.section = fn.section;
    this.#machine = machine;
    this.#isClosed = isClosed;
  }

  /**
   * Runs the program on a packet or a context.
   * @throws {SimulatorError} the program does what the kernel would not let it do; the packet or the context is wrong
   */
  test(options: SimulatedTestOptions = {}): SimulatedTestResult {
    if (this.#isClosed()) throw new SimulatorError("YDL4400", `the program '${this.name}' is closed`);
    const { repeat = 1, cpu = 0 } = options;
    if (!Number.isInteger(repeat) || repeat < 1) {
      throw new SimulatorError("YDL7024", `'${this.name}' can't run ${repeat} times`);
    }
    if (!Number.isInteger(cpu) || cpu < 0 || cpu >= this.#machine.cpus) {
      throw new SimulatorError(
        "YDL7024",
        `there is no simulated CPU ${cpu}: there are ${this.#machine.cpus}, from 0 on`,
        {
          hint: "simulate(…, { cpus: … }) says how many",
        },
      );
    }
    const context = this.#contextOf(options);
    let result = 0n;
    const start = performance.now();
    for (let run = 0; run < repeat; run += 1) result = this.#machine.run(this.name, context, cpu);
    const nanoseconds = Math.round(((performance.now() - start) * 1e6) / repeat);
    this.#checkVerdict(result);
    const after = context.finish();
    return {
      returned: Number(BigInt.asUintN(32, result)),
      data: after.data,
      context: options.context && after.context,
      nanoseconds,
    };
  }

  /** Moves the simulation's clock on. */
  advance(nanoseconds: bigint): void {
    this.#machine.environment.time += nanoseconds;
  }

  /** The verifier wants to know that no other number is possible. */
  #checkVerdict(result: bigint): void {
    const range = this.#resolved?.returns.range;
    const verdict = BigInt.asIntN(32, result);
    if (!range || (verdict >= BigInt(range[0]) && verdict <= BigInt(range[1]))) return;
    throw new SimulatorError(faults.badVerdict, `'${this.name}' returns ${verdict}`, {
      hint: `programs of the section ${this.section} return ${range[0]} to ${range[1]}`,
      program: this.name,
      function: this.name,
    });
  }

  #contextOf(options: SimulatedTestOptions): TestContext {
    this.#resolved ??= resolveSection(this.section);
    const { context: layout, programType } = this.#resolved;
    const { data = new Uint8Array(64), context = {} } = options;
    const { memory } = this.#machine;
    switch (layout.struct) {
      case "__sk_buff":
        return skbContext(memory, programType, layout, data, context);
      case "xdp_md":
        return xdpContext(memory, layout, data, context);
      default:
        if (programType.packet?.size === 8) {
          return linearContext(memory, layout, programType.packet, options.data ?? new Uint8Array(0), context);
        }
        if (options.data === undefined) return plainContext(layout, context);
        throw new SimulatorError("YDL7021", `'${this.name}' is tested with a context only: it has no packet`);
    }
  }
}
