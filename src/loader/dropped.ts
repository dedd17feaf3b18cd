/**
 * Nothing is closed by the garbage collector: when it runs must not decide when a program is detached. What was loaded and can't be reached any
 * more, neither itself nor by one of its handles, can't be closed any more, either. That is a mistake, of which a process is told once.
 */
const registry = new FinalizationRegistry<string>((name) => {
  if (warned) return;
  warned = true;
  process.emitWarning(
    `'${name}' was loaded and dropped without close(): what it attached stays attached, and its maps stay open, until the process ends`,
    {
      type: "YodelWarning",
      code: "YDL4500",
      detail:
        "write `using bpf = load(…)`, call bpf.close(), or keep what load returned; other objects are not reported",
    },
  );
});
let warned = false;

/** Handles keep what they belong to from being taken for dropped. */
const owners = new WeakMap<object, object>();

/** @param owner what all handles belong to */
export function warnWhenDropped(owner: object, name: string): void {
  registry.register(owner, name, owner);
}

/** It was closed. */
export function expectDrop(owner: object): void {
  registry.unregister(owner);
}

/** As long as somebody has the handle, its owner is not dropped. */
export function belongsTo(handle: object, owner: object): void {
  owners.set(handle, owner);
}
