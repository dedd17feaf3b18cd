import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
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
  const tree = new CgroupTree(root, root);
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
  const tree = new CgroupTree(join(root, "a"), root);
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
