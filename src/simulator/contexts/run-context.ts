import type { Region } from "../memory.ts";
import type { Packet } from "./packet.ts";
import type { ContextValues } from "./values.ts";

/** What a program gets in r1. */
export interface RunContext {
  readonly region: Region;
  /** Undefined for programs that see no packet. */
  readonly packet: Packet | undefined;
}

/** A context that a test made. */
export interface TestContext extends RunContext {
  /** What `test` answers: the packet and the context as the program left them. */
  finish(): { readonly data: Uint8Array; readonly context: ContextValues };
}
