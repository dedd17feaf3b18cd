import { SchemaBase } from "./schema.ts";

declare const lock: unique symbol;

/** A spin lock as a kernel function sees it: only `bpf.spin_lock` and `bpf.spin_unlock` take it. */
export interface KernelSpinLock {
  readonly [lock]: true;
}

/** `struct bpf_spin_lock`: four bytes that only the kernel touches. User space sees no such field. */
export class SpinLockSchema extends SchemaBase<undefined, KernelSpinLock> {
  readonly kind = "spinLock";
  readonly size = 4;
  readonly alignment = 4;

  read(): undefined {
    return undefined;
  }

  /** The kernel keeps its lock, whatever is written over it. */
  write(view: DataView, offset: number): void {
    view.setUint32(offset, 0);
  }
}

export interface SpinLock extends SpinLockSchema {}

/**
 * A lock in the value of a `hashMap` or an `arrayMap`: one field of the struct, which keeps other CPUs out while several fields
 * change together. User space neither reads nor writes it, and sees no such field.
 * ```ts
 * const buckets = hashMap({ key: u32, value: struct({ lock: spinLock, tokens: u64, time: u64 }), maxEntries: 1024 });
 * program("cgroup_skb/egress", { buckets }, (skb, { buckets }, bpf) => {
 *   const bucket = buckets.lookupOrInsert(skb.remote_port);
 *   if (!bucket) return 1;
 *   const now = bpf.ktime_get_ns();
 *   bpf.spin_lock(bucket.lock);
 *   bucket.tokens += now - bucket.time;
 *   bucket.time = now;
 *   bpf.spin_unlock(bucket.lock);
 *   return 1;
 * });
 * ```
 * @kernel 5.1
 */
export const spinLock: SpinLock = new SpinLockSchema();

/** Whether memory of a schema holds a lock. */
export function holdsLock(schema: { readonly kind: string }): boolean {
  if (schema.kind === "spinLock") return true;
  if (schema.kind !== "struct") return false;
  const { fields } = schema as {
    readonly kind: string;
    readonly fields: readonly { readonly schema: { kind: string } }[];
  };
  return fields.some((field) => holdsLock(field.schema));
}
