import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { repository } from "./cli.ts";

/** A folder in which the package, freshly built, is installed as `npm install yodel` would. */
export interface Installation extends Disposable {
  readonly folder: string;
  /** The PATH for its processes: this Node, and the tools of installed packages. */
  readonly path: string;
}

/** Builds the package and installs it into a new folder outside the repository. Needs no network. */
export function installPackage(): Installation {
  const folder = mkdtempSync(join(tmpdir(), "yodel-installed-"));
  const modules = join(folder, "node_modules");
  const target = join(modules, "yodel");
  mkdirSync(join(modules, ".bin"), { recursive: true });
  mkdirSync(target);
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }));
  for (const dependency of ["acorn", "koffi"]) {
    symlinkSync(join(repository, "node_modules", dependency), join(modules, dependency));
  }
  for (const file of ["package.json", "README.md", "LICENSE", "CHANGELOG.md"]) {
    copyFileSync(join(repository, file), join(target, file));
  }
  symlinkSync("../yodel/dist/cli/main.js", join(modules, ".bin/yodel"));
  const build = spawnSync(process.execPath, ["scripts/build.ts", "--out", join(target, "dist")], {
    cwd: repository,
    encoding: "utf8",
  });
  if (build.status !== 0) {
    rmSync(folder, { recursive: true, force: true });
    throw new Error(`the package could not be built:\n${build.stdout}${build.stderr}`);
  }
  return {
    folder,
    path: `${join(modules, ".bin")}:${join(repository, "node_modules/.bin")}:${process.env.PATH}`,
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}
