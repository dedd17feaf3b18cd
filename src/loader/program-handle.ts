import { programInfo } from "../sys/bpf.ts";
import { type AttachOptions, type AttachTarget, attach } from "./attach/index.ts";
import type { LiveProgram } from "./attach/target.ts";
import { belongsTo } from "./dropped.ts";
import { later } from "./later.ts";
import type { Link } from "./link.ts";
import type { Pins } from "./pins.ts";
import type { TestRunOptions, TestRunResult } from "./test-run.ts";

const testRun = later<typeof import("./test-run.ts")>("./test-run");

/** What the kernel knows of a program. */
export interface ProgramInfo {
  /** The kernel's number for the program. */
  readonly id: number;
  /** As the kernel has it: at most 15 characters. */
  readonly name: string;
  /** `enum bpf_prog_type`. */
  readonly type: number;
  /** Hexadecimal hash of the instructions. */
  readonly tag: string;
  /** Instruction slots after the verifier's rewriting. */
  readonly translatedSlots: number;
  /** Bytes of machine code; 0 where the JIT is off. */
  readonly jitedSize: number;
  /** Instructions that the verifier processed; 0 before 5.16. */
  readonly verifiedInstructions: number;
  /** Runs, and nanoseconds in all, while run statistics are on. */
  readonly runCount: bigint;
  readonly runTime: bigint;
}

/** A program in the kernel. */
export class ProgramHandle<Target = AttachTarget, Options = AttachOptions> {
  readonly name: string;
  readonly #program: LiveProgram;
  readonly #links: Set<Link>;
  readonly #pins: Pins | undefined;

  /**
   * @param links where attachments are put, for whoever closes everything
   * @param pins where they are kept when the process ends
   */
  constructor(program: LiveProgram, links: Set<Link>, pins?: Pins) {
    this.#pins = pins;
    this.name = program.name;
    this.#program = program;
    this.#links = links;
  }

  /** The section that says type and place, such as `"cgroup_skb/egress"`. */
  get section(): string {
    return this.#program.resolved.section;
  }

  /** The program's file descriptor; it stays the handle's. */
  get fd(): number {
    return this.#program.fd.number;
  }

  /**
   * Attaches the program; `target` is what its section leaves open: the directory of a cgroup, the name of an interface, the
   * file descriptor of a socket, nothing for tracepoints. The attachment ends with its link, with `close()` of what was
   * loaded, and with the process.
   */
  attach(target?: Target, options?: Options): Link {
    // A closed program fails before anything is made for it.
    void this.fd;
    for (const former of this.#links) if (!former.isOpen) this.#links.delete(former);
    const create = () => attach(this.#program, target as AttachTarget, options as AttachOptions);
    const link = this.#pins ? this.#pins.link(this.#program, target, create) : create();
    this.#links.add(link);
    belongsTo(link, this.#links);
    return link;
  }

  /** Runs the program in the kernel on a packet or a context, without attaching it. */
  test(options: TestRunOptions = {}): TestRunResult {
    return testRun().runTest(this.#program, options);
  }

  info(): ProgramInfo {
    const info = programInfo(this.fd);
    return {
      id: info.id,
      name: info.name,
      type: info.type,
      tag: Buffer.from(info.tag).toString("hex"),
      translatedSlots: info.translatedLength / 8,
      jitedSize: info.jitedLength,
      verifiedInstructions: info.verifiedInstructions,
      runCount: info.runCount,
      runTime: info.runTime,
    };
  }

  /** Attachments keep the program alive in the kernel. Closing again does nothing. */
  close(): void {
    this.#program.fd.close();
  }
}
