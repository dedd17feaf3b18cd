// Makes a fresh clone ready to run: installs the packages when they are missing or older than package-lock.json.
// Plain JavaScript for old Nodes: the packages bring the Node that the rest of the repository runs on.
import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

if (modified("node_modules/.package-lock.json") < modified("package-lock.json")) install();
requireNode();

/** Time of last change in milliseconds, 0 for a file that does not exist. */
function modified(path) {
  return statSync(join(root, path), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function install() {
  console.error("yodel: installing the packages of package-lock.json into node_modules (npm ci)");
  // npm's warnings are left out: the only one is that the system's Node is older than what the packages bring. Errors
  // are shown. The FFI's binary and Node itself are optional packages, so both kinds are asked for by name.
  const options = ["ci", "--loglevel=error", "--include=dev", "--include=optional", "--no-progress"];
  const npm = process.env.npm_execpath;
  const result = npm?.endsWith(".js")
    ? spawnSync(process.execPath, [npm, ...options], { cwd: root, stdio: ["ignore", 2, 2] })
    : spawnSync("npm", options, { cwd: root, stdio: ["ignore", 2, 2] });
  if (result.error) console.error(`yodel: npm could not be started: ${result.error.message}`);
  if (result.status !== 0) process.exit(result.status ?? 1);
}

/** Checks the Node that npm's scripts will get: the one in node_modules/.bin where a package for this platform exists. */
function requireNode() {
  const path = `${join(root, "node_modules", ".bin")}${process.platform === "win32" ? ";" : ":"}${process.env.PATH}`;
  const version = spawnSync("node", ["--version"], { env: { ...process.env, PATH: path }, encoding: "utf8" }).stdout;
  const [major = 0, minor = 0] = (version ?? "").slice(1).split(".").map(Number);
  if (major > 22 || (major === 22 && minor >= 18)) return;
  console.error(
    `yodel: Node 22.18 or later is needed, and ${version?.trim() || "none"} is what there is on this platform.`,
  );
  process.exit(1);
}
