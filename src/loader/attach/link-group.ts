import { UnsupportedError } from "../../errors/index.ts";
import { closedError } from "../file-descriptor.ts";
import type { Link, LinkInfo, ProgramReference, UpdateOptions } from "../link.ts";

/** Several attachments that belong together: one for each CPU, or for each place of a probe. */
export class LinkGroup implements Link {
  readonly #links: Link[] = [];
  readonly #target: string;
  #open = true;

  constructor(target: string) {
    this.#target = target;
  }

  add(link: Link): void {
    this.#links.push(link);
  }

  get isOpen(): boolean {
    return this.#open;
  }

  close(): void {
    this.#open = false;
    for (const link of this.#links) link.close();
    this.#links.length = 0;
  }

  info(): LinkInfo {
    this.#check();
    const [first] = this.#links;
    return { type: undefined, id: undefined, programId: first?.info().programId, target: this.#target };
  }

  update(program: ProgramReference, options?: UpdateOptions): void {
    this.#check();
    for (const link of this.#links) link.update(program, options);
  }

  detach(): void {
    this.#check();
    for (const link of this.#links) link.detach();
  }

  pin(): never {
    this.#check();
    throw new UnsupportedError("YDL4107", "several attachments under one handle can't be pinned under one path");
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #check(): void {
    if (!this.#open) throw closedError(`the attachment to ${this.#target}`);
  }
}
