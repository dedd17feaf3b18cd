import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { CgroupEvent } from "./cgroup-events.ts";
import { CgroupTree } from "./cgroup-tree.ts";

// A tree of ordinary directories: an inode number is all that the tree takes from the file system. Where a file system
// does not count directories as links, it is read in full.
function folders(t: { after(fn: () => void): void }): string {
  const root = mkdtempSync(join(tmpdir(), "yodel-tree-"));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  return root;
}

const idOf = (path: string) => statSync(path, { bigint: true }).ino;
const paths = (tree: CgroupTree) => [...tree.cgroups()].map(({ path }) => path);

test("finds what is there, by id and by path from the mount point on", (t) => {
  const root = folders(t);
  mkdirSync(join(root, "system.slice/nginx.service"), { recursive: true });
  const tree = new CgroupTree(root, root);
  assert.deepEqual(paths(tree), ["/", "/system.slice", "/system.slice/nginx.service"]);
  const nginx = tree.get(idOf(join(root, "system.slice/nginx.service")));
  assert.equal(nginx?.path, "/system.slice/nginx.service");
  assert.equal(nginx.parent?.path, "/system.slice");
  assert.equal(nginx.identity.unit, "nginx.service");
  assert.equal(nginx.parent.parent, tree.root);
  const part = new CgroupTree(join(root, "system.slice"), root);
  assert.deepEqual(paths(part), ["/system.slice", "/system.slice/nginx.service"]);
});

test("notices what comes and goes, and remembers it until it is told to forget", (t) => {
  const root = folders(t);
  mkdirSync(join(root, "a/b"), { recursive: true });
  const tree = new CgroupTree(root, root, { share: Number.POSITIVE_INFINITY });
  mkdirSync(join(root, "a/c"));
  const [b, c] = [idOf(join(root, "a/b")), idOf(join(root, "a/c"))];
  assert.equal(tree.has(c), false);
  tree.refresh();
  assert.equal(tree.get(c)?.path, "/a/c");
  rmdirSync(join(root, "a/b"));
  tree.refresh();
  assert.deepEqual([tree.get(b)?.path, tree.get(b)?.alive, tree.get(c)?.alive], ["/a/b", false, true]);
  tree.forget(c);
  assert.equal(tree.has(c), true, "it is alive");
  tree.forget(b);
  assert.deepEqual(paths(tree), ["/", "/a", "/a/c"]);
});

test("a tree whose root is removed has nothing alive", (t) => {
  const root = folders(t);
  mkdirSync(join(root, "a/b"), { recursive: true });
  const tree = new CgroupTree(join(root, "a"), root, { share: Number.POSITIVE_INFINITY });
  rmSync(join(root, "a"), { recursive: true });
  tree.refresh();
  assert.deepEqual(
    [...tree.cgroups()].map(({ path, alive }) => [path, alive]),
    [
      ["/a", false],
      ["/a/b", false],
    ],
  );
});

/** A source of events that a test fills. */
function eventsOf(...first: CgroupEvent[]) {
  const source = {
    events: first,
    lost: false,
    disposed: false,
    take() {
      const { events, lost } = source;
      source.events = [];
      source.lost = false;
      return { events, lost };
    },
    [Symbol.dispose]() {
      source.disposed = true;
    },
  };
  return source;
}

test("with events, one that came and went between two looks keeps its name", (t) => {
  const root = folders(t);
  mkdirSync(join(root, "a"));
  const a = idOf(join(root, "a"));
  const source = eventsOf();
  const tree = new CgroupTree(root, root, { events: source });
  source.events = [
    { id: 7n, parent: a, name: "job", removed: false },
    { id: 8n, parent: 7n, name: "step", removed: false },
    { id: 9n, parent: 12345n, name: "elsewhere", removed: false },
    { id: 8n, parent: 7n, name: "step", removed: true },
    { id: 7n, parent: a, name: "job", removed: true },
    { id: 10n, parent: a, name: "before us", removed: true },
  ];
  tree.refresh();
  assert.deepEqual(
    [...tree.cgroups()].map(({ path, alive }) => [path, alive]),
    [
      ["/", true],
      ["/a", true],
      ["/a/job", false],
      ["/a/job/step", false],
    ],
  );
  tree[Symbol.dispose]();
  assert.ok(source.disposed);
});

test("with events, the hierarchy is looked through only when some were lost", (t) => {
  const root = folders(t);
  const source = eventsOf();
  const tree = new CgroupTree(root, root, { events: source, find: () => undefined });
  mkdirSync(join(root, "a"));
  tree.refresh();
  assert.deepEqual(paths(tree), ["/"]);
  assert.equal(tree.resolve(idOf(join(root, "a"))), undefined, "neither events nor its handle tell");
  source.lost = true;
  tree.refresh();
  assert.deepEqual(paths(tree), ["/", "/a"]);
});

test("an unknown id is found by its handle, with what is above it", (t) => {
  const root = folders(t);
  const asked: bigint[] = [];
  const tree = new CgroupTree(root, root, {
    events: eventsOf(),
    find(id) {
      asked.push(id);
      return id === 99n ? undefined : join(root, "a/b/c");
    },
  });
  mkdirSync(join(root, "a/b/c"), { recursive: true });
  assert.equal(tree.resolve(idOf(join(root, "a/b/c")))?.path, "/a/b/c");
  assert.deepEqual(paths(tree), ["/", "/a", "/a/b", "/a/b/c"]);
  assert.equal(tree.resolve(99n), undefined);
  assert.equal(tree.resolve(99n), undefined);
  assert.equal(asked.filter((id) => id === 99n).length, 1, "it is asked for once");
});

test("an unknown id is looked for where handles are not allowed", (t) => {
  const root = folders(t);
  let asked = 0;
  const tree = new CgroupTree(root, root, {
    find() {
      asked += 1;
      throw new Error("EPERM");
    },
  });
  mkdirSync(join(root, "a"));
  assert.equal(tree.resolve(idOf(join(root, "a")))?.path, "/a");
  mkdirSync(join(root, "b"));
  assert.equal(tree.resolve(idOf(join(root, "b")))?.path, "/b");
  assert.equal(asked, 1);
});
