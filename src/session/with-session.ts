import { type CompiledSource, load, type ObjectOptions, type SessionOptions, type SessionOrObject } from "./load.ts";
import type { Definitions, Session } from "./session-types.ts";

/**
 * Loads as {@link load} does, runs a function with what was loaded, and closes it: at the end, on an error, and on SIGINT
 * and SIGTERM. A signal then ends the process, as it does without us. Where somebody else listens to the signal, it is
 * theirs: nothing is closed before the function ends.
 * ```ts
 * await withSession({ packets, countEgress }, async (bpf) => {
 *   bpf.programs.countEgress.attach(findCgroupRoot());
 *   await sleep(1000);
 *   console.log(bpf.variables.packets.value);
 * });
 * ```
 * @returns what the function returns
 * @throws what `load` and the function throw
 */
export async function withSession<const D extends object = never, R = unknown>(
  source: CompiledSource,
  run: (bpf: SessionOrObject<D>) => R | PromiseLike<R>,
  options?: ObjectOptions<D>,
): Promise<R>;
export async function withSession<const D extends Definitions, R>(
  definitions: D,
  run: (bpf: Session<D>) => R | PromiseLike<R>,
  options?: SessionOptions<D>,
): Promise<R>;
export async function withSession<R>(
  source: CompiledSource | Definitions,
  run: (bpf: never) => R | PromiseLike<R>,
  options: SessionOptions = {},
): Promise<R> {
  const session = load(source as CompiledSource, options);
  const forget = closeOnSignals(session);
  try {
    return await run(session as never);
  } finally {
    forget();
    session.close();
  }
}

const signals = ["SIGINT", "SIGTERM"] as const;
const open = new Set<{ close(): void }>();

/** Returns what ends it. Only as long as something is open, the process listens to signals. */
function closeOnSignals(session: { close(): void }): () => void {
  if (open.size === 0) for (const signal of signals) process.on(signal, closeAll);
  open.add(session);
  return () => {
    if (open.delete(session) && open.size === 0) stopListening();
  };
}

function closeAll(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return;
  for (const session of [...open].reverse()) session.close();
  open.clear();
  stopListening();
  // Nobody listens any more, so that the process ends as the signal says, with the exit status for it.
  process.kill(process.pid, signal);
}

function stopListening(): void {
  for (const signal of signals) process.off(signal, closeAll);
}
