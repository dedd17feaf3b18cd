import { UnsupportedError } from "../../errors/index.ts";
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
    const [first] = this.#links;
    return { type: undefined, id: undefined, programId: first?.info().programId, target: this.#target };
  }

  update(program: ProgramReference, options?: UpdateOptions): void {
    for (const link of this.#links) link.update(program, options);
  }

  detach(): void {
    for (const link of this.#links) link.detach();
  }

  pin(): never {
    throw new UnsupportedError("YDL4107", "several attachments under one handle can't be pinned under one path");
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
